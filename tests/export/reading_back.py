"""Other programs read what is exported: each check answers where what they read differs from the JSON Lines.

A check takes papers and gives one line for each difference. `CHECKS` names them by program; those whose package is not
installed raise ImportError.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from itertools import pairwise
from typing import Any

from reader.export.fields import FIELDS
from reader.export.formats import Options, format_named, render
from reader.export.table import harmless
from reader.export.texts import abstracts, chinese_title, main_title, shown, with_formulas
from reader.model import TEXT_FIELDS, Lang, MarkedPaper
from reader.sources.arxiv_id import canonical
from reader.sources.markdown import parse_digest
from reader.text.latex import plain
from reader.text.safe import printable
from tests.export.comparing import Papers, compared, records, squeezed
from tests.export.reading_references import bibtexparser_either, citeproc, pybtex, rispy, zotero


def _table_wanted(marked: MarkedPaper) -> dict[str, Any]:
    record = records([marked])[0]
    texts = {name: harmless(shown(record[name] or "")) for name in TEXT_FIELDS}
    plain_values = {
        name: harmless(printable(str(value or ""), keep_newlines=True))
        for name, value in record.items()
        if name not in TEXT_FIELDS and not isinstance(value, bool | list)
    }
    lists = {
        name: harmless("; ".join(map(printable, value)))
        for name, value in record.items()
        if isinstance(value, list) and all(isinstance(item, str) for item in value)
    }
    by_hand = {"id": f"arXiv:{record['id']}", "cut": str(record["cut"]).lower()}
    return texts | plain_values | lists | by_hand


def csv_module(papers: Papers) -> Iterator[str]:
    """CSV, by Python's own module."""
    rows = csv.DictReader(StringIO("".join(render(papers, "csv")), newline=""), strict=True)
    return compared(papers, {row["id"].removeprefix("arXiv:"): row for row in rows}, _table_wanted)


_TOLD = (*TEXT_FIELDS, "link", "category", "first_seen", "tags", "note", "authors")
"""Columns of text: of the others, pandas makes numbers and days."""


def pandas(papers: Papers) -> Iterator[str]:
    """CSV, by pandas with nothing but its defaults: no ID becomes a number."""
    import pandas as library  # type: ignore[import-not-found,import-untyped,unused-ignore]

    frame = library.read_csv(StringIO("".join(render(papers, "csv")), newline=""))
    columns = ["id", *_TOLD]
    rows = frame[columns].astype(object).where(frame[columns].notna(), "")
    found = {row["id"].removeprefix("arXiv:"): row for row in rows.to_dict("records")}
    return compared(
        papers,
        found,
        lambda marked: {n: v for n, v in _table_wanted(marked).items() if n in columns},
    )


def markdown_it(papers: Papers) -> Iterator[str]:
    """The reading list, by markdown-it: each paper one list item, its title the text of a link, its texts below."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse("".join(render(papers, "markdown")).partition("# Reading list\n")[2])
    found: dict[str, dict[str, Any]] = {}
    item: list[str] = []
    for before, token in pairwise(tokens):
        children = token.children or []
        if token.type != "inline":
            continue
        text = "".join(child.content if child.type in ("text", "text_special") else " " for child in children)
        if before.type == "paragraph_open" and children[0].type == "link_open" and token.level == 3:
            link, item = str(children[0].attrs["href"]), []
            found[link.partition("/abs/")[2]] = {"link": link, "title": text.strip(), "texts": item}
        else:
            item.append(squeezed(text))
    items = sum(token.type == "list_item_open" for token in tokens)
    if items != len(papers):
        yield f"{len(papers)} papers written, {items} items read"

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        texts = marked.paper.texts
        below = [chinese_title(marked.paper, Lang.BOTH), _names_line(marked), "", texts.tldr_en, texts.tldr_zh]
        told = [squeezed(shown(text)) if text else "" for text in (*below, *abstracts(marked.paper, Lang.BOTH))]
        note = f"Note: {printable(marked.marks.note, keep_newlines=True)}" if marked.marks.note else ""
        found[marked.paper.id]["texts"] = [*filter(None, _without_facts(found[marked.paper.id]["texts"], told))]
        return {
            "link": marked.paper.link,
            "title": shown(main_title(marked.paper)).strip(),
            "texts": [*filter(None, (*told, squeezed(note)))],
        }

    yield from compared(papers, found, wanted)


def _names_line(marked: MarkedPaper) -> str:
    return ", ".join([shown(author.name) for author in marked.paper.details.authors])


def _without_facts(read: list[str], told: list[str]) -> list[str]:
    """The paragraphs of an item without the line of facts, which stands behind title and authors."""
    before = sum(map(bool, told[:2]))
    return read[:before] + read[before + 1 :]


def html(papers: Papers) -> Iterator[str]:
    """The page, by lxml: an article a paper, with its texts."""
    from lxml import etree

    root = etree.fromstring("".join(render(papers, "html")).encode(), etree.HTMLParser())
    found = {
        str(article.get("id")): {
            "title": [squeezed("".join(title.itertext())) for title in article.iterfind("h2")],
            "texts": [
                squeezed("".join(p.itertext())) for p in article.iter("p") if p.get("class") not in ("people", "facts")
            ],
        }
        for article in root.iter("article")
    }

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        texts = marked.paper.texts
        titles = [shown(text) for text in (texts.title_en, texts.title_zh) if text]
        below = [shown(text) for text in (texts.tldr_en, texts.tldr_zh) if text]
        below += [shown(text) for text in abstracts(marked.paper, Lang.BOTH)]
        note = printable(marked.marks.note or "", keep_newlines=True)
        return {
            "title": list(map(squeezed, titles)) or [f"arXiv:{marked.paper.id}"],
            "texts": [*filter(None, map(squeezed, (*below, note)))],
        }

    return compared(papers, found, wanted)


def yaml(papers: Papers) -> Iterator[str]:
    """The front matter of Obsidian's notes, by PyYAML."""
    import yaml as library  # type: ignore[import-untyped,unused-ignore]

    found = {}
    for _, text in format_named("obsidian").files(papers, Options()):
        values = library.safe_load(text.split("---\n")[1])
        found[values["arxiv"]] = values | {"title": squeezed(values["title"])}

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        return {
            "arxiv": marked.paper.id,
            "url": marked.paper.link,
            "category": marked.paper.category,
            "title": squeezed(with_formulas(main_title(marked.paper))),
            "authors": [printable(plain(author.name)) for author in marked.paper.details.authors] or None,
        }

    return compared(papers, found, wanted)


def own_reader(papers: Papers) -> Iterator[str]:
    """The digests, by this program."""
    entries = parse_digest("".join(render(papers, "digest")), "export.md").entries
    ids = {canonical(marked.paper.id): marked.paper.id for marked in papers}
    found = {ids[e.id]: {"texts": _squeezed(e), "announce": e.announce, "cut": e.cut} for e in entries}

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        return {"texts": _squeezed(marked.paper), "announce": marked.paper.announce, "cut": marked.paper.cut}

    return compared(papers, found, wanted)


def _squeezed(one: Any) -> list[str]:
    return [" ".join(printable(getattr(one.texts, name) or "").split()).rstrip(".") for name in TEXT_FIELDS]


def json_module(papers: Papers) -> Iterator[str]:
    """JSON Lines, by Python's own module: the keys that were promised, and every text as it was collected."""
    found = {record["id"]: record for record in records(papers)}

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        paper, details = marked.paper, marked.paper.details
        return {name: getattr(paper.texts, name) for name in TEXT_FIELDS} | {
            "tags": list(marked.marks.tags),
            "note": marked.marks.note,
            "authors": [author.name for author in details.authors],
            "categories": list(details.categories),
            "comment": details.comment,
            "version": paper.version,
            "appearances": len(paper.appearances),
        }

    for record in found.values():
        if list(record) != list(FIELDS):
            yield f"{record['id']} has other keys"
        record["appearances"] = len(record["appearances"])
    yield from compared(papers, found, wanted)


CHECKS: Mapping[str, Callable[[Papers], Iterator[str]]] = {
    "pybtex": pybtex,
    "bibtexparser": bibtexparser_either,
    "rispy": rispy,
    "csv": csv_module,
    "pandas": pandas,
    "citeproc-py": citeproc,
    "markdown-it": markdown_it,
    "lxml (Zotero RDF)": zotero,
    "lxml (HTML)": html,
    "PyYAML (Obsidian)": yaml,
    "this program (digest)": own_reader,
    "json": json_module,
}
