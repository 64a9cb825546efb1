"""What tells the papers that a query finds from others: words, and which of them are on the rise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reader.model import TellingWord
from reader.search.interest import Learner

MOST_READ = 1_000
"""Papers of a query whose words are looked at: as many of the earlier as there are in proportion."""


def telling(learner: Learner, earlier: Sequence[int], later: Sequence[int]) -> tuple[TellingWord, ...]:
    """The words of papers (numbers) beyond those of recent ones, rising ones first.

    `earlier` and `later` are the papers of a first and a last period; a word rises as many times as its share of the
    later papers is larger than that of the earlier ones (half a paper more or less counts as none).
    """
    step = max(1, -(-(len(earlier) + len(later)) // MOST_READ))
    before, after = list(earlier[::step]), list(later[::step])
    words = learner.learn([*before, *after])
    terms = np.array([word.term for word in words], dtype=np.int64)
    rows = learner.table.rows([*before, *after])
    column = np.full(len(learner.table), -1)
    column[terms] = np.arange(len(terms))
    known = column[rows.term] >= 0
    new = rows.row[known] >= len(before)
    counts = [np.bincount(column[rows.term[known]][part], minlength=len(terms)) for part in (~new, new)]
    shares = [(count + 0.5) / (papers + 1) for count, papers in zip(counts, (len(before), len(after)), strict=True)]
    rises = shares[1] / shares[0] if before and after else np.ones(len(terms))
    found: dict[str, TellingWord] = {}
    for word, rise in zip(words, rises.tolist(), strict=True):
        name = learner.table.shown(word.term)
        found.setdefault(name, TellingWord(name, word.kept, len(before) + len(after), rise))
    return tuple(sorted(found.values(), key=lambda word: -word.rise))
