"""Whether an owner is on the estate's record, asked before the desk says so; nobody is shown who that is."""

from huiyin.core.case import Case
from huiyin.core.commands import Command, RegisterCase
from huiyin.core.errors import NotAllowedNow
from huiyin.core.residents import is_on_record
from huiyin.entry import wiring
from huiyin.policy.schema import Policy

_ON_RECORD = "on_record"


def check_on_record(ask: Command, case: Case, policy: Policy) -> None:
    """Refuse to say that an owner is on record where the households of the building are known and he is none of them.

    Policy: 1.2, 2.2
    Where nobody ever brought them, the record is one of paper and the desk's word counts.
    Raises: NotAllowedNow "not_on_record".
    """
    if not isinstance(ask, RegisterCase) or ask.identity_check != _ON_RECORD or case.building is None or case.anonymous:
        return
    community = policy.communities.get(case.community)
    if community is None or case.building not in community.buildings:
        return
    households = wiring.estate_store().households(case.community, case.building)
    if households is None:
        return
    person = wiring.people_store().read(case.case_id)
    if person is None or not is_on_record(person, households, case.community, case.building, policy):
        raise NotAllowedNow("not_on_record", field="identity_check")
