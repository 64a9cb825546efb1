"""`dataclass(frozen=True, slots=True)`, five times as quick to define: for the classes that a start waits for.

The one of the standard library writes and compiles six functions for every class, 0.4 ms each (Python 3.11): for the
sixty classes between the command line and the first row that was a tenth of the time until it is seen. Here only
`__init__` is compiled; what is the same for all classes is shared by them. They are dataclasses in every other way:
`dataclasses.replace`, `fields` and `asdict` know them, and a test holds them against those of the standard library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # to a type checker it is the same
else:

    def dataclass(*, frozen: bool, slots: bool, order: bool = False) -> Callable[[type], type]:
        """As of the standard library, which makes what is to be ordered, has factories of defaults or other rules."""

        def made(cls: type) -> type:
            if frozen and slots and not order and _is_plain(cls):
                return _made(cls)
            return dataclasses.dataclass(frozen=frozen, slots=slots, order=order)(cls)

        return made


def _is_plain(cls: type) -> bool:
    """No base but object, no method of its own in place of one that is made, and defaults that are values."""
    own = vars(cls)
    rules = [value for value in own.values() if isinstance(value, dataclasses.Field)]
    return cls.__bases__ == (object,) and own.keys().isdisjoint(_MADE) and all(map(_is_default, rules))


def _is_default(rule: dataclasses.Field[Any]) -> bool:
    """It gives a default value (and perhaps something to know about the field), nothing else."""
    made = rule.init and rule.repr and rule.compare and rule.hash is None and rule.kw_only is not True
    return made and rule.default is not dataclasses.MISSING


def _made(cls: type) -> Any:
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = made.__dataclass_fields__
    made.__init__ = _init(list(fields), [field.default for field in fields.values()])
    made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
    made.__getstate__, made.__setstate__ = _state, _put_back
    made.__repr__ = _repr
    made.__eq__, made.__hash__ = _comparing(tuple(fields))
    return made


def _init(names: list[str], defaults: list[object]) -> Callable[..., None]:
    """`__init__` of a class with fields of these names; those without a default come first."""
    lines = [f"    put(self, {name!r}, {name})" for name in names]
    scope: dict[str, Any] = {"put": object.__setattr__}
    exec(f"def __init__(self, {', '.join(names)}):\n" + "\n".join(lines), scope)  # as dataclasses does
    init = scope["__init__"]
    init.__defaults__ = tuple(default for default in defaults if default is not dataclasses.MISSING)
    return init  # type: ignore[no-any-return]  # just made


def _comparing(names: tuple[str, ...]) -> tuple[Callable[..., Any], Callable[[Any], int]]:
    """`__eq__` and `__hash__` by the fields of these names."""
    values = attrgetter(*names)

    def equal(self: object, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    return equal, hashed


def _refuse_to_set(self: object, name: str, value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    """What a copy is made of."""
    return [getattr(self, name) for name in self.__dataclass_fields__]


def _put_back(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__dataclass_fields__, state, strict=True):
        object.__setattr__(self, name, value)


def _repr(self: Any) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{self.__class__.__qualname__}({values})"


_MADE = frozenset(("__init__", "__post_init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"))
