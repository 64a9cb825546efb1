from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from reader.errors import SourceError
from reader.sources.contract import Reading
from reader.sources.dispatch import read_source
from reader.sources.identify import identify
from tests.sources.invented import ENTRIES, digest, entry
from tests.sources.repository import Repository
from tests.sources.servers import git_backend, send, serving


def read(location: Path | str, clones: Path, known: Mapping[str, str] | None = None) -> list[Reading]:
    return list(read_source(identify(str(location)), known or {}, clones=clones))


def ids(readings: list[Reading]) -> list[str]:
    return [item.id for reading in readings for found in reading.digests for item in found.entries]


def facts(readings: list[Reading]) -> dict[str, str]:
    return {reading.key: reading.fingerprint for reading in readings}


IDS = [item.id for item in ENTRIES]


def test_every_kind_of_source_is_read(tmp_path: Path) -> None:
    made = Repository(tmp_path / "repository")
    made.commit({"cs.AI.md": digest()}, "2024-01-05")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "cs.AI.md").write_text(digest())
    with serving(lambda handler: send(handler, digest().encode())) as server:
        for location in (folder / "cs.AI.md", folder, made.path, f"{server}/cs.AI.md"):
            readings = read(location, tmp_path / "clones")
            assert ids(readings) == IDS
            assert ids(read(location, tmp_path / "clones", facts(readings))) == []


def test_a_bundle_in_a_folder_is_read_with_its_history(tmp_path: Path) -> None:
    folder, clones = tmp_path / "folder", tmp_path / "clones"
    folder.mkdir()
    made = Repository(tmp_path / "repository")
    made.commit({"cs.AI.md": digest()}, "2024-01-05")
    made.commit({"cs.AI.md": digest([entry(9)])}, "2024-01-06")
    made.git("bundle", "create", str(folder / "year.bundle"), "main")
    (folder / "broken.bundle").write_bytes(b"# v2 git bundle\n")
    (folder / "econ.md").write_text(digest([entry(7)]))
    first = read(folder, clones)
    assert sorted(ids(first)) == sorted([*IDS, "2401.00007", "2401.00009"])
    problems = [problem for reading in first for found in reading.digests for problem in found.problems]
    assert [problem.place for problem in problems] == ["broken.bundle"]
    known = facts(first)
    assert [reading.key for reading in read(folder, clones, known)] == ["broken.bundle"]
    made.commit({"cs.AI.md": digest([entry(8)])}, "2024-01-07")
    made.git("bundle", "create", str(folder / "year.bundle"), "main")
    assert ids(read(folder, clones, known)) == ["2401.00008"]


def test_a_repository_is_found_behind_a_url_that_does_not_look_like_one(tmp_path: Path) -> None:
    made = Repository(tmp_path / "upstream" / "digests")
    made.commit({"cs.AI.md": digest()}, "2024-01-05")
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        git_backend(made.path.parent)(handler)

    with serving(answer) as server:
        first = read(f"{server}/digests", tmp_path / "clones")
        assert ids(first) == IDS
        asked.clear()
        assert read(f"{server}/digests", tmp_path / "clones", facts(first)) == []
        assert "/digests" not in asked
        with pytest.raises(SourceError, match="404"):
            read(f"{server}/nothing", tmp_path / "clones")


def test_reading_files_loads_neither_the_http_client_nor_a_screen(tmp_path: Path) -> None:
    (tmp_path / "cs.AI.md").write_text(digest())
    program = (
        "import sys; from pathlib import Path; from reader.sources.identify import identify;"
        "from reader.sources.dispatch import read_source;"
        "list(read_source(identify(sys.argv[1]), {}, clones=Path(sys.argv[1])));"
        "print(*sorted({'httpx', 'textual', 'rich', 'whoosh', 'numpy', 'sqlite3'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    root = Path(__file__).parent.parent.parent
    assert subprocess.run(command, check=True, capture_output=True, text=True, cwd=root).stdout.strip() == ""
