"""Each format gives, byte for byte, what other programs have been promised."""

from __future__ import annotations

import pytest

from reader.errors import UsageError
from reader.export.formats import FORMATS, Options, render
from reader.model import Lang
from tests.export.invented import PAPERS, golden


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_what_it_always_gave(name: str) -> None:
    assert "".join(render(PAPERS, name)).encode() == golden(name).read_bytes()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", Lang)
def test_every_format_can_be_written_in_every_language(name: str, lang: Lang) -> None:
    text = "".join(render(PAPERS, name, Options(lang=lang)))
    assert "2608.00017" in text
    text.encode()


@pytest.mark.parametrize("name", set(FORMATS) - {"jsonl"})
def test_no_format_carries_control_characters(name: str) -> None:
    text = "".join(render(PAPERS, name, Options()))
    assert not set(text) & set("\x1b\x07\u202e\u2028")


@pytest.mark.parametrize("name", FORMATS)
def test_no_papers_make_a_file_that_can_be_read(name: str) -> None:
    assert "".join(render([], name)) in {
        "",
        "[]\n",
        "".join(render([], "markdown")),
        "".join(render([], "csv")),
    }


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no format word; choose one of markdown, bibtex"):
        render(PAPERS, "word")


def test_an_ending_means_the_format_that_stands_first() -> None:
    first: dict[str, str] = {}
    for name, form in FORMATS.items():
        first.setdefault(form.extension, name)
    assert (first["bib"], first["md"], first["json"]) == ("bibtex", "markdown", "csl")
