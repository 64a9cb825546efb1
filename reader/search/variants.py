"""Other ways of writing the same English word, made when a query is read; nothing is stemmed in the index."""

from __future__ import annotations

import re

_NOT_PLURAL = frozenset({"news", "new"})
_ES = ("ses", "xes", "zes", "ches", "shes")
_TAKES_ES = ("s", "x", "z", "ch", "sh")
_SHORTEST_HALF = 3
_ENDING = re.compile("(?:i[sz](?:e[ds]?|ing|ation)|ers?|ing|e[ds]?|s)$")
_SHORTEST_STEM = 5


def _singulars(word: str) -> tuple[str, ...]:
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return ()
    forms = [word[:-1]]
    if word.endswith("sis"):
        forms.append(word[:-2] + "es")
    if word.endswith("ses"):
        forms.append(word[:-2] + "is")
    if word.endswith("ies") and len(word) > 4:
        forms.append(word[:-3] + "y")
    if word.endswith(_ES):
        forms.append(word[:-2])
    return tuple(forms)


def _plural(word: str) -> str:
    if word.endswith(_TAKES_ES):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def word_variants(word: str) -> tuple[str, ...]:
    """`word` first, then its singular or plural as far as the spelling tells: `gans` -> `gans`, `gan`."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()) or word in _NOT_PLURAL:
        return (word,)
    return tuple(dict.fromkeys((word, *(_singulars(word) or (_plural(word),)))))


def stem(word: str) -> str | None:
    """What an English word shares with others of its kin: `cheaters` -> `cheat`; None if little would be left."""
    ending = _ENDING.search(word)
    return word[: ending.start()] if ending and ending.start() >= _SHORTEST_STEM and word.isascii() else None


def splits(word: str) -> tuple[tuple[str, str], ...]:
    """The pairs of words that `word` may be written as, apart or with a hyphen: `finetuning` -> (`fine`, `tuning`).

    A half has at least three letters, unless one half ends and the other begins with a digit or letter: (`gpt`, `4`).
    """
    if not (word.isascii() and word.isalnum()):
        return ()
    pairs = []
    for at in range(1, len(word)):
        left, right = word[:at], word[at:]
        changes = left[-1].isdigit() != right[0].isdigit()
        if changes or (min(len(left), len(right)) >= _SHORTEST_HALF and left.isalpha() and right.isalpha()):
            pairs.append((left, right))
    return tuple(pairs)


def joined(left: str, right: str) -> str | None:
    """Two neighbouring words written together, where that can be a word: (`fine`, `tuning`) -> `finetuning`."""
    both = left + right
    if not (both.isascii() and both.isalnum()) or len(both) < 4:
        return None
    short = min(len(left), len(right)) < _SHORTEST_HALF
    return None if short and not (left[-1].isdigit() or right[0].isdigit()) else both
