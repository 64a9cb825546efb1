"""From the nodes of a query to Whoosh's query tree, which the evaluator walks.

Whoosh's own And, Or, Not, Term, Prefix, Every and DisjunctionMax, and two leaves of ours: `Placed` (terms that stand at
given distances, or in given texts) and `Numbers` (papers that somebody else knows).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from whoosh import query as whoosh_query

from reader.model import TEXT_FIELDS, DateRange
from reader.search.ast import And, Filter, Node, Not, Or, Text
from reader.search.expansion import Expansion, Part, expand
from reader.search.folding import is_cjk
from reader.search.segment import GRAMS, WORDS

Plan: TypeAlias = Any
"""A node of Whoosh's query tree (its classes have no types that all lines of Whoosh share)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One place of a `Placed` leaf: a word (or another, or one that begins so), a gram, or one CJK character."""

    field: str
    texts: tuple[str, ...]
    offset: int
    prefix: bool


class Placed(whoosh_query.Query):  # type: ignore[misc]  # untyped in one line of Whoosh
    """Units that stand where their offsets say, in one of the texts `fields` (numbers in `TEXT_FIELDS`; none: any)."""

    def __init__(self, units: tuple[Unit, ...], fields: tuple[int, ...] = ()) -> None:
        self.units, self.fields = units, fields

    def __hash__(self) -> int:
        return hash((self.units, self.fields))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Placed) and (self.units, self.fields) == (other.units, other.fields)


class Numbers(whoosh_query.Query):  # type: ignore[misc]
    """Papers that a `FilterSource` knows."""

    def __init__(self, field: str, value: str | DateRange) -> None:
        self.field, self.value = field, value


def to_plan(node: Node | None) -> Plan:
    """Whoosh's tree for a query's root."""
    if node is None:
        return whoosh_query.Every()
    if isinstance(node, Text):
        found = text_plan(node)
        return found if node.fields else whoosh_query.Or([found, Numbers("note", node.raw)])
    if isinstance(node, Filter):
        return Numbers(node.field, node.value)
    if isinstance(node, And):
        return whoosh_query.And([to_plan(part) for part in node.parts])
    if isinstance(node, Or):
        return whoosh_query.Or([to_plan(part) for part in node.parts])
    if isinstance(node, Not):
        return whoosh_query.Not(to_plan(node.part))
    return whoosh_query.NullQuery


def text_plan(text: Text) -> Plan:
    """The leaf for one piece of text: any of its forms, the best of which counts."""
    fields = tuple(TEXT_FIELDS.index(name) for name in text.fields)
    return whoosh_query.DisjunctionMax([leaf for form in expand(text) for leaf in _leaves(form, fields)])


def _leaves(form: Expansion, fields: tuple[int, ...]) -> Iterable[Plan]:
    units = tuple(units_of(form))
    if len(units) > 1 or fields:
        return [Placed(units, fields)]
    (unit,) = units
    leaves: list[Plan] = [
        whoosh_query.Term(unit.field, text) for text in unit.texts if unit.field == WORDS or not unit.prefix
    ]
    if unit.prefix:
        leaves.append(whoosh_query.Prefix(unit.field, unit.texts[0]))
    return leaves


def units_of(form: Expansion) -> Iterator[Unit]:
    """Words as they are; neighbouring characters as every second gram, which together cover them all."""
    run: list[Part] = []
    for part in form:
        character = is_cjk(part.words[0])
        if run and not (character and part.offset == run[-1].offset + 1):
            yield from _grams(run)
            run = []
        if character:
            run.append(part)
        else:
            yield Unit(WORDS, part.words, part.offset, part.prefix)
    yield from _grams(run)


def _grams(run: list[Part]) -> Iterator[Unit]:
    if len(run) == 1:
        yield Unit(GRAMS, run[0].words, run[0].offset, True)
        return
    starts = list(range(0, len(run) - 1, 2))
    if len(run) % 2 and starts:
        starts.append(len(run) - 2)
    for at in starts:
        yield Unit(GRAMS, (run[at].words[0] + run[at + 1].words[0],), run[at].offset, False)
