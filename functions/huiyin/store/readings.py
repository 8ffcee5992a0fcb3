"""Who read of late who the owners are: codes and moments alone, forgotten after two days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from huiyin.core.commands import Reading
from huiyin.store.items import CaseTable, stamp

# The table forgets late; by then nothing of it counts any more.
_KEPT = timedelta(days=2)


class Readings:
    """The readings of each member of staff, in the order of time."""

    def __init__(self, table: CaseTable) -> None:
        self._table = table

    def note(self, staff: str, reading: Reading) -> None:
        """Keep one. Twice in a second is once.

        Policy: 2.5
        """
        told: dict[str, Any] = {
            "at": {"S": reading.at.isoformat()},
            "others": {"BOOL": reading.others},
            "expires": {"N": str(int((reading.at + _KEPT).timestamp()))},
        }
        self._table.raw.put_item(f"READS#{staff}", f"{stamp(reading.at)}#{reading.case_id}", attributes=told)

    def of(self, staff: str) -> Iterator[Reading]:
        """What is known of that person, the oldest first. One query.

        Policy: 2.5
        """
        for item in self._table.partition(f"READS#{staff}"):
            case_id = item["sk"]["S"].partition("#")[2]
            yield Reading(at=datetime.fromisoformat(item["at"]["S"]), case_id=case_id, others=item["others"]["BOOL"])
