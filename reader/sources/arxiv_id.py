"""arXiv identifiers: from any link or spelling to the one canonical form without version.

Forms (https://info.arxiv.org/help/arxiv_identifier.html): `YYMM.NNNN` until 2014, `YYMM.NNNNN` since 2015,
`archive/YYMMNNN` until 2007, formerly also written with a subject class (`math.GT/0309136`).
"""

from __future__ import annotations

import re

_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]{2,8})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
# arXiv and its mirrors; sites that show papers under arXiv's IDs; DOIs (https://info.arxiv.org/help/doi.html); OAI.
_BEFORE = (
    r"(?:arxiv\.org|ar5iv\.org|alphaxiv\.org|\bxxx\.[\w.]{1,40})/(?:\w\w/)?"
    r"(?:abs|pdf|html|format|ps|src|e-print|overview)/",
    r"(?:huggingface|hf)\.co/papers/",
    r"papers\.cool/arxiv/",
    r"scirate\.com/arxiv/",
    r"10\.48550/arxiv\.",
    r"oai:arxiv\.org:",
    r"arxiv\s*[:：]\s*",
    r"^\s*",
)
_IN_LINK = re.compile(
    rf"(?:{'|'.join(_BEFORE)})(?P<id>{_NEW}|{_OLD})(?:v(?P<version>\d{{1,4}}))?(?![\d/])", re.IGNORECASE | re.ASCII
)
# The three hosts of published digests, written as they always are there: one quick look instead of a search.
_USUAL = re.compile(rf"https?://(?:rss\.)?arxiv\.org/abs/({_NEW})(?=$|[\])\s])", re.ASCII)


def spelt(value: object) -> str:
    """An ID as a record may hold it, as text: also one that a program took for a number (2402.1879 is 2402.18790)."""
    if isinstance(value, float) and 704 <= value < 10_000:
        return f"{value:010.5f}" if value >= 1501 else f"{value:09.4f}"
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


BARE_ID = re.compile(rf"(?:{_NEW}|{_OLD})", re.ASCII)
"""A canonical ID and nothing else, to be used with `fullmatch`."""


def find_id(text: str) -> tuple[str, int | None] | None:
    """The first arXiv ID in a link, `arXiv:` reference or bare spelling: (ID without version, version if told)."""
    usual = _USUAL.search(text)
    if usual:
        return usual[1], None
    found = _IN_LINK.search(text)
    if not found:
        return None
    return canonical(found["id"]), int(found["version"]) if found["version"] else None


_VERSION = re.compile(r"v?(\d{1,4})", re.ASCII)


def version_told(text: str) -> int | None:
    """A version that stands by itself, such as "v2" or "2"; None where it is none that a paper can have."""
    found = _VERSION.fullmatch(text)
    return int(found[1]) if found else None


_BETWEEN_IDS = re.compile(r"[\s,;，；、]+")


def listed(text: str) -> list[str]:
    """The parts of a list that stands on one line, with spaces, commas or semicolons between."""
    return [part for part in _BETWEEN_IDS.split(text) if part]


def canonical(arxiv_id: str) -> str:
    """An ID without version in its one spelling: old ones in lower case and without subject class."""
    archive, slash, number = arxiv_id.partition("/")
    return f"{archive.partition('.')[0].lower()}/{number}" if slash else arxiv_id
