"""What is wrong with one digest, said no more than some thousand times."""

from __future__ import annotations

from reader.model import Problem

MOST = 5000
"""Problems of one digest that are told one by one; the longest digests have some 1,300 entries."""


class Problems:
    """The problems of one digest, in the order in which they were found."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._told: list[Problem] = []
        self._more = 0

    def add(self, line: int, reason: str, lost: bool = False) -> None:
        """Note one: see `Problem`."""
        if len(self._told) < MOST:
            self._told.append(Problem(self._place, line, reason, lost))
        else:
            self._more += 1

    def all(self) -> tuple[Problem, ...]:
        """All of them; what is beyond `MOST` is a number."""
        more = (Problem(self._place, 0, f"more problems like these: {self._more}", lost=True),) if self._more else ()
        return (*self._told, *more)
