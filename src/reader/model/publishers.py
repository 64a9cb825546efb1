"""Publishers that are no source, by the names under which they are kept."""

from __future__ import annotations

from reader.values import dataclass

ARXIV, TRANSLATED, BEFORE = "arXiv", "translated here", "before"
"""arXiv itself (its feeds and its API, wherever they were read from), what was translated on this machine, and what an
older version of the program collected without noting who said it."""
_DOUBTFUL = " (?)"


@dataclass(frozen=True, slots=True)
class Translator:
    """A model that translated on this machine; `doubtful`: something of the original did not come back."""

    model: str
    doubtful: bool


def translator_name(model: str, *, doubtful: bool) -> str:
    """The publisher under which translations made here by `model` are kept; see `translated_by`."""
    return f"{TRANSLATED}: {model}{_DOUBTFUL if doubtful else ''}"


def translated_by(publisher: str) -> Translator | None:
    """Who translated, if this is such a publisher."""
    here, _, model = publisher.partition(": ")
    if here != TRANSLATED:
        return None
    return Translator(model.removesuffix(_DOUBTFUL), model.endswith(_DOUBTFUL))
