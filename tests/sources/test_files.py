from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from reader import regular
from reader.errors import SourceError
from reader.model import Digest, Problem
from reader.sources import content, files
from reader.sources.contract import Kind, Reading
from reader.sources.files import UNREAD, read_file, read_folder, walk
from reader.sources.identify import identify, is_bundle
from reader.sources.progress import silent
from reader.sources.recognition import Form
from tests.sources.invented import EMPTY, ENTRIES, digest, entry, feed, record

IDS = [item.id for item in ENTRIES]


def put(path: Path, text: str | bytes, day: date | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    if day:
        stamp = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
        os.utime(path, (stamp, stamp))
    return path


def read(root: Path, known: Mapping[str, str] | None = None) -> list[Reading]:
    return list(read_folder(root, known or {}, silent))


def facts(readings: list[Reading]) -> dict[str, str]:
    return {reading.key: reading.fingerprint for reading in readings}


def digests(readings: list[Reading]) -> dict[str, Digest]:
    return {reading.key: reading.digests[0] for reading in readings if reading.digests}


def problems(readings: list[Reading]) -> list[Problem]:
    return [problem for reading in readings for digest in reading.digests for problem in digest.problems]


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    put(tmp_path / "000_8b8c.txt", digest())
    put(tmp_path / "deeper/no ending", digest([entry(7)]))
    put(tmp_path / "a feed.html", feed([entry(8)]))
    put(tmp_path / "notes.md", "# Notes\n\nabout teapots\n")
    put(tmp_path / "picture.png", bytes(range(256)) * 9)
    found = digests(read(tmp_path))
    assert {key: [item.id for item in value.entries] for key, value in found.items()} == {
        "000_8b8c.txt": IDS,
        "a feed.html": ["2401.00008"],
        "deeper/no ending": ["2401.00007"],
    }


def test_unchanged_files_are_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "cs.AI.md", digest())
    put(tmp_path / "notes.md", "no digest")
    put(tmp_path / "papers/24/01/2401.00001.json", record(entry(1)))
    put(tmp_path / "papers/24/01/2401.00002.json", record(entry(2)))
    known = facts(read(tmp_path))

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(os, "open", refused)
    assert read(tmp_path, known) == []


def test_a_changed_file_and_a_new_one_are_read_and_the_others_are_not(tmp_path: Path) -> None:
    put(tmp_path / "cs.AI.md", digest())
    put(tmp_path / "cs.LG.md", digest())
    known = facts(read(tmp_path))
    put(tmp_path / "cs.AI.md", digest([entry(4), *ENTRIES]))
    put(tmp_path / "econ.md", EMPTY)
    assert [reading.key for reading in read(tmp_path, known)] == ["cs.AI.md", "econ.md"]


def test_channel_and_day_come_from_names_and_the_age_of_the_file(tmp_path: Path) -> None:
    put(tmp_path / "cs.AI.md", digest(), date(2024, 2, 3))
    put(tmp_path / "cs.LG.md", digest(), date(2024, 7, 3))
    put(tmp_path / "2024-01-08 cs.CL.md", digest(), date(2024, 2, 3))
    put(tmp_path / "day 2024-01-09/econ.md", digest(), date(2024, 2, 3))
    put(tmp_path / "econ.md", EMPTY, date(2024, 2, 3))
    found = digests(read(tmp_path))
    assert {key: (value.channel, value.day) for key, value in found.items()} == {
        "cs.AI.md": ("cs.AI", date(2024, 2, 3)),
        "cs.LG.md": ("cs.LG", None),
        "2024-01-08 cs.CL.md": ("cs.CL", date(2024, 1, 8)),
        "day 2024-01-09/econ.md": ("econ", date(2024, 1, 9)),
        "econ.md": ("econ", None),
    }


def test_a_feed_beside_its_digest_is_not_read_again(tmp_path: Path) -> None:
    put(tmp_path / "cs.AI.md", digest())
    put(tmp_path / "cs.AI.xml", feed())
    put(tmp_path / "cs.LG.xml", feed())
    put(tmp_path / "other/cs.AI.xml", feed())
    assert list(digests(read(tmp_path))) == ["cs.AI.md", "cs.LG.xml", "other/cs.AI.xml"]


def test_records_are_read_by_month_and_belong_to_no_channel_or_day(tmp_path: Path) -> None:
    for number in (1, 2):
        put(tmp_path / f"papers/24/01/2401.0000{number}.json", record(entry(number)))
    put(tmp_path / "papers/24/01/2401.00003.json", "{")
    put(tmp_path / "package.json", '{"name": "teapot"}')
    readings = read(tmp_path)
    found = digests(readings)["papers/24/01/2401.*.json"]
    assert [item.id for item in found.entries] == ["2401.00001", "2401.00002"]
    assert (found.channel, found.day) == (None, None)
    assert [problem.reason for problem in problems(readings)] == ["not a readable JSON file"]
    known = facts(readings)
    put(tmp_path / "papers/24/01/2401.00004.json", record(entry(4)))
    assert [reading.key for reading in read(tmp_path, known)] == ["papers/24/01/2401.*.json"]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    put(tmp_path / ".hidden.md", digest())
    put(tmp_path / ".git/cs.AI.md", digest())
    assert read(tmp_path) == []


def test_links_inside_the_folder_are_followed_once_and_a_loop_ends(tmp_path: Path) -> None:
    put(tmp_path / "root/a/cs.AI.md", digest())
    put(tmp_path / "root/.kept/cs.LG.md", digest())
    (tmp_path / "root/a/loop").symlink_to(tmp_path / "root")
    (tmp_path / "root/b").symlink_to(tmp_path / "root/.kept")
    (tmp_path / "root/c").symlink_to("b")
    (tmp_path / "root/nothing").symlink_to(tmp_path / "gone")
    assert [reading.key for reading in read(tmp_path / "root")] == ["a/cs.AI.md", "b/cs.LG.md"]
    (tmp_path / "named").symlink_to(tmp_path / "root")  # the folder that was named may itself be a link
    assert [reading.key for reading in read(tmp_path / "named")] == ["a/cs.AI.md", "b/cs.LG.md"]


def test_links_out_of_the_folder_are_not_followed_and_that_is_said_once(tmp_path: Path) -> None:
    put(tmp_path / "root/cs.AI.md", digest())
    put(tmp_path / "root-of-another/cs.LG.md", digest())
    (tmp_path / "root/file.md").symlink_to(tmp_path / "root-of-another/cs.LG.md")
    (tmp_path / "root/folder").symlink_to("../root-of-another")
    (tmp_path / "root/kernel").symlink_to("/proc")
    (tmp_path / "root/zeros").symlink_to("/dev/zero")
    readings = read(tmp_path / "root")
    assert [entry.id for found in digests(readings).values() for entry in found.entries] == IDS
    assert {problem.reason for problem in problems(readings)} == {files.LEADS_OUT}
    assert sorted(Path(problem.place).name for problem in problems(readings)) == [
        "file.md", "folder", *(name for name in ("kernel", "zeros") if (tmp_path / "root" / name).exists())
    ]  # fmt: skip
    assert read(tmp_path / "root", facts(readings)) == []


@pytest.mark.parametrize("place", ["/proc", "/sys", "/dev", "/proc/self"])
def test_what_the_kernel_makes_up_is_no_folder_of_digests(place: str) -> None:
    if not Path(place).is_dir():
        pytest.skip("a Linux machine has these")
    with pytest.raises(SourceError, match="a view into the system"):
        read(Path(place))


@pytest.mark.parametrize("place", ["/dev/zero", "/proc/self/maps", "/sys/kernel/uevent_seqnum"])
def test_devices_and_pseudo_files_are_never_opened(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path(place).exists():
        pytest.skip("a Linux machine has these")
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened"))
    with pytest.raises(SourceError, match="neither a file nor a folder"):
        list(read_file(Path(place), {}, silent))
    assert not is_bundle(Path(place))


def test_a_pipe_that_nobody_writes_to_does_not_keep_us_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert identify(str(tmp_path / "pipe")).kind == Kind.FILE
    with pytest.raises(SourceError, match="neither a file nor a folder"):
        list(read_file(tmp_path / "pipe", {}, silent))


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "cs.AI.md")
    assert read(tmp_path) == []


def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/digest \xff.md"
    try:
        Path(os.fsdecode(path)).write_text(digest())
    except OSError:
        pytest.skip("this file system refuses such names")
    [reading] = read(tmp_path)
    assert reading.key == "digest \\xff.md"
    assert len(reading.digests[0].entries) == 3


def test_a_name_of_several_lines_is_shown_on_one(tmp_path: Path) -> None:
    put(tmp_path / "two\nlines.md", digest())
    [reading] = read(tmp_path)
    assert reading.key == "two\\x0alines.md"
    assert reading.digests[0].place.endswith("two\\x0alines.md")


def test_a_folder_without_permission_is_reported_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "cs.AI.md", digest())
    put(tmp_path / "locked/cs.LG.md", digest())
    scandir = os.scandir

    def refusing(path: str | Path) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    readings = read(tmp_path)
    assert [problem.reason for problem in problems(readings)] == ["Permission denied"]
    assert facts(readings)["locked"] == UNREAD
    assert [reading.key for reading in read(tmp_path, facts(readings))] == ["locked"]
    with pytest.raises(SourceError, match="cannot be read: Permission denied"):
        read(tmp_path / "locked")


def test_a_file_without_permission_is_reported_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "cs.AI.md", digest())
    path = put(tmp_path / "cs.LG.md", digest())
    opened = regular.open_regular

    def refusing(named: str | os.PathLike[str]) -> BinaryIO:
        if Path(named) == path:
            raise PermissionError(13, "Permission denied")
        return opened(named)

    monkeypatch.setattr(files, "open_regular", refusing)
    readings = read(tmp_path)
    assert digests(readings)["cs.AI.md"].entries
    assert [problem.reason for problem in problems(readings)] == ["Permission denied"]
    assert facts(readings)["cs.LG.md"] == UNREAD
    with pytest.raises(SourceError, match="Permission denied"):
        list(read_file(path, {}, silent))


def test_a_huge_digest_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path / "cs.AI.md", digest())
    os.truncate(path, 200 << 20)
    put(tmp_path / "cs.LG.md", digest())
    readings = read(tmp_path)
    assert [problem.reason for problem in problems(readings)] == ["too large for a digest (200 MB; the limit is 8 MB)"]
    assert digests(readings)["cs.LG.md"].entries
    with pytest.raises(SourceError, match="too large for a digest"):
        list(read_file(path, {}, silent))


def test_a_file_in_another_encoding_is_read(tmp_path: Path) -> None:
    put(tmp_path / "gb.md", digest().encode("gb18030"))
    put(tmp_path / "utf16.md", digest().encode("utf-16"))
    assert [[item.id for item in value.entries] for value in digests(read(tmp_path)).values()] == [IDS, IDS]


def test_a_day_in_the_future_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "2093-01-01 cs.AI.md", digest())
    assert digests(read(tmp_path))["2093-01-01 cs.AI.md"].day is None
    origin = content.Origin("place", "cs.AI.md", day=date(2093, 1, 1))
    (future,) = content.read_content(digest().encode(), Form.MARKDOWN, origin)
    assert future.day is None
    assert "still to come" in future.problems[0].reason


def test_a_named_file_is_read(tmp_path: Path) -> None:
    path = put(tmp_path / "cs.AI.md", digest())
    [reading] = read_file(path, {}, silent)
    assert reading.key == "cs.AI.md"
    assert [item.id for item in reading.digests[0].entries] == IDS
    assert list(read_file(path, {reading.key: reading.fingerprint}, silent)) == []


def test_a_named_file_that_is_no_digest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"notes\.md is not a digest"):
        list(read_file(put(tmp_path / "notes.md", "about teapots"), {}, silent))
    with pytest.raises(SourceError, match="neither a file nor a folder"):
        list(read_file(Path(os.devnull), {}, silent))
    with pytest.raises(SourceError, match="cannot be read: No such file"):
        list(read_file(tmp_path / "gone.md", {}, silent))


def test_progress_is_told_and_may_stop_the_reading(tmp_path: Path) -> None:
    for name in ("cs.AI.md", "cs.CL.md", "cs.LG.md"):
        put(tmp_path / name, digest())
    told: list[tuple[int, int, str]] = []
    list(read_folder(tmp_path, {}, lambda *step: told.append(step)))
    assert told[1:] == [(0, 3, "cs.AI.md"), (1, 3, "cs.CL.md"), (2, 3, "cs.LG.md"), (3, 3, str(tmp_path))]

    class Stop(Exception):
        pass

    def stopping(done: int, total: int, what: str) -> None:
        if done == 1:
            raise Stop

    readings = read_folder(tmp_path, {}, stopping)
    assert next(readings).key == "cs.AI.md"
    with pytest.raises(Stop):
        next(readings)


def test_files_are_listed_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/x", "a/z", "c", "a/y"):
        put(tmp_path / name, "")
    assert [os.path.relpath(found.path, tmp_path) for found in walk(tmp_path)] == ["c", "a/y", "a/z", "b/x"]


def test_a_time_beyond_all_calendars_is_no_day() -> None:
    assert files.day_of(10**30) is None
