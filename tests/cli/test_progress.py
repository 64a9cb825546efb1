"""How far a job is: a line in a terminal that goes away, JSON for a program, nothing in a file."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest

from reader.cli import progress
from reader.cli.main import run
from reader.cli.progress import ProgressLine
from reader.i18n import translator
from reader.library.writing import WAITING
from reader.text.cells import cell_len
from tests.cli.conftest import Cli


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> list[str]:
        """What stood in the line, one time after the other."""
        return self.getvalue().split("\r")[1:]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    monkeypatch.setenv("COLUMNS", "40")


def test_a_terminal_shows_one_line_that_is_gone_at_the_end() -> None:
    terminal = Terminal()
    with ProgressLine(terminal, translator("en")) as line:
        line(0, 0, "/digests")
        line(1200, 3000, "index")
    *lines, last = terminal.shown
    assert [text.rstrip() for text in lines] == ["0  reading /digests", "1,200/3,000  indexing"]
    assert last == "\x1b[K"


def test_a_line_never_wraps_and_says_what_it_waits_for() -> None:
    terminal = Terminal()
    with ProgressLine(terminal, translator("zh")) as line:
        line(0, 0, "很长的名字" * 20)
        line(0, 0, WAITING)
    assert all(cell_len(text) < 40 for text in terminal.shown[:-1])
    assert "等待" in terminal.shown[1]


def test_the_time_left_is_told_when_there_is_some(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 0.0, 10.0])
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(now)))
    terminal = Terminal()
    line = ProgressLine(terminal, translator("en"))
    line(0, 100, "x")
    line(50, 100, "x")
    assert terminal.shown[-1].rstrip() == "50/100  reading x  10 s left"


def test_a_program_gets_json_and_a_file_gets_nothing() -> None:
    for machine, expected in ((True, [{"done": 1, "total": 2, "what": "书"}]), (False, [])):
        stream = io.StringIO()
        with ProgressLine(stream, translator("en"), machine=machine) as line:
            line(1, 2, "书")
        assert [json.loads(text) for text in stream.getvalue().splitlines()] == expected


def test_a_terminal_is_shown_where_a_query_goes_wrong(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    environ = {"DIGEST_READER_LIBRARY": filled("where").lines[0].split()[-1].removesuffix("/marks.db")}
    assert run(["search", "苹果 is:nowhere"], environ, io.StringIO(), io.StringIO(), terminal) == 2
    message, query, mark = terminal.getvalue().splitlines()
    assert message.endswith("(character 4)")
    assert query == "  苹果 is:nowhere"
    assert mark == "  " + " " * 5 + "^" * len("is:nowhere")
