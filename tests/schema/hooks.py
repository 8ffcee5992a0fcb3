"""What schemathesis cannot know: a case that exists, who works on it, and how phones, addresses and moments are written here.

Loaded by schemathesis in a process of its own; `HUIYIN_KNOWN` holds what `asking.py` has prepared.
"""

import json
import os
import re
from typing import Any
from urllib.request import Request, urlopen

import schemathesis
from hypothesis import strategies as st
from schemathesis import AuthContext, Case, HookContext

KNOWN: dict[str, Any] = json.loads(os.environ["HUIYIN_KNOWN"])
_NUMBER = re.compile(r"HY-[0-9]{4}-[0-9]{8}")
# As long as a phone may be, and still none: made by schemathesis from the length alone.
_ZEROS = re.compile(f"0{{1,{KNOWN['phone_chars']}}}")
_MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")
_TYPED = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,80}")
_PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,400}")
# A form carries no more digits, and JSON no more than these exactly.
_MOST = 10**15

name = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)
schemathesis.openapi.format("email", st.builds("{}@{}.example.com".format, name, name))
schemathesis.openapi.format("phone", st.sampled_from(["13800138000", "+86 138 0013 8000", "0571-8000 0000", "(0571) 80000000转802", ""]))
schemathesis.openapi.format("date-time", st.sampled_from(["2026-11-20T09:00:00+08:00", "2026-11-20T09:00:00Z", "2026-11-20 09:00"]))
# A cursor is made by the list that gave it; any other is refused, so none is sent.
schemathesis.openapi.format("cursor", st.just(""))
schemathesis.openapi.format("month", st.just("2026-11"))


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """A well-formed number becomes one that exists; with the number of a case goes its code, or its version."""
    path, body = case.path_parameters, case.body
    if isinstance(body, dict) and _ZEROS.fullmatch(str(body.get("phone", ""))):
        body["phone"] = "13800138000"
    if _MONTH.fullmatch(str((path or {}).get("month", ""))):
        path["month"] = KNOWN["month"]
    if isinstance(body, dict):
        case.body = body = {field: _as_read(value) for field, value in body.items()}
    if case.query and _PLAIN.fullmatch(str(case.query.get("cursor", ""))):
        # Made by the list that gave it; any other is refused.
        del case.query["cursor"]
    if case.operation.path.startswith("/api/desk/cases/{number}") and _NUMBER.fullmatch(str((path or {}).get("number", ""))):
        path["number"] = number = KNOWN["for"].get(case.operation.path.rpartition("/")[2], KNOWN["number"])
        if isinstance(body, dict) and type(body.get("version")) is int and 0 < body["version"] < _MOST:
            body["version"] = _version(number)
    elif isinstance(body, dict) and all(isinstance(body.get(field), str) and _TYPED.fullmatch(body[field]) for field in ("number", "code")):
        body.update(number=KNOWN["number"], code=KNOWN["code"])


def _as_read(value: Any) -> Any:
    """Numbers as the doors read them, wherever they stand; what they refuse of numbers has tests of its own (S16, J06).

    JSON Schema takes 3.0 for a whole number, and has no word for the most digits of a number in a field that it does not know.
    """
    if isinstance(value, list):
        return [_as_read(one) for one in value]
    if isinstance(value, dict):
        return {name: _as_read(one) for name, one in value.items()}
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _MOST:
        return 0
    return int(value) if isinstance(value, float) and value.is_integer() else value


@schemathesis.auth(refresh_interval=None, cache_by_key=lambda case, context: case.operation.path)
class Staff:
    """Each command is asked for by somebody whose it is."""

    def get(self, case: Case, context: AuthContext) -> str:
        """The token."""
        found: str = KNOWN["people"].get(case.operation.path.rpartition("/")[2], KNOWN["token"])
        return found

    def set(self, case: Case, data: str, context: AuthContext) -> None:
        """Signed in where that is asked for."""
        if case.operation.definition.raw.get("security"):
            case.headers["Authorization"] = f"Bearer {data}"


def _version(number: str) -> int:
    asked = Request(f"{KNOWN['url']}/api/desk/cases/{number}", headers={"authorization": f"Bearer {KNOWN['token']}"})
    with urlopen(asked) as answer:
        found: int = json.load(answer)["version"]
    return found
