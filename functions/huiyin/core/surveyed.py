"""What became of the survey of a case. Codes, numbers and moments; never a word of a person."""

from datetime import datetime

from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What its owner says of how we did, since it was closed. invited_at: he was asked in writing; answered_at: first; solved, grades:
    what he said last; hidden: not for whoever took a part; bad_at: since when quality has to call him; call_due: until when
    somebody calls; tries: calls that nobody took; called: what came of the call after which nobody has to call again."""

    invited_at: datetime | None = None
    answered_at: datetime | None = None
    solved: str = ""
    grades: tuple[tuple[str, int], ...] = ()
    hidden: bool = False
    bad_at: datetime | None = None
    call_due: datetime | None = None
    tries: tuple[datetime, ...] = ()
    called: str = ""
