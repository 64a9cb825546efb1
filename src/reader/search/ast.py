"""What a query means, as data: a small tree of frozen nodes, with the places they were typed at."""

from __future__ import annotations

from dataclasses import dataclass

from reader.model import DateRange


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word, or one folded Chinese, Japanese or Korean character.

    offset  its place in the text: neighbours differ by one, and by two across what parts two characters
    start, end  code points of the text as it was before folding
    """

    term: str
    offset: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """Something to be found in the texts: a word, a run of words and characters typed without a space, or a phrase.

    tokens  the parts, which must stand next to each other as their offsets say
    raw     as it was typed, without quotes and star: what a note is searched for
    fields  names of `reader.model.Texts` to look in; empty: all of them, and the reader's notes
    prefix  the last token is only the beginning of a word
    exact   no variants (plural, hyphen): it was quoted or had a star
    joins   (word, is prefix): this and a neighbouring word written together, which will do as well
    """

    tokens: tuple[Token, ...]
    raw: str
    fields: tuple[str, ...] = ()
    prefix: bool = False
    exact: bool = False
    joins: tuple[tuple[str, bool], ...] = ()
    start: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """Papers for which the metadata or mark `field` has `value`; see `protocol.FilterSource`."""

    field: str
    value: str | DateRange
    start: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class And:
    """Papers that match every part (two or more)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Papers that match a part (two or more)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Papers that do not match `part`."""

    part: Node


@dataclass(frozen=True, slots=True)
class Nothing:
    """No paper: what was typed holds nothing that can be searched for."""


Node = Text | Filter | And | Or | Not | Nothing
