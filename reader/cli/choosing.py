"""Which papers the words behind a command mean: a list of IDs or links, IDs from stdin, or a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from json import JSONDecodeError, loads

from reader.cli.context import Context
from reader.cli.identities import nums_named, shortened
from reader.cli.progress import index_if_behind
from reader.errors import QueryError, UsageError
from reader.i18n import msg
from reader.library.library import Library
from reader.model import Sort
from reader.sources.arxiv_id import find_id, listed

STDIN = "-"
EVERYTHING = "*"
BYTE_ORDER_MARK = "\ufeff"
"""Some editors put it before the first line."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Papers by number, in the order in which they are wanted.

    total    how many there are, where only the first of them were asked for
    missing  some of the papers that were named are not there, or are no papers (it was told on stderr)
    all      everything was asked for
    """

    nums: Sequence[int]
    total: int
    missing: bool = False
    all: bool = False


def choose(
    words: Sequence[str],
    library: Library,
    context: Context,
    *,
    default: str | None = None,
    sort: Sort | None = None,
    limit: int | None = None,
) -> Chosen:
    """The papers that `words` mean.

    default  the query that is meant without any words
    sort     of what a query finds; IDs stay in the order in which they were named, unless by date is asked for
    limit    at most so many; None: all

    Raises UsageError for a query that is empty (everything is `*`), QueryError for one that cannot be read.
    """
    names = names_of(words, context) if STDIN in words else named(words)
    if names is not None:
        nums, whole = nums_named(names, library, context)
        if sort is Sort.DATE:
            wanted = set(nums)
            nums = [num for num in library.listing().nums if num in wanted]
        return Chosen(nums[:limit], len(nums), missing=not whole)
    query = query_of(words, default, library)
    index_if_behind(library, context, needed_for=query)
    results = library.finding.search(query, sort=sort, limit=limit)
    stray = _stray(words, library) if not results.total else None
    if stray is not None:
        context.tell(
            context.t(
                "digest-reader: '{name}' is not an arXiv ID, so all of it was taken as a query, which finds nothing",
                name=shortened(stray),
            )
        )
    everything = query.strip() == EVERYTHING and limit is None
    return Chosen(
        results.nums[: results.total if limit is None else limit], results.total, stray is not None, all=everything
    )


def named(words: Sequence[str]) -> list[str] | None:
    """The names of papers if `words` are nothing but IDs or links; else None."""
    names = [name for word in words for name in listed(word)]
    return names if names and all(is_name(name) for name in names) else None


def _stray(words: Sequence[str], library: Library) -> str | None:
    """The first of `words` that is no name of a paper, if others are: most likely it was meant as one.

    Where a filter or a sign of the query language stands among them, a query was meant.
    """
    names = [name for word in words for name in listed(word)]
    strays = [name for name in names if not is_name(name)]
    meant = 0 < len(strays) < len(names) and all(_is_word(name, library) for name in strays)
    return strays[0] if meant else None


def _is_word(text: str, library: Library) -> bool:
    """Whether a part of a query is a word and nothing else."""
    try:
        query = library.finding.parse(text)
    except QueryError:  # half of a group, or of what stands in quotes
        return False
    return query.has_text and not query.fields()


def names_of(words: Sequence[str], context: Context) -> list[str]:
    """`words` as names of papers; `-` stands for those on stdin."""
    return [name for word in words for name in (_names_in(context.lines()) if word == STDIN else _several(word))]


def query_of(words: Sequence[str], default: str | None, library: Library) -> str:
    """The query that `words` are.

    Raises UsageError if it is empty, also if nothing to look for stands in it (`""`, `#`, `OR`), which on the screen is
    what is not yet typed; QueryError if it cannot be read.
    """
    query = " ".join(words)
    if not words and default is not None:
        return default
    if EVERYTHING not in query and library.finding.parse(query).is_nothing:
        raise UsageError(msg("the query is empty; everything is '*'"))
    return query


def is_name(word: str) -> bool:
    """Whether a word is an arXiv ID or a link to a paper, and not something to search for."""
    found = find_id(word)
    if found is None:
        return False
    rest = word.casefold().partition(found[0].casefold())[2]
    return not rest.lstrip("v0123456789") or "/" in word.partition(found[0])[0]


def _names_in(lines: Iterable[str]) -> Iterator[str]:
    """The first word of each line, or its `id` if it is JSON: so `search` may print a table, IDs or JSON lines.

    Of a line that is nothing but names, all of them.
    """
    for line in lines:
        line = line.removeprefix(BYTE_ORDER_MARK)
        if line.startswith("{"):
            yield _id_in(line)
        elif line.strip():
            names = _several(line)
            yield from names if len(names) > 1 else line.split(maxsplit=1)[:1]


def _several(text: str) -> list[str]:
    """The names in `text` if it is nothing but names; else the text, for it is to be told that it names none."""
    names = listed(text)
    return names if names and all(is_name(name) for name in names) else [text]


def _id_in(line: str) -> str:
    try:
        record = loads(line)
    except (JSONDecodeError, RecursionError):
        return line
    return str(record.get("id", line)) if isinstance(record, dict) else line
