"""What the program is made of: known, bounded, locked for the gates, and under licences that allow it."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / ".ci" / "requirements.txt").read_text(encoding="utf-8")
RUNTIME = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
TESTS = [Requirement(text) for text in PROJECT["project"]["optional-dependencies"]["test"]]
TOLD = (ROOT / ".github" / "DEPENDENCIES.md").read_text(encoding="utf-8")
PERMISSIVE = re.compile(r"MIT|BSD|Apache|MPL|PSF|Python Software Foundation|ISC|Unlicense")


def plain(name: str) -> str:
    """A name as package registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, list[Version]]:
    """Name -> the versions in the lock file (more than one where Pythons differ)."""
    found: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", LOCK, re.MULTILINE):
        found.setdefault(plain(name), []).append(Version(version))
    return found


def test_everything_that_the_gates_install_is_locked_by_hash() -> None:
    blocks = re.split(r"^(?=[A-Za-z])", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE), flags=re.MULTILINE)[1:]
    assert len(blocks) > 40
    for block in blocks:
        assert re.match(r"[A-Za-z0-9._-]+==\S+", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]


def test_the_lock_file_names_no_index() -> None:
    assert not re.search(r"https?://|--index|--extra-index|--find-links|--trusted", LOCK)


@pytest.mark.parametrize("wanted", [*RUNTIME, *TESTS], ids=lambda wanted: wanted.name)
def test_what_is_locked_is_within_the_bounds(wanted: Requirement) -> None:
    versions = locked()[plain(wanted.name)]
    assert all(version in wanted.specifier for version in versions)


@pytest.mark.parametrize("wanted", [one for one in (*RUNTIME, *TESTS) if one.extras], ids=lambda wanted: wanted.name)
def test_what_an_extra_needs_is_locked(wanted: Requirement) -> None:
    needed = [Requirement(text) for text in metadata.requires(wanted.name) or ()]
    extra = [
        one.name
        for one in needed
        if one.marker and not one.marker.evaluate({"extra": ""})
        if any(one.marker.evaluate({"extra": name}) for name in wanted.extras)
    ]
    assert extra
    assert {plain(name) for name in extra} <= set(locked())


@pytest.mark.parametrize("wanted", RUNTIME, ids=lambda wanted: wanted.name)
def test_each_dependency_has_a_bound_a_reason_and_a_licence_that_are_told(wanted: Requirement) -> None:
    assert wanted.specifier
    (row,) = re.findall(rf"^\| {re.escape(wanted.name)} \| (.+) \| (.+) \| (.+) \|$", TOLD, re.MULTILINE)
    bound, reason, licence = row
    assert bound.strip("`") == str(wanted.specifier)
    assert len(reason) > 20
    about = metadata.metadata(wanted.name)
    fields = ("License-Expression", "License", "Classifier")
    said = " ".join(text for name in fields for text in about.get_all(name, []))
    assert PERMISSIVE.search(licence)
    assert any(word in said for word in re.findall(r"[A-Za-z]{3,}", licence)), said


def test_nothing_that_is_installed_for_readers_is_untold() -> None:
    """The dependencies' own dependencies, too."""
    seen: set[str] = set()
    waiting = [wanted.name for wanted in RUNTIME]
    while waiting:
        name = plain(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        for text in metadata.requires(name) or ():
            requirement = Requirement(text)
            if not requirement.marker or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    told = {plain(name) for name in re.findall(r"^\| ([A-Za-z0-9._-]+) \|", TOLD, re.MULTILINE)}
    assert seen <= told, seen - told


def test_every_promise_names_a_test_that_is_there() -> None:
    page = (ROOT / ".github" / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", page))
    assert len(named) > 10
    assert all((ROOT / name).exists() for name in named)


def test_the_hooks_before_a_commit_are_local_and_name_what_is_there() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"- repo: (.*)", hooks) == ["local"]
    assert all((ROOT / name).exists() for name in re.findall(r"tests/\w+\.py", hooks))
