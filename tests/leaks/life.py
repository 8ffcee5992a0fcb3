"""The whole life of a complaint with a word that must not be found in every field that somebody fills in."""

import json
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from entry.test_clean_evidence import upload
from entry.test_photos import a_photo
from infra.local.functions import FunctionFailed
from infra.local.stack import Stack
from journeys.course import MONDAY_9AM, POINT, Course
from leaks.sinks import BY_HAND
from leaks.words import EMAIL, FILE, HOUSEHOLD, ID_NUMBER, NAME, OTHER_EMAIL, PHONE, PLACE, UNIT, said
from neighbours import Colleague, Json, Owner, send

PLAN = {name: said(name) for name in ("found", "cause", "impact", "options", "solution", "wish_met", "messages")}


def a_form(**changes: Any) -> Json:
    """A complaint with a word in every field."""
    told = {name: said(name) for name in ("matter", "wish", "spot")}
    who = {"name": NAME, "phone": PHONE, "email": EMAIL, "unit": UNIT, "household": HOUSEHOLD}
    whole = {**told, "answers": {said("question"): said("answer")}, "occurred_at": said("occurred"), "no_evidence": None, **who}
    return whole | changes


class Case(Course):
    """A case of this walk: where it stands after each step is told by the journeys; here it is enough that the step is taken."""

    def step(self, who: str, command: str, **fields: Any) -> None:
        """A colleague takes a step."""
        reply = self._asked(who, command, fields)
        assert reply.status == 200, (who, command, reply.text)

    def says(self, act: str, **more: Any) -> None:
        """The owner acts."""
        with self.stack.at(self.now):
            reply = self.owner.act(act, **more)
        assert reply.status in (200, 201), (act, reply.text)


class Life:
    """Everything that is done on this walk. ended: a case that is over, and may be erased."""

    ended: Case

    def __init__(self, stack: Stack) -> None:
        self.stack = stack

    def whole(self) -> None:
        """One after the other, then the clocks."""
        worked = self.worked_on()
        for walk in (self.turned_away, self.declined, self.guarded, self.at_the_counter, self.rung, self.by_mail, self.of_many):
            walk()
        self.stack.drain()
        self.broken()
        self.clocks(worked)

    # ---- an ordinary case --------------------------------------------------------------------------------------------

    def worked_on(self) -> Case:
        """From the form to the answer that is disputed, given again, judged in a survey, and reopened."""
        case = Case(self.stack)
        answer = case.reports(**a_form())
        photo = a_photo() + PLACE.encode() + EMAIL.encode()
        for grant in answer["evidence"]["upload"][:2]:
            assert upload(self.stack, grant, photo) == 201
        self.stack.drain()
        case.says("add", note=said("added"), files=[answer["evidence"]["upload"][0]["fields"]["key"]])
        case.says("urge", note=said("urged"))
        with self.stack.at(case.now):
            shown = Colleague(self.stack.url, self.stack.token("lin.jing")).reveal(case.owner.number, reason="call_owner", note=said("why"))
        assert shown.json["phone"] == PHONE
        case.step("lin.jing", "add-fact", note=said("fact"))
        case.step("lin.jing", "register-case", identity_check="called_back")
        case.step("lin.jing", "ask-owner", question=said("question"), days=3)
        case.says("reply", answer=said("reply"))
        graded = {"category": "elevator", "sub_issue": "out_of_service", "severity": 2, "urgency": 2, "level": "general"}
        case.step("he.min", "triage-case", **graded, lead="repairs", handler="li.wei")
        case.step("li.wei", "accept-case", no_interest=True)
        call = {"note": said("called"), "wish": said("wished"), "convenient": said("convenient")}
        case.step("li.wei", "log-contact", way="phone", outcome="reached", **call)
        case.step("li.wei", "agree-appointment", visit_at=case.after(hours=5), note=said("visit"))
        self._planned(case)
        self._judged(case)
        return case

    def _planned(self, case: Case) -> None:
        task = {"words": said("task"), "department": "repairs", "assignee": "wu.lei", "due": case.after(days=1)}
        resource = {"words": said("resource"), "kind": "part", "by": case.after(hours=30)}
        case.step("li.wei", "submit-plan", **case.plan(**PLAN, tasks=[task], resources=[resource]))
        case.step("zhao.gang", "return-plan", reasons=said("returned"))
        case.step("li.wei", "submit-plan", **case.plan(**PLAN, tasks=[task]))
        case.step("zhao.gang", "approve-plan", digest=case.seen_by("zhao.gang").json["plan"]["digest"], no_interest=True)
        case.step("wu.lei", "finish-task", n=2, outcome="done", note=said("finished"))
        case.step("jiang.bo", "log-visit", visit="met", note=said("visited"))
        case.step("jiang.bo", "log-joint-check", witness=said("witness"), note=said("checked"))
        case.step("li.wei", "report-done", **POINT, result=said("result"), answer=said("answer"))
        case.step("he.min", "release-answer", **POINT, text=said("released"), no_interest=True)

    def _judged(self, case: Case) -> None:
        case.says("dispute", solved="partly", words=said("disputed"))
        case.step("li.wei", "conclude-without-work", **POINT, grounds=said("grounds"), answer=said("answer"))
        case.step("he.min", "return-work", defects=said("defects"))
        case.step("li.wei", "conclude-without-work", **POINT, grounds=said("grounds"), answer=said("answer"))
        case.step("he.min", "release-answer", **POINT, text=said("released"), no_interest=True)
        case.says("confirm", note=said("confirmed"))
        for _ in range(2):
            case.later(days=1).sweeps()
        case.says("survey", solved="unsolved", rate_result="1", improve=["news"], also=["hidden"], words=said("survey"))
        case.step("gu.ning", "log-call-back", outcome="answered", line="mobile", note=said("rung"))
        case.says("reopen", grounds=said("reopened"))
        case.says("rights", note=said("copy"))
        case.says("about-data", note=said("data"))

    # ---- other ways through ------------------------------------------------------------------------------------------

    def turned_away(self) -> None:
        """What doors refuse: they say which field, never what was in it."""
        url, owner = self.stack.url, Owner(self.stack.url)
        wrong: list[Json] = [
            {"email": said("email")},
            {"phone": said("phone")},
            {"matter": said("matter") * 4000},
            {"matter": [said("matter")]},
            {"category": said("category")},
            {"building": said("building")},
            {"occurred_at": "2031-01-01"},
            {said("field"): said("value")},
            {"consent": said("consent")},
            {"kind": said("kind"), "name": {"S": NAME}},
        ]
        for changes in wrong:
            assert owner.report(**a_form(**changes)).status == 400, changes
        assert owner.report(key=f"{PHONE}-as-a-key", **a_form()).status == 201
        assert owner.report(key=f"{PHONE}-as-a-key", **a_form(wish=said("other"))).status in (409, 422)
        assert owner.report(key=said("key").encode().hex(), **a_form(matter=said("again"))).status == 201
        refused = [
            send(f"{url}/api/track", {"number": said("number"), "code": said("code")}),
            send(f"{url}/api/track", owner.receipt | {"code": PHONE}),
            send(f"{url}/api/owner/{UNIT}", owner.receipt | {"note": said("note")}),
            send(f"{url}/api/owner/add", owner.receipt | {"note": said("note"), "files": [FILE]}),
            send(f"{url}/api/complaints", json.dumps(a_form(), ensure_ascii=False).encode()[:-7], content_type="application/json"),
            send(f"{url}/api/complaints", json.dumps(a_form()).encode(), content_type=f"text/{HOUSEHOLD}"),
            send(f"{url}/api/{UNIT}/{PHONE}?q={EMAIL}", referer=f"https://{HOUSEHOLD}.example/", user_agent=HOUSEHOLD),
            send(f"{url}/api/desk/cases/{UNIT}", authorization=f"Bearer {self.stack.token('lin.jing')}"),
            send(f"{url}/api/desk/cases?view={HOUSEHOLD}", authorization=f"Bearer {self.stack.token('lin.jing')}"),
            send(f"{url}/api/desk/me", authorization=f"Bearer {HOUSEHOLD}"),
        ]
        assert all(400 <= one.status < 500 for one in refused), [one.status for one in refused]

    def declined(self) -> None:
        """Not ours, objected to; another one taken back."""
        case = Case(self.stack)
        case.reports(
            **a_form(unit="", household="", matter=said("elsewhere"), email=OTHER_EMAIL, category="facility_repair", sub_issue=None)
        )
        case.step("lin.jing", "decline-case", reason="not_ours", text=said("declined"))
        case.later(days=1).step("jiang.bo", "decline-case", agree="agreed")
        case.says("object", grounds=said("objected"))
        case.step("wei.lan", "accept-objection", grounds=said("accepted"))
        case.says("withdraw", grounds=said("withdrawn"))
        self.ended = case

    def guarded(self) -> None:
        """Somebody is accused: what is said is opened by the lane alone; then it is given free, and confided again."""
        case = Case(self.stack)
        form = a_form(
            matter=f"{said('guarded')} {ID_NUMBER}", unit="", household="", accused=said("accused"), avoid=said("avoid"), sensitive=True
        )
        answer = case.reports(**form, consent_sensitive="2026.11")
        assert upload(self.stack, answer["evidence"]["upload"][0], a_photo()) == 201
        self.stack.drain()
        case.says("add", note=said("added"))
        case.step("ye.qing", "register-case", identity_check="called_back", accused=["li.wei"])
        issue = {"category": "staff_attitude", "sub_issue": "attitude", "severity": 2, "urgency": 2, "level": "general"}
        case.step("ye.qing", "triage-case", **issue, lead="quality", handler="ye.qing")
        case.step("ye.qing", "accept-case", no_interest=True)
        heard = {"heard_person": "li.wei", "hearing": "stated", "statement": said("statement")}
        case.step("ye.qing", "record-hearing", **heard)
        case.says("about-handler", note=said("handler"))

    def at_the_counter(self) -> None:
        """Heard and taken down by the desk, by phone and on an order of an authority."""
        with self.stack.at(MONDAY_9AM):
            desk = {"authorization": f"Bearer {self.stack.token('lin.jing')}"}
            heard = {**a_form(matter=said("heard"), household=f"{HOUSEHOLD}2"), "consent": "2026.11", "channel": "counter", "mode": "oral"}
            order = {"order_body": "hotline_12345", "order_number": UNIT, "order_due": "2026-11-26T12:00"}
            passed = {**a_form(matter=said("passed")), "consent": "2026.11", "channel": "authority", "mode": "written", **order}
            for n, told in enumerate(({**heard, "read_back": True}, passed, {**heard, "read_back": True, "email": said("email")})):
                body = {name: value for name, value in told.items() if value is not None}
                status = send(f"{self.stack.url}/api/desk/complaints", body, **desk, idempotency_key=f"a-key-of-the-counter-{n}").status
                assert status == (400 if n == 2 else 201), n

    def rung(self) -> None:
        """An emergency: robots ring in the groups of staff."""
        case = Case(self.stack)
        case.reports(**a_form(matter=said("danger"), danger=True, household=f"{HOUSEHOLD}3"))
        self.stack.drain()
        assert self.stack.robots.told

    def by_mail(self) -> None:
        """A mail with a file, one that a machine wrote, one that nobody can read, and one that accuses somebody."""
        mails = [
            self._mail(),
            self._mail(auto_submitted="auto-replied"),
            self._mail("保安打人"),
            b"Subject: " + said("broken").encode() + b"\n\n\xff",
        ]
        for raw in mails:
            assert send(f"{self.stack.url}/_local/inbound-mail", raw, content_type="message/rfc822").status == 200
        self.stack.drain()
        self.stack.tick("InboundMail", MONDAY_9AM)

    @staticmethod
    def _mail(more: str = "", **headers: str) -> bytes:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"{NAME} <{OTHER_EMAIL}>", "tousu@huiyin.example", f"{said('subject')}{more}"
        mail["Message-ID"], mail["In-Reply-To"] = f"<{UNIT}{len(more)}@example.net>", f"<{HOUSEHOLD}@example.net>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(f"{said('body')}{more}\n{PHONE} {ID_NUMBER}\n")
        mail.add_attachment(a_photo(), maintype="image", subtype="jpeg", filename=FILE)
        return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    def of_many(self) -> None:
        """A group case of two households, and an incident."""
        case = Case(self.stack)
        case.reports(**a_form(matter=said("many"), building="b5", household=f"{HOUSEHOLD}4"))
        case.step("lin.jing", "register-case", identity_check="called_back")
        graded = {"category": "elevator", "sub_issue": "out_of_service", "severity": 2, "urgency": 2, "level": "general"}
        case.step("he.min", "triage-case", **graded, lead="repairs", handler="li.wei")
        case.step("he.min", "open-group-case", cause=said("cause"), whole=False)
        dark = Case(self.stack)
        dark.reports(**a_form(matter=said("dark"), building="b6", household=f"{HOUSEHOLD}5", category="utilities", sub_issue="no_power"))
        dark.step("luo.han", "declare-incident", cause=said("incident"), whole=True)

    # ---- what breaks, and what the clocks do -------------------------------------------------------------------------

    def broken(self) -> None:
        """A key is off: the door cannot take a complaint, and what reads the stream gives up."""
        kms, key = self.stack.boto("kms"), self.stack.name("PeopleKey")
        self.stack.stream(False)
        late = Case(self.stack)
        late.reports(**a_form(matter=said("late"), household=f"{HOUSEHOLD}6"))
        kms.disable_key(KeyId=key)
        try:
            assert Owner(self.stack.url).report(**a_form(matter=said("unlucky"), household=f"{HOUSEHOLD}7")).status >= 500
            self.stack.stream(True)
            self.stack.drain()
        finally:
            kms.enable_key(KeyId=key)
        self.stack.drain()
        self.misshapen()

    def misshapen(self) -> None:
        """What no function expects, with words in it: what they raise and write down then says nothing of them."""
        words = {"body": said("body"), "messageId": "1", "eventSource": "aws:sqs", "dynamodb": {"NewImage": said("image")}}
        for function in self.stack.functions.calls.copy():
            for event in ({"Records": [words]}, {"at": said("at")}, {"detail": {"mail": said("mail")}, "rawPath": said("path")}):
                with suppress(FunctionFailed):
                    self.stack.invoke(function, {BY_HAND: True, **event})

    def clocks(self, case: Case) -> None:
        """Days pass: reminders, digests, reports, the ledger, the books, and in the end what is kept no longer."""
        desk = Colleague(self.stack.url, self.stack.token("lin.jing"))
        for days in (1, 12):
            at = case.now + timedelta(days=days)
            for clock in ("SweepDeadlines", "WatchRisk", "SendDigest", "WriteReport", "PublishRoot"):
                self.stack.tick(clock, at)
        body = {"format": "csv", "view": "all"}
        for n, form in enumerate(("csv", "xlsx")):
            asked = send(
                f"{desk.url}/api/desk/ledger",
                body | {"format": form},
                authorization=f"Bearer {desk.token}",
                idempotency_key=f"a-key-of-a-ledger-{n}",
            )
            assert asked.status == 202, asked.text
        self.stack.drain()
        self.ended.says("erase", note=said("erase"))
        self.stack.invoke("ArchiveCases", {"at": (MONDAY_9AM + timedelta(days=2_000)).isoformat()})
        self.stack.drain()
