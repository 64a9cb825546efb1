"""Marks come back whole: from exports, whatever their IDs look like, and from backups with all that was kept."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import re
import tarfile
import zipfile
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from reader.errors import StoreError
from reader.i18n import translator
from reader.library.copies import fill_if_empty
from reader.library.library import Library
from reader.library.marking import united
from reader.library.restoring import restored
from reader.model import Marks
from reader.paths import find_places
from reader.sources.limits import LINE_LIMIT

NOW = datetime(2026, 8, 15, 7, 30, tzinfo=UTC)
VALUES: dict[str, Any] = {"datetime | None": NOW, "tuple[str, ...]": ("owls",), "str | None": "a note"}
EVERYTHING = Marks(**{field.name: VALUES[str(field.type)] for field in fields(Marks)})
"""Marks with every field there is."""


def opened(folder: Path) -> Library:
    return Library.open(find_places({}, folder, None))


def test_ids_are_taken_in_any_spelling_and_united(tmp_path: Path) -> None:
    file = tmp_path / "marks.jsonl"
    records = [
        {"id": "2404.02882v3", "tags": ["a"]},
        {"id": "arXiv:2404.02882", "tags": ["b"], "note": "n"},
        {"id": "https://arxiv.org/abs/2404.02883", "read": NOW.isoformat()},
        {"id": "math.GT/0601001", "tags": ["c"]},
        {"id": "not an id", "tags": ["d"]},
    ]
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    found = restored(file)
    assert found.marks == {
        "2404.02882": Marks(tags=("a", "b"), note="n"),
        "2404.02883": Marks(read=NOW),
        "math/0601001": Marks(tags=("c",)),
    }
    assert found.wrong == [(5, "not an id")]


def test_every_field_is_united() -> None:
    assert united(Marks(), EVERYTHING) == united(EVERYTHING, Marks()) == EVERYTHING


def test_a_backup_gives_back_searches_and_citation_keys(tmp_path: Path) -> None:
    source, target = opened(tmp_path / "one"), opened(tmp_path / "two")
    source.marks.bookmark(["2608.00001"], True)
    source.marks.save_search(1, "owls", "owl")
    source.marks.save_search(2, "crows", "crow")
    source.marks.set_state(**{"citation key 2608.00001": "owl2026"})
    source.marks.backup(tmp_path / "backup.db")
    target.marks.save_search(1, "mine", "jay")
    target.marks.save_search(3, "also mine", "crow")
    target.marks.restore(tmp_path / "backup.db")
    saved = {search.slot: search.query for search in target.marks.saved_searches()}
    assert saved == {1: "jay", 3: "crow", 10: "owl"}
    assert target.marks.state("citation key 2608.00001") == "owl2026"
    target.marks.restore(tmp_path / "backup.db")
    assert {search.slot: search.query for search in target.marks.saved_searches()} == saved
    source.close()
    target.close()


def test_where_nothing_was_marked_a_backup_comes_back_with_its_undo_log(tmp_path: Path) -> None:
    source = opened(tmp_path / "one")
    source.marks.tag(["2608.00001"], ["owls"])
    source.marks.backup(tmp_path / "backup.db")
    source.close()
    places = find_places({}, tmp_path / "two", None)
    assert fill_if_empty(places, tmp_path / "backup.db", NOW)
    assert not fill_if_empty(places, tmp_path / "backup.db", NOW)
    target = opened(tmp_path / "two")
    assert target.marks.tags() == [("owls", 1)]
    assert target.marks.undo() is not None
    assert target.marks.tags() == []
    target.close()


def packed(data: bytes) -> dict[str, bytes]:
    """The same bytes packed in every way that `sync` reads."""
    zipped, tarred = BytesIO(), BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("marks", data)
        archive.writestr("__MACOSX/._marks", b"\0\5\26\7")
    with tarfile.open(fileobj=tarred, mode="w:gz") as tar:
        member = tarfile.TarInfo("marks")
        member.size = len(data)
        tar.addfile(member, BytesIO(data))
    return {
        "m.gz": gzip.compress(data),
        "m.bz2": bz2.compress(data),
        "m.xz": lzma.compress(data),
        "m.zip": zipped.getvalue(),
        "m.tgz": tarred.getvalue(),
    }


@pytest.mark.parametrize("name", ["m.gz", "m.bz2", "m.xz", "m.zip", "m.tgz"])
def test_packed_files_give_back_what_is_in_them(tmp_path: Path, name: str) -> None:
    source = opened(tmp_path / "one")
    source.marks.tag(["2608.00001"], ["owls"])
    source.marks.backup(tmp_path / "backup.db")
    source.close()
    export = b'{"id": "2608.00002", "tags": ["jays"]}\n'
    for number, data in enumerate(((tmp_path / "backup.db").read_bytes(), export)):
        (tmp_path / name).write_bytes(packed(data)[name])
        with closing(opened(tmp_path / f"target{number}")) as target:
            target.marks.restore(tmp_path / name)
            assert target.marks.tags() == [(["owls", "jays"][number], 1)]


def test_what_is_wrong_with_a_packed_file_is_told_of_that_file(tmp_path: Path) -> None:
    wrong = gzip.compress(b'{"id": "2608.00002", "tags": 7}\n')
    two = BytesIO()
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("a", "")
        archive.writestr("b", "")
    told = {
        wrong: "line 1: 'tags' is not what an export holds there",
        wrong[:-9]: "cannot be unpacked (ends too early)",
        two.getvalue(): "cannot be unpacked (holds several files)",
    }
    file = tmp_path / "marks.gz"
    with closing(opened(tmp_path / "library")) as library:
        for data, line in told.items():
            file.write_bytes(data)
            with pytest.raises(StoreError, match=re.escape(line)) as refused:
                library.marks.restore(file)
            assert str(refused.value).startswith(str(file))


def test_a_file_that_unpacks_to_too_much_is_told_in_the_readers_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.sources.archive.unpacked_limit", lambda packed: 2 << 20)
    file = tmp_path / "marks.gz"
    file.write_bytes(gzip.compress(bytes(3 << 20)))
    with closing(opened(tmp_path / "library")) as library, pytest.raises(StoreError) as refused:
        library.marks.restore(file)
    assert str(refused.value) == f"{file} cannot be unpacked (holds more than 2 MB)"
    assert refused.value.told(translator("zh")) == f"无法解压 {file}（内容超过 2 MB）"


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    longest = json.dumps({"id": "2608.00001", "note": "n" * (LINE_LIMIT - 40)}) + "\n"
    file.write_text(longest)
    assert list(restored(file).marks) == ["2608.00001"]
    with file.open("a") as stream:
        stream.write('{"id": "2608.00002", "note": "')
        stream.write("n" * LINE_LIMIT)
    with pytest.raises(StoreError, match="line 2 is too long"):
        restored(file)
