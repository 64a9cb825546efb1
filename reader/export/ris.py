"""RIS, for reference managers that read nothing better.

It has no type for preprints; `UNPD` (unpublished) comes nearest. Each field is one line; the Chinese title and the
reader's note are notes (`N1`), because the field for translated titles is hardly read by any program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.export.options import Options
from reader.export.texts import abstracts, chinese_title, doi, main_title, shown, submitted
from reader.model import MarkedPaper
from reader.text.safe import printable

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
    yield "TI", shown(main_title(paper))
    if date:
        yield "PY", str(date[0])
        yield "DA", f"{date[0]}/{date[1]:02}//"
    yield "PB", "arXiv"
    yield "DO", doi(paper)
    yield "UR", paper.link
    texts = abstracts(paper, options.lang)
    if texts:
        yield "AB", " ".join(shown(text) for text in texts)
    for tag in marks.tags:
        yield "KW", printable(tag)
    yield "N1", f"arXiv:{paper.id}" + (f" [{paper.category}]" if paper.category else "")
    if translation:
        yield "N1", shown(translation)
    if marks.note:
        yield "N1", printable(marks.note)
