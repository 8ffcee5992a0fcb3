"""A case comes under guard by one wish, and leaves it by the owner's or by two officers."""

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, register, someone, staff, then
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, Actor, ConfideCase, ReleaseCase
from huiyin.core.decide import decide, why_not
from huiyin.core.errors import NotAllowedNow
from huiyin.core.privacy import may_open
from huiyin.policy.schema import Policy


def confided(policy: Policy, by: Actor = OWNER) -> Case:
    return then(a_case(policy, register(policy)), ConfideCase(by=by, reason="里面提到了保安"), policy)


def code_of(case: Case, ask: ConfideCase | ReleaseCase, policy: Policy) -> str | None:
    found = why_not(case, ask, policy, MONDAY_9AM)
    return found.code if found else None


@pytest.mark.parametrize("who", ["owner", "lin.jing", "he.min", "gu.ning"])
def test_one_wish_is_enough_to_enter(policy: Policy, who: str) -> None:
    by = OWNER if who == "owner" else staff(policy, who)
    case = confided(policy, by)
    assert (case.guarded, case.handling.confided) == (True, who)
    assert not may_open(case, staff(policy, "lin.jing"))
    assert may_open(case, staff(policy, "ye.qing"))


def test_whoever_handled_it_does_not_any_more(policy: Policy) -> None:
    case = a_case(policy, register(policy)).handled(state="INVESTIGATING")
    case = then(Case(**{f: getattr(case, f) for f in case.__dataclass_fields__} | {"handler": "li.wei"}), ConfideCase(by=OWNER), policy)
    assert case.handler is None
    assert not may_open(case, staff(policy, "li.wei"))


def test_a_hint_is_for_one_officer_to_judge_and_a_wish_is_not(policy: Policy) -> None:
    officer = someone(policy, "confid")
    hinted, wished = (a_case(policy, complaint=a_complaint(**told)) for told in ({"accused": "保安"}, {"sensitive": True}))
    assert (hinted.guarded, wished.guarded) == (True, True)
    decide(hinted, register(policy, by=officer, release=True), policy, MONDAY_9AM)
    with pytest.raises(NotAllowedNow, match="release_needs_two"):
        decide(wished, register(policy, by=officer, release=True), policy, MONDAY_9AM)
    # What was guarded by a hint becomes his wish when he says so.
    asked = then(hinted, ConfideCase(by=OWNER), policy)
    with pytest.raises(NotAllowedNow, match="release_needs_two"):
        decide(asked, register(policy, by=officer, release=True), policy, MONDAY_9AM)
    assert code_of(asked, ConfideCase(by=OWNER), policy) == "already_guarded"


def test_the_owner_opens_it_alone(policy: Policy) -> None:
    case = then(confided(policy), ReleaseCase(by=OWNER, reason=""), policy)
    assert (case.guarded, case.handling.confided) == (False, "")
    assert may_open(case, staff(policy, "lin.jing"))


def test_officers_open_it_by_two(policy: Policy) -> None:
    first, second = staff(policy, "ye.qing"), staff(policy, "qin.yue")
    asked = then(confided(policy), ReleaseCase(by=first, reason="没有人被指认"), policy)
    assert (asked.guarded, asked.handling.releasing) == (True, "ye.qing")
    assert code_of(asked, ReleaseCase(by=first, reason="没有人被指认"), policy) == "four_eyes"
    (event,) = decide(asked, ReleaseCase(by=second, reason="同意"), policy, MONDAY_9AM)
    assert (type(event).__name__, getattr(event, "asked_by", None)) == ("CaseReleased", "ye.qing")
    # Whoever confides it anew in between begins again.
    again = then(asked, ConfideCase(by=OWNER), policy) if asked.handling.confided != "owner" else asked
    assert not then(again, ReleaseCase(by=second, reason="同意"), policy).guarded


def test_nobody_else_opens_it_and_no_ordinary_case_is_opened(policy: Policy) -> None:
    assert code_of(confided(policy), ReleaseCase(by=staff(policy, "jiang.bo"), reason="x"), policy) is not None
    assert code_of(a_case(policy), ReleaseCase(by=OWNER, reason=""), policy) == "not_guarded"


def test_where_even_the_company_is_accused_nobody_opens_it(policy: Policy) -> None:
    case = confided(policy)
    company = tuple(code for code, one in policy.departments.staff.items() if "company" in one.roles)
    accused = Case(**{f: getattr(case, f) for f in case.__dataclass_fields__} | {"accused": company})
    assert code_of(accused, ReleaseCase(by=OWNER, reason=""), policy) == "company_accused"
