"""The OpenAPI 3.1 document of the API, made of the doors' own routes, readers and refusals.

python -m infra.openapi            prints it
python -m infra.openapi FILE       writes it there

It is made with the pages and lies among them; no function imports any of this.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from huiyin.entry.idempotency import KEY_PATTERN
from huiyin.entry.sentences import field_name
from huiyin.policy import load_policy
from huiyin.policy.schema import LANGUAGES, Language, Policy
from infra.openapi_answers import schemas
from infra.openapi_call import Call
from infra.openapi_fields import AskedFor, Reader, as_form, as_json, fields_of, follows
from infra.openapi_refusals import by_status
from infra.openapi_routes import calls
from infra.openapi_shapes import exactly, ref

Json = dict[str, Any]
WORDS = Path(__file__).with_name("openapi_words.toml")
# Where it lies among the pages, and so at which address it is found.
PLACE = "api/openapi.json"
_HEADERS = {
    401: {"WWW-Authenticate": {"schema": {"const": "Bearer"}, "required": True}},
    429: {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}},
}


@cache
def house_words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The sentences that the policy does not have: group, code, language."""
    return tomllib.loads(WORDS.read_text("utf-8"))


class Describing:
    """The description in one language or in several: what is said, and about what."""

    def __init__(self, policy: Policy, languages: Sequence[Language] = LANGUAGES) -> None:
        self.policy = policy
        self._languages = languages

    def said(self, group: str, code: str) -> str:
        """A sentence of our own. Raises: KeyError."""
        return "\n\n".join(house_words()[group][code][language] for language in self._languages)

    def refusal(self, code: str) -> str:
        """The sentence of a refusal, its places in braces."""
        return " · ".join(self.policy.word(f"refusals.{code}", language) for language in self._languages)

    def field(self, name: str) -> str:
        """The label of a field, as forms and refusals have it."""
        own = house_words()["fields"].get(name)
        if own is None and field_name(name, self.policy, "zh") == name:
            raise KeyError(name)
        return " · ".join(own[language] if own else field_name(name, self.policy, language) for language in self._languages)


def document(policy: Policy, languages: Sequence[Language] = LANGUAGES) -> Json:
    """The whole description. languages: of its sentences."""
    words = Describing(policy, languages)
    paths: dict[str, Json] = {}
    for call in calls(policy):
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call, words)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": words.said("whole", "title"),
            "version": policy.charter.edition,
            "description": words.said("whole", "description"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": group, "description": words.said("groups", group)} for group in ("owners", "site", "desk")],
        "paths": paths,
        "components": {
            "schemas": {**schemas(policy), "OpenApi": {"type": "object"}, **_bodies(words)},
            "responses": {f"Refused{status}": _refused(status, codes, words) for status, codes in by_status(policy).items()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": words.said("whole", "token")}
            },
        },
    }


def _operation(call: Call, words: Describing) -> Json:
    made: Json = {
        "operationId": call.name,
        "tags": [call.group],
        "summary": words.said("calls", call.name).replace("\n\n", " · "),
        "parameters": [*_in_path(call, words), *_in_query(call, words), *_in_headers(call, words)],
        "responses": _responses(call, words),
    }
    if call.read is not None:
        content = {"application/json": {"schema": ref(f"{_title(call.name)}Body")}}
        if call.form:
            content["application/x-www-form-urlencoded"] = _form(call)
        made["requestBody"] = {"required": True, "content": content}
    if 401 in call.refusals:
        made["security"] = [{"token": []}]
    return made


def _title(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


def _in_path(call: Call, words: Describing) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": words.said("parameters", name),
            "schema": {"type": "string", "pattern": takes} if isinstance(takes, str) else {"type": "string", "enum": [*takes]},
        }
        for name, takes in call.at.items()
    ]


def _in_query(call: Call, words: Describing) -> list[Json]:
    asked = fields_of(call.query).asked_for.values() if call.query else ()
    return [{"name": one.name, "in": "query", "description": words.field(one.name), "schema": as_form(one)} for one in asked]


def _in_headers(call: Call, words: Describing) -> list[Json]:
    found: list[Json] = []
    if call.key is not None:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": call.key_needed,
                "description": words.said("parameters", call.key),
                "schema": {"type": "string", "pattern": f"^{KEY_PATTERN}$"},
            }
        )
    if call.name == "policy":
        said = words.said("parameters", "if_none_match")
        found.append({"name": "If-None-Match", "in": "header", "description": said, "schema": {"type": "string"}})
    return found


def _responses(call: Call, words: Describing) -> Json:
    found: Json = {}
    if call.answer:
        content: Json = {"application/json": {"schema": ref(call.answer)}}
        if call.page:
            content["text/html"] = {"schema": {"type": "string", "description": words.said("answers", "page")}}
        found[str(call.status)] = {"description": words.said("calls", call.name), "content": content}
    if call.name == "policy":
        found["304"] = {"description": words.said("answers", "unchanged")}
    return found | {str(status): {"$ref": f"#/components/responses/Refused{status}"} for status in sorted(call.refusals)}


def _refused(status: int, codes: Sequence[str], words: Describing) -> Json:
    told = "\n".join(f"- `{code}`: {words.refusal(code)}" for code in codes)
    schema = {"allOf": [ref("Refusal"), {"properties": {"code": {"enum": [*codes]}}}]}
    made: Json = {"description": told, "content": {"application/json": {"schema": schema}}}
    return made | ({"headers": _HEADERS[status]} if status in _HEADERS else {})


def _bodies(words: Describing) -> dict[str, Json]:
    found = ((call, asked_by(call)) for call in calls(words.policy) if call.read is not None)
    return {f"{_title(call.name)}Body": _body(call, asked, words) for call, asked in found}


def asked_by(call: Call) -> tuple[AskedFor, ...]:
    """The fields of a call's body."""
    asked = fields_of(call.read, call.given).asked_for.values() if call.read else ()
    return tuple(replace(one, needed=one.needed or one.name in call.needed) for one in asked)


def _body(call: Call, asked: Sequence[AskedFor], words: Describing) -> Json:
    read: Reader = call.read or (lambda fields: None)
    reading = fields_of(read, call.given)
    made = exactly(optional={one.name: as_json(one) | {"description": words.field(one.name)} for one in asked})
    made["required"] = [one.name for one in asked if one.needed]
    made["additionalProperties"] = not reading.closed
    rules = [*follows(read, call.given, reading), *call.rules]
    return made | ({"allOf": rules} if rules else {})


def _form(call: Call) -> Json:
    asked = asked_by(call)
    schema = exactly(optional={one.name: as_form(one) for one in asked})
    schema["required"] = [one.name for one in asked if one.needed]
    closed = call.read is not None and fields_of(call.read, call.given).closed
    # Whatever else a form holds, it holds each name once.
    schema["additionalProperties"] = False if closed else {"type": "string"}
    schema |= {"allOf": [*call.rules]} if call.rules else {}
    made: Json = {"schema": schema}
    encoding = {one.name: {"style": "deepObject", "explode": True} for one in asked if one.kind == "pairs"}
    return made | ({"encoding": encoding} if encoding else {})


def write(policy: Policy, site: Path) -> Path:
    """Put the document among the built pages; where it lies."""
    place = site / PLACE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(document(policy), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return place


def main(arguments: Sequence[str]) -> int:
    """Print the document, or write it into a file; the exit status."""
    text = json.dumps(document(load_policy()), ensure_ascii=False, indent=1)
    if arguments:
        Path(arguments[0]).write_text(text + "\n", "utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
