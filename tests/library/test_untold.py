"""Fields about what most digests do not tell: a search that therefore finds nothing says so."""

from __future__ import annotations

import pytest

from reader.errors import QueryError
from reader.library.library import Library


@pytest.mark.parametrize("query", ["author:hinton", "apples venue:neurips", "doi:10.1", "code:github OR author:hinton"])
def test_where_no_paper_tells_it_that_is_said(library: Library, query: str) -> None:
    with pytest.raises(QueryError, match="of no paper here is told what"):
        library.finding.search(query)


def test_what_is_found_otherwise_is_shown(library: Library) -> None:
    assert library.finding.search("apples -author:hinton").total == 1
    assert library.finding.search("apples | author:hinton").total == 1


def test_a_word_that_no_paper_has_is_just_not_found(library: Library) -> None:
    assert library.finding.search("in:nowhere").total == 0
