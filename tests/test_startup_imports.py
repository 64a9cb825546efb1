"""Nothing heavy is imported by those who do not need it: a sub-command answers in the time the interpreter takes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli.subcommands import SUBCOMMANDS

HEAVY = ("textual", "rich", "markdown_it", "whoosh", "numpy", "httpx", "asyncio")
SCREEN = {"textual", "rich", "asyncio", "markdown_it"}
ENGINE = {"whoosh", "numpy"}
MOST_MODULES, MOST_BEFORE = 120, 95
"""Modules of ours that the screen opens with, and of these until the first row is painted: may become fewer."""
SLOWLY_DEFINED = {"reader.config.Config", "reader.model.Appearance"}
"""Dataclasses of the opening path that `reader.values` leaves to the standard library."""

# What each may import; whatever else of `HEAVY` it imports is a mistake.
ALLOWED: dict[tuple[str, ...], set[str]] = {
    ("--version",): set(),
    ("--help",): set(),
    ("keys",): set(),
    ("config",): set(),
    ("where",): set(),
    ("sources",): set(),
    ("sources", "add", "digests"): set(),
    ("show", "0001.00001"): set(),
    ("mark", "0001.00001", "--bookmark"): set(),
    ("export", "-f", "bibtex"): ENGINE,
    ("new",): set(),
    ("enrich",): ENGINE | {"httpx"},
    ("send",): ENGINE | {"httpx"},
    ("translate",): ENGINE,
    ("completions", "bash"): set(),
    ("backup", "marks.copy"): set(),
    ("restore", "marks.jsonl"): set(),
    ("import", "marks.jsonl"): set(),
    ("doctor", "digests"): set(),
    ("search", "digest"): ENGINE,
    ("stats",): set(),
    ("stats", "digest"): ENGINE,
    ("interests",): ENGINE,
    ("interests", "add", "word"): set(),
    ("index",): ENGINE,
    ("sync", "digests"): ENGINE,
}

PROBE = """
import json, sys
from reader.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("\\n" + json.dumps([name for name in {heavy!r} if name in sys.modules]))
"""


def loaded(code: str, *arguments: str, cwd: Path | None = None) -> set[str]:
    """Which of `HEAVY` were imported by the time `code` has run."""
    command = [sys.executable, "-c", code.replace("{heavy!r}", repr(HEAVY)), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", ALLOWED, ids=" ".join)
def test_a_sub_command_imports_no_more_than_it_needs(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "digests").mkdir()
    (tmp_path / "marks.jsonl").write_text("", encoding="utf-8")
    used = loaded(PROBE, "--library", str(tmp_path / "library"), *arguments, cwd=tmp_path)
    assert used <= ALLOWED[arguments]


def test_every_sub_command_is_looked_at() -> None:
    assert {command.name for command in SUBCOMMANDS} - {arguments[0] for arguments in ALLOWED} <= {"open", "serve"}


def test_the_screen_starts_without_the_search_engine_and_without_what_only_sources_need() -> None:
    code = "import json, sys, reader.tui.app, reader.library.library\n"
    used = loaded(code + "print(json.dumps([name for name in {heavy!r} if name in sys.modules]))")
    assert used <= SCREEN - {"markdown_it"}


def test_the_screen_opens_without_what_commands_do() -> None:
    code = (
        "import sys, reader.tui.app\nassert not [name for name in sys.modules if name.startswith('reader.tui.actions')]"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


OPENED = """
import json, sys
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.widgets import Input, Static
minimal = set(sys.modules)
import reader.cli.main, reader.cli.subcommands.opening, reader.tui.run, reader.tui.app, reader.tui.driver
more = sorted(set(sys.modules) - minimal)
made = [
    f"{module}.{name}"
    for module in more
    for name, made in vars(sys.modules[module]).items()
    if isinstance(made, type) and made.__module__ == module and "__dataclass_fields__" in vars(made)
    and made.__setattr__ is not reader.values._refuse_to_set
]
print(json.dumps([more, made]))
"""


EARLY = """
import json, sys
import reader.cli.main, reader.cli.subcommands.opening, reader.tui.kept_frame, reader.tui.run
print(json.dumps(sorted(sys.modules)))
"""


def test_the_first_rows_are_painted_without_textual() -> None:
    done = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, check=True, text=True, encoding="utf-8")
    names = json.loads(done.stdout)
    assert len([name for name in names if name.split(".")[0] == "reader"]) <= MOST_BEFORE
    slow = {"textual", "asyncio", "markdown_it", "rich.console", "rich.text", "shutil", "uuid", "lzma", "tomllib"}
    assert not slow.intersection(names)


@pytest.fixture(scope="module")
def opened() -> tuple[list[str], list[str]]:
    """Modules that the screen needs beside those of a minimal app; classes that the standard library defined slowly."""
    done = subprocess.run([sys.executable, "-c", OPENED], capture_output=True, check=True, text=True, encoding="utf-8")
    more, made = json.loads(done.stdout)
    return more, made


def test_the_screen_opens_with_few_modules_of_its_own(opened: tuple[list[str], list[str]]) -> None:
    own = [name for name in opened[0] if name.split(".")[0] == "reader"]
    assert len(own) <= MOST_MODULES, "each costs 0.2 ms of every start: import what can wait where it is needed"


def test_the_screen_opens_with_hardly_anything_that_a_minimal_app_does_without(
    opened: tuple[list[str], list[str]],
) -> None:
    others = {name.split(".")[0] for name in opened[0]} - {"reader"}
    assert others <= {"_sqlite3", "sqlite3", "argparse", "gettext", "locale", "gc"}


def test_classes_that_a_start_waits_for_are_defined_quickly(opened: tuple[list[str], list[str]]) -> None:
    assert set(opened[1]) <= SLOWLY_DEFINED
