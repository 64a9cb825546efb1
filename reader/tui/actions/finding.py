"""Finding: the query line, and lists that are a query away."""

from __future__ import annotations

from dataclasses import replace

from reader.commands import Where
from reader.model import Sort
from reader.tui.filters import MINE, filter_choices, stepped
from reader.tui.prompts import Prompt
from reader.tui.stage import Stage
from reader.tui.state import Landing

BOOKMARKED, UNREAD = "is:bookmarked", "is:unread"
CHANNEL, DAY = "in:", "date:"


def search(stage: Stage) -> None:
    """Into the query line."""
    stage.show(stage.state.focused(Where.QUERY))


def bookmarks(stage: Stage) -> None:
    """Bookmarked papers only, or all again."""
    toggle_filter(stage, BOOKMARKED)


def unread(stage: Stage) -> None:
    """Hide what is read, or show all again."""
    toggle_filter(stage, UNREAD)


def toggle_filter(stage: Stage, term: str) -> None:
    """Put a filter on, or take it off."""
    stage.show(stage.state.to(stage.state.view.toggled(term)))


def set_filter(stage: Stage, field: str, value: str | None) -> None:
    """Have one filter on a field such as `in:`, or none."""
    stage.show(stage.state.to(stage.state.view.with_filter(field, value)))


def choose_filter(stage: Stage) -> None:
    """Choose a filter to put on or take off."""
    library, t, current = stage.context.library, stage.context.t, stage.current
    choices = filter_choices(
        t,
        on=stage.state.view.filters,
        channels=library.channels(),
        tags=library.marks.tags(),
        days=[(day, papers) for day, _, papers in library.days() if papers],
        category=current.paper.category if current else None,
        year=stage.context.today.year,
    )

    def take(term: str) -> None:
        field, _, value = term.partition(":")
        if term == MINE:
            stage.do("channels")
        elif term in stage.state.view.filters or field in ("is", "tag"):
            toggle_filter(stage, term)
        else:
            set_filter(stage, f"{field}:", value)

    stage.show(replace(stage.state, prompt=Prompt(t("Filter"), choices, take)))


def next_channel(stage: Stage) -> None:
    """The next channel's papers only."""
    _step_channel(stage, 1)


def previous_channel(stage: Stage) -> None:
    """The channel before."""
    _step_channel(stage, -1)


def _step_channel(stage: Stage, by: int) -> None:
    channels = [channel for channel, _ in stage.context.library.channels()]
    set_filter(stage, CHANNEL, stepped([None, *channels], stage.state.view.filter_value(CHANNEL), by))


def next_day(stage: Stage) -> None:
    """To the next day."""
    _step_day(stage, 1)


def previous_day(stage: Stage) -> None:
    """To the day before."""
    _step_day(stage, -1)


def _step_day(stage: Stage, by: int) -> None:
    """With a day chosen, the neighbouring day; else to the neighbouring heading."""
    chosen, rows = stage.state.view.filter_value(DAY), stage.rows
    if chosen is not None:
        days = [day.isoformat() for day, _, papers in stage.context.library.days() if papers]
        set_filter(stage, DAY, stepped(days, chosen, by) if chosen in days else chosen)
        return
    starts = [group.start for group in stage.results.days]
    if not starts:
        stage.say(stage.context.t("The list is not in order of days."))
    elif by > 0:
        rows.move_to(next((start for start in starts if start > rows.cursor), rows.cursor))
    else:
        before = [start for start in starts if start < rows.cursor]
        rows.move_to(before[-1] if before else 0)


def sort(stage: Stage) -> None:
    """Newest first, or best match first."""
    t, view = stage.context.t, stage.state.view
    if not view.query.strip():
        stage.say(t("Best match needs something to search for."))
        return
    order = Sort.RELEVANCE if stage.results.sort is Sort.DATE else Sort.DATE
    stage.show(stage.state.to(replace(view, sort=order), Landing.FIRST))
    stage.say(t("Newest first") if order is Sort.DATE else t("Best match first"))


def similar(stage: Stage) -> None:
    """Papers that are most like this one."""
    current = stage.current
    if current is not None:
        stage.show(stage.state.to(replace(stage.state.view, similar=current.paper.id)))


def view_back(stage: Stage) -> None:
    """Back to the list that was shown before."""
    stage.show(stage.state.back())


def view_forward(stage: Stage) -> None:
    """Forward again."""
    stage.show(stage.state.forward())
