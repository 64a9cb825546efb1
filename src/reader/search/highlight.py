"""Where in a displayed text a query's words stand: positions as data, for whoever draws them.

The text is what is shown (LaTeX already rendered). The rules are the engine's (`folding`, `expansion`), so what is
marked is what made the paper a hit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reader.search.ast import Token
from reader.search.expansion import Expansion, Part, expand
from reader.search.folding import tokens
from reader.search.query import Query

Span = tuple[int, int]


def spans(query: Query, text: str, field: str | None = None) -> tuple[Span, ...]:
    """Start and end (code points, end not included) of every match in `text`, in order, not overlapping.

    `field` is the name in `reader.model.Texts` that `text` comes from: parts of the query that look elsewhere
    (`title:x`) are then left out. What must not match (`-x`) is never marked.
    """
    wanted = [part for part in query.wanted() if field is None or not part.fields or field in part.fields]
    if not wanted or not text:
        return ()
    found = tokens(text)
    places: dict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(found):
        places[token.term].append(at)
    words = sorted(places)
    marks = {span for part in wanted for form in expand(part) for span in _matches(form, found, places, words)}
    return _merged(marks)


def _matches(
    form: Expansion, found: Sequence[Token], places: Mapping[str, list[int]], words: Sequence[str]
) -> Iterable[Span]:
    """Where one form stands: from its first token's start to its last token's end."""
    starts = _fitting(form[0], places, words)
    if len(form) == 1:
        yield from ((found[at].start, found[at].end) for at in starts)
        return
    later = [{found[at].offset: at for at in _fitting(part, places, words)} for part in form[1:]]
    for at in starts:
        origin = found[at].offset
        ends = [ats.get(origin + part.offset) for part, ats in zip(form[1:], later, strict=True)]
        last = ends[-1]
        if last is not None and None not in ends:
            yield found[at].start, found[last].end


def _fitting(part: Part, places: Mapping[str, list[int]], words: Sequence[str]) -> Iterable[int]:
    fits = [word for word in part.words if word in places]
    if part.prefix:
        begin = part.words[0]
        fits += words[bisect_left(words, begin) : bisect_right(words, begin + "\U0010ffff")]
    return [at for word in dict.fromkeys(fits) for at in places[word]]


def _merged(marks: Iterable[Span]) -> tuple[Span, ...]:
    """Overlapping and touching spans made one."""
    merged: list[Span] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
