"""Bringing digests in: what is stored, what is skipped, what an interruption costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from reader.errors import StoreError
from reader.library import syncing
from reader.library.library import Library
from reader.library.syncing import batches
from reader.model import Digest, Entry, Texts
from reader.paths import Places
from reader.sources.contract import Reading
from tests.sources.invented import entry, record
from tests.sources.repository import Repository
from tests.sources.servers import send, serving

HEAD = "# 摘要\n\n| Ref | Title | Summary |\n| --- | --- | --- |\n"
EMPTY = f"{HEAD}\n# 详细\n"


def digest(*numbers: int) -> str:
    """A digest of invented papers."""
    rows = "".join(f"| [^{n}] | [Paper {n}](https://arxiv.org/abs/2608.{n:05}) | 第 {n} 篇 |\n" for n in numbers)
    details = "".join(
        f"[^{n}]: 论文 {n}\n\n    Paper {n}\n\n    [https://arxiv.org/abs/2608.{n:05}](https://arxiv.org/abs/2608.{n:05})\n\n"
        f"    第 {n} 篇\n\n    \n\n    摘要 {n}\n\n    Abstract {n}\n    \n\n"
        for n in numbers
    )
    return f"{HEAD}{rows}\n# 详细\n\n{details}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "digests"
    made.mkdir()
    (made / "cs.AI.md").write_text(digest(1, 2, 3), encoding="utf-8")
    (made / "any name at all").write_text(digest(3, 4), encoding="utf-8")
    (made / "notes.txt").write_text("These are my own notes.", encoding="utf-8")
    return made


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    opened = Library.open(places)
    yield opened
    opened.close()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "cache", tmp_path / "config.toml")


def test_every_digest_in_a_folder_is_found_by_its_content(library: Library, folder: Path) -> None:
    report = library.sources.sync([str(folder)])
    assert (report.counts.digests, report.counts.entries, report.papers, len(library)) == (2, 5, 4, 4)
    assert report.failures == ()
    assert library.finding.search("论文").total == 4


def test_what_has_not_changed_is_not_read_again(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sources.sync([str(folder)])
    monkeypatch.setattr(Path, "read_bytes", None)  # nothing may be read
    report = library.sources.sync()
    assert (report.counts.digests, report.counts.new) == (0, 0)


def test_a_changed_file_is_read_again_and_nothing_else(library: Library, folder: Path) -> None:
    library.sources.sync([str(folder)])
    (folder / "cs.AI.md").write_text(digest(1, 2, 3, 9), encoding="utf-8")
    report = library.sources.sync()
    assert (report.counts.digests, report.counts.new, len(library)) == (1, 1, 5)


def test_a_digest_emptied_by_its_publisher_takes_nothing_away(library: Library, folder: Path) -> None:
    library.sources.sync([str(folder)])
    (folder / "cs.AI.md").write_text(EMPTY, encoding="utf-8")
    library.sources.sync()
    assert len(library) == 4


def test_a_source_that_is_gone_keeps_its_papers_and_is_told(library: Library, folder: Path) -> None:
    library.sources.sync([str(folder)])
    folder.rename(folder.with_name("elsewhere"))
    report = library.sources.sync()
    ((location, reason),) = report.failures
    assert location == str(folder)
    assert reason
    assert len(library) == 4
    assert str(library.sources.remembered()[0].error) == str(reason)


def test_a_bad_source_does_not_stop_the_others(library: Library, folder: Path, tmp_path: Path) -> None:
    report = library.sources.sync([str(tmp_path / "nowhere"), str(folder)])
    assert len(report.failures) == 1
    assert len(library) == 4


def test_a_source_that_cannot_be_read_may_be_named_twice(library: Library, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("These are my own notes.", encoding="utf-8")
    file = str(tmp_path / "notes.txt")
    assert [location for location, _ in library.sources.sync([file, file]).failures] == [file]


def test_two_sources_with_the_same_papers_make_one_library(library: Library, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.md").write_text(digest(2), encoding="utf-8")
    library.sources.sync([str(folder), str(tmp_path / "copy.md")])
    assert len(library) == 4
    assert len(library.sources.remembered()) == 2


def test_an_interrupted_sync_goes_on_where_it_stopped(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncing, "BATCH_ENTRIES", 1)
    shown: list[str] = []

    def stop_after_two(done: int, total: int, what: str) -> None:
        shown.append(what)
        if len(shown) > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.sources.sync([str(folder)], stop_after_two)
    stored = len(library)
    report = library.sources.sync()
    assert len(library) == 4
    assert report.counts.new == 4 - stored
    assert library.finding.search("论文").total == 4


def test_readings_are_gathered_into_batches_and_none_is_left_out() -> None:
    readings = [
        Reading(str(n), "1", (Digest("d", None, None, (Entry("2608.00001", Texts()),) * 1500),)) for n in range(7)
    ]
    gathered = list(batches(readings))
    assert [reading.key for batch in gathered for reading in batch] == [str(n) for n in range(7)]
    assert [len(batch) for batch in gathered] == [3, 3, 1]


@pytest.mark.parametrize(
    ("name", "entries", "papers"), [("seeds", 24, 22), ("day-2026-08-14", 878, 628), ("odd", 498, 498)]
)
def test_the_real_digests_are_read_whole(library: Library, corpus: Path, name: str, entries: int, papers: int) -> None:
    report = library.sources.sync([str(corpus / name)])
    assert (report.counts.entries, report.papers, len(library)) == (entries, papers, papers)
    assert report.counts.lost == 0
    assert library.finding.search("").total == papers


BIBLIOGRAPHY = """@misc{one, title={Paper 1}, author={Ana Muster}, eprint={2608.00001}, archiveprefix={arXiv}}
@misc{nine, title={Paper 9}, author={Bo Probe}, eprint={2608.00009}, archiveprefix={arXiv}}
"""


def test_a_bibliography_tells_of_papers_that_are_there_and_brings_others_only_if_asked(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    library.sources.sync([str(folder)])
    before = {day: count for day, count, _ in library.days()}
    file = tmp_path / "mine.bib"
    file.write_text(BIBLIOGRAPHY, encoding="utf-8")
    report = library.sources.sync([str(file)])
    assert (report.counts.entries, report.counts.new, len(library)) == (1, 0, 4)
    marked = library.find("2608.00001")
    assert marked is not None
    assert [author.name for author in marked.paper.details.authors] == ["Ana Muster"]
    assert marked.paper.texts.title_zh == "论文 1"
    assert {day: count for day, count, _ in library.days()} == before, "it announces nothing"
    report = library.sources.sync([str(file)], all_papers=True)
    assert (report.counts.entries, report.counts.new, len(library)) == (2, 1, 5)
    assert library.sources.sync().counts.entries == 0, "nothing has changed"


def test_a_bibliography_that_is_named_again_tells_of_papers_that_came_since(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mine.bib"
    file.write_text(BIBLIOGRAPHY, encoding="utf-8")
    library.sources.sync([str(file)])
    assert len(library) == 0
    library.sources.sync([str(folder)])
    assert library.sources.sync([str(file)]).counts.entries == 1


BATCH = """<rss version="2.0"><channel><title>cs.XX updates on arXiv.org</title>
<link>http://rss.arxiv.org/rss/cs.XX</link><lastBuildDate>Wed, 12 Aug 2026 04:00:02 +0000</lastBuildDate>
<pubDate>Tue, 11 Aug 2026 00:00:00 -0400</pubDate><item><title>Teapots</title>
<link>https://arxiv.org/abs/2608.00001</link><guid>oai:arXiv.org:2608.00001v1</guid><category>cs.XX</category>
<description>arXiv:2608.00001v1 Announce Type: new
Abstract: We invent a teapot.</description></item></channel></rss>"""


def test_the_same_batch_from_file_and_url_and_fetched_again_is_one_appearance(library: Library, tmp_path: Path) -> None:
    (tmp_path / "saved.xml").write_text(BATCH, encoding="utf-8")
    library.sources.sync([str(tmp_path / "saved.xml")])
    bodies = [BATCH, BATCH.replace("Wed, 12 Aug 2026 04:00:02", "Thu, 13 Aug 2026 04:00:02")]
    with serving(lambda handler: send(handler, bodies.pop(0).encode())) as server:
        library.sources.sync([f"{server}/rss/cs.XX"])
        library.sources.sync()
    assert bodies == []
    marked = library.find("2608.00001")
    assert marked is not None
    assert [(one.channel, str(one.day)) for one in marked.paper.appearances] == [("cs.XX", "2026-08-11")]
    assert library.days() == [(date(2026, 8, 11), 1, 1)]


def test_since_a_day_no_paper_comes_in_that_no_digest_of_those_days_names(library: Library, tmp_path: Path) -> None:
    digests = Repository(tmp_path / "repository")
    records = {f"papers/26/08/2608.0000{n}.json": record(entry(n)).replace("2401.", "2608.") for n in range(1, 10)}
    digests.commit({"cs.AI.md": digest(1, 2), **records}, "2026-08-01")
    digests.commit({"cs.AI.md": digest(3)}, "2026-08-11")
    library.sources.sync([str(digests.path)], since=date(2026, 8, 10))
    assert len(library) == 1
    assert library.find("2608.00003") is not None
    library.sources.sync()
    assert len(library) == 1


def test_bringing_in_a_long_list_goes_on_where_it_was_interrupted(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncing, "BATCH_ENTRIES", 1)  # every part is stored as it comes
    file = tmp_path / "mine.bib"
    entries = (f"@misc{{k{n}, title={{Paper {n}}}, eprint={{2608.{n:05}}}, note={{{'x' * 700}}}}}" for n in range(3500))
    file.write_text("\n".join(entries), encoding="utf-8")

    def interrupt(done: int, total: int, what: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.sources.sync([str(file)], interrupt, all_papers=True)
    stored = len(library)
    assert 1000 <= stored < 3500
    report = library.sources.sync([str(file)], all_papers=True)
    assert (report.counts.new, len(library)) == (3500 - stored, 3500)
    assert report.counts.entries == 3500 - stored, "what was stored is not stored again"


@pytest.mark.parametrize("again", [False, True], ids=["removed", "replaced"])
def test_a_library_that_goes_away_during_a_sync_is_said(
    library: Library, places: Places, folder: Path, again: bool
) -> None:
    """What was read is in a file that nobody will find."""
    whole = places.library_db.read_bytes()

    def remove(*_: object) -> None:
        places.library_db.unlink(missing_ok=True)
        if again:
            places.library_db.write_bytes(whole)

    with pytest.raises(StoreError, match="not there any more, or was replaced"):
        library.sources.sync([str(folder)], remove)
