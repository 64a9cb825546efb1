from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reader.errors import SourceError
from reader.sources import archive, content
from reader.sources.contract import Reading
from reader.sources.files import read_file, read_folder
from reader.sources.progress import silent
from tests.sources.invented import ENTRIES, digest, entry, feed, record

IDS = [item.id for item in ENTRIES]
CONTENTS = {
    "2024-01-08/cs.AI.md": digest(),
    "papers/24/01/2401.00009.json": record(entry(9)),
    "notes.txt": "about teapots",
}


def pack(path: Path, contents: dict[str, str]) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, text in contents.items():
                zipped.writestr(name, text)
        return path
    packed: dict[str, Any] = {".gz": gzip.GzipFile, ".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile, ".tar": io.FileIO}
    with packed[path.suffix](path, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as tarred:
        for name, text in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tarred.addfile(member, io.BytesIO(text.encode()))
    return path


def ids(readings: list[Reading]) -> list[str]:
    return [item.id for reading in readings for found in reading.digests for item in found.entries]


@pytest.mark.parametrize("name", ["all.tar.gz", "all.tar.bz2", "all.tar.xz", "all.zip", "all.tar"])
def test_an_archive_is_read_where_it_lies(tmp_path: Path, name: str) -> None:
    path = pack(tmp_path / name, CONTENTS)
    [reading] = read_file(path, {}, silent)
    first = reading.digests[0]
    assert (first.channel, str(first.day)) == ("cs.AI", "2024-01-08")
    assert first.place == f"{path}!2024-01-08/cs.AI.md"
    assert ids([reading]) == [*IDS, "2401.00009"]
    assert list(tmp_path.iterdir()) == [path]
    assert list(read_file(path, {reading.key: reading.fingerprint}, silent)) == []


def test_an_archive_in_a_folder_is_read(tmp_path: Path) -> None:
    pack(tmp_path / "all.zip", CONTENTS)
    assert ids(list(read_folder(tmp_path, {}, silent))) == [*IDS, "2401.00009"]


def test_a_large_archive_comes_in_steps_and_only_the_last_is_remembered_as_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MEMBERS_A_STEP", 2)
    contents = {f"papers/24/01/2401.0000{number}.json": record(entry(number)) for number in range(1, 6)}
    readings = list(read_file(pack(tmp_path / "all.tar.gz", contents), {}, silent))
    assert [reading.key for reading in readings] == ["all.tar.gz!1", "all.tar.gz!2", "all.tar.gz"]
    assert len(ids(readings)) == 5


def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path: Path) -> None:
    path = pack(tmp_path / "evil.tar.gz", {"../../cs.AI.md": digest(), "/cs.LG.md": digest()})
    assert ids(list(read_file(path, {}, silent))) == IDS * 2
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["all.tar.gz", "all.zip"])
def test_a_damaged_archive_gives_what_can_be_read_of_it(tmp_path: Path, name: str) -> None:
    path = pack(tmp_path / name, {f"cs.AI-2024-01-0{day}.md": digest() + "x y z " * 50_000 for day in range(1, 8)})
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    readings = list(read_folder(tmp_path, {}, silent))
    reasons = [problem.reason for reading in readings for found in reading.digests for problem in found.problems]
    assert any(reason.startswith("damaged archive") for reason in reasons)
    if name == "all.tar.gz":
        assert ids(readings)


def test_other_programs_files_that_are_archives_inside_are_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / "log.gz").write_bytes(gzip.compress(b"started\nstopped\n"))
    pack(tmp_path / "report.zip", {"content.xml": "<text/>"}).rename(tmp_path / "report.odt")
    (tmp_path / "half.odt").write_bytes((tmp_path / "report.odt").read_bytes()[:50])
    assert [reading.digests for reading in read_folder(tmp_path, {}, silent)] == [(), (), ()]


def test_an_archive_without_digests_is_refused_if_it_was_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not a digest"):
        list(read_file(pack(tmp_path / "all.zip", {"notes.txt": "teapots"}), {}, silent))


def test_a_member_larger_than_a_digest_is_refused_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "SIZE_LIMIT", 10_000)
    large = digest() + " " * 20_000
    for name in ("all.zip", "all.tar.gz"):
        path = pack(tmp_path / name, {"cs.AI.md": large, "cs.LG.md": feed(), "econ.md": digest()})
        [reading] = read_file(path, {}, silent)
        assert [len(found.entries) for found in reading.digests if not found.problems] == [3, 3]
        assert [found.place for found in reading.digests if found.problems] == [f"{path}!cs.AI.md"]


def test_a_packed_file_is_read_under_the_name_it_had(tmp_path: Path) -> None:
    path = tmp_path / "2024-01-08 cs.AI.md.gz"
    path.write_bytes(gzip.compress(digest().encode()) + gzip.compress(b"") + bytes(100))
    [reading] = read_file(path, {}, silent)
    assert ids([reading]) == IDS
    assert (reading.digests[0].channel, str(reading.digests[0].day)) == ("cs.AI", "2024-01-08")


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_of_a_zip_file_are_read_however_they_are_packed(tmp_path: Path, way: int) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", way) as zipped:
        zipped.writestr("long.txt", "about teapots " * 100_000)  # of which only the beginning is looked at
        for name, text in CONTENTS.items():
            zipped.writestr(name, text)
        zipped.writestr("empty.md", "")
    [reading] = read_file(path, {}, silent)
    assert ids([reading]) == [*IDS, "2401.00009"]
    assert not [problem for found in reading.digests for problem in found.problems]


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_was_damaged_is_not_taken_for_whole(tmp_path: Path, way: int) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", way) as zipped:
        zipped.writestr("cs.AI.md", digest())
        begins = zipped.infolist()[0].header_offset
    data = bytearray(path.read_bytes())
    data[begins + 30 + len("cs.AI.md") + 40] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(SourceError, match="damaged archive"):
        list(read_file(path, {}, silent))


@pytest.mark.parametrize(
    ("offset", "value", "said"), [(8, 98, "packed in a way that is not read (number 98)"), (6, 1, "needs a password")]
)
def test_a_member_that_cannot_be_read_is_said_and_the_others_are_read(
    tmp_path: Path, offset: int, value: int, said: str
) -> None:
    path = pack(tmp_path / "all.zip", {"cs.LG.md": digest(), "cs.AI.md": digest()})
    data = path.read_bytes()
    for mark, at in ((b"PK\x03\x04", offset), (b"PK\x01\x02", offset + 2)):
        field = data.index(mark) + at
        data = data[:field] + value.to_bytes(2, "little") + data[field + 2 :]
    path.write_bytes(data)
    [reading] = read_file(path, {}, silent)
    refused, read = reading.digests
    assert [(found.place, found.reason, found.lost) for found in refused.problems] == [(f"{path}!cs.LG.md", said, True)]
    assert [item.id for item in read.entries] == IDS


def test_tar_files_with_long_names_and_of_every_kind_are_read(tmp_path: Path) -> None:
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        with tarfile.open(tmp_path / "all.tar", "w", format=form) as tarred:
            for name in ("d" * 90 + "/2024-01-08 cs.AI.md", "x" * 40 + "/2024-01-09 " + "y" * 60 + ".md"):
                data = digest().encode() + b" " * (512 - len(digest().encode()) % 512)
                member = tarfile.TarInfo(name)
                member.size = len(data)
                tarred.addfile(member, io.BytesIO(data))
        assert ids(list(read_file(tmp_path / "all.tar", {}, silent))) == IDS * 2
