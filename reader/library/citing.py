"""Exports, and the citation keys that are remembered because somebody may cite by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace

from reader.errors import StoreError
from reader.export.citing import CitationKeys
from reader.export.formats import Format, Options, format_named
from reader.model import MarkedPaper
from reader.store.marks import MarksStore

CITATION_KEYS = "citation key "
"""Begins the names under which `marks.db` holds the key of each paper."""


MANY = 2_000
"""New keys that are kept at a time."""


class _Given:
    """See `export.citing.Given`: asked for one by one."""

    def __init__(self, marks: MarksStore) -> None:
        self._marks = marks

    def get(self, arxiv_id: str, /) -> str | None:
        return self._marks.state(CITATION_KEYS + arxiv_id)

    def values(self) -> Iterator[str]:
        return (key for _, key in self._marks.each_state(CITATION_KEYS))


def exported(
    marks: MarksStore, papers: Iterable[MarkedPaper], name: str, options: Options | None = None
) -> Iterator[str]:
    """Papers as text in the format `name`, piece by piece.

    marks  holds the citation keys given before, and gets the new ones

    Raises UsageError if there is no such format, StoreError while it is read.
    """
    form = format_named(name)
    if form.cites:
        return _cited(marks, papers, form, options or Options())
    return form.render(papers, options or Options())


def exported_files(
    marks: MarksStore, papers: Iterable[MarkedPaper], name: str, options: Options | None = None
) -> Iterator[tuple[str, str]]:
    """As `exported`, as several files: names and texts. Raises UsageError if the format is one file of all."""
    form, chosen = format_named(name), options or Options()
    with _remembered(marks, chosen) if form.cites else nullcontext(chosen) as choices:
        yield from form.files(papers, choices)


def _cited(marks: MarksStore, papers: Iterable[MarkedPaper], form: Format, options: Options) -> Iterator[str]:
    with _remembered(marks, options) as choices:
        for piece in form.render(papers, choices):
            yield piece
            if len(choices.keys.new) >= MANY:
                _keep(marks, choices.keys)


@contextmanager
def _remembered(marks: MarksStore, options: Options) -> Iterator[Options]:
    """The options with the keys that were given before; those that are new are kept, however this ends: somebody who
    stops reading has seen some.
    """
    keys = CitationKeys(_Given(marks))
    try:
        yield replace(options, keys=keys)
    except BaseException:
        with suppress(StoreError):  # what went wrong first is what is said
            _keep(marks, keys)
        raise
    _keep(marks, keys)


def _keep(marks: MarksStore, keys: CitationKeys) -> None:
    if keys.new and not marks.read_only:  # keys are made of the papers: most will be the same the next time
        marks.set_state({CITATION_KEYS + arxiv_id: key for arxiv_id, key in keys.new.items()})
        keys.new.clear()
