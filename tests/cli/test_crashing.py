"""A mistake of the program's own on the command line: one line and a report; and a log for whoever asks for one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli.crashing import REPORTS_KEPT, keep_report, last_crash, report
from reader.paths import Places
from tests.cli.conftest import Cli, fruit, write_digest

BROKEN = """
import sys
from reader.cli import main
from reader.library.finding import Finding
def broken(self, text, **more):
    try:
        raise ValueError("a secret title")
    except ValueError:
        None.secret_attribute
Finding.search = broken
sys.exit(main())
"""


EXHAUSTED = """
import sys
from reader.cli import main
{owner}
def exhausted(*given, **more):
    raise {error}
{broken} = exhausted
sys.exit(main())
"""
NO_MEMORY, NOT_MAPPED = "MemoryError", "OSError(12, 'Cannot allocate memory')"


def run(*arguments: str | Path, code: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    called = [sys.executable, *(("-c", code) if code else ("-m", "reader")), *map(str, arguments)]
    return subprocess.run(
        called, capture_output=True, encoding="utf-8", check=False, timeout=60, env={**os.environ, **environ}
    )


def test_a_mistake_is_one_line_and_a_report_of_what_was_called(filled: Cli, tmp_path: Path) -> None:
    library = tmp_path / "library"
    done = run("--library", library, "search", "my query", code=BROKEN)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    (file,) = library.glob("crash-*.txt")
    assert line.startswith("digest-reader: stopped by a mistake of its own (AttributeError)")
    assert line.endswith(str(file))
    text = file.read_text()
    assert "command: search" in text
    assert "builtins.ValueError: (14 characters left out)" in text
    assert "'NoneType' object has no attribute 'secret_attribute'" in text
    assert "reader/cli/main.py:" in text
    for secret in ("secret title", "my query", str(tmp_path), str(Path(sys.prefix)), str(Path(__file__).parents[2])):
        assert secret not in text


@pytest.mark.parametrize("error", [NO_MEMORY, NOT_MAPPED])
@pytest.mark.parametrize(
    ("owner", "broken", "arguments"),
    [
        ("from reader.search.builder import SegmentBuilder as it", "it.write", ("index", "--rebuild")),
        ("from reader.search.builder import SegmentBuilder as it", "it.add", ("index", "--rebuild")),
        ("from reader.search import codec as it", "it.SegmentFiles.open", ("search", "苹果")),
        ("from reader.search.evaluate import Evaluation as it", "it.papers", ("search", "苹果")),
        ("from reader.export import jsonl as it", "it.record", ("export", "苹果", "-f", "jsonl")),
        ("from reader.store.collecting import Collector as it", "it.store", ("sync", "more.md")),
    ],
    ids=["write the index", "gather papers", "open the index", "search", "export", "sync"],
)
def test_want_of_memory_is_one_line_without_a_report_and_the_index_stays_as_it_was(
    filled: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    owner: str,
    broken: str,
    arguments: tuple[str, ...],
    error: str,
) -> None:
    library = tmp_path / "library"
    before = {file: file.read_bytes() for file in (library / "cache" / "index").rglob("*-*.json")}
    write_digest(tmp_path / "more.md", [fruit(7)])
    code = EXHAUSTED.format(owner=owner, error=error, broken=broken)
    monkeypatch.chdir(tmp_path)
    done = run("--library", library, *arguments, code=code)
    assert done.returncode == 1
    assert "out of memory" in done.stderr
    assert "mistake" not in done.stderr
    assert not list(library.glob("crash-*"))
    assert {file: file.read_bytes() for file in (library / "cache" / "index").rglob("*-*.json")} == before
    assert run("--library", library, "search", "苹果", "--format", "ids").stdout.splitlines()


def test_a_mistake_of_a_command_makes_no_offer_to_go_on(filled: Cli, tmp_path: Path) -> None:
    run("--library", tmp_path / "library", "search", "x", code=BROKEN)
    assert not (tmp_path / "library" / "crashed").exists()


def places(root: Path) -> Places:
    root.mkdir(exist_ok=True)
    return Places(root, root / "cache", root / "config.toml")


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for number in range(9):
        (places(tmp_path / "data").data / f"crash-20260801-00000{number}.txt").write_text("old")
    file = keep_report(RuntimeError("x"), places(tmp_path / "data"), {}, "")
    assert file is not None
    kept = sorted((tmp_path / "data").glob("crash-*.txt"))
    assert len(kept) == REPORTS_KEPT
    assert kept[-1] == file
    assert last_crash(places(tmp_path / "data")) == str(file)
    assert last_crash(places(tmp_path / "data")) is None


def test_a_report_is_kept_elsewhere_where_the_library_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    gone = tmp_path / "gone"
    file = keep_report(RuntimeError("x"), Places(gone, gone, gone), {}, "")
    assert file is not None
    assert file.parent == tmp_path


def test_a_report_says_what_was_running() -> None:
    text = report(KeyError("2608.00001"), {"TERM": "xterm", "LC_ALL": "zh_CN.UTF-8"}, "")
    assert "command: (the screen)" in text
    assert "terminal: xterm" in text
    assert "language: zh_CN.UTF-8" in text
    assert "2608" not in text


def test_a_report_names_no_folder_of_what_cannot_be_imported(tmp_path: Path) -> None:
    """Python says where it looked: in the home folder, most likely."""
    (tmp_path / "half.py").write_text("")
    code = "import sys; sys.path[:0] = [sys.argv[1]]; from half import whole"
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, encoding="utf-8", check=False
    )
    words = said.stderr.splitlines()[-1].partition(": ")[2]
    assert str(tmp_path) in words
    assert report(ImportError(words), {}, "").splitlines()[-1] == (
        "builtins.ImportError: cannot import name 'whole' from 'half' (half.py)"
    )
    assert "x.so: undefined" in report(ImportError("/home/me/.venv/lib/x.so: undefined symbol"), {}, "")


def test_a_report_is_put_in_place_of_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder for everybody, or a library of somebody else's, it may lead to a file of one's own."""
    mine, shared = tmp_path / "mine", tmp_path / "shared"
    mine.write_text("years of work")
    shared.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(shared))
    gone = tmp_path / "gone"
    file = keep_report(RuntimeError("x"), Places(gone, gone, gone), {}, "")
    assert file is not None
    assert file.stat().st_mode & 0o077 == 0
    file.unlink()
    for minute in range(60):
        for second in range(60):
            (shared / f"{file.name[:17]}{minute:02}{second:02}.txt").symlink_to(mine)
    keep_report(RuntimeError("x"), Places(gone, gone, gone), {}, "")
    assert mine.read_text() == "years of work"


def test_where_there_is_no_memory_for_a_report_the_mistake_is_told(filled: Cli, tmp_path: Path) -> None:
    without = f"import sys; sys.modules['reader.cli.crashing'] = None\n{BROKEN}"
    done = run("--library", tmp_path / "library", "search", "x", code=without, LC_ALL="C.UTF-8")
    assert done.stderr == (
        "digest-reader: stopped by a mistake of its own (AttributeError); no report of it could be written\n"
    )


@pytest.mark.parametrize("by", ["option", "variable"])
def test_a_log_says_what_is_done(filled: Cli, digests: Path, tmp_path: Path, by: str) -> None:
    log = tmp_path / "log.txt"
    library = tmp_path / "library"
    asked = ["--log", str(log)] if by == "option" else []
    environ = {} if by == "option" else {"DIGEST_READER_LOG": str(log)}
    run("--library", library, *asked, "mark", "2608.00001", "--bookmark", **environ)
    run("--library", library, *asked, "search", "apples", **environ)
    run("--library", library, *asked, "sync", digests, tmp_path / "nowhere", **environ)
    run("--library", library, *asked, "search", "is:nowhere", **environ)
    text = log.read_text()
    said = "said ('digest-reader: "
    for event in (
        "start (",
        "gesture ('bookmark', 1)",
        "search ('apples', 1,",
        "sync (",
        str(tmp_path / "nowhere"),
        said,
    ):
        assert event in text
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_log_holds_no_keys_of_the_environment(tmp_path: Path) -> None:
    """Processes that are started get the environment, and with it the key of a model."""
    log = tmp_path / "log.txt"
    code = (
        "import os, subprocess, sys; from argparse import Namespace; from reader.cli.logs import start_log\n"
        "start_log(Namespace(log=sys.argv[1]), os.environ, sys.argv)\n"
        "subprocess.run([sys.executable, '-c', ''], env={'PAPER_KEY': 'not-a-real-key'})"
    )
    subprocess.run([sys.executable, "-c", code, str(log)], check=True)
    assert "subprocess.Popen" in log.read_text()
    assert "PAPER_KEY" not in log.read_text()
    assert "not-a-real-key" not in log.read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_log_on_a_full_disk_stops_nothing(filled: Cli, tmp_path: Path) -> None:
    done = run("--library", tmp_path / "library", "--log", "/dev/full", "search", "title:apple", "-f", "ids")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_log_that_nobody_reads_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = run("--library", tmp_path / "x", "--log", tmp_path / "pipe", "search", "x")
    assert done.returncode == 2
    assert done.stderr.count(str(tmp_path)) == 1
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["marks.db", "marks.db-wal", "marks.db-shm", "library.db-journal"])
def test_a_log_is_not_written_into_a_database(filled: Cli, tmp_path: Path, name: str) -> None:
    """Of lines in its log SQLite would make nothing: what was marked since the last checkpoint would be gone."""
    file = tmp_path / "library" / name
    if not file.exists():
        file.write_bytes(b"not to be touched")
    before = file.read_bytes()
    done = run("--library", tmp_path / "library", "--log", file, "config")
    assert done.returncode == 1
    assert "is a database" in done.stderr
    assert file.read_bytes() == before


def test_without_being_asked_nothing_is_logged(filled: Cli, tmp_path: Path) -> None:
    before = {file for file in tmp_path.rglob("*") if file.suffix in (".txt", ".log")}
    run("--library", tmp_path / "library", "search", "apples")
    assert {file for file in tmp_path.rglob("*") if file.suffix in (".txt", ".log")} == before


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = run("--library", tmp_path / "x", "--log", tmp_path / "no" / "log", "search", "x")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
