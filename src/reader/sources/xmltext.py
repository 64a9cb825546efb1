"""Feeds and harvests as XML that need not be well-formed: items with their fields, and no text lost.

An XML parser gives up at what people publish (a bare `&` or `<`, HTML's entities, a transfer cut short), and one that
"recovers" drops the text behind. Here only the elements that feeds are made of count as markup; all else is text.
No entity but HTML's and numbers is resolved, nothing is fetched; time and memory grow with the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from itertools import islice

from reader.sources.limits import LINE_LIMIT
from reader.sources.streams import Stream
from reader.sources.texts import text_pieces

ITEMS = ("item", "entry", "record")
"""RSS, Atom, OAI-PMH."""

NAMES = (
    # RSS, RDF, Dublin Core: https://www.rssboard.org/rss-specification
    "rss", "RDF", "channel", "title", "link", "description", "guid", "category", "pubDate", "lastBuildDate", "creator",
    "date", "rights", "announce_type", "DOI", "journal_reference", "encoded", "image", "textinput",
    # Atom and arXiv's API: RFC 4287, https://info.arxiv.org/help/api/user-manual.html
    "feed", "id", "updated", "published", "summary", "content", "author", "contributor", "name", "affiliation",
    "comment", "doi", "journal_ref", "primary_category", "source", "subtitle", "totalResults",
    # OAI-PMH, metadata formats arXiv and oai_dc: https://info.arxiv.org/help/oa/index.html
    "OAI-PMH", "ListRecords", "GetRecord", "header", "identifier", "datestamp", "metadata", "arXiv", "arXivRaw", "dc",
    "created", "authors", "keyname", "forenames", "suffix", "categories", "comments", "journal-ref", "license",
    "abstract", "version", "submitter", "subject", "responseDate",
)  # fmt: skip

WRAPPERS = frozenset(
    {"rss", "RDF", "channel", "feed", "OAI-PMH", "ListRecords", "GetRecord", "metadata", "arXiv", "arXivRaw", "dc"}
)
"""Elements that only hold others; they do not count in a path."""

MOST_FIELDS = 30_000
"""Fields of one item that are read; papers of collaborations have some 3,000 authors."""
_DEEPEST = 12
_LONGEST_TEXT = 1 << 17
"""Code points that are kept of one text in an item of a long file, if the item is longer than `LINE_LIMIT`."""
_AT_ONCE = 1 << 20
"""Code points after which a long file is cut before an item."""

_ATTRIBUTE = re.compile(r"([\w:.-]{1,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENDS = {"![CDATA[": "]]>", "!--": "-->", "?": "?>", "!DOCTYPE": ">"}
_REFERENCE = re.compile(r"&(?:#(?P<number>\d{1,8}|[xX][0-9a-fA-F]{1,6})|(?P<name>[A-Za-z][A-Za-z0-9]{0,31}));")
_HALVES = re.compile("[\ud800-\udfff]+")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
CUT_OFF = "damaged XML: cut off"
_XML_NAMES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
"""XML's own references; the last one last, for it makes others."""
_FOREIGN = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{0,31};")
_BARE = re.compile(r"&(?!(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)|<(?![^<>]*+>)")


@dataclass(frozen=True, slots=True)
class Field:
    """A text and where it stands: `path` are the names of the elements below the item but `WRAPPERS`, with slashes."""

    path: str
    attributes: dict[str, str]
    text: str


@dataclass(slots=True)
class Item:
    """One item, or what stands above the first. `faults`: what is wrong with its XML, one clause each."""

    line: int
    fields: list[Field] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)

    def text(self, *paths: str) -> str:
        """The first text at the first of these paths that has one, without outer white space; "" if none has."""
        for path in paths:
            for found in self.fields:
                if found.path == path and found.text.strip():
                    return found.text.strip()
        return ""

    def all(self, path: str) -> list[Field]:
        """All fields at `path`."""
        return [found for found in self.fields if found.path == path]


@dataclass(frozen=True)
class Vocabulary:
    """The elements that count: `items`, and `names` of what is in them or above."""

    items: tuple[str, ...] = ITEMS
    names: tuple[str, ...] = NAMES

    @cached_property
    def markup(self) -> re.Pattern[str]:
        """Any of them, or something special."""
        names = "|".join(sorted({*self.items, *self.names}, key=len, reverse=True))
        return re.compile(
            rf"<(?P<close>/)?(?:[\w.-]{{1,40}}:)?(?P<name>{names})(?=[\s/>])"
            r"(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
            r"|<(?P<special>!\[CDATA\[|!--|\?|!DOCTYPE\b)"
        )

    @cached_property
    def beginning(self) -> re.Pattern[str]:
        """The beginning of an item."""
        return re.compile(rf"<(?:[\w.-]{{1,40}}:)?(?:{'|'.join(self.items)})[\s>]")


FEEDS = Vocabulary()


def read_items(text: str, vocabulary: Vocabulary = FEEDS, line: int = 1) -> Iterator[Item]:
    """First what stands above the items, then each item. `line` is the number of the text's first line."""
    reader = _Reader(text, vocabulary)
    at = 0
    for found, item in reader.items():
        line += text.count("\n", at, found)
        at = found
        item.line = line
        yield item


def read_long(stream: Stream, vocabulary: Vocabulary = FEEDS) -> Iterator[Item]:
    """The same for a file of any size, a megabyte or two at a time."""
    rest, line, first = "", 1, True
    for piece in text_pieces(stream):
        rest += piece
        starts = [found.start() for found in vocabulary.beginning.finditer(rest)] if len(rest) > _AT_ONCE else []
        end = starts[-1] if starts else 0
        if not end and len(rest) > LINE_LIMIT:  # one long item: what comes behind a long text may be the ID
            rest = "<".join([part[:_LONGEST_TEXT] for part in rest.split("<")])
            end = len(rest) if len(rest) > LINE_LIMIT else 0
        if end:
            yield from islice(read_items(rest[:end], vocabulary, line), 0 if first else 1, None)
            line, rest, first = line + rest.count("\n", 0, end), rest[end:], False
    yield from islice(read_items(rest, vocabulary, line), 0 if first else 1, None)


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    name: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)


class _Reader:
    """One pass over a text."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._item = Item(1)
        self._stack: list[_Open] = []
        self._missing: set[str] = set()

    def items(self) -> Iterator[tuple[int, Item]]:
        """Position and item, in order; see `read_items`."""
        began = done = 0
        inside = above = False
        while found := self._vocabulary.markup.search(self._text, done):
            self._take(self._text[done : found.start()])
            done = found.end()
            if found["special"]:
                done = self._special(found["special"], done)
            elif found["name"] not in self._vocabulary.items:
                self._tag(found)
            elif found["close"] and not inside:
                continue
            else:
                if inside and not found["close"]:
                    self._item.faults.add(CUT_OFF)
                item = self._finished()
                if inside or not above:
                    yield began, item
                began, inside, above = found.start(), not found["close"], True
        self._take(self._text[done:])
        if inside:
            self._item.faults.add(CUT_OFF)
        if inside or not above:
            yield began, self._finished()

    def _finished(self) -> Item:
        while self._stack:
            self._close()
        item, self._item = self._item, Item(1)
        return item

    def _special(self, kind: str, start: int) -> int:
        """Pass over a comment, instruction or declaration; take what a CDATA section holds. Answers where it ends."""
        end = -1 if kind in self._missing else self._text.find(_ENDS[kind], start)
        if end < 0:
            self._missing.add(kind)  # nor will there be one behind a later one
            self._item.faults.add(CUT_OFF)
            return start
        if kind == "![CDATA[" and self._stack:
            self._stack[-1].parts.append(self._text[start:end])
        if kind == "!DOCTYPE" and (subset := self._text.find("[", start, end)) >= 0:
            behind = self._text.find("]>", subset)
            end = behind + 1 if behind >= 0 else end
        return end + len(_ENDS[kind]) if kind != "!DOCTYPE" else end + 1

    def _tag(self, found: re.Match[str]) -> None:
        name = found["name"]
        if found["close"]:
            if any(element.name == name for element in self._stack):
                while self._stack[-1].name != name:
                    self._close()
                self._close()
            return
        if len(self._stack) >= _DEEPEST:
            return
        attributes = {key: _resolved(one or other) for key, one, other in _ATTRIBUTE.findall(found["attributes"])}
        self._stack.append(_Open(name, attributes))
        if found["attributes"].endswith("/"):
            self._close()

    def _close(self) -> None:
        path = "/".join(element.name for element in self._stack if element.name not in WRAPPERS)
        closed = self._stack.pop()
        if closed.name not in WRAPPERS and len(self._item.fields) < MOST_FIELDS:
            self._item.fields.append(Field(path, closed.attributes, "".join(closed.parts)))

    def _take(self, text: str) -> None:
        """Text between two marks, for the element that is open."""
        if not text or not self._stack or text.isspace():
            return
        self._item.faults.update(_faults(text))
        self._stack[-1].parts.append(_resolved(text))


def _faults(text: str) -> Iterator[str]:
    if _FORBIDDEN.search(text):
        yield "damaged XML: characters that are not allowed"
    if _BARE.search(text):
        yield "damaged XML: a bare & or <"
    if _FOREIGN.search(text):
        yield "damaged XML: entities that only HTML knows"


def _resolved(text: str) -> str:
    """`text` with its references resolved; one that nobody knows stays as it is."""
    if "&" not in text:
        return text
    if not _FOREIGN.search(text) and "&#" not in text:
        for name, character in _XML_NAMES.items():
            text = text.replace(f"&{name};", character)
        return text
    text = _REFERENCE.sub(_character, text)
    return _HALVES.sub(_joined, text) if not text.isascii() and _HALVES.search(text) else text


def _character(found: re.Match[str]) -> str:
    number = found["number"]
    if number is None:
        return unescape(found[0])
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return chr(code) if 0xD800 <= code < 0xE000 else unescape(found[0])


def _joined(found: re.Match[str]) -> str:
    """Halves of characters, which XML forbids: a pair is the character it stands for, a lone one U+FFFD."""
    return found[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
