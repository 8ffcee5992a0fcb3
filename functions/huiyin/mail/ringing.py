"""Ring: let every robot say it, one message for each emergency while there are few, together when there are many."""

from collections.abc import Callable, Sequence
from datetime import datetime

from huiyin.mail.alarm_words import words_of, words_together
from huiyin.mail.rings import Ring
from huiyin.mail.robots import Post, Robot, Silent, say
from huiyin.mail.tally import Tally
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language, Policy


class NobodyHears(Exception):
    """No robot took it: it has to ring again."""


class TooMany(Exception):
    """Nothing more may be said in this minute: it rings later, together with what came meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belfry:
    """Everything that ringing needs. silent: hears of each robot that did not take a message, by maker and code."""

    robots: tuple[Robot, ...]
    tally: Tally
    post: Post
    policy: Policy
    site_url: str
    silent: Callable[[str, str], None]


class Bells:
    """One round of ringing. A robot that was silent is not asked again in it, so that one that hangs costs its time once."""

    def __init__(self, belfry: Belfry, now: datetime) -> None:
        self._belfry, self._now = belfry, now
        self._left = list(belfry.robots)

    def alone(self, ring: Ring) -> bool:
        """Ring of one emergency. False, with nothing said, when it has to go together with others.

        Policy: 5.3
        Raises: NobodyHears.
        """
        belfry = self._belfry
        if not belfry.tally.alone(belfry.policy, self._now):
            return False
        self._say(lambda language: words_of(ring, belfry.site_url, belfry.policy, language, self._now))
        return True

    def together(self, rings: Sequence[Ring]) -> None:
        """Ring of several at once.

        Policy: 5.3
        Raises: NobodyHears; TooMany.
        """
        belfry = self._belfry
        if not belfry.tally.together(belfry.policy, self._now):
            raise TooMany
        self._say(lambda language: words_together(rings, belfry.site_url, belfry.policy, language))

    def _say(self, words: Callable[[Language], str]) -> None:
        """One group that hears is enough: to ring again in all of them for the one that is silent would tire those who come."""
        for robot in tuple(self._left):
            try:
                say(robot, words(robot.language), self._now, self._belfry.post)
            except Silent as error:
                self._left.remove(robot)
                self._belfry.silent(robot.maker, error.code)
        if not self._left:
            raise NobodyHears
