"""The library from Python. What stands here is a promise as `jsonl` is: things are added, none renamed or taken away.

    from reader import open_library

    with open_library() as papers:
        for found in papers.search("扩散模型 is:unread", limit=10):
            print(found.paper.id, found.paper.texts.title_zh)
        papers.bookmark("2402.18789")
        papers.tag("2402.18789", add=["later"])
        records = list(papers.records("is:bookmarked"))  # the objects of `jsonl`

Papers are `reader.model.MarkedPaper`: immutable, with the reader's marks. Errors are those of `reader.errors`. Marks
made here are gestures like any other: on disk when the method returns, and undone with `undo`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from reader.errors import UsageError
from reader.export.options import Options
from reader.i18n import msg
from reader.library.library import Library
from reader.library.owners import PYTHON
from reader.model import Lang, MarkedPaper, Sort
from reader.paths import find_places
from reader.sources.arxiv_id import find_id

_Choice = TypeVar("_Choice", bound=StrEnum)


def open_library(folder: str | os.PathLike[str] | None = None) -> Papers:
    """The reader's library; `folder` is what `--library` names, None means where it usually lies.

    Raises StoreError if it cannot be opened. Belongs to the thread that opens it.
    """
    places = find_places(os.environ, Path(folder) if folder is not None else None, None)
    return Papers(Library.open(places, owner=PYTHON))


class Papers:
    """An open library. A context manager; `close` lets go of its files."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __enter__(self) -> Papers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        """How many papers there are."""
        return len(self._library)

    def close(self) -> None:
        """Let go of databases and index."""
        self._library.close()

    def search(self, query: str, *, sort: str | None = None, limit: int | None = None) -> Iterator[MarkedPaper]:
        """Papers that match `query` (as in the screen; `*` is everything), best or newest first, one after the other.

        `sort` is what `--sort` takes. Raises QueryError for a query that cannot be read, UsageError for another sort or
        a negative limit.
        """
        if limit is not None and limit < 0:
            raise UsageError(msg("{option} takes a whole number, not {text}"), option="limit", text=limit)
        order = _choice(Sort, "sort", sort) if sort else None
        found = self._library.finding.search(query, sort=order, limit=limit)
        return self._library.papers(found.nums[: found.total if limit is None else limit])

    def count(self, query: str) -> int:
        """How many papers match `query`, exactly. Raises QueryError."""
        return self._library.finding.search(query, limit=0).total

    def paper(self, name: str) -> MarkedPaper | None:
        """The paper with that ID or link, None if it is not in the library. Raises UsageError if `name` is neither."""
        return self._library.find(_identity(name))

    def records(self, query: str, *, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """What `jsonl` tells of papers that match `query`, as dictionaries. Raises QueryError."""
        from reader.export.jsonl import record

        return map(record, self.search(query, limit=limit))

    def export(self, papers: Iterable[MarkedPaper], form: str, *, lang: str = "both") -> str:
        """Papers as text in a format of `digest-reader export`. Raises UsageError for another format or language."""
        return "".join(self._library.export(papers, form, Options(lang=_choice(Lang, "lang", lang))))

    def bookmark(self, *names: str, on: bool = True) -> None:
        """Bookmark papers (IDs or links), or take the bookmarks off. Raises UsageError, StoreError."""
        self._library.marks.bookmark(_identities(names), on)

    def tag(self, *names: str, add: str | Sequence[str] = (), remove: str | Sequence[str] = ()) -> None:
        """Put tags on papers (IDs or links) and take others off; a text is one tag. Raises UsageError, StoreError."""
        self._library.marks.tag(_identities(names), _tags(add), _tags(remove))

    def note(self, name: str, text: str | None) -> None:
        """Write the note on a paper; None or an empty text removes it. Raises UsageError, StoreError."""
        self._library.marks.note(_identity(name), text)

    def mark_read(self, *names: str, on: bool = True) -> None:
        """Mark papers read, or unread. Raises UsageError, StoreError."""
        self._library.marks.mark_read(_identities(names), on)

    def undo(self) -> bool:
        """Take back the newest change made from Python; False if there is none. Raises ChangedSinceError."""
        return self._library.marks.undo() is not None

    def sync(self, *sources: str) -> int:
        """Bring in what is new in sources (none: the remembered ones); returns how many papers are new.

        Raises SourceError for the first source that could not be read; the others were.
        """
        report = self._library.sources.sync(list(sources) or None)
        for _, error in report.failures:
            raise error
        return report.counts.new


def _choice(kind: type[_Choice], name: str, value: str) -> _Choice:
    try:
        return kind(value)
    except ValueError as error:
        raise UsageError(
            msg("{name} cannot be {value}; choose from {choices}"), name=name, value=value, choices=", ".join(kind)
        ) from error


def _tags(given: str | Sequence[str]) -> Sequence[str]:
    """A text is a sequence of letters, too, and nobody means those."""
    return (given,) if isinstance(given, str) else given


def _identities(names: Iterable[str]) -> list[str]:
    return [_identity(name) for name in names]


def _identity(name: str) -> str:
    found = find_id(name)
    if found is None:
        raise UsageError(msg("'{name}' is not an arXiv ID (such as 2402.18789)"), name=name)
    return found[0]
