"""Words that must never be found in the clear, and every spelling in which they might be written down."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

MATTER = "二号梯昨夜停在七楼半，蓝雀花盆挡住了门。"
WISH = "请检修曳引机并张贴霜柏说明。"
NAME = "缪鸢霏"
PHONE = "13900139427"
EMAIL = "yuanfei.canary@example.com"
NOTE = "已致电，约定朔晓时分上门看青鹭门锁。"
CANARIES = {"matter": MATTER, "wish": WISH, "name": NAME, "phone": PHONE, "email": EMAIL, "note": NOTE}


def spellings(word: str) -> frozenset[bytes]:
    """The word as text, as JSON escapes, in a URL, in the charset of Chinese mail, and in base64 wherever it begins."""
    plain = word.encode("utf-8")
    found = {plain, json.dumps(word)[1:-1].encode("ascii"), quote(word).encode("ascii"), word.encode("gb18030"), plain.hex().encode()}
    for before in range(3):
        # What stands before and after changes the first and the last four characters.
        found.add(base64.b64encode(b"\0" * before + plain)[4 if before else 0 : -4])
    return frozenset(found)


_SPELLINGS = {name: spellings(word) for name, word in CANARIES.items()}


def found_in(content: bytes | str) -> set[str]:
    """The names of the canaries that this content holds, in any spelling."""
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    return {name for name, forms in _SPELLINGS.items() if any(form in raw for form in forms)}


def found_below(value: Any) -> set[str]:
    """The same for everything inside a structure, keys too."""
    return found_in(b"\0".join(_leaves(value)))


def _leaves(value: Any) -> Iterator[bytes]:
    if isinstance(value, str):
        yield value.encode("utf-8", "replace")
    elif isinstance(value, bytes | bytearray):
        yield bytes(value)
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from _leaves(pair)
    elif isinstance(value, Iterable):
        for part in value:
            yield from _leaves(part)
