"""A paper that says it was withdrawn is told from one about things that are."""

from __future__ import annotations

import pytest

from reader.text.withdrawn import probably_withdrawn


@pytest.mark.parametrize(
    ("comment", "abstract"),
    [
        ("This paper has been withdrawn due to an error in Lemma 1", "We fold lanterns."),
        ("Withdrawn: Lemma 1 is wrong", None),
        (None, "This submission has been withdrawn by arXiv administrators."),
        (None, "The manuscript was\nsince withdrawn."),
        (None, "Withdrawn by the first author."),
    ],
)
def test_what_says_that_it_is_withdrawn_probably_is(comment: str | None, abstract: str | None) -> None:
    assert probably_withdrawn(comment, abstract)


@pytest.mark.parametrize(
    ("comment", "abstract"),
    [
        (None, None),
        ("12 pages", "A share of the deposits is withdrawn from the lantern fund."),
        ("12 pages", "We study how paper money can be withdrawn, and drugs that were withdrawn by regulators."),
        ("12 pages", "Wealth withdrawn at random times."),
    ],
)
def test_what_is_about_withdrawing_is_not(comment: str | None, abstract: str | None) -> None:
    assert not probably_withdrawn(comment, abstract)
