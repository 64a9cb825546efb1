"""BibTeX, for LaTeX (bibtex and biber) and for reference managers.

The entry is arXiv's own, with `eprinttype` beside `archivePrefix`, because reference managers read one or the other;
the eprint has no version. Digests name no authors, so there is no author field. The reader's note goes into `annote`,
which reference managers show as a note and bibliography styles do not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reader.export.options import Options
from reader.export.texts import abstracts, chinese_title, doi, key, main_title, submitted
from reader.model import MarkedPaper, Paper
from reader.text.latex import formulas, plain
from reader.text.safe import printable

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)
_UNBALANCED = {r"\{": r"\textbraceleft{}", r"\}": r"\textbraceright{}"}
_WORD_WITH_CAPITALS = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_UNSAFE_IN_FORMULA = re.compile(r"(?<!\\)[%#]|\\(?:href|url|footnote|cite)|[^\x00-\xff]|\\\Z")


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One entry a paper; `options.lang` chooses abstracts, and whether the Chinese title stands beside the English."""
    for number, marked in enumerate(papers):
        fields = {name: value for name, value in _fields(marked, options) if value}
        width = max(map(len, fields))
        lines = ",\n".join(f"  {name:<{width}} = {value}" for name, value in fields.items())
        yield ("\n" if number else "") + f"@misc{{{key(marked.paper)},\n{lines}\n}}\n"


def _fields(marked: MarkedPaper, options: Options) -> Iterator[tuple[str, str | None]]:
    paper, marks = marked.paper, marked.marks
    date = submitted(paper)
    yield "title", _braced(latex(main_title(paper), protect=True))
    yield "titleaddon", _braced(latex(chinese_title(paper, options.lang) or ""))
    if date:
        yield "year", _braced(str(date[0]))
        yield "month", _MONTHS[date[1] - 1]
    yield "eprint", _braced(paper.id)
    yield "archivePrefix", "{arXiv}"
    yield "eprinttype", "{arxiv}"
    yield "primaryClass", _braced(paper.category or _archive(paper))
    yield "doi", _braced(doi(paper))
    yield "url", _braced(paper.link)
    yield "abstract", _braced("\n\n".join(latex(text) for text in abstracts(paper, options.lang)))
    yield "keywords", _braced(", ".join(_escaped(printable(tag.replace(",", ";"))) for tag in marks.tags))
    yield "annote", _braced(_escaped(printable(marks.note or "", keep_newlines=True)))


def _archive(paper: Paper) -> str:
    """An old ID begins with its archive, which was its class."""
    return paper.id.partition("/")[0] if "/" in paper.id else ""


def _braced(value: str) -> str | None:
    return f"{{{value}}}" if value else None


def latex(text: str, *, protect: bool = False) -> str:
    """`text` as LaTeX with balanced braces: formulas stay formulas, everything else is escaped.

    protect  put braces around words with capitals inside, which bibliography styles would make small
    """
    pieces = [_formula(piece) if formula else _prose(piece, protect) for piece, formula in formulas(text)]
    return "".join(pieces)


def _formula(body: str) -> str:
    body = printable(body).strip()
    if _balanced(body) and not _UNSAFE_IN_FORMULA.search(body):
        return f"${body}$"
    return _escaped(plain(f"${body}$"))


def _prose(text: str, protect: bool) -> str:
    readable = _escaped(printable(plain(text)))
    return _WORD_WITH_CAPITALS.sub(_protected, readable) if protect else readable


def _protected(match: re.Match[str]) -> str:
    word = match[0]
    command = match.string[match.start() - 1 : match.start()] == "\\"
    return word if command or word[1:].islower() or not any(map(str.isupper, word[1:])) else f"{{{word}}}"


def _escaped(text: str) -> str:
    """`text` with TeX's special characters escaped; braces that do not balance become commands without braces."""
    line = text.translate(_ESCAPES)
    if not _balanced(text):
        line = re.sub(r"\\[{}]", lambda match: _UNBALANCED[match[0]], line)
    return line


def _balanced(text: str) -> bool:
    """BibTeX counts braces, escaped or not."""
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return not depth
