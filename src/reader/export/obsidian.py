"""Notes for Obsidian: one a paper (into a folder), or one reading list; front matter that Obsidian and Dataview read.

Lists stand one item a line, scalars on one line, IDs and texts in quotes (an ID is a number to YAML). A tag is letters,
digits, `_`, `-` and `/`, not digits alone, and nothing at which Dataview ends a tag. Formulas stay `$…$`; a dollar that
opens none is escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from reader.export.markdown import escaped
from reader.export.options import Options
from reader.export.texts import (
    abstracts,
    authors_line,
    chosen,
    doi,
    iso,
    main_title,
    submitted,
    translated_here,
    web_links,
    with_formulas,
)
from reader.model import MarkedPaper, Paper
from reader.text.latex import formulas, plain
from reader.text.safe import printable

_BREAKERS = re.compile(r"""[^\w/-]+""")
_SPACES = re.compile(r"\s+")
_LIST_TAGS = ("arxiv", "reading-list")


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One reading list of all papers."""
    aliases = ("arXiv reading list", "arXiv 阅读清单")
    lists = _list("aliases", aliases) + _list("tags", _LIST_TAGS, quote=False)
    yield f"---\ntitle: {_quoted('Reading list')}\n{lists}---\n"
    for marked in papers:
        yield f"\n## {_text(main_title(marked.paper))}\n\n"
        by = translated_here(marked.paper, options.lang)
        told = f" · translated by {escaped(by)}" if by else ""
        yield f"{_links(marked.paper)}{told}{_hashes(marked)}\n"
        people = authors_line(marked.paper)
        if people:
            yield f"\n{escaped(people)}\n"
        yield from _body(marked, options)


def files(papers: Iterable[MarkedPaper], options: Options) -> Iterator[tuple[str, str]]:
    """One note a paper: (name of its file, text). The name is the ID, which never changes; titles are aliases."""
    for marked in papers:
        name = marked.paper.id.replace("/", "-")
        heading = f"# {_text(main_title(marked.paper))}\n\n{_links(marked.paper)}\n"
        yield f"{name}.md", "".join([_front_matter(marked, options), "\n", heading, *_body(marked, options)])


def tag(text: str) -> str:
    """`text` as a tag that Obsidian and Dataview take; empty if nothing of it can stand in one."""
    name = re.sub("/{2,}", "/", _BREAKERS.sub("-", printable(text))).strip("-/")
    return f"y{name}" if name.isdecimal() else name


def _front_matter(marked: MarkedPaper, options: Options) -> str:
    paper = marked.paper
    date = submitted(paper)
    scalars = (
        ("title", _quoted(with_formulas(main_title(paper)))),
        ("citekey", options.keys.of(paper)),
        ("arxiv", _quoted(paper.id)),
        ("version", str(paper.version or "")),
        ("doi", _quoted(doi(paper))),
        ("url", _quoted(paper.link)),
        ("pdf", _quoted(paper.pdf)),
        ("date", "-".join(f"{number:02}" for number in date) if date and len(date) == 3 else ""),
        ("month", _quoted(f"{date[0]}-{date[1]:02}") if date else ""),
        ("listed", iso(paper.last_seen) or ""),
        ("translated_by", _quoted(by) if (by := translated_here(paper, options.lang)) else ""),
        ("category", _quoted(paper.category or "") if paper.category else ""),
        ("read", "true" if marked.marks.read else "false"),
    )
    lines = "".join(f"{name}: {value}\n" for name, value in scalars if value)
    names = [printable(plain(author.name)) for author in paper.details.authors]
    lists = (
        _list("aliases", dict.fromkeys(_aliases(paper)))
        + _list("authors", names)
        + _list("tags", _tags(marked), quote=False)
    )
    return f"---\n{lines}{lists}---\n"


def _aliases(paper: Paper) -> Iterator[str]:
    """The titles in both languages without formulas, by which links find the note, and the ID."""
    for title in (paper.texts.title_zh, paper.texts.title_en):
        if title:
            yield _SPACES.sub(" ", printable(plain(title)))
    yield f"arXiv:{paper.id}"


def _tags(marked: MarkedPaper) -> Iterator[str]:
    """`arxiv` and the reader's tags; Obsidian does not tell capitals apart."""
    seen = set()
    for name in ("arxiv", *map(tag, marked.marks.tags)):
        if name and name.casefold() not in seen:
            seen.add(name.casefold())
            yield name


def _links(paper: Paper) -> str:
    return " · ".join([f"[{name}]({url})" for name, url in ((f"arXiv:{paper.id}", paper.link), *web_links(paper))])


def _hashes(marked: MarkedPaper) -> str:
    return "".join(f" #{name}" for name in _tags(marked) if name != "arxiv")


def _body(marked: MarkedPaper, options: Options) -> Iterator[str]:
    paper, lang = marked.paper, options.lang
    for summary in chosen(paper.texts.tldr_zh, paper.texts.tldr_en, lang):
        yield f"\n> {_text(summary)}\n"
    for abstract in abstracts(paper, lang):
        yield f"\n{_text(abstract)}\n"
    if marked.marks.note:
        lines = printable(marked.marks.note.strip(), keep_newlines=True).split("\n")
        yield "\n**Note**\n\n" + "".join(f"{escaped(line.rstrip())}\n" for line in lines)


def _text(text: str) -> str:
    """One line of Markdown in which formulas are formulas and nothing else is markup."""
    pieces = [
        f"${printable(piece).strip()}$" if inside else escaped(_SPACES.sub(" ", printable(plain(piece))))
        for piece, inside in formulas(text)
    ]
    return "".join(pieces).strip()


def _list(name: str, items: Iterable[str], *, quote: bool = True) -> str:
    lines = [f"  - {_quoted(item) if quote else item}\n" for item in items]
    return f"{name}:\n{''.join(lines)}" if lines else ""


def _quoted(text: str) -> str:
    """A YAML scalar in double quotes, on one line: JSON's strings are YAML's."""
    return json.dumps(_SPACES.sub(" ", text), ensure_ascii=False)
