"""5 执行与反馈: the end of a case: how long it is kept, what holds it back, and what is erased 归档."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.clock import years_after
from huiyin.core.commands import ArchiveCase, HoldCase, ReleaseHold
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import CaseArchived, CaseHeld, ErasureBegun, HoldReleased
from huiyin.core.lifecycle import STEPS
from huiyin.policy.schema import Policy

# What goes: who the owner is, what was said and written, files, the code, and by which request it came.
ERASED = ("identity", "words", "files", "code", "request")
# What stays: nothing by which anybody could be told.
KEPT = ("number", "course", "moments", "figures", "chain")


def ended_at(case: Case) -> datetime | None:
    """When it ended: for a report that was added to another case, then; None while it goes on, or in a group.

    Policy: 5.7
    """
    if case.state not in STEPS["ArchiveCase"].sources:
        return None
    known = case.handling
    if case.state == "MERGED":
        return known.added.at if known.added is not None else None
    return known.declined_at if case.state == "DECLINED" else known.closed_at


def archive_due(case: Case, policy: Policy) -> datetime | None:
    """When what is personal of it is erased; None while it goes on, somebody holds it, or the company still looks at it.

    Policy: 5.7
    What concerned many or was major is kept longer: who is harmed by it may notice late. What its owner wants erased, and nothing keeps,
    goes at once; not what was taken up again since.
    """
    known, ended = case.handling, ended_at(case)
    if ended is None or known.held_at is not None or known.review_due is not None:
        return None
    granted = known.erasure_granted_at
    if granted is not None and ended <= granted:
        return granted
    kept = policy.charter.kept
    many = known.group is not None or known.membership is not None
    years = kept.closed_major_y if many or case.level != "general" or known.level_reasons else kept.closed_y
    return years_after(ended, years, policy.calendar)


def archive(case: Case, ask: ArchiveCase, policy: Policy, now: datetime) -> tuple[ErasureBegun | CaseArchived, ...]:
    """First that it begins, after which nothing else is done with the case; then, once identity and files are gone, that it is done.

    Policy: 5.7
    The words go with the record of it, in one transaction. Raises: NotAllowedNow "kept_still" before its day, or while it is held.
    """
    if case.handling.erasing_at is None:
        due = archive_due(case, policy)
        if due is None or due > now or ask.files is not None:
            raise NotAllowedNow("kept_still")
        return (ErasureBegun(at=now, by=ask.by.code, role="system", due=due),)
    if ask.files is None:
        return ()
    # What has begun is brought to its end, whatever became of the policy since.
    return (CaseArchived(at=now, by=ask.by.code, role="system", kept=KEPT, erased=ERASED, files=ask.files),)


def hold(case: Case, ask: HoldCase, policy: Policy, now: datetime) -> CaseHeld:
    """Keep it whatever its age, while a court, an authority or an insurer may want to see it.

    Policy: 5.7
    """
    if not ask.reason.strip():
        raise NotUnderstood("field_required", field="reason")
    if case.handling.held_at is not None:
        raise NotAllowedNow("held_already")
    return CaseHeld(at=now, by=ask.by.code, role=ask.by.role(_role(ask)), reason=ask.reason)


def release(case: Case, ask: ReleaseHold, policy: Policy, now: datetime) -> HoldReleased:
    """Let it go its way again: a day that has passed meanwhile comes the next night.

    Policy: 5.7
    """
    if not ask.reason.strip():
        raise NotUnderstood("field_required", field="reason")
    if case.handling.held_at is None:
        raise NotAllowedNow("not_held")
    return HoldReleased(at=now, by=ask.by.code, role=ask.by.role(_role(ask)), reason=ask.reason)


def _role(ask: HoldCase | ReleaseHold) -> str:
    return next(role for role in STEPS[type(ask).__name__].roles if role in ask.by.roles)
