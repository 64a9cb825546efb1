"""Other programs read what is exported: each check answers where what they read differs from the JSON Lines.

A check takes papers and gives one line for each difference. `CHECKS` names them by program; those whose package is not
installed raise ImportError.
"""

from __future__ import annotations

import csv
import json
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import pairwise
from typing import Any

from reader.export.fields import FIELDS
from reader.export.formats import Options, format_named, render
from reader.export.table import harmless
from reader.export.tex_letters import folded
from reader.export.texts import CUT, abstracts, main_title, shown, with_formulas
from reader.model import TEXT_FIELDS, Lang, MarkedPaper
from reader.sources.arxiv_id import canonical
from reader.sources.markdown import parse_digest
from reader.text.latex import plain
from reader.text.safe import printable

Papers = Sequence[MarkedPaper]
_NO_LETTER = re.compile(r"[\W_]+")
_SIGNS = (("textbackslash", ""), ("textasciitilde", ""), ("textasciicircum", ""), ("textbraceleft", ""))


def records(papers: Papers) -> list[dict[str, Any]]:
    """The JSON Lines, read."""
    return [json.loads(line) for line in "".join(render(papers, "jsonl")).splitlines()]


def letters(text: str) -> str:
    """What must be the same in a text and in LaTeX that sets it: letters and digits without accents and case."""
    for name, sign in (*_SIGNS, ("textbraceright", "")):
        text = text.replace(f"\\{name}", sign)
    shown_text = printable(plain(text.replace("{$", "$").replace("$}", "$")))
    return _NO_LETTER.sub("", folded(shown_text)).casefold()


def compared(
    papers: Papers, found: Mapping[str, Mapping[str, Any]], wanted: Callable[[MarkedPaper], dict[str, Any]]
) -> Iterator[str]:
    """Differences between the fields `found`, by arXiv ID, and those `wanted` of each paper."""
    if len(found) != len({marked.paper.id for marked in papers}):
        yield f"{len(papers)} papers written, {len(found)} read"
    for marked in papers:
        told = found.get(marked.paper.id)
        if told is None:
            yield f"{marked.paper.id} is lost"
            continue
        for name, value in wanted(marked).items():
            if told.get(name) != value:
                yield f"{marked.paper.id} {name}: {told.get(name)!r} is not {value!r}"


def _bibtex_wanted(marked: MarkedPaper) -> dict[str, Any]:
    paper = marked.paper
    return {
        "eprint": paper.id,
        "url": paper.link,
        "primaryclass": paper.category or (paper.id.partition("/")[0] if "/" in paper.id else None),
        "title": letters(main_title(paper)),
        "abstract": "".join([letters(text.removesuffix(CUT)) for text in abstracts(paper, Lang.BOTH)]) or None,
    }


def _bibtex_found(fields: Mapping[str, str]) -> dict[str, Any]:
    told = {name.lower(): value for name, value in fields.items()}
    texts = {name: letters(told[name]) for name in ("title", "abstract") if name in told}
    return {name: told.get(name) for name in ("eprint", "url", "primaryclass")} | texts


def pybtex(papers: Papers) -> Iterator[str]:
    """BibTeX, by pybtex."""
    from pybtex.database import parse_string  # type: ignore[import-untyped]  # pybtex declares no types

    entries = parse_string("".join(render(papers, "bibtex")), "bibtex").entries.values()
    found = {entry.fields["eprint"]: _bibtex_found(dict(entry.fields.items())) for entry in entries}
    return compared(papers, found, _bibtex_wanted)


def bibtexparser_either(papers: Papers) -> Iterator[str]:
    """BibTeX, by bibtexparser of either line."""
    import bibtexparser  # type: ignore[import-not-found,import-untyped,unused-ignore]

    library: Any = bibtexparser  # two lines of one name
    text = "".join(render(papers, "bibtex"))
    if hasattr(library, "parse_string"):
        whole = library.parse_string(text)
        if whole.failed_blocks:
            yield f"{len(whole.failed_blocks)} blocks failed: {whole.failed_blocks[0].error}"
        entries = [{field.key: field.value for field in entry.fields} for entry in whole.entries]
    else:
        entries = library.bparser.BibTexParser(common_strings=True).parse(text).entries
    yield from compared(papers, {entry["eprint"]: _bibtex_found(entry) for entry in entries}, _bibtex_wanted)


def rispy(papers: Papers) -> Iterator[str]:
    """RIS, by rispy."""
    import rispy as library  # type: ignore[import-not-found,import-untyped,unused-ignore]

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        paper = marked.paper
        return {
            "title": shown(main_title(paper)),
            "doi": f"10.48550/arXiv.{paper.id}",
            "urls": [paper.link],
            "abstract": " ".join(map(shown, abstracts(paper, Lang.BOTH))) or None,
            "keywords": [tag.replace(";", ",") for tag in marked.marks.tags] or None,
        }

    entries = library.loads("".join(render(papers, "ris")))
    return compared(papers, {entry["id"]: entry for entry in entries}, wanted)


def _table_wanted(marked: MarkedPaper) -> dict[str, Any]:
    record = records([marked])[0]
    texts = {name: harmless(shown(record[name] or "")) for name in TEXT_FIELDS}
    plain_values = {
        name: str(record[name] or "") for name in ("category", "announce", "link", "first_seen", "last_seen")
    }
    tags = harmless("; ".join(record["tags"]))
    return texts | plain_values | {"id": f"arXiv:{record['id']}", "cut": str(record["cut"]).lower(), "tags": tags}


def csv_module(papers: Papers) -> Iterator[str]:
    """CSV, by Python's own module."""
    rows = csv.DictReader(StringIO("".join(render(papers, "csv")), newline=""), strict=True)
    return compared(papers, {row["id"].removeprefix("arXiv:"): row for row in rows}, _table_wanted)


def pandas(papers: Papers) -> Iterator[str]:
    """CSV, by pandas with nothing but its defaults: no ID becomes a number."""
    import pandas as library  # type: ignore[import-not-found,import-untyped,unused-ignore]

    frame = library.read_csv(StringIO("".join(render(papers, "csv")), newline=""))
    columns = ["id", "link", "title_en"]
    rows = frame[columns].astype(object).where(frame[columns].notna(), "")
    found = {row["id"].removeprefix("arXiv:"): row for row in rows.to_dict("records")}
    return compared(
        papers,
        found,
        lambda marked: {n: v for n, v in _table_wanted(marked).items() if n in ("id", "link", "title_en")},
    )


def citeproc(papers: Papers) -> Iterator[str]:
    """CSL-JSON, by citeproc-py; and by its text."""
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-not-found,import-untyped,unused-ignore]

    items = json.loads("".join(render(papers, "csl")))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it knows neither `annote` nor `number` of an article
        sources = CiteProcJSON(items)
    if len(sources) != len(items):
        yield f"{len(items)} items written, {len(sources)} read"
    found = {item["number"].removeprefix("arXiv:"): item for item in items}

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        title = shown(main_title(marked.paper))
        abstract = "\n\n".join(map(shown, abstracts(marked.paper, Lang.BOTH)))
        return {"type": "article", "title": title, "URL": marked.paper.link, "abstract": abstract or None}

    yield from compared(papers, found, wanted)


def markdown_it(papers: Papers) -> Iterator[str]:
    """The reading list, by markdown-it: each paper one list item, its title the text of a link."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse("".join(render(papers, "markdown")).partition("# Reading list\n")[2])
    found: dict[str, dict[str, Any]] = {}
    for before, token in pairwise(tokens):
        children = token.children or []
        if before.type == "paragraph_open" and children and children[0].type == "link_open" and token.level == 3:
            link = str(children[0].attrs["href"])
            text = "".join(child.content for child in children if child.type in ("text", "text_special"))
            found[link.partition("/abs/")[2]] = {"link": link, "title": text}
    items = sum(token.type == "list_item_open" for token in tokens)
    if items != len(papers):
        yield f"{len(papers)} papers written, {items} items read"
    yield from compared(papers, found, lambda m: {"link": m.paper.link, "title": shown(main_title(m.paper)).strip()})


def zotero(papers: Papers) -> Iterator[str]:
    """Zotero RDF, by lxml."""
    from lxml import etree

    spaces = {"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}
    spaces |= {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "z": "http://www.zotero.org/namespaces/export#"}
    root = etree.fromstring("".join(render(papers, "zotero")).encode())
    found = {}
    for item in root.iterfind("rdf:Description", spaces):
        link = str(item.get(f"{{{spaces['rdf']}}}about"))
        found[link.partition("/abs/")[2]] = {
            "link": link,
            "type": item.findtext("z:itemType", namespaces=spaces),
            "title": letters(item.findtext("dc:title", "", spaces)),
            "abstract": item.findtext("dcterms:abstract", "", spaces),
        }

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        texts = [with_formulas(text, keep_newlines=True) for text in abstracts(marked.paper, Lang.BOTH)]
        abstract = "\n\n".join(texts)
        return {
            "link": marked.paper.link,
            "type": "preprint",
            "title": letters(main_title(marked.paper)),
            "abstract": abstract,
        }

    return compared(papers, found, wanted)


def yaml(papers: Papers) -> Iterator[str]:
    """The front matter of Obsidian's notes, by PyYAML."""
    import yaml as library  # type: ignore[import-untyped,unused-ignore]

    found = {}
    for _, text in format_named("obsidian").files(papers, Options()):
        values = library.safe_load(text.split("---\n")[1])
        found[values["arxiv"]] = values

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        return {"arxiv": marked.paper.id, "url": marked.paper.link, "category": marked.paper.category}

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
        return {name: getattr(marked.paper.texts, name) for name in TEXT_FIELDS} | {"tags": list(marked.marks.tags)}

    for record in found.values():
        if list(record) != list(FIELDS):
            yield f"{record['id']} has other keys"
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
    "PyYAML (Obsidian)": yaml,
    "this program (digest)": own_reader,
    "json": json_module,
}
