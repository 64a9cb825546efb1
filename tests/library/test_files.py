"""A file that is written is whole, or the old one is still there."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import StoreError
from reader.library.files import write_new, write_whole


def test_text_arrives_as_utf_8_with_its_line_ends(tmp_path: Path) -> None:
    write_whole(tmp_path / "out.csv", ["论文\r\n", "a\n"])
    assert (tmp_path / "out.csv").read_bytes() == "论文\r\na\n".encode()


def test_a_failure_half_way_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "half"
        raise ZeroDivisionError

    (tmp_path / "out.md").write_text("old")
    with pytest.raises(ZeroDivisionError):
        write_whole(tmp_path / "out.md", pieces())
    assert (tmp_path / "out.md").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.md"]


def test_permissions_of_a_replaced_file_stay(tmp_path: Path) -> None:
    (tmp_path / "out.md").write_text("old")
    (tmp_path / "out.md").chmod(0o640)
    write_whole(tmp_path / "out.md", ["new"])
    assert (tmp_path / "out.md").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    write_whole(tmp_path / "link.md", ["new"])
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == "new"


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(StoreError, match="cannot be written"):
        write_whole(tmp_path / "loop", ["x"])


def test_an_open_pipe_is_written_to(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    write_whole(Path(f"/dev/fd/{writing}"), ["论文\n"])
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        assert stream.read() == "论文\n"


def test_what_is_not_read_to_its_end_ends_when_writing_does(tmp_path: Path) -> None:
    ended: list[bool] = []

    def pieces() -> Iterator[str]:
        try:
            yield "x"
        finally:
            ended.append(True)

    begun = pieces()
    next(begun)
    with pytest.raises(StoreError):
        write_whole(tmp_path / "nowhere" / "out.md", begun)
    assert ended == [True]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        write_whole(tmp_path / "nowhere" / "out.md", ["x"])


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_never_put_over_one_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Also not over one that another process has just made; on a file system without hard links, too."""
    if not links:

        def refuse(*_: object) -> None:
            raise OSError(errno.EPERM, "no hard links here")

        monkeypatch.setattr(os, "link", refuse)
    assert write_new(tmp_path / "note.md", "first")
    assert not write_new(tmp_path / "note.md", "second")
    assert (tmp_path / "note.md").read_text() == "first"
    assert [file.name for file in tmp_path.iterdir()] == ["note.md"]
