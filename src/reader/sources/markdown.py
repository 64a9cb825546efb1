"""The Markdown digest, of every age of the format: a table of titles and summaries, then one block an entry.

An entry's block is positional: Chinese title, English title, link, then four paragraphs (summary in Chinese and in
English, abstract in Chinese and in English), or only the two abstracts (March 2023). What the block lacks, the
table's row fills; a row without a block still gives a paper.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from reader.model import Digest, Entry
from reader.sources.arxiv_id import find_id
from reader.sources.problems import Problems
from reader.sources.stated import Stated, make_entry, missing
from reader.text.script import has_han

_HEADING = re.compile(r"^#{1,3}[ \t]*(摘要|详细)[ \t]*$", re.MULTILINE)
_TABLE_HEADER = re.compile(r"^\|[ \t]*Ref[ \t]*\|[ \t]*Title[ \t]*\|", re.MULTILINE)
_LINKED_ENTRY = re.compile(r"^\[\^[^\]\n]{1,20}\]:(?:[^\n]*\n){1,8}?[ \t]*\[?\S*arxiv\.org/", re.MULTILINE)
_SECTION = re.compile(r"#[ \t]*摘要[ \t]*$", re.MULTILINE)
_ROW = re.compile(r"^\|[ \t]*\[\^([^\]\n]*)\][ \t]*\|[ \t]*\[(.*)\]\(([^()\s]*)\)[ \t]*\|(.*)$", re.MULTILINE)
_ANY_ROW = re.compile(r"^\|[ \t]*\[\^([^\]\n]*)\]?.*$", re.MULTILINE)
_LINK = re.compile(r"\s*\[?https?://[a-z.]*arxiv\.org/")
_BREAK = re.compile("\n")
_OLD_FEED = "http://arxiv.org/"
_CUT_REF = re.compile(r"\[(?:\^[^\]\n]{0,20}\]?)?")
_REF = re.compile(r"([^\]\n]{1,20})\]:")
_FIRST_REF = re.compile(r"^\[\^[^\]\n]{1,20}\]:", re.MULTILINE)


class Block(NamedTuple):
    """A parsed block. `entry` has no line yet; it is None where the block has no arXiv link."""

    stated: Stated
    entry: Entry | None
    lacks: str | None


class Memo:
    """Blocks parsed before: the successive versions of a digest, and the channels of a day, share most of theirs.

    Two generations are kept; a block that is met again moves to the younger one.
    """

    GENERATION = 2000
    """Blocks in a generation, of some 10 KB each."""

    def __init__(self) -> None:
        self._young: dict[str, Block] = {}
        self._old: dict[str, Block] = {}

    def block(self, text: str) -> Block:
        """`parse_block(text)`, from memory if possible."""
        block = self._young.get(text)
        if block is None:
            block = self._old.get(text) or parse_block(text)
            if len(self._young) >= self.GENERATION:
                self._old, self._young = self._young, {}
            self._young[text] = block
        return block


class Row(NamedTuple):
    """A row of the table."""

    ref: str
    title: str
    link: str
    tldr: str


def is_digest(text: str) -> bool:
    """Whether a text, or the beginning of one, is a Markdown digest: by its table, its entries or both its headings."""
    return bool(
        _TABLE_HEADER.search(text) or _LINKED_ENTRY.search(text) or {"摘要", "详细"} <= set(_HEADING.findall(text))
    )


def parse_digest(
    text: str, place: str, channel: str | None = None, day: date | None = None, memo: Memo | None = None
) -> Digest:
    """Every entry that can be read in `text`, and a `Problem` for each that cannot be taken whole. Never raises.

    place    name of the file, for messages
    memo     kept by the caller from one digest to the next; filled here
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    last_break = text.rfind("\n")
    if _CUT_REF.fullmatch(text, last_break + 1):
        text = text[: last_break + 1]
    memo = memo or Memo()
    entries: list[Entry] = []
    problems = Problems(place)
    # Digests pasted one after the other are read one after the other.
    starts = list(_sections(text))
    line = 1
    for start, end in pairwise([0, *starts[1:], len(text)]):
        section = text[start:end]
        _Section(memo, entries, problems).read(section, line)
        line += section.count("\n")
    return Digest(place, channel, day, tuple(entries), problems.all())


def _sections(text: str) -> Iterator[int]:
    """Where the headings of tables stand. A pattern alone would try every line, and take four times as long."""
    at = -1 if text.startswith("#") else text.find("\n#")
    while True:
        if _SECTION.match(text, at + 1):
            yield at + 1
        at = text.find("\n#", at + 1)
        if at < 0:
            return


class _Section:
    """One table and the blocks below it; entries and problems go where it is told."""

    def __init__(self, memo: Memo, entries: list[Entry], problems: Problems) -> None:
        self.memo, self.entries, self.problems = memo, entries, problems
        self.table, self.first_line = "", 1
        self._rows: dict[str, Row] | None = None
        self._breaks: list[int] | None = None

    def read(self, text: str, line: int) -> None:
        """Read the section, whose first line is number `line` of its file."""
        self.first_line = line
        self.table, blocks = _split(text)
        line += self.table.count("\n")
        seen: set[str] = set()
        refs: set[str] = set()
        for ref, block in blocks:
            seen.add(self.take_block(ref, block, line))
            refs.add(ref)
            line += block.count("\n") + 1
        self.take_rows(seen, refs)

    def take_block(self, ref: str, text: str, line: int) -> str:
        """Read one block; answers the ID of its paper, or "" if it has none."""
        block = self.memo.block(text)
        if block.lacks:
            block = self.completed(block, ref)
        entry = block.entry
        if entry is None:
            self.problems.add(line, "no arXiv link in this entry", lost=True)
            return ""
        self.entries.append(
            Entry(entry.id, entry.texts, entry.version, entry.category, entry.announce, entry.cut, line)
        )
        if block.lacks:
            self.problems.add(line, f"{entry.id}: {block.lacks}")
        return entry.id

    def completed(self, block: Block, ref: str) -> Block:
        """`block` with what its row of the table has and it lacks."""
        rows = self.rows()
        row = rows.get(block.entry.id) if block.entry else rows.get("^" + ref)
        if row is None:
            return block
        stated = block.stated
        return as_block(
            replace(
                stated,
                link=stated.link or row.link,
                title_en=stated.title_en or row.title,
                tldr_zh=stated.tldr_zh or row.tldr,
            )
        )

    def rows(self) -> dict[str, Row]:
        """The table's rows by paper ID and by "^ref"; the first one counts."""
        if self._rows is None:
            self._rows = {}
            for found in _ROW.findall(self.table):
                row = _as_row(found)
                paper = find_id(row.link)
                self._rows.setdefault("^" + row.ref, row)
                if paper:
                    self._rows.setdefault(paper[0], row)
        return self._rows

    def take_rows(self, seen: set[str], refs: set[str]) -> None:
        """Take the papers that stand in the table only. `seen`: papers that have a block; `refs`: their references."""
        whole = 0
        for found in _ROW.finditer(self.table):
            whole += 1
            if found[3].rpartition("/")[2] not in seen:
                self.take_row(found, seen)
        if whole != len(_ANY_ROW.findall(self.table)):
            for found in _ANY_ROW.finditer(self.table):
                if found[1] not in refs and not _ROW.match(found[0]):
                    self.note(found, "a table row that cannot be read", lost=True)

    def take_row(self, found: re.Match[str], seen: set[str]) -> None:
        row = _as_row(found.groups())
        entry = make_entry(Stated(link=row.link, title_en=row.title, tldr_zh=row.tldr), self.line_of(found))
        if entry is None:
            self.note(found, "no arXiv link in this table row", lost=True)
        elif entry.id not in seen:
            seen.add(entry.id)
            self.entries.append(entry)
            self.note(found, f"{entry.id}: in the table only, no abstract")

    def line_of(self, found: re.Match[str]) -> int:
        if self._breaks is None:
            self._breaks = [line_break.start() for line_break in _BREAK.finditer(self.table)]
        return self.first_line + bisect_left(self._breaks, found.start())

    def note(self, found: re.Match[str], reason: str, lost: bool = False) -> None:
        self.problems.add(self.line_of(found), reason, lost)


def _split(text: str) -> tuple[str, Iterator[tuple[str, str]]]:
    """The part above the first block, with its last newline, and the blocks as (reference, text after the colon)."""
    first = _FIRST_REF.search(text)
    head = text[: first.start()] if first else text
    return head, _blocks(text, first.start() - 1) if first else iter(())


def _blocks(text: str, at: int) -> Iterator[tuple[str, str]]:
    """The blocks of `text`, whose first one begins behind the newline at `at` (-1: at the very beginning)."""
    found = _REF.match(text, at + 3)
    while found:
        ref, start = found[1], found.end()
        # A line that only looks like the beginning of a block belongs to the one above.
        at = text.find("\n[^", start)
        while at >= 0 and not (found := _REF.match(text, at + 3)):
            at = text.find("\n[^", at + 1)
        yield ref, text[start : at if at >= 0 else len(text)]
        if at < 0:
            return


def _as_row(groups: Sequence[str]) -> Row:
    ref, title, link, tldr = groups
    if link.startswith(_OLD_FEED):  # that feed put a full stop behind every title: see `split_title`
        title = title.strip().removesuffix(".")
    return Row(ref, title, link, tldr.strip().removesuffix("|").rstrip())


def parse_block(text: str) -> Block:
    """The entry of one block, given as the text behind its `[^n]:`."""
    paragraphs = text.split("\n\n")
    linked = next((at for at, part in enumerate(paragraphs[:4]) if _LINK.match(part)), None)
    if linked is not None:
        titles, link, texts = paragraphs[:linked], paragraphs[linked].strip(), paragraphs[linked + 1 :]
    else:
        titles, link, texts = paragraphs[:2], "", paragraphs[2:]
        if texts and texts[0].lstrip().startswith(("[", "http")):  # something else where the link should be
            texts = texts[1:]
    title_zh, title_en = _titles([part.strip() for part in titles])
    tldr_zh, tldr_en, abstract_zh, abstract_en = _texts(texts)
    return as_block(Stated(link, title_zh, title_en, tldr_zh, tldr_en, abstract_zh, abstract_en))


def as_block(stated: Stated) -> Block:
    """A block of these texts, with what it lacks."""
    entry = make_entry(stated)
    return Block(stated, entry, missing(entry.texts) if entry else "no arXiv link")


def _titles(parts: list[str]) -> tuple[str, str]:
    """Chinese and English title. A single one is what its script says."""
    if len(parts) == 1:
        return (parts[0], "") if has_han(parts[0]) else ("", parts[0])
    return (parts[0], " ".join(parts[1:])) if parts else ("", "")


def _texts(parts: list[str]) -> tuple[str, str, str, str]:
    """Both summaries and both abstracts (Chinese first) out of the paragraphs below the link.

    Four paragraphs are what they are. Fewer: the first form of the format, which had no summaries, or a block that ends
    too early. More: an abstract of several paragraphs; the last ones without Chinese are the English one.
    """
    end = len(parts)
    while end > 4 and not parts[end - 1].strip():
        end -= 1
    parts = parts[:end]
    if len(parts) == 3 and not parts[2].strip() and parts[1].strip():
        parts = parts[:2]
    texts = [part.strip() for part in parts]
    if len(parts) == 4:
        return texts[0], texts[1], texts[2], _published(parts[3])
    if len(parts) > 4:
        english = len(texts)
        while english > 3 and not has_han(texts[english - 1]):
            english -= 1
        return texts[0], texts[1], "\n\n".join(texts[2:english]), _published("\n\n".join(parts[english:]))
    if len(parts) == 3:
        if has_han(texts[2]) or not texts[1]:
            return texts[0], texts[1], texts[2], ""
        return texts[0], "", texts[1], _published(parts[2])
    if len(parts) == 2 and texts[1]:
        return ("", "", texts[0], _published(parts[1])) if not has_han(texts[1]) else (texts[0], "", texts[1], "")
    return texts[0] if texts else "", "", "", ""


def _published(paragraph: str) -> str:
    """A paragraph without its indent and the lines below it, but with the spaces at its end: see `is_cut`."""
    text = paragraph.strip()
    behind = paragraph[paragraph.find(text) + len(text) :]
    return text + behind.partition("\n")[0]
