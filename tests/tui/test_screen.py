"""The screen as a reader uses it: keys in, what is shown and kept out. Real library, no terminal."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from threading import Event, current_thread
from typing import Any

import pytest
from textual.events import Key, MouseMove
from textual.pilot import Pilot

from reader.commands import COMMANDS, Where
from reader.errors import StoreError
from reader.library.library import Library
from reader.model import Digest, Lang
from reader.sources.contract import Reading
from reader.tui.actions import subject
from reader.tui.actions.aside import ask_aside
from reader.tui.actions.table import ACTIONS
from reader.tui.app import ASIDE_THREADS
from reader.tui.themes import THEME_NAMES
from tests.tui.conftest import ON_FRIDAY, AppMaker, answered, entry, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (120, 30)


async def test_the_paper_under_the_cursor_is_shown_and_the_place_is_told(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("down")
        text = text_of(app)
        assert "Diffusion of the Teapot" in text
        assert "2 of 7" in text
        assert "Fri 21 Aug" in text


async def test_one_key_goes_through_the_languages_and_the_titles_follow(make_app: AppMaker) -> None:
    app = make_app(lang=Lang.ZH)
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        assert "茶壶的语法" in text_of(app)
        assert "We study" not in text_of(app)
        await pilot.press("c")
        assert "Grammar of the Teapot" in text_of(app)
        assert "我们研究茶壶的拓扑。它" not in text_of(app)
        await pilot.press("c")
        assert "我们研究茶壶的拓扑" in text_of(app)
        assert "We study the topology" in text_of(app)


async def test_a_search_typed_in_one_burst_is_looked_for_and_escape_goes_back_to_the_same_paper(
    make_app: AppMaker,
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("down", "down")
        await pilot.press("slash", *"weather")
        await settled(app, pilot, lambda: titles(app) == ["Weather"])
        await pilot.press("escape")
        await settled(app, pilot, lambda: len(titles(app)) == 7)
        current = screen_of(app).current
        assert current is not None
        assert current.paper.id == "2608.00009"


async def test_letters_that_follow_a_key_that_edits_in_the_same_burst_are_not_lost(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"grammar")
        await settled(app, pilot, lambda: screen_of(app).state.view.query == "grammar")
        for key, character in (("ctrl+u", "\x15"), *((letter, letter) for letter in "tea"), ("left", None), ("r", "r")):
            app.post_message(Key(key, character))
        await settled(app, pilot, lambda: screen_of(app).state.view.query == "tera")
        assert screen_of(app).top.input.value == "tera"


async def test_what_matches_is_marked_in_list_and_paper(make_app: AppMaker) -> None:
    app = make_app(lang=Lang.ZH)
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"沉默")
        await answered(app, pilot)
        assert titles(app) == ["Silence"]
        screen = screen_of(app)
        for pane in (screen.papers, screen.pane):
            lines = [pane.render_line(y) for y in range(pane.size.height)]
            marked = [s.text for line in lines for s in line if s.style and s.style.bold and s.style.underline]
            assert "沉默" in marked


async def test_a_query_that_cannot_be_read_keeps_the_last_result_and_points_at_the_place(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"weather")
        await settled(app, pilot, lambda: titles(app) == ["Weather"])
        await pilot.press(*" type:new")
        await answered(app, pilot)  # what is kept is the answer to this, not to one of its beginnings
        assert titles(app) == ["Weather"]
        await pilot.press(*"est x")
        await settled(app, pilot, lambda: "▲" in text_of(app))
        assert titles(app) == ["Weather"]


async def test_an_empty_result_says_so_and_offers_the_way_out(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"wether")
        await settled(app, pilot, lambda: "Nothing found" in text_of(app))
        assert "goes back to what was shown before" in text_of(app)
        if screen_of(app).results.suggestions:
            await pilot.press("enter")
            await settled(app, pilot, lambda: titles(app) == ["Weather"])


async def test_papers_that_come_in_meanwhile_do_not_move_the_cursor(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("down")
        other = Library.open(library.places)
        digest = Digest("cs.TE.md", "cs.TE", date(2026, 8, 24), (entry(20, "Rust", "锈"), entry(21, "Steam", "蒸汽")))
        other.sources.bring_in("invented", Reading("cs.TE.md", "2", (digest,)))
        other.close()
        screen_of(app).look()
        await pilot.pause()
        assert len(titles(app)) == 9
        current = screen_of(app).current
        assert current is not None
        assert current.paper.id == "2608.00010"


async def test_the_next_run_begins_where_this_one_was_left(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("down", "down", "c", "q")
    kept = library.marks.state("view")
    assert kept is not None
    assert "2608.00009" in kept


async def test_the_palette_runs_what_is_chosen_in_it(make_app: AppMaker) -> None:
    app = make_app(lang=Lang.ZH)
    async with driven(app, WIDE) as pilot:
        await pilot.press("colon", *"中/en", "enter")
        await pilot.pause()
        assert screen_of(app).state.look.lang is Lang.EN


@pytest.mark.parametrize(("columns", "day"), [(72, False), (80, True), (120, True)])
async def test_the_day_in_the_top_line_is_said_whole_or_not_at_all(make_app: AppMaker, columns: int, day: bool) -> None:
    app = make_app(filters=("is:unread", "type:new"))
    async with driven(app, (columns, 24)) as pilot:
        await settled(app, pilot, lambda: "[Unread] [New papers] 1 of 7" in text_of(app))
        top = text_of(app).splitlines()[0]
        assert "…" not in top
        assert ("Fri 21 Aug" in top, "Aug" in top) == (day, day)


@pytest.mark.parametrize(
    ("columns", "share", "cells"),
    [(80, 42, 46), (80, 30, 24), (72, 42, 38), (95, 42, 46), (120, 42, 50), (120, 60, 72)],
)
async def test_in_a_narrow_window_the_list_has_room_for_english_titles_unless_it_was_dragged(
    make_app: AppMaker, columns: int, share: int, cells: int
) -> None:
    app = make_app(share=share)
    async with driven(app, (columns, 24)) as pilot:
        await pilot.pause()
        assert screen_of(app).papers.outer_size.width == cells


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (250, 70)])
async def test_every_size_shows_the_list_and_leads_to_the_paper(make_app: AppMaker, size: tuple[int, int]) -> None:
    app = make_app(lang=Lang.ZH)
    async with driven(app, size) as pilot:
        await pilot.pause()
        assert "茶壶的拓扑" in text_of(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "我们研究茶壶的拓扑" in text_of(app)
        await pilot.press("escape", "down")
        await pilot.pause()
        assert "茶壶的扩散" in text_of(app)


async def test_a_paper_without_translation_is_shown_as_it_is(make_app: AppMaker) -> None:
    app = make_app(lang=Lang.ZH)
    async with driven(app, WIDE) as pilot:
        await pilot.press("down", "down", "down")
        assert ON_FRIDAY[3].texts.title_zh is None
        assert "There is no Chinese text." in text_of(app)
        assert "We study the price" in text_of(app)


def test_every_command_has_a_function_and_every_function_a_command() -> None:
    assert set(ACTIONS) == {command.id for command in COMMANDS}


HARMLESS = [command.id for command in COMMANDS if command.id not in ("quit", "sync", "note-editor")]


@pytest.mark.parametrize("narrowed", [False, True], ids=["papers", "nothing found"])
async def test_no_command_fails_wherever_it_is_called(
    make_app: AppMaker, monkeypatch: pytest.MonkeyPatch, narrowed: bool
) -> None:
    app = make_app(lang=Lang.BOTH, filters=("tag:nowhere",) if narrowed else ())
    opened: list[str] = []
    wanted: list[str] = []
    monkeypatch.setattr(app, "open_url", lambda url, new_tab=True: opened.append(url))
    monkeypatch.setenv("BROWSER", "of-a-test")
    async with driven(app, WIDE) as pilot:
        screen = screen_of(app)
        for name in HARMLESS:
            if name in ("open-page", "open-pdf") and screen.current is not None:
                wanted.append(getattr(screen.current.paper, "link" if name == "open-page" else "pdf"))
            screen.do(name)
            await pilot.pause()
            await pilot.press("escape")
            if app.screen is not screen:
                app.pop_screen()
                await pilot.pause()
            await settled(app, pilot, lambda: not screen._questions.on_the_way and "-choosing" not in screen.classes)
    assert opened == wanted
    assert narrowed or len(opened) == 2


async def test_triage_keeps_skips_and_takes_back(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("T", "right", "left", "down", "left", "u")
        assert "4 of 7" in text_of(app)
        assert "kept 1   skipped 1" in text_of(app)
        await settled(app, pilot, lambda: not screen_of(app)._writer.waiting)
        await pilot.press("escape")
        assert screen_of(app).current is not None
    library.changed()
    marks = {entry.id: library.find(entry.id) for entry in ON_FRIDAY}
    assert [bool(marked and marked.marks.bookmarked) for marked in marks.values()] == [True, False, False, False]
    assert [bool(marked and marked.marks.skipped) for marked in marks.values()] == [False, True, False, False]


async def test_the_interface_changes_its_language_and_keeps_the_place(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("down")
        screen_of(app).do("interface-language")
        await pilot.pause()
        assert "下一篇未读" in text_of(app)
        assert "2 / 7" in text_of(app)


async def test_a_theme_is_taken_at_once(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        before = screen_of(app).papers.render_line(1)
        screen_of(app).do("theme")
        await pilot.press(*"light", "enter")
        await pilot.pause()
        assert app.theme == "light"
        assert screen_of(app).papers.render_line(1) != before


async def test_dragging_the_divider_gives_the_list_more_room(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        before = screen_of(app).papers.size.width
        await pilot.mouse_down("#divider", offset=(0, 5))
        await moved(pilot, "#papers", (30, 5))
        await pilot.mouse_up("#papers", offset=(30, 5))
        await pilot.pause()
        assert screen_of(app).papers.size.width < before


async def moved(pilot: Pilot[Any], widget: str, offset: tuple[int, int]) -> None:
    """Move the mouse with its button down, which `hover` does not."""
    await pilot._post_mouse_events([MouseMove], widget, offset, button=1)


async def test_a_divider_that_was_let_go_unseen_does_not_follow_the_mouse(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        before = screen_of(app).papers.size.width
        await pilot.mouse_down("#divider", offset=(0, 5))
        await pilot.hover("#papers", offset=(30, 5))
        await pilot.hover("#papers", offset=(20, 5))
        assert app.mouse_captured is None
        assert screen_of(app).papers.size.width == before


async def test_zoom_shows_the_paper_alone_and_back(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("z")
        await pilot.pause()
        assert not screen_of(app).papers.display
        await pilot.press("down", "z")
        await pilot.pause()
        assert screen_of(app).papers.display


@pytest.mark.parametrize("key", ["q", "escape", "tab", "slash"])
async def test_a_step_out_of_a_zoomed_paper_shows_the_list_again(make_app: AppMaker, key: str) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("z", key)
        await pilot.pause()
        assert screen_of(app).papers.display
        assert screen_of(app).state.focus is not Where.PAPER


async def test_a_paper_that_was_left_zoomed_has_the_keys(make_app: AppMaker) -> None:
    app = make_app(zoomed=True)
    async with driven(app, WIDE) as pilot:
        assert not screen_of(app).papers.display
        assert screen_of(app).state.focus is Where.PAPER
        await pilot.press("escape")
        assert screen_of(app).papers.display


@pytest.mark.parametrize("theme", THEME_NAMES)
async def test_every_theme_can_be_begun_with(make_app: AppMaker, theme: str) -> None:
    app = make_app(theme=theme)
    async with driven(app, WIDE) as pilot:
        await pilot.press("down")
        assert app.theme == theme
        assert "Diffusion of the Teapot" in text_of(app)


async def test_a_click_on_the_paper_in_a_wide_window_gives_it_the_keys(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.click("#paper", offset=(10, 5))
        await pilot.press("down")
        assert screen_of(app).papers.cursor == 0
        await pilot.click("#papers", offset=(10, 5))
        await pilot.press("down")
        assert screen_of(app).papers.cursor > 0


async def test_what_is_done_with_a_whole_library_does_not_hold_the_screen(
    make_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All papers selected, then copied or piped: none is looked for one by one, and the many are read aside."""
    monkeypatch.setattr(subject, "FEW", 0)
    app = make_app()
    async with driven(app, WIDE) as pilot:
        library = screen_of(app).context.library
        monkeypatch.setattr(library, "find", None)
        monkeypatch.setattr(library, "papers", None)
        await pilot.press("V")
        await pilot.press("y")
        await settled(app, pilot, lambda: "Copied: https://arxiv.org/abs/" in text_of(app))
        await pilot.press("Y", *"Abstract", "enter")
        await settled(app, pilot, lambda: "Copied: https" not in text_of(app) and "Copied: " in text_of(app))
        await pilot.press("|", *"wc -l", "enter")
        await settled(app, pilot, lambda: "ended with status 0" in text_of(app))


async def test_many_tasks_aside_take_turns_in_few_threads(make_app: AppMaker) -> None:
    """Each thread keeps the memory and the open files of its largest task for as long as the screen is open."""
    app, names, done, go = make_app(), set[str](), list[int](), Event()

    def ask(number: int) -> Callable[[], object]:
        go.wait()
        names.add(current_thread().name)
        return lambda: done.append(number)

    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: screen_of(app).current is not None)
        for number in range(3 * ASIDE_THREADS):
            ask_aside(screen_of(app), lambda library, number=number: ask(number))  # type: ignore[misc]  # mypy does not see defaults
        go.set()
        await settled(app, pilot, lambda: len(done) == 3 * ASIDE_THREADS)
    assert 0 < len(names) <= ASIDE_THREADS


async def test_only_what_the_start_made_is_kept_from_collection(make_app: AppMaker) -> None:
    """A screen that comes up later (the welcome digest) once kept all garbage there was for ever."""
    frozen = gc.get_freeze_count()
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await settled(app, pilot, lambda: screen_of(app).current is not None)
    assert gc.isenabled()
    assert gc.get_freeze_count() == frozen


async def test_a_click_that_comes_when_other_choices_are_shown_chooses_nothing(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("f")
        picker = screen_of(app).picker
        last = picker.choices.count - 1
        picker.choices.clicked(last)
        picker.choices.show((), -1)
        picker.choices.clicked(last)
        await pilot.pause()
        assert picker.display


async def test_the_picker_says_its_own_keys(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("f")
        await pilot.pause()
        assert "Esc close" in text_of(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Esc close" not in text_of(app)


async def test_the_welcome_digest_lies_over_the_library_and_is_left_for_it(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        own = screen_of(app)
        own.do("welcome")
        await settled(app, pilot, lambda: "Welcome to digest-reader" in text_of(app))
        await pilot.press("q")
        await settled(app, pilot, lambda: app.screen is own)
        assert len(titles(app)) == 7


async def test_an_error_that_a_reader_can_act_on_ends_the_screen_without_a_traceback(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        app._handle_exception(StoreError("library.db is damaged"))
    assert str(app.failure) == "library.db is damaged"


async def test_without_a_browser_the_address_is_copied(make_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert "No browser here; copied: https://arxiv.org/abs/2608.00011" in text_of(app)
        assert app.clipboard == "https://arxiv.org/abs/2608.00011"
