"""The receipt: number, code, promise, and what to do at once when there is danger."""

from builders import MONDAY_9AM, NUMBER, a_case, a_complaint
from huiyin.casework import Receipt
from huiyin.entry.receipt_view import emergency, receipt_view
from huiyin.policy import load_policy
from huiyin.store.evidence import Grant

POLICY = load_policy()


def test_a_receipt_has_everything_that_an_owner_keeps() -> None:
    receipt = Receipt(number=NUMBER, code="ABCD-EFGH-JKMN-PQRS", case=a_case(POLICY), replayed=False)
    view = receipt_view(receipt, [Grant("https://s3.example", {"key": "incoming/1"}, "1")], POLICY, MONDAY_9AM)
    assert (view["number"], view["code"]) == (NUMBER, "ABCD-EFGH-JKMN-PQRS")
    assert view["received_at"] == "2026-11-23T09:00:00+08:00"
    assert view["evidence"] == {"upload": [{"url": "https://s3.example", "fields": {"key": "incoming/1"}}]}
    assert view["promises"]["first_contact"]["en"].startswith("by ")


def test_a_dangerous_sub_issue_says_what_to_do_at_once() -> None:
    code, sub, issue = next(
        (code, sub, issue) for code, one in POLICY.categories.items() for sub, issue in one.sub_issues.items() if issue.emergency
    )
    case = a_case(POLICY, complaint=a_complaint(category=code, sub_issue=sub))
    assert issue.emergency is not None
    assert emergency(case, POLICY) == {"zh": issue.emergency.zh, "en": issue.emergency.en}


def test_w15_danger_in_words_or_by_tick_brings_the_emergency_number() -> None:
    for change in ({"danger": True}, {"matter": "有人被困在电梯里"}):
        said = emergency(a_case(POLICY, complaint=a_complaint(category=None, sub_issue=None, **change)), POLICY)
        assert said is not None
        assert POLICY.charter.emergency_phone in said["zh"]
        assert POLICY.charter.duty_phone in said["en"]


def test_where_nothing_is_dangerous_nothing_is_said() -> None:
    assert emergency(a_case(POLICY, complaint=a_complaint(category=None, sub_issue=None, matter="楼道灯坏了")), POLICY) is None
