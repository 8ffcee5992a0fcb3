"""Letters to somebody who is away: whoever acts for him on that day gets them as well."""

from collections.abc import Iterator

from huiyin.core.attendance import absence_of, acting_for
from huiyin.core.case import Case
from huiyin.core.events import Event
from huiyin.mail.audiences import staff_behind
from huiyin.policy.schema import Policy

# As what somebody reads the letters of another: "stand_in:" and his staff code.
STAND_IN = "stand_in"


def with_stand_ins(audiences: tuple[str, ...], event: Event, case: Case, policy: Policy) -> Iterator[str]:
    """These audiences, each person among them who is away followed by whoever acts for him; nobody who works in other communities. What
    is confidential stays with those who hold that role themselves.

    Policy: 2.6, 4.3
    """
    staff = policy.departments.staff
    for audience in audiences:
        role, code = audience.partition(":")[0], staff_behind(audience, case, policy)
        if code is None or code not in staff:
            yield audience
            continue
        if not staff[code].works_in(case.community):
            continue
        yield audience
        if absence_of(code, event.at, policy) is None:
            continue
        other = acting_for(code, event.at, policy)
        if not staff[other].works_in(case.community):
            continue
        if not case.guarded:
            yield f"{STAND_IN}:{other}"
        elif role in staff[other].roles:
            yield f"{role}:{other}"
