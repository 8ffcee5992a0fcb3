"""The shape of chapter 2: the ways in, what may be sent through them, and what holds machines up there."""

from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Limit, Phrase, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way a complaint may come in. online: the owner types it himself."""

    name: Phrase
    how: Phrase
    open: Phrase
    receipt: Limit
    online: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a client may send. Sizes in characters, files and megabytes; hours for upload grants."""

    matter_chars: Annotated[int, Range(500, 100_000)]
    wish_chars: Annotated[int, Range(50, 10_000)]
    spot_chars: Annotated[int, Range(20, 1000)]
    name_chars: Annotated[int, Range(10, 200)]
    note_chars: Annotated[int, Range(200, 20_000)]
    files: Annotated[int, Range(1, 20)]
    file_mb: Annotated[int, Range(1, 50)]
    file_types: tuple[str, ...]
    upload_h: Annotated[int, Range(1, 24)]
    occurred_d: Annotated[int, Range(30, 3660)]
    body_kb: Annotated[int, Range(64, 1024)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Postage:
    """How many acknowledgements leave. an_hour, a_day: to one address; estate_a_day: to all owners together, so that letters
    to staff always find room in the carrier's quota; waits_h: hours after which one that had to wait is told by phone."""

    an_hour: Annotated[int, Range(1, 20)]
    a_day: Annotated[int, Range(1, 50)]
    estate_a_day: Annotated[int, Range(50, 40_000)]
    waits_h: Annotated[int, Range(1, 72)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIn:
    """What the case of a mail says of itself until the desk has asked: codes of kinds, submitters and communities."""

    kind: str
    submitter: str
    community: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """How much the robots of chat groups say of emergencies; channels.toml says what each number is."""

    alone_a_min: Annotated[int, Range(1, 15)]
    together_a_min: Annotated[int, Range(1, 5)]
    named: Annotated[int, Range(1, 50)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What holds machines up at the owners' door; channels.toml says what each number is."""

    bits: Annotated[int, Range(8, 24)]
    bits_most: Annotated[int, Range(8, 28)]
    fresh_min: Annotated[int, Range(5, 1440)]
    window_min: Annotated[int, Range(1, 60)]
    here: Annotated[int, Range(1, 1000)]
    estate: Annotated[int, Range(10, 100_000)]
    plain_a_min: Annotated[int, Range(1, 100)]
    wrong_codes: Annotated[int, Range(5, 1000)]
    wrong_callers: Annotated[int, Range(1, 20)]
    wrong_callers_h: Annotated[int, Range(1, 168)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A consent text as it was published. needed: no complaint without it."""

    edition: str
    needed: bool
    text: Phrase
