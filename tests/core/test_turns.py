"""Whose turn it is: whoever the core would let act has his turn, and nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import (
    MONDAY_9AM,
    a_case,
    a_complaint,
    a_task,
    accept,
    agree,
    agreed,
    propose_decline,
    register,
    staff,
    then,
    triage,
    with_plan,
)
from cases import all_cases
from huiyin.casework import DECISIONS, queue_of
from huiyin.core.answers import check_checker
from huiyin.core.approval import missing_row
from huiyin.core.case import Case
from huiyin.core.commands import Actor, DecideReview, DeclineCase
from huiyin.core.decide import why_not
from huiyin.core.errors import Refusal
from huiyin.core.privacy import may_open
from huiyin.core.turns import APPROVALS, VERIFICATION, Turn, has_task, step_due, takes_part, turns_of, waits_for
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    accused: tuple[str, ...]
    guarded: bool
    handler: str | None
    lead: str | None
    community: str
    recused: tuple[str, ...]
    turns: tuple[Turn, ...]


def row_of(case: Case, policy: Policy) -> Row:
    told = {name: getattr(case, name) for name in ("accused", "guarded", "handler", "lead", "community", "recused")}
    return Row(**told, turns=turns_of(case, policy))


def everybody(policy: Policy) -> list[Actor]:
    return [staff(policy, code) for code in policy.departments.staff]


def waiting(case: Case, kind: str, policy: Policy) -> set[str]:
    return {actor.code for actor in everybody(policy) if waits_for(row_of(case, policy), actor, kind, policy)}


def checks(case: Case, actor: Actor) -> bool:
    try:
        check_checker(case, actor)
    except Refusal:
        return False
    return True


def test_a_plan_waits_for_exactly_those_who_may_sign_it(policy: Policy) -> None:
    looked_at = 0
    for case in all_cases(policy):
        plan = case.handling.plan
        if case.state != "PLAN_REVIEW" or plan is None:
            continue
        looked_at += 1
        may = {who.code for who in everybody(policy) if may_open(case, who) and missing_row(case, plan, who, policy)}
        # A level that waits to be lowered, a review and a drafted answer wait for others besides.
        others = [turn for turn in turns_of(case, policy) if turn.kind == APPROVALS][1:]
        found = waiting(case, APPROVALS, policy)
        assert found >= may
        assert others or found == may, case.number
    assert looked_at > 3


def test_a_result_waits_for_exactly_those_who_may_check_it(policy: Policy) -> None:
    looked_at = 0
    for case in all_cases(policy):
        if case.state != "VERIFYING":
            continue
        looked_at += 1
        # A department that only takes part checks nothing from its list; its head may still do it on the page of the case.
        may = {
            who.code
            for who in everybody(policy)
            if may_open(replace(case, handling=replace(case.handling, co_departments=(), tasks=(), coming=())), who) and checks(case, who)
        }
        found = waiting(case, VERIFICATION, policy)
        assert found >= may
        dated = case.handling.dated
        assert found == may or (dated is not None and dated.sent_at is None)
    assert looked_at > 3


def test_nothing_waits_for_whoever_drew_the_plan_or_has_signed_it(policy: Policy) -> None:
    case = with_plan(policy)
    assert case.state == "PLAN_REVIEW"
    before = waiting(case, APPROVALS, policy)
    assert before
    assert not before & {"li.wei"}
    signer = staff(policy, min(before))
    after = then(case, agree(case, signer), policy)
    assert signer.code not in waiting(after, APPROVALS, policy)


def test_a_proposal_to_decline_waits_for_somebody_else_than_its_proposer(policy: Policy) -> None:
    case = a_case(policy, propose_decline(policy))
    found = waiting(case, APPROVALS, policy)
    agreeing = DeclineCase(by=staff(policy, "jiang.bo"), agree=False, reason="", text="请再核实。")
    may = {who.code for who in everybody(policy) if why_not(case, replace(agreeing, by=who), policy, MONDAY_9AM) is None}
    assert found == may
    assert case.handling.declining is not None
    assert case.handling.declining[0] not in found


def test_a_review_waits_for_the_company_but_for_nobody_who_took_part(policy: Policy) -> None:
    plain = a_case(policy, register(policy), triage(policy), accept(policy))
    reviewed = plain.handled(review_due=MONDAY_9AM + timedelta(days=10), approvers=("wei.lan",))
    ask = DecideReview(by=staff(policy, "ren.jun"), outcome="upheld", text="已到现场查看。")
    may = {who.code for who in everybody(policy) if why_not(reviewed, replace(ask, by=who), policy, MONDAY_9AM) is None}
    assert waiting(reviewed, APPROVALS, policy) == may == {"ren.jun"}


@pytest.mark.parametrize("away", [{"accused": ("jiang.bo",)}, {"recused": ("jiang.bo",)}])
def test_where_the_manager_stands_aside_it_waits_for_the_company(policy: Policy, away: dict[str, tuple[str, ...]]) -> None:
    case = a_case(policy, propose_decline(policy))
    aside = replace(case, accused=away.get("accused", ())).handled(recused=away.get("recused", ()))
    assert "jiang.bo" not in waiting(aside, APPROVALS, policy)
    assert {"wei.lan", "ren.jun"} <= waiting(aside, APPROVALS, policy)


def test_a_guarded_matter_waits_for_the_confidential_officers_and_whom_they_ask(policy: Policy) -> None:
    case = a_case(policy, propose_decline(policy, by=staff(policy, "ye.qing")), complaint=a_complaint(sensitive=True))
    assert waiting(case, APPROVALS, policy) == {"qin.yue"}


def test_nothing_waits_for_anybody_where_nobody_has_anything_to_say(policy: Policy) -> None:
    assert turns_of(a_case(policy), policy) == ()
    assert turns_of(a_case(policy, register(policy), triage(policy)), policy) == ()


def test_a_department_that_takes_part_knows_of_the_case_and_no_other_does(policy: Policy) -> None:
    case = with_plan(policy, tasks=(a_task(), a_task(department="environment", assignee="ma.hui")))

    def taking_part(case: Case) -> set[str]:
        return {who.code for who in everybody(policy) if takes_part(row_of(case, policy), who)}

    assert taking_part(case) == {"ma.hui", "tang.li"}
    assert waiting(case, APPROVALS, policy) >= {"tang.li", "zhao.gang"}
    at_work = agreed(case, policy, staff(policy, "zhao.gang"), staff(policy, "tang.li"))
    assert queue_of(at_work, turns_of(at_work, policy)) == DECISIONS
    for hidden in (replace(at_work, accused=("environment",)), replace(at_work, guarded=True), replace(at_work, state="CLOSED")):
        assert taking_part(hidden) == set()
    assert taking_part(replace(at_work, accused=("ma.hui",))) == {"tang.li"}


def test_a_step_is_on_the_list_of_whoever_is_to_do_it_and_the_case_stays_where_it_was(policy: Policy) -> None:
    planned = with_plan(policy)
    at_work = agreed(planned, policy, staff(policy, "zhao.gang"))
    assert at_work.state == "EXECUTING"

    def busy(case: Case) -> set[str]:
        return {who.code for who in everybody(policy) if has_task(row_of(case, policy), who)}

    assert (busy(planned), busy(at_work)) == (set(), {"wu.lei"})
    assert step_due(row_of(at_work, policy), staff(policy, "wu.lei")) == at_work.handling.tasks[0].due
    assert step_due(row_of(at_work, policy), staff(policy, "li.wei")) is None
    assert queue_of(at_work, turns_of(at_work, policy)) == "repairs"
    assert has_task(row_of(at_work, policy), replace(staff(policy, "xu.ming"), stands_in=frozenset({"wu.lei"})))
    own = at_work.handled(tasks=tuple(replace(task, assignee=at_work.handler or "") for task in at_work.handling.tasks))
    done = at_work.handled(tasks=tuple(replace(task, state="done") for task in at_work.handling.tasks))
    assert busy(own) == busy(done) == set()
