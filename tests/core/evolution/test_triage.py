"""The case after triage: given back it has nobody, raised it keeps every reason, lowered it keeps none."""

from builders import a_case, register, someone, staff, then, triage
from huiyin.core.commands import LowerLevel, RaiseLevel, ReturnToTriage
from huiyin.policy.schema import Policy


def test_a_case_given_back_has_nobody_and_keeps_its_class(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), ReturnToTriage(by=someone(policy, "handler", "repairs"), reason="属于秩序部"))
    assert (case.state, case.lead, case.handler, case.category) == ("REGISTERED", None, None, "elevator")


def test_each_raising_adds_its_reasons_and_lowering_takes_them_all(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy, level="major"))
    assert case.handling.level_reasons == ("by_triage",)
    case = then(case, RaiseLevel(by=staff(policy, "lin.jing"), level="major", reasons=("M2",), note="有人受伤"), policy)
    assert case.handling.level_reasons == ("by_triage", "M2")
    case = then(case, LowerLevel(by=staff(policy, "jiang.bo"), level="general", reason="没有人受伤"), policy)
    assert (case.level, case.handling.level_reasons, case.handling.lowering) == ("general", (), None)


def test_triage_anew_takes_the_place_of_the_points_before(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy, points=(("noise", "plant_hum"),)))
    back = then(case, ReturnToTriage(by=someone(policy, "handler", "repairs"), reason="属于秩序部"), policy)
    again = then(back, triage(policy, co_departments=("security",)), policy)
    assert (len(again.handling.points), again.handling.co_departments, again.departments) == (1, ("security",), {"security"})
