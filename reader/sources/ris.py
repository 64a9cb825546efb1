"""RIS, as reference managers and publishers' pages write it: `TY  - JOUR`, lines of `TAG  - value`, `ER  -`.

Tags: https://en.wikipedia.org/wiki/RIS_(file_format). A record without its end ends where the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reader.model import Digest
from reader.sources.extra import extra_in
from reader.sources.facts import Facts, categories_told, day_told, folded_line
from reader.sources.gathering import There, Unread, digests_of
from reader.sources.limits import LINE_LIMIT
from reader.sources.people import people_in
from reader.sources.streams import Stream
from reader.sources.texts import TOO_LONG, text_lines

_HEAD = re.compile(r"\s*TY {1,2}-[ \t]*[A-Z]{2,10}\s")
_TAG = re.compile(r"\s{0,3}([A-Z][A-Z0-9]) {1,2}-(?: |$)")
_ARXIV = re.compile(r"arxiv", re.IGNORECASE)
_LEADS = ("UR", "L1", "L2", "LK", "AN", "M1", "DO", "N1", "C1", "JO", "T2")
_CHINESE_TITLE = re.compile(r"中文标题：(.+)")
"""A note as our own export writes it."""
_CHINESE_BELOW = re.compile(r"(?<=[.!?…]) +(?=[^.!?\n]{0,80}[\u3400-\u9fff])")
"""Where an abstract of one line goes on in Chinese."""
_UNPUBLISHED = {"UNPB", "GEN", "RPRT", "MANSCPT", "ELEC", "UNPD", "PREPRINT"}

Tags = dict[str, list[str]]


def is_ris(head: str) -> bool:
    """Whether a file begins with the type of a record."""
    return _HEAD.match(head.removeprefix("\ufeff")) is not None


def read_ris(stream: Stream, place: str, there: There = None) -> Iterator[Digest]:
    """The works that are on arXiv, those only that are `there`."""
    return digests_of(place, (_facts(line, tags) for line, tags in ris_records(text_lines(stream))), there)


def ris_records(lines: Iterable[str]) -> Iterator[tuple[int, Tags | None]]:
    """The line and the values by tag of each record; None of one that is too long."""
    tags, began, size, last = Tags(), 0, 0, ""
    for number, line in enumerate(lines, start=1):
        found = _TAG.match(line.rstrip())
        tag = found[1] if found else ""
        if tag in ("TY", "ER"):
            if began:
                yield began, tags if size <= LINE_LIMIT else None
            tags, began, size, last = Tags(), number if tag == "TY" else 0, 0, ""
        size += len(line)
        if not began or size > LINE_LIMIT:
            continue
        if found:
            tags.setdefault(tag, []).append(line[found.end() :].strip())
            last = tag
        elif last and line.strip():  # a value that was broken into lines
            tags[last][-1] += f" {line.strip()}"
    if began:
        yield began, tags if size <= LINE_LIMIT else None


def _facts(line: int, tags: Tags | None) -> Facts | Unread:
    if tags is None:
        return Unread(line, TOO_LONG)

    def text(*names: str) -> str:
        return next((value for name in names for value in tags.get(name, ()) if value), "")

    extra = extra_in(" ".join(tags.get("N1", ())))
    journal = text("JO", "JF", "JA", "T2")
    published = text("TY") not in _UNPUBLISHED or (journal and not _ARXIV.search(journal))
    return Facts(
        links=tuple(value for tag in _LEADS for value in tags.get(tag, ()) if _ARXIV.search(value)),
        title=folded_line(text("TI", "T1", "CT")),
        title_zh=next((found[1] for note in tags.get("N1", ()) if (found := _CHINESE_TITLE.match(note))), ""),
        abstract=_CHINESE_BELOW.sub("\n\n", text("AB", "N2"), count=1),
        authors=people_in([*tags.get("AU", ()), *tags.get("A1", ())]),
        categories=extra.categories or categories_told(tags.get("KW", [])),
        doi=text("DO"),
        journal="" if _ARXIV.search(journal) else folded_line(journal),
        submitted=None if published else day_told(text("DA", "Y1", "PY")),
        version=extra.version,
        line=line,
    )
