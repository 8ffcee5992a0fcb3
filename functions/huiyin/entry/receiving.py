"""Taking a complaint in at either door: its key, its receipt, its leave to send photos."""

from huiyin.casework import Receipt, receive
from huiyin.core.case import Case, case_id_of
from huiyin.core.lifecycle import ENDED
from huiyin.entry import journal, wiring
from huiyin.entry.complaint_form import ComplaintForm
from huiyin.entry.idempotency import key_of
from huiyin.entry.requests import Request
from huiyin.policy import load_policy
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
    receipts = wiring.receipts()
    receipt = receive(
        form.numbered,
        key=key,
        fingerprint=receipts.fingerprint(form.canonical()),
        receipts=receipts,
        store=wiring.case_store(),
        policy=load_policy(),
        now=request.now,
    )
    if not receipt.replayed:
        journal.count("Received")
    return receipt


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
