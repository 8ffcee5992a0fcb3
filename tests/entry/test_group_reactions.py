"""What the stream of the table sets off between a group case and its members: each once, whatever comes again."""

from typing import Any

import account
from builders import MONDAY_9AM, someone
from entry.conftest import Ask
from entry.doors import KEY, TABLE, complaint, post_json
from entry.people import DESK, HANDLER, TRIAGE, do, get, taken_to
from huiyin.casework import perform
from huiyin.core.case import Case, case_id_of
from huiyin.core.commands import OWNER, SYSTEM, ConfirmAnswer, DisputeAnswer, LeaveGroup
from huiyin.entry import wiring
from huiyin.entry.group_reactions import react
from huiyin.policy import load_policy

QUALITY = "gu.ning"


def case_of(number: str) -> Case:
    history = wiring.case_store().load(case_id_of(number))
    assert history is not None
    return history.case


def group_number(number: str) -> str:
    membership = case_of(number).handling.membership
    assert membership is not None
    history = wiring.case_store().load(membership.group)
    assert history is not None
    return history.case.number


def report(owners: Ask, n: int, **changes: Any) -> str:
    return str(owners(post_json("/api/complaints", complaint(**changes), key=f"{KEY}-{n:04d}")).json["number"])


def records(number: str) -> list[dict[str, Any]]:
    """What the stream said of a case, oldest first."""
    items = account.client("dynamodb").scan(TableName=TABLE)["Items"]
    own = [item for item in items if item["pk"]["S"] == f"CASE#{case_id_of(number)}" and item["sk"]["S"].startswith("EV#")]
    ordered = sorted(own, key=lambda item: str(item["sk"]["S"]))
    return [{"eventName": "INSERT", "dynamodb": {"Keys": {"pk": item["pk"]}, "NewImage": item}} for item in ordered]


def replay(*numbers: str) -> None:
    for number in numbers:
        for record in records(number):
            react(record, MONDAY_9AM)


def owner_does(number: str, ask: Any) -> None:
    perform(ask, case_id_of(number), store=wiring.case_store(), policy=load_policy(), now=MONDAY_9AM, key=f"{type(ask).__name__}")


def answered(desk: Ask, number: str) -> str:
    """The group of that case, answered."""
    taken_to(desk, number)
    said = do(desk, TRIAGE, number, "open-group-case", {"version": 3, "cause": "同一台曳引机", "whole": False})
    assert said.status == 200, said.text
    group = group_number(number)

    def on_group(who: str, command: str, body: dict[str, Any]) -> None:
        said = do(desk, who, group, command, {"version": get(desk, who, f"cases/{group}").json["version"], **body})
        assert said.status == 200, said.text

    triaged = {"category": "elevator", "sub_issue": "out_of_service", "severity": 3, "urgency": 3, "level": "general", "lead": "repairs"}
    on_group(TRIAGE, "triage-case", {**triaged, "handler": HANDLER})
    on_group(HANDLER, "accept-case", {"no_interest": True})
    points = {"finding_1": "upheld", "wish_1": "met"}
    on_group(HANDLER, "conclude-without-work", {**points, "grounds": "已查", "answer": "已修好。"})
    on_group(QUALITY, "release-answer", {**points, "text": "曳引机已更换。", "no_interest": True})
    return group


def test_the_answer_of_a_group_reaches_its_member_once_and_he_closes_it(desk: Ask, number: str) -> None:
    group = answered(desk, number)
    replay(group, number, group)
    member = case_of(number)
    assert member.state == "ANSWERED"
    replay(group, number)
    assert case_of(number) == member
    owner_does(number, ConfirmAnswer(by=OWNER))
    replay(number)
    assert case_of(group).state == "CLOSED"


def test_a_dispute_of_a_member_is_noted_at_the_group(desk: Ask, number: str) -> None:
    group = answered(desk, number)
    replay(group)
    owner_does(number, DisputeAnswer(by=OWNER, solved="unsolved", points=(), words="还是停"))
    replay(number, number)
    known = case_of(group).handling.group
    assert known is not None
    assert known.disputed == (case_id_of(number),)


def test_the_last_who_leaves_closes_an_answered_group(desk: Ask, owners: Ask, number: str) -> None:
    group = answered(desk, number)
    replay(group)
    late = report(owners, 2)
    taken_to(desk, late)
    do(desk, TRIAGE, late, "join-group", {"version": 3, "group": group, "own": "门铃"})
    owner_does(number, ConfirmAnswer(by=OWNER))
    replay(number)
    assert case_of(group).state == "ANSWERED"
    owner_does(late, LeaveGroup(by=OWNER))
    replay(late)
    assert case_of(group).state == "CLOSED"


def test_an_incident_takes_in_what_comes_and_leaves_a_danger_alone(desk: Ask, owners: Ask, number: str) -> None:
    said = do(desk, "luo.han", number, "declare-incident", {"version": 1, "cause": "停梯", "whole": False})
    assert said.status == 200, said.text
    same, danger, other = report(owners, 2), report(owners, 3, danger=True), report(owners, 4, building="b4")
    replay(same, danger, other)
    assert [case_of(one).state for one in (same, danger, other)] == ["MERGED", "RECEIVED", "RECEIVED"]


def test_what_a_household_reports_again_is_added_to_its_case_and_it_hears_of_that(desk: Ask, owners: Ask) -> None:
    at_home = {"name": "张三", "phone": "13800138000", "unit": "2", "household": "1203"}
    # Both came at one moment: then the number decides which of them is the earlier one.
    first, second = sorted((report(owners, n, **at_home) for n in (1, 2)), key=case_id_of)
    for number in (first, second):
        assert do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"}).status == 200
        replay(number)
    assert (case_of(first).handling.reports, case_of(second).state) == ((case_id_of(second),), "MERGED")
    before = (case_of(first), case_of(second))
    replay(second, first)
    assert (case_of(first), case_of(second)) == before
    owner_does(second, LeaveGroup(by=OWNER))
    replay(second)
    assert case_of(second).state == "REGISTERED"


def test_what_is_no_new_event_sets_nothing_off(number: str) -> None:
    (record,) = records(number)
    image = record["dynamodb"]["NewImage"]
    react({**record, "eventName": "MODIFY"}, MONDAY_9AM)
    react({"eventName": "INSERT", "dynamodb": {"NewImage": {"pk": image["pk"], "sk": image["sk"]}}}, MONDAY_9AM)
    assert case_of(number).version == 1
    assert someone(load_policy(), "triage").code != SYSTEM.code
