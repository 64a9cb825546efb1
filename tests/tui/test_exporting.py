"""Export from the screen: a dialog that says what goes where, and a file that is whole or not there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.model import Digest, Lang
from reader.sources.contract import Reading
from reader.tui.exporting import ExportPlan, plan_kept
from tests.tui.conftest import FRIDAY, AppMaker, answered, entry, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (140, 40)
TODAY = date(2026, 8, 21)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def test_enter_twice_writes_the_list_where_the_dialog_says(make_app: AppMaker, here: Path) -> None:
    app = make_app(query="diffusion")
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(screen_of(app).results.nums) == 1)
        await pilot.press("x")
        await settled(app, pilot, lambda: "papers-2026-08-21.md" in text_of(app))
        assert "The papers in the list" in text_of(app)
        await pilot.press("enter")
        await settled(app, pilot, lambda: "1 paper in" in text_of(app))
    assert "Diffusion of the Teapot" in (here / "papers-2026-08-21.md").read_text(encoding="utf-8")


async def test_how_the_file_begins_is_seen_before_it_is_written(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
        await pilot.press("x", *"format", "enter", *"jsonl", "enter")
        await settled(app, pilot, lambda: '{"id": "2608.00011"' in text_of(app))
        assert "Language" not in text_of(app)  # jsonl holds both
        await pilot.press("escape")
        await settled(app, pilot, lambda: '{"id"' not in text_of(app))


async def test_papers_format_language_and_file_are_chosen_and_kept_for_the_next_time(
    make_app: AppMaker, library: Library, here: Path
) -> None:
    library.marks.bookmark(["2608.00002", "2608.00003"], on=True)
    library.marks.tag(["2608.00003"], ["fruit"])
    app = make_app()
    (here / "deep").mkdir()
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
        await pilot.press("x", *"papers", "enter")
        await settled(app, pilot, lambda: "All bookmarks" in text_of(app) and "#fruit" in text_of(app))
        await pilot.press(*"bookmarks", "enter")
        await pilot.press(*"format", "enter", *"ris", "enter", *"language", "enter", *"english", "enter")
        await pilot.press(*"file", "enter", "ctrl+u", *"deep/mine.ris", "enter")
        await settled(app, pilot, lambda: "deep/mine.ris" in text_of(app))
        await pilot.press("enter")
        await settled(app, pilot, lambda: "2 papers in" in text_of(app))
        text = (here / "deep" / "mine.ris").read_text(encoding="utf-8")
        assert text.count("TY  -") == 2
        assert "天气" not in text
        await answered(app, pilot)  # what was chosen is kept
        await pilot.press("x")
        await settled(app, pilot, lambda: "papers-2026-08-21.ris" in text_of(app) and "English" in text_of(app))


async def test_all_papers_as_json_lines_hold_the_marks_of_papers_that_are_not_here(
    make_app: AppMaker, library: Library, here: Path
) -> None:
    library.marks.tag(["2607.11111"], ["later"])
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
        papers = len(screen_of(app).results.nums)
        await pilot.press("x", *"papers", "enter")
        await settled(app, pilot, lambda: "The papers in the list" in text_of(app))
        await pilot.press(*"in the list", "enter", *"format", "enter", *"jsonl", "enter")
        await settled(app, pilot, lambda: '{"id": "2608.00011"' in text_of(app))
        await pilot.press("enter")
        await settled(app, pilot, lambda: f"{papers} papers in" in text_of(app))
    lines = (here / "papers-2026-08-21.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == papers + 1
    assert lines[-1].startswith('{"id": "2607.11111", "bookmarked": null, "tags": ["later"]')


async def test_the_list_of_the_readers_own_channels_is_exported_as_it_stands_there(
    make_app: AppMaker, library: Library, here: Path
) -> None:
    other = Digest("cs.XX.md", "cs.XX", FRIDAY, (entry(20, "Elsewhere", None),))
    library.sources.bring_in("invented", Reading("cs.XX.md", "1", (other,)))
    library.changed()
    app = make_app(channels=("cs.XX",))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: titles(app) == ["Elsewhere"])
        await pilot.press("x", *"papers", "enter", *"in the list", "enter")
        await settled(app, pilot, lambda: "The papers in the list" in text_of(app))
        await pilot.press("enter")
        await settled(app, pilot, lambda: "1 paper in" in text_of(app))


async def test_a_file_that_is_there_is_replaced_only_when_it_is_said(make_app: AppMaker, here: Path) -> None:
    (here / "mine.md").write_text("mine")
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
        await pilot.press("x", *"file", "enter", "ctrl+u", *"mine.md", "enter")
        await settled(app, pilot, lambda: "replaces the file that is there" in text_of(app))
        await pilot.press("escape")
    assert (here / "mine.md").read_text() == "mine"


async def test_a_failed_export_leaves_no_half_file_and_is_said(make_app: AppMaker, here: Path) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
        await pilot.press("x")
        await settled(app, pilot, lambda: "papers-2026-08-21.md" in text_of(app))
        here.rmdir()
        await pilot.press("enter")
        await settled(app, pilot, lambda: "is no folder" in text_of(app))
    here.mkdir()


async def test_references_without_authors_offer_to_ask_for_them(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
        await pilot.press("x", *"format", "enter", *"bibtex", "enter")
        await settled(app, pilot, lambda: "1 paper has no authors here: ask arXiv" in text_of(app))


PLAN = ExportPlan("this", "markdown", Lang.BOTH, Path("/nowhere"))


def test_what_was_chosen_is_kept_as_far_as_it_is_still_possible(tmp_path: Path) -> None:
    chosen = ExportPlan("shown", "ris", Lang.EN, tmp_path, "a.ris")
    kept = plan_kept(chosen.kept(), PLAN, ["ris", "markdown"])
    assert kept == ExportPlan("this", "ris", Lang.EN, tmp_path)
    assert plan_kept(chosen.kept(), PLAN, ["markdown"]).form == "markdown"
    gone = ExportPlan("shown", "ris", Lang.EN, tmp_path / "gone")
    assert plan_kept(gone.kept(), PLAN, ["ris"]).folder == Path("/nowhere")


@pytest.mark.parametrize("text", [None, "", "[", "[]", "7", '{"form": 3, "lang": null, "folder": []}', "[" * 100_000])
def test_what_cannot_be_read_is_as_good_as_nothing(text: str | None) -> None:
    assert plan_kept(text, PLAN, ["markdown"]) == PLAN


def test_a_folder_leaves_the_name_open(tmp_path: Path) -> None:
    plan = ExportPlan("this", "markdown", Lang.BOTH, tmp_path)
    assert plan.with_file("sub/x.md").file("md", TODAY) == tmp_path / "sub" / "x.md"
    assert plan.with_file(f"{tmp_path}/").file("md", TODAY) == tmp_path / "papers-2026-08-21.md"
    (tmp_path / "papers-2026-08-21.md").touch()
    assert plan.file("md", TODAY) == tmp_path / "papers-2026-08-21-2.md"
