"""Who stands behind an audience at the moment of sending: the address, the language, and whether he may read it at all."""

from huiyin.core.case import Case
from huiyin.core.clocks import is_contact_kept
from huiyin.core.commands import Person
from huiyin.core.events import DeadlineNeared, Event
from huiyin.core.owed import Owed
from huiyin.mail.letters import CONFIDENTIAL, staff_behind
from huiyin.policy.records import dataclass
from huiyin.policy.schema import LANGUAGES, Language, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One address and the language its letters are written in."""

    address: str
    language: Language


def reader_of(owed: Owed, case: Case, policy: Policy, person: Person | None) -> Reader | None:
    """The one reader of that letter, or None when nobody has an address.

    person: the owner, needed for the audience "owner" only.
    """
    if owed.audience == "owner":
        address = person.email if person else ""
        return Reader(address=address, language=case.language) if address else None
    if owed.audience == "desk":
        return Reader(address=policy.departments.desk_mailbox, language=LANGUAGES[0])
    member = policy.departments.staff.get(staff_behind(owed.audience, case, policy) or "")
    return Reader(address=member.email, language=LANGUAGES[0]) if member and member.email else None


def is_withheld(owed: Owed, event: Event, case: Case, policy: Policy) -> bool:
    """Whether that letter must not go out any more, although it was owed.

    Policy: 2.5, 2.6
    A case that was guarded meanwhile, a reader who was accused or lost his role, a warning whose promise was kept.
    """
    if owed.audience == "owner":
        return False
    if case.guarded and owed.letter not in CONFIDENTIAL:
        return True
    if isinstance(event, DeadlineNeared) and event.clock == "first_contact" and is_contact_kept(case):
        return True
    code = staff_behind(owed.audience, case, policy)
    if code is None:
        return False
    if code in case.accused:
        return True
    member = policy.departments.staff.get(code)
    role = owed.audience.partition(":")[0]
    # Whoever is on duty hears that there is a danger, and nothing else of a confidential case.
    may_read = role == "duty" if owed.letter == "danger-alert" else role == "confid" and member is not None and "confid" in member.roles
    return owed.letter in CONFIDENTIAL and not may_read
