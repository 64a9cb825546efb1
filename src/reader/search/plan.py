"""What is looked up for one piece of text: leaves, any of which will do, made of units that are terms of the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reader.model import TEXT_FIELDS
from reader.search.ast import Text
from reader.search.expansion import Expansion, Part, expand
from reader.search.folding import is_cjk
from reader.search.segment import GRAMS, WORDS


@dataclass(frozen=True, slots=True)
class Unit:
    """One place of a leaf: a word (or another, or one that begins so), a gram, or one CJK character.

    field   `WORDS` or `GRAMS`
    texts   any of them; a prefix is the first
    offset  how far after the leaf's first unit it stands
    """

    field: str
    texts: tuple[str, ...]
    offset: int
    prefix: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """Units that stand where their offsets say, in one of the texts `fields` (numbers in `TEXT_FIELDS`; none: any)."""

    units: tuple[Unit, ...]
    fields: tuple[int, ...] = ()

    @property
    def is_word(self) -> bool:
        """Whether where it stands does not matter."""
        return len(self.units) == 1 and not self.fields


def leaves(text: Text) -> tuple[Leaf, ...]:
    """The leaves of one piece of text: one for each of its expansions, the best of which counts."""
    fields = tuple(TEXT_FIELDS.index(name) for name in text.fields)
    return tuple(Leaf(tuple(units_of(expansion)), fields) for expansion in expand(text))


def run_leaf(run: str) -> Leaf:
    """The leaf for neighbouring CJK characters."""
    return Leaf(tuple(units_of(tuple(Part((character,), at) for at, character in enumerate(run)))))


def units_of(expansion: Expansion) -> Iterator[Unit]:
    """Words as they are; neighbouring characters as every second gram, which together cover them all."""
    run: list[Part] = []
    for part in expansion:
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
