"""The reference page of the API: the OpenAPI document of one language, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from huiyin.policy.schema import Language, Policy
from infra.openapi import PLACE, Describing, document
from infra.site_table_parts import markdown_table

Json = dict[str, Any]
# Longer lists of words are told by their number: the policy page has them all.
_FEW = 12


def api_reference(policy: Policy, language: Language) -> str:
    """Every call by group: who may ask, what it takes, what it answers; then the shapes and the refusals."""
    made = document(policy, [language])
    words = Describing(policy, [language])
    parts = [f"[`{PLACE}`](/{PLACE})\n"]
    for tag in made["tags"]:
        parts.append(f"## {tag['description']}\n")
        for path, methods in made["paths"].items():
            parts += [_call(path, method, one, made, words) for method, one in methods.items() if tag["name"] in one["tags"]]
    parts += [
        f"## {words.said('page', 'answers')}\n",
        *_shapes(made, words),
        f"## {words.said('page', 'refusals')}\n",
        _refusals(made, words),
    ]
    return "\n".join(parts)


def _call(path: str, method: str, call: Json, made: Json, words: Describing) -> str:
    lines = [f"### `{method.upper()} {path}` {{ #{call['operationId']} }}\n", f"{call['summary']}\n"]
    if call["parameters"]:
        heads = [words.said("page", name) for name in ("parameter", "takes", "meaning")]
        rows = [
            [_name(one["name"], one.get("required", False)), _takes(one["schema"], words), one["description"]] for one in call["parameters"]
        ]
        lines.append(markdown_table(heads, rows))
    if "requestBody" in call:
        content = call["requestBody"]["content"]
        lines.append(words.said("page", "or_form" if len(content) > 1 else "json_only") + "\n")
        lines.append(_fields(_named(content["application/json"]["schema"], made), words))
    lines.append(f"{words.said('page', 'answer')}{', '.join(_statuses(call['responses']))}\n")
    return "\n".join(lines)


def _name(name: str, needed: bool) -> str:
    return f"`{name}`{' *' if needed else ''}"


def _named(schema: Json, made: Json) -> Json:
    found: Json = made["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


def _fields(schema: Json, words: Describing) -> str:
    heads = [
        f"{words.said('page', 'field')} (* {words.said('page', 'needed')})",
        words.said("page", "takes"),
        words.said("page", "meaning"),
    ]
    rows = [
        [_name(name, name in schema["required"]), _takes(one, words), one.get("description", "")]
        for name, one in schema["properties"].items()
    ]
    return markdown_table(heads, rows)


def _statuses(responses: Json) -> Iterator[str]:
    for status, one in sorted(responses.items()):
        if "$ref" in one:
            yield f"[{status}](#refusals-{status})"
        elif "content" in one:
            shape = one["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            yield f"**{status}** [`{shape}`](#shape-{shape.lower()})" if shape != "OpenApi" else f"**{status}**"
        else:
            yield status


def _takes(schema: Json, words: Describing) -> str:
    """What a field takes, in a few words: its type or its choices, and its limit."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return "zh, en" if name == "Words" else f"[`{name}`](#shape-{name.lower()})"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        # a grade may be asked for as a number and as its words: it is told once
        known = list(dict.fromkeys(str(one) for one in schema["enum"] if one not in ("", None, False)))
        shown = ", ".join(f"`{one}`" for one in known[:_FEW])
        return shown + (f" … ({len(known)})" if len(known) > _FEW else "")
    if "anyOf" in schema:
        return _takes(schema["anyOf"][0], words)
    kinds = schema.get("type", "object")
    kind = next(one for one in kinds if one != "null") if isinstance(kinds, list) else kinds
    if kind == "array":
        return f"[ {_takes(schema['items'], words)} ]"
    limit = schema.get("maxLength") or schema.get("maxProperties")
    return f"{kind} ≤ {limit}" if limit else str(kind)


def _shapes(made: Json, words: Describing) -> Iterator[str]:
    for name, schema in made["components"]["schemas"].items():
        if not name.endswith("Body") and "properties" in schema and name != "Words":
            yield f"### `{name}` {{ #shape-{name.lower()} }}\n"
            heads = [words.said("page", "field"), words.said("page", "takes")]
            yield markdown_table(heads, [[f"`{field}`", _takes(one, words)] for field, one in schema["properties"].items()])


def _refusals(made: Json, words: Describing) -> str:
    parts = []
    for name, response in made["components"]["responses"].items():
        status = name.removeprefix("Refused")
        codes = response["content"]["application/json"]["schema"]["allOf"][1]["properties"]["code"]["enum"]
        heads = [words.said("page", "codes"), words.said("page", "said")]
        parts += [f"### {status} {{ #refusals-{status} }}\n", markdown_table(heads, [[f"`{code}`", words.refusal(code)] for code in codes])]
    return "\n".join(parts)
