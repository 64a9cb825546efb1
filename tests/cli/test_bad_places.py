"""Folders and files that may not be read, written or trusted: one clear line, nothing lost, no traceback."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import StoreError
from reader.library.files import backup_target
from reader.library.library import Library
from reader.paths import Places
from tests.cli.conftest import Cli, fruit, write_digest
from tests.cli.program import is_one_line, run


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
    for name in ("marks.db", "library.db", "../library/marks.db", "marks.db-wal", "library.db-journal"):
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


def test_a_backup_goes_where_a_link_leads(filled: Cli, tmp_path: Path) -> None:
    """To another disk, say."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "link.db").symlink_to("disk/marks.db")
    for _ in range(2):
        assert filled("backup", tmp_path / "link.db").status == 0
        assert (tmp_path / "link.db").is_symlink()
    assert (tmp_path / "disk" / "marks.db").stat().st_size
    (tmp_path / "loop").symlink_to("loop")
    assert is_one_line(filled("backup", tmp_path / "loop"))


def test_a_backup_replaces_no_device_and_waits_for_no_pipe(tmp_path: Path) -> None:
    """Whoever is root would else have a file in the place of /dev/null. Only asked, not done: a test may be root."""
    os.mkfifo(tmp_path / "pipe")
    places = Places(tmp_path, tmp_path / "cache", tmp_path / "config.toml")
    for target in (Path("/dev/null"), tmp_path / "pipe"):
        with pytest.raises(StoreError, match="no backup"):
            backup_target(target, places)


def test_an_empty_file_takes_the_place_of_no_marks(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--bookmark")
    marks = tmp_path / "library" / "marks.db"
    marks.write_bytes(b"garbage " * 5000)
    (tmp_path / "empty").write_bytes(b"")
    done = filled("restore", tmp_path / "empty")
    assert is_one_line(done)
    assert "holds no marks" in done.err
    assert marks.read_bytes() == b"garbage " * 5000
    assert [file.name for file in marks.parent.glob("marks.db*")] == ["marks.db"]


@pytest.mark.parametrize("table", ["mark SET note", "gesture SET at"])
@pytest.mark.parametrize("to", ["damaged marks", "no marks", "marks"])
def test_a_backup_in_which_a_value_was_garbled_is_refused_by_its_name_or_its_marks_are_taken(
    filled: Cli, tmp_path: Path, table: str, to: str
) -> None:
    """What is not sound never takes the place of marks.db as it is."""
    filled("mark", "2608.00001", "--bookmark", "--note", "good")
    backup, marks = tmp_path / "backup.db", tmp_path / "library" / "marks.db"
    filled("backup", backup)
    with closing(sqlite3.connect(backup, isolation_level=None)) as connection:
        connection.execute(f"UPDATE {table} = x'ff00'")
    if to == "damaged marks":
        marks.write_bytes(b"garbage " * 5000)
    elif to == "no marks":
        marks.unlink()
    done = filled("restore", backup)
    if table.startswith("mark"):
        assert is_one_line(done)
        assert f"{backup} is no backup of marks, or is damaged" in done.err
    else:
        assert done.status == 0
        assert filled("search", "--format", "ids", "is:bookmarked").lines == ["2608.00001"]
        assert "marks.db: ok" in filled("doctor").out


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
    write_digest(tmp_path / "one.md", [fruit(1)])
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


def test_a_library_that_is_a_link_to_itself_is_named_as_the_cause(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    done = cli("--library", tmp_path / "loop", "stats")
    assert is_one_line(done)
    assert "symbolic links" in done.err


def test_marks_that_may_not_be_read_are_named_as_the_cause(filled: Cli, tmp_path: Path) -> None:
    marks = tmp_path / "library" / "marks.db"
    marks.chmod(0)
    done = run(tmp_path / "library", "search", "x", shell=as_somebody_ordinary())
    marks.chmod(0o644)
    assert is_one_line(done)
    assert done.err == f"digest-reader: there is no permission to read {marks}\n"


@pytest.mark.parametrize("name", ["marks.db", "library.db", "link"])
def test_nothing_is_written_over_a_database(filled: Cli, tmp_path: Path, name: str) -> None:
    filled("mark", "2608.00001", "--bookmark")
    (tmp_path / "library" / "link").symlink_to("marks.db")
    file = tmp_path / "library" / name
    for done in (filled("export", "*", "-f", "ids", "-o", file), filled("--log", file, "stats")):
        assert (done.status, done.err) == (1, f"digest-reader: {file} is a database; name another file\n")
    assert filled("search", "is:bookmarked", "-f", "ids").lines == ["2608.00001"]


def test_a_file_that_nothing_was_found_for_is_not_said_to_stay(filled: Cli, tmp_path: Path) -> None:
    assert f"{tmp_path / 'new.bib'} is not written" in filled("export", "lantern", "-o", tmp_path / "new.bib").err
    assert "is not written" in filled("export", "lantern", "-f", "ids", "-o", tmp_path / ("n" * 300)).err
    (tmp_path / "old.bib").write_text("old")
    assert f"{tmp_path / 'old.bib'} stays as it is" in filled("export", "lantern", "-o", tmp_path / "old.bib").err


def test_an_empty_list_of_fields_is_refused(filled: Cli) -> None:
    assert "there is no field ''" in filled("export", "*", "--fields", "").err
    assert "--fields changes nothing in ids" in filled("export", "*", "-f", "ids", "--fields", "").err


@pytest.mark.parametrize("closed", ["cache", "cache/index", "cache/index/*", "backups", "forms"])
def test_a_folder_of_the_library_that_may_not_be_looked_into_is_one_line_at_most(
    filled: Cli, tmp_path: Path, closed: str
) -> None:
    library = tmp_path / "library"
    for name in ("backups", "forms"):
        (library / name).mkdir()
    (folder,) = library.glob(closed)
    folder.chmod(0)
    calls = (("search", "苹果"), ("mark", "2608.00001", "--bookmark"), ("sync",), ("index", "--rebuild"), ("doctor",))
    told = {arguments[0]: run(library, *arguments, shell=as_somebody_ordinary()) for arguments in calls}
    folder.chmod(0o755)
    assert [name for name, done in told.items() if "mistake" in done.err or done.status not in (0, 1)] == []
    assert told["mark"].status == 0
    assert filled("search", "--format", "ids", "is:bookmarked 苹果").lines == ["2608.00001"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--library", "x", "stats"),
        ("--config", "x", "stats"),
        ("--log", "x", "stats"),
        ("backup", "x"),
        ("export", "*", "-f", "ids", "-o", "x"),
        ("sync", "x"),
        ("restore", "x"),
    ],
)
def test_a_current_folder_that_was_removed_is_one_line(
    filled: Cli, tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    done = filled(*arguments)
    assert done.status in (1, 2)
    assert "x" in done.err.splitlines()[0]
    assert len(done.err.splitlines()) == 1
