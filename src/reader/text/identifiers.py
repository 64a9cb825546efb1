"""What an arXiv identifier tells. Pure functions over canonical IDs (see `reader.sources.arxiv_id`)."""

from __future__ import annotations

import re

# https://info.arxiv.org/help/arxiv_identifier.html
_MONTH = re.compile(r"(?:[a-z-]+(?:\.[A-Za-z-]+)?/)?(\d\d)(0[1-9]|1[0-2])(?:\.\d{4,5}|(?<=/\d{4})\d{3})", re.ASCII)


def month_of(arxiv_id: str) -> tuple[int, int] | None:
    """Year and month of first submission: (2024, 2) for `2402.18789`, (2006, 1) for `math/0601001`; None if none."""
    found = _MONTH.fullmatch(arxiv_id)
    if not found:
        return None
    year = int(found[1])
    return (1900 if year >= 91 else 2000) + year, int(found[2])
