"""The door to the rules: every (state, command, role) either has its row or is refused with a code."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, accept, contact, register, someone, triage
from core.fitting import ask_of, fitted, someone_with
from core.fitting_roles import ONLY
from huiyin.core.commands import Actor
from huiyin.core.decide import decide, why_not
from huiyin.core.errors import NotAllowedNow, NotThere, NotYours, Refusal
from huiyin.core.evolution import fold
from huiyin.core.lifecycle import ENDED, LIFECYCLE, STATES
from huiyin.policy.schema import Policy


def test_an_ordinary_case_goes_from_receipt_to_first_contact(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), accept(policy), contact(policy))
    assert (case.state, case.version, case.first_contact_at) == ("INVESTIGATING", 5, MONDAY_9AM)
    assert case.handler == someone(policy, "handler", "repairs").code


def test_a_missing_and_a_hidden_case_are_refused_alike(policy: Policy) -> None:
    hidden = replace(a_case(policy), guarded=True)
    ask = register(policy)
    with pytest.raises(NotThere) as missing:
        decide(None, ask, policy, MONDAY_9AM)
    with pytest.raises(NotThere) as guarded:
        decide(hidden, ask, policy, MONDAY_9AM)
    assert (missing.value.code, missing.value.facts) == (guarded.value.code, guarded.value.facts)


def test_every_other_state_command_and_role_is_refused_with_a_sentence(policy: Policy) -> None:
    # Triaged as an ordinary matter: in an emergency some steps are closed, whatever the state.
    plain = a_case(policy, register(policy), triage(policy))
    allowed = refused = 0
    for state in STATES:
        for step in LIFECYCLE:
            if step.command == "ReceiveComplaint":
                continue
            case = fitted(plain, step.command, state)
            for role in policy.charter.roles:
                refusal = why_not(case, ask_of(step.command, someone_with(role, case), policy), policy, MONDAY_9AM)
                if state in step.sources and role in step.roles and role in ONLY.get(step.command, step.roles):
                    assert refusal is None, (state, step.command, role, refusal)
                    allowed += 1
                else:
                    assert refusal is not None, (state, step.command, role)
                    refused += 1
                    for language in ("zh", "en"):
                        assert policy.word(f"refusals.{refusal.code}", language)
    assert allowed > 100
    assert refused > 5000


@pytest.mark.parametrize("state", sorted(ENDED))
def test_an_ended_case_opens_for_the_call_that_its_owner_is_owed_and_for_nothing_else(policy: Policy, state: str) -> None:
    plain = replace(a_case(policy, register(policy), triage(policy)), state=state)
    owed = replace(plain, untold=("1/complaint-received",))
    for step in LIFECYCLE:
        if step.command == "ReceiveComplaint":
            continue
        for role in policy.charter.roles:
            ask = ask_of(step.command, someone_with(role, owed), policy)
            before, now = why_not(plain, ask, policy, MONDAY_9AM), why_not(owed, ask, policy, MONDAY_9AM)
            opened = before is not None and now is None
            # A member of a group may be called as anybody, owed or not.
            calls = step.command in {"LogContact", "RevealIdentity"} and role in step.roles and state not in step.sources
            assert opened is (calls and state != "ARCHIVED"), (step.command, role)


@pytest.mark.parametrize(
    ("again", "code"),
    [(register, "already_registered"), (triage, "already_triaged"), (accept, "already_accepted")],
)
def test_a_step_taken_twice_says_that_it_was_taken(policy: Policy, again, code: str) -> None:  # type: ignore[no-untyped-def]
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    with pytest.raises(NotAllowedNow) as refusal:
        decide(case, again(policy), policy, MONDAY_9AM)
    assert refusal.value.code == code


@pytest.mark.parametrize("too_early", [triage, accept])
def test_a_step_that_comes_too_early_is_not_said_to_be_taken(policy: Policy, too_early) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotAllowedNow) as refusal:
        decide(a_case(policy), too_early(policy, by=someone(policy, "confid")), policy, MONDAY_9AM)
    assert refusal.value.code == "not_allowed_now"


def test_a_colleague_cannot_accept_for_the_handler(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    other = Actor(code="somebody.else", roles=frozenset({"handler"}), department="repairs")
    with pytest.raises(NotYours):
        decide(case, accept(policy, by=other), policy, MONDAY_9AM)


def test_looking_whether_a_step_is_open_changes_nothing(policy: Policy) -> None:
    events = decide(None, a_complaint(), policy, MONDAY_9AM)
    case = fold(events)
    assert why_not(case, register(policy), policy, MONDAY_9AM) is None
    assert fold(events) == case


def test_a_refusal_never_holds_what_was_sent(policy: Policy) -> None:
    secret = "13800138000"
    case = a_case(policy, register(policy))
    with pytest.raises(Refusal) as refusal:
        decide(case, triage(policy, handler=secret), policy, MONDAY_9AM)
    assert secret not in repr(refusal.value) + str(refusal.value.facts)
