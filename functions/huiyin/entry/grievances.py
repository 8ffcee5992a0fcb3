"""What an owner says about whoever handles his case, or how his data is handled: a case of its own, which those people never see."""

import json

from huiyin.casework import Receipt, receive
from huiyin.core.case import Case
from huiyin.core.commands import SYSTEM, ComplainOfHandling, Person, RaiseGrievance, ReceiveComplaint
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow
from huiyin.entry import journal, wiring
from huiyin.entry.requests import Request
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

# How such a matter is classed until a confidential officer has looked.
_CATEGORY = "staff_attitude"


def taken_apart(request: Request, case: Case, ask: RaiseGrievance | ComplainOfHandling) -> Receipt:
    """Take in what he says as a confidential case of its own, with a number and a code of its own: one for each handler of his case,
    and one for how its data is handled.

    Policy: 2.5, 2.6
    Nothing of it is written to the case that it is about. Who he is stands there, so this one holds no identity; its officers find
    him by the number. Raises: NotAllowedNow "nobody_handles"; "about_before" for other words about the same person: they are added
    to the case that there is.
    """
    policy, receipts = load_policy(), wiring.receipts()
    decide(case, ask, policy, request.now)
    try:
        receipt = receive(
            lambda number: _complaint(case, ask, number, policy),
            key=_key(case, ask),
            fingerprint=receipts.fingerprint(ask.note.encode()),
            receipts=receipts,
            store=wiring.case_store(),
            policy=policy,
            now=request.now,
        )
    except NotAllowedNow as refusal:
        raise NotAllowedNow("about_before") if refusal.code == "idempotency_mismatch" else refusal from None
    if not receipt.replayed:
        journal.count("Received")
    return receipt


def _key(case: Case, ask: RaiseGrievance | ComplainOfHandling) -> str:
    if isinstance(ask, ComplainOfHandling):
        return f"about-data|{case.case_id}"
    return f"about-handler|{case.case_id}|{case.handler}"


def _complaint(case: Case, ask: RaiseGrievance | ComplainOfHandling, number: str, policy: Policy) -> ReceiveComplaint:
    about = "labels.about_data" if isinstance(ask, ComplainOfHandling) else "labels.about_case"
    return ReceiveComplaint(
        by=SYSTEM,
        number=number,
        channel=case.channel,
        mode="typed",
        kind="complaint",
        language=case.language,
        submitter=case.submitter,
        community=case.community,
        building=case.building,
        category=_CATEGORY,
        sub_issue=None,
        occurred_at=None,
        danger=False,
        sensitive=True,
        anonymous=True,
        no_evidence=True,
        urgency_stated=None,
        consents=case.consents,
        received_at=None,
        matter=ask.note,
        wish="",
        spot="",
        answers=json.dumps({policy.word(about, case.language): case.number}, ensure_ascii=False),
        accused="",
        avoid="",
        person=Person(),
        accused_codes=(case.handler,) if case.handler and isinstance(ask, RaiseGrievance) else (),
    )
