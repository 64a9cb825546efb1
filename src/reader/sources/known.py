"""Publishers of digests that are known by a short name: what they cover, and how far back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher.

    name       short, as it is typed
    location   what is read; a branch stands behind `#`
    covers     what of arXiv: categories, or its own words
    languages  of what it adds or passes on: `zh`, `en`
    form       how it publishes, in the words of `recognition.Form` or of a mapping
    since      the first day there are digests of, as seen in November 2026; None: only the newest ones, or unknown
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
    Publisher(
        "arxiv-daily-scroll",
        "https://github.com/a1henu/arxiv-daily-scroll",
        "cs.* (interests)",
        ("zh", "en"),
        "arxiv-daily-scroll",
        date(2025, 10, 12),
    ),
    Publisher(
        "arxiv-daily-reporter",
        "https://github.com/CSQianDong/Awesome-arXiv-Daily-Reporter",
        "cs.CL cs.IR cs.AI",
        ("en",),
        "arxiv-daily-reporter",
        date(2025, 2, 10),
    ),
    Publisher(
        "daily-paper-reader",
        "https://github.com/ziwenhahaha/daily-paper-reader",
        "interests",
        ("zh", "en"),
        "daily-paper-reader",
        date(2026, 1, 24),
    ),
    Publisher(
        "daily-arxiv-notes",
        "https://github.com/zhaoyang97/daily-arxiv",
        "cs.CV cs.CL cs.AI",
        ("zh",),
        "daily-arxiv-notes",
        date(2026, 3, 1),
    ),
    Publisher(
        "daily-arxiv-ai-notes",
        "https://github.com/Throne0826/Daily-Arxiv-AI-Notes",
        "cs.AI cs.CL cs.RO",
        ("zh",),
        "daily-arxiv-ai-notes",
        date(2026, 7, 29),
    ),
    Publisher(
        "cv-arxiv-daily",
        "https://github.com/Vincentqyw/cv-arxiv-daily",
        "cs.CV (SLAM, SfM, NeRF, ...)",
        ("en",),
        "cv-arxiv-daily",
        None,
    ),
    Publisher(
        "yolo-arxiv-daily",
        "https://github.com/WangQvQ/YOLO-Arxiv-Daily",
        "YOLO",
        ("en",),
        "yolo-arxiv-daily",
        None,
    ),
    Publisher(
        "hf-daily-papers",
        "https://huggingface.co/api/daily_papers",
        "Hugging Face Daily Papers",
        ("en",),
        "hf-daily-papers",
        None,
    ),
    Publisher(
        "hf-daily-summaries",
        "https://github.com/Zi-yangChen/hf-daily-papers-summarizer",
        "Hugging Face Daily Papers",
        ("zh",),
        "hf-daily-summaries",
        date(2026, 6, 3),
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
