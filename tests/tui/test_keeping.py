"""What is kept, tagged, noted and read on the screen is so on disk, and can be taken back."""

from __future__ import annotations

from reader.library.library import Library
from tests.tui.conftest import AppMaker, marks_of, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (120, 30)


async def test_a_bookmark_is_on_disk_when_it_is_shown_and_can_be_taken_back(
    make_app: AppMaker, library: Library
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("b")
        await settled(app, pilot, lambda: "★" in text_of(app))
        other = Library.open(library.places)
        marked = other.find("2608.00011")
        other.close()
        assert marked is not None
        assert marked.marks.bookmarked
        await pilot.press("u")
        await settled(app, pilot, lambda: "★" not in text_of(app))


async def test_bookmarks_only_and_back(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("down", "b")
        await settled(app, pilot, lambda: "★" in text_of(app))
        await pilot.press("B")
        await settled(app, pilot, lambda: titles(app) == ["Diffusion"])
        assert "[Bookmarked]" in text_of(app)
        await pilot.press("escape")
        await settled(app, pilot, lambda: len(titles(app)) == 7)


async def test_next_unread_marks_what_was_read(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("n", "n", "up", "up", "n")
        current = screen_of(app).current
        assert current is not None
        assert current.paper.id == "2608.00009"
        await settled(app, pilot, lambda: marks_of(library, "2608.00010").read is not None)


async def test_next_unread_goes_on_at_the_top_and_says_when_nothing_is_left(
    make_app: AppMaker, library: Library
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("end", "n")
        current = screen_of(app).current
        assert current is not None
        assert current.paper.num == screen_of(app).results.nums[0]
        await pilot.press(*["n"] * len(screen_of(app).results.nums))
        await settled(app, pilot, lambda: "Nothing unread is left" in text_of(app))


async def test_tags_and_notes_are_typed_and_shown(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("t", *"tea", "enter")
        await pilot.press("e", *"again", "enter")
        await settled(app, pilot, lambda: "#tea" in text_of(app) and "again" in text_of(app))
        marks = marks_of(library, "2608.00011")
        assert (marks.tags, marks.note) == (("tea",), "again")


async def test_a_selection_is_changed_in_one_gesture(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("v", "v", "v", "b")
        assert "3 selected" in text_of(app)
        await settled(app, pilot, lambda: text_of(app).count("★") >= 3)
        await pilot.press("u")
        await settled(app, pilot, lambda: "★" not in text_of(app))


async def test_what_is_taken_back_counts_papers_only_if_it_was_about_papers(
    make_app: AppMaker, library: Library
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("W")
        await settled(app, pilot, lambda: screen_of(app).state.prompt is not None)
        await pilot.press(*"teapot", "enter")
        await settled(app, pilot, lambda: "yours" in text_of(app))
        await pilot.press("escape", "u")
        await settled(app, pilot, lambda: "Undone: " in text_of(app))
        assert "0 papers" not in text_of(app)
        assert not library.interest.rules()


async def test_a_list_that_is_all_read_says_so(make_app: AppMaker) -> None:
    app = make_app(query="teapot")
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == 7)
        await pilot.press("A")
        await settled(app, pilot, lambda: "7 papers marked as read" in text_of(app))
        await pilot.press("A")
        await settled(app, pilot, lambda: "Nothing unread is left here." in text_of(app))


async def test_in_the_query_line_over_a_triage_selected_papers_are_meant_as_the_top_line_says(
    make_app: AppMaker, library: Library
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("v", "T", "slash")
        await settled(app, pilot, lambda: "1 selected" in text_of(app))
        screen_of(app).do("bookmark")
        await settled(app, pilot, lambda: marks_of(library, "2608.00011").bookmarked is not None)
        assert marks_of(library, "2608.00010").bookmarked is None
