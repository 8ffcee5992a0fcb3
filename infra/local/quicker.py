"""What moto and botocore work out again in every call, worked out once: a year of 300 cases is some 20,000 calls.

Nothing here changes an answer; `patches` puts it in place and says for which version of moto, and its tests compare the
answers with those of the unpatched libraries.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

# Moto's own bound of an item, between the 400 KB of the manual and what the service lets through.
_ITEM_BYTES = 405_000
_EXPRESSIONS = 1024
_VALUE = "AttributeValue"

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
