"""RIS, as a bibliography that tells about papers. All texts are invented."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest

from reader.model import Author, Digest
from reader.sources.content import Origin, read_stream
from reader.sources.gathering import Wanted

WORKS = """TY  - UNPB
TI  - Teapots of Glass
AU  - Muster, Ana
AU  - Probe, Bo
DA  - 2024/02/01/
AB  - We blow teapots
of glass.
UR  - http://arxiv.org/abs/2402.00001v2
DO  - 10.48550/arXiv.2402.00001
N1  - arXiv:2402.00001 [stat.ML]
ER  -

TY  - JOUR
T1  - Cups
A1  - Probe, Bo
N2  - They hold.
JO  - Journal of Cups
DO  - 10.5555/cups.1
AN  - arXiv:2402.00002
PY  - 2025
ER  -

TY  - BOOK
TI  - Elsewhere
UR  - https://example.org/b
ER  -
"""


def read(text: str, wanted: Wanted | None = None) -> Digest:
    (digest,) = read_stream(io.BytesIO(text.encode()), Origin("works", "works.ris"), wanted or Wanted())
    return digest


def test_every_field_of_ris_is_read_and_nothing_is_announced() -> None:
    digest = read(WORKS)
    teapots, cups = digest.entries
    assert (digest.form, digest.day, digest.announces) == ("RIS", None, False)
    assert (teapots.id, teapots.version, teapots.category) == ("2402.00001", 2, "stat.ML")
    assert (teapots.texts.title_en, teapots.texts.abstract_en) == ("Teapots of Glass", "We blow teapots of glass.")
    assert teapots.details.authors == (Author("Ana Muster"), Author("Bo Probe"))
    assert (teapots.details.submitted, teapots.details.doi) == (date(2024, 2, 1), None)
    assert (cups.id, cups.details.journal, cups.details.doi) == ("2402.00002", "Journal of Cups", "10.5555/cups.1")
    assert (cups.texts.abstract_en, cups.details.submitted) == ("They hold.", None)
    assert [problem.reason for problem in digest.problems] == ["works without an arXiv ID, left out: 1"]


def test_only_works_that_are_there_are_read_if_that_is_wanted() -> None:
    assert [entry.id for entry in read(WORKS, Wanted(there={"2402.00002"})).entries] == ["2402.00002"]


@pytest.mark.parametrize(
    "vary",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff\n" + text,
        lambda text: text.replace("ER  -\n", ""),
        lambda text: text.replace("  - ", "  -  "),
        lambda text: text.replace("ER  -\n", "ER  - \n"),
    ],
    ids=["line ends", "a mark first", "no ends", "more blanks", "blanks at ends"],
)
def test_ris_may_be_written_in_other_ways(vary: Callable[[str], str]) -> None:
    def told(text: str) -> list[object]:
        return [(entry.id, entry.texts, entry.details) for entry in read(text).entries]

    assert told(vary(WORKS)) == told(WORKS)


def test_what_the_program_exports_comes_back_in_both_languages() -> None:
    text = WORKS.replace("of glass.\n", "of glass. 我们吹玻璃茶壶。\n", 1)
    text = text.replace(
        "N1  - arXiv:2402.00001 [stat.ML]", "N1  - arXiv:2402.00001 [stat.ML]\nN1  - 中文标题：玻璃茶壶"
    )
    texts = read(text).entries[0].texts
    assert (texts.title_en, texts.title_zh) == ("Teapots of Glass", "玻璃茶壶")
    assert (texts.abstract_en, texts.abstract_zh) == ("We blow teapots of glass.", "我们吹玻璃茶壶。")
