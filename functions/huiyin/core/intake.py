"""2 接收与登记: take a complaint in, check that it is complete, add what comes later."""

import re
from dataclasses import fields, replace
from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.commands import CheckEvidence, ReceiveComplaint, RegisterCase, RevealIdentity
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseRegistered, ComplaintReceived, EvidenceChecked, IdentityRevealed
from huiyin.core.flags import ADDRESS, AUTHORITY
from huiyin.core.orders import check_order
from huiyin.core.readings import unusual
from huiyin.core.standing_in import nobody_left
from huiyin.core.taking_down import check_taken_down
from huiyin.policy.schema import Policy, Priority


def receive(ask: ReceiveComplaint, policy: Policy, now: datetime) -> ComplaintReceived:
    """Take the complaint in: hints, provisional priority and the promised first contact become facts.

    Policy: 2.2, 2.6, 3.2, 3.4
    """
    received_at = ask.received_at or now
    check_taken_down(ask, policy, now)
    _check_order(ask, received_at, policy)
    severity, urgency, priority = provisional_priority(ask, policy)
    clocks = policy.promises.clocks[priority]
    answer_due = due_after(received_at, clocks.answer, policy.calendar)
    category = policy.categories[ask.category] if ask.category else None
    contact = clocks.first_contact_essential if category and category.essential else clocks.first_contact
    hints = hints_in(f"{ask.matter} {ask.wish} {ask.spot} {ask.answers}", policy)
    return ComplaintReceived(
        at=now,
        by=ask.by.code,
        role=ask.by.role(),
        edition=policy.charter.edition,
        has_phone=bool(ask.person.phone),
        has_email=bool(ask.person.email) and ask.acknowledge,
        guarded=is_guarded(ask, hints, policy),
        hints=hints,
        flags=_flags_of(ask),
        severity=severity,
        urgency=urgency,
        priority=priority,
        received_at=received_at,
        read_back_at=(ask.read_back_at or now) if ask.read_back else None,
        first_contact_due=due_after(received_at, contact, policy.calendar),
        answer_due=min(answer_due, ask.order_due or answer_due),
        **{name: getattr(ask, name) for name in _AS_SAID},
    )


def _check_order(ask: ReceiveComplaint, heard: datetime, policy: Policy) -> None:
    """Refuse an order of an authority of which a part is missing."""
    if ask.order_body is None and not ask.order_number and ask.order_due is None:
        return
    if ask.order_due is None:
        raise NotUnderstood("field_required", field="order_due")
    if ask.order_body is None:
        raise NotUnderstood("field_required", field="order_body")
    check_order(ask.order_body, ask.order_number, ask.order_due, heard, policy)


def _flags_of(ask: ReceiveComplaint) -> tuple[str, ...]:
    """What the form tells that everybody should bear in mind: how he can be spoken to, that he does not want somebody, who passed it on,
    that no register has his flat."""
    told = {
        "needs": bool(ask.person.needs),
        "avoid": bool(ask.avoid.strip()),
        AUTHORITY: ask.order_body is not None,
        ADDRESS: ask.flat_known is False,
    }
    return tuple(flag for flag, stands in told.items() if stands)


# What the owner said stands in the event as he said it, under the same name.
_AS_SAID = frozenset(f.name for f in fields(ReceiveComplaint)) & frozenset(f.name for f in fields(ComplaintReceived)) - {
    "by",
    "received_at",
    "read_back_at",
}


def provisional_priority(ask: ReceiveComplaint, policy: Policy) -> tuple[int | None, int | None, Priority]:
    """Severity, urgency and priority until a person has looked: from the sub-issue, else the category, else the default.

    Policy: 3.2
    """
    promises = policy.promises
    if ask.danger:
        return None, None, promises.danger
    if ask.category is None:
        return None, None, promises.unclassified
    category = policy.categories[ask.category]
    if ask.sub_issue is None:
        return category.severity, promises.category_urgency, promises.matrix[category.severity][promises.category_urgency]
    issue = category.sub_issues[ask.sub_issue]
    return issue.severity, issue.urgency, promises.matrix[issue.severity][issue.urgency]


def hints_in(text: str, policy: Policy) -> tuple[str, ...]:
    """Which kinds of hint words the text holds: danger, sensitive, exposure, private. Words only suggest.

    Policy: 2.6, 3.6
    """
    folded = fold_text(text)
    found = [
        kind
        for kind, words in (
            ("danger", policy.hints.danger),
            ("sensitive", policy.hints.sensitive),
            ("exposure", policy.hints.exposure),
        )
        if any(word in folded for word in words)
    ]
    if any(re.search(pattern, folded) for pattern in policy.hints.private_patterns):
        found.append("private")
    return tuple(found)


def fold_text(text: str) -> str:
    """Text as detectors read it: lower case, full-width forms narrowed, invisible characters gone."""
    narrowed = text.translate(_NARROW)
    return "".join(c for c in narrowed if c not in _INVISIBLE).casefold()


_NARROW = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def is_guarded(ask: ReceiveComplaint, hints: tuple[str, ...], policy: Policy) -> bool:
    """Whether only the confidential officer sees it until checked: the owner's wish, a person accused, a hint.

    Policy: 2.6
    """
    issue = policy.categories[ask.category].sub_issues[ask.sub_issue] if ask.category and ask.sub_issue else None
    return ask.sensitive or bool(ask.accused.strip()) or bool({"sensitive", "private"} & set(hints)) or bool(issue and issue.confid)


def register(case: Case, ask: RegisterCase, policy: Policy, now: datetime) -> CaseRegistered:
    """The record is complete and checked; a guarded case passes only by the confidential officer.

    Policy: 2.2, 2.6
    """
    if case.guarded and "confid" not in ask.by.roles:
        raise NotYours
    for name, asked in (("release", ask.release), ("accused", bool(ask.accused))):
        if asked and "confid" not in ask.by.roles:
            raise NotYours("not_yours", field=name)
    if not set(ask.accused) <= policy.departments.staff.keys() | policy.departments.departments.keys():
        raise NotUnderstood("unknown_word", field="accused")
    if {ask.by.code, ask.by.department} & set(ask.accused):
        raise NotAllowedNow("recused", field="accused")
    # Whom the receipt names already stays accused.
    accused = tuple(dict.fromkeys((*case.accused, *ask.accused)))
    if ask.release and nobody_left(replace(case, accused=accused), policy):
        raise NotAllowedNow("company_accused", field="release")
    # His wish is not one person's to overrule, a hint of the text is.
    if ask.release and case.handling.confided:
        raise NotAllowedNow("release_needs_two", field="release")
    return CaseRegistered(
        at=now,
        by=ask.by.code,
        role=ask.by.role("confid" if case.guarded else "desk"),
        identity_check=ask.identity_check,
        released=case.guarded and ask.release,
        accused=accused,
        verified=ask.identity_check in policy.measures.groups.verifying,
    )


def check_evidence(case: Case, ask: CheckEvidence, policy: Policy, now: datetime) -> tuple[EvidenceChecked, ...]:
    """Record what became of a file; a file already recorded stays as it is.

    Policy: 2.4
    """
    if dict(case.evidence).get(ask.slot, "pending") != "pending":
        return ()
    return (
        EvidenceChecked(
            at=now,
            by=ask.by.code,
            role="system",
            slot=ask.slot,
            outcome=ask.outcome,
            media=ask.media,
            size=ask.size,
            original=ask.original,
        ),
    )


def reveal_identity(case: Case, ask: RevealIdentity, policy: Policy, now: datetime) -> IdentityRevealed:
    """Record the reading before anybody reads; the owner will see who and why.

    Policy: 2.5
    """
    if ask.reason not in policy.identity_reasons:
        raise NotUnderstood("reason_required", field="reason")
    if case.handling.contact_ended:
        raise NotAllowedNow("contact_ended")
    signs = unusual(case, ask, policy, now)
    return IdentityRevealed(at=now, by=ask.by.code, role=ask.by.role(), reason=ask.reason, unusual=signs, note=ask.note)
