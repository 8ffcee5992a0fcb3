"""A letter that an event still owes: the agreement between the store, which remembers it, and mail, which sends it."""

from typing import Literal, Self

from huiyin.policy.records import dataclass

# owed: nobody has sent it yet (a lease may run); sent, undeliverable, withheld: settled, never sent again.
Standing = Literal["owed", "sent", "undeliverable", "withheld"]
Outcome = Literal["undeliverable", "withheld"]


@dataclass(frozen=True, slots=True)
class Owed:
    """One letter to one reader.

    letter: name of a letter, kebab-case; audience: "owner", "desk", "handler", or a role with a code behind a colon
    ("lead:repairs", "duty:lin.jing", "confid:lin.jing"). Every audience means exactly one address.
    """

    letter: str
    audience: str

    @property
    def key(self) -> str:
        """The name under which the event keeps the standing of this letter."""
        return f"{self.letter}/{self.audience}"

    @classmethod
    def of(cls, key: str) -> Self:
        """The letter behind a name made by `key`. Raises ValueError for anything else."""
        letter, slash, audience = key.partition("/")
        if not (letter and slash and audience):
            raise ValueError("not the key of an owed letter")
        return cls(letter, audience)
