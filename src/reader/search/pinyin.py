"""Chinese typed by its sound: which strings of the titles the letters may stand for.

`kuosan` is read in full (kuo-san), `ksmx` by initials. Tones (`kuò`, `kuo4`) and apostrophes are passed over; `ü` may
be typed as `v`, or as `u` where nothing else is read so.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from reader.search import title_ngrams
from reader.search.tables import lines
from reader.search.title_ngrams import TitleNgrams

LONGEST = 8
"""Characters that one word may stand for."""

_FEWEST_INITIALS = 4
"""Two or three letters stand for hundreds of words each."""

_LONGEST_SYLLABLE = 6
_MOST_READINGS = 12
"""Ways to cut the same letters that are looked at: no word has as many."""

_MOST_CONTINUED = 60
"""Beginnings of a string of more than four characters that are looked at, the commonest ones."""

_VOWELS = frozenset("aeiouv")
_PASSED_OVER = frozenset("'’012345")

Reading = tuple[frozenset[str], ...]
"""The characters that may stand at each place."""


def spelled(typed: str) -> str:
    """What was typed as plain letters, `v` for `ü`; empty if it holds anything else: `Lǜ4` -> `lv`."""
    parted = unicodedata.normalize("NFD", typed.casefold()).replace("u\u0308", "v")
    letters = "".join(c for c in parted if c not in _PASSED_OVER and not unicodedata.combining(c))
    return letters if letters.isascii() and letters.isalpha() else ""


def strings(readings: Iterator[Reading] | Sequence[Reading], titles: Sequence[TitleNgrams]) -> list[tuple[str, int]]:
    """The titles' strings that one of the readings fits, and how many titles have each (at most, if it is long), the
    commonest first. `titles`: of every segment."""
    found: Counter[str] = Counter()
    for reading in readings:
        for text, count in _matching(reading, titles).items():
            found[text] = max(found[text], count)
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _matching(reading: Reading, titles: Sequence[TitleNgrams]) -> Counter[str]:
    """Strings of more characters than are kept are put together from overlapping ones."""
    window = title_ngrams.LONGEST
    found = _counted(reading[:window], titles)
    for end in range(window + 1, len(reading) + 1):
        endings = _counted(reading[end - window : end], titles)
        by_beginning: dict[str, list[tuple[str, int]]] = {}
        for text, count in endings.items():
            by_beginning.setdefault(text[:-1], []).append((text[-1], count))
        longer: Counter[str] = Counter()
        for text, count in found.most_common(_MOST_CONTINUED):
            for character, other in by_beginning.get(text[1 - window :], ()):
                longer[text + character] = min(count, other)
        found = longer
    return found


def _counted(reading: Reading, titles: Sequence[TitleNgrams]) -> Counter[str]:
    found: Counter[str] = Counter()
    for segment in titles:
        for text, count in segment.matching(reading):
            found[text] += count
    return found


def full_readings(letters: str) -> Iterator[Reading]:
    """The ways to read all of `letters` (see `spelled`) as two or more whole syllables."""
    table = _syllables()
    for parts in islice(_partings(letters, LONGEST), _MOST_READINGS):
        if len(parts) > 1:
            yield tuple(table[part] for part in parts)


def initials(letters: str) -> Reading | None:
    """`letters` read as one initial a character, or None if they are too few or too many."""
    table = _initials()
    if not _FEWEST_INITIALS <= len(letters) <= LONGEST or not all(letter in table for letter in letters):
        return None
    return tuple(table[letter] for letter in letters)


def _partings(letters: str, most: int) -> Iterator[tuple[str, ...]]:
    if not letters:
        yield ()
        return
    if not most:
        return
    table = _syllables()
    for end in range(1, min(len(letters), _LONGEST_SYLLABLE) + 1):
        if letters[:end] in table:
            for rest in _partings(letters[end:], most - 1):
                yield letters[:end], *rest


@cache
def _syllables() -> Mapping[str, frozenset[str]]:
    """Syllable -> characters read so."""
    rows = map(_parted, lines("readings.txt"))
    table = {syllable: frozenset(characters) for syllable, _, characters in rows if not _VOWELS.isdisjoint(syllable)}
    for syllable in [name for name in table if "v" in name]:
        table.setdefault(syllable.replace("v", "u"), table[syllable])  # lue: there is lüe alone
    return table


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition(" ")


@cache
def _initials() -> Mapping[str, frozenset[str]]:
    """First letter -> characters whose reading begins so."""
    found: dict[str, set[str]] = {}
    for syllable, _, characters in map(_parted, lines("readings.txt")):
        found.setdefault(syllable[0], set()).update(characters)
    return {letter: frozenset(characters) for letter, characters in found.items()}
