"""Finding: the query line, and lists that are a query away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.model import SavedSearch, Sort
from reader.tui.choices import Choice
from reader.tui.filters import filter_choices, stepped, term_words
from reader.tui.screens.asking import AskingScreen

BOOKMARKED, UNREAD = "is:bookmarked", "is:unread"
CHANNEL, DAY = "in:", "date:"


class Finding(AskingScreen):
    """Commands of the group "Find"."""

    def action_search(self) -> None:
        """Into the query line."""
        self.enter_query()

    def action_bookmarks(self) -> None:
        """Bookmarked papers only, or all again."""
        self.toggle_filter(BOOKMARKED)

    def action_unread(self) -> None:
        """Hide what is read, or show all again."""
        self.toggle_filter(UNREAD)

    def toggle_filter(self, term: str) -> None:
        """Put a filter on, or take it off."""
        filters = self.state.filters
        rest = tuple(filter_ for filter_ in filters if filter_ != term)
        self.go_to(replace(self.state, filters=rest if term in filters else (*filters, term)))

    def set_filter(self, field: str, value: str | None) -> None:
        """Have one filter on a field such as `in:`, or none."""
        rest = tuple(term for term in self.state.filters if not term.startswith(field))
        self.go_to(replace(self.state, filters=(*rest, f"{field}{value}") if value else rest))

    def filter_value(self, field: str) -> str | None:
        """The value a field is filtered by."""
        return next((term[len(field) :] for term in self.state.filters if term.startswith(field)), None)

    def action_filter(self) -> None:
        """Choose a filter to put on or take off."""
        library, t = self.context.library, self.context.t
        current = self.current
        choices = filter_choices(
            t,
            on=self.state.filters,
            channels=library.channels(),
            tags=library.marks.tags(),
            days=[day for day, _, papers in library.days() if papers],
            category=current.paper.category if current else None,
            year=self.context.today.year,
        )
        self.pick(t("Filter"), choices, self._choose_filter)

    def _choose_filter(self, term: str) -> None:
        field, _, value = term.partition(":")
        if term in self.state.filters or field in ("is", "tag"):
            self.toggle_filter(term)
        else:
            self.set_filter(f"{field}:", value)

    def action_next_channel(self) -> None:
        """The next channel's papers only."""
        self._step_channel(1)

    def action_previous_channel(self) -> None:
        """The channel before."""
        self._step_channel(-1)

    def _step_channel(self, by: int) -> None:
        channels = [channel for channel, _ in self.context.library.channels()]
        self.set_filter(CHANNEL, stepped([None, *channels], self.filter_value(CHANNEL), by))

    def action_next_day(self) -> None:
        """To the next day."""
        self._step_day(1)

    def action_previous_day(self) -> None:
        """To the day before."""
        self._step_day(-1)

    def _step_day(self, by: int) -> None:
        """With a day chosen, the neighbouring day; else to the neighbouring heading."""
        chosen = self.filter_value(DAY)
        if chosen is not None:
            days = [day.isoformat() for day, _, papers in self.context.library.days() if papers]
            self.set_filter(DAY, stepped(days, chosen, by) if chosen in days else chosen)
            return
        starts = [group.start for group in self.shown.days]
        if not starts:
            self.say(self.context.t("The list is not in order of days."))
        elif by > 0:
            self.papers.move_to(next((start for start in starts if start > self.papers.cursor), self.papers.cursor))
        else:
            before = [start for start in starts if start < self.papers.cursor]
            self.papers.move_to(before[-1] if before else 0)

    def action_sort(self) -> None:
        """Newest first, or best match first."""
        if not self.state.query.strip():
            self.say(self.context.t("Best match needs something to search for."))
            return
        now = self.shown.sort
        sort = Sort.RELEVANCE if now is Sort.DATE else Sort.DATE
        self.go_to(replace(self.state, sort=sort))
        t = self.context.t
        self.say(t("Newest first") if sort is Sort.DATE else t("Best match first"))

    def action_similar(self) -> None:
        """Papers that are most like this one."""
        current = self.current
        if current is not None:
            self.go_to(replace(self.state, similar=current.paper.id))

    # Views before and after

    def action_view_back(self) -> None:
        """Back to the list that was shown before."""
        self.travel(-1)

    def action_view_forward(self) -> None:
        """Forward again."""
        self.travel(1)

    # Searches that are kept

    def action_saved_search(self) -> None:
        """The search under the digit that was pressed; from the palette, a choice of them."""
        if self.called_by == "0":
            self.go_to(self.state.of_query(""))
            return
        saved = {search.slot: search for search in self.context.library.marks.saved_searches()}
        if not self.called_by.isdigit():
            self._choose_saved(list(saved.values()))
        elif int(self.called_by) in saved:
            self._open_saved(self.called_by)
        else:
            self.say(
                self.context.t("Nothing is kept under {digit} yet: = keeps what the list shows.", digit=self.called_by)
            )

    def _choose_saved(self, saved: Sequence[SavedSearch]) -> None:
        """Offer saved searches; how many papers each finds follows as soon as it is counted."""

        def choices(papers: Mapping[str, int]) -> list[Choice]:
            return [
                Choice(str(each.slot), f"{each.slot}  {each.name}", each.query, f"{papers[each.query]:,}")
                if each.query in papers
                else Choice(str(each.slot), f"{each.slot}  {each.name}", each.query)
                for each in saved
            ]

        title = self.context.t("Saved searches")
        self.pick(title, choices({}), self._open_saved)
        self.tally([each.query for each in saved], lambda papers: self.picker.renew(title, choices(papers)))

    def _open_saved(self, slot: str) -> None:
        for search in self.context.library.marks.saved_searches():
            if str(search.slot) == slot:
                self.go_to(self.state.of_query(search.query))
                self.say(search.name)

    def action_save_search(self) -> None:
        """Keep what the list shows under a digit."""
        t = self.context.t
        if not self.state.search_text:
            self.say(t("The list shows everything: search or filter first."))
            return
        saved = {search.slot: search for search in self.context.library.marks.saved_searches()}
        choices = [
            Choice(str(slot), str(slot), f"{saved[slot].name}  {saved[slot].query}" if slot in saved else t("empty"))
            for slot in range(1, 10)
        ]
        self.pick(t("Keep under"), choices, self._name_search)

    def _name_search(self, slot: str) -> None:
        query = self.state.search_text

        def save(name: str) -> None:
            self.context.library.marks.save_search(int(slot), name.strip() or query, query)
            self.say(self.context.t("Kept under {digit}: {name}", digit=slot, name=name.strip() or query))

        self.pick(self.context.t("Name"), (), save, text=term_words(query), free=True)

    def action_past_searches(self) -> None:
        """Search again for something."""
        choices = [Choice(query, query) for query in self.past_searches()]
        if choices:
            self.pick(
                self.context.t("Past searches"), choices, lambda query: self.go_to(replace(self.state, query=query))
            )
        else:
            self.say(self.context.t("Nothing was searched for yet."))
