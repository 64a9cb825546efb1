"""arXiv IDs, one a line: what reference managers' "add by identifier" and other scripts take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.export.options import Options
from reader.model import MarkedPaper


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One line a paper."""
    for marked in papers:
        yield f"{marked.paper.id}\n"
