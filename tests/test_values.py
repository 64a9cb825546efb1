"""Quickly defined dataclasses are dataclasses like those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import values


def two_fields(dataclass: Any) -> Any:
    @dataclass(frozen=True, slots=True)
    class Two:
        """A class with two fields."""

        name: str
        number: int = 3

        @property
        def twice(self) -> int:
            return 2 * self.number

    return Two


@values.dataclass(frozen=True, slots=True)
class One:
    """A class with one field."""

    name: str | None = None


OURS, THEIRS = two_fields(values.dataclass), two_fields(dataclasses.dataclass)


@given(st.text(), st.integers(), st.text(), st.integers())
def test_they_compare_hash_and_print_alike(name: str, number: int, other: str, another: int) -> None:
    ours, theirs = OURS(name, number), THEIRS(name, number)
    assert repr(ours) == repr(theirs)
    assert hash(ours) == hash(theirs)
    assert (ours == OURS(other, another)) == (theirs == THEIRS(other, another))
    assert ours == OURS(name=name, number=number)
    assert ours != theirs
    assert ours.twice == theirs.twice


def test_they_are_made_alike() -> None:
    assert inspect.signature(OURS).parameters.keys() == inspect.signature(THEIRS).parameters.keys()
    assert OURS("a") == OURS("a", 3)
    assert OURS.__match_args__ == THEIRS.__match_args__
    assert OURS.__slots__ == THEIRS.__slots__
    assert OURS.__doc__ == THEIRS.__doc__
    for made in (OURS, THEIRS):
        with pytest.raises(TypeError):
            made()
        with pytest.raises(TypeError):
            made("a", 1, 2)


def test_the_standard_library_knows_them() -> None:
    two = OURS("a", 1)
    assert dataclasses.replace(two, number=2) == OURS("a", 2)
    assert dataclasses.asdict(two) == {"name": "a", "number": 1}
    assert [field.name for field in dataclasses.fields(two)] == ["name", "number"]
    assert dataclasses.is_dataclass(two)


def test_one_field_counts_as_a_field_and_not_as_its_value() -> None:
    assert One("a") == One("a")
    other: object = "a"
    assert One("a") != other
    assert {One("a"), One("a"), One()} == {One("a"), One(None)}
    assert repr(One("a")) == "One(name='a')"


@pytest.mark.parametrize("made", [OURS, THEIRS])
def test_they_cannot_be_changed(made: Any) -> None:
    two = made("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
        two.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'name'"):
        del two.name
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):  # the latter: Python 3.11's own
        two.unheard_of = "b"


def test_copies_are_equal() -> None:
    one = One("a")
    assert copy.copy(one) == copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one


def test_fields_may_say_something_about_themselves() -> None:
    @values.dataclass(frozen=True, slots=True)
    class Setting:
        theme: str = dataclasses.field(default="dark", metadata={"about": "colours"})

    assert Setting() == Setting("dark")
    assert dataclasses.fields(Setting)[0].metadata == {"about": "colours"}


def test_what_is_not_plain_is_left_to_the_standard_library() -> None:
    @values.dataclass(frozen=True, slots=True)
    class Listed:
        items: list[str] = dataclasses.field(default_factory=list)

    assert Listed() == Listed([])
    assert Listed().items is not Listed().items

    @values.dataclass(frozen=True, slots=True)
    class Checked:
        number: int

        def __post_init__(self) -> None:
            if self.number < 0:
                raise ValueError(self.number)

    with pytest.raises(ValueError, match="-1"):
        Checked(-1)
