"""Sentences of Chinese and English abstracts, and which of them say the same.

`split` cuts a text into sentences; `align` puts the sentences of a text and its translation side by side. Neither ever
drops a character: the pieces put together are the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from reader.text.anchors import ties

Pair = tuple[str, str]

_CLOSING = "\"'”’）)】」』》\\]"
_CANDIDATE = re.compile(
    rf"[。！？]+[{_CLOSING}]*\s*"  # Chinese: the mark ends the sentence, whatever follows
    rf"|(?<=[^\x00-\xff])[.!?][{_CLOSING}]*\s*(?=[^\x00-\xff])"  # the same with Latin marks
    rf"|(?<![.!?])[.!?]++[{_CLOSING}]*\s+(?=\S)"  # English: white space must follow
    r"|(?<=[a-z]{3})[.!?](?=[A-Z][a-z]*\s)"  # or has been forgotten
)
_OPENING = "\"'“‘(（[【「『《$*"
_LAST_WORD = re.compile(r"[\w.&/-]*\Z")
_FIRST_WORD = re.compile(rf"[{re.escape(_OPENING)}]*(\w*)")
_ONLY_NUMBER = re.compile(rf"\s*[{re.escape(_OPENING)}]*[\divxIVX]{{1,4}}[{_CLOSING}]*[.]\s*")

_ABBREVIATIONS = (
    "e.g i.e eg ie al cf vs resp approx viz ca aka a.k.a w.r.t wrt s.t i.i.d fig figs eq eqs sec secs tab ref refs ch "
    "chap thm lem prop def alg app no nos vol pp dr prof mr mrs ms st"
)
_NEVER_LAST = frozenset(_ABBREVIATIONS.split())
"""What does not end a sentence (lower case, without the last point)."""

_CONNECTIVES = "the we in this our it these however to for by as moreover furthermore an here while when with results"
_STARTERS = frozenset(_CONNECTIVES.split())
"""Words that, capitalised, begin a sentence rather than a name: they settle `et al. We` and `class A. The`."""


def split(text: str) -> tuple[str, ...]:
    """Cut `text` into sentences, each with the white space behind it; `"".join` of them is `text`."""
    bounds = [0, *_ends(text), len(text)]
    return tuple([text[start:end] for start, end in pairwise(bounds) if end > start])


def _ends(text: str) -> Iterator[int]:
    start = 0
    for candidate in _CANDIDATE.finditer(text):
        if candidate[0][0] in "。！？" or _ends_sentence(text, start, candidate):
            start = candidate.end()
            yield start


def _ends_sentence(text: str, start: int, candidate: re.Match[str]) -> bool:
    """Tell the end of an English sentence from an abbreviation, an initial or a number in a list."""
    end = candidate.end()
    last = _LAST_WORD.search(text, max(start, candidate.start() - 24), candidate.start())
    word = last[0].lstrip("(") if last else ""
    first = _FIRST_WORD.match(text, end)
    begins = first is not None and first[1].lower() in _STARTERS and text[end].isupper()
    if candidate[0].startswith(".") and word.lower() in _NEVER_LAST:
        return begins and word == "al"
    if "\u3400" <= text[end] <= "\u9fff":
        return True
    if text[end].islower() or text[end] in ",;:%)":
        return False
    if not candidate[0].startswith("."):
        return True
    initial = len(word) == 1 and word.isupper()
    return not _ONLY_NUMBER.fullmatch(text, start, end) and (begins or not initial)


# -- alignment -------------------------------------------------------------------------------------------------------

_MAX_SENTENCES = 60
"""Abstracts have fewer; longer texts are put side by side whole."""

_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\uffef]")
_PER_WIDE, _PER_NARROW = 3.7, 0.85
"""English characters to one Chinese character, and to one that is not: fitted to a year of abstracts."""

_VARIANCE = 2.7
"""Variance of an English sentence's length, in characters, for each character expected."""

_LONGEST_GAP = 6
_MOVES = {
    (1, 1): 0.0,
    **dict.fromkeys(((1, 2), (2, 1)), 3.5),
    **dict.fromkeys(((2, 2), (1, 3), (3, 1)), 6.5),
    **{move: 2.5 + 2.0 * run for run in range(1, _LONGEST_GAP + 1) for move in ((run, 0), (0, run))},
}
"""How many sentences of each side make a pair, with the cost (negative logarithm of how rare it is against 1-1).

Where a translator leaves out one sentence, the next is more likely to be left out too.
"""

_CUT_GAP = 1.6
"""The cost of a last sentence that was cut and has no translation: that is frequent."""

_ENDED = re.compile(rf"[.!?。！？][{_CLOSING}]*\s*\Z")


def align(zh: str, en: str) -> tuple[Pair, ...]:
    """Put the sentences of a Chinese text and of its English original side by side.

    Each pair holds one or more sentences of each side, or one sentence of one side (and an empty text). All first
    halves together are `zh`, all second halves `en`: nothing is hidden.

    The pairing is the cheapest way through both texts by sentence length, after W. A. Gale and K. W. Church, "A Program
    for Aligning Sentences in Bilingual Corpora" (1993), equation 4, and by what the sentences share (`anchors`).
    """
    left, right = split(zh), split(en)
    if not left or not right:
        return _alone(left, right)
    if max(len(left), len(right)) > _MAX_SENTENCES:
        return ((zh, en),)
    return tuple(_path(left, right))


def _alone(left: Sequence[str], right: Sequence[str]) -> tuple[Pair, ...]:
    return tuple([(sentence, "") for sentence in left] + [("", sentence) for sentence in right])


def _path(left: Sequence[str], right: Sequence[str]) -> Iterator[Pair]:
    """The cheapest pairs, found by dynamic programming from the ends to the beginnings."""
    costs = _Costs(left, right)
    rows, columns = len(left), len(right)
    best = [[float("inf")] * (columns + 1) for _ in range(rows + 1)]
    step = [[(0, 0)] * (columns + 1) for _ in range(rows + 1)]
    best[rows][columns] = 0.0
    for row in range(rows, -1, -1):
        for column in range(columns, -1, -1):
            for (down, across), rarity in _MOVES.items():
                if row + down <= rows and column + across <= columns:
                    cost = best[row + down][column + across]
                    cost += costs.of(row, row + down, column, column + across, rarity)
                    if cost < best[row][column]:
                        best[row][column] = cost
                        step[row][column] = (down, across)
    row = column = 0
    while row < rows or column < columns:
        down, across = step[row][column]
        below, beyond = row + down, column + across
        if down and across:
            yield "".join(left[row:below]), "".join(right[column:beyond])
        else:
            yield from _alone(left[row:below], right[column:beyond])
        row, column = below, beyond


class _Costs:
    """What it costs to say that a run of sentences on the left is the same as one on the right."""

    def __init__(self, left: Sequence[str], right: Sequence[str]) -> None:
        self.left = [0.0, *accumulate(map(_expected_length, left))]
        self.right = [0, *accumulate(map(len, right))]
        self.ties = ties(left, right)
        # Behind the last sentence of a text that was cut; -1, which no run ends at, if it was not.
        self.left_cut, self.right_cut = (-1 if _ENDED.search(side[-1]) else len(side) for side in (left, right))

    def of(self, top: int, bottom: int, first: int, last: int, rarity: float) -> float:
        if top == bottom or first == last:
            cut = (last - first == 1 and last == self.right_cut) or (bottom - top == 1 and bottom == self.left_cut)
            return _CUT_GAP if cut else rarity
        expected, length = self.left[bottom] - self.left[top], float(self.right[last] - self.right[first])
        # The end of a text that was cut is shorter than its translation: that is no sign against the pair.
        if last == self.right_cut:
            expected = min(expected, length)
        if bottom == self.left_cut:
            length = min(expected, length)
        distance = (length - expected) ** 2 / (2 * _VARIANCE * (expected + length))
        return rarity + distance - sum([sum(row[first:last]) for row in self.ties[top:bottom]])


def _expected_length(chinese: str) -> float:
    """How many characters a Chinese sentence is likely to have in English."""
    wide = len(_WIDE.findall(chinese))
    return _PER_WIDE * wide + _PER_NARROW * (len(chinese) - wide)
