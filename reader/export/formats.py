"""The formats that papers can be exported in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reader.errors import UsageError
from reader.export import bibtex, csl, ids, jsonl, markdown, ris, table
from reader.export.options import Grouping, Options
from reader.i18n import msg
from reader.model import MarkedPaper

__all__ = ["FORMATS", "Format", "Grouping", "Options", "render"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing papers down.

    name       what it is called on the command line
    extension  of its files, without the point
    help       msgid: one line on what it is good for
    render     papers and choices -> pieces of text, which put together are the file (UTF-8)
    """

    name: str
    extension: str
    help: str
    render: Callable[[Iterable[MarkedPaper], Options], Iterator[str]]


_ALL = (
    Format("markdown", "md", msg("a reading list for people, Obsidian, GitHub"), markdown.render),
    Format("bibtex", "bib", msg("for LaTeX, JabRef, Zotero"), bibtex.render),
    Format("csl", "json", msg("CSL-JSON, for Zotero (as preprints) and pandoc"), csl.render),
    Format("ris", "ris", msg("for EndNote, Mendeley and other reference managers"), ris.render),
    Format("csv", "csv", msg("a table for spreadsheets"), table.render),
    Format("jsonl", "jsonl", msg("everything, for scripts and for restoring marks"), jsonl.render),
    Format("ids", "txt", msg("arXiv IDs, one a line"), ids.render),
)
FORMATS: Mapping[str, Format] = {form.name: form for form in _ALL}
"""By name, in the order in which they are offered."""


def render(papers: Iterable[MarkedPaper], name: str, options: Options | None = None) -> Iterator[str]:
    """`papers` in the format `name`, piece by piece. Raises UsageError if there is no such format."""
    form = FORMATS.get(name)
    if form is None:
        raise UsageError(msg("there is no format {name}; choose one of {names}"), name=name, names=", ".join(FORMATS))
    return form.render(papers, options or Options())
