"""Digests as XML: the publisher's RSS, and everything that arXiv itself answers with.

The publisher's items hold the same paragraphs as the Markdown block, in three ages: seven `<p>` paragraphs; five (March
2023, without the summaries); the Markdown block itself (the very first days). arXiv's are read by `arxiv_xml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from reader.model import ARXIV, Digest, Entry
from reader.sources.arxiv_xml import announces, facts_of, feed_day, is_arxivs, item_day
from reader.sources.decoding import decode_xml
from reader.sources.facts import entry_of, lacks
from reader.sources.markdown import Block, as_block, parse_block
from reader.sources.naming import channel_of
from reader.sources.problems import Problems
from reader.sources.xmltext import Item, read_items
from reader.text.script import has_han

_BEGINNING = re.compile(r"<(?:\w+:)?(?:rss|RDF|feed)[\s>]")
_BLOCK = re.compile(r"\s*\[\^[^\]\n]{1,20}\]:")
_TITLE = re.compile(r"(?:Chat Arxiv )?(\S+)(?: updates on arXiv\.org)?")
_SEVERAL = re.compile(r"([\w.-]+(?:(?:, ?|\+)[\w.-]+)+) updates on arXiv\.org")
_CHANNEL_IN_ID = re.compile(r"papers\.cool/arxiv/([^/\s]+)")


def is_feed(head: str) -> bool:
    """Whether the beginning of a file is that of a feed (RSS, RDF, Atom)."""
    return _BEGINNING.search(head) is not None


def parse_feed(data: bytes, place: str, channel: str | None = None) -> list[Digest]:
    """Every item with an arXiv link; damaged XML as far as it goes. Nothing is fetched.

    channel  where the feed itself does not tell
    Of a feed of several categories there is a digest for each that an item belongs to: see `_channel_in`.
    """
    text, damage = decode_xml(data)
    problems = Problems(place)
    if damage:
        problems.add(0, damage)
    items = read_items(text)
    head = next(items, Item(1))
    listed = list(_Feed(head, problems).entries(items))
    publisher = ARXIV if is_arxivs(head) and not head.text("title").startswith("Chat Arxiv") else None
    if not announces(head):
        entries = tuple(entry for entry, _ in listed)
        return [Digest(place, None, None, entries, problems.all(), publisher=publisher, announces=False)]
    told = feed_day(head, (day for _, day in listed))
    channel = channel or _channel(head)
    several = _several(head) if channel is None else ()
    parts: dict[str | None, list[Entry]] = {}
    for entry, _ in listed:
        parts.setdefault(_channel_in(several, entry) if several else channel, []).append(entry)
    digests = [Digest(place, name, told, tuple(part), publisher=publisher) for name, part in parts.items()]
    first, *others = digests or [Digest(place, channel, told, (), publisher=publisher)]
    return [replace(first, problems=problems.all()), *others]


class _Feed:
    """One reading of a feed's items."""

    def __init__(self, head: Item, problems: Problems) -> None:
        self._head = head
        self._problems = problems

    def entries(self, items: Iterator[Item]) -> Iterator[tuple[Entry, date | None]]:
        """Each entry, and the day that its item names."""
        for item in items:
            entry, gap = self._entry(item)
            if entry is None and gap:
                self._problems.add(item.line, gap, lost=True)
            if entry is None:
                continue
            for reason in (gap, *sorted(item.faults)):
                if reason:
                    self._problems.add(item.line, f"{entry.id}: {reason}")
            yield replace(entry, line=item.line), item_day(item)

    def _entry(self, item: Item) -> tuple[Entry | None, str | None]:
        """The entry of an item and what it lacks; nothing at all for what says that a paper is gone."""
        block = _published(item)
        if block:
            return block.entry, block.lacks if block.entry else "no arXiv link in this item"
        facts = facts_of(item, self._head)
        if facts is None:
            return None, None
        entry = entry_of(facts)
        return (entry, lacks(entry)) if entry else (None, "no arXiv link in this item")


def _published(item: Item) -> Block | None:
    """The block of the publisher's own item; None if it is another's."""
    description = next((found.text for found in item.all("description")), "")
    title, link = item.text("title"), item.text("link")
    block = _BLOCK.match(description)
    paragraphs = [] if block else _paragraphs(description)
    if block:
        read = parse_block(description[block.end() :])
    elif len(paragraphs) > 1:
        read = parse_block("\n\n".join(paragraphs))
    else:
        return None
    stated = read.stated
    if read.entry is None and link:
        stated = replace(stated, link=link)
    if not stated.tldr_zh and has_han(title) and title != stated.title_zh:
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


def _channel(head: Item) -> str | None:
    """The channel that the feed's own title names (`Chat Arxiv cs.AI`, `cs.AI updates on arXiv.org`), or its ID."""
    title = _TITLE.fullmatch(" ".join(head.text("title").split()))
    named = _CHANNEL_IN_ID.search(head.text("id"))
    return (channel_of(title[1]) if title else None) or (channel_of(named[1]) if named else None)


def _several(head: Item) -> tuple[str, ...]:
    """The categories of a feed of several: `cs.AI, cs.LG updates on arXiv.org`."""
    found = _SEVERAL.fullmatch(" ".join(head.text("title").split()))
    return tuple(name for name in re.split(r", ?|\+", found[1]) if channel_of(name)) if found else ()


def _channel_in(several: Sequence[str], entry: Entry) -> str | None:
    """The first of an entry's categories, the primary one before all others, that the feed is of; archives included."""
    categories = (*([entry.category] if entry.category else []), *entry.details.categories)
    listed = (name for name in categories if any(name == one or name.startswith(f"{one}.") for one in several))
    return next(listed, next(iter(categories), None))
