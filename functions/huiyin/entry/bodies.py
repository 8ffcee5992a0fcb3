"""Strict reading of what was sent: JSON or form-encoded bytes become one flat object, or a refusal by code."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from huiyin.core.errors import NotUnderstood
from huiyin.entry.requests import Request
from huiyin.policy.records import dataclass

# Deep enough for every body of ours (two levels), shallow enough for any parser.
_DEPTH = 20
# Whole numbers up to here are exact in every JSON reader.
_DIGITS = 15
_FORM_FIELDS = 200
_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
}
# One string (closed or not) or one bracket at a time: linear on any text, because every part is optional at its end.
_TOKENS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAME = re.compile(r"[a-z][a-z_]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The fields that were sent. form: typed into a page, so that every value is text and a blank one means none."""

    values: Mapping[str, Any]
    form: bool


def read_body(request: Request, *, limit_kb: int, lists: frozenset[str] = frozenset(), forms: bool = True) -> Body:
    """The fields of a request. lists: names that a form may repeat; forms: whether a page's form is read at all.

    Raises: NotUnderstood with the code of what is wrong; never with what was sent.
    """
    raw = request.body()
    if len(raw) > limit_kb * 1024:
        raise NotUnderstood("body_too_large", limit=limit_kb)
    if request.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise NotUnderstood("unsupported_media_type")
    media, charset = _media(request.headers.get("content-type", ""))
    if media == "application/json":
        if charset not in {"utf-8", "gb18030"}:
            raise NotUnderstood("unsupported_charset")
        return Body(values=read_json(raw, charset), form=False)
    if forms and media == "application/x-www-form-urlencoded":
        return Body(values=read_form(raw, charset, lists), form=True)
    raise NotUnderstood("unsupported_media_type")


def _media(header: str) -> tuple[str, str]:
    media, *parameters = (part.strip() for part in header.split(";"))
    charset = "utf-8"
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    if charset not in _CHARSETS:
        raise NotUnderstood("unsupported_charset")
    return media.lower(), _CHARSETS[charset]


def read_json(raw: bytes, charset: str = "utf-8") -> Mapping[str, Any]:
    """One JSON object, read more strictly than the standard asks: no double names, no strange numbers, no depth."""
    text = _decoded(raw, charset).removeprefix("\ufeff")
    _check_depth(text)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant)
    except json.JSONDecodeError:
        if not text.strip():
            raise NotUnderstood("body_not_object") from None
        raise NotUnderstood("invalid_json") from None
    if not isinstance(value, dict):
        raise NotUnderstood("body_not_object")
    # An escape such as \ud800 is half a character: no store and no letter can hold it.
    if "\\u" in text and _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise NotUnderstood("invalid_unicode")
    return value


def read_form(raw: bytes, charset: str, lists: frozenset[str]) -> Mapping[str, Any]:
    """The fields of a page's form. Names in `lists` become lists, `name[key]` becomes an object."""
    text = _decoded(raw, charset)
    try:
        pairs = parse_qsl(text, keep_blank_values=True, encoding=charset, errors="strict", max_num_fields=_FORM_FIELDS)
    except UnicodeDecodeError:
        raise NotUnderstood("invalid_utf8") from None
    except ValueError:
        raise NotUnderstood("too_many_fields") from None
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in lists:
            values.setdefault(name, []).append(value)
        elif name.endswith("]") and "[" in name:
            outer, _, inner = name[:-1].partition("[")
            group = values.setdefault(outer, {})
            if not isinstance(group, dict) or inner in group:
                raise _duplicate(outer)
            group[inner] = value
        elif name in values:
            raise _duplicate(name)
        else:
            values[name] = value
    return values


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except UnicodeDecodeError:
        raise NotUnderstood("invalid_utf8" if charset == "utf-8" else "unsupported_charset") from None


def _check_depth(text: str) -> None:
    depth = 0
    for token in _TOKENS.finditer(text):
        first = token.group()[0]
        if first in "[{":
            depth += 1
            if depth > _DEPTH:
                raise NotUnderstood("too_deep", limit=_DEPTH)
        elif first in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise _duplicate(name)
        made[name] = value
    return made


def _duplicate(name: str) -> NotUnderstood:
    return NotUnderstood("duplicate_field", field=safe_name(name))


def safe_name(name: str) -> str | None:
    """A field's name fit to be named in a refusal: looks like one of ours, so it cannot be what somebody wrote."""
    return name if _NAME.fullmatch(name) else None


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > _DIGITS:
        raise NotUnderstood("invalid_number")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise NotUnderstood("invalid_number")
    return value


def _constant(name: str) -> NoReturn:
    raise NotUnderstood("invalid_number")
