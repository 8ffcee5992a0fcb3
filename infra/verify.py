"""Verify: read every event of a deployment, make the chain of every case again, and hold it against the books of days and their roots.

python -m infra.verify --stack huiyin
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from huiyin.store.chains import Item, chain_of, told_otherwise
from huiyin.store.codec import UnknownEvent
from huiyin.store.histories import Broken
from huiyin.store.items import CaseTable, case_key
from infra.deployment import Deployment, on_deployment
from infra.progress import Progress
from infra.publish import region
from infra.verify_books import compare, kept_books
from infra.verify_findings import Finding, Verified

_CASE = "CASE#"
# A case that somebody works on while it is read may look broken once; one that is broken looks so again.
_LOOKS, _PAUSE_SECONDS = 3, 0.5


def cases_in(client: Any, table: str, step: Callable[[int], None] = lambda _: None) -> Iterator[tuple[str, list[Item]]]:
    """Every case with its items, in whatever order they lie; one that fills several pages may come in parts.

    client: of DynamoDB. step: called with the number of items read.
    """
    case_id = ""
    items: list[Item] = []
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        for item in page["Items"]:
            pk = item["pk"].get("S", "")
            if not pk.startswith(_CASE):
                continue
            if pk.removeprefix(_CASE) != case_id and items:
                yield case_id, items
                items = []
            case_id = pk.removeprefix(_CASE)
            items.append(item)
        step(len(page["Items"]))
    if items:
        yield case_id, items


def verify(table: CaseTable, client: Any, step: Callable[[int], None] = lambda _: None) -> Verified:
    """Make every chain again; a case that does not hold is read once more by itself before it is told.

    client: of DynamoDB. step: called with the number of items read.
    """
    done = Verified()
    broken: set[str] = set()
    for case_id, items in cases_in(client, table.name, step):
        if case_id in broken:
            continue
        found = look(table, case_id, items, done)
        if found is not None:
            broken.add(case_id)
            done.findings.append(found)
    return done


def look(table: CaseTable, case_id: str, items: list[Item], done: Verified) -> Finding | None:
    """Check one case and note its chain. Returns: what does not hold."""
    for again in range(_LOOKS):
        if again:
            time.sleep(_PAUSE_SECONDS * (again - 1))
            items = list(table.partition(case_key(case_id)))
        found = _checked(case_id, items, done)
        if found is None:
            return None
    return found


def _checked(case_id: str, items: list[Item], done: Verified) -> Finding | None:
    try:
        chain = chain_of(case_id, items)
    except Broken as broken:
        words = "changed, dropped, added or moved by hand" if broken.n else "the case itself is gone, its events are not"
        return Finding(case_id, broken.n or None, words)
    done.chains[case_id] = chain
    try:
        differs = told_otherwise(items)
    except UnknownEvent as unknown:
        return Finding(case_id, None, f"holds, but {unknown} is an event of a newer release: verify with that one")
    except (TypeError, ValueError, KeyError) as error:
        return Finding(case_id, None, f"its chain holds, the case as lists show it cannot be read ({type(error).__name__})")
    return Finding(case_id, None, f"its chain holds, but lists show otherwise: {', '.join(differs)}") if differs else None


def verify_books(s3: Any, bucket: str, site: str, done: Verified, step: Callable[[int], None] = lambda _: None) -> None:
    """Hold the books of all days against the chains that were made, and against the site.

    s3: a client. step: called after each book.
    """
    books = list(kept_books(s3, bucket, site, step))
    done.days = len(books)
    # What is broken has been told already, with its event.
    accused = {finding.case_id for finding in done.findings}
    done.findings += [found for found in compare(books, done.chains) if not found.case_id or found.case_id not in accused]


def main(words: list[str] | None = None) -> int:
    """Verify a deployed stack; 1 when something does not hold or AWS refuses, 2 when there is no such stack."""
    return on_deployment("make verify", str(__doc__), region(), words, _whole)


def _whole(deployment: Deployment) -> int:
    client, name = deployment.client("dynamodb"), deployment.outputs["CaseTableName"]
    bar = Progress("read cases", int(client.describe_table(TableName=name)["Table"]["ItemCount"]))
    done = verify(CaseTable(name, client), client, bar.step)
    s3, books = deployment.client("s3"), deployment.outputs["BooksBucketName"]
    kept = s3.get_paginator("list_objects_v2").paginate(Bucket=books, Prefix="books/")
    bar = Progress("compare with the books", sum(page["KeyCount"] for page in kept))
    verify_books(s3, books, deployment.outputs["SiteBucketName"], done, bar.step)
    print("\n".join(done.lines()))
    return 1 if done.findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
