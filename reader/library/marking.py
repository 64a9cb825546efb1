"""What can be done to a paper's marks, what they may be, and how two sets of them become one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from reader.errors import UsageError
from reader.i18n import msg
from reader.model import Marks
from reader.text.safe import sound

LONGEST_TAG = 100
"""Characters."""

Rule = Callable[[Marks, datetime], Marks]
"""A paper's marks and the time now -> the marks it is to have."""


def bookmarked(on: bool) -> Rule:
    """Bookmarked, or not. What is bookmarked already keeps its time."""
    return lambda marks, now: replace(marks, bookmarked=(marks.bookmarked or now) if on else None)


def read(on: bool) -> Rule:
    """Read, or unread (which also takes "skipped" off)."""
    if on:
        return lambda marks, now: replace(marks, read=marks.read or now)
    return lambda marks, now: replace(marks, read=None, skipped=None)


def skipped(on: bool) -> Rule:
    """Skipped (looked at, not wanted), or not."""
    return lambda marks, now: replace(marks, skipped=(marks.skipped or now) if on else None)


def tagged(add: Iterable[str], remove: Iterable[str] = ()) -> Rule:
    """With some tags more and others fewer. Raises UsageError at once for what cannot be a tag."""
    more = {name for tag in add if (name := tag_name(tag))}
    fewer = {tag_name(tag).casefold() for tag in remove}

    def rule(marks: Marks, now: datetime) -> Marks:
        kept = {tag for tag in marks.tags if tag.casefold() not in fewer}
        return replace(marks, tags=tuple(sorted(kept | more)))

    return rule


def noted(text: str | None) -> Rule:
    """With that note; None or nothing but white space: without one."""
    kept = sound(text).strip() if text else None
    return lambda marks, now: replace(marks, note=kept or None)


def tag_name(text: str) -> str:
    """A tag as it is kept: on one line, without the `#` it may be typed with. Raises UsageError if it is too long."""
    name = " ".join(sound(text).split()).lstrip("#").lstrip()
    if len(name) > LONGEST_TAG:
        raise UsageError(msg("a tag has at most {most} characters"), most=LONGEST_TAG)
    return name


def as_typed(marks: Marks) -> Marks:
    """Marks out of a file as they would be if they had been typed. Raises UsageError for what cannot be a tag."""
    tags = sorted({name for tag in marks.tags if (name := tag_name(tag))})
    return replace(marks, tags=tuple(tags), note=(sound(marks.note).strip() or None) if marks.note else None)


def united(own: Marks, other: Marks) -> Marks:
    """Marks of both, the paper's own first: nothing that is there is taken away. Every field of `Marks` takes part."""
    return Marks(**{each.name: _both(getattr(own, each.name), getattr(other, each.name)) for each in fields(Marks)})


def _both(own: Any, other: Any) -> Any:
    return tuple(sorted({*own, *other})) if isinstance(own, tuple) else own or other
