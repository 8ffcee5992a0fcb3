"""What moto and botocore work out again in every call, worked out once: a year of 300 cases is some 20,000 calls.

Nothing here changes an answer; `patches` puts it in place and says for which version of moto, and its tests compare the
answers with those of the unpatched libraries.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

# Moto's own bound of an item, between the 400 KB of the manual and what the service lets through.
_ITEM_BYTES = 405_000
_EXPRESSIONS = 1024
_VALUE = "AttributeValue"
# The two services that nearly every call goes to.
_ASKED_MOST = ("dynamodb", "kms")
# Nobody here verifies it. What is signed for others, such as the form of an upload, is signed as ever.
_NO_SIGNATURE = "0" * 64

Repair = tuple[Any, str, Any]


def repairs() -> Iterator[Repair]:
    """Class or module, name, and what takes the place of what is there now."""
    from botocore.parsers import BaseJSONParser as Answers
    from moto.core.parse import BaseJSONParser as Questions
    from moto.dynamodb.comparisons import ConditionExpressionParser
    from moto.dynamodb.models.dynamo_type import DynamoType, Item
    from moto.dynamodb.parsing import expressions, validators
    from moto.moto_api._internal.moto_random import MotoRandom

    yield Answers, "_handle_structure", _of_its_own_type(Answers._handle_structure)
    yield Questions, "_parse_structure", _of_its_own_type(Questions._parse_structure)
    yield DynamoType, "size", _size(DynamoType.size)
    yield Item, "__init__", _new_item
    parser: Any = vars(expressions)["UpdateExpressionParser"]
    # An expression is only read: the validator works on a copy of its own.
    yield parser, "make", staticmethod(lru_cache(_EXPRESSIONS)(parser.make))
    yield validators, "deepcopy", _copy_of_expression
    yield ConditionExpressionParser, "_lex_one_node", _next_word(ConditionExpressionParser)
    yield _nodes().DepthFirstTraverser, "traverse_node_recursively", _traverse
    yield _nodes().Node, "find_clauses", _find_clauses
    yield MotoRandom, "get_random_string", _random_string(MotoRandom.get_random_string)
    yield from _of_queries()
    yield from _on_the_way()


def _of_queries() -> Iterator[Repair]:
    """What a query does with the items that it has found."""
    from types import SimpleNamespace

    from moto.dynamodb.models import table
    from moto.dynamodb.models.dynamo_type import Item

    yield table, "copy", SimpleNamespace(copy=copy.copy, deepcopy=_copy_unless_found(copy.deepcopy, Item))
    yield Item, "project", _project(Item)


def _on_the_way() -> Iterator[Repair]:
    """What stands between a client and the service that answers it."""
    from botocore.auth import SigV4Auth
    from moto import backend_index
    from moto.core import responses
    from moto.core.base_backend import BaseBackend
    from moto.core.request import Request

    urls: Any = vars(BaseBackend)["urls"]
    yield SigV4Auth, "add_auth", _with_no_signature(SigV4Auth.add_auth)
    yield backend_index, "backend_url_patterns", sorted(backend_index.backend_url_patterns, key=lambda one: one[0] not in _ASKED_MOST)
    yield BaseBackend, "urls", property(_once_for_each_class(urls.fget))
    yield Request, "from_primitives", _of_the_same_surroundings(Request.from_primitives)
    yield responses, "parse_qsl", _unless_json(vars(responses)["parse_qsl"])


def _of_its_own_type(whole: Callable[..., Any]) -> Callable[..., Any]:
    """A value of an item has one type, so nine of the ten members need no look."""

    def parse(parser: Any, shape: Any, value: Any) -> Any:
        if shape.name == _VALUE and type(value) is dict and len(value) == 1:
            ((name, content),) = value.items()
            if content is not None and (member := _member(shape, name)) is not None:
                return {name: parser._parse_shape(member, content)}
        return whole(parser, shape, value)

    return parse


def _member(shape: Any, name: str) -> Any:
    """The member that is called the same on the wire; None when there is none."""
    member = shape.members.get(name)
    return member if member is not None and member.serialization.get("name", name) == name else None


def _size(whole: Callable[[Any], int]) -> Callable[[Any], int]:
    def size(value: Any) -> int:
        kind, content = value.type, value.value
        if kind == "S" and type(content) is str:
            return len(content) if content.isascii() else len(content.encode())
        if kind == "L":
            return sum(inner.size() for inner in content)
        return whole(value)

    return size


def _new_item(item: Any, hash_key: Any, range_key: Any, attrs: dict[str, Any]) -> None:
    """Moto weighs all attributes again for each one that it adds."""
    from moto.dynamodb.exceptions import ItemSizeTooLarge
    from moto.dynamodb.models.dynamo_type import DynamoType, LimitedSizeDict

    item.hash_key, item.range_key = hash_key, range_key
    item.attrs = LimitedSizeDict()
    weight = 0
    for name, content in attrs.items():
        value = DynamoType(content)
        weight += len(name.encode()) + value.size()
        if weight > _ITEM_BYTES:
            raise ItemSizeTooLarge
        dict.__setitem__(item.attrs, name, value)


def _copy_of_expression(expression: Any) -> Any:
    return pickle.loads(pickle.dumps(expression))  # noqa: S301 (written in this very line)  # nosec B301


def _next_word(parser: Any) -> Callable[[Any, str], Any]:
    """The word that a rest of a condition begins with: a word depends on the text alone, and nobody writes into one."""
    lex = parser._lex_one_node
    known = lru_cache(_EXPRESSIONS)(lambda rest: lex(parser, rest))
    return lambda _, rest: known(rest)


def _traverse(traverser: Any, node: Any, child_id: int = -1) -> Any:
    """Depth first, children before their parent; which step deals with a type of node is asked once."""
    kind: Any = type(node)
    if not _is_node(kind):
        return node
    parent = node.parent
    for position, child in enumerate(node.children or ()):
        traverser.pre_processing_of_child(node, position)
        _traverse(traverser, child, position)
    steps = traverser.__dict__.setdefault("_steps", {})
    if kind not in steps:
        steps[kind] = next((step for wanted, step in traverser._processing_map().items() if issubclass(kind, wanted)), None)
    if step := steps[kind]:
        node = step(node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


def _find_clauses(node: Any, clause_types: list[type]) -> list[Any]:
    clauses = []
    for child in node.children or ():
        kind: Any = type(child)
        if kind in clause_types:
            clauses.append(child)
        elif _holds_clauses(kind):
            clauses.extend(child.find_clauses(clause_types))
    return clauses


@cache
def _is_node(kind: type) -> bool:
    return issubclass(kind, _nodes().Node)


@cache
def _holds_clauses(kind: type) -> bool:
    return issubclass(kind, (_nodes().Expression, _nodes().UpdateExpressionFunction))


def _nodes() -> Any:
    from moto.dynamodb.parsing import ast_nodes

    return ast_nodes


def _random_string(whole: Callable[..., str]) -> Callable[..., str]:
    """The number of a request: drawn in one go, not letter by letter."""
    from string import ascii_letters, digits

    def draw(chance: Any, length: int = 20, include_digits: bool = True, lower_case: bool = False) -> str:
        if lower_case or not include_digits:
            return whole(chance, length, include_digits, lower_case)
        return "".join(chance.choices(ascii_letters + digits, k=length))

    return draw


def _copy_unless_found(whole: Callable[..., Any], item: type) -> Callable[..., Any]:
    """A list of items is what a query has found: it is written into the answer before anybody can change one of them."""

    def copied(value: Any, memo: Any = None) -> Any:
        if type(value) is list and all(type(one) is item for one in value):
            return list(value)
        return whole(value, memo)

    return copied


def _project(item_class: Any) -> Callable[..., Any]:
    """Moto translates the whole item there and back for each name that an index holds; words and whole numbers need none of it."""
    whole = item_class.project

    def project(item: Any, names: list[list[str]]) -> Any:
        attrs = {}
        for path in names:
            value = item.attrs.get(path[0])
            if len(path) > 1 or "[" in path[0] or (value is not None and not _is_plain(value)):
                return whole(item, names)
            if value is not None:
                attrs[path[0]] = {value.type: value.value}
        return item_class(item.hash_key, item.range_key, attrs)

    return project


def _is_plain(value: Any) -> bool:
    content = value.value
    if value.type == "N":
        return type(content) is str and content.isdecimal() and content.isascii() and content == str(int(content))
    return value.type == "S" and type(content) is str


def _with_no_signature(whole: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """The headers of a signed request, without the five hashes behind the signature."""
    from botocore.auth import SIGV4_TIMESTAMP, SigV4Auth, get_current_datetime

    def sign(signer: Any, request: Any) -> None:
        if type(signer) is not SigV4Auth or signer.credentials is None:
            whole(signer, request)
            return
        request.context["timestamp"] = get_current_datetime().strftime(SIGV4_TIMESTAMP)
        signer._modify_request_before_signing(request)
        signer._inject_signature_to_request(request, _NO_SIGNATURE)

    return sign


def _once_for_each_class(whole: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    known: dict[type, dict[str, Any]] = {}

    def urls(backend: Any) -> dict[str, Any]:
        kind = type(backend)
        if kind not in known:
            known[kind] = whole(backend)
        return known[kind]

    return urls


def _of_the_same_surroundings(whole: Callable[..., Any]) -> Callable[..., Any]:
    """Calls of services that speak JSON differ in body and headers only."""
    from moto.core.request import Request, environ_key_for_header

    around = lru_cache(_EXPRESSIONS)(lambda url: whole("POST", url, {}, b"").environ)

    def request_of(method: str, url: str, headers: Any, body: Any = None) -> Any:
        given = {key: value.decode() if isinstance(value, bytes) else value for key, value in headers.items()}
        kind = given.pop("Content-Type", None)
        given.pop("Content-Length", None)
        plain = method == "POST" and type(body) is bytes and body[:1] == b"{" and url.count("/") == 3 and url[-1] == "/"
        if not plain or kind is None or any("_" in key or key.lower() in ("host", "transfer-encoding") for key in given):
            return whole(method, url, headers, body)
        environ = {**around(url), "wsgi.input": BytesIO(body), "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
        environ.update((environ_key_for_header(key), value) for key, value in given.items())
        return Request(environ)

    return staticmethod(request_of)


def _unless_json(whole: Callable[..., Any]) -> Callable[..., Any]:
    """A body of JSON is no form: what moto makes of it, name for name, is never asked for."""

    def parse(text: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(text, str) and text[:2] == '{"':
            return [(text, "")]
        return whole(text, *rest, **named)

    return parse
