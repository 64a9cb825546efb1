"""The import rules of reader/ARCHITECTURE.md, read off the source text (imports inside functions included)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "reader"
LONGEST_FILE, LONGEST_TEST_FILE = 400, 450

# From the top; what stands on one line does not import each other.
LAYERS = (
    ("__main__",),
    ("__init__",),
    ("cli", "api"),
    ("tui",),
    ("library",),
    ("outside",),
    ("sources", "store", "search", "export"),
    ("commands", "config", "i18n"),
    ("model", "text", "errors", "paths", "regular"),
    ("many", "values", "version"),
)
HEIGHT = {part: len(LAYERS) - line for line, parts in enumerate(LAYERS) for part in parts}
OWNERS = {"textual": "tui", "rich": "tui", "sqlite3": "store", "whoosh": "search", "numpy": "search"}

FILES = sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in FILES}


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module


def part_of(module: str) -> str:
    """The line of `LAYERS` a module of ours belongs to: the first name below `reader`."""
    return module.split(".")[1] if "." in module else "__init__"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_below_it(path: Path) -> None:
    part = part_of(module_name(path))
    assert part in HEIGHT, f"{part} has no place in the layers"
    for name in imported(path):
        top = name.split(".")[0]
        if top == "reader" and part_of(name) != part:
            assert HEIGHT[part] > HEIGHT[part_of(name)], f"{part} imports {name}"
        assert OWNERS.get(top, part) == part, f"{part} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_above_the_library_knows_stores_and_index(path: Path) -> None:
    if HEIGHT[part_of(module_name(path))] > HEIGHT["library"]:
        assert {part_of(name) for name in imported(path) if name.startswith("reader.")}.isdisjoint(("store", "search"))


def test_no_module_imports_itself_in_a_circle() -> None:
    edges = {
        name: {other for other in imported(path) if other in MODULES and other != name}
        for name, path in MODULES.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for other in sorted(edges[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in sorted(edges):
        visit(name, ())


def test_a_file_is_short_enough_to_be_read_at_once() -> None:
    rest = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "screenshots").rglob("*.py")]
    bounds = dict.fromkeys(FILES, LONGEST_FILE) | dict.fromkeys(rest, LONGEST_TEST_FILE)
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in bounds}
    assert [f"{path}: {length}" for path, length in lengths.items() if length > bounds[path]] == []


def test_every_package_says_what_it_knows() -> None:
    for path in PACKAGE.rglob("__init__.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_whoever_silences_a_checker_says_why() -> None:
    silenced = re.compile(r"# (?:noqa|type: ignore)(?!(?:: [A-Z\d, ]+|\[[a-z, -]+\])  # \w)")
    lines = ((path, line) for path in FILES for line in path.read_text(encoding="utf-8").splitlines())
    assert [f"{path}: {line}" for path, line in lines if silenced.search(line)] == []
