"""The query language: text in, a tree of `ast` out. A plain recursive descent.

    query   = any
    any     = all { ("OR" | "|") all }
    all     = { ["AND"] one }
    one     = ("-" | "NOT") one | "(" any ")" | field ":" one | "#" value | "@" name | '"' phrase '"' | run
    run     = what stands between spaces, brackets and quotes; a final "*" asks for words that begin so

Operators that stand alone are passed over. While a query is being typed (`typing`), its last word is the beginning of
a word, and what is not finished yet (a quote, a bracket, a field without value) is no error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from reader.errors import QueryError
from reader.i18n import msg
from reader.model import Sort
from reader.search.ast import And, Filter, Node, Not, Nothing, Or, Text, Token
from reader.search.dates import may_become_date, parse_date
from reader.search.fields import TEXT_FIELDS, VALUES, choices
from reader.search.folding import FOLDED, is_cjk, tokens
from reader.search.scanning import Scanner, Word
from reader.search.variants import joined

MAX_LENGTH = 2_000
"""Code points of a query; a whole abstract can be pasted."""

MAX_DEPTH = 40
"""Brackets within brackets."""

MAX_SAVED_DEPTH = 8
"""Saved searches that name saved searches."""

_COMMA = re.compile("[,，]")
_ARXIV_ID = re.compile(
    r"(?:(?:https?://)?[\w.]*arxiv\.org/(?:abs|pdf|html)/)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?\Z"
)


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read.

    text     as it was typed
    root     what was typed, as a tree; None: everything
    sort     the order asked for in the query, if one was
    interest  whose interest sorts, if one was named: `#tag`, `@saved search` (see `WordRule.scope`)
    scope    what papers must match besides, from other texts: see `narrowed`; None: nothing
    remarks  what was understood otherwise than it may have been meant, each with its place in `text`; none was raised,
             and whoever finds nothing raises the first
    """

    text: str
    root: Node | None = None
    sort: Sort | None = None
    scope: Node | None = None
    remarks: tuple[QueryError, ...] = ()
    interest: str | None = None

    @property
    def condition(self) -> Node | None:
        """What papers must match: the whole tree that is evaluated and counted; None: everything."""
        return conjunction(self.root, self.scope)

    @property
    def is_everything(self) -> bool:
        """Whether every paper matches."""
        return self.condition is None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is asked for, neither papers nor an order."""
        return self.condition is None and self.sort is None and self.interest is None

    @property
    def has_text(self) -> bool:
        """Whether something is to be found in the texts, so that one hit can be better than another."""
        return bool(self.wanted())

    def texts(self) -> tuple[Text, ...]:
        """What must or may stand in a matching paper's texts (not what must not), in the order it was typed."""
        return _wanted(self.root)

    def wanted(self) -> tuple[Text, ...]:
        """The same, with what the scope asks for: what is marked in a paper, and what its rank comes from."""
        return _wanted(self.condition)

    def fields(self) -> tuple[Filter, ...]:
        """What must or may hold for a matching paper's metadata and marks, in the order it was typed."""
        return _filters(self.root)

    def narrowed(self, *others: Query) -> Query:
        """This query within the papers that all `others` match: `parse(typed).narrowed(parse("is:unread"))`.

        Queries are composed as trees, never as texts, so that neither an OR nor an open quote reaches over. The list,
        its count and every count beside it (unread, by tag) come from such compositions. `text`, and the places in it,
        stay those of this query; an order asked for by one of the others holds if this one asks for none.
        """
        scope = conjunction(self.scope, *(other.condition for other in others))
        sort = next((query.sort for query in (self, *others) if query.sort), None)
        interest = next((query.interest for query in (self, *others) if query.interest), None)
        return replace(self, scope=scope, sort=sort, interest=interest)


def parse(text: str, *, today: date, typing: bool = False, saved: Mapping[str, str] | None = None) -> Query:
    """Read a query. Raises QueryError, with the place.

    today   what dates such as `7d` count from
    typing  the last word may not be whole yet
    saved   name -> query of the saved searches
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            msg("a query has at most {most} characters"), MAX_LENGTH, len(text) - MAX_LENGTH, most=MAX_LENGTH
        )
    parser = _Parser(text, today, typing, saved or {})
    root = parser.parse()
    return Query(text, root, parser.sort, remarks=tuple(parser.scan.remarks), interest=parser.interest)


def conjunction(*parts: Node | None) -> Node | None:
    """What matches all parts that are there; None (everything) if none is."""
    kept = tuple(part for part in parts if part is not None)
    return And(kept) if len(kept) > 1 else kept[0] if kept else None


def _filters(node: Node | None) -> tuple[Filter, ...]:
    match node:
        case Filter():
            return (node,)
        case And(parts) | Or(parts):
            return tuple(each for part in parts for each in _filters(part))
        case _:
            return ()


def _wanted(node: Node | None) -> tuple[Text, ...]:
    match node:
        case Text():
            return (node,)
        case And(parts) | Or(parts):
            return tuple(text for part in parts for text in _wanted(part))
        case _:
            return ()


class _Parser:
    """One reading of one query."""

    def __init__(
        self, text: str, today: date, typing: bool, saved: Mapping[str, str], inside: tuple[str, ...] = ()
    ) -> None:
        self.scan = Scanner(text)
        self.today, self.typing, self.saved = today, typing, saved
        self.inside = inside
        self.depth = 0
        self.sort: Sort | None = None
        self.interest: str | None = None
        self.unsearchable = False

    def parse(self) -> Node | None:
        root = self.any("")
        if not self.scan.done:
            raise QueryError(msg('this ")" closes nothing'), self.scan.at)
        return Nothing() if root is None and self.unsearchable and self.sort is None else root

    def error(self, template: str, start: int, **values: object) -> QueryError:
        """An error about what stands from `start` to here."""
        return QueryError(template, start, self.scan.at - start, **values)

    def any(self, field: str) -> Node | None:
        parts = [part for part in (self.all(field),) if part]
        while self.scan.take_operator("OR", "|"):
            part = self.all(field)
            parts += [part] if part else []
        return parts[0] if len(parts) == 1 else Or(tuple(parts)) if parts else None

    def all(self, field: str) -> Node | None:
        parts: list[Node] = []
        while self.scan.skip_space() and not self.scan.at_operator("OR", "|") and self.scan.peek != ")":
            if self.scan.take_operator("AND"):
                continue
            part = self.one(field)
            parts += [part] if part else []
        parts = _with_joins(parts)
        return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else None

    def one(self, field: str) -> Node | None:
        scan = self.scan
        start = scan.at
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError(msg("brackets within brackets within brackets: too deep"), start)
        try:
            if scan.peek == "-" or scan.at_operator("NOT"):
                part = self.negated(field)
            elif scan.peek == "(":
                part = self.group(field)
            elif scan.peek == "#" and not field:
                part = self.short_tag()
            elif scan.peek == "@" and not field:
                part = self.saved_search()
            else:
                named = scan.take_field()
                part = self.value_of(named, start) if named else self.word(field, start)
        finally:
            self.depth -= 1
        return part

    def negated(self, field: str) -> Node | None:
        if not self.scan.take_operator("NOT"):
            self.scan.take_all("-")
            if self.scan.at_space:
                return None
        elif not self.scan.skip_space() or self.scan.peek == ")":
            return None
        part = self.one(field)
        return Not(part) if part else None

    def group(self, field: str) -> Node | None:
        start = self.scan.at
        self.scan.take_all("(", most=1)
        part = self.any(field)
        if self.scan.done:
            if not self.typing:
                raise QueryError(msg('this "(" is never closed'), start)
        else:
            self.scan.take_all(")", most=1)
        return part

    def short_tag(self) -> Node | None:
        start = self.scan.at
        self.scan.take_all("#", most=1)
        if self.scan.at_space or self.scan.peek in "()":
            return None
        return self.word("tag", start)

    def saved_search(self) -> Node | None:
        start = self.scan.at
        self.scan.take_all("@", most=1)
        word = self.scan.take_word()
        name = word.text.strip().casefold()
        if not name:
            return None
        found = next((query for key, query in self.saved.items() if key.casefold() == name), None)
        if found is None:
            if self.typing and self.scan.done and any(key.casefold().startswith(name) for key in self.saved):
                return None
            raise self.error(msg('no saved search is called "{name}"'), start, name=word.text)
        if name in self.inside or len(self.inside) >= MAX_SAVED_DEPTH:
            raise self.error(msg('the saved search "{name}" leads back to itself'), start, name=word.text)
        inner = _Parser(found, self.today, False, self.saved, (*self.inside, name))
        try:
            part = inner.parse()
        except QueryError as error:
            template = msg('the saved search "{name}" cannot be read: {problem}')
            raise self.error(template, start, name=word.text, problem=str(error)) from error
        self.sort = self.sort or inner.sort
        self.interest = self.interest or inner.interest
        return part

    def value_of(self, field: str, start: int) -> Node | None:
        if not self.scan.skip_space() or self.scan.peek == ")":
            if self.typing and self.scan.done:
                return None
            raise self.error(msg('"{field}:" needs a value'), start, field=field)
        if field in TEXT_FIELDS or field in {"cat", "in", "tag", "note", "id", "author", "venue"}:
            return self.one(field)
        return self.word(field, start)

    def word(self, field: str, start: int) -> Node | None:
        word = self.scan.take_word()
        if word.quoted and not word.closed and not self.typing:
            raise QueryError(msg("this quote is never closed"), word.start)
        if field and field not in TEXT_FIELDS:
            return self.filter(field, word, start)
        return self.text(field, word)

    def filter(self, field: str, word: Word, start: int) -> Node | None:
        length = self.scan.at - start
        if field == "for":
            self.sorting(word)
            return None
        if field in VALUES or field == "date":
            values = [value for value in _COMMA.split(word.text) if value.strip()]
            parts = [self.fixed(field, value, start, length, last=value is values[-1]) for value in values]
        else:
            values = [word.text] if word.quoted or field == "note" else _COMMA.split(word.text)
            parts = [Filter(field, _plain_value(field, value), start, length) for value in values if value.strip()]
        kept = tuple(part for part in parts if part)
        return kept[0] if len(kept) == 1 else Or(kept) if kept else None

    def sorting(self, word: Word) -> None:
        """`for:tag` finds nothing of its own: it sorts by the interest learned from that tag (or `@saved search`)."""
        name = unicodedata.normalize("NFKC", word.text).strip()
        if name.lstrip("#@"):
            self.sort, self.interest = Sort.INTEREST, name if name[0] in "#@" else f"#{name}"

    def fixed(self, field: str, value: str, start: int, length: int, *, last: bool) -> Node | None:
        """A value of those that are fixed, or a date; the last one typed may be the beginning of one."""
        plain = unicodedata.normalize("NFKC", value).strip()
        name = "".join(FOLDED[character] for character in plain)
        found = parse_date(plain, self.today) if field == "date" else VALUES[field].get(name)
        if found is None:
            if self.typing and self.scan.done and last and self.may_become(field, plain, name):
                return None
            if field == "date":
                template = msg('"{value}" is no date; dates are 2026-08-14, 2026-08, 2026-07..2026-08-15, 7d, today')
                raise self.error(template, start, value=value)
            template = msg('"{field}:" has no value "{value}"; there are {values}')
            raise self.error(template, start, field=field, value=value, values=choices(field))
        if field == "sort":
            self.sort = Sort(str(found))
            return None
        return Filter(field, found, start, length)

    def may_become(self, field: str, value: str, name: str) -> bool:
        """What is typed so far may be the beginning of a value of that field; `name` is the value folded."""
        if field == "date":
            return may_become_date(value, self.today)
        return any(known.startswith(name) for known in VALUES[field])

    def text(self, field: str, word: Word) -> Node | None:
        raw = word.text if word.quoted else word.text.rstrip("*＊")
        starred = raw != word.text
        parts = tuple(replace(t, start=t.start + word.inside, end=t.end + word.inside) for t in tokens(raw))
        if not parts:
            self.unsearchable = self.unsearchable or bool(raw.strip())
            return None
        at_end = self.typing and self.scan.done and not word.closed and parts[-1].end == word.inside + len(raw)
        prefix = (starred or at_end) and not is_cjk(parts[-1].term)
        fields = TEXT_FIELDS[field] if field else ()
        exact = word.quoted or starred
        node = Text(parts, raw, fields, prefix, exact, (), word.start, self.scan.at - word.start)
        identifier = _ARXIV_ID.match(raw)
        if identifier and not field:
            return Or((Filter("id", identifier[1], node.start, node.length), node))
        return node


def _plain_value(field: str, value: str) -> str:
    """A filter's value without outer space; an ID also without its address and version, a tag without its sign."""
    if field == "note":
        return value.strip()
    value = unicodedata.normalize("NFKC", value).strip()
    if field == "id":
        identifier = _ARXIV_ID.match(value)
        return identifier[1] if identifier else value
    return value.removeprefix("#") if field == "tag" else value


def _single_word(node: Node) -> Token | None:
    if isinstance(node, Text) and len(node.tokens) == 1 and not node.exact and not is_cjk(node.tokens[0].term):
        return node.tokens[0]
    return None


def _with_joins(parts: list[Node]) -> list[Node]:
    """Neighbouring single words know the word that they make together: `fine tuning` is also found as `finetuning`."""
    joins: list[list[tuple[str, bool]]] = [[] for _ in parts]
    for at, (left, right) in enumerate(pairwise(parts)):
        first, second = _single_word(left), _single_word(right)
        if first and second and isinstance(left, Text) and isinstance(right, Text) and left.fields == right.fields:
            both = joined(first.term, second.term)
            if both:
                joins[at].append((both, right.prefix))
                joins[at + 1].append((both, right.prefix))
    return [
        replace(part, joins=tuple(extra)) if extra and isinstance(part, Text) else part
        for part, extra in zip(parts, joins, strict=True)
    ]
