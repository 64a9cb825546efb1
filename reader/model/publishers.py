"""Publishers that are no source, by the names under which they are kept."""

from __future__ import annotations

ARXIV, TRANSLATED, BEFORE = "arXiv", "translated here", "before"
"""arXiv itself (its feeds and its API, wherever they were read from), what was translated on this machine, and what an
older version of the program collected without noting who said it."""
_DOUBTFUL = " (?)"


def translator_name(model: str, *, doubtful: bool) -> str:
    """The publisher under which translations made here by `model` are kept; see `translated_by`."""
    return f"{TRANSLATED}: {model}{_DOUBTFUL if doubtful else ''}"


def translated_by(publisher: str) -> tuple[str, bool] | None:
    """(model, whether its translations are doubtful) of such a publisher; None for any other."""
    here, _, model = publisher.partition(": ")
    if here != TRANSLATED:
        return None
    return model.removesuffix(_DOUBTFUL), model.endswith(_DOUBTFUL)
