"""Taking a complaint in at either door: its key, its receipt, its leave to send photos."""

from dataclasses import replace

from huiyin.casework import Receipt, receive
from huiyin.core.case import Case, case_id_of
from huiyin.core.commands import ReceiveComplaint
from huiyin.core.flats import flat_of
from huiyin.core.lifecycle import ENDED
from huiyin.core.residents import is_a_flat
from huiyin.entry import journal, wiring
from huiyin.entry.complaint_form import ComplaintForm
from huiyin.entry.idempotency import key_of
from huiyin.entry.requests import Request
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.store.evidence import Grant


def complaint_key(request: Request, form: ComplaintForm, caller: str) -> str:
    """The idempotency key of a complaint. caller: the address or the member of staff that it comes from.

    Policy: 2.7
    """
    reachable = (form.ask.person.phone, form.ask.person.email)
    # Two strangers who write the same few words without a contact must not meet on one receipt.
    told_apart = reachable if any(reachable) else (caller, request.headers.get("user-agent", ""))
    return key_of(request, wiring.receipts(), "complaint", *told_apart, form.ask.matter)


def received(request: Request, form: ComplaintForm, key: str) -> Receipt:
    """Take it in; the same key again gets the same receipt.

    Policy: 2.3, 2.7
    """
    receipts, policy = wiring.receipts(), load_policy()
    known = _is_flat_known(form.ask, policy)
    receipt = receive(
        lambda number: replace(form.numbered(number), flat_known=known),
        key=key,
        fingerprint=receipts.fingerprint(form.canonical()),
        receipts=receipts,
        store=wiring.case_store(),
        policy=policy,
        now=request.now,
    )
    if not receipt.replayed:
        journal.count("Received")
    return receipt


def _is_flat_known(ask: ReceiveComplaint, policy: Policy) -> bool | None:
    """Whether the register of that building has the flat that was told; None where none was told, or no register was ever brought.

    Policy: 2.2
    Whatever the answer, it takes as long and the receipt is the same: nobody finds out at the door which flats there are.
    """
    if ask.building is None or ask.building not in policy.communities[ask.community].buildings:
        return None
    told = flat_of(ask.person, ask.community, ask.building, policy)
    flats = wiring.estate_store().flats(ask.community, ask.building) if told is not None else None
    return None if told is None or flats is None else is_a_flat(told, flats)


def grants_for(receipt: Receipt, form: ComplaintForm, redirect: str | None = None) -> list[Grant]:
    """Leave to send photos; none for whoever said that there are none. redirect: for a page without script.

    Policy: 2.4
    """
    if form.ask.no_evidence:
        return []
    limits = load_policy().limits
    return wiring.evidence_store().grants(case_id_of(receipt.number), limits.files, limits=limits, redirect=redirect)


def later_grants(case: Case) -> list[Grant]:
    """Leave to add photos to an open case: one for each place that no file has taken yet.

    Policy: 2.4, 2.7
    """
    if case.state in ENDED:
        return []
    limits = load_policy().limits
    taken = max((int(slot) for slot in case.owners_files), default=0)
    return wiring.evidence_store().grants(case.case_id, limits.files - taken, limits=limits, after=taken)
