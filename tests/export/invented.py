"""Invented papers, plain and nasty. `python -m tests.export.invented` writes what each format makes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from reader.export.formats import FORMATS, Options, render
from reader.model import Announce, Appearance, Author, Details, MarkedPaper, Marks, Paper, Texts

GOLDEN = Path(__file__).parent.parent / "fixtures" / "export"


def paper(
    arxiv_id: str,
    texts: Texts,
    *,
    num: int = 1,
    category: str | None = None,
    cut: bool = False,
    authors: tuple[str, ...] = (),
) -> Paper:
    """A paper seen on one day in two channels."""
    day = date(2026, 8, 14)
    seen = (Appearance("cs.SD", day, Announce.NEW, 1), Appearance("cs.AI", day, Announce.CROSS, None))
    details = Details(authors=tuple(map(Author, authors)))
    return Paper(num, arxiv_id, texts, 1, category, Announce.NEW, cut, 20260814, day, day, seen, details)


PLAIN = MarkedPaper(
    paper(
        "2608.00017",
        Texts(
            title_en="OwlNet: Learning to Hoot with LLMs at $O(n\\log n)$ Cost",
            title_zh="OwlNet：以$O(n\\log n)$代价学习鸣叫",
            tldr_zh="让模型学会猫头鹰的叫声。",
            abstract_en="We teach owls \\emph{how} to hoot. It costs $5 and saves 10% of $10.",
            abstract_zh="我们教猫头鹰鸣叫，花费5美元，节省10%。",
        ),
        category="cs.SD",
        cut=True,
    ),
    Marks(
        bookmarked=datetime(2026, 8, 15, 7, 30, tzinfo=UTC),
        read=datetime(2026, 8, 15, 7, 45, 12, 345678, tzinfo=UTC),
        tags=("birds", "夜间"),
        note="Read again.\nCompare with the crow paper, p. 3.",
    ),
)
NASTY = MarkedPaper(
    paper(
        "math.GT/0601001",
        Texts(
            title_en='=HYPERLINK("x") [cs.LG] | <b>_a_*b* & `c` #1 {unbalanced \\ 50% ~ ^ p<1',
            tldr_en='-1+1 said "so",\nand @cmd',
            abstract_en="1. First\x1b[31m red\x07\u202e; S\\~ao $\\{x\\}$ and $\\text{50%}$ \u2028end",
        ),
        num=2,
    ),
    Marks(tags=("a b,c", "{x"), note="=1+1\r\n\r\n# not a heading"),
)
BARE = MarkedPaper(Paper(3, "9912.00001", Texts(), None, None, None, False, 19991200, None, None, ()))
PAPERS = (PLAIN, NASTY, BARE)


def golden(name: str) -> Path:
    """The file that holds what the format `name` makes of `PAPERS`."""
    return GOLDEN / f"{name}.{FORMATS[name].extension}"


if __name__ == "__main__":
    for format_name in FORMATS:
        golden(format_name).write_bytes("".join(render(PAPERS, format_name, Options())).encode())
