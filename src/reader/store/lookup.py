"""The details that queries ask for (`author:`, `venue:`, `doi:`, `has:code`), folded: spelling does not matter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from reader.model import Details, LinkKind

BREAK = "\n"
"""Between two authors, or two addresses."""


def folded(text: str) -> str:
    """`text` in one case and without accents: `Gödel` -> `godel`."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_LETTERS)


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‐": "-"})


def lookup_row(num: int, details: Details) -> Iterator[tuple[object, ...]]:
    """The row of the table `lookup` for paper `num`; none if nothing is known that could be asked for."""
    row = (
        BREAK.join(folded(author.name) for author in details.authors),
        folded(BREAK.join(part for part in (details.journal, details.comment) if part)),
        (details.doi or "").casefold(),
        BREAK.join(link.url.casefold() for link in details.links if link.kind is LinkKind.CODE),
    )
    if any(row):
        yield (num, *row)
