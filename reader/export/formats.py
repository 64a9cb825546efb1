"""The formats that papers can be exported in. A format's module is loaded when papers are written in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from reader.errors import UsageError
from reader.export.options import Grouping, Options
from reader.i18n import msg
from reader.model import MarkedPaper

__all__ = ["FORMATS", "Format", "Grouping", "Options", "format_named", "render"]


class _Module(Protocol):
    """What the module of a format defines."""

    def render(self, papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
        """Papers and choices -> pieces of text, which put together are the file (UTF-8)."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing papers down.

    name       what it is called on the command line
    extension  of its files, without the point; where two formats share one, the first is meant by it
    help       msgid: one line on what it is good for
    module     its module in `reader.export`
    cites      it names papers by citation keys
    """

    name: str
    extension: str
    help: str
    module: str
    cites: bool = False

    def render(self, papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
        """`papers` as pieces of text, which put together are the file (UTF-8)."""
        module = cast(_Module, import_module(f"reader.export.{self.module}"))
        return module.render(papers, options)


_ALL = (
    Format("markdown", "md", msg("a reading list for people, Obsidian, GitHub"), "markdown"),
    Format("bibtex", "bib", msg("for LaTeX, JabRef"), "bibtex", cites=True),
    Format("biblatex", "bib", msg("for LaTeX with biblatex and biber"), "biblatex", cites=True),
    Format("csl", "json", msg("CSL-JSON, for Zotero (as preprints) and pandoc"), "csl", cites=True),
    Format("ris", "ris", msg("for EndNote, Mendeley and other reference managers"), "ris"),
    Format("csv", "csv", msg("a table for spreadsheets"), "table"),
    Format("jsonl", "jsonl", msg("everything, for scripts and for restoring marks"), "jsonl"),
    Format("ids", "txt", msg("arXiv IDs, one a line"), "ids"),
)
FORMATS: Mapping[str, Format] = {form.name: form for form in _ALL}
"""By name, in the order in which they are offered."""


def format_named(name: str) -> Format:
    """The format called `name`. Raises UsageError if there is none."""
    form = FORMATS.get(name)
    if form is None:
        raise UsageError(msg("there is no format {name}; choose one of {names}"), name=name, names=", ".join(FORMATS))
    return form


def render(papers: Iterable[MarkedPaper], name: str, options: Options | None = None) -> Iterator[str]:
    """`papers` in the format `name`, piece by piece. Raises UsageError if there is no such format."""
    return format_named(name).render(papers, options or Options())
