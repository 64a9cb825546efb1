"""RIS, for reference managers that read nothing better.

It has no type for preprints; `UNPD` (unpublished) comes nearest. Each field is one line; the Chinese title and the
reader's note are notes (`N1`), because the field for translated titles is hardly read by any program. Notes are HTML to
those who read them, so their text is escaped; keywords part at semicolons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from reader.export.names import person_names
from reader.export.options import Options
from reader.export.texts import abstracts, chinese_title, doi, main_title, shown, submitted, translated_here
from reader.model import MarkedPaper
from reader.text.safe import printable

CHINESE_TITLE = "中文标题："
"""Begins the note that is the Chinese title."""
_END_OF_LINE = "\r\n"


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One record a paper; `options.lang` chooses abstracts and whether the Chinese title is noted."""
    for marked in papers:
        lines = [f"{tag}  - {value}" for tag, value in _fields(marked, options)]
        yield _END_OF_LINE.join([*lines, "ER  - ", "", ""])


def _fields(marked: MarkedPaper, options: Options) -> Iterator[tuple[str, str]]:
    paper, marks = marked.paper, marked.marks
    date = submitted(paper)
    translation = chinese_title(paper, options.lang)
    yield "TY", "UNPD"
    yield "ID", paper.id
    for name in person_names(paper.details.authors):
        yield "AU", ", ".join(part for part in (name.family, name.given, name.suffix) if part)
    yield "TI", shown(main_title(paper))
    if date:
        yield "PY", str(date[0])
        yield "DA", f"{date[0]}/{date[1]:02}/{f'{date[2]:02}' if len(date) > 2 else ''}/"
    yield "PB", "arXiv"
    yield "DO", doi(paper)
    yield "UR", paper.link
    texts = abstracts(paper, options.lang)
    if texts:
        yield "AB", " ".join(shown(text) for text in texts)
    for tag in marks.tags:
        yield "KW", printable(tag.replace(";", ","))
    yield "N1", f"arXiv:{paper.id}" + (f" [{escape(printable(paper.category), quote=False)}]" if paper.category else "")
    if translation:
        yield "N1", CHINESE_TITLE + escape(shown(translation), quote=False)
    if by := translated_here(paper, options.lang):
        yield "N1", f"translated by {escape(by, quote=False)}"
    if marks.note:
        lines = printable(marks.note.strip(), keep_newlines=True).split("\n")
        yield "N1", "<br/>".join(escape(line.rstrip(), quote=False) for line in lines)
