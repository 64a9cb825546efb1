"""Makes the tables of Chinese characters anew: `python -m tests.tables`.

`reader/search/tables/traditional.txt` comes from OpenCC's dictionaries, `readings.txt` from those of pypinyin; both are
needed only here. A test tells when a table is not what the installed sources give.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import opencc
from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT

TABLES = Path(__file__).parent.parent / "reader" / "search" / "tables"

_BLOCKS = (range(0x3400, 0xA000), range(0x20000, 0x323B0))
"""Chinese characters, those that are mere compatibility forms left out."""

_COMMON, _LOCAL = "t2s", ("tw2s", "hk2s")
"""OpenCC's ways from traditional characters: the common one, and those that know what is written in one place only."""

_ALSO = {"瞭": "了", "矽": "硅"}
"""What OpenCC leaves to the word a character stands in, but where counting both as the same costs nobody a hit."""

_FEWEST_PHRASES = 2
"""Phrases that must have a second reading of a character: the rarest readings would only make keys ambiguous."""

_PAIRS_A_LINE = 40

_TRADITIONAL_HEAD = "# Traditional and simplified characters in pairs, from OpenCC (Apache-2.0): tests/tables.py"
_READINGS_HEAD = "# Syllables (v: ü) and the characters of GB 2312 read so, from pypinyin (MIT): tests/tables.py"


def traditional() -> str:
    """The text of `traditional.txt`."""
    common, *local = (opencc.OpenCC(name) for name in (_COMMON, *_LOCAL))
    standard = set(_gb2312())
    pairs: dict[str, str] = dict(_ALSO)
    for character in (chr(code) for block in _BLOCKS for code in block):
        converters = [common] if character in standard else [common, *local]
        found = (converter.convert(character) for converter in converters)
        # The index has room for the basic plane's characters alone.
        simple = next((other for other in found if other != character and len(other) == 1 and other < "\uffff"), None)
        if simple:
            pairs[character] = simple
    both = [old + _end(new, pairs) for old, new in sorted(pairs.items())]
    lines = ["".join(both[at : at + _PAIRS_A_LINE]) for at in range(0, len(both), _PAIRS_A_LINE)]
    return "\n".join((_TRADITIONAL_HEAD, *lines, ""))


def _end(character: str, pairs: dict[str, str]) -> str:
    """Where the pairs lead: some simplified characters are the traditional ones of others."""
    while character in pairs:
        character = pairs[character]
    return character


def readings() -> str:
    """The text of `readings.txt`."""
    counts = _phrases_by_reading()
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for character in _gb2312():
        first, *others = (_plain(reading) for reading in pinyin(character, style=Style.NORMAL, heteronym=True)[0])
        kept = [first, *(other for other in others if counts[character, other] >= _FEWEST_PHRASES)]
        for reading in dict.fromkeys(kept):
            by_syllable[reading].append(character)
    lines = (f"{syllable} {''.join(characters)}" for syllable, characters in sorted(by_syllable.items()))
    return "\n".join((_READINGS_HEAD, *lines, ""))


def _phrases_by_reading() -> Counter[tuple[str, str]]:
    """(character, reading without tone) -> the phrases in which it is read so."""
    found: Counter[tuple[str, str]] = Counter()
    for phrase, parts in PHRASES_DICT.items():
        for character, part in zip(phrase, parts, strict=False):
            found[character, _plain(part[0])] += 1
    return found


def _plain(reading: str) -> str:
    """A reading without its tone: `lǜ` -> `lv`."""
    parted = unicodedata.normalize("NFD", unicodedata.normalize("NFC", reading).replace("ü", "v"))
    parted = parted.replace("u\u0308", "v")
    return "".join(letter for letter in parted if "a" <= letter <= "z")


def _gb2312() -> Iterator[str]:
    """The 6,763 characters of the standard, the common ones first."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def main() -> None:
    """Write both tables."""
    for name, text in (("traditional", traditional()), ("readings", readings())):
        (TABLES / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
