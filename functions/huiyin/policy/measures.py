"""The shape of chapter 4's measures: who approves what, how often and how long, and the codes of it."""

from collections.abc import Mapping
from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Phrase, Priority, Range, Share

_Yuan = Annotated[int, Range(0, 10_000_000)]
_Days = Annotated[int, Range(1, 365)]
_Times = Annotated[int, Range(1, 20)]
_Hours = Annotated[int, Range(1, 240)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Money limits, in whole yuan, up to which the head of department, the manager, the company alone may agree.

    payment_yuan: what an owner is paid, waived or given above it, the company agrees to, with an agreement, the insurer's and the
    lawyer's word. urgent: from this priority on the manager agrees; owners_sources: money that is the owners' own, whatever the amount;
    A change above change_share and above change_yuan is approved again.
    """

    lead_yuan: _Yuan
    group_yuan: _Yuan
    group_households: _Times
    owners_yuan: _Yuan
    payment_yuan: _Yuan
    owners_sources: tuple[str, ...]
    urgent: Priority
    change_share: Share
    change_yuan: _Yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Matters of many households. kinds: codes of charter.toml that may be one.

    watch: flats that reported one matter within watch_d; group: such of them as are verified, within window_d, or unverified reports of
    any kind; incident: reports within incident_min; these are proposed. confirm_wh: for whoever decides; automatic: verified flats
    of which the system opens a group; verifying: codes of the identity checks that verify. major, major_some with major_buildings or
    major_share: flats that make a group matter major, by the rule major_rule. incident_min: also the minutes before its
    declaring within which a case belongs to an incident; update_h: from one word on an incident to the next; contacts: members who may
    be named; call_back_share, call_backs: members of an incident who are phoned, the greater of both; disputes, dispute_share: what
    opens a group case again, both together.
    """

    window_d: _Days
    watch: _Times
    watch_d: _Days
    group: _Times
    incident: _Times
    unverified: _Times
    confirm_wh: _Hours
    automatic: _Times
    verifying: tuple[str, ...]
    major: _Times
    major_some: _Times
    major_buildings: _Times
    major_share: Share
    major_rule: str
    contacts: _Times
    update_h: _Hours
    call_back_share: Share
    call_backs: Annotated[int, Range(1, 1000)]
    kinds: tuple[str, ...]
    incident_min: Annotated[int, Range(1, 1440)]
    disputes: _Times
    dispute_share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFiles:
    """Photos of staff. of_staff: so many for a case; before: purposes that do not show that a task is done; shown: those that an
    owner may be shown with his answer."""

    of_staff: Annotated[int, Range(1, 500)]
    before: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """One flat and the same matter: so many upheld and closed within so many days fulfil that rule of levels."""

    upheld: _Times
    within_d: _Days
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The owner's signature under the work. priorities: of matters of which it is enough of a check; purposes: of photos that show it."""

    priorities: tuple[Priority, ...]
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Chapter 4 and what follows from it: numbers by the unit in their key, codes with their words.

    level_guard: by role, the level rules whose level may be lowered with that role alone; level_flags: by rule, the flags that together
    make a matter major; plan_words: by level, and of a guarded case, what a plan has to say; goes_on: rules whose matter is handled
    further when its owner takes it back; valid: findings, codes of charter.toml, that are for the complaint.
    """

    questions: _Times
    question_d: _Days
    question_before_cap_d: _Days
    question_reminder: Share
    triage_returns: _Times
    points: _Times
    tasks: _Times
    resources_of_plan: _Times
    extension_d: _Days
    evaluate_d: _Days
    evaluate_urgent_d: _Days
    evaluate_urgent: Priority
    emergency_triage_h: _Hours
    emergency_approval_h: _Hours
    reply_wd: Annotated[int, Range(1, 60)]
    reply_tries: _Times
    reply_apart_d: _Days
    dispute_d: _Days
    dispute_other_handler: _Times
    dispute_review: _Times
    major_people: _Times
    reopen_d: _Days
    review_d: _Days
    objection_d: _Days
    urge_apart_h: _Hours
    follow_up_d: _Days
    approval: Approval
    groups: Groups
    files: StaffFiles
    decline_reasons: Mapping[str, Phrase]
    wishes: Mapping[str, Phrase]
    sources: Mapping[str, Phrase]
    concessions: Mapping[str, Phrase]
    resources: Mapping[str, Phrase]
    certificates: Mapping[str, Phrase]
    resource_states: Mapping[str, Phrase]
    changes: Mapping[str, Phrase]
    decisions: Mapping[str, Phrase]
    review_outcomes: Mapping[str, Phrase]
    elsewhere: Mapping[str, Phrase]
    contact_limit_d: _Days
    appointment_reasons: Mapping[str, Phrase]
    hearings: Mapping[str, Phrase]
    visits: Mapping[str, Phrase]
    signature: Signature
    repeated: Repeated
    valid: tuple[str, ...]
    file_purposes: Mapping[str, Phrase]
    bodies: Mapping[str, Phrase]
    authorities: Mapping[str, Phrase]
    reply_ways: Mapping[str, Phrase]
    orders: _Times
    level_rules: Mapping[str, Phrase]
    level_guard: Mapping[str, tuple[str, ...]]
    plan_words: Mapping[str, tuple[str, ...]]
    flags: Mapping[str, Phrase]
    level_flags: Mapping[str, tuple[str, ...]]
    goes_on: tuple[str, ...]
    solved: Mapping[str, Phrase]
