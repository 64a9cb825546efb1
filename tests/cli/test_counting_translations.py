"""`translate --dry-run`: which papers lack Chinese, and what translating them would take; nobody is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

PLUMS = "2608.00007"
ABSTRACT = "We count plums with PlumNet-2, 128 in all."


@pytest.fixture
def plums(filled: Cli, tmp_path: Path) -> Cli:
    """A library with a paper whose publisher wrote English where the Chinese abstract should stand."""
    record = tmp_path / "plums" / f"{PLUMS}.json"
    record.parent.mkdir()
    record.write_text(
        json.dumps(
            {"title": "Counting plums", "abstract": ABSTRACT, "tldr": "", "link": f"https://arxiv.org/abs/{PLUMS}"}
            | {"translated_title": "数李子", "translated_abstract": ABSTRACT}
        )
    )
    assert filled("sync", record).status == 0
    return filled


def test_a_paper_that_is_found_as_untranslated_is_one_to_be_translated(plums: Cli) -> None:
    assert plums("search", "is:untranslated", "-f", "ids").lines == [PLUMS]
    assert plums("translate", "is:untranslated", "--dry-run").out.startswith("1 paper to translate, about ")


def test_a_count_for_a_script_is_a_json_object(plums: Cli) -> None:
    counted = json.loads(plums("translate", "*", "--dry-run", "--json").out)
    assert (counted["job"], counted["wanted"]) == ("translate", 1)
    assert counted["tokens"] > 200
