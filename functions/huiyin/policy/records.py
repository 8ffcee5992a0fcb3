"""Frozen records that cost a function little when it starts; import `dataclass` from here.

The standard decorator writes and compiles six methods for each class: with our records, a fifth of the time until a function
first answers. Here the standard decorator only finds the fields and makes the slots; all records share one set of methods.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, fields
from dataclasses import dataclass as standard
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = ["dataclass"]

C = TypeVar("C", bound=type)

if TYPE_CHECKING:
    # Whoever reads the types sees the standard decorator, for the records behave like it.
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[C], C]:
        """As of the standard library, for frozen records with slots. Raises: TypeError for what needs the standard decorator."""

        def made(kind: C) -> C:
            if not (frozen and slots) or hasattr(kind, "__post_init__"):
                raise TypeError(f"{kind.__name__} needs the standard dataclass")
            # A record without a docstring would get its signature for one, which costs as much as all the rest.
            kind.__doc__ = kind.__doc__ or kind.__name__
            own = vars(kind).keys()
            record = standard(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(kind)
            for name, method in _METHODS.items():
                if name not in own:
                    setattr(record, name, method)
            return record

        return made


class _Shape:
    """What the shared methods know of a class; read when its first record is made."""

    def __init__(self, kind: type) -> None:
        known = fields(kind)
        self.names = tuple(field.name for field in known)
        self.needed = dict.fromkeys(self.names).keys()
        self.in_order = tuple(field.name for field in known if not field.kw_only)
        self.defaults = {field.name: field.default for field in known if field.default is not MISSING}
        self.makers = {field.name: field.default_factory for field in known if field.default_factory is not MISSING}
        self.shown = tuple(field.name for field in known if field.repr)
        self.compared = tuple(field.name for field in known if field.compare)
        # What writes into each slot, found once: to look it up by its name for each value took half of the time.
        self.writers = tuple((name, getattr(kind, name).__set__) for name in self.names)

    def filled(self, kind: type, values: tuple[Any, ...], given: Mapping[str, Any]) -> dict[str, Any]:
        """All fields by name. Raises: TypeError, which names fields and never values."""
        placed = dict(zip(self.in_order, values, strict=False)) if values else {}
        if len(values) > len(self.in_order) or placed.keys() & given.keys():
            raise TypeError(f"{kind.__name__}: too many values")
        made = {name: make() for name, make in self.makers.items() if name not in placed and name not in given}
        facts = {**self.defaults, **made, **placed, **given}
        if facts.keys() != self.needed:
            missing, unknown = sorted(self.needed - facts.keys()), sorted(facts.keys() - self.needed)
            raise TypeError(f"{kind.__name__}: missing {missing}, unknown {unknown}")
        return facts


_shape: Callable[[Any], _Shape] = cache(_Shape)


def _init(self: Any, *values: Any, **given: Any) -> None:
    shape = _shape(type(self))
    if values or given.keys() != shape.needed:
        given = shape.filled(type(self), values, given)
    for name, write in shape.writers:
        write(self, given[name])


def _compared(record: Any) -> list[Any]:
    return [getattr(record, name) for name in _shape(type(record)).compared]


def _equal(self: Any, other: object) -> Any:
    return _compared(self) == _compared(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(tuple(_compared(self)))


def _repr(self: Any) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name in _shape(type(self)).shown)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, *_: Any) -> NoReturn:
    raise FrozenInstanceError(f"cannot change field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in _shape(type(self)).names]


def _restore(self: Any, state: list[Any]) -> None:
    for (_, write), value in zip(_shape(type(self)).writers, state, strict=True):
        write(self, value)


class _Signature:
    """What a class takes, for whoever asks by `inspect`; made only then."""

    def __get__(self, record: object, kind: type) -> Any:
        from inspect import Parameter, Signature

        in_order: list[Parameter] = []
        by_name: list[Parameter] = []
        for field in fields(kind):
            place = Parameter.KEYWORD_ONLY if field.kw_only else Parameter.POSITIONAL_OR_KEYWORD
            optional = field.default is not MISSING or field.default_factory is not MISSING
            default = (field.default if field.default_factory is MISSING else ...) if optional else Parameter.empty
            (by_name if field.kw_only else in_order).append(Parameter(field.name, place, default=default, annotation=field.type))
        return Signature([*in_order, *by_name], return_annotation=None)


_METHODS: Mapping[str, Any] = {
    "__init__": _init,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _state,
    "__setstate__": _restore,
    "__signature__": _Signature(),
}
