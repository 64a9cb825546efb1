from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.arxiv_id import BARE_ID, canonical, find_id, version_told


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("http://arxiv.org/abs/2402.18789", ("2402.18789", None)),
        ("https://arxiv.org/abs/0901.3590", ("0901.3590", None)),
        ("https://rss.arxiv.org/abs/2402.18789", ("2402.18789", None)),
        ("[https://arxiv.org/abs/2402.18789](https://arxiv.org/abs/2402.18789)", ("2402.18789", None)),
        ("https://arxiv.org/pdf/2402.18789v3.pdf", ("2402.18789", 3)),
        ("https://export.arxiv.org/abs/math/0601001v2", ("math/0601001", 2)),
        ("https://arxiv.org/abs/math.GT/0309136", ("math/0309136", None)),
        ("http://arxiv.org/abs/cond-mat/9901001", ("cond-mat/9901001", None)),
        ("arXiv:2402.18789v1", ("2402.18789", 1)),
        ("arXiv：2402.18789", ("2402.18789", None)),
        ("2402.18789", ("2402.18789", None)),
        ("https://www.alphaxiv.org/abs/2402.18789", ("2402.18789", None)),
        ("https://www.alphaxiv.org/zh/overview/2402.18789v2", ("2402.18789", 2)),
        ("https://huggingface.co/papers/2402.18789", ("2402.18789", None)),
        ("https://papers.cool/arxiv/2402.18789", ("2402.18789", None)),
        ("http://cn.arxiv.org/abs/2402.18789", ("2402.18789", None)),
        ("http://xxx.itp.ac.cn/abs/2402.18789", ("2402.18789", None)),
        ("https://doi.org/10.48550/arXiv.2402.18789", ("2402.18789", None)),
        ("10.48550/arxiv.hep-th/9901001", ("hep-th/9901001", None)),
        ("https://ar5iv.org/abs/2402.18789", ("2402.18789", None)),
        ("https://ar5iv.labs.arxiv.org/html/2402.18789", ("2402.18789", None)),
        ("oai:arXiv.org:2402.18789v3", ("2402.18789", 3)),
        ("https://huggingface.co/models/2402.18789", None),
        ("https://arxiv.org/abs/2413.18789", None),  # there is no thirteenth month
        ("https://arxiv.org/abs/2402.187890", None),
        ("https://arxiv.org/list/cs.AI/new", None),
        ("version 2402.18789 of it", None),
        ("", None),
    ],
)
def test_every_spelling_of_a_paper_gives_the_same_id(link: str, found: tuple[str, int | None] | None) -> None:
    assert find_id(link) == found


@given(st.text())
def test_any_text_is_looked_at_without_failing(text: str) -> None:
    found = find_id(text)
    assert found is None or BARE_ID.fullmatch(found[0])


def test_old_ids_have_one_spelling() -> None:
    assert canonical("Math.GT/0309136") == "math/0309136"


@pytest.mark.parametrize(
    ("text", "version"),
    [("v2", 2), ("2", 2), ("17", 17), ("", None), ("v", None), ("²", None), ("9" * 20, None), ("9" * 5000, None)],
)
def test_a_version_by_itself_is_one_that_a_paper_can_have(text: str, version: int | None) -> None:
    """A longer number fits into no database, and `int` takes not all that `isdigit` calls digits."""
    assert version_told(text) == version
