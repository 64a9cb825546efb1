"""Triage: what is on the card is what every key acts on, and the list may change beneath it in any way."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library.library import Library
from reader.model import Digest, Marks
from reader.sources.contract import Reading
from reader.tui.app import ReaderApp
from reader.tui.screens.outside import AppOutside
from tests.tui.conftest import ON_FRIDAY, ON_THURSDAY, AppMaker, entry, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (120, 40)
FIRST, SECOND, THIRD = (each.id for each in ON_FRIDAY[:3])
IDS = [each.id for each in (*ON_FRIDAY, *ON_THURSDAY)]


def marks(library: Library, arxiv_id: str) -> Marks:
    library.changed()
    marked = library.find(arxiv_id)
    assert marked is not None
    return marked.marks


async def on_second_card(app: ReaderApp, pilot: Pilot[int]) -> None:
    """The list's cursor is on the first paper, the card shows the second."""
    await pilot.press("T", "down")
    current = screen_of(app).current
    assert current is not None
    assert current.paper.id == SECOND


async def test_tags_and_notes_go_to_the_paper_on_the_card(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await on_second_card(app, pilot)
        await pilot.press("t", *"tea", "enter")
        await pilot.press("e", *"strong", "enter")
        await settled(app, pilot, lambda: marks(library, SECOND).note == "strong")
        assert marks(library, SECOND).tags == ("tea",)
        assert marks(library, FIRST) == Marks()
        await settled(app, pilot, lambda: "#tea" in text_of(app))


async def test_while_a_query_is_typed_over_the_cards_the_papers_are_those_selected_in_the_list(
    make_app: AppMaker, library: Library
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("v", "T", "/", *"weather", "down", "f8")
        await settled(app, pilot, lambda: marks(library, FIRST).read is not None)
        others = [each for each in IDS if each != FIRST]
        assert all(marks(library, each) == Marks() for each in others)


async def test_the_top_line_is_about_the_card(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        first = text_of(app).splitlines()[0]
        assert f"1 of {len(IDS)}" in first
        await pilot.press("T", *["down"] * len(ON_FRIDAY))
        await settled(app, pilot, lambda: f"{len(ON_FRIDAY) + 1} of" in text_of(app))
        top = text_of(app).splitlines()[0]
        assert " of " not in top
        assert "20 Aug" in top


async def test_links_pages_and_copies_are_those_of_the_card(
    make_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    opened: list[str] = []
    monkeypatch.setattr(app, "open_url", lambda url, new_tab=True: opened.append(url))
    monkeypatch.setenv("BROWSER", "of-a-test")
    async with driven(app, WIDE) as pilot:
        await on_second_card(app, pilot)
        await pilot.press("o", "O", "y")
        assert opened == [f"https://arxiv.org/abs/{SECOND}", f"https://arxiv.org/pdf/{SECOND}"]
        assert app.clipboard == f"https://arxiv.org/abs/{SECOND}"
        await pilot.press("Y", *"title", "enter")
        await settled(app, pilot, lambda: app.clipboard == "茶壶的扩散")


async def test_what_is_exported_from_a_card_is_its_paper(
    make_app: AppMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await on_second_card(app, pilot)
        await pilot.press("x", *"format", "enter", *"ids", "enter", "enter")
        await settled(app, pilot, lambda: "1 paper in" in text_of(app))
    assert (tmp_path / "papers-2026-08-21.txt").read_text(encoding="utf-8").split() == [SECOND]


async def test_the_editor_writes_the_note_of_the_card(
    make_app: AppMaker, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "two\\nlines" > "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(AppOutside, "suspended", lambda outside: nullcontext())
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await on_second_card(app, pilot)
        await pilot.press("E")
        await settled(app, pilot, lambda: marks(library, SECOND).note == "two\nlines")


async def test_where_no_editor_can_be_run_that_is_said(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("E")
        await settled(app, pilot, lambda: "No other program can have this terminal" in text_of(app))


async def test_a_pipe_gets_the_paper_of_the_card_and_its_answer_stands_on_the_card(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await on_second_card(app, pilot)
        await pilot.press("vertical_line", *"grep -o 2608.000.. | head -1", "enter")
        await settled(app, pilot, lambda: "ended with status 0" in text_of(app))
        assert SECOND in text_of(app)
        await pilot.press("escape")
        assert screen_of(app).state.triage is not None
        await settled(app, pilot, lambda: "2 of 7" in text_of(app))


@pytest.mark.parametrize(
    "keys",
    [
        ("T", "B", "escape"),
        ("T", "slash", *"weather", "enter", "escape"),
        ("T", "slash", *"weather", "escape", "left", "escape"),
        ("T", "down", "slash", "enter", "escape"),
        ("T", "right", "u", "u", "escape"),
        ("T", "B", "T", "left", "escape", "escape"),
    ],
    ids=" ".join,
)
async def test_whatever_changes_the_list_under_a_triage_the_screen_goes_on(
    make_app: AppMaker, keys: tuple[str, ...]
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press(*keys)
        await pilot.press("escape", "escape", "escape")
        await settled(app, pilot, lambda: len(titles(app)) == 7)
        assert screen_of(app).state.triage is None
        await pilot.press("end")
        assert screen_of(app).papers.cursor == 6


async def test_papers_that_come_in_meanwhile_leave_the_card_alone(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await on_second_card(app, pilot)
        other = Library.open(library.places)
        digest = Digest("cs.TE.md", "cs.TE", date(2026, 8, 24), (entry(20, "Rust", "锈"),))
        other.sources.bring_in("invented", Reading("cs.TE.md", "2", (digest,)))
        other.close()
        screen_of(app).look()
        await pilot.pause()
        assert "2 of 7" in text_of(app)
        await pilot.press("escape")
        current = screen_of(app).current
        assert current is not None
        assert current.paper.id == SECOND


async def test_a_search_from_a_card_shows_the_list_and_escape_comes_back_to_the_card(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await on_second_card(app, pilot)
        await pilot.press("slash", *"silence")
        await settled(app, pilot, lambda: titles(app) == ["Silence"])
        assert screen_of(app).papers.display
        await pilot.press("escape")
        await settled(app, pilot, lambda: "2 of 7" in text_of(app))
        assert screen_of(app).card.display


async def test_undo_on_a_card_leaves_alone_what_others_did_meanwhile(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("T", "left")
        await settled(app, pilot, lambda: marks(library, FIRST).skipped is not None)
        library.marks.tag([FIRST], add=["theirs"])
        library.marks.bookmark([THIRD], on=True)
        await pilot.press("u")
        await settled(app, pilot, lambda: marks(library, FIRST).skipped is None)
        assert marks(library, FIRST).tags == ("theirs",)
        assert marks(library, THIRD).bookmarked
        assert "1 of 7" in text_of(app)


async def test_undo_on_a_card_takes_back_what_was_done_on_it_first(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("T", "left")
        await pilot.press("t", *"tea", "enter")
        await settled(app, pilot, lambda: marks(library, SECOND).tags == ("tea",))
        await pilot.press("u")
        await settled(app, pilot, lambda: marks(library, SECOND).tags == ())
        assert marks(library, FIRST).skipped
        await pilot.press("u")
        await settled(app, pilot, lambda: marks(library, FIRST).skipped is None)


async def test_what_another_changed_since_is_not_undone_and_that_is_said(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("T", "left")
        await settled(app, pilot, lambda: marks(library, FIRST).skipped is not None)
        library.marks.skip([FIRST], on=False)
        library.marks.skip([FIRST], on=True)
        await pilot.press("u")
        await settled(app, pilot, lambda: "since" in text_of(app))
        assert marks(library, FIRST).skipped


async def test_the_end_of_a_triage_is_a_card_on_which_keys_do_no_harm(make_app: AppMaker, library: Library) -> None:
    app = make_app(query="teapot")
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == 7)
        await pilot.press("home", "T", "right", *["left"] * 12)
        assert "All 7 papers seen" in text_of(app)
        assert "kept 1   skipped 6   unread 0" in text_of(app)
        assert screen_of(app).state.view.query == "teapot"
        await pilot.press("right", "down", "up", "t", "e", "o", "y", "x")
        await pilot.press("escape")
        assert screen_of(app).state.triage is not None or screen_of(app).state.prompt is None
        await settled(app, pilot, lambda: not screen_of(app)._writer.waiting)
    assert sum(marks(library, each).skipped is not None for each in IDS) == 6


async def test_the_last_card_offers_only_what_works_there(make_app: AppMaker) -> None:
    app = make_app(query="teapot")
    async with driven(app, (80, 24)) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == 7)
        await pilot.press("home", "T", *["left"] * 6)
        assert "Skip" in text_of(app).splitlines()[-1]
        await pilot.press("left")
        await settled(app, pilot, lambda: "All 7 papers seen" in text_of(app))
        first, last = text_of(app).splitlines()[0], text_of(app).splitlines()[-1]
        assert last.startswith(" u Undo   Esc Leave ")
        assert "? Help" in last
        assert not [name for name in ("Keep", "Skip", "Later", "Abstract") if name in last]
        assert "nothing" not in first
        await pilot.press("u")
        assert "Skip" in text_of(app).splitlines()[-1]


async def test_keeping_marks_as_read_in_the_same_gesture(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("T", "right")
        await settled(app, pilot, lambda: marks(library, FIRST).bookmarked is not None)
        assert marks(library, FIRST).read
        assert "unread 6" in text_of(app)
        await pilot.press("u")
        await settled(app, pilot, lambda: marks(library, FIRST) == Marks())


async def test_a_day_whose_cards_were_all_decided_has_nothing_unread(make_app: AppMaker) -> None:
    app = make_app(filters=("date:2026-08-21",))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == 4)
        await pilot.press("T", "right", "left", "right", "left", "escape")
        await settled(app, pilot, lambda: "0 unread" in text_of(app))


async def test_the_next_papers_are_named_below_and_the_abstract_is_shown_where_there_is_room(
    make_app: AppMaker,
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("T")
        text = text_of(app)
        assert "Next   茶壶的扩散" in text
        assert "它好了11倍" in text
        await pilot.press("up")
        assert "它好了11倍" not in text_of(app)
        await pilot.press("up")
        assert "它好了11倍" in text_of(app)


async def test_the_abstract_comes_before_the_names_of_the_next_papers(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (120, 22)) as pilot:
        await pilot.press("T")
        assert "它好了11倍" in text_of(app)
        assert "Next   茶壶的扩散" in text_of(app)
        await pilot.resize_terminal(120, 19)
        await settled(app, pilot, lambda: "茶壶的语法" not in text_of(app))
        assert "它好了11倍" in text_of(app)
        await pilot.resize_terminal(120, 17)
        await settled(app, pilot, lambda: "Next" not in text_of(app))
        assert "它好了11倍" in text_of(app)


async def test_a_low_window_shows_the_whole_abstract_when_it_is_asked_for(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (60, 12)) as pilot:
        await pilot.press("T")
        assert "它好了11倍" not in text_of(app)
        await pilot.press("up")
        await pilot.press("pagedown")
        assert "它好了11倍" in text_of(app)


async def test_what_changed_nothing_is_nothing_to_take_back(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await on_second_card(app, pilot)
        await pilot.press("t", *"tea", "enter", "e", "enter", "t", "enter")
        await settled(app, pilot, lambda: not screen_of(app)._writer._unsettled)
        await pilot.press("u")
        await settled(app, pilot, lambda: marks(library, SECOND) == Marks())


async def test_where_it_appeared_is_told_on_the_card(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await on_second_card(app, pilot)
        await pilot.press("i")
        assert "Appearances" in text_of(app)
        assert "茶壶的扩散" in text_of(app)
        await pilot.press("i")
        assert "Appearances" not in text_of(app)
        assert "2 of 7" in text_of(app)


async def test_what_stands_above_the_cursor_comes_after_the_last(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("end", "T")
        run = screen_of(app).state.triage
        assert run is not None
        assert len(run.nums) == 7
        assert tuple(run.nums) == (screen_of(app).results.nums[-1], *screen_of(app).results.nums[:-1])


@pytest.mark.parametrize("size", [(30, 8), (60, 18)])
async def test_the_smallest_window_shows_the_title_of_a_card(make_app: AppMaker, size: tuple[int, int]) -> None:
    app = make_app()
    async with driven(app, size) as pilot:
        await pilot.press("T")
        await pilot.resize_terminal(30, 8)
        await settled(app, pilot, lambda: "茶壶的拓扑" in text_of(app))
        await pilot.press(*["left"] * 7)
        assert "All 7 papers seen" in text_of(app)


@pytest.mark.parametrize("filters", [(), ("is:unread",)])
async def test_a_triage_begun_again_goes_on_where_the_last_one_was(
    make_app: AppMaker, library: Library, filters: tuple[str, ...]
) -> None:
    library.marks.mark_read([IDS[-1]], on=True)
    app = make_app(filters=filters)
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == (6 if filters else 7))
        await pilot.press("T")
        await settled(app, pilot, lambda: "2 of 7      kept 0   skipped 0   unread 6" in text_of(app))
        await pilot.press("right", "left", "left")
        await settled(app, pilot, lambda: "5 of 7      kept 1   skipped 2   unread 3" in text_of(app))
        await pilot.press("escape")
        await settled(app, pilot, lambda: not screen_of(app)._writer._unsettled)
        await pilot.press("T")
        await settled(app, pilot, lambda: "5 of 7      kept 1   skipped 2   unread 3" in text_of(app))
        await pilot.press("u")  # what an earlier run decided is not this one's to take back
        await settled(app, pilot, lambda: "5 of 7      kept 1   skipped 2   unread 3" in text_of(app))
        await pilot.press("right", "left", "right")
        await settled(app, pilot, lambda: "All 7 papers seen" in text_of(app))
        assert "7 of 7      kept 3   skipped 3   unread 0" in text_of(app)


# What the screen says of it, and windows that are resized


SAYING = {
    "en": ("Undone: tag (1 paper)", "Undone: skip (1 paper)", "Done again: skip (1 paper)", "One card back."),
    "zh": ("已撤销：改标签（1 篇论文）", "已撤销：跳过（1 篇论文）", "已重做：跳过（1 篇论文）", "回到上一篇。"),
}


@pytest.mark.parametrize("interface", SAYING)
async def test_what_is_undone_or_done_again_on_a_card_is_said(
    make_app: AppMaker, library: Library, interface: str
) -> None:
    tagged, skipped, again, back = SAYING[interface]
    app = make_app(interface=interface)
    async with driven(app, WIDE) as pilot:
        await pilot.press("T", "left", "t", *"tea", "enter")
        await settled(app, pilot, lambda: marks(library, SECOND).tags == ("tea",))
        await pilot.press("u")
        await settled(app, pilot, lambda: tagged in text_of(app))
        await pilot.press("u")
        await settled(app, pilot, lambda: skipped in text_of(app))
        await pilot.press("ctrl+r")
        await settled(app, pilot, lambda: again in text_of(app))
        await pilot.press("down", "u")
        await settled(app, pilot, lambda: back in text_of(app))


ABSTRACT = "它好了11倍"


async def test_an_abstract_that_was_unfolded_is_there_after_the_window_has_room_for_it(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (60, 12)) as pilot:
        await pilot.press("T")
        assert ABSTRACT not in text_of(app)
        await pilot.press("up")
        await pilot.resize_terminal(*WIDE)
        await settled(app, pilot, lambda: "Next" in text_of(app))
        assert ABSTRACT in text_of(app)
        await pilot.press("up")
        assert ABSTRACT not in text_of(app)
        await pilot.press("up")
        assert ABSTRACT in text_of(app)


async def test_a_card_without_its_abstract_is_cut_as_any_other_where_there_is_no_room(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("T", "up")
        assert ABSTRACT not in text_of(app)
        await pilot.resize_terminal(60, 12)
        await settled(app, pilot, lambda: "show all" in text_of(app))
        await pilot.press("up")
        assert "show all" not in text_of(app)
        await pilot.resize_terminal(*WIDE)
        await settled(app, pilot, lambda: ABSTRACT in text_of(app))
