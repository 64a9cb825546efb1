"""Bytes that are no text, and other hostile words, in every place that any sub-command has: one line, no traceback.

The places are read off the sub-commands themselves, so that a new option is tried as soon as it is declared.
"""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import SUPPRESS, Action, ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from reader.cli.subcommands import SUBCOMMANDS
from reader.i18n import translator
from tests.cli.conftest import Cli, Outcome
from tests.cli.program import is_one_line, run

HOSTILE = (
    *(
        f"{field}\udcff"
        for field in ("", "cat:", "tag:", "in:", "#", "id:", "note:", "title:", "date:", "is:", "@", "-x:")
    ),
    "a\udcff.jsonl",
    "~nobody-of-that-name\udcff/x",
    "http://\udcff/",
    "file:///\udcff",
    "https://[::1",
    "git://\udcff:x/",
    "{0}{name}%s%(x)s",
    "a\nb\r\x1b[2J\x07",
    "\u202e\u2066x",
    "é" * 300,
    "x/" * 2500,
    "/dev/null/x",
    "9" * 400,
    " ",
    "",
)
COMPANIONS = {"mark": ["--read"], "export": ["--format", "ids"]}
"""What a command wants beside the word that is tried."""


def places(name: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Every place of a sub-command that takes a word: (how it is called, the arguments before the word)."""
    parser = ArgumentParser(add_help=False)
    next(command for command in SUBCOMMANDS if command.name == name).load().arguments(parser, translator("en"))
    for action in parser._actions:
        if takes_a_word(action):
            yield action.dest, action.option_strings[:1]


def takes_a_word(action: Action) -> bool:
    return action.nargs != 0 and action.dest != SUPPRESS


EVERYWHERE = [(command.name, *place) for command in SUBCOMMANDS for place in places(command.name)]


@pytest.mark.parametrize(
    ("command", "place", "before"), EVERYWHERE, ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_place_of_every_command_takes_any_bytes(
    filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, place: str, before: Sequence[str]
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for word in HOSTILE:
        beside = COMPANIONS.get(command, [])
        told(
            filled(
                command,
                *beside,
                *(
                    ["--", word]
                    if not before
                    else [f"{before[0]}={word}" if before[0].startswith("--") else f"{before[0]}{word}"]
                ),
            )
        )


def told(done: Outcome) -> None:
    """An answer, or one line on what is wrong, with nothing in it that reaches into the terminal."""
    assert done.status in (0, 1, 2, 3)  # 3: nothing new
    assert len(done.err.splitlines()) <= 2
    assert not any(sign in done.err for sign in ("Traceback", "\x1b", "\x07", "\u202e"))
    assert len(done.err) < 12_000


@pytest.mark.parametrize(
    "name",
    [
        "DIGEST_READER_LIBRARY",
        "HOME",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "LANG",
        "LC_ALL",
        "LANGUAGE",
        "NO_COLOR",
        "TERM",
        "COLUMNS",
        "PATH",
        "EDITOR",
        "TMPDIR",
    ],
)
def test_every_variable_takes_any_bytes(tmp_path: Path, name: str) -> None:
    home = {each: str(tmp_path / each) for each in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), **home}
    called = [sys.executable, "-m", "reader", "search", "x"]
    for value in (b"~nobody\xff/x", b"9" * 300):
        done = subprocess.run(
            called,
            env={**os.environb, **{k.encode(): v.encode() for k, v in environ.items()}, name.encode(): value},
            capture_output=True,
            check=False,
            timeout=60,
            cwd=tmp_path,
        )
        told(Outcome(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")))


def test_a_folder_whose_name_is_no_text_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "f\udcff").mkdir()
    for arguments in (("sync",), ("sources", "add"), ("doctor",)):
        done = cli(*arguments, tmp_path / "f\udcff")
        told(done)
        assert "rename it" in done.err


def test_files_with_names_that_are_no_text_are_read(cli: Cli, digests: Path) -> None:
    (digests / "2026-08-21 cs.AI.md").rename(digests / "2026-08-21 \udcfe.md")
    for byte in "\udcfe\udcff":
        (digests / f"broken{byte}.md").write_text("# 摘要\n\n[^1]: ?\n")
    assert "2 papers" in cli("sync", digests).out
    for arguments in (("sources",), ("doctor",), ("doctor", digests), ("sync",), ("sources", "remove", digests)):
        told(cli(*arguments))


def test_a_library_whose_name_is_no_text_works(cli: Cli, digests: Path, tmp_path: Path) -> None:
    library = tmp_path / "l\udcff"
    cli("--library", library, "sync", digests)
    cli("--library", library, "mark", "2608.00001", "--bookmark")
    assert cli("--library", library, "backup", tmp_path / "b\udcff.db").status == 0
    cli("--library", library, "mark", "--undo")
    assert "1 paper" in cli("--library", library, "restore", tmp_path / "b\udcff.db").err
    assert cli("--library", library, "export", "-o", tmp_path / "o\udcff.jsonl").status == 0
    assert "2608.00001" in (tmp_path / "o\udcff.jsonl").read_text()


@pytest.mark.parametrize("zone", ["UTC+24", "XXX-24"])
def test_a_time_zone_that_cannot_be_is_told(filled: Cli, tmp_path: Path, zone: str) -> None:
    done = run(tmp_path / "library", "mark", "2608.00001", "--bookmark", shell=f'TZ={zone} exec "$@"')
    assert is_one_line(done, 2)
    assert zone in done.err
