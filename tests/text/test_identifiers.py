"""An arXiv ID tells the month in which a paper was submitted."""

from __future__ import annotations

import pytest

from reader.text.identifiers import month_of


@pytest.mark.parametrize(
    ("arxiv_id", "month"),
    [
        ("2402.18789", (2024, 2)),
        ("2608.00017", (2026, 8)),
        ("0704.0001", (2007, 4)),
        ("math/0601001", (2006, 1)),
        ("math.GT/0601001", (2006, 1)),
        ("hep-th/9108028", (1991, 8)),
        ("2613.00001", None),
        ("welcome.0001", None),
        ("2402.1", None),
        ("math/06010011", None),
    ],
)
def test_an_id_tells_its_month_of_submission(arxiv_id: str, month: tuple[int, int] | None) -> None:
    assert month_of(arxiv_id) == month
