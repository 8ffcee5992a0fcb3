"""Nothing leaks: words in every field walk through the house, and of all that it writes, sends and says nothing holds any of them."""

import pytest

from infra.local.stack import Stack
from leaks.careless import WORDS, Careless
from leaks.life import Life
from leaks.sinks import BUCKETS, SINKS, Sinks
from leaks.words import CANARIES, NAME, STEM, found_in, packed, said, spellings
from neighbours import Colleague

Leaks = dict[str, dict[str, str]]
# The whole walk takes a minute of the processor, and its first test bears all of it.
pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def walked(stack: Stack) -> tuple[Sinks, Leaks]:
    """What every sink received on the whole walk, and what of it is a word of somebody."""
    sinks = Sinks(stack)
    with sinks.listening():
        Life(stack).whole()
        sinks.look()
    return sinks, sinks.leaks()


@pytest.fixture(scope="module")
def careless(stack: Stack, walked: tuple[Sinks, Leaks]) -> Leaks:
    """What is found after somebody has put a word into each sink."""
    sinks = Sinks(stack)
    with sinks.listening():
        Careless(stack).everywhere()
        sinks.look()
    return sinks.leaks(dict(WORDS))


@pytest.mark.asvs("V14.2.4")
@pytest.mark.parametrize("sink", SINKS)
def test_a_sink_holds_no_word_and_no_sign_of_anybody(walked: tuple[Sinks, Leaks], sink: str) -> None:
    sinks, leaks = walked
    assert sinks.received[sink], "nothing ever went there: the walk proves nothing about it"
    assert leaks.get(sink, {}) == {}


@pytest.mark.parametrize("sink", SINKS)
def test_a_word_that_somebody_put_there_is_found_in_that_sink(careless: Leaks, sink: str) -> None:
    assert sink in careless.get(sink, {})


def test_what_was_said_is_there_for_whoever_may_read_it(walked: tuple[Sinks, Leaks], stack: Stack) -> None:
    # The walk has said all of it: had the doors thrown the words away, nothing could be found either.
    desk = Colleague(stack.url, stack.token("lin.jing"))
    read = " ".join(desk.get(f"cases/{row['number']}").text for row in desk.get("cases?view=all").json["items"])
    assert read.count(STEM) > 40
    assert NAME not in read


@pytest.mark.parametrize("name", sorted(CANARIES))
def test_a_word_is_found_in_every_spelling(name: str) -> None:
    text = CANARIES[name]
    assert len(spellings(text)) >= 10
    for way, spelled in spellings(text).items():
        assert name in found_in([b"before " + spelled + b" after"]), way
        assert name in found_in([b"before " + spelled[:4] + b"=\r\n" + spelled[4:] + b" after"]), way
    for blob in packed(f"about {text} and more"):
        assert name in found_in([blob])


def test_what_is_no_word_of_anybody_is_none() -> None:
    assert found_in(["二号梯这周停了三次", b"\x01\x02" * 300, "HY-2026-18720043", said("")[:-1]]) == {}


def test_what_lies_as_it_came_lies_under_a_key_of_ours(stack: Stack) -> None:
    s3 = stack.boto("s3")
    rules = {name: s3.get_bucket_encryption(Bucket=stack.name(name))["ServerSideEncryptionConfiguration"]["Rules"] for name in BUCKETS}
    kept = {name: rule[0]["ApplyServerSideEncryptionByDefault"] for name, rule in rules.items()}
    for bucket, key in (("EvidenceBucket", "CaseKey"), ("MailBucket", "MailKey")):
        assert kept[bucket]["SSEAlgorithm"] == "aws:kms"
        assert stack.name(key) in kept[bucket]["KMSMasterKeyID"]
