"""BibTeX and BibLaTeX, as reference managers and arXiv write it: entry by entry, a bad one loses one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from reader.model import Author, Digest
from reader.sources.facts import Facts, day_told, folded_line
from reader.sources.gathering import There, Unread, digests_of
from reader.sources.limits import LINE_LIMIT
from reader.sources.naming import MONTHS
from reader.sources.people import author, turned
from reader.sources.streams import Stream
from reader.sources.texts import TOO_LONG, text_lines

_HEAD = re.compile(r"(?:\s*%[^\n]*\n)*\s*@[A-Za-z]{3,20}\s*\{")
_BEGINS = re.compile(r"\s*@([A-Za-z]{2,30})\s*[{(]")
_NAME = re.compile(r"[\s,]*([A-Za-z][\w:.+-]{0,60})\s*=\s*")
_BARE = re.compile(r"[^\s,{}\"#]{1,200}")
_JOINED = re.compile(r"\s*#\s*")
_SIGN = re.compile(r'\\.|[{}"]', re.DOTALL)
_AND = re.compile(r"\s+and\s+")
_MATHS = re.compile(r"(\$[^$]*\$)")
_BRACES = re.compile(r"(?<!\\)[{}]")
_ARXIV = re.compile(r"arxiv", re.IGNORECASE)
_NO_WORKS = {"string", "comment", "preamble", "set", "xdata"}
_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_MOST_NAMES = 10_000
_OLD_NUMBER = re.compile(r"\d{7}(?:v\d+)?")
_UNPUBLISHED = {"misc", "online", "unpublished", "preprint", "techreport", "report"}


def is_bibtex(head: str) -> bool:
    """Whether a file begins with an entry of a bibliography, comments allowed. (A README may have one within.)"""
    return _HEAD.match(head) is not None


def read_bibtex(stream: Stream, place: str, there: There = None) -> Iterator[Digest]:
    """The works that are on arXiv, those only that are `there`."""
    return digests_of(place, _records(stream), there)


def _records(stream: Stream) -> Iterator[Facts | Unread]:
    names: dict[str, str] = {}
    for line, kind, text in _entries(stream):
        if text is None:
            yield Unread(line, TOO_LONG)
        elif kind == "string" and len(names) < _MOST_NAMES:
            names |= fields_in(text.replace("{", "{,", 1).replace("(", "(,", 1))
        elif kind not in _NO_WORKS:
            yield _facts(kind, fields_in(text, names), line)


def _entries(stream: Stream) -> Iterator[tuple[int, str, str | None]]:
    """Line, kind and text of each entry: it ends where a line begins the next one."""
    kind, parts, size, began = "", list[str](), 0, 0
    for number, line in enumerate(text_lines(stream), start=1):
        if found := _BEGINS.match(line):
            if kind:
                yield began, kind, "".join(parts) if size <= LINE_LIMIT else None
            kind, parts, size, began = found[1].lower(), [], 0, number
        size += len(line)
        if kind and size <= LINE_LIMIT:
            parts.append(line)
    if kind:
        yield began, kind, "".join(parts) if size <= LINE_LIMIT else None


def fields_in(entry: str, names: Mapping[str, str] = _NO_NAMES) -> dict[str, str]:
    """The fields of one entry, by lower-case name; the first of a name counts. What cannot be read ends it.

    names  what `@string` said that names stand for
    """
    fields: dict[str, str] = {}
    at = entry.find(",")
    while at >= 0 and (found := _NAME.match(entry, at)):
        value, at = _value(entry, found.end(), names)
        fields.setdefault(found[1].lower(), value)
    return fields


def _value(text: str, at: int, names: Mapping[str, str]) -> tuple[str, int]:
    """The value at `at` (pieces with `#` between are one) and where it ends."""
    parts = []
    while at < len(text):
        if text[at] in '{"':
            end = _closing(text, at)
            parts.append(text[at + 1 : end])
            at = end + 1
        elif bare := _BARE.match(text, at):
            parts.append(names.get(bare[0].lower(), bare[0]))
            at = bare.end()
        else:
            break
        joined = _JOINED.match(text, at)
        if not joined:
            break
        at = joined.end()
    return "".join(parts), at


def _closing(text: str, start: int) -> int:
    """Where the brace or quote at `start` is closed; the end of the text if it never is."""
    quoted = text[start] == '"'
    depth = 0 if quoted else 1
    for found in _SIGN.finditer(text, start + 1):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth and not quoted:
                return found.start()
        elif sign == '"' and quoted and not depth:
            return found.start()
    return len(text)


def _facts(kind: str, fields: dict[str, str], line: int) -> Facts:
    def text(*names: str) -> str:
        return next((fields[name] for name in names if fields.get(name)), "")

    archive = text("archiveprefix", "eprinttype")
    eprint = text("eprint") if not archive or _ARXIV.search(archive) else ""
    if _OLD_NUMBER.fullmatch(eprint or text("eprint")):  # of the time when an archive was named beside it
        eprint = f"{(text('primaryclass') if _ARXIV.search(archive) else archive).partition('.')[0]}/{text('eprint')}"
    others = [fields.get(name, "") for name in ("url", "doi", "journal", "note", "howpublished", "number", "volume")]
    category = text("primaryclass", "eprintclass")
    journal = text("journal", "journaltitle", "booktitle")
    return Facts(
        links=(eprint, *(_link(value) for value in others if _ARXIV.search(value))),
        title=folded_line(_unbraced(text("title"))),
        abstract=_unbraced(text("abstract")),
        authors=_authors(text("author")),
        categories=(category.strip(),) if category else (),
        doi=text("doi"),
        journal="" if _ARXIV.search(journal) or journal == "CoRR" else folded_line(_unbraced(journal)),
        submitted=_day(fields) if kind in _UNPUBLISHED else None,
        line=line,
    )


def _link(value: str) -> str:
    """The part of a field from the place on where arXiv is named: `arXiv preprint arXiv:2402.18789`."""
    return value.replace("arXiv preprint ", "").strip()


def _day(fields: dict[str, str]) -> date | None:
    if told := day_told(fields.get("date", "")):
        return told
    month = fields.get("month", "").strip().lower()
    number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else month
    return day_told(f"{fields.get('year', '').strip()}-{number}-{fields.get('day', '').strip()}")


def _within_braces(name: str) -> str:
    while name.startswith("{") and _closing(name, 0) == len(name) - 1:
        name = name[1:-1].strip()
    return name


def _unbraced(text: str) -> str:
    """`text` without the braces that keep capitals, but with those of its maths and commands."""
    if "{" not in text:
        return text
    parts = _MATHS.split(text)
    return "".join(part if at % 2 or "\\" in part else _BRACES.sub("", part) for at, part in enumerate(parts))


def _authors(text: str) -> tuple[Author, ...]:
    people = []
    for name in _AND.split(folded_line(text)):
        if name.strip().lower() != "others":
            bare = _within_braces(name)
            people.append(author(turned(name) if bare == name else bare))  # in braces it has no parts: a team
    return tuple(person for person in people if person)
