"""Reading: languages, ways of showing, what was read, the paper's page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from reader.commands import Where
from reader.library.library import Library
from reader.many import Nums, without
from reader.model import Gesture, Lang
from reader.tui.actions import subject
from reader.tui.side_documents import appearances_document
from reader.tui.stage import Stage
from reader.tui.state import Layout, Look
from reader.tui.writing import Change

NEAR = 50
"""Rows that are looked at one by one for the next unread paper."""
NEXT_LANG = {Lang.ZH: Lang.EN, Lang.EN: Lang.BOTH, Lang.BOTH: Lang.ZH}
NEXT_LAYOUT = {Layout.AUTO: Layout.SIDE, Layout.SIDE: Layout.STACKED, Layout.STACKED: Layout.AUTO}


def language(stage: Stage) -> None:
    """Chinese, English, both."""
    look = stage.state.look
    _look(stage, replace(look, lang=NEXT_LANG[look.lang]))


def latex(stage: Stage) -> None:
    """Formulas as plain text, or as they were written."""
    t, look = stage.context.t, stage.state.look
    _look(stage, replace(look, latex=not look.latex))
    stage.say(t("Formulas as plain text") if look.latex else t("Formulas as they were written"))


def zoom(stage: Stage) -> None:
    """The paper alone, which then has the keys, or list and paper again."""
    state, zoomed = stage.state, not stage.state.look.zoomed
    shown = state.focused(Where.PAPER) if zoomed and state.focus is Where.LIST else state
    stage.show(replace(shown, look=replace(state.look, zoomed=zoomed)))


def layout(stage: Stage) -> None:
    """Side by side, stacked, or as the size of the window asks for."""
    t, look = stage.context.t, stage.state.look
    chosen = NEXT_LAYOUT[look.layout]
    _look(stage, replace(look, layout=chosen))
    names = {Layout.AUTO: t("by the size"), Layout.SIDE: t("side by side"), Layout.STACKED: t("stacked")}
    stage.say(t("List and paper: {layout}", layout=names[chosen]))


def row_height(stage: Stage) -> None:
    """One, two or three lines for each paper."""
    t, look = stage.context.t, stage.state.look
    most = look.title_lines % 3 + 1
    _look(stage, replace(look, title_lines=most))
    stage.say({1: t("Titles on one line"), 2: t("Titles on two lines"), 3: t("Titles in full")}[most])


def _look(stage: Stage, look: Look) -> None:
    stage.show(replace(stage.state, look=look))


# Read and unread


def read_on(stage: Stage) -> None:
    """Scroll the paper; at its end, on to the next unread one."""
    if stage.text.at_end:
        next_unread(stage)
    else:
        stage.text.scroll_lines(stage.text.page)


def next_unread(stage: Stage) -> None:
    """The current paper is read; on to the next one that is not."""
    current = subject.current(stage)
    if current is None:
        return
    library, nums, cursor = stage.context.library, stage.results.listed, stage.rows.cursor
    if not current.marks.read:
        ids = [current.paper.id]
        stage.write(Change(lambda library: library.marks.mark_read(ids, on=True), reads=frozenset(ids)))
    waiting = (library.find(arxiv_id) for arxiv_id in stage.to_be_read)
    passed = {current.paper.num, *(marked.paper.num for marked in waiting if marked is not None)}
    row = _unread_among(library, nums, range(cursor + 1, len(nums)), passed)
    if row is None:
        row = _unread_among(library, nums, range(cursor), passed)
    if row is None:
        stage.say(stage.context.t("Nothing unread is left here."))
    else:
        stage.rows.move_to(row)


def _unread_among(library: Library, nums: Sequence[int], rows: range, passed: Collection[int]) -> int | None:
    """The first of `rows` whose paper is unread and not `passed`: mostly near, so that not all are looked at."""
    for row in rows[:NEAR]:
        marks = library.paper(nums[row]).marks
        if not marks.read and not marks.skipped and nums[row] not in passed:
            return row
    if len(rows) <= NEAR:
        return None
    unread = Nums(without(library.with_state("unread"), passed))
    return next((row for row in rows[NEAR:] if nums[row] in unread), None)


def read(stage: Stage) -> None:
    """Mark as read, or as unread again."""
    if ids := subject.some_ids(stage):
        subject.change(
            stage, lambda library: library.marks.mark_read(ids, on=not subject.all_are(library, ids, "read"))
        )


def read_all(stage: Stage) -> None:
    """Mark all papers of the list as read; one undo takes it back."""
    nums, t = stage.results.nums, stage.context.t

    def do(library: Library) -> Gesture | None:
        return library.marks.mark_read(library.ids(nums), on=True) if nums else None

    def done(gesture: Gesture | None) -> None:
        if gesture is None:
            stage.say(t("Nothing unread is left here."))
        else:
            stage.say(t.n("{n} paper marked as read", "{n} papers marked as read", gesture.papers))

    stage.write(Change(do, done))


# The paper elsewhere


def open_page(stage: Stage) -> None:
    """Open the paper's page in a browser."""
    current = subject.current(stage)
    if current is not None:
        _open(stage, current.paper.link)


def open_pdf(stage: Stage) -> None:
    """Open the paper's PDF in a browser."""
    current = subject.current(stage)
    if current is not None:
        _open(stage, current.paper.pdf)


def _open(stage: Stage, address: str) -> None:
    """In a browser; where there is none (over ssh), the address is copied through the terminal instead."""
    if stage.outside.open_address(address):
        stage.say(address)
    else:
        stage.outside.copy(address)
        stage.say(stage.context.t("No browser here; copied: {text}", text=address))


def appearances(stage: Stage) -> None:
    """Where and when the paper appeared, and what changed in it; again: back to the paper."""
    if stage.state.side is not None:
        stage.show(replace(stage.state, side=None))
        return
    current = subject.current(stage)
    if current is None:
        return
    earlier = stage.context.library.earlier(current.paper.num)
    stage.show(stage.state.beside(partial(appearances_document, current, earlier)))
