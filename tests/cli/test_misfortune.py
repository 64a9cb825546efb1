"""Full disks, closed streams, signals, and two at once: one clear line, nothing lost, nothing half done."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, fruit, write_digest
from tests.cli.program import PATIENCE, command, is_one_line, run


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", [("search", "--format", "jsonl"), ("export", "fruit OR 苹果"), ("--help",)])
def test_a_full_disk_behind_stdout_is_told(filled: Cli, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert is_one_line(run(tmp_path / "library", *arguments, shell='exec "$@" > /dev/full'))


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_is_no_catastrophe(filled: Cli, tmp_path: Path, closed: str) -> None:
    done = run(tmp_path / "library", "search", "--batch", shell=f'exec "$@" {closed} < /dev/null')
    assert (done.status, done.err) == (0, "")
    assert run(tmp_path / "library", "search", shell=f'exec "$@" {closed}').status == 0


def test_a_disk_that_fills_up_in_the_middle_leaves_nothing_half_stored(orchard: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    done = run(library, "sync", orchard, shell='ulimit -f 1500; exec "$@"')  # blocks of 1,024 bytes
    assert is_one_line(done)
    assert "library.db" in done.err or "index" in done.err
    assert run(library, "doctor").lines[:2] == ["library.db: ok", "marks.db: ok"]
    run(library, "sync", orchard)
    assert_whole(library)


@pytest.mark.parametrize("steps", [1, 2, 150, 302, 304])
def test_a_killed_sync_goes_on_with_the_next(orchard: Path, tmp_path: Path, steps: int) -> None:
    """Killed as it begins, while it reads the first digest and one in the middle, and while it indexes."""
    library = tmp_path / "library"
    with subprocess.Popen(command(library, "sync", "--json", orchard), stderr=subprocess.PIPE) as process:
        assert process.stderr
        for _ in range(steps):
            process.stderr.readline()
        process.kill()
    run(library, "sync", orchard)
    assert_whole(library)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_to_end_ends_a_sync_in_order(orchard: Path, tmp_path: Path, number: signal.Signals) -> None:
    library = tmp_path / "library"
    with subprocess.Popen(
        command(library, "sync", "--json", orchard), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr
        process.stderr.readline()  # it is reading
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == -number  # who started it sees what ended it; a shell says 130 after Ctrl-C
    assert "Traceback" not in errors
    assert "stopped" in errors
    run(library, "sync", orchard)
    assert_whole(library)


def listens(pid: int) -> bool:
    """Whether a process waits for something, and is not still at starting another, which it would know nothing of."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "S"


def test_what_a_sync_started_ends_with_it(tmp_path: Path) -> None:
    """A fetch that never ends, by a git of ours."""
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    pid = tmp_path / "pid"
    git.write_text(f"#!/bin/sh\necho $$ > {pid}.new && mv {pid}.new {pid}\nexec sleep 60\n")
    git.chmod(0o755)
    environ = {**os.environ, "PATH": f"{git.parent}:{os.environ['PATH']}"}
    called = command(tmp_path / "library", "sync", "https://127.0.0.1:1/digests.git")
    with subprocess.Popen(called, stderr=subprocess.PIPE, env=environ) as process:
        deadline = time.monotonic() + PATIENCE
        while not (pid.exists() and listens(process.pid)) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.terminate()
        process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_two_syncs_at_once_and_a_reader_beside_them_all_end_well(orchard: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    syncs = [
        subprocess.Popen(command(library, "sync", orchard), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    while any(sync.poll() is None for sync in syncs):
        found = run(library, "search", "--format", "ids", "--limit", "3", "水果")
        assert found.status == 0 or "there is no full-text index yet" in found.err
    for sync in syncs:
        _, errors = sync.communicate()
        assert (sync.returncode, errors) == (0, b"")
    assert_whole(library)


def assert_whole(library: Path) -> None:
    """All 6,000 papers are there, each once, and can be found."""
    assert len(set(run(library, "search", "--format", "ids").lines)) == 6000
    asked = 'printf "水果\\nfruit\\n"5999"\\n" | exec "$@"'
    answers = [json.loads(line) for line in run(library, "search", "--batch", "--limit", "1", shell=asked).lines]
    assert [answer["hits"] for answer in answers] == [6000, 6000, 1]
    assert run(library, "index").out.startswith("6,000 papers searchable")
    assert run(library, "doctor").status == 0


@pytest.mark.parametrize("sink", ["| head -c 1 > /dev/null; exit ${PIPESTATUS[0]}", "> /dev/full"])
def test_citations_that_are_not_taken_to_their_end_leave_no_traceback(cli: Cli, tmp_path: Path, sink: str) -> None:
    write_digest(tmp_path / "many.md", [fruit(number) for number in range(400)])
    assert cli("sync", tmp_path / "many.md").status == 0
    done = run(tmp_path / "library", "export", "*", "-f", "bibtex", shell=f'"$@" {sink}')
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == (1 if "full" in sink else 0)


def test_without_a_place_for_copies_what_needs_none_is_done_and_the_rest_is_told(filled: Cli, tmp_path: Path) -> None:
    library, plain, packed = tmp_path / "library", tmp_path / "marks.jsonl", tmp_path / "marks.jsonl.gz"
    plain.write_text('{"id": "2608.00001", "tags": ["fruit"]}\n')
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    nowhere = 'import sys, tempfile; tempfile.tempdir = "/nonexistent"'
    program = f"{nowhere}; from reader.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "--library", str(library)]
    done = [
        subprocess.run([*command, "restore", str(file)], capture_output=True, text=True, check=False, timeout=PATIENCE)
        for file in (plain, packed)
    ]
    assert [each.returncode for each in done] == [0, 1]
    assert done[1].stderr.startswith("digest-reader: /")
    assert len(done[1].stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("search", "苹果"), ("mark", "2608.00001", "--read"), ("sync",), ("doctor",)])
@pytest.mark.parametrize("most", [8, 10, 12])
def test_where_hardly_a_file_may_be_open_that_is_told(
    filled: Cli, tmp_path: Path, arguments: tuple[str, ...], most: int
) -> None:
    done = run(tmp_path / "library", *arguments, shell=f'ulimit -n {most}; exec "$@"')
    assert done.status in (0, 1)
    assert "Traceback" not in done.err
    assert "mistake" not in done.err
    assert not list((tmp_path / "library").glob("crash*"))


@pytest.mark.parametrize(
    "arguments", [("search", "苹果"), ("index",), ("export", "苹果"), ("mark", "2608.00001", "--read")]
)
@pytest.mark.parametrize("most", [7, 10, 12, 14, 16])
def test_a_file_too_many_is_never_taken_for_an_index_or_a_library_that_is_not_there(
    filled: Cli, tmp_path: Path, arguments: tuple[str, ...], most: int
) -> None:
    library = tmp_path / "library"
    index = sorted((library / "cache" / "index").rglob("*"))
    done = run(library, *arguments, shell=f'ulimit -n {most}; exec "$@"')
    assert done.status == 0 or (is_one_line(done) and "too many files are open" in done.err)
    assert sorted((library / "cache" / "index").rglob("*")) == index
