"""Real papers: a drawn sample of a year of digests and every one whose title is hard to write."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from reader.model import Entry, MarkedPaper, Paper
from reader.sources.history import read_git
from reader.sources.progress import silent
from tests.benchmarks.check_citations import risky

SAMPLE = 400


@pytest.fixture(scope="session")
def real_papers(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[MarkedPaper]:
    """Papers of the year in the corpus, as their newest digest has them."""
    bundle = next(corpus.glob("archive-*.bundle"))
    folder = tmp_path_factory.mktemp("year")
    clone = ("git", "clone", "-q", "-b", "master", "--no-checkout", str(bundle), str(folder))
    subprocess.run(clone, check=True, capture_output=True)
    entries = {
        entry.id: entry
        for reading in read_git(str(folder), {}, silent, folder)
        for digest in reading.digests
        for entry in digest.entries
    }
    papers = [_paper(num, entry) for num, entry in enumerate(entries.values(), 1)]
    drawn = random.Random(len(papers)).sample(papers, SAMPLE)
    chosen = {paper.id: paper for paper in (*drawn, *filter(risky, papers))}
    return [MarkedPaper(paper) for paper in chosen.values()]


def _paper(num: int, entry: Entry) -> Paper:
    known = (entry.id, entry.texts, entry.version, entry.category, entry.announce, entry.cut)
    return Paper(num, *known, 0, None, None, (), entry.details)
