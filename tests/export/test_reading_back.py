"""What is exported is read by the programs it is for, field by field as the JSON Lines have it."""

from __future__ import annotations

import pytest

from reader.model import MarkedPaper
from tests.export.invented import PAPERS
from tests.export.reading_back import CHECKS


@pytest.mark.parametrize("program", CHECKS)
def test_invented_papers_are_read_by(program: str) -> None:
    assert differences(program, list(PAPERS)) == []


@pytest.mark.parametrize("program", CHECKS)
def test_a_sample_of_a_year_and_every_risky_paper_are_read_by(program: str, real_papers: list[MarkedPaper]) -> None:
    assert differences(program, real_papers)[:5] == []


def differences(program: str, papers: list[MarkedPaper]) -> list[str]:
    try:
        return list(CHECKS[program](papers))
    except ImportError as error:
        pytest.skip(f"not installed: {error.name}")
