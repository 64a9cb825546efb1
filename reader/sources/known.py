"""Publishers of digests that are known by a short name: what they cover, and how far back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher.

    name       short, as it is typed
    location   what is read; a branch stands behind `#`
    covers     what of arXiv, in its own words (categories)
    languages  of what it adds or passes on: `zh`, `en`
    form       how it publishes, in the words of `recognition.Form` or of a mapping
    since      the first day there are digests of; None: only the newest ones
    """

    name: str
    location: str
    covers: str
    languages: tuple[str, ...]
    form: str
    since: date | None


PUBLISHERS = (
    Publisher(
        "cn-chat-arxiv",
        "https://github.com/qhduan/cn-chat-arxiv",
        "cs.AI cs.CL cs.IR cs.LG econ q-fin stat.ML",
        ("zh", "en"),
        "cn-chat-arxiv",
        date(2023, 3, 13),
    ),
    Publisher(
        "daily-arxiv",
        "https://github.com/dw-dengwei/daily-arXiv-ai-enhanced#data",
        "cs.CV cs.GR cs.CL cs.AI",
        ("zh", "en"),
        "daily-arXiv JSON Lines",
        date(2025, 3, 19),
    ),
    *(
        Publisher(f"arxiv:{category}", f"https://rss.arxiv.org/rss/{category}", category, ("en",), "RSS/Atom", None)
        for category in ("cs.AI", "cs.CL", "cs.CV", "cs.IR", "cs.LG", "cs.RO", "stat.ML", "econ", "q-fin", "eess")
    ),
    Publisher("papers.cool", "https://papers.cool/arxiv/cs.AI/feed", "cs.AI", ("en",), "RSS/Atom", None),
)
"""The catalogue, in the order in which it is shown. Any other category of arXiv's is `arxiv:CATEGORY`."""


def by_name(name: str) -> Publisher | None:
    """The publisher of that short name."""
    return next((publisher for publisher in PUBLISHERS if publisher.name == name), None)
