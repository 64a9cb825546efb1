"""Invented entries, and a writer of digests in the forms that publishers use."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence

from reader.model import Announce, Digest, Entry, Texts
from reader.sources.feed import parse_feed

MARKS = {Announce.NEW: "", Announce.REPLACE: " UPDATED", Announce.CROSS: " CROSS LISTED"}
INDENT = "    "


def entry(number: int = 1, *, announce: Announce | None = Announce.NEW, category: str | None = "cs.XX") -> Entry:
    """An invented entry, the same for the same number."""
    texts = Texts(
        title_en=f"Invented Teapots, Part {number}: a Study in <p<1",
        title_zh=f"虚构的茶壶，第{number}部分",
        tldr_zh=f"本文虚构了第{number}只茶壶 | 并无此物。",
        abstract_en=f"We invent teapot number {number}. It holds $x_{{{number}}}$ cups of [cs.XX] tea.",
        abstract_zh=f"我们虚构了第{number}只茶壶。它并不存在。",
    )
    return Entry(f"2401.{number:05}", texts, 1, category, announce)


ENTRIES = (entry(1), entry(2, announce=Announce.REPLACE), entry(3, announce=Announce.CROSS))


def the_feed(data: bytes, place: str, channel: str | None = None) -> Digest:
    """The only digest of a feed that is of one channel at most."""
    [found] = parse_feed(data, place, channel)
    return found


def suffixed(item: Entry) -> str:
    """The English title with the suffix of the feeds until January 2024."""
    mark = MARKS[item.announce or Announce.NEW]
    return f"{item.texts.title_en}. (arXiv:{item.id}v{item.version} [{item.category}]{mark})"


def prefixed(item: Entry) -> str:
    """The English abstract with the prefix of the feeds since February 2024."""
    return f"arXiv:{item.id}v{item.version} Announce Type: {item.announce}  Abstract: {item.texts.abstract_en or ''}"


def paragraphs(item: Entry, age: str) -> list[str]:
    """The seven texts of an entry (five in "march 2023") in the publisher's order."""
    texts = item.texts
    new = age == "2024"
    host = "https" if new else "http"
    summaries = [] if age == "march 2023" else [texts.tldr_zh or "", texts.tldr_en or ""]
    return [
        texts.title_zh or "",
        (texts.title_en or "") if new else suffixed(item),
        f"{host}://arxiv.org/abs/{item.id}",
        *summaries,
        texts.abstract_zh or "",
        prefixed(item) if new else texts.abstract_en or "",
    ]


def block(item: Entry, ref: int, age: str = "2023") -> str:
    """One entry's block of a Markdown digest."""
    first, *rest = paragraphs(item, age)
    rest[1] = f"[{rest[1]}]({rest[1]})"
    return f"[^{ref}]: {first}\n\n" + "\n\n".join(INDENT + text for text in rest) + f"\n{INDENT}\n"


def row(item: Entry, ref: int, age: str = "2023") -> str:
    """One entry's row of a Markdown digest's table."""
    link = paragraphs(item, age)[2]
    dot = "" if age == "2024" else "."
    return f"| [^{ref}] | [{item.texts.title_en}{dot}]({link}) | {item.texts.tldr_zh or ''} |\n"


def digest(entries: Sequence[Entry] = ENTRIES, age: str = "2023") -> str:
    """A Markdown digest."""
    numbered = list(enumerate(entries, start=1))
    rows = "".join(row(item, ref, age) for ref, item in numbered)
    blocks = "".join(block(item, ref, age) for ref, item in numbered)
    return f"# 摘要\n\n| Ref | Title | Summary |\n| --- | --- | --- |\n{rows}\n\n# 详细\n\n{blocks}\n\n"


EMPTY = digest([])


def feed(entries: Sequence[Entry] = ENTRIES, age: str = "2023", channel: str = "cs.XX") -> str:
    """An RSS feed; the age "block" is that of the first days, with the Markdown block in each description."""
    items = []
    for ref, item in enumerate(entries, start=1):
        if age == "block":
            description = block(item, ref, "march 2023")
        else:
            description = "\n".join(f"<p>\n{text}\n</p>" for text in paragraphs(item, age))
        link = f"http://arxiv.org/abs/{item.id}"
        items.append(
            f"<item><title>{html.escape(item.texts.tldr_zh or '')}</title><link>{link}</link>"
            f"<description>{html.escape(description)}</description></item>"
        )
    title = f"<title>Chat Arxiv {channel}</title><link>https://example.invalid/</link>"
    return f'<rss version="2.0"><channel>{title}{"".join(items)}</channel></rss>'


def record(item: Entry, english: str = "en_tdlr") -> str:
    """A paper record; `english` is how the key of the English summary is spelt."""
    texts = item.texts
    fields = {
        "title": suffixed(item),
        "abstract": texts.abstract_en,
        "link": f"http://arxiv.org/abs/{item.id}",
        "context": "unused",
        "total_tokens": 7,
        "translated_title": texts.title_zh,
        "translated_abstract": texts.abstract_zh,
        "tldr": texts.tldr_zh,
        english: f"Teapot {item.id}, invented.",
    }
    return json.dumps(fields, ensure_ascii=False, indent=4)


LISTING = r"""From: no-reply@arXiv.org (send mail ONLY to stat)
Subject: stat daily Subj-class mailing 200081 1
Date: Mon, 5 Feb 2024 01:02:03 -0500
Content-Type: text/plain; charset="utf-8"

------------------------------------------------------------------------------
 Submissions to:
Machine Learning
------------------------------------------------------------------------------
\\
arXiv:2402.00001
Date: Thu, 1 Feb 2024 17:59:59 GMT   (1234kb,D)

Title: Teapots
  of Glass
Authors: Ana Muster, Bo
  Probe
Categories: stat.ML cs.LG
Comments: 9 pages
DOI: 10.5555/tea.1
\\
  We blow teapots
of glass.
  They break.
\\ ( https://arxiv.org/abs/2402.00001 ,  1234kb)
------------------------------------------------------------------------------
\\
arXiv:2402.00002 (*cross-listing*)
Date: Fri, 2 Feb 2024 12:00:00 GMT   (99kb)

Title: Cups
Authors: Cy Tester
Categories: cs.AI stat.ML
\\
  Cups hold tea.
\\ ( https://arxiv.org/abs/2402.00002 ,  99kb)
%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%--%%
------------------------------------------------------------------------------
\\
arXiv:2401.00003
replaced with revised version Fri, 2 Feb 2024 08:00:00 GMT   (55kb)

Title: Older Cups
Authors: Cy Tester
Categories: stat.ML
\\ ( https://arxiv.org/abs/2401.00003 ,  55kb)
%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---
"""
"""A listing e-mail: one new paper, one cross-listed, one replaced."""
