"""The calls about ledgers, which staff take away and bring in."""

from __future__ import annotations

from functools import partial

from huiyin.entry import ledger_calls, ledger_scope
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy
from infra.openapi_call import OF_A_BODY, OF_STAFF, REFUSED, Call

_JOB = {"job": "^[0-9a-f]{40}$"}


def of_ledgers(policy: Policy) -> tuple[Call, ...]:
    """Taking a ledger away, bringing an old one in, and looking how far it is."""

    def ledger(fields: Fields) -> None:
        ledger_calls.read_order(fields, policy)
        fields.nothing_else()

    get, post = (partial(Call, method=method, group="desk") for method in ("GET", "POST"))
    return (
        post(
            name="ledger", path="/api/desk/ledger", answer="Job", status=202, read=ledger, key="key_of_command",
            refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF),
        ),
        post(
            name="import", path="/api/desk/ledger/imports", answer="ImportBegun", status=201, read=lambda fields: fields.nothing_else(),
            key="key_of_command", refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF),
        ),
        post(
            name="keep-import", path="/api/desk/jobs/{job}/keep", answer="Job", status=202, read=lambda fields: fields.nothing_else(),
            at=_JOB, refusals=(*REFUSED, *OF_A_BODY, *OF_STAFF, 409),
        ),
        get(
            name="ledger-taken", path="/api/desk/ledger/taken", answer="LedgersTaken", query=partial(ledger_scope.read_month, name="month"),
            refusals=(*REFUSED, *OF_STAFF),
        ),
        get(name="job", path="/api/desk/jobs/{job}", answer="Job", at=_JOB, refusals=(*OF_STAFF, 500, 503)),
    )  # fmt: skip
