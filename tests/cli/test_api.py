"""The library from Python: what its documentation promises."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

import reader.api
from reader import open_library
from reader.errors import QueryError, SourceError, UsageError
from tests.cli.conftest import Cli

APPLES, PEARS = "2608.00001", "2608.00002"


@pytest.fixture
def folder(filled: Cli, tmp_path: Path) -> Path:
    return tmp_path / "library"


def test_the_example_of_the_documentation_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIGEST_READER_LIBRARY", str(folder))
    example = re.search(r"(?m)^    from reader import.*?(?=^\S)", reader.api.__doc__ or "", re.DOTALL)
    assert example
    code = textwrap.dedent(example[0]).replace("2402.18789", APPLES)
    names: dict[str, object] = {}
    exec(compile(code, "example", "exec"), names)
    assert "用扩散模型数苹果" in capsys.readouterr().out
    assert [record["id"] for record in names["records"]] == [APPLES]  # type: ignore[attr-defined]  # a list
    with open_library(folder) as papers:
        assert papers.count("#later is:bookmarked") == 1


def test_papers_are_found_read_and_exported(folder: Path) -> None:
    with open_library(folder) as papers:
        assert len(papers) == papers.count("*") == 2
        assert [found.paper.id for found in papers.search("pears")] == [PEARS]
        assert len(list(papers.search("*", limit=1, sort="date"))) == 1
        found = papers.paper(f"https://arxiv.org/abs/{APPLES}v1")
        assert found is not None
        assert papers.export([found], "ids") == f"{APPLES}\n"
        assert papers.paper("2608.99999") is None


def test_marks_made_from_python_are_undone_from_python(folder: Path, filled: Cli) -> None:
    filled("mark", PEARS, "--bookmark")
    with open_library(folder) as papers:
        papers.note(APPLES, "a note")
        papers.mark_read(APPLES, PEARS)
        assert papers.undo()
        assert papers.undo()
        assert not papers.undo()
        assert papers.count("is:bookmarked") == 1


def test_errors_are_those_of_the_reader(folder: Path) -> None:
    with open_library(folder) as papers:
        with pytest.raises(QueryError):
            papers.count('"never closed')
        with pytest.raises(UsageError):
            papers.paper("not an id")
        with pytest.raises(SourceError):
            papers.sync(str(folder / "nowhere"))


def test_a_sync_says_how_many_are_new(tmp_path: Path, digests: Path) -> None:
    with open_library(tmp_path / "another") as papers:
        assert papers.sync(str(digests)) == 2
        assert papers.sync() == 0


def test_what_cannot_be_chosen_is_said_as_on_the_command_line(folder: Path) -> None:
    with open_library(folder) as papers:
        with pytest.raises(UsageError, match="sort cannot be oldest; choose from date"):
            papers.search("*", sort="oldest")
        with pytest.raises(UsageError, match="lang cannot be fr; choose from zh"):
            papers.export(papers.search("*"), "bibtex", lang="fr")
        with pytest.raises(UsageError, match="whole number"):
            papers.search("*", limit=-1)


def test_a_text_is_one_tag_and_not_its_letters(folder: Path) -> None:
    with open_library(folder) as papers:
        papers.tag(APPLES, add="later")
        assert papers.count("tag:later") == 1
        papers.tag(APPLES, remove="later")
        assert papers.count("tag:later") == 0
