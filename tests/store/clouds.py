"""The store over moto: the table of template.yaml, two keys, two buckets, and the core's own cases to put into it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

import account
from builders import MONDAY_9AM, a_complaint
from huiyin.core.case import Case, case_id_of
from huiyin.core.commands import Command, Person
from huiyin.core.decide import decide
from huiyin.core.events import ComplaintReceived
from huiyin.core.evolution import evolve
from huiyin.core.owed import Owed
from huiyin.policy.schema import Policy
from huiyin.store.books import Books
from huiyin.store.cases import CaseStore, History
from huiyin.store.clients import Clients
from huiyin.store.evidence import EvidenceStore
from huiyin.store.figures import FiguresStore
from huiyin.store.items import CaseTable
from huiyin.store.people import PeopleStore
from huiyin.store.receipts import Receipts
from huiyin.store.seal import Sealer
from infra.local.template import load_yaml

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
_names = count()
# Moments to the microsecond, as clocks in two zones write them.
MOMENTS = st.builds(
    lambda micros, zone: (MONDAY_9AM + timedelta(microseconds=micros)).astimezone(zone),
    st.integers(-(10**14), 10**15),
    st.sampled_from([UTC, timezone(timedelta(hours=8))]),
)
LETTERS = (Owed("complaint-received", "owner"), Owed("complaint-received", "desk"))


@dataclass
class Stack:
    """Everything the store stands on, and the store."""

    clients: Clients
    policy: Policy
    table: CaseTable
    sealer: Sealer
    receipts: Receipts
    store: CaseStore
    people: PeopleStore
    evidence: EvidenceStore
    figures: FiguresStore
    books: Books
    evidence_bucket: str
    site_bucket: str
    books_bucket: str

    def client(self, service: str) -> Any:
        return account.client(service)

    def raw(self) -> list[dict[str, Any]]:
        """Every item of the table as it lies there."""
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=self.table.name)
        return [item for page in pages for item in page["Items"]]

    def register(self, key: str = "key-of-one-complaint", *, owed: tuple[Owed, ...] = LETTERS, **changes: Any) -> History:
        """Take a complaint in, as casework does it; the number follows from the key."""
        ask = a_complaint(number=self.receipts.number_for(key, 0, 2026), **changes)
        (event,) = decide(None, ask, self.policy, ask.received_at or MONDAY_9AM)
        assert isinstance(event, ComplaintReceived)
        return self.put(event, person=ask.person, key=key, owed=owed)

    def put(
        self,
        event: ComplaintReceived,
        *,
        person: Person | None = None,
        key: str = "key-of-one-complaint",
        owed: tuple[Owed, ...] = (),
        queue: str = "desk",
        next_moment: datetime | None = None,
        body: bytes = b"{}",
    ) -> History:
        case = evolve(None, event)
        self.store.register(
            event,
            case,
            person=person,
            code_hash=self.receipts.code_hash(case.case_id, self.receipts.code_for(key, 0)),
            key_hash=self.receipts.key_hash(key),
            fingerprint=self.receipts.fingerprint(body),
            attempt=0,
            owed=owed,
            next_moment=next_moment or case.first_contact_due,
            queue=queue,
        )
        return self.loaded(case.case_id)

    def loaded(self, case_id: str) -> History:
        history = self.store.load(case_id)
        assert history is not None
        return history

    def commit(
        self,
        history: History,
        ask: Command,
        *,
        key: str,
        at: datetime = MONDAY_9AM,
        owed: tuple[Owed, ...] = (),
        queue: str | None = "desk",
    ) -> History:
        events = decide(history.case, ask, self.policy, at)
        after: Case = history.case
        for event in events:
            after = evolve(after, event)
        return self.store.commit(history, events, after, key=key, owed={0: owed}, next_moment=after.first_contact_due, queue=queue)


@cache
def table_of_template() -> dict[str, Any]:
    """What moto knows of the table as the template has it."""
    wanted = load_yaml(TEMPLATE)["Resources"]["CaseTable"]["Properties"]
    return {part: wanted[part] for part in ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")}


def make_table(client: Any, name: str) -> None:
    client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **table_of_template())


@cache
def _clients() -> Clients:
    """Made once under moto's credentials: making clients is most of what such a test would cost."""
    return Clients(tries=1)


def a_stack(policy: Policy) -> Stack:
    clients = _clients()
    # Names of their own: clouds of one test run may overlap in moto's one account.
    name = next(_names)
    table_name, evidence, site = f"cases-{name}", f"evidence-{name}", f"site-{name}"
    make_table(account.client("dynamodb"), table_name)
    region = {"LocationConstraint": "ap-southeast-1"}
    books = f"books-{name}"
    for bucket in (evidence, site, books):
        locked = bucket == books
        account.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=region, ObjectLockEnabledForBucket=locked)
    keys = [account.client("kms").create_key()["KeyMetadata"]["Arn"] for _ in range(3)]
    table = CaseTable(table_name, clients.of("dynamodb"))
    sealer = Sealer(clients.of("kms"), *keys)
    receipts = Receipts(b"a secret of the tests, 32 bytes!")
    return Stack(
        clients=clients,
        policy=policy,
        table=table,
        sealer=sealer,
        receipts=receipts,
        store=CaseStore(table, sealer, zone=ZoneInfo(policy.calendar.zone)),
        people=PeopleStore(table, sealer),
        evidence=EvidenceStore(evidence, clients.of("s3"), receipts),
        figures=FiguresStore(site, clients.of("s3")),
        books=Books(table, books, site, clients.of("s3")),
        evidence_bucket=evidence,
        site_bucket=site,
        books_bucket=books,
    )


def case_id_for(stack: Stack, key: str) -> str:
    return case_id_of(stack.receipts.number_for(key, 0, 2026))
