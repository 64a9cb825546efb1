"""BibTeX, for LaTeX (bibtex and biber) and for reference managers; a second flavour for biblatex.

Every entry compiles in pdflatex (amsmath and amssymb loaded) with plain, plainnat and apalike: fields that these print
are ASCII, their formulas have known commands only. Chinese stands in fields that no style prints, unless it is asked
for. The entry is arXiv's own, with `eprinttype` beside `archivePrefix`, because reference managers read one or the
other; the eprint has no version. Where no author is known, `key` is what styles sort and label by. The reader's note
goes into `annote`, which reference managers show as a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from reader.export.latex import escaped, field_latex, for_biber, name_latex, title_latex, writable
from reader.export.names import PersonName, person_names
from reader.export.options import Options
from reader.export.tex_letters import faithful, folded
from reader.export.texts import CUT, abstracts, chinese_title, doi, main_title, submitted, translated_here
from reader.model import Lang, MarkedPaper, Paper
from reader.text.latex import plain
from reader.text.safe import printable

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AND = re.compile(r"\band\b", re.IGNORECASE)
_NO_WORD = re.compile(r"[^A-Za-z0-9 -]+")
_KEY_WORDS = 5

Fields = Iterator[tuple[str, str | None]]
"""Names of fields with their values as they stand in the file; None or nothing: no such field."""


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One `@misc` a paper; `options.lang` chooses abstracts; only "Chinese" puts a Chinese title where styles print."""
    return entries("misc", papers, options)


def entries(kind: str, papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One entry a paper, of `kind` `misc` (BibTeX) or `online` (biblatex)."""
    special, printed = (_biblatex, for_biber) if kind == "online" else (_bibtex, str)
    opening = ""
    for marked in papers:
        common = ((name, value and printed(value)) for name, value in _common(marked, options))
        found = (*common, *special(marked.paper), *_unprinted(marked, options))
        fields = [(name, value) for name, value in found if value]
        width = max(len(name) for name, _ in fields)
        lines = ",\n".join([f"  {name:<{width}} = {value}" for name, value in fields])
        yield f"{opening}@{kind}{{{options.keys.of(marked.paper)},\n{lines}\n}}\n"
        opening = "\n"


def _common(marked: MarkedPaper, options: Options) -> Fields:
    paper, lang = marked.paper, options.lang
    authors = _authors(paper, lang)
    yield "author", _braced(authors)
    yield "key", None if authors else _braced(_sort_key(paper))
    yield "title", _braced(_title(paper, lang))
    if lang is Lang.ZH:
        yield "titleaddon", _braced(field_latex(chinese_title(paper, lang) or ""))


def _bibtex(paper: Paper) -> Fields:
    date = submitted(paper)
    if date:
        yield "year", _braced(str(date[0]))
        yield "month", _MONTHS[date[1] - 1]
    yield "eprint", _braced(paper.id)
    yield "archivePrefix", "{arXiv}"
    yield "eprinttype", "{arxiv}"
    yield "primaryClass", _braced(_class(paper))
    yield "doi", _braced(doi(paper))
    yield "url", _braced(paper.link)


def _biblatex(paper: Paper) -> Fields:
    date = submitted(paper)
    yield "date", _braced("-".join(f"{number:02}" for number in date or ()))
    yield "eprint", _braced(paper.id)
    yield "eprinttype", "{arxiv}"
    yield "eprintclass", _braced(_class(paper))
    yield "doi", _braced(doi(paper))
    yield "url", _braced(paper.link)


def _unprinted(marked: MarkedPaper, options: Options) -> Fields:
    """What no standard style prints; here characters stay as they are."""
    paper, marks, details = marked.paper, marked.marks, marked.paper.details
    if options.lang is Lang.BOTH or (options.lang is Lang.EN and not paper.texts.title_en):
        yield "title_zh", _braced(field_latex(paper.texts.title_zh or ""))
    yield "translated_by", _braced(escaped(translated_here(paper, options.lang)))
    yield "abstract", _braced("\n\n".join(map(_abstract, abstracts(paper, options.lang))))
    yield "keywords", _braced(", ".join([escaped(printable(tag.replace(",", ";"))) for tag in marks.tags]))
    if options.lang is not Lang.ZH and not all(faithful(author.name) for author in details.authors):
        yield "author_original", _braced(escaped("; ".join([printable(author.name) for author in details.authors])))
    yield "comment", _braced(field_latex(details.comment or ""))
    yield "journal_ref", _braced(field_latex(details.journal or ""))
    yield "journal_doi", _braced(escaped(printable(details.doi or "")))
    yield "annote", _braced(escaped(printable(marks.note or "", keep_newlines=True)))


def _abstract(text: str) -> str:
    """An abstract in which a group that was cut open does not swallow the sign of the cut."""
    return field_latex(text.removesuffix(CUT)) + (CUT if text.endswith(CUT) else "")


def _title(paper: Paper, lang: Lang) -> str:
    """The title as styles print it; one that pdflatex has no letters for only where Chinese is asked for."""
    title = main_title(paper)
    if not paper.texts.title_en and not writable(title):
        return field_latex(title) if lang is Lang.ZH else f"{{arXiv:{paper.id}}}"
    return title_latex(title)


def _authors(paper: Paper, lang: Lang) -> str:
    """All names; those that pdflatex has no letters for are "others", except where Chinese is asked for."""
    names = list(person_names(paper.details.authors))
    if lang is Lang.ZH:
        return _listed(names, escaped)
    written = [name for name in names if writable(name.family)]
    return _listed(written, name_latex) + (" and others" if 0 < len(written) < len(names) else "")


def _listed(names: Iterable[PersonName], write: Callable[[str], str]) -> str:
    return " and ".join([_author(name, write) for name in names])


def _author(name: PersonName, write: Callable[[str], str]) -> str:
    if not name.given and not name.suffix:
        return f"{{{write(name.family)}}}"
    return ", ".join([_part(write(part)) for part in (name.family, name.suffix, name.given) if part])


def _part(written: str) -> str:
    """A part of a name, in braces where BibTeX would find a second name or a second part in it."""
    return f"{{{written}}}" if _AND.search(written) or "," in written else written


def _sort_key(paper: Paper) -> str:
    """The first words of the title in ASCII, its formulas as they read: labels cut it anywhere."""
    words = [word for part in _NO_WORD.sub(" ", folded(plain(main_title(paper)))).split() if (word := part.strip("-"))]
    return " ".join(words[:_KEY_WORDS]) or paper.id


def _class(paper: Paper) -> str:
    """The primary category; an old ID begins with its archive, which was its class."""
    archive = paper.id.partition("/")[0] if "/" in paper.id else ""
    return escaped(printable(paper.category or archive))


def _braced(value: str) -> str | None:
    return f"{{{value}}}" if value else None
