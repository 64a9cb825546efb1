"""Papers that somebody kept elsewhere: lists of IDs or links, BibTeX, CSL-JSON, RIS, Zotero's RDF and CSV.

Only what the reader did is taken: which papers, with which tags and notes. What the papers are, digests tell (or
`sync FILE --papers`). A format is a function from text to `Work`s; what it cannot read of one work loses that one.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

from lxml import etree

from reader.errors import StoreError, read_errors
from reader.export.ris import CHINESE_TITLE
from reader.export.table import harmed
from reader.i18n import msg
from reader.library.files import readable_again
from reader.library.marking import LONGEST_TAG, tag_name
from reader.model import Marks
from reader.sources.arxiv_id import find_id, listed
from reader.sources.bibtex import fields_in, is_bibtex
from reader.sources.decoding import decode
from reader.sources.limits import refuse_larger
from reader.sources.ris import ris_records
from reader.store.schema import HEADER_BYTES, is_marks_database
from reader.text.blanks import BLANKS_BEFORE
from reader.text.latex import plain

_OURS = msg("{file} was written by this program: 'digest-reader restore' takes it")
_OUR_KEYS = ('"first_seen": ', '"bookmarked": ', '"tags": ')
HEAD = 20_000
"""Characters by which a format is told."""


@dataclass(frozen=True, slots=True)
class Work:
    """One work in a file: where its arXiv ID may stand, the reader's tags and note, and what to call it."""

    links: tuple[str, ...]
    tags: tuple[str, ...] = ()
    note: str = ""
    name: str = ""


@dataclass(slots=True)
class Imported:
    """What a file holds: tags and notes by arXiv ID, and the names of the works that are not on arXiv."""

    marks: dict[str, Marks] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


def imported(file: Path) -> Imported:
    """The papers in `file`. Raises StoreError if it cannot be read, or is nothing that is known."""
    with readable_again(file) as plain, read_errors(file):
        refuse_larger(plain.stat().st_size, file)
        data = plain.read_bytes()
    if is_marks_database(data[:HEADER_BYTES]):
        raise StoreError(_OURS, file=file)
    return imported_text(decode(data)[0], str(file))


def imported_text(text: str, name: str) -> Imported:
    """`imported` of text that is here already; `name` is for messages. Raises StoreError if it is nothing known."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith('{"id": "') and any(key in text[:HEAD] for key in _OUR_KEYS):
        raise StoreError(_OURS, file=name)
    try:
        works = _reader_of(text)(text)
        found = Imported()
        for work in works:
            _take(work, found)
    except (ValueError, RecursionError, csv.Error, etree.LxmlError) as error:
        raise StoreError(msg("{file} cannot be read as what it looks like"), file=name) from error
    return found


def _take(work: Work, found: Imported) -> None:
    arxiv_id = next((known[0] for link in work.links if (known := find_id(link))), None)
    if arxiv_id is None:
        found.others.append(work.name or next(filter(None, work.links), ""))
        return
    own = found.marks.get(arxiv_id, Marks())
    tags = {tag for text in work.tags if 0 < len(text.strip()) <= LONGEST_TAG and (tag := tag_name(text))}
    note = "\n\n".join(dict.fromkeys(text for text in (own.note, work.note.strip()) if text))
    found.marks[arxiv_id] = Marks(tags=tuple(sorted({*own.tags, *tags})), note=note or None)


def _reader_of(text: str) -> Callable[[str], Iterable[Work]]:
    head = text[:HEAD]
    if head.lstrip().startswith("<"):
        return _rdf
    if head.lstrip().startswith(("[", "{")):
        return _csl
    if is_bibtex(head):
        return _bibtex
    if re.search(r"^TY  - ", head, re.MULTILINE):
        return _ris
    first = head.partition("\n")[0].casefold()
    if "," in first and ("url" in first or "doi" in first) and "title" in first:
        return _table
    return _list


def _list(text: str) -> Iterator[Work]:
    """IDs or links, one a line or several with spaces, commas or semicolons between; what follows `#` is a remark."""
    for found in re.finditer(r"[^\n]+", text):  # not all lines at once: a list may be long
        line = found[0]
        words = listed(line.partition(" #")[0]) if not line.startswith("#") else []
        known = [word for word in words if find_id(word)]
        if known:
            yield from (Work((word,)) for word in known)
        elif words:
            yield Work((line.strip(),))


_ENTRY = re.compile(r"^[ \t]*@([A-Za-z]{2,30})\s*[{(]", re.MULTILINE)
_NO_WORKS = {"string", "comment", "preamble", "set", "xdata"}
_SEPARATED = re.compile(rf"{BLANKS_BEFORE}[,;]\s*+")
_SIGNS = {"textbackslash{}": "\\", "textasciitilde{}": "~", "textasciicircum{}": "^", "textbraceleft{}": "{"} | {
    "textbraceright{}": "}"
}
_ESCAPED = re.compile(rf"\\(?:({'|'.join(map(re.escape, _SIGNS))})|([&%$#_{{}}]))")


def _bibtex(text: str) -> Iterator[Work]:
    starts = [found.start() for found in _ENTRY.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        entry = text[start:end]
        kind = _ENTRY.match(entry)
        if kind is None or kind[1].lower() in _NO_WORKS:
            continue
        fields = fields_in(entry)
        archive = fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv"
        eprint = fields.get("eprint", "") if archive.casefold() == "arxiv" else ""
        told = [fields.get(name, "") for name in ("url", "doi", "journal", "note", "howpublished", "number", "volume")]
        yield Work(
            links=(eprint, *[value for value in told if "arxiv" in value.casefold()]),
            tags=tuple(_SEPARATED.split(_unescaped(fields.get("keywords", "")))),
            note=_unescaped(fields.get("annote") or fields.get("annotation") or ""),
            name=plain(fields.get("title", "")).strip("{} "),
        )


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _SIGNS.get(found[1] or "", found[2] or ""), text)


def _csl(text: str) -> Iterator[Work]:
    records = json.loads(text)
    if isinstance(records, dict):
        records = records.get("items", [records])
    for record in records if isinstance(records, list) else []:
        if isinstance(record, dict):
            known = {key: value for key, value in record.items() if isinstance(value, str)}
            links = (known.get(key, "") for key in ("number", "URL", "DOI", "archive_location", "note"))
            yield Work(
                links=tuple(links),
                tags=tuple(known.get("keyword", "").split(",")),
                note=known.get("annote", ""),
                name=known.get("title", ""),
            )


def _ris(text: str) -> Iterator[Work]:
    for _, fields in ris_records(text.split("\n")):
        if fields is None:
            continue
        notes = [note for note in fields.get("N1", []) if not note.startswith(("arXiv:", CHINESE_TITLE))]
        yield Work(
            links=tuple(value for tag in ("UR", "DO", "AN", "M1", "N1", "ID") for value in fields.get(tag, [])),
            tags=tuple(fields.get("KW", [])),
            note="\n\n".join(map(_text_of_html, notes)),
            name=next(iter(fields.get("TI", fields.get("T1", []))), ""),
        )


def _table(text: str) -> Iterator[Work]:
    """Zotero's CSV; a table of another program, if its columns are called alike."""
    csv.field_size_limit(len(text) + 1)
    for row in csv.DictReader(StringIO(text, newline="")):
        cells = {str(name).casefold(): value for name, value in row.items() if isinstance(value, str)}
        links = (cells.get(name, "") for name in ("url", "link", "doi", "archive id", "number", "extra", "id"))
        tags = cells.get("manual tags") or cells.get("tags") or ""
        note = _text_of_html(cells["notes"]) if cells.get("notes") else harmed(cells.get("note", ""))
        yield Work(tuple(links), tuple(harmed(tags).split(";")), note, cells.get("title") or cells.get("title_en", ""))


_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "z": "http://www.zotero.org/namespaces/export#",
    "bib": "http://purl.org/net/biblio#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
}
_ABOUT, _RESOURCE = (f"{{{_SPACES['rdf']}}}{name}" for name in ("about", "resource"))
_RDF = f"{{{_SPACES['rdf']}}}RDF"
_NO_ITEMS = frozenset(f"{{{_SPACES['z']}}}{name}" for name in ("Collection", "Attachment"))
_OUR_SUMMARY = "#tldr-"


def _rdf(text: str) -> Iterator[Work]:
    """Zotero's RDF: tags of the reader's own are plain subjects, notes stand beside the items."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(text.encode(), parser)
    if root.tag != _RDF:
        raise ValueError(root.tag)
    notes = {memo.get(_ABOUT): _texts(memo, "rdf:value") for memo in root.iterfind("bib:Memo", _SPACES)}
    for item in root:
        titles = _texts(item, "dc:title")
        links = [link for path in _WHERE for link in _texts(item, path)]
        if titles and links and item.tag not in _NO_ITEMS:
            wanted = [one.get(_RESOURCE, "") for one in item.iterfind("dcterms:isReferencedBy", _SPACES)]
            own = [text for name in wanted if not name.startswith(_OUR_SUMMARY) for text in notes.get(name, ())]
            yield Work(tuple(links), tuple(_texts(item, "dc:subject")), "\n\n".join(map(_text_of_html, own)), titles[0])


_WHERE = ("dc:identifier/dcterms:URI/rdf:value", "prism:number", "z:archiveID", "dc:identifier", "dc:description")


def _texts(node: Any, path: str) -> list[str]:
    return [found.text.strip() for found in node.iterfind(path, _SPACES) if found.text and found.text.strip()]


_LINE_END = re.compile(r"<br\s*/?>\s*", re.IGNORECASE)
_PARAGRAPH = re.compile(rf"{BLANKS_BEFORE}</(?:p|div|li|h\d)>\s*+", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def _text_of_html(text: str) -> str:
    """A note as text: paragraphs with a blank line between, no markup."""
    return unescape(_TAG.sub("", _PARAGRAPH.sub("\n\n", _LINE_END.sub("\n", text)))).strip()
