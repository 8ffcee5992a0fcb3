"""What whoever may write the whole table can do to it is seen from the books: a case gone, shortened, or made anew from its beginning."""

from collections.abc import Iterator
from random import Random

import pytest
from moto import mock_aws

from builders import MONDAY_9AM
from huiyin.core.ledger import ORIGIN, link
from huiyin.core.roots import DayBook, entry_of
from huiyin.policy.schema import Policy
from huiyin.store.books import as_json, published
from infra.verify_books import Chains, KeptBook, compare, kept_books
from store.clouds import Stack, a_stack
from store.test_histories import a_worked_case

CHANGES = 10_000
SALT = "5a" * 16


def a_chain(case_id: str, events: int) -> tuple[str, ...]:
    hashes = [ORIGIN]
    for n in range(events):
        hashes.append(link(hashes[-1], f"{case_id} {n}".encode()))
    return tuple(hashes[1:])


CHAINS: Chains = {f"1872000{n}": a_chain(f"1872000{n}", 2 + n) for n in range(6)}


def kept(book: DayBook) -> KeptBook:
    return KeptBook(day=book.day, text=as_json(book), versions=1, root=published(book))


def a_week() -> list[KeptBook]:
    """Seven books: on each day each case has one event more, until it has all of them."""
    books, previous = [], ORIGIN
    for day in range(7):
        grown = [(case_id, chain[: day + 1]) for case_id, chain in CHAINS.items() if day < len(chain)]
        book = DayBook(day=f"2026-11-2{day}", previous=previous, entries=tuple(entry_of(*one, SALT) for one in grown))
        books.append(kept(book))
        previous = book.root
    return books


WEEK = a_week()


def said(books: list[KeptBook], chains: Chains = CHAINS) -> str:
    return "\n".join(found.line() for found in compare(books, chains))


def test_a_week_that_nobody_touched_holds() -> None:
    assert said(WEEK) == ""


def rewritten(chance: Random) -> Chains:
    """Some case is taken out, cut off or made anew from some event on, with a chain that holds."""
    case_id = chance.choice(sorted(CHAINS))
    chain = CHAINS[case_id]
    at = chance.randrange(len(chain))
    match chance.randrange(3):
        case 0:
            return {name: one for name, one in CHAINS.items() if name != case_id}
        case 1:
            return {**CHAINS, case_id: chain[:at]}
        case _:
            anew = [*chain[:at]]
            for n in range(at, len(chain)):
                anew.append(link(anew[-1] if anew else ORIGIN, chance.randbytes(8) + bytes([n])))
            return {**CHAINS, case_id: tuple(anew)}


def test_ten_thousand_cases_made_anew_with_a_chain_that_holds_are_all_found() -> None:
    chance = Random("books do not forget")
    missed = 0
    for _ in range(CHANGES):
        chains = rewritten(chance)
        (case_id,) = [name for name in CHAINS if chains.get(name) != CHAINS[name]]
        missed += f"case {case_id}: " not in said(WEEK, chains)
    assert missed == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": "no JSON"}, "the book of 2026-11-23 cannot be read"),
        ({"text": WEEK[3].text.replace(SALT, "5b" * 16, 1)}, "made anew"),
        ({"text": WEEK[2].text}, "does not have the root that it says"),
        ({"versions": 2}, "wrote over the book of 2026-11-23"),
        ({"root": None}, "the site has no root of 2026-11-23"),
        ({"root": WEEK[2].root}, "the site has another root of 2026-11-23"),
    ],
)
def test_a_book_or_a_root_that_somebody_touched_is_told(change: dict[str, object], words: str) -> None:
    facts: dict[str, object] = {"day": WEEK[3].day, "text": WEEK[3].text, "versions": 1, "root": WEEK[3].root}
    assert words in said([*WEEK[:3], KeptBook(**(facts | change)), *WEEK[4:]])  # type: ignore[arg-type]


def test_a_day_that_was_taken_out_is_told_by_the_next_one() -> None:
    assert said([*WEEK[:3], *WEEK[4:]]) == "books: the book of 2026-11-24 does not follow the one before it"


@pytest.fixture
def cloud(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    with mock_aws():
        yield a_stack(policy)


def test_a_book_that_somebody_wrote_over_or_hid_is_read_in_its_first_version(cloud: Stack) -> None:
    case_id = a_worked_case(cloud, "a-case-in-a-book")
    chain = cloud.books.chain(case_id)
    book = DayBook(day=f"{MONDAY_9AM:%Y-%m-%d}", previous=ORIGIN, entries=(entry_of(case_id, chain, SALT),))
    cloud.books.publish(cloud.books.keep(book))
    s3, chains = cloud.client("s3"), {case_id: chain}

    def found() -> str:
        return said(list(kept_books(s3, cloud.books_bucket, cloud.site_bucket)), chains)

    assert found() == ""
    key = s3.list_objects_v2(Bucket=cloud.books_bucket)["Contents"][0]["Key"]
    s3.put_object(Bucket=cloud.books_bucket, Key=key, Body=as_json(DayBook(day=book.day, previous=ORIGIN, entries=())))
    assert found() == f"books: somebody wrote over the book of {book.day}, or hid it; the first one counts"
    s3.delete_object(Bucket=cloud.books_bucket, Key=key)
    s3.delete_object(Bucket=cloud.site_bucket, Key=key.replace("books/", "roots/"))
    assert "the site has no root" in found()
    assert "wrote over" in found()
