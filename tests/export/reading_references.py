"""Reference managers' formats, read by other programs: BibTeX, RIS, CSL-JSON, Zotero RDF."""

from __future__ import annotations

import json
import re
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import Any

from reader.export.formats import render
from reader.export.latex import writable
from reader.export.ris import CHINESE_TITLE
from reader.export.texts import CUT, abstracts, chinese_title, main_title, shown, submitted, with_formulas
from reader.model import Lang, MarkedPaper, Paper
from reader.text.safe import printable
from tests.export.comparing import Papers, characters, compared, letters, names_in, squeezed, words


def _bibtex_wanted(marked: MarkedPaper) -> dict[str, Any]:
    paper = marked.paper
    return {
        "eprint": paper.id,
        "url": paper.link,
        "primaryclass": paper.category or (paper.id.partition("/")[0] if "/" in paper.id else None),
        "doi": f"10.48550/arXiv.{paper.id}",
        "title": letters(main_title(paper)),
        "title_zh": characters(paper.texts.title_zh or "") or None,
        "abstract": "".join([characters(text.removesuffix(CUT)) for text in abstracts(paper, Lang.BOTH)]) or None,
        "keywords": squeezed(", ".join([tag.replace(",", ";") for tag in marked.marks.tags])) or None,
        "annote": squeezed(marked.marks.note or "") or None,
        "date": (submitted(paper) or ())[:2],
    }


def verbatim(text: str) -> str:
    """What a reader wrote, out of LaTeX that shows exactly that."""
    for name, sign in _VERBATIM:
        text = text.replace(f"\\{name}", sign)
    return squeezed(text.replace("\0", "\\"))


_VERBATIM = (
    ("textbackslash{}", "\0"),
    ("textasciitilde{}", "~"),
    ("textasciicircum{}", "^"),
    ("textbraceleft{}", "{"),
    ("textbraceright{}", "}"),
    *((sign, sign) for sign in "&%$#_{}"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _bibtex_found(fields: Mapping[str, str]) -> dict[str, Any]:
    told = {name.lower(): value for name, value in fields.items()}
    texts = {name: characters(told[name]) for name in ("title_zh", "abstract") if name in told}
    literal = {name: verbatim(told[name]) for name in ("keywords", "annote") if name in told}
    month = told.get("month", "")[:3].lower()
    date = (int(told["year"]), _MONTHS.index(month) + 1) if month else ()
    same = {name: told.get(name) for name in ("eprint", "url", "primaryclass", "doi")}
    return same | texts | literal | {"title": letters(told["title"]), "date": date}


def pybtex(papers: Papers) -> Iterator[str]:
    """BibTeX, by pybtex."""
    from pybtex.database import parse_string  # type: ignore[import-untyped]  # pybtex declares no types

    entries = parse_string("".join(render(papers, "bibtex")), "bibtex").entries.values()
    found = {
        entry.fields["eprint"]: _bibtex_found(dict(entry.fields.items()))
        | {"authors": words([str(person) for person in entry.persons.get("author", ())])}
        for entry in entries
    }

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        names = [name for name in names_in(marked) if writable(name)]
        others = [["others"]] if 0 < len(names) < len(names_in(marked)) else []
        return _bibtex_wanted(marked) | {"authors": words(names) + others}

    return compared(papers, found, wanted)


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
            "year": str((submitted(paper) or ("",))[0]) or None,
            "words": words(names_in(marked)),
            "noted": _noted(paper, marked.marks.note),
        }

    found = {
        entry["id"]: entry | {"words": words(entry.get("authors", [])), "noted": characters("".join(entry["notes"]))}
        for entry in library.loads("".join(render(papers, "ris")))
    }
    return compared(papers, found, wanted)


def _noted(paper: Paper, note: str | None) -> str:
    """What stands in the notes of a RIS record, in HTML."""
    category = f" [{paper.category}]" if paper.category else ""
    translation = chinese_title(paper, Lang.BOTH)
    title = f"{CHINESE_TITLE}{shown(translation)}" if translation else ""
    lines = "<br/>".join(escape(line.rstrip(), quote=False) for line in (note or "").strip().split("\n"))
    return characters(f"arXiv:{paper.id}{category}{escape(title, quote=False)}{lines}")


def citeproc(papers: Papers) -> Iterator[str]:
    """CSL-JSON, by citeproc-py; and by its text."""
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-not-found,import-untyped,unused-ignore]

    items = json.loads("".join(render(papers, "csl")))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it knows neither `annote` nor `number` of an article
        sources = CiteProcJSON(items)
    if len(sources) != len(items):
        yield f"{len(items)} items written, {len(sources)} read"
    found = {
        item["number"].removeprefix("arXiv:"): item
        | {"words": words([" ".join(name.values()) for name in item.get("author", ())])}
        for item in items
    }

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        title = shown(main_title(marked.paper))
        abstract = "\n\n".join(map(shown, abstracts(marked.paper, Lang.BOTH)))
        date = submitted(marked.paper)
        return {
            "type": "article",
            "title": title,
            "URL": marked.paper.link,
            "DOI": f"10.48550/arXiv.{marked.paper.id}",
            "abstract": abstract or None,
            "issued": {"date-parts": [list(date)]} if date else None,
            "keyword": ", ".join(marked.marks.tags) or None,
            "annote": printable(marked.marks.note or "", keep_newlines=True) or None,
            "words": words(names_in(marked)),
        }

    yield from compared(papers, found, wanted)


def zotero(papers: Papers) -> Iterator[str]:
    """Zotero RDF, by lxml."""
    from lxml import etree

    spaces = {"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}
    spaces |= {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "z": "http://www.zotero.org/namespaces/export#"}
    root = etree.fromstring("".join(render(papers, "zotero")).encode())
    attached = {node.get(f"{{{spaces['rdf']}}}about") for node in root.iterfind("z:Attachment", spaces)}
    notes = {memo.get(f"{{{spaces['rdf']}}}about"): memo.findtext("*") for memo in root.iterfind("{*}Memo")}
    found = {}
    for item in root.iterfind("rdf:Description", spaces):
        link = str(item.get(f"{{{spaces['rdf']}}}about"))
        arxiv_id = link.partition("/abs/")[2]
        people = [[part.text or "" for part in person] for person in item.iterfind(".//{*}Person")]
        found[arxiv_id] = {
            "link": link,
            "type": item.findtext("z:itemType", namespaces=spaces),
            "title": letters(item.findtext("dc:title", "", spaces)),
            "abstract": item.findtext("dcterms:abstract", "", spaces),
            "tags": [tag.text for tag in item.iterfind("dc:subject", spaces) if not len(tag)],
            "date": item.findtext("dc:date", "", spaces),
            "note": characters(unescape(re.sub("<[^>]*>", " ", notes.get(f"#note-{arxiv_id}") or ""))),
            "words": words([" ".join(parts) for parts in people]),
            "translation": "titleTranslation: " in item.findtext("dc:description", "", spaces),
            "pdf": f"#pdf-{arxiv_id}" in attached,
        }

    def wanted(marked: MarkedPaper) -> dict[str, Any]:
        paper = marked.paper
        texts = [with_formulas(text, keep_newlines=True) for text in abstracts(paper, Lang.BOTH)]
        return {
            "link": paper.link,
            "type": "preprint",
            "title": letters(main_title(paper)),
            "abstract": "\n\n".join(texts),
            "tags": [unicodedata.normalize("NFC", tag).strip() for tag in marked.marks.tags],
            "date": "-".join(f"{number:02}" for number in submitted(paper) or ()),
            "note": characters(marked.marks.note or ""),
            "words": words(names_in(marked)),
            "translation": chinese_title(paper, Lang.BOTH) is not None,
            "pdf": True,
        }

    return compared(papers, found, wanted)
