"""Frozen records behave like those of the standard decorator."""

import ast
import copy
import inspect
import pickle
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, asdict, fields, is_dataclass, replace
from dataclasses import dataclass as standard
from dataclasses import field as standard_field
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from huiyin.policy import records

PACKAGE = Path(records.__file__).parents[1]
# What the shared methods do not offer: records that change, and records that can be sorted.
STANDARD = {"entry/sign_in.py", "store/owed.py", "policy/records.py"}


@records.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place."""

    building: str
    floor: int = 1
    secret: str = standard_field(default="", repr=False, compare=False)
    notes: Mapping[str, str] = standard_field(default_factory=dict, compare=False)


@records.dataclass(frozen=True, slots=True, kw_only=True)
class Flat(Place):
    """A place with a door."""

    door: str


@records.dataclass(frozen=True, slots=True)
class Pair:
    """Two values in order."""

    low: float
    high: float = 9


@standard(frozen=True, slots=True, kw_only=True)
class StandardPlace:
    """The same, made by the standard decorator."""

    building: str
    floor: int = 1
    secret: str = standard_field(default="", repr=False, compare=False)
    notes: Mapping[str, str] = standard_field(default_factory=dict, compare=False)


def test_a_record_knows_the_same_of_itself_as_a_standard_one() -> None:
    ours, theirs = Place(building="b5", secret="s"), StandardPlace(building="b5", secret="s")
    assert asdict(ours) == asdict(theirs)
    assert repr(ours) == repr(theirs).replace("StandardPlace", "Place")
    assert [(one.name, one.default, one.kw_only) for one in fields(ours)] == [
        (one.name, one.default, one.kw_only) for one in fields(theirs)
    ]
    assert is_dataclass(Place)
    assert not hasattr(ours, "__dict__")


def test_tools_learn_what_a_record_takes() -> None:
    assert [str(one) for one in signature(Place).parameters.values()][:2] == ["building: str", "floor: int = 1"]
    assert str(signature(Pair)) == "(low: float, high: float = 9) -> None"


def test_records_are_equal_by_kind_and_compared_fields() -> None:
    assert Place(building="b5", secret="a") == Place(building="b5", secret="b")
    assert Place(building="b5") != Place(building="b6")
    assert Place(building="b5") != StandardPlace(building="b5")
    assert Flat(building="b5", door="1") != Place(building="b5")
    assert len({Place(building="b5", secret="a"), Place(building="b5"), Place(building="b5", floor=2)}) == 2


def test_a_record_never_changes() -> None:
    place = Place(building="b5")
    with pytest.raises(FrozenInstanceError):
        place.floor = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del place.floor
    with pytest.raises(FrozenInstanceError):
        place.roof = True  # type: ignore[attr-defined]
    assert replace(place, floor=2) == Place(building="b5", floor=2)
    assert place.floor == 1


def test_each_record_gets_a_default_of_its_own() -> None:
    first, second = Place(building="b5"), Place(building="b5")
    assert first.notes == {}
    assert first.notes is not second.notes


def test_values_in_order_fill_the_fields_in_order() -> None:
    assert Pair(1) == Pair(1, 9) == Pair(low=1, high=9) == Pair(1, high=9)
    match Pair(1, 2):
        case Pair(low, high):
            assert (low, high) == (1, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(Place, id="a-field-is-missing"),
        pytest.param(lambda: Place(building="b5", roof="secret"), id="a-field-is-unknown"),  # type: ignore[call-arg]
        pytest.param(lambda: Place("secret"), id="a-name-is-needed"),  # type: ignore[call-arg, misc]
        pytest.param(lambda: Pair(1, 2, 3), id="one-too-many"),  # type: ignore[call-arg]
        pytest.param(lambda: Pair(1, low=2), id="the-same-twice"),  # type: ignore[misc]
    ],
)
def test_a_record_with_other_fields_is_refused_without_a_value_in_the_words(wrong: Callable[[], Any]) -> None:
    with pytest.raises(TypeError) as refused:
        wrong()
    assert "secret" not in str(refused.value)


def test_a_record_can_be_copied_and_kept() -> None:
    flat = Flat(building="b5", door="502", notes={"a": "b"})
    for same in (copy.copy(flat), copy.deepcopy(flat), pickle.loads(pickle.dumps(flat))):
        assert (same, same.notes) == (flat, flat.notes)


def test_a_method_of_the_class_itself_stays() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Named:
        """With words of its own."""

        name: str

        def __repr__(self) -> str:
            return self.name

    assert repr(Named("five")) == "five"


def test_a_class_that_needs_the_standard_decorator_is_refused() -> None:
    with pytest.raises(TypeError, match="Open needs the standard dataclass"):

        @records.dataclass(frozen=False, slots=True)
        class Open:
            """May change."""

    with pytest.raises(TypeError, match="Busy needs the standard dataclass"):

        @records.dataclass(frozen=True, slots=True)
        class Busy:
            """Does more when it is made."""

            def __post_init__(self) -> None:
                raise AssertionError


def test_every_record_of_the_package_starts_quickly() -> None:
    standard_ones = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "dataclasses" and any(one.name == "dataclass" for one in node.names):
                standard_ones.add(file.relative_to(PACKAGE).as_posix())
    assert standard_ones == STANDARD


def test_a_record_without_a_docstring_is_not_asked_for_its_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("a signature takes a millisecond")

    monkeypatch.setattr(inspect, "signature", asked)

    @records.dataclass(frozen=True, slots=True)
    class Silent:
        name: str

    assert (Silent("five").name, Silent.__doc__) == ("five", "Silent")
