"""Whether a paper was withdrawn, told by its words: arXiv has no sign for it, so it is probable at most."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"\bwithdrawn\b", re.IGNORECASE)
_ABSTRACT = re.compile(
    r"\b(?:paper|article|manuscript|submission|preprint|draft|version|work)\s+(?:has\s+been|have\s+been|had\s+been|is|was)"
    r"\s+(?:\w+\s+)?withdrawn\b|\bwithdrawn\s+(?:by|at)\s+(?:the\s+)?(?:\w+\s+)?(?:author|arxiv)",
    re.IGNORECASE,
)
"""In an abstract, it must be the paper that is withdrawn: deposits and drugs are, too."""


def probably_withdrawn(comment: str | None, abstract: str | None) -> bool:
    """Whether arXiv's comment or the English abstract says so."""
    return bool(_COMMENT.search(comment or "") or _ABSTRACT.search(abstract or ""))
