"""What the README says is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from reader.config import load_config
from reader.search.fields import FILTERS, TEXT_FIELDS, VALUES
from tests import readme

TEXT = readme.README.read_text(encoding="utf-8")
ENGLISH, CHINESE = TEXT.split("\n# 中文说明\n")


def blocks(text: str, kind: str = "") -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    return [block for name, block in found if name == kind]


def test_its_tables_are_those_of_the_program() -> None:
    assert len(readme.TABLE.findall(TEXT)) == 6
    assert readme.renewed(TEXT) == TEXT, "run `python -m tests.readme`"


def test_both_halves_have_the_same_sections_and_the_same_commands() -> None:
    assert len(re.findall("^## ", ENGLISH, re.MULTILINE)) == len(re.findall("^## ", CHINESE, re.MULTILINE))
    install, work = (block for block in blocks(ENGLISH) if "venv" in block)
    assert [block for block in blocks(CHINESE) if "venv" in block] == [install, work]
    assert len(blocks(CHINESE)) == len(blocks(ENGLISH))


@pytest.mark.parametrize("folder", [".", "screenshots"])
def test_everything_it_links_to_is_there(folder: str) -> None:
    page = readme.README.parent / folder / "README.md"
    links = set(re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")))
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_picture_is_shown() -> None:
    folder = readme.README.parent / "screenshots"
    shown = set(re.findall(r"\]\(([^)#]+)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert {picture.name for picture in folder.glob("*.png")} == shown


@pytest.mark.parametrize("half", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_its_configuration_is_a_configuration(half: str, tmp_path: Path) -> None:
    examples = blocks(half, "toml")
    assert examples
    for example in examples:
        file = tmp_path / "config.toml"
        file.write_text(example, encoding="utf-8")
        assert tomllib.loads(example)
        assert load_config(file).warnings == ()


@pytest.mark.parametrize("half", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_field_of_the_query_language_is_named_and_no_other(half: str) -> None:
    section = half.split("diffus*")[1].split("\n## ")[0]
    assert set(re.findall(r"`([a-z]+):", section)) == {*TEXT_FIELDS, *FILTERS}
    for field in ("is", "type"):
        assert set(re.findall(rf"`{field}:([a-z]+)`", section)) == set(VALUES[field].values())
