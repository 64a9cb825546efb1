"""arXiv's listing e-mail: what was new, cross-listed and replaced on one day, in blocks between lines of `\\\\`.

https://info.arxiv.org/help/subscribe.html
"""

from __future__ import annotations

import re
from itertools import pairwise

from reader.model import ARXIV, Announce, Digest, Entry
from reader.sources.facts import Facts, day_told, entry_of, folded_line, lacks, unfolded
from reader.sources.gathering import There
from reader.sources.letters import is_packed_letter, letter_in
from reader.sources.naming import channel_of
from reader.sources.people import authors_in
from reader.sources.problems import Problems

_BEGINS = re.compile(r"^\\\\[ \t]*\r?\n(?=(?:arXiv:|Paper: ?)[\w.-]+(?:/\d{7})?)", re.MULTILINE)
_BEGINS_QUOTED = re.compile(r"^>[> ]*\\\\[ \t]*$", re.MULTILINE)
_QUOTE = re.compile(r"^>(?:[ ]?>)*[ ]?", re.MULTILINE)
_RULE = re.compile(r"^(?:-{20,}|%[%-]{19,}|\\\\\s*\(\s*http.*)$", re.MULTILINE)
_MIDDLE = re.compile(r"^\\\\[ \t]*$", re.MULTILINE)
_HEADER = re.compile(r"^([A-Z][A-Za-z-]{1,20}):[ \t]*((?:.*)(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_ABOVE = 1 << 18
"""Code points of what stands above an abstract: collaborations have some thousand authors."""
_LETTER = re.compile(rb"^From [^\n]*\d{4}\r?\n(?=[A-Za-z-]+:)", re.MULTILINE)
"""Where a letter begins in a mailbox (RFC 4155)."""
_DATE = re.compile(r"^\**Date:\**[ \t]*(.+)$", re.MULTILINE)
_SUBJECT = re.compile(r"([a-z][a-z-]{1,12}) daily")
_SUBJECT_WITHIN = re.compile(r"^\**Subject:.*?([a-z][a-z-]{1,12}) daily", re.MULTILINE)


def is_listing(head: str) -> bool:
    """Whether the beginning of a file has a block of a listing."""
    if is_packed_letter(head):
        head = letter_in(head.encode("utf-8", "surrogatepass")).text
    return _BEGINS.search(_unquoted(head)) is not None


def _unquoted(text: str) -> str:
    """A letter's text, without the marks before its lines where the listing in it is quoted."""
    if _BEGINS.search(text) or not _BEGINS_QUOTED.search(text):
        return text
    return _QUOTE.sub("", text)


def parse_listings(data: bytes, place: str, there: There = None) -> list[Digest]:
    """The papers of the listings, those only that are `there`: a digest for each letter, some in a mailbox.

    The day of a listing is that of its letter, as written; of one that was passed on, that of the letter in it.
    """
    starts = [found.start() for found in _LETTER.finditer(data)] if data.startswith(b"From ") else []
    lines = [data.count(b"\n", 0, start) for start in starts]
    letters = [data[start:end] for start, end in pairwise([*starts, len(data)])] or [data]
    return [_parsed(letter, place, there, line) for letter, line in zip(letters, lines or [0], strict=True)]


def _parsed(data: bytes, place: str, there: There, line: int) -> Digest:
    letter = letter_in(data)
    text = _unquoted(letter.text.replace("\r\n", "\n"))
    problems = Problems(place)
    entries: list[Entry] = []
    starts = [found.end() for found in _BEGINS.finditer(text)]
    above = text[: starts[0]][:_ABOVE] if starts else ""
    days = [day for stamp in _DATE.findall(above) if (day := day_told(stamp))]
    subject = _SUBJECT.search(letter.subject) or _SUBJECT_WITHIN.search(above)
    line, at = line + 1, 0
    for start, end in pairwise([*starts, len(text)]):
        line += text.count("\n", at, start)
        at = start
        facts = _facts(text[start:end], line)
        entry = entry_of(facts)
        if entry is None:
            problems.add(line, "no arXiv link in this entry", lost=True)
        elif there is None or entry.id in there:
            entries.append(entry)
            if gap := lacks(entry):
                problems.add(line, f"{entry.id}: {gap}")
    channel = channel_of(subject[1]) if subject else None
    return Digest(place, channel, days[-1] if days else letter.day, tuple(entries), problems.all(), publisher=ARXIV)


def _facts(block: str, line: int) -> Facts:
    rule = _RULE.search(block)
    block = block[: rule.start()] if rule else block
    middle = _MIDDLE.search(block)
    above, abstract = (block[: middle.start()], block[middle.end() :]) if middle else (block, "")
    above = above[:_ABOVE]
    first = above.partition("\n")[0]
    headers = {name.lower(): folded_line(value) for name, value in _HEADER.findall(above)}
    announce = _kind(above)
    return Facts(
        links=(first.removeprefix("Paper:").strip(),),
        title=headers.get("title", ""),
        abstract=unfolded(abstract),
        authors=authors_in(headers.get("authors", "")),
        categories=tuple(headers.get("categories", "").split()),
        comment=headers.get("comments", ""),
        doi=headers.get("doi", ""),
        journal=headers.get("journal-ref", ""),
        submitted=day_told(headers.get("date", "")) if announce is Announce.NEW else None,
        announce=announce,
        line=line,
    )


def _kind(above: str) -> Announce:
    replaced = "\nreplaced with revised version" in above
    if "(*cross-listing*)" in above.partition("\n")[0]:
        return Announce.REPLACE_CROSS if replaced else Announce.CROSS
    return Announce.REPLACE if replaced else Announce.NEW
