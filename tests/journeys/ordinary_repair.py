"""An ordinary repair from the owner's form to its end, each role in a browser of its own, through the pages alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from journeys.walker import Effort, Walker

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

    from infra.local.stack import Stack

HERE = ZoneInfo("Asia/Shanghai")
MATTER = "三号楼门口的路灯坏了三天，晚上老人进出看不清台阶。"
WISH = "请尽快修好。"
SOLUTION = "更换同规格灯泡。"
ANSWER = "您反映的路灯已更换灯泡，当晚恢复照明。"


@dataclass
class Repair:
    """One repair, and what it takes each who has to do with it. photo: what the repairer's camera sees."""

    stack: Stack
    browser: Browser
    photo: Path
    number: str = ""
    code: str = ""
    efforts: dict[str, Effort] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def walks(self) -> None:
        """The whole way."""
        owner = self.someone(width=390, height=844, has_touch=True)
        self.owner_reports(owner)
        self.clerk_registers()
        self.triage_assigns()
        handler = self.handler_plans()
        self.lead_approves()
        self.repairer_works()
        self.handler_reports(handler)
        self.verifier_releases()
        self.owner_confirms(owner)

    def close(self) -> None:
        """Put the browsers away."""
        for context in self.contexts:
            context.close()

    def someone(self, width: int = 1280, height: int = 800, **more: Any) -> Walker:
        """A browser of one's own."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", **more
        )
        self.contexts.append(context)
        return Walker(context)

    def at_desk(self, code: str, url: str = "", **window: Any) -> Walker:
        """A colleague who has signed in, on the page of that address; his work is counted from there."""
        walker = self.someone(**window)
        page = walker.page
        page.goto(url or f"{self.stack.url}/desk/")
        page.locator("#desk-sign-in").click()
        person = self.stack.directory.by_email(code)
        assert person is not None
        page.locator("input[name=email]").fill(person.email)
        page.locator("input[name=password]").fill(self.stack.directory.password)
        page.locator("button[type=submit]").click()
        walker.sees("#desk-case" if url else "#desk-list", self.number if url else "")
        page.wait_for_load_state("networkidle")
        walker.begin()
        return walker

    def ends(self, role: str, walker: Walker) -> None:
        """What it took him, after a look at the page as he leaves it."""
        walker.looks()
        self.faults += [f"{role}: {fault}" for fault in walker.faults]
        walker.faults.clear()
        self.efforts[role] = self.efforts.get(role, Effort()) + walker.effort
        self.stack.drain()

    def letter_link(self, code: str, words: str) -> str:
        """The link in the newest letter to a colleague whose subject has these words."""
        person = self.stack.directory.by_email(code)
        assert person is not None
        found = [
            one for one in self.stack.mailbox() if person.email in one["to"] and self.number in one["subject"] and words in one["subject"]
        ]
        (link,) = re.findall(r"http\S+/desk/#case=\S+", found[-1]["text"])
        return str(link)

    def opens(self, walker: Walker) -> None:
        """From the list into the case."""
        walker.press(f"tr[data-number='{self.number}'] a")
        walker.sees("#desk-case", self.number)
        walker.looks()
        walker.reads("#desk-said")

    def owner_reports(self, owner: Walker) -> None:
        """Four steps on a phone, and the receipt."""
        owner.page.goto(f"{self.stack.url}/report/")
        owner.begin()
        owner.form("#hy-form")
        owner.press("label:has(#c-tile-facility)")
        owner.choose("building", "b3")
        owner.press("[data-next]")
        owner.write("matter", MATTER)
        owner.press("[data-next]")
        owner.write("phone", "13900001234")
        owner.press("[data-next]")
        owner.tick("consent")
        owner.press("[data-send]")
        owner.sees("#hy-number", "HY-")
        self.number, self.code = (owner.page.locator(f"#hy-{name}").inner_text() for name in ("number", "code"))
        self.ends("owner", owner)

    def clerk_registers(self) -> None:
        """From the list of what came in."""
        clerk = self.at_desk("lin.jing")
        self.opens(clerk)
        clerk.step("register-case")
        clerk.choose("identity_check", "called_back")
        clerk.sends()
        self.ends("clerk", clerk)

    def triage_assigns(self) -> None:
        """Class and department stand there already; how grave, how urgent, and who."""
        triage = self.at_desk("he.min")
        self.opens(triage)
        triage.step("triage-case")
        triage.choose("sub_issue", "roads_lights")
        triage.choose("severity", "2")
        triage.choose("urgency", "2")
        triage.choose("handler", "li.wei")
        triage.sends()
        self.ends("triage", triage)

    def handler_plans(self) -> Walker:
        """From the letter: takes it, has called the owner, went there, and says what is to be done."""
        handler = self.at_desk("li.wei", self.letter_link("li.wei", "任务"))
        handler.reads("#desk-said")
        handler.step("accept-case")
        handler.tick("no_interest")
        handler.sends()
        handler.step("log-contact")
        handler.choose("way", "phone")
        handler.choose("outcome", "reached")
        handler.write("note", "已电话联系，约好今天下午到现场。")
        handler.sends()
        handler.step("submit-plan")
        handler.choose("finding_1", "upheld")
        handler.choose("wish_1", "met")
        handler.write("solution", SOLUTION)
        handler.write("tasks.0.words", "更换灯泡并试亮")
        handler.choose("tasks.0.assignee", "wu.lei")
        handler.write_moment("tasks.0.due", _in_days(1))
        handler.tick("tasks.0.physical")
        handler.write_moment("finish_due", _in_days(2))
        handler.write("cost_yuan", "60")
        handler.choose("source", "service_fee")
        handler.sends()
        self.ends("handler", handler)
        return handler

    def lead_approves(self) -> None:
        """From the letter: reads the plan, and agrees."""
        lead = self.at_desk("zhao.gang", self.letter_link("zhao.gang", "待审批"))
        lead.reads("#desk-plan")
        lead.step("approve-plan")
        lead.tick("no_interest")
        lead.sends()
        self.ends("lead", lead)

    def repairer_works(self) -> None:
        """On a phone, from the letter to the step that it tells of: a photo, and done."""
        hand = self.at_desk("wu.lei", self.letter_link("wu.lei", "任务"), width=390, height=844, has_touch=True)
        hand.sees("[data-task='1']:focus")
        hand.reads("#desk-tasks")
        hand.step("finish-task")
        hand.choose("n", "1")
        hand.choose("outcome", "done")
        hand.takes("form[data-command='finish-task'] label:has([data-camera])", self.photo)
        hand.sees("form[data-command='finish-task'] .desk-picks input:checked + *")
        hand.sends()
        self.ends("repairer", hand)

    def handler_reports(self, handler: Walker) -> None:
        """He looks for the case among his own, and says what came of it and what the owner is to be told."""
        handler.begin()
        handler.press(".desk-back a")
        handler.sees("#desk-list")
        handler.press("[data-view='mine']")
        handler.sees(f"tr[data-number='{self.number}']")
        self.opens(handler)
        handler.step("report-done")
        handler.choose("finding_1", "upheld")
        handler.choose("wish_1", "met")
        handler.press("form[data-command='report-done'] .desk-picks label")
        handler.write("result", "已更换灯泡，试亮正常。")
        handler.write("answer", ANSWER)
        handler.sends()
        self.ends("handler", handler)

    def verifier_releases(self) -> None:
        """Reads what was done and what the owner is to be told, and lets it go."""
        verifier = self.at_desk("he.min", self.letter_link("he.min", "待核验"))
        verifier.reads("#desk-said")
        verifier.step("release-answer")
        verifier.reads("#desk-timeline .now p")
        verifier.tick("no_interest")
        verifier.sends()
        self.ends("verifier", verifier)

    def owner_confirms(self, owner: Walker) -> None:
        """His own page: he reads the answer, and says that it is solved."""
        owner.begin()
        owner.page.goto(f"{self.stack.url}/track/#n={self.number}")
        owner.form("#hy-track")
        owner.write("code", self.code)
        owner.press("[data-look]")
        owner.sees("[data-said]", ANSWER)
        owner.reads("[data-said]")
        owner.form("form[data-act=confirm]")
        owner.press("form[data-act=confirm] button[type=submit]")
        owner.sees("[data-case]", "办结")
        self.ends("owner", owner)


def _in_days(days: int) -> datetime:
    """Six in the evening then."""
    return datetime.now(UTC).astimezone(HERE).replace(hour=18, minute=0) + timedelta(days=days)
