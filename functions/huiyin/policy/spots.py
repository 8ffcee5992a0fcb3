"""Where in the policy files something is wrong, and how that is said."""

from collections.abc import Iterable


class PolicyError(Exception):
    """A policy file that must not be used. Says the file, the key path, what is wrong and what is allowed."""

    def __init__(self, file: str, key: str, wrong: str) -> None:
        self.file = file
        self.key = key
        self.wrong = wrong
        super().__init__(f"{file}: {key}: {wrong}" if key else f"{file}: {wrong}")


class Spot:
    """A place in a policy file: the file and the keys that lead there.

    No record: two thousand are made while a policy is checked, in every start of a function, and none is kept.
    """

    __slots__ = ("file", "keys")

    def __init__(self, file: str, keys: tuple[str, ...] = ()) -> None:
        self.file = file
        self.keys = keys

    def __truediv__(self, key: object) -> "Spot":
        return Spot(self.file, (*self.keys, str(key)))

    def wrong(self, what: str) -> PolicyError:
        """The error to raise for this place."""
        return PolicyError(self.file, ".".join(self.keys), what)

    def unknown(self, word: object, allowed: Iterable[object], of: str) -> PolicyError:
        """The error to raise for a word that is not one of `allowed`."""
        return self.wrong(no_known(word, allowed, of))


def no_known(word: object, allowed: Iterable[object], of: str) -> str:
    """What to say of a word that is not one of `allowed`: the nearest one, and all of them."""
    # Imported when something is wrong: no function starts later for it.
    from difflib import get_close_matches

    names = sorted(str(name) for name in allowed)
    near = get_close_matches(str(word), names, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return f"{word!r} is no known {of}.{hint} Allowed: {', '.join(names) or 'nothing'}"
