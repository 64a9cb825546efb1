"""Counts that the real digests must give; see $DIGEST_READER_CORPUS in `tests/conftest.py`."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.model import Digest, Entry
from reader.sources.dispatch import read_source
from reader.sources.identify import identify
from reader.sources.markdown import parse_digest
from tests.sources.invented import the_feed


def examined(path: Path, clones: Path) -> list[Digest]:
    return [digest for reading in read_source(identify(str(path)), {}, clones=clones) for digest in reading.digests]


def counts(digests: Iterable[Digest]) -> tuple[int, int]:
    """Entries and different papers."""
    ids = [entry.id for digest in digests for entry in digest.entries]
    return len(ids), len(set(ids))


@pytest.mark.parametrize(
    ("folder", "wanted"), [("seeds", (24, 22)), ("day-2026-08-14", (878, 628)), ("odd", (498, 498))]
)
def test_folders_give_their_entries_and_papers(
    corpus: Path, tmp_path: Path, folder: str, wanted: tuple[int, int]
) -> None:
    digests = examined(corpus / folder, tmp_path)
    assert counts(digests) == wanted
    assert not [problem for digest in digests for problem in digest.problems if problem.lost]


def test_a_feed_and_the_digest_beside_it_give_the_same_entries(corpus: Path) -> None:
    for path in sorted((corpus / "day-2026-08-14").glob("*.xml")):
        by_feed = the_feed(path.read_bytes(), path.name).entries
        by_digest = parse_digest(path.with_suffix(".md").read_text("utf-8"), path.name).entries
        assert [replace(entry, line=0) for entry in by_feed] == [replace(entry, line=0) for entry in by_digest]


def test_paper_records_are_read_out_of_their_archive(corpus: Path, tmp_path: Path) -> None:
    digests = examined(corpus / "papers-sample.tar.gz", tmp_path)
    assert counts(digests) == (1793, 1793)
    assert sum(entry.texts.tldr_en is not None for digest in digests for entry in digest.entries) == 1352


def test_the_year_gives_its_digests_entries_and_papers(corpus: Path, tmp_path: Path) -> None:
    bundle = next(corpus.glob("archive-*.bundle"))
    clone = tmp_path / "archive"
    subprocess.run(["git", "clone", "-q", "-b", "master", "--no-checkout", str(bundle), str(clone)], check=True)
    readings = list(read_source(identify(str(clone)), {}, clones=tmp_path))
    digests = [digest for reading in readings for digest in reading.digests]
    known = {reading.key: reading.fingerprint for reading in readings}
    assert list(read_source(identify(str(clone)), known, clones=tmp_path)) == []
    # 2,387 different files with 177,533 entries; two were published in two channels, and the empty one 229 times.
    filled = [digest for digest in digests if digest.entries]
    assert (len(filled), len(digests) - len(filled)) == (2388, 229)
    assert counts(digests) == (177_535, 51_759)
    assert len({digest.entries for digest in filled}) == 2386
    reasons = Counter(problem.reason.partition(": ")[2] for digest in digests for problem in digest.problems)
    assert reasons == {
        "the Chinese abstract is not in Chinese": 23,
        "no summary": 12,
        "no Chinese title, no summary, no Chinese abstract": 4,
        "no Chinese abstract": 2,
    }
    assert_metadata({entry.id: entry for digest in digests for entry in digest.entries}.values())


def assert_metadata(newest: Iterable[Entry]) -> None:
    papers = list(newest)
    assert sum(entry.version is not None for entry in papers) > 0.9 * len(papers)
    assert 0.70 < sum(entry.cut for entry in papers) / len(papers) < 0.80
    for entry in papers:
        assert "(arXiv:" not in f"{entry.texts.title_en}{entry.texts.title_zh}"
        for text in (entry.texts.abstract_en, entry.texts.abstract_zh):
            assert text is None or "公告类型" not in text[:60]
            assert text is None or "Announce Type" not in text[:60]
