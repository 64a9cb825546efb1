"""What `sources add` says of a source before it is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reader.errors import SourceError
from reader.sources.identify import identify
from reader.sources.looking import Look, look_at
from reader.sources.progress import silent
from reader.sources.recognition import Form
from tests.sources.invented import EMPTY, ENTRIES, digest, entry, feed, record
from tests.sources.repository import Repository
from tests.sources.servers import git_backend, send, serving
from tests.sources.test_archive import pack
from tests.sources.test_bibliographies import BIBTEX
from tests.sources.test_branches import daily

FIRST, LAST = date(2024, 1, 5), date(2024, 1, 8)


def look(location: str | Path, folder: Path, branch: str | None = None, since: date | None = None) -> Look:
    return look_at(identify(str(location), branch), folder / "clones", silent, since)


def test_a_folder_tells_its_forms_days_and_papers(tmp_path: Path) -> None:
    (tmp_path / "2024-01-05 cs.AI.md").write_text(digest(ENTRIES))
    (tmp_path / "2024-01-08 cs.AI.md").write_text(digest([entry(1), entry(9)]))
    (tmp_path / "2024-01-08 cs.LG.xml").write_text(feed())
    (tmp_path / "notes.txt").write_text("teapots")
    found = look(tmp_path, tmp_path)
    assert found.forms == ((Form.MARKDOWN, 2), (Form.FEED, 1))
    assert (found.days, found.first, found.last, found.papers, found.announces) == (2, FIRST, LAST, 4, True)


def test_a_repository_whose_digests_are_overwritten_tells_the_days_of_its_commits(tmp_path: Path) -> None:
    made = Repository(tmp_path / "digests")
    made.commit({"README.md": "about"}, "2024-01-01")
    made.commit({"cs.AI.md": digest([entry(5)])}, str(FIRST))
    made.commit({"cs.AI.md": digest(ENTRIES), "papers/24/01/2401.00009.json": record(entry(9))}, str(LAST))
    found = look(made.path, tmp_path)
    assert dict(found.forms) == {Form.MARKDOWN: 1, Form.RECORD: 1}
    assert (found.days, found.first, found.last, found.papers, found.branch) == (2, FIRST, LAST, 4, None)
    assert found.newest  # 4 papers are not those of both days


def test_only_days_and_papers_since_the_day_that_is_wanted_are_told(tmp_path: Path) -> None:
    folder, made, dated = tmp_path / "folder", Repository(tmp_path / "digests"), Repository(tmp_path / "dated")
    folder.mkdir()
    for day, number in ((FIRST, 1), (LAST, 2)):
        (folder / f"{day} cs.AI.md").write_text(digest([entry(number)]))
        made.commit({"cs.AI.md": digest([entry(number)])}, str(day))
        dated.commit({f"data/{day}.jsonl": daily(number)}, "2024-02-02")
    for place in (folder, made.path, dated.path):
        found = look(place, tmp_path, since=LAST)
        assert (found.days, found.first, found.last, found.papers, found.newest) == (1, LAST, LAST, 1, False)


def test_what_has_nothing_new_enough_tells_its_form_only(tmp_path: Path) -> None:
    folder, made = tmp_path / "folder", Repository(tmp_path / "digests")
    folder.mkdir()
    (folder / f"{FIRST} cs.AI.md").write_text(digest(ENTRIES))
    made.commit({"cs.AI.md": digest(ENTRIES), "papers/24/01/2401.00009.json": record(entry(9))}, str(FIRST))
    for place in (folder, made.path):
        found = look(place, tmp_path, since=LAST)
        assert (found.forms[-1][0], found.days, found.papers) == (Form.MARKDOWN, 0, 0)


def test_a_repository_behind_a_server_tells_the_branch_that_has_the_digests(tmp_path: Path) -> None:
    made = Repository(tmp_path / "up/stream")
    made.commit({"README.md": "about"}, str(FIRST))
    made.git("checkout", "-q", "-b", "data")
    made.commit({"data/2024-01-05.jsonl": daily(1, 2), "data/2024-01-08.jsonl": daily(3)}, str(LAST))
    made.git("checkout", "-q", "main")
    with serving(git_backend(tmp_path / "up")) as server:
        found = look(f"{server}/stream", tmp_path, "data")
        assert (found.days, found.papers, found.branch) == (2, 3, None)
        found = look_at(identify(f"{server}/stream.git".replace(".git", "")), tmp_path / "clones", silent)
    assert (found.forms, found.days, found.papers) == (((Form.DAILY_LINES, 2),), 2, 3)


def test_digests_that_are_only_in_the_history_are_found(tmp_path: Path) -> None:
    made = Repository(tmp_path / "digests")
    made.commit({"cs.AI.md": digest(ENTRIES)}, str(FIRST))
    made.commit({"cs.AI.md": None, "README.md": "moved"}, str(LAST))
    assert look(made.path, tmp_path).papers == 3


def test_a_bibliography_announces_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.bib").write_text(BIBTEX)
    found = look(tmp_path / "mine.bib", tmp_path)
    assert (found.forms, found.papers, found.days, found.announces) == (((Form.BIBTEX, 1),), 4, 0, False)


def test_an_archive_at_a_url_is_looked_into(tmp_path: Path) -> None:
    for name in ("all.zip", "all.tar.gz"):
        path = pack(tmp_path / name, {"2024-01-05/cs.AI.md": digest(), "2024-01-05/cs.AI.xml": feed()})
        with serving(lambda handler, path=path: send(handler, path.read_bytes())) as server:  # type: ignore[misc]
            found = look(f"{server}/{name}", tmp_path)
        assert (found.forms, found.first, found.papers) == (((Form.MARKDOWN, 1),), FIRST, 3)


def test_an_empty_digest_is_a_digest(tmp_path: Path) -> None:
    (tmp_path / "cs.AI.md").write_text(EMPTY)
    assert look(tmp_path, tmp_path).forms == ((Form.MARKDOWN, 1),)


def test_where_nothing_can_be_read_the_known_forms_are_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("teapots")
    with pytest.raises(SourceError, match=r"nothing that can be read; known forms: .*BibTeX"):
        look(tmp_path, tmp_path)
    with pytest.raises(SourceError, match=r"nothing that can be read; known forms: .*hf-daily-papers"):
        look(tmp_path / "notes.txt", tmp_path)
    made = Repository(tmp_path / "program")
    made.commit({"README.md": "about", "main.py": "pass"}, str(FIRST))
    with pytest.raises(SourceError, match="holds no digests"):
        look(made.path, tmp_path)


def test_what_is_left_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.sources.looking.MOST_DIGESTS", 2)
    for number in range(1, 5):
        (tmp_path / f"{number}.md").write_text(digest([entry(number)]))
    assert not look(tmp_path, tmp_path).whole
