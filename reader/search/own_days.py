"""`is:recommended` beside days: the best of these days, and not papers of earlier ones that appear in them again."""

from __future__ import annotations

from reader.model import DateRange
from reader.search.ast import And, Filter, Node, Not, Or, flat

BEST_OF = "recommended"
"""Field of the filter that stands for it, with a DateRange: see `protocol.FilterSource.nums`."""


def of_these_days(conjunction: And) -> tuple[Node, ...]:
    """The parts of a conjunction (see `ast.flat`), what is recommended limited to the days that other parts ask for."""
    parts = flat(conjunction)
    for best in [best for part in parts if (best := _best_of(part)) is not None]:
        parts = tuple(_limited(part, best) for part in parts)
    return parts


def _best_of(part: Node) -> Node | None:
    """What is recommended of the days that a part asks for; None if it asks for something else."""
    match part:
        case Filter("date", DateRange() as days):
            return Filter(BEST_OF, days)
        case Or(parts):
            each = tuple(best for part in parts if (best := _best_of(part)) is not None)
            return Or(each) if len(each) == len(parts) else None
        case _:
            return None


def _limited(node: Node, best: Node) -> Node:
    match node:
        case Filter("is", "recommended"):
            return And((node, best))
        case Not(part):
            return Not(_limited(part, best))
        case And(parts):
            return And(tuple(_limited(part, best) for part in parts))
        case Or(parts):
            return Or(tuple(_limited(part, best) for part in parts))
        case _:
            return node
