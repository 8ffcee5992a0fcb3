"""Triage: matrix and floors, dates that never move away from the owner, people who may handle."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, register, someone, staff, then, triage
from huiyin.core.clocks import TO_THE_OWNER, running
from huiyin.core.commands import ReturnToTriage
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseTriaged
from huiyin.core.evolution import evolve
from huiyin.core.triage import level_of, priority_of
from huiyin.core.triage import triage as give_class
from huiyin.policy.schema import PRIORITIES, Limit, Policy


def triaged(policy: Policy, **changes: object) -> CaseTriaged:
    return give_class(a_case(policy, register(policy)), triage(policy, **changes), policy, MONDAY_9AM)


def test_the_matrix_gives_the_priority(policy: Policy) -> None:
    for severity, urgency in product(policy.promises.severities, policy.promises.urgencies):
        if severity < 4:
            assert triaged(policy, severity=severity, urgency=urgency).priority == policy.promises.matrix[severity][urgency]


def test_a_major_matter_is_at_least_p2_and_severity_four_is_major(policy: Policy) -> None:
    assert triaged(policy, severity=1, urgency=1, level="major").priority == "P2"
    ask = triage(policy, severity=4, urgency=1)
    assert level_of(ask, policy) == ("major", ("M1",))
    assert level_of(triage(policy), policy) == ("general", ())


def test_a_guarded_case_is_at_least_p3(policy: Policy) -> None:
    case = replace(a_case(policy, register(policy)), guarded=True)
    assert PRIORITIES.index(priority_of(case, triage(policy, severity=1, urgency=1), "general", policy)) <= PRIORITIES.index("P3")


def test_lowering_the_priority_never_moves_a_promised_first_contact(policy: Policy) -> None:
    urgent = a_case(policy, register(policy), complaint=a_complaint(danger=True))
    event = give_class(urgent, triage(policy, severity=1, urgency=1), policy, MONDAY_9AM + timedelta(hours=1))
    assert event.priority == "P4"
    assert event.first_contact_due == urgent.first_contact_due


def test_raising_the_priority_brings_the_first_contact_forward(policy: Policy) -> None:
    calm = a_case(policy, register(policy), complaint=a_complaint(category="cleaning", sub_issue=None))
    event = give_class(calm, triage(policy, severity=3, urgency=4), policy, MONDAY_9AM)
    assert event.first_contact_due < calm.first_contact_due


def test_tm08_a_policy_that_changes_while_a_case_runs_moves_no_promise_and_the_next_one_names_its_edition(policy: Policy) -> None:
    short = {name: replace(one, answer=Limit(amount=1, unit="h")) for name, one in policy.promises.clocks.items()}
    other = replace(
        policy,
        charter=replace(policy.charter, edition="2027.01"),
        promises=replace(policy.promises, clocks=short),  # type: ignore[arg-type]
    )
    case = a_case(policy, register(policy), triage(policy))
    promised = {clock.name: clock.due for clock in running(case, policy) if clock.name in TO_THE_OWNER}
    assert {clock.name: clock.due for clock in running(case, other) if clock.name in TO_THE_OWNER} == promised
    assert {"first_contact", "answer", "resolve"} <= promised.keys()
    event = give_class(a_case(policy, register(policy)), triage(policy), other, MONDAY_9AM)
    assert (case.edition, event.edition) == (policy.charter.edition, "2027.01")
    assert event.answer_due < promised["answer"]


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_no_date_passes_the_statutory_limit(policy: Policy, hour: int) -> None:
    case = a_case(policy, register(policy), at=MONDAY_9AM + timedelta(hours=hour))
    for severity, urgency in product(policy.promises.severities, policy.promises.urgencies):
        event = give_class(case, triage(policy, severity=severity, urgency=urgency), policy, case.received_at)
        assert event.plan_due <= event.answer_due <= case.received_at + timedelta(days=policy.charter.statutory_answer_d)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"category": "nonsense"}, "unknown_category", "category"),
        ({"sub_issue": "roof_leak"}, "unknown_sub_issue", "sub_issue"),
        ({"severity": 5}, "unknown_word", "severity"),
        ({"urgency": 0}, "unknown_word", "urgency"),
        ({"level": "group"}, "unknown_word", "level"),
        ({"lead": "moon"}, "unknown_word", "lead"),
        ({"co_departments": ("moon",)}, "unknown_word", "co_departments"),
        ({"handler": "nobody"}, "assignee_unknown", "handler"),
    ],
)
def test_a_code_outside_the_policy_is_named_by_its_field(policy: Policy, change: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        triaged(policy, **change)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_a_handler_works_in_the_lead_department(policy: Policy) -> None:
    with pytest.raises(NotUnderstood):
        triaged(policy, lead="environment")


def test_an_accused_person_is_never_the_handler(policy: Policy) -> None:
    ask = triage(policy)
    case = replace(a_case(policy, register(policy)), accused=(ask.handler,))
    with pytest.raises(NotAllowedNow) as refusal:
        decide(case, ask, policy, MONDAY_9AM)
    assert refusal.value.code == "lead_accused"


def test_a_guarded_case_goes_to_a_confidential_handler_only(policy: Policy) -> None:
    case = replace(a_case(policy, register(policy)), guarded=True)
    confid = someone(policy, "confid")
    with pytest.raises(NotAllowedNow):
        decide(case, triage(policy, by=confid), policy, MONDAY_9AM)
    (event,) = decide(case, triage(policy, by=confid, handler=confid.code), policy, MONDAY_9AM)
    assert isinstance(event, CaseTriaged)


def test_several_problem_points_stand_in_the_order_in_which_they_were_named(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy, points=(("noise", "plant_hum"), ("cleaning", "smell_fumes"))))
    assert [(point.category, point.sub_issue) for point in case.handling.points] == [
        ("elevator", "out_of_service"),
        ("noise", "plant_hum"),
        ("cleaning", "smell_fumes"),
    ]


@pytest.mark.parametrize(
    ("points", "code", "field"),
    [
        ((("moon", "dust"),), "unknown_category", "points.0.category"),
        ((("noise", "plant_hum"), ("noise", "roof_leak")), "unknown_sub_issue", "points.1.sub_issue"),
        ((("elevator", "out_of_service"),), "point_twice", "points"),
        ((("noise", "plant_hum"), ("noise", "plant_hum")), "point_twice", "points"),
    ],
)
def test_a_point_is_known_and_named_once(policy: Policy, points: tuple[tuple[str, str], ...], code: str, field: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        triaged(policy, points=points)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_a_case_holds_only_so_many_points(policy: Policy) -> None:
    known = [(code, sub) for code, category in policy.categories.items() for sub in category.sub_issues]
    others = tuple(point for point in known if point != ("elevator", "out_of_service"))
    assert len(triaged(policy, points=others[: policy.measures.points - 1]).points) == policy.measures.points - 1
    with pytest.raises(NotUnderstood) as refusal:
        triaged(policy, points=others[: policy.measures.points])
    assert (refusal.value.code, refusal.value.facts["limit"]) == ("too_many_values", policy.measures.points)


def test_an_accused_department_neither_leads_nor_takes_part(policy: Policy) -> None:
    case = replace(a_case(policy, register(policy)), accused=("security",))
    with pytest.raises(NotAllowedNow) as refusal:
        give_class(case, triage(policy, co_departments=("security",)), policy, MONDAY_9AM)
    assert (refusal.value.code, refusal.value.field) == ("lead_accused", "co_departments")


def test_a_department_gives_a_case_back_with_the_reason(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    after = then(case, ReturnToTriage(by=someone(policy, "handler", "repairs"), reason="属于秩序部"), policy)
    assert (after.state, after.lead, after.handler, after.handling.triage_returns) == ("REGISTERED", None, None, 1)
    for by, kind in ((staff(policy, "wu.lei"), NotYours), (staff(policy, "ye.qing"), NotYours)):
        with pytest.raises(kind):
            decide(case, ReturnToTriage(by=by, reason="不是我的"), policy, MONDAY_9AM)
    with pytest.raises(NotUnderstood):
        decide(case, ReturnToTriage(by=someone(policy, "handler", "repairs"), reason=" "), policy, MONDAY_9AM)


def test_what_came_back_twice_is_for_the_manager_and_stays_where_he_puts_it(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    back = ReturnToTriage(by=someone(policy, "handler", "repairs"), reason="属于秩序部")
    for _ in range(policy.measures.triage_returns - 1):
        case = then(then(case, back, policy), triage(policy), policy)
    case = then(case, back, policy)
    with pytest.raises(NotAllowedNow) as refusal:
        decide(case, triage(policy), policy, MONDAY_9AM)
    assert refusal.value.code == "manager_decides"
    (event,) = decide(case, triage(policy, by=staff(policy, "jiang.bo")), policy, MONDAY_9AM)
    assert event.role == "manager"
    with pytest.raises(NotAllowedNow) as kept:
        decide(evolve(case, event), back, policy, MONDAY_9AM)
    assert kept.value.code == "manager_decided"


def test_work_begun_in_an_emergency_is_triaged_once_while_it_goes_on(policy: Policy) -> None:
    case = replace(a_case(policy, register(policy)), state="EXECUTING").handled(emergency_at=MONDAY_9AM)
    after = then(case, triage(policy, severity=4, urgency=4), policy)
    assert (after.state, after.lead, after.priority, len(after.handling.points)) == ("EXECUTING", "repairs", "P1", 1)
    with pytest.raises(NotAllowedNow) as refusal:
        decide(after, triage(policy), policy, MONDAY_9AM)
    assert refusal.value.code == "already_triaged"
