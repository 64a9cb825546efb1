"""Wrong, odd and unlucky use of the real program: one clear line, the right exit status, nothing lost, no traceback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.paths import Places
from tests.cli.conftest import Cli, Outcome, write_digest

PATIENCE = 60.0


def entry(number: int) -> dict[str, str]:
    """An invented entry; `number` makes it different from others."""
    return {
        "zh": f"第 {number} 种水果", "en": f"Fruit number {number}", "suffix": "", "id": f"2608.{number:05}",
        "tldr": f"水果 {number}。", "abstract_zh": f"我们研究第 {number} 种水果。", "abstract_en": f"Fruit {number}.",
        "announce": "new",
    }  # fmt: skip


@pytest.fixture
def orchard(tmp_path: Path) -> Path:
    """A folder of 300 digests with 20 papers each, 6,000 in all."""
    folder = tmp_path / "orchard"
    folder.mkdir()
    for number in range(300):
        write_digest(folder / f"{number:03}.md", [entry(number * 20 + place) for place in range(20)])
    return folder


def command(library: Path, *arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "reader", "--library", str(library), *map(str, arguments)]


def run(library: Path, *arguments: str | Path, shell: str = 'exec "$@"') -> Outcome:
    """The real program, started by a shell that may do something first."""
    called = ["bash", "-c", shell, "bash", *command(library, *arguments)]
    done = subprocess.run(called, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE)
    return Outcome(done.returncode, done.stdout, done.stderr)


def is_one_line(done: Outcome, status: int = 1) -> bool:
    return done.status == status and len(done.err.splitlines()) == 1 and done.err.startswith("digest-reader: ")


# Arguments


@pytest.mark.parametrize("words", [("fruit", "-pears"), ("--", "-pears"), ("-pears",), ("-梨",)])
def test_a_query_may_exclude_words(filled: Cli, words: tuple[str, ...]) -> None:
    assert filled("search", "--format", "ids", *words).lines == ([] if "fruit" in words else ["2608.00001"])
    assert filled("export", "-f", "ids", *words).lines == ([] if "fruit" in words else ["2608.00001"])


def test_options_are_still_options_beside_excluded_words(filled: Cli, tmp_path: Path) -> None:
    assert filled("export", f"-o{tmp_path / 'x'}", "-fids", "-pears").status == 0
    assert (tmp_path / "x").read_text() == "2608.00001\n"
    assert filled("search", "-pears", "--nonsense").status == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--library", "", "where"),
        ("--lib", "x", "where"),
        ("search", "--limit", "-5", "x"),
        ("search", "--limit", "9" * 5000, "x"),
        ("search", "--batch", "x"),
        ("search", "x" * 100_000),
        ("stats", "--days", "-3"),
        ("export", "-o", "."),
        ("show",),
        ("mark", "2608.00001", "--tag", "t" * 101),
    ],
    ids=lambda arguments: " ".join(arguments)[:30],
)
def test_wrong_usage_is_one_line(filled: Cli, arguments: tuple[str, ...]) -> None:
    done = filled(*arguments)
    assert is_one_line(done, status=2)
    assert len(done.err) < 7000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show",), "缺少 ID"),
        (("--nonsense",), "不认识 --nonsense"),
        (("search", "--format"), "--format 后面要有一个值"),
        (("search", "--format", "x"), "--format 不能是 x"),
        (("search", "--batch=1"), "--batch 后面不能有值"),
    ],
)
def test_wrong_usage_is_told_in_chinese(cli: Cli, arguments: tuple[str, ...], message: str) -> None:
    assert message in cli(*arguments, lang="zh_CN.UTF-8").err


def test_a_misspelt_command_is_told_with_the_right_one(cli: Cli) -> None:
    done = cli("serach", "apples")
    assert is_one_line(done, status=2)
    assert "'digest-reader search'" in done.err


def test_help_is_in_the_users_language_and_goes_to_stdout(cli: Cli) -> None:
    done = cli("search", "--help", lang="zh_CN.UTF-8")
    assert done.status == 0
    assert done.err == ""
    assert done.out.startswith("用法：digest-reader search")
    assert "usage" not in cli("--help", lang="zh_CN.UTF-8").out
    assert cli("--help").out.startswith("usage: digest-reader")
    assert cli("--version").out.startswith("digest-reader ")


def test_what_is_no_paper_is_told_in_one_short_line(filled: Cli) -> None:
    for name in ("x" * 10_000, "", "\x1b[31mred\x07", "a\nb", "\udcff"):
        done = filled("show", name)
        assert is_one_line(done)
        assert len(done.err) < 200
        assert "\x1b" not in done.err
        assert "\x07" not in done.err


def test_marks_hold_whatever_was_typed(filled: Cli) -> None:
    filled("mark", "2608.00001", "--note", "a\udcff\nb", "--tag", "#x  \udc80 y")
    paper = json.loads(filled("show", "--format", "jsonl", "2608.00001").out)
    assert paper["note"] == "a\N{REPLACEMENT CHARACTER}\nb"
    assert paper["tags"] == ["x \N{REPLACEMENT CHARACTER} y"]


def test_bytes_that_are_no_text_are_a_query_without_hits(filled: Cli, tmp_path: Path) -> None:
    shell = 'printf "\\xff\\n苹果\\n" | exec "$@"'
    done = run(tmp_path / "library", "search", "--batch", shell=f"export PYTHONUTF8=1; {shell}")
    assert [json.loads(line)["hits"] for line in done.lines] == [0, 1]
    assert done.err == ""


# Places


def test_a_home_of_nobody_is_a_folder_of_that_name(cli: Cli) -> None:
    assert "~nobody-of-that-name" in cli("--library", "~nobody-of-that-name/x", "where").out


def test_a_file_is_no_library(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert is_one_line(cli("--library", tmp_path / "file", "search"))
    assert (tmp_path / "file").read_text() == "mine"


def test_a_library_may_lie_in_any_folder(filled: Cli, digests: Path, tmp_path: Path) -> None:
    library = tmp_path / "my 书; $(rm -rf) 'x'"
    assert filled("--library", library, "sync", digests).status == 0
    assert filled("--library", library, "search", "--format", "ids", "苹果").lines == ["2608.00001"]


def test_a_backup_never_replaces_the_original(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--bookmark")
    for name in ("marks.db", "library.db", "../library/marks.db"):
        assert is_one_line(filled("backup", tmp_path / "library" / name))
    (tmp_path / "link").symlink_to(tmp_path / "library" / "marks.db")
    assert is_one_line(filled("backup", tmp_path / "link"))
    assert filled("search", "--format", "ids", "is:bookmarked").lines == ["2608.00001"]


def test_a_backup_replaces_an_older_one_and_nothing_else(filled: Cli, tmp_path: Path) -> None:
    target = tmp_path / "thesis.tex"
    for content in (b"years of work", b"SQLite format 3\x00" + b"\0" * 500):
        target.write_bytes(content)
        assert is_one_line(filled("backup", target))
        assert target.read_bytes() == content
    target.write_bytes(b"")
    for _ in range(2):
        assert filled("backup", target).status == 0


@pytest.mark.parametrize("target", [".", "", "nowhere/backup.db"])
def test_a_backup_that_cannot_be_written_is_told(filled: Cli, tmp_path: Path, target: str) -> None:
    done = filled("backup", tmp_path / target if target else "")
    assert is_one_line(done)
    assert "marks.db" not in done.err


@pytest.mark.parametrize("name", ["library/library.db", "digests/2026-08-21 cs.AI.md", "digests", "nowhere"])
def test_what_is_no_backup_is_told_by_its_name(filled: Cli, tmp_path: Path, name: str) -> None:
    done = filled("restore", tmp_path / name)
    assert is_one_line(done)
    assert str(tmp_path / name) in done.err


# Sources


def test_what_could_not_be_read_when_it_was_first_named_is_not_remembered(filled: Cli, tmp_path: Path) -> None:
    (tmp_path / "shopping.txt").write_text("milk")
    assert is_one_line(filled("sync", tmp_path / "shopping.txt"))
    assert "shopping" not in filled("sources").out
    assert filled("sync").status == 0


def test_what_cannot_be_read_is_not_remembered_and_the_known_forms_are_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/shopping.txt").write_text("milk")
    for place in ("notes", "notes/shopping.txt"):
        done = cli("sources", "add", tmp_path / place)
        assert done.status == 1
        assert is_one_line(done)
    assert "known forms: cn-chat-arxiv, RSS/Atom" in cli("sources", "add", tmp_path / "notes").err
    assert cli("sources").out == ""


def test_one_of_each_is_counted_in_the_singular(cli: Cli, tmp_path: Path) -> None:
    write_digest(tmp_path / "one.md", [entry(1)])
    assert cli("sync", tmp_path / "one.md").out.startswith("1 digest, 1 entry, 1 paper: 1 new")


def as_somebody_ordinary() -> str:
    """A shell script that runs a program without root's right to read everything; skips where that cannot be had."""
    if os.getuid() != 0:
        return 'exec "$@"'
    dropping = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    if shutil.which("setpriv") is None or subprocess.run([*dropping, "true"], check=False).returncode:
        pytest.skip("root may read everything")
    return f'exec {" ".join(dropping)} "$@"'


def test_a_folder_that_may_not_be_read_is_told_and_the_rest_is_read(digests: Path, tmp_path: Path) -> None:
    (digests / "closed").mkdir()
    (digests / "closed").chmod(0)
    shell = as_somebody_ordinary()
    done = run(tmp_path / "library", "sync", digests, shell=shell)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("2 digests, 3 entries, 2 papers")
    assert done.out.endswith("; 1 could not be read: see digest-reader doctor\n")
    assert f"{digests / 'closed'}: " in run(tmp_path / "library", "doctor", shell=shell).out
    (digests / "closed").chmod(0o700)


def closed_to_writing(library: Path) -> None:
    for place in (*library.rglob("*"), library):
        place.chmod(0o555 if place.is_dir() else 0o444)


def opened_to_writing(library: Path) -> None:
    for place in (library, *library.rglob("*")):
        place.chmod(0o755 if place.is_dir() else 0o644)


def test_a_library_that_may_only_be_read_is_searched_and_says_so(filled: Cli, tmp_path: Path) -> None:
    library = tmp_path / "library"
    filled("mark", "2608.00001", "--bookmark")
    before = {file: file.read_bytes() for file in library.rglob("*") if file.is_file()}
    closed_to_writing(library)
    shell = as_somebody_ordinary()
    for arguments in (("search", "--format", "ids", "apples"), ("export", "-f", "ids"), ("show", "2608.00001")):
        done = run(library, *arguments, shell=shell)
        assert done.status == 0
        assert "2608.00001" in done.out
        assert "may only be read" in done.err
    assert run(library, "doctor", shell=shell).lines[:2] == ["library.db: ok", "marks.db: ok"]
    for refused in (["mark", "2608.00001", "--read"], ["sync"], ["index", "--rebuild"], ["restore", str(tmp_path)]):
        done = run(library, *refused, shell=shell)
        assert done.status == 1
        assert len(done.err.splitlines()) <= 2
    opened_to_writing(library)
    assert {file: file.read_bytes() for file in library.rglob("*") if file.is_file()} == before


def test_without_marks_or_index_a_library_is_still_read(filled: Cli, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.rmtree(library / "cache")
    for file in library.glob("marks.db*"):
        file.unlink()
    closed_to_writing(library)
    done = run(library, "search", "--format", "ids", shell=as_somebody_ordinary())
    assert (done.status, done.lines) == (0, ["2608.00002", "2608.00001"])
    assert "cannot be searched yet" in done.err
    assert not (library / "marks.db").exists()
    opened_to_writing(library)


def test_a_library_is_read_while_its_owner_writes(filled: Cli, tmp_path: Path) -> None:
    library = tmp_path / "library"
    owner = Library.open(Places(library, library / "cache", library / "config.toml"), "screen 1")
    owner.marks.bookmark(["2608.00001"], True)  # in the log beside the file
    closed_to_writing(library)
    done = run(library, "search", "--format", "ids", "is:bookmarked", shell=as_somebody_ordinary())
    assert done.lines == ["2608.00001"]
    opened_to_writing(library)
    owner.close()


@pytest.mark.parametrize("arguments", [("search", "x"), ("mark", "2608.00001", "--read"), ("doctor",), ("where",)])
def test_a_folder_that_may_not_be_looked_into_is_named_as_the_cause(
    filled: Cli, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    library = tmp_path / "library"
    library.chmod(0)
    done = run(library, *arguments, shell=as_somebody_ordinary())
    library.chmod(0o755)
    assert is_one_line(done)
    assert f"no permission to look into the folder {library};" in done.err


def test_marks_that_may_not_be_read_are_named_as_the_cause(filled: Cli, tmp_path: Path) -> None:
    marks = tmp_path / "library" / "marks.db"
    marks.chmod(0)
    done = run(tmp_path / "library", "search", "x", shell=as_somebody_ordinary())
    marks.chmod(0o644)
    assert is_one_line(done)
    assert done.err == f"digest-reader: there is no permission to read {marks}\n"


# Damage


def test_a_deleted_index_is_made_again_by_the_next_search(filled: Cli, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "library" / "cache")
    assert filled("search", "--format", "ids", "苹果").lines == ["2608.00001"]


def test_a_garbled_index_is_made_again_by_the_next_search(filled: Cli, tmp_path: Path) -> None:
    for file in (tmp_path / "library" / "cache" / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(os.urandom(500))
    assert filled("search", "--format", "ids", "苹果").lines == ["2608.00001"]


def test_an_index_that_cannot_be_made_is_told_and_the_list_still_works(filled: Cli, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "library" / "cache")
    (tmp_path / "library" / "cache").write_text("")
    done = filled("search", "--format", "ids", "*")
    assert done.lines == ["2608.00002", "2608.00001"]
    assert is_one_line(done, status=0)


@pytest.mark.parametrize(
    "arguments",
    [("search", "苹果"), ("export", "苹果"), ("mark", "--query", "苹果", "--bookmark"), ("search", "--batch")],
)
def test_what_could_not_search_fails_and_leaves_no_empty_file(
    filled: Cli, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    shutil.rmtree(tmp_path / "library" / "cache")
    (tmp_path / "library" / "cache").write_text("")
    done = filled(*arguments, stdin="苹果\n")
    assert done.status == 1
    assert done.out == ""
    assert "index" in done.err
    assert filled("export", "is:unread", "-f", "ids").lines == ["2608.00002", "2608.00001"], "needs no index"


def test_doctor_reads_every_byte_of_the_index_and_repairs_it(filled: Cli, tmp_path: Path) -> None:
    (file,) = (tmp_path / "library" / "cache" / "index").rglob("*.imp")
    stat = file.stat()
    file.write_bytes(bytes(byte ^ 1 for byte in file.read_bytes()))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    sick = filled("doctor")
    assert sick.status == 1
    assert f"the file {file.name} was altered" in sick.out
    assert "doctor --repair" in sick.out
    repaired = filled("doctor", "--repair")
    assert repaired.status == 0
    assert "made again, 2 papers" in repaired.out
    assert "index: ok, 2 papers" in filled("doctor").out
    shutil.rmtree(tmp_path / "library" / "cache")
    assert "index: ok, 2 papers" in filled("doctor", "--repair").out


@pytest.mark.parametrize("name", ["marks.db", "library.db"])
def test_a_damaged_database_is_told_and_not_touched(filled: Cli, tmp_path: Path, name: str) -> None:
    file = tmp_path / "library" / name
    file.write_bytes(b"garbage " * 5000)
    for arguments in (("search", "x"), ("sync",), ("mark", "2608.00001", "--bookmark"), ("export",), ("stats",)):
        done = filled(*arguments)
        assert is_one_line(done)
        assert f"{name} is damaged" in done.err
    health = filled("doctor")
    assert health.status == 1
    assert sorted(line.split(": ")[1] == "ok" for line in health.lines) == [False, True]
    assert file.read_bytes() == b"garbage " * 5000


def test_damaged_marks_are_put_back_from_the_copy_of_a_day(filled: Cli, tmp_path: Path) -> None:
    assert "no copies yet" in filled("backup", "--list").err
    filled("mark", "2608.00001", "--bookmark")
    filled("backup", tmp_path / "whole.db")
    (copy,) = (tmp_path / "library" / "backups").iterdir()
    shutil.copy(tmp_path / "whole.db", copy)
    day = copy.stem.removeprefix("marks-")
    (tmp_path / "library" / "marks.db").write_bytes(b"garbage " * 5000)
    assert filled("backup", "--list").lines == [f"{day}  1 paper  {copy}"]
    told = filled("search", "is:bookmarked")
    assert is_one_line(told)
    assert f"'digest-reader restore --from {day}'" in told.err
    done = filled("restore", "--from", day)
    assert done.status == 0
    assert "marks.db was damaged and is kept as" in done.err
    assert filled("search", "--format", "ids", "is:bookmarked").lines == ["2608.00001"]
    assert filled("doctor").status == 0
    assert is_one_line(filled("restore", "--from", "1999-01-01"))
    assert is_one_line(filled("restore", "--from", "x"), status=2)
    assert is_one_line(filled("restore"), status=2)
    assert is_one_line(filled("backup"), status=2)


# Full disks, closed streams, signals


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


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.4])
def test_a_killed_sync_goes_on_with_the_next(orchard: Path, tmp_path: Path, seconds: float) -> None:
    library = tmp_path / "library"
    with subprocess.Popen(command(library, "sync", orchard), stdout=subprocess.DEVNULL) as process:
        time.sleep(seconds)
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


def test_what_a_sync_started_ends_with_it(tmp_path: Path) -> None:
    """A fetch that never ends, by a git of ours."""
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(f"#!/bin/sh\necho $$ > {tmp_path / 'pid'}\nexec sleep 60\n")
    git.chmod(0o755)
    environ = {**os.environ, "PATH": f"{git.parent}:{os.environ['PATH']}"}
    called = command(tmp_path / "library", "sync", "https://127.0.0.1:1/digests.git")
    with subprocess.Popen(called, stderr=subprocess.PIPE, env=environ) as process:
        deadline = time.monotonic() + PATIENCE
        while not (tmp_path / "pid").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.1)
        process.terminate()
        process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


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
