"""The layout of the table: which items there are, their attributes, keys, shards and indexes.

CASE#{id}    META         the case now: plain facts, data key, hashes, index attributes      (CaseItem)
CASE#{id}    EV#{n:06d}   one event: facts, sealed words, chain hash, letters still owed      (EventItem)
PERSON#{id}  PERSON       who complains, sealed under the key for people                      (PersonItem)
BUDGET#{key} SLOT#{slot}  how many of a limited amount were taken; forgets by itself          (store.budgets)
ESTATE       NOW          places and people as workbooks brought them                         (store.estate)
HOUSE#{name} {building}   who lives there, sealed under the key for people; which flats       (store.estate)

META is rewritten with every command and must stay within one write unit (1,024 bytes) at registration, hence its
short names. An attribute is never renamed.

| name | holds              | name | holds             | name | holds                 |
|------|--------------------|------|-------------------|------|-----------------------|
| nu   | number             | ca   | category          | tr   | tries of contact      |
| v    | version            | si   | sub-issue         | wa   | warned                |
| st   | state              | co   | community         | ev   | evidence              |
| ed   | edition            | bu   | building          | ac   | accused               |
| ki   | kind               | ch   | channel           | la   | last event: at        |
| lv   | level              | lg   | language          | lb   | last event: by        |
| pr   | priority           | su   | submitter         | lt   | last event: type      |
| sv   | severity           | da   | danger            | h    | head of the chain     |
| ur   | urgency            | an   | anonymous         | dk   | data key, wrapped     |
| ra   | received at        | gu   | guarded           | cc   | hash of the code      |
| fd   | first contact due  | hp   | has phone         | kh   | hash of the first key |
| fa   | first contact at   | he   | has e-mail        | fp   | fingerprint           |
| ad   | answer due         | hi   | hints             | ck   | commands carried out  |
| pd   | plan due           | le   | lead department   | tn   | attempt of the number |
| rd   | resolve due        | ha   | handler           | dw   | which promise is due  |
| aa   | attempted at       | rt   | letters returned  | ut   | of them, untold       |
| un   | unreachable        | hg   | handling          | cn   | consents              |
| hh   | mark of the flat   | vf   | verified          | tu   | whose turn it is      |
| rc   | recused            | ls   | lies so since     | fl   | to bear in mind       |

Index keys: wl_pk/wl_sk (worklist), due_pk/due_sk (due), mo_pk/mo_sk (month) on META; owed_pk/owed_sk (owed) on EV#n. An event with
which the flat of a matter gets known stands in `month` as well, under the mark of that flat: mo_pk/mo_sk on EV#n. META stands in `owed`
under the day of its last change: what goes into the book of that day. Each index is spread over SHARDS partitions, lest one be hot.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar
from zlib import crc32

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from huiyin.core.handling import Handling
from huiyin.store.attributes import (
    CodesAttribute,
    FlagAttribute,
    HandlingAttribute,
    MomentAttribute,
    MomentsAttribute,
    PairsAttribute,
    TurnsAttribute,
)
from huiyin.store.clients import NO_REGION, OneClient

SHARDS: Final = 4
META: Final = "META"
PERSON: Final = "PERSON"
# What a list or a figure needs of a case: never a word of a person; the month has no name of staff.
WORKLIST_ATTRIBUTES: Final = "nu v st ki lv pr ca si co bu ch da gu le ha ac ra hi dw ut tu rc ls fl"
MONTH_ATTRIBUTES: Final = "nu st ki lv pr ca si co bu ch da gu le ra fd fa aa hh vf"


def case_key(case_id: str) -> str:
    """The partition of a case."""
    return f"CASE#{case_id}"


def event_key(n: int) -> str:
    """The sort key of the n-th event, counted from 1."""
    return f"EV#{n:06d}"


def person_key(case_id: str) -> str:
    """The partition of the person behind a case."""
    return f"PERSON#{case_id}"


def shard_of(case_id: str) -> int:
    """On which shard of every index the case lies."""
    return crc32(case_id.encode("ascii")) % SHARDS


def stamp(moment: datetime) -> str:
    """The first whole second not before that moment, in UTC, so that text sorts as time and nothing comes early."""
    whole = moment.astimezone(UTC) + timedelta(microseconds=999_999)
    return whole.strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp_before(moment: datetime) -> str:
    """The last whole second not after that moment: what has come by then."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Worklist(GlobalSecondaryIndex["CaseItem"]):  # type: ignore[no-untyped-call]
    """Who has to do what next: `{queue}#{shard}` -> `{due}#{case_id}`, with a "!" before it for possible danger."""

    class Meta:
        index_name = "worklist"
        projection = IncludeProjection(WORKLIST_ATTRIBUTES.split())

    wl_pk = UnicodeAttribute(hash_key=True)
    wl_sk = UnicodeAttribute(range_key=True)


class Due(GlobalSecondaryIndex["CaseItem"]):  # type: ignore[no-untyped-call]
    """When a clock has to look at a case again: `DUE#{shard}` -> moment; when an ended one is erased: `ARCHIVE#{shard}` -> moment."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_sk = UnicodeAttribute(range_key=True)


class Month(GlobalSecondaryIndex["CaseItem"]):  # type: ignore[no-untyped-call]
    """What came in during a month: `{YYYY-MM}#{shard}` -> `{received at}#{case_id}`; of one flat: `FLAT#{mark}` -> the same."""

    class Meta:
        index_name = "month"
        projection = IncludeProjection(MONTH_ATTRIBUTES.split())

    mo_pk = UnicodeAttribute(hash_key=True)
    mo_sk = UnicodeAttribute(range_key=True)


class OwedLetters(GlobalSecondaryIndex["EventItem"]):  # type: ignore[no-untyped-call]
    """Which events still owe a letter: `OWED#{shard}` -> moment; which cases changed: `BOOK#{day}#{shard}` -> `{case_id}#{version}`."""

    class Meta:
        index_name = "owed"
        projection = KeysOnlyProjection()

    owed_pk = UnicodeAttribute(hash_key=True)
    owed_sk = UnicodeAttribute(range_key=True)


class CaseItem(Model):
    """META: a case now. The Python names are those of `core.case.Case`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=META)
    number = UnicodeAttribute(attr_name="nu")
    version = NumberAttribute(attr_name="v")
    state = UnicodeAttribute(attr_name="st")
    edition = UnicodeAttribute(attr_name="ed")
    kind = UnicodeAttribute(attr_name="ki")
    level = UnicodeAttribute(attr_name="lv")
    priority = UnicodeAttribute(attr_name="pr")
    severity = NumberAttribute(attr_name="sv", null=True)
    urgency = NumberAttribute(attr_name="ur", null=True)
    category = UnicodeAttribute(attr_name="ca", null=True)
    sub_issue = UnicodeAttribute(attr_name="si", null=True)
    community = UnicodeAttribute(attr_name="co")
    building = UnicodeAttribute(attr_name="bu", null=True)
    channel = UnicodeAttribute(attr_name="ch")
    language = UnicodeAttribute(attr_name="lg")
    submitter = UnicodeAttribute(attr_name="su")
    danger = BooleanAttribute(attr_name="da")
    anonymous = BooleanAttribute(attr_name="an")
    guarded = BooleanAttribute(attr_name="gu")
    has_phone = BooleanAttribute(attr_name="hp")
    has_email = BooleanAttribute(attr_name="he")
    hints = CodesAttribute(attr_name="hi", null=True, default=())
    received_at = MomentAttribute(attr_name="ra")
    first_contact_due = MomentAttribute(attr_name="fd")
    first_contact_at = MomentAttribute(attr_name="fa", null=True)
    attempted_at = MomentAttribute(attr_name="aa", null=True)
    answer_due = MomentAttribute(attr_name="ad")
    plan_due = MomentAttribute(attr_name="pd", null=True)
    resolve_due = MomentAttribute(attr_name="rd", null=True)
    lead = UnicodeAttribute(attr_name="le", null=True)
    handler = UnicodeAttribute(attr_name="ha", null=True)
    tried_at = MomentsAttribute(attr_name="tr", null=True, default=())
    warned = CodesAttribute(attr_name="wa", null=True, default=())
    evidence = PairsAttribute(attr_name="ev", null=True, default=())
    accused = CodesAttribute(attr_name="ac", null=True, default=())
    returned = CodesAttribute(attr_name="rt", null=True, default=())
    untold = CodesAttribute(attr_name="ut", null=True, default=())
    unreachable = FlagAttribute(attr_name="un", null=True, default=False)
    consents = CodesAttribute(attr_name="cn", null=True, default=())
    flat_mark = UnicodeAttribute(attr_name="hh", null=True)
    verified = FlagAttribute(attr_name="vf", null=True, default=False)
    handling = HandlingAttribute(attr_name="hg", null=True, default=Handling)
    last_at = MomentAttribute(attr_name="la")
    last_by = UnicodeAttribute(attr_name="lb")
    last_event = UnicodeAttribute(attr_name="lt")
    head = BinaryAttribute(attr_name="h", legacy_encoding=False)
    # These four are gone once the case is in the archive.
    data_key = BinaryAttribute(attr_name="dk", legacy_encoding=False, null=True)
    code_hash = BinaryAttribute(attr_name="cc", legacy_encoding=False, null=True)
    key_hash = BinaryAttribute(attr_name="kh", legacy_encoding=False, null=True)
    fingerprint = BinaryAttribute(attr_name="fp", legacy_encoding=False, null=True)
    commands = BinaryAttribute(attr_name="ck", legacy_encoding=False, null=True)
    attempt = NumberAttribute(attr_name="tn")
    due_kind = UnicodeAttribute(attr_name="dw", null=True)
    # For the worklist alone; the case itself and its history tell them.
    turns = TurnsAttribute(attr_name="tu", null=True, default=())
    recused = CodesAttribute(attr_name="rc", null=True, default=())
    flags = CodesAttribute(attr_name="fl", null=True, default=())
    lies_since = MomentAttribute(attr_name="ls", null=True)
    wl_pk = UnicodeAttribute(null=True)
    wl_sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    mo_pk = UnicodeAttribute(null=True)
    mo_sk = UnicodeAttribute(null=True)
    change_pk = UnicodeAttribute(attr_name="owed_pk", null=True)
    change_sk = UnicodeAttribute(attr_name="owed_sk", null=True)
    worklist = Worklist()
    due = Due()
    month = Month()


class EventItem(Model):
    """EV#n: one event. Only its `owed` attributes ever change; where it is listed never does."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    type = UnicodeAttribute()
    facts = UnicodeAttribute()
    sealed = BinaryAttribute(legacy_encoding=False, null=True)
    hash = BinaryAttribute(legacy_encoding=False)
    owed: "MapAttribute[str, Any]" = MapAttribute(null=True)  # type: ignore[no-untyped-call]
    owed_pk = UnicodeAttribute(null=True)
    owed_sk = UnicodeAttribute(null=True)
    mo_pk = UnicodeAttribute(null=True)
    mo_sk = UnicodeAttribute(null=True)
    owed_letters = OwedLetters()


class PersonItem(Model):
    """PERSON: who complains and how to reach them; nothing of it is plain."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=PERSON)
    # Both are gone once the case is in the archive.
    data_key = BinaryAttribute(attr_name="dk", legacy_encoding=False, null=True)
    sealed = BinaryAttribute(legacy_encoding=False, null=True)


_Item = TypeVar("_Item", bound=Model)


class CaseTable:
    """The table as one function uses it. name: of the table; client: a botocore client of DynamoDB, may be a lazy one."""

    def __init__(self, name: str, client: Any) -> None:
        self.name = name
        self._client = client
        self.cases = self.bound(CaseItem)
        self.events = self.bound(EventItem)
        self.people = self.bound(PersonItem)
        self.raw = self.events._get_connection()  # for whole partitions, and updates that bring nothing back

    def transaction(self) -> TransactWrite:
        """A transaction on this table, to be used in a `with`."""
        return TransactWrite(connection=self.raw.connection)

    def partition(self, pk: str) -> Iterator[Mapping[str, Any]]:
        """All items of a partition as they lie there, strongly consistent, page by page."""
        start: Mapping[str, Any] | None = None
        while True:
            page = self.raw.query(pk, consistent_read=True, exclusive_start_key=start)
            yield from page["Items"]
            start = page.get("LastEvaluatedKey")
            if not start:
                return

    def bound(self, model: type[_Item]) -> type[_Item]:
        """A kind of items as they lie in this table."""
        meta = type("Meta", (), {"table_name": self.name, "region": NO_REGION})
        made: Any = type(model)
        bound: type[_Item] = made(model.__name__, (model,), {"Meta": meta, "__module__": model.__module__})
        # pynamodb has no public way to give a model a client: its connection is replaced before it makes one.
        theirs = bound._get_connection()
        ours = OneClient(self._client)
        ours.add_meta_table(theirs.get_meta_table())
        theirs.connection = ours
        return bound
