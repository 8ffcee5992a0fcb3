"""Any value that an event may hold, for tests that must hold for all of them."""

from dataclasses import is_dataclass
from datetime import datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from store.clouds import MOMENTS

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def any_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that a field of that type may hold; times in several zones, text in any script."""
    if hint is str:
        return TEXT
    if hint is datetime:
        return MOMENTS
    if get_origin(hint) is tuple:
        inside, *more = get_args(hint)
        return st.lists(any_of(inside), max_size=3).map(tuple) if more == [Ellipsis] else st.tuples(any_of(inside), *map(any_of, more))
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(*map(any_of, get_args(hint)))
    if is_dataclass(hint):
        return st.builds(hint, **{field: any_of(inside) for field, inside in get_type_hints(hint).items()})
    return st.from_type(hint)
