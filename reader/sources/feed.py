"""The RSS form of a digest: one item an entry, its description holding the same paragraphs as the Markdown block.

Items of three ages: seven `<p>` paragraphs; five (March 2023, without the summaries); the Markdown block itself
(the very first days). arXiv's own feeds are understood too: a title and an abstract in English.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import date

from lxml import etree

from reader.model import Digest, Entry, Problem
from reader.sources.cleaning import has_han
from reader.sources.markdown import Block, as_block, parse_block
from reader.sources.naming import channel_of
from reader.sources.stated import Stated

_BLOCK = re.compile(r"\s*\[\^[^\]\n]{1,20}\]:")
_ARXIV_TITLE = re.compile(r"(.+?) updates on arXiv\.org")
_OWN_TITLE = "Chat Arxiv "
_REFERENCES = re.compile(rb"(?:&#(?:x0*[0-9a-fA-F]{4,6}|0*\d{5,7});)+")
"""Characters given by number."""


def is_feed(head: str) -> bool:
    """Whether the beginning of a file is that of an RSS feed."""
    return "<rss" in head or "<rdf:RDF" in head


def parse_feed(data: bytes, place: str, channel: str | None = None, day: date | None = None) -> Digest:
    """Every item with an arXiv link; damaged XML as far as it can be read. Nothing is fetched, no entity expanded."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(_REFERENCES.sub(_without_halves, data), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return Digest(place, channel, day, (), (Problem(place, 0, "the feed cannot be read", lost=True),))
    problems = [Problem(place, error.line, f"damaged XML: {error.message}") for error in list(parser.error_log)[:1]]
    entries: list[Entry] = []
    for item in root.iter("{*}item"):
        line = item.sourceline or 0
        block = _read_item(_text(item, "title"), _text(item, "link"), _text(item, "description"))
        if block.entry is None:
            problems.append(Problem(place, line, "no arXiv link in this item", lost=True))
            continue
        entries.append(replace(block.entry, line=line))
        if block.lacks:
            problems.append(Problem(place, line, f"{block.entry.id}: {block.lacks}"))
    return Digest(place, channel or _channel(root), day, tuple(entries), tuple(problems))


def _without_halves(found: re.Match[bytes]) -> bytes:
    """References without halves of characters (U+D800 to U+DFFF), which XML forbids and on which the parser fails.

    A pair becomes the character it stands for, a lone one U+FFFD.
    """
    names = found[0].decode("ascii").removeprefix("&#").removesuffix(";").split(";&#")
    numbers = [int(name[1:], 16) if name.startswith("x") else int(name.lstrip("0")) for name in names]
    if not any(0xD800 <= number < 0xE000 for number in numbers):
        return found[0]
    halves = "".join(chr(min(number, sys.maxunicode)) for number in numbers)
    text = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(f"&#{ord(character)};" for character in text).encode("ascii")


def _read_item(title: str, link: str, description: str) -> Block:
    block = _BLOCK.match(description)
    paragraphs = _paragraphs(description)
    if block:
        read = parse_block(description[block.end() :])
    elif len(paragraphs) > 1:
        read = parse_block("\n\n".join(paragraphs))
    else:
        return as_block(Stated(link=link, title_en=title, abstract_en=paragraphs[0] if paragraphs else description))
    stated = read.stated
    if read.entry is None and link:
        stated = replace(stated, link=link)
    if not stated.tldr_zh and has_han(title) and title.strip() != stated.title_zh:
        stated = replace(stated, tldr_zh=title)
    return read if stated is read.stated else as_block(stated)


def _paragraphs(description: str) -> list[str]:
    """The texts of `<p>` elements. They are not escaped: a `</p>` within a text is one that no `<p>` follows."""
    paragraphs: list[list[str]] = []
    for part in description.split("</p>")[:-1]:
        start = part.lstrip()
        if start.startswith("<p>"):
            paragraphs.append([start.removeprefix("<p>")])
        elif paragraphs:
            paragraphs[-1].append(part)
    return ["</p>".join(parts).removeprefix("\n").removesuffix("\n") for parts in paragraphs]


def _text(item: etree._Element, tag: str) -> str:
    return item.findtext(f"{{*}}{tag}") or ""


def _channel(root: etree._Element) -> str | None:
    """The channel that the feed's own title names: `Chat Arxiv cs.AI`, or `cs.AI updates on arXiv.org`."""
    title = " ".join((root.findtext(".//{*}channel/{*}title") or "").split())
    arxiv = _ARXIV_TITLE.match(title)
    return channel_of(arxiv[1] if arxiv else title.removeprefix(_OWN_TITLE))
