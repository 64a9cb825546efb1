"""Finding: the query line, and lists that are a query away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from reader.commands import Where
from reader.i18n import Translator
from reader.library.finding import unasked_order
from reader.library.interest import FEWEST_KEPT
from reader.library.library import Library
from reader.model import Sort
from reader.tui.actions import subject
from reader.tui.actions.aside import ask_aside
from reader.tui.choices import largest
from reader.tui.filters import MINE, filter_choices, stepped
from reader.tui.prompts import Prompt
from reader.tui.sidebar import Target
from reader.tui.stage import Stage
from reader.tui.state import Landing, View

BOOKMARKED, UNREAD, RECOMMENDED = "is:bookmarked", "is:unread", "is:recommended"
CHANNEL, DAY = "in:", "date:"
ALL_BOOKMARKS = "0 B"
"""The keys that lead to all bookmarks from any list."""


def search(stage: Stage) -> None:
    """Into the query line."""
    if stage.state.focus is Where.QUERY:
        stage.say(stage.context.t("Type what to look for; Enter takes it."))
    stage.show(stage.state.focused(Where.QUERY))


def bookmarks(stage: Stage) -> None:
    """Bookmarked papers only, or all again; says how many there are that the list's other filters hide."""
    view = stage.state.view.toggled(BOOKMARKED)
    stage.show(stage.state.to(view))
    if BOOKMARKED not in view.filters or not view.toggled(BOOKMARKED).narrowed:
        return
    t, here, everywhere = stage.context.t, Target(view.query, view.filters), Target("", (BOOKMARKED,))

    def tell(papers: Mapping[Target, int]) -> None:
        there = papers.get(everywhere, 0)
        hidden = there - papers.get(here, there)
        if hidden > 0:
            stage.say(t.n("{n} bookmark elsewhere: {key}", "{n} bookmarks elsewhere: {key}", hidden, key=ALL_BOOKMARKS))

    stage.count([here, everywhere], tell)


def unread(stage: Stage) -> None:
    """Hide what is read, or show all again."""
    toggle_filter(stage, UNREAD)


def toggle_filter(stage: Stage, term: str) -> None:
    """Put a filter on, or take it off."""
    stage.show(stage.state.to(stage.state.view.toggled(term)))


def take_filter_off(stage: Stage) -> None:
    """Take the newest filter off."""
    view = stage.state.view
    if view.filters:
        stage.show(stage.state.to(replace(view, filters=view.filters[:-1])))
    else:
        stage.say(stage.context.t("No filter is on."))


def choose_filter(stage: Stage) -> None:
    """Choose a filter to put on or take off; how many papers each would leave follows where it has to be counted."""
    library, t, view, current = stage.context.library, stage.context.t, stage.state.view, stage.current
    narrowed = bool(view.narrowed or stage.state.look.held)  # what is known of the whole library does not count then
    choices = partial(
        filter_choices,
        t,
        on=view.filters,
        channels=[(name, None if narrowed else papers) for name, papers in library.channels()],
        tags=[(name, None if narrowed else papers) for name, papers in library.marks.tags()],
        days=[(day, None if narrowed else papers) for day, _, papers in library.days() if papers],
        category=current.paper.category if current else None,
        year=stage.context.today.year,
    )

    def take(term: str) -> None:
        if term == MINE:
            stage.do("channels")
        else:
            stage.show(stage.state.to(_with_choice(stage.state.view, term)))

    prompt = Prompt(t("Filter"), choices(), take)
    terms = [choice.id for choice in prompt.choices if not choice.papers and choice.id != MINE]
    shown = {term: view if term in view.filters else _with_choice(view, term) for term in terms}
    lists = {term: Target(each.query, each.filters) for term, each in shown.items()}
    counted: dict[Target, int] = {}

    def renew(papers: Mapping[Target, int]) -> None:
        counted.update(papers)
        asked = stage.state.prompt
        if asked is not None and asked.done is take:
            known = {term: counted[each] for term, each in lists.items() if each in counted}
            stage.show(replace(stage.state, prompt=prompt._replace(choices=choices(papers=known))))

    stage.show(replace(stage.state, prompt=prompt))
    if not view.similar:  # neighbours are no answer to a query
        for which in (_is_quick, _is_of_a_day, RECOMMENDED.__eq__):  # what is seen first, and what takes longest last
            stage.count([each for term, each in lists.items() if which(term)], renew)


def _is_of_a_day(term: str) -> bool:
    return term.startswith(DAY)


def _is_quick(term: str) -> bool:
    return term != RECOMMENDED and not _is_of_a_day(term)


def _with_choice(view: View, term: str) -> View:
    """The view once a filter was chosen: what is on goes off, marks and tags are added, others replace theirs."""
    field, _, value = term.partition(":")
    if term in view.filters or field in ("is", "tag"):
        return view.toggled(term)
    return view.with_filter(f"{field}:", value)


def next_channel(stage: Stage) -> None:
    """The next channel's papers only."""
    _step_channel(stage, 1)


def previous_channel(stage: Stage) -> None:
    """The channel before."""
    _step_channel(stage, -1)


def _step_channel(stage: Stage, by: int) -> None:
    """From channel to channel, the largest first, as far as they have papers in what is shown; then all again."""
    base = stage.state.view.with_filter(CHANNEL, None)
    stage.context.library.finding.parse(base.search_text, typing=True)  # one that cannot be read finds no channels
    known = stage.context.library.channels()
    names = stage.state.look.channels or [name for name, _ in known]
    if not base.narrowed:
        _to_channel(stage, by, {name: papers for name, papers in known if name in names})
        return
    if base.similar:
        ask_aside(stage, lambda library: _among_similar(stage, by, base, names, library), leads=True)
        return
    lists = {Target(base.query, base.with_filter(CHANNEL, name).filters): name for name in names}

    def step(papers: Mapping[Target, int]) -> None:
        _to_channel(stage, by, {lists[each]: count for each, count in papers.items()})

    stage.count(tuple(lists), step, leads=True)


def _among_similar(stage: Stage, by: int, base: View, names: Sequence[str], library: Library) -> Callable[[], object]:
    """The same where the neighbours of a paper are listed."""
    paper = library.find(base.similar or "")
    nums = set(library.finding.similar(paper.paper.num, filters=base.filters).nums) if paper else set()
    papers = {
        name: len(nums.intersection(library.finding.search("", filters=[f"{CHANNEL}{name}"]).nums)) for name in names
    }
    return lambda: _to_channel(stage, by, papers)


def _to_channel(stage: Stage, by: int, papers: Mapping[str, int]) -> None:
    names = [name for name, count in largest(tuple(papers.items())) if count]
    if not names:
        stage.say(stage.context.t("No channel has papers in what is shown."))
        return
    name = stepped([None, *names], stage.state.view.filter_value(CHANNEL), by)
    view = stage.state.view.with_filter(CHANNEL, name)
    stage.show(stage.state.to(view, Landing.FIRST if name else Landing.PAPER))


def next_day(stage: Stage) -> None:
    """To the next day."""
    _step_day(stage, 1)


def previous_day(stage: Stage) -> None:
    """To the day before."""
    _step_day(stage, -1)


def _step_day(stage: Stage, by: int) -> None:
    """With a day chosen, or typed alone, the neighbouring day; else to the neighbouring heading, which goes to the
    top."""
    view, rows, t = stage.state.view, stage.rows, stage.context.t
    chosen = view.filter_value(DAY)
    if chosen is None and view.typed_day is not None:
        chosen, view = view.typed_day, replace(view, query="")
    if chosen is not None:
        today = stage.context.today.isoformat()
        days = [day.isoformat() for day, _, papers in stage.context.library.days() if papers]
        day = neighbour(days, today if chosen == "today" else chosen, by)
        if day is None:
            stage.say(_no_day(by, t))
        else:
            stage.show(stage.state.to(view.with_filter(DAY, day), Landing.FIRST))
        return
    starts = [group.start for group in stage.results.days]
    if not starts:
        stage.say(t("The list is not in order of days."))
    elif by > 0 and rows.cursor < starts[-1]:
        rows.lift(next(start for start in starts if start > rows.cursor))
    elif by < 0 and rows.cursor:
        rows.lift(next((start for start in reversed(starts) if start < rows.cursor), 0))
    else:
        stage.say(_no_day(by, t))


def _no_day(by: int, t: Translator) -> str:
    return t("There is no later day.") if by < 0 else t("There is no earlier day.")


def neighbour(days: Sequence[str], now: str, by: int) -> str | None:
    """Of days like `2026-08-21`, the newest first, the one before (`by` < 0: after) `now`; None if there is none."""
    if by > 0:
        return next((day for day in days if day < now), None)
    return next((day for day in reversed(days) if day > now), None)


def sort(stage: Stage) -> None:
    """Newest first, best match first (if there is something to match), what the reader would keep first."""
    t, view, interest = stage.context.t, stage.state.view, stage.context.library.interest
    kept = len(interest.kept())
    orders = [Sort.DATE]
    if unasked_order(stage.results) is Sort.RELEVANCE:  # some word is looked for in texts
        orders.append(Sort.RELEVANCE)
    if kept or interest.rules(""):
        orders.append(Sort.INTEREST)
    if len(orders) == 1:
        stage.say(t("Another order needs something to search for, or papers that were kept."))
        return
    present = view.sort or stage.results.sort
    order = orders[(orders.index(present) + 1) % len(orders)] if present in orders else Sort.DATE
    unsaid = None if order is Sort.DATE and not view.query.strip() else order
    stage.show(stage.state.to(replace(view, sort=unsaid), Landing.FIRST))
    stage.say(_order_said(order, kept, t))


def _order_said(order: Sort, kept: int, t: Translator) -> str:
    match order:
        case Sort.DATE:
            return t("Newest first")
        case Sort.RELEVANCE:
            return t("Best match first")
        case Sort.INTEREST if kept < FEWEST_KEPT:
            return t.n("For you, learned from {n} kept paper only", "For you, learned from {n} kept papers only", kept)
        case Sort.INTEREST:
            return t("For you")


def similar(stage: Stage) -> None:
    """Papers that are most like this one, whatever narrowed the list; filters that are put on then narrow them."""
    current = subject.current(stage)
    if current is not None:
        stage.show(stage.state.to(replace(stage.state.view, similar=current.paper.id, filters=())))


def view_back(stage: Stage) -> None:
    """Back to the list that was shown before."""
    if not stage.state.past:
        stage.say(stage.context.t("No list was shown before this one."))
    stage.show(stage.state.back())


def view_forward(stage: Stage) -> None:
    """Forward again."""
    if not stage.state.future:
        stage.say(stage.context.t("No list was gone back from."))
    stage.show(stage.state.forward())
