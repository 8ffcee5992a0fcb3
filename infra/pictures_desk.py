"""The pictures of the desk in the documentation, in both languages: part of `make pictures`, from the invented year alone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from infra.local.demo import play
from infra.local.demo_bookmark import Bookmark
from infra.replay import Door

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from infra.local.stack import Stack

# So many that every state is among the last of them, and the lists are not empty.
CASES = 60
_DOCS = Path("docs", "pictures")
_SITE = Path(__file__).parents[1] / "site"
FOLDERS = {"zh": _SITE / _DOCS, "en": _SITE / "en" / _DOCS}
# Who looks over a case besides its handler.
_LEADS = ("zhao.gang", "he.min", "jiang.bo", "gu.ning")
_EMERGENCY = {"category": "elevator", "sub_issue": "entrapment", "building": "b3", "danger": True, "matter": "二号梯停在六楼，里面有人。"}
_WIDE, _PHONE, _SHEET = (1280, 800), (390, 844), (794, 1123)
SAID = {
    "zh": "三号楼门口的路灯坏了三天，晚上老人进出看不清台阶。",
    "en": "The lamp at the entrance of building 3 has been out for three days; at night my parents cannot see the steps.",
}


@dataclass(frozen=True)
class Shot:
    """One picture. who: a staff code, or a step: whoever may take it now; of: the state of the case; then: what is done first."""

    name: str
    who: str
    at: str = ""
    of: str = ""
    size: tuple[int, int] = _WIDE
    then: Callable[[Page, str], None] | None = None


def _reads_back(page: Page, language: str) -> None:
    page.locator("label:has(input[name=channel][value=counter])").click()
    page.locator("#register-matter").fill(SAID[language])
    page.locator("#register-phone").fill("13800138000")
    page.locator("[data-next]").click()
    page.locator(".desk-aloud").wait_for()


def _registers(page: Page, language: str) -> None:
    _reads_back(page, language)
    page.locator("#register-consent").check()
    page.locator("[data-save]").click()
    page.locator("#desk-receipt").wait_for()


def _prints(page: Page, button: str) -> None:
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator(button).click()
    page.wait_for_function("window.printed")
    page.emulate_media(media="print")


def _prints_slip(page: Page, language: str) -> None:
    _registers(page, language)
    _prints(page, "[data-slip='80']")


def _prints_order(page: Page, language: str) -> None:
    _prints(page, "[data-order]")


def _at(selector: str) -> Callable[[Page, str], None]:
    """The part of the page that is meant stands at its top."""

    def go(page: Page, language: str) -> None:
        page.locator(selector).evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 80)")

    return go


SHOTS = (
    Shot("list", "he.min", "view=all"),
    Shot("case", "log-contact", of="INVESTIGATING"),
    Shot("phone", "finish-task", of="EXECUTING", size=_PHONE),
    Shot("plan", "approve-plan", of="PLAN_REVIEW", then=_at("#desk-plan")),
    Shot("verify", "release-answer", of="VERIFYING"),
    Shot("waits", "he.min", of="ANSWERED", then=_at("#desk-waits")),
    Shot("group", "he.min", of="group"),
    Shot("register", "lin.jing", "new=1"),
    Shot("aloud", "lin.jing", "new=1", then=_reads_back),
    Shot("receipt", "lin.jing", "new=1", then=_registers),
    Shot("slip", "lin.jing", "new=1", size=(480, 640), then=_prints_slip),
    Shot("order", "finish-task", of="EXECUTING", size=_SHEET, then=_prints_order),
    Shot("overview", "jiang.bo", "overview=1"),
    Shot("duty", "luo.han", "duty=1"),
    Shot("ledger", "jiang.bo", "ledger=1"),
    Shot("import", "jiang.bo", "ledger=1", then=_at("#desk-import")),
    Shot("estate", "jiang.bo", "estate=1"),
)


class Cases:
    """The cases of the invented year by their state, and who may do what with them."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.rows = self.get("jiang.bo", "cases?view=all")["items"]

    def get(self, who: str, path: str) -> Any:
        """What the desk answers that person."""
        headers = {"authorization": f"Bearer {self._stack.token(who)}"}
        with urlopen(Request(f"{self._stack.url}/api/desk/{path}", headers=headers)) as answer:
            return json.load(answer)

    def shown_by(self, shot: Shot) -> tuple[str, str]:
        """Who opens the page of that picture, and its fragment. Raises: LookupError where the year has no such case."""
        if not shot.of:
            return shot.who, shot.at
        for number, case in self._of(shot.of):
            if "." in shot.who:
                return shot.who, f"case={number}"
            for person in (case["assignee"], *_LEADS):
                if self._may(person, number, shot.who):
                    return person, f"case={number}&do={shot.who}"
        raise LookupError(f"pictures: the invented year has no case for {shot.name}")

    def _may(self, person: str, number: str, command: str) -> bool:
        try:
            steps = self.get(person, f"cases/{number}")["actions"]
        except HTTPError as refusal:
            # of a case that is none of his business nobody hears
            with refusal:
                return False
        return any(step["command"] == command and step["open"] for step in steps)

    def _of(self, state: str) -> Iterator[tuple[str, Any]]:
        for row in self.rows:
            case = self.get("jiang.bo", f"cases/{row['number']}")
            is_group = bool(case.get("group")) and case["group"]["number"] == row["number"]
            if is_group if state == "group" else row["state"] == state:
                yield row["number"], case

    def _people(self, case: Any) -> list[str]:
        return [str(case["assignee"]), "zhao.gang", "he.min", "jiang.bo", "gu.ning"]


def a_year(stack: Stack) -> Cases:
    """Play the invented year, and let one emergency ring that nobody has answered."""
    play(stack, Bookmark.begin(None, CASES, dt.datetime.now(dt.UTC).replace(microsecond=0)))
    door = Door(stack.url)
    edition = next(one["edition"] for one in door.get("/api/policy.json")["consents"] if one["needed"])
    door.post("/api/complaints", {**_EMERGENCY, "consent": edition, "no_evidence": True}, key="an-emergency-for-pictures")
    stack.drain()
    return Cases(stack)


class Desk:
    """Pages of people who have signed in, one for each person, language and size."""

    def __init__(self, stack: Stack, browser: Browser, language: str) -> None:
        self._stack, self._browser, self._language = stack, browser, language
        self._home = f"{stack.url}{'' if language == 'zh' else '/en'}/desk/"

    def take(self, shot: Shot, who: str, at: str) -> bytes:
        """One picture, as a PNG."""
        width, height = shot.size
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(f"{self._home}#{at}")
        page.locator("#desk-sign-in").click()
        page.locator("input[name=email]").fill(self._stack.directory.by_email(who).email)  # type: ignore[union-attr]
        page.locator("input[name=password]").fill(self._stack.directory.password)
        page.locator("button[type=submit]").click()
        page.locator("#desk-sign-out").wait_for()
        page.wait_for_load_state("networkidle")
        if shot.then:
            shot.then(page, self._language)
            page.wait_for_load_state("networkidle")
        taken = page.screenshot()
        context.close()
        return taken


def desk_pictures(stack: Stack, browser: Browser, said: Callable[[], None]) -> Iterator[tuple[Path, bytes]]:
    """Every picture with the file that it is kept in. said: hears that one was made."""
    cases = a_year(stack)
    for language, folder in FOLDERS.items():
        desk = Desk(stack, browser, language)
        for shot in SHOTS:
            yield folder / f"{shot.name}.png", desk.take(shot, *cases.shown_by(shot))
            said()
