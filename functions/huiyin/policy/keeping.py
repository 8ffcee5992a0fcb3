"""The shape of chapter 1's `kept`: how long what we hold is held, as the privacy page tells it."""

from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How long data is kept. closed_y: years from the day a matter has ended, after which it is erased; closed_major_y: of what was
    major or concerned many.

    For the others template.yaml must do as they say: machine_mail_d: mail that a machine wrote; log_d: the
    log, which holds codes; backup_d: what was deleted, in back-ups.
    """

    closed_y: Annotated[int, Range(1, 30)]
    closed_major_y: Annotated[int, Range(1, 30)]
    machine_mail_d: Annotated[int, Range(7, 365)]
    log_d: Annotated[int, Range(180, 3653)]
    backup_d: Annotated[int, Range(1, 35)]
