"""The shape of chapter 2's sharing: what of a case is shown to whom outside, and what for."""

from collections.abc import Mapping

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who may be shown something. number: whether of which case it is; owner: whether its owner may show it to them himself."""

    name: Phrase
    number: bool
    owner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """With whom, what for, and what of a case, as codes with their words."""

    recipients: Mapping[str, Recipient]
    purposes: Mapping[str, Phrase]
    parts: Mapping[str, Phrase]

    @property
    def names(self) -> Mapping[str, Phrase]:
        """What each recipient is called."""
        return {code: one.name for code, one in self.recipients.items()}
