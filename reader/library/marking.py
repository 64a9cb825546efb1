"""What the reader's marks may be, and how two sets of them become one."""

from __future__ import annotations

from reader.errors import UsageError
from reader.i18n import msg
from reader.model import Marks
from reader.text.safe import sound

LONGEST_TAG = 100
"""Characters."""


def tag_name(text: str) -> str:
    """A tag as it is kept: on one line, without the `#` it may be typed with. Raises UsageError if it is too long."""
    name = " ".join(sound(text).split()).lstrip("#").lstrip()
    if len(name) > LONGEST_TAG:
        raise UsageError(msg("a tag has at most {most} characters"), most=LONGEST_TAG)
    return name


def united(own: Marks, other: Marks) -> Marks:
    """Marks of both, the paper's own first: nothing that is there is taken away."""
    return Marks(
        bookmarked=own.bookmarked or other.bookmarked,
        read=own.read or other.read,
        skipped=own.skipped or other.skipped,
        tags=tuple(sorted({*own.tags, *other.tags})),
        note=own.note if own.note or not other.note else other.note,
    )
