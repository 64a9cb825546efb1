"""What the pictures of the README show is what the program shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from screenshots.make import HERE, PICTURES, Picture, make_library, screen_of, words_of
from screenshots.pages import PAGES

# A handful: each way of reading, each width, what lies over the list, both interfaces.
LOOKED_AT = ("zh-80x24", "en-120x40", "both-120x40", "both-160x45", "search", "triage", "help-zh", "narrow", "welcome")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("pictures"))


@pytest.mark.parametrize(
    "picture", [picture for picture in PICTURES if picture.name in LOOKED_AT], ids=lambda p: p.name
)
def test_the_screen_looks_as_in_its_picture(picture: Picture, library: Path) -> None:
    kept = (HERE / f"{picture.name}.txt").read_text(encoding="utf-8")
    assert words_of(screen_of(picture, library, kept)) == kept, "if that is meant: python -m screenshots.make"


def test_every_picture_has_its_words_beside_it() -> None:
    assert {path.stem for path in HERE.glob("*.txt")} == {picture.name for picture in PICTURES}
    assert {path.stem for path in HERE.glob("*.png")} == {picture.name for picture in PICTURES} | set(PAGES)
