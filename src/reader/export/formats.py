"""The formats that papers can be exported in. A format's module is loaded when papers are written in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import Protocol, cast

from reader.errors import UsageError
from reader.export.options import Grouping, Options
from reader.i18n import msg
from reader.model import MarkedPaper

__all__ = ["FORMATS", "Folder", "Format", "Grouping", "Options", "format_named", "render", "restricted"]


class _Module(Protocol):
    """What the module of a format defines; `files` only where the format can fill a folder."""

    def render(self, papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
        """Papers and choices -> pieces of text, which put together are the file (UTF-8)."""

    def files(self, papers: Iterable[MarkedPaper], options: Options) -> Iterator[tuple[str, str]]:
        """Papers and choices -> names of files and their texts."""


class Folder(Enum):
    """What a format makes of a folder."""

    NOTES = "a file a paper: one that is there belongs to its reader, and stays"
    PARTS = "files that together are the export: none may be there"


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing papers down.

    name       what it is called on the command line
    extension  of its files, without the point; where two formats share one, the first is meant by it
    help       msgid: one line on what it is good for
    module     its module in `reader.export`
    takes      the options that mean something in it; it refuses the others
    cites      it names papers by citation keys
    folder     how it fills a folder, if it can be written as several files
    """

    name: str
    extension: str
    help: str
    module: str
    takes: tuple[str, ...]
    cites: bool = False
    folder: Folder | None = None

    def render(self, papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
        """`papers` as pieces of text, which put together are the file (UTF-8)."""
        return self._load().render(restricted(papers, options), options)

    def files(self, papers: Iterable[MarkedPaper], options: Options) -> Iterator[tuple[str, str]]:
        """`papers` as several files: names and texts. Raises UsageError if the format is one file of all."""
        if self.folder is None:
            raise UsageError(msg("{name} is written into one file, not into a folder"), name=self.name)
        return self._load().files(restricted(papers, options), options)

    def refuse(self, given: Iterable[str]) -> None:
        """Raise UsageError if one of the options `given` (`--lang`) would change nothing in this format."""
        for option in given:
            if option not in self.takes and not (option in _OF_FIELDS and _FIELDS in self.takes):
                raise UsageError(msg("{option} changes nothing in {name}"), option=option, name=self.name)

    def _load(self) -> _Module:
        return cast(_Module, import_module(f"reader.export.{self.module}"))


def restricted(papers: Iterable[MarkedPaper], options: Options) -> Iterable[MarkedPaper]:
    """Papers with nothing in them but the fields that `options` want."""
    if options.fields is None:
        return papers
    from reader.export.fields import only

    wanted = options.fields
    return (only(marked, wanted) for marked in papers)


_LANG, _FIELDS, _GROUP, _BOM = "--lang", "--fields", "--group", "--bom"
_OF_FIELDS = ("--no-abstracts", "--no-notes")
_ALL = (
    Format("markdown", "md", msg("a reading list for people and GitHub"), "markdown", (_LANG, _FIELDS, _GROUP)),
    Format("bibtex", "bib", msg("for LaTeX, JabRef"), "bibtex", (_LANG, _FIELDS), cites=True),
    Format("biblatex", "bib", msg("for LaTeX with biblatex and biber"), "biblatex", (_LANG, _FIELDS), cites=True),
    Format(
        "zotero",
        "rdf",
        msg("for Zotero, with authors, tags and notes; with -o FOLDER/ files of 1,000"),
        "zotero",
        (_LANG, _FIELDS),
        folder=Folder.PARTS,
    ),
    Format("csl", "json", msg("CSL-JSON, for pandoc"), "csl", (_LANG, _FIELDS), cites=True),
    Format("ris", "ris", msg("for EndNote and Mendeley"), "ris", (_LANG, _FIELDS)),
    Format(
        "obsidian",
        "md",
        msg("for Obsidian; with -o FOLDER/ one note a paper"),
        "obsidian",
        (_LANG, _FIELDS),
        cites=True,
        folder=Folder.NOTES,
    ),
    Format("html", "html", msg("one page for browsers and paper"), "html_page", (_LANG, _FIELDS)),
    Format("csv", "csv", msg("a table for spreadsheets"), "table", (_LANG, _FIELDS, _BOM)),
    Format("jsonl", "jsonl", msg("everything, for scripts and for restoring marks"), "jsonl", (_FIELDS,)),
    Format("digest", "md", msg("the form of the digests, to be read again; without your marks"), "digest", (_FIELDS,)),
    Format("ids", "txt", msg("arXiv IDs, one a line"), "ids", ()),
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
