"""Finding: the query line, and lists that are a query away."""

from __future__ import annotations

from reader.tui.screens.asking import AskingScreen

BOOKMARKED = "is:bookmarked"


class Finding(AskingScreen):
    """Commands of the group "Find"."""

    def action_search(self) -> None:
        """Into the query line."""
        self.enter_query()

    def action_bookmarks(self) -> None:
        """Bookmarked papers only, or all again."""
        self.toggle_filter(BOOKMARKED)
