"""5 执行与反馈: photos that staff take of the matter, of the work and of papers, and what they show."""

from collections.abc import Iterable
from datetime import datetime

from huiyin.core.case import FIRST_OF_STAFF, Case
from huiyin.core.commands import AddFiles
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import FilesAdded, StaffFile
from huiyin.core.hands import is_in_charge
from huiyin.policy.schema import Policy


def add_files(case: Case, ask: AddFiles, policy: Policy, now: datetime) -> tuple[FilesAdded, ...]:
    """Keep places for photos of staff, each with its purpose; what arrives there is looked at as an owner's photo is.

    Policy: 2.4, 5.2
    Raises: NotYours for another person's task; NotAllowedNow "too_many_files".
    """
    if not ask.files:
        raise NotUnderstood("field_required", field="files")
    rules = policy.measures.files
    for place, wanted in enumerate(ask.files):
        if wanted.purpose not in policy.measures.file_purposes:
            raise NotUnderstood("unknown_word", field=f"files.{place}.purpose")
        if wanted.may_be_shown and wanted.purpose not in rules.shown:
            raise NotUnderstood("only_results_are_shown", field=f"files.{place}.may_be_shown")
    if len(case.handling.filed) + len(ask.files) > rules.of_staff:
        raise NotAllowedNow("too_many_files", field="files", limit=rules.of_staff)
    _check_task(case, ask)
    first = FIRST_OF_STAFF + len(case.handling.filed)
    files = tuple(
        StaffFile(slot=str(slot), purpose=wanted.purpose, may_be_shown=wanted.may_be_shown)
        for slot, wanted in enumerate(ask.files, start=first)
    )
    return (FilesAdded(at=now, by=ask.by.code, role=ask.by.role(), files=files, asked=ask.asked, task=ask.task),)


def _check_task(case: Case, ask: AddFiles) -> None:
    if ask.task is None:
        return
    task = next((one for one in case.handling.tasks if one.n == ask.task), None)
    if task is None:
        raise NotUnderstood("unknown_word", field="task")
    if ask.by.code != task.assignee and not is_in_charge(case, ask.by):
        raise NotYours("not_yours", field="task")


def check_files(case: Case, files: Iterable[str]) -> None:
    """Refuse a file that the case does not have, or that cannot be opened.

    Policy: 2.4
    """
    kept = {slot for slot, outcome in case.evidence if outcome != "quarantined"}
    if not set(files) <= kept:
        raise NotUnderstood("upload_unknown", field="files")


def proves(case: Case, files: Iterable[str], policy: Policy) -> bool:
    """Whether one of these files can show that a task was done: a photo from before it does not, one that nobody can open neither.

    Policy: 5.2
    """
    purposes, states = dict(case.handling.filed), dict(case.evidence)
    return any(states.get(slot) != "quarantined" and purposes.get(slot, "") not in policy.measures.files.before for slot in files)


def check_arrived(case: Case) -> None:
    """Refuse while nobody has seen a photo of work on site: what was promised may never have been sent.

    Policy: 5.2
    Raises: NotAllowedNow "photo_not_arrived" with the number of the first such task.
    """
    arrived = {slot for slot, outcome in case.evidence if outcome == "available"}
    for task in case.handling.tasks:
        if task.physical and task.state == "done" and not arrived & set(task.files):
            raise NotAllowedNow("photo_not_arrived", limit=task.n)
