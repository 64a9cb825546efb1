"""Whatever stands on the command line: an answer or one line, status 0, 1 or 2, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Cli

COMMANDS = ("search", "show", "mark", "export", "stats", "index", "keys", "where", "config", "restore", "")
PIECES = (
    *(
        "-",
        "--",
        "--limit",
        "--format",
        "--tag",
        "--note=",
        "--read",
        "--bookmark",
        "-f",
        "-o",
        "--library",
        "--config",
    ),
    *(
        "is:",
        "date:",
        "(",
        ")",
        '"',
        "OR",
        "-x",
        "@x",
        "#x",
        "2608.00001",
        "苹果",
        "ids",
        "jsonl",
        "\udcff",
        "\x1b[2J",
        "~x",
    ),
)
words = st.sampled_from(PIECES) | st.text(max_size=8).map(lambda text: text.replace("\0", ""))
arguments = st.lists(st.lists(words, min_size=1, max_size=2).map("".join), max_size=5)


@pytest.fixture
def there(filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A filled library, and a folder for whatever is written somewhere."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return filled


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(COMMANDS), arguments, st.sampled_from(["C.UTF-8", "zh_CN.UTF-8"]))
def test_every_command_line_gets_an_answer(there: Cli, command: str, given_words: list[str], lang: str) -> None:
    if "--help" in given_words or "-h" in given_words:
        return
    done = there(*([command] if command else []), *given_words, lang=lang)
    assert done.status in (0, 1, 2)
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err
    if done.status == 2 and not done.out:
        assert len(done.err.splitlines()) == 1
        assert done.err.startswith("digest-reader: ")
