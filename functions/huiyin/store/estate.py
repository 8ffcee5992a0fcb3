"""What the workbooks of an estate brought: its places and people as one edition, who lives where sealed by building, and who brought what.

ESTATE           NOW          the edition in force: its version, and places and people as the files of the policy have them, deflated
ESTATE#LOG       V#{n:06d}    who brought that edition, when, from which file, how many rows of which sheet
HOUSE#{estate}   {building}   who lives in a building, sealed under the key for people; which flats there are, in clear
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import rtoml
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, TransactWriteError
from pynamodb.models import Model

from huiyin.core.residents import Household, flats_of
from huiyin.policy.records import dataclass
from huiyin.store.attributes import CodesAttribute, MomentAttribute
from huiyin.store.items import CaseTable
from huiyin.store.seal import Sealer, seal, unseal

_PK, _NOW, _LOG = "ESTATE", "NOW", "ESTATE#LOG"
# DynamoDB takes items of 400 KB.
_MOST_BYTES = 350_000

Place = tuple[str, str]


class EstateItem(Model):
    """ESTATE: places and people in force, deflated; in its log, who brought which edition."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    version = NumberAttribute(attr_name="v")
    tables = BinaryAttribute(attr_name="tb", legacy_encoding=False, null=True)
    at = MomentAttribute(null=True)
    by = UnicodeAttribute(null=True)
    digest = UnicodeAttribute(null=True)
    rows = UnicodeAttribute(null=True)


class HouseItem(Model):
    """HOUSE: who lives in one building, of which nothing is plain; beside it the doors that there are, and nobody behind them."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    data_key = BinaryAttribute(attr_name="dk", legacy_encoding=False)
    sealed = BinaryAttribute(legacy_encoding=False)
    flats = CodesAttribute(attr_name="fl", null=True)


class EstateOvertaken(Exception):
    """Somebody else brought a workbook in between."""


class EstateTooLarge(Exception):
    """More places and people than one item of the table holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Places and people as they are in force. version: 0 where nobody ever brought a workbook."""

    version: int
    tables: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Who brought a workbook: staff code, when, digest of the file, rows by sheet."""

    by: str
    at: datetime
    digest: str
    rows: Mapping[str, int]


class EstateStore:
    """Reader and writer of what an estate brought. Whoever lives where is opened for whoever checks an identity, and for nobody else."""

    def __init__(self, table: CaseTable, sealer: Sealer) -> None:
        self._table = table
        self._sealer = sealer
        self._editions = table.bound(EstateItem)
        self._houses = table.bound(HouseItem)

    def now(self, *, consistent: bool = False) -> Edition:
        """The edition in force. One call of DynamoDB.

        Policy: 2.2
        """
        found = self._table.raw.query(_PK, consistent_read=consistent, limit=1)["Items"]
        if not found:
            return Edition(version=0, tables={})
        item = found[0]
        return Edition(version=int(item["v"]["N"]), tables=rtoml.loads(zlib.decompress(item["tb"]["B"]).decode("utf-8")))

    def households(self, community: str, building: str) -> tuple[Household, ...] | None:
        """Who lives in a building; None where nobody ever brought a workbook with its households. One call of KMS.

        Policy: 2.2, 2.5
        """
        try:
            found = self._houses.get(_house(community), building, consistent_read=True)
        except DoesNotExist:
            return None
        key = self._sealer.open_key(_house(community), "person", found.data_key)
        return tuple(json.loads(unseal(key, found.sealed, context=f"{_house(community)}/{building}")["households"]))

    def flats(self, community: str, building: str) -> tuple[str, ...] | None:
        """Which flats a building has, by its register; None where nobody ever brought one. Nothing is opened. One call of DynamoDB.

        Policy: 2.2
        """
        found = self._houses.query(_house(community), HouseItem.sk == building, attributes_to_get=["fl"], limit=1)
        return next((one.flats for one in found), None)

    def keep(self, before: int, tables: Mapping[str, Any], houses: Mapping[Place, Sequence[Household]], delivery: Delivery) -> Edition:
        """Put a new edition in force, with all its households, or nothing of it.

        Policy: 2.2
        before: the version that it was made from. Raises: EstateOvertaken, EstateTooLarge.
        """
        text = zlib.compress(rtoml.dumps(dict(tables)).encode("utf-8"), 9)
        sealed = self._sealed(houses)
        if max(len(part) for part in (text, *(item.sealed for item in sealed))) > _MOST_BYTES:
            raise EstateTooLarge
        version = before + 1
        now = self._editions(_PK, _NOW, version=version, tables=text)
        log = self._editions(_LOG, f"V#{version:06d}", version=version, at=delivery.at, by=delivery.by, digest=delivery.digest)
        log.rows = json.dumps(dict(delivery.rows), separators=(",", ":"))
        unchanged = EstateItem.version == before if before else EstateItem.pk.does_not_exist()
        try:
            with self._table.transaction() as transaction:
                transaction.save(now, unchanged)
                transaction.save(log)
                for item in sealed:
                    transaction.save(item)
        except TransactWriteError as error:
            codes = {reason.code for reason in error.cancellation_reasons if reason}
            if codes & {"ConditionalCheckFailed", "TransactionConflict"}:
                raise EstateOvertaken from error
            raise
        return Edition(version=version, tables=tables)

    def _sealed(self, houses: Mapping[Place, Sequence[Household]]) -> list[HouseItem]:
        # One data key for all the buildings of a community that come together: one call of KMS.
        keys = {community: self._sealer.new_key(_house(community), "person") for community in {community for community, _ in houses}}
        made = []
        for (community, building), households in houses.items():
            words = {"households": json.dumps([dict(one) for one in households], ensure_ascii=False, separators=(",", ":"))}
            sealed = seal(keys[community], words, context=f"{_house(community)}/{building}")
            wrapped, flats = keys[community].wrapped, flats_of(households)
            made.append(self._houses(_house(community), building, data_key=wrapped, sealed=sealed, flats=flats))
        return made


def _house(community: str) -> str:
    return f"HOUSE#{community}"
