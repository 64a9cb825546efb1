"""The tables of Chinese characters are what their sources give."""

from __future__ import annotations

import pytest

from tests.tables import TABLES, readings, traditional


@pytest.mark.parametrize(("name", "made"), [("traditional.txt", traditional), ("readings.txt", readings)])
def test_the_table_is_what_python_m_tests_tables_makes(name: str, made: object) -> None:
    assert callable(made)
    assert (TABLES / name).read_text(encoding="utf-8") == made()
