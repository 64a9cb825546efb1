"""Texts to terms and places, many papers at a time: the rules of `folding`, in arrays.

A term is a word, or two neighbouring CJK characters (a gram; the last character of a run stands alone as a gram with an
empty second half). An occurrence is one number, so that sorting numbers sorts an index:

    word  number of the word in `Vocabulary` (32 bits) | paper in the segment (16) | place (16)
    gram  first character (16 bits) | second character (16) | paper in the segment (16) | place (16)

A place is the text it stands in (3 bits, order of `reader.model.TEXT_FIELDS`) and the token's offset in it (12 bits).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from reader.model import TEXT_FIELDS, Texts
from reader.search.folding import FOLDED, GREEK, IGNORED, PLUS, SHARP, is_cjk
from reader.text.latex import plain

U64 = npt.NDArray[np.uint64]
U32 = npt.NDArray[np.uint32]

FIELD_SHIFT = 12
LAST_OFFSET = (1 << FIELD_SHIFT) - 1
"""Tokens further into one text than this are found, but not as parts of a phrase."""

TITLES = (TEXT_FIELDS.index("title_en"), TEXT_FIELDS.index("title_zh"))

_get_texts = attrgetter(*TEXT_FIELDS)
_UNKNOWN, _BREAK, _WORD, _CJK = 0, 1 << 24, 2 << 24, 3 << 24
_CODE = (1 << 24) - 1
_SPACE = np.uint32(_BREAK | ord(" "))


class Vocabulary(dict[str, int]):
    """Word -> number, in the order in which words were met. A single Greek letter has the number of its name.

    words  the words by number
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def __missing__(self, word: str) -> int:
        name = GREEK.get(word)
        if name:
            number = self[name]
        else:
            number = len(self.words)
            self.words.append(word)
        self[word] = number
        return number


def rendered(texts: Texts) -> list[str]:
    """The six texts as they are shown; what is not there is empty."""
    return [plain(text) if text else "" for text in _get_texts(texts)]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """What one batch of papers holds.

    words, grams  occurrences as described above, in the order of the texts
    lengths       tokens per paper
    """

    words: U64
    grams: U64
    lengths: U32


class Analyser:
    """Turns rendered texts into occurrences. Keeps the table of characters it has met."""

    def __init__(self) -> None:
        # One entry a code point: what it folds to, and its class in the top byte. Pages never touched cost nothing.
        self._table = np.zeros(0x110000, dtype=np.uint32)
        self._replaced: dict[str, str] = {}

    def analyse(self, papers: Sequence[Sequence[str]], first: int, vocabulary: Vocabulary) -> Occurrences:
        """Occurrences in `papers` (each its six rendered texts), which are numbered from `first` in their segment."""
        texts = [text for paper in papers for text in paper]
        codes, texts = self._folded(texts)
        ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1)
        kinds = codes >> 24
        word, cjk = kinds == 2, kinds == 3
        first_of_word = word.copy()
        first_of_word[1:] &= ~word[:-1] | (codes[:-1] == (_WORD | ord(PLUS))) | (codes[:-1] == (_WORD | ord(SHARP)))
        starts = np.flatnonzero(first_of_word | cjk)
        is_gram = cjk[starts]
        bounds = np.searchsorted(starts, ends - 1)
        counts = np.diff(bounds, prepend=0)
        places = _places(starts, is_gram, bounds, counts, first)
        gram_starts = starts[is_gram]
        grams = _grams(codes, cjk, gram_starts) | places[is_gram]
        found = _words(codes, word)
        numbers = np.fromiter(map(vocabulary.__getitem__, found), dtype=np.uint64, count=len(found))
        words = (numbers << np.uint64(32)) | places[~is_gram]
        return Occurrences(words, grams, counts.reshape(len(papers), -1).sum(axis=1).astype(np.uint32))

    def _folded(self, texts: list[str]) -> tuple[U32, list[str]]:
        """Folded code points and classes of all texts, each followed by a break; and the texts that they belong to."""
        while True:
            joined = "\n".join(texts) + "\n"
            codes = self._table[np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
            if codes.all():
                _mark_signs(codes)
                return codes, texts
            self._learn(set(joined))
            odd = {c: folded for c, folded in self._replaced.items() if c in joined}
            if odd:
                texts = [_replace_all(text, odd) for text in texts]

    def _learn(self, characters: Iterable[str]) -> None:
        """Enter characters not met yet. One that is dropped or becomes several is replaced in the text instead."""
        for character in characters:
            if self._table[ord(character)] != _UNKNOWN:
                continue
            folded = FOLDED[character]
            if folded == IGNORED or len(folded) != 1:
                self._replaced[character] = "" if folded == IGNORED else folded
                continue
            kind = _CJK if is_cjk(folded) else _BREAK if folded in " +#" else _WORD
            self._table[ord(character)] = kind | ord(folded)


def _replace_all(text: str, odd: dict[str, str]) -> str:
    for character, folded in odd.items():
        if character in text:
            text = text.replace(character, folded)
    return text


def _mark_signs(codes: U32) -> None:
    """`folding.mark_signs`, in place."""
    plus, sharp = codes == (_BREAK | ord("+")), codes == (_BREAK | ord("#"))
    if not (plus.any() or sharp.any()):
        return
    letter = (codes >= (_WORD | ord("a"))) & (codes <= (_WORD | ord("z")))
    alone = letter.copy()
    alone[1:] &= (codes[:-1] >> 24) != 2
    doubled = np.flatnonzero(alone[:-2] & plus[1:-1] & plus[2:]) + 1
    sharps = np.flatnonzero(alone[:-1] & sharp[1:]) + 1
    codes[plus | sharp] = _SPACE
    codes[doubled] = _WORD | ord(PLUS)
    codes[sharps] = _WORD | ord(SHARP)


def _places(
    starts: npt.NDArray[np.int64],
    is_gram: npt.NDArray[np.bool_],
    bounds: npt.NDArray[np.int64],
    counts: npt.NDArray[np.int64],
    first: int,
) -> U64:
    """Paper and place of every token: offsets count a text's tokens, and one more where CJK characters are parted."""
    steps = np.ones(len(starts), dtype=np.int64)
    steps[1:] += is_gram[1:] & is_gram[:-1] & (np.diff(starts) > 1)
    offsets = np.cumsum(steps)
    begins = np.minimum(bounds - counts, max(len(starts) - 1, 0))
    base = offsets[begins] if len(starts) else begins
    offsets -= np.repeat(base, counts)
    np.minimum(offsets, LAST_OFFSET, out=offsets)
    text = np.arange(len(counts), dtype=np.uint64)
    fields = np.uint64(len(TEXT_FIELDS))
    head: U64 = ((text // fields + np.uint64(first)) << np.uint64(16)) | ((text % fields) << np.uint64(FIELD_SHIFT))
    places: U64 = np.repeat(head, counts) | offsets.astype(np.uint64)
    return places


def _grams(codes: U32, cjk: npt.NDArray[np.bool_], starts: npt.NDArray[np.int64]) -> U64:
    """The two characters of the gram that begins at each start, shifted to the top half."""
    both = codes[starts].astype(np.uint64) & np.uint64(0xFFFF)
    second = codes[starts + 1] & np.uint32(0xFFFF)
    second[~cjk[starts + 1]] = 0
    return (both << np.uint64(48)) | (second.astype(np.uint64) << np.uint64(32))


def _words(codes: U32, word: npt.NDArray[np.bool_]) -> list[str]:
    """The words, in order."""
    letters = np.where(word, codes & np.uint32(_CODE), np.uint32(ord(" ")))
    text = letters.astype("<u4").tobytes().decode("utf-32-le")
    if PLUS in text or SHARP in text:
        text = text.replace(PLUS, PLUS + " ").replace(SHARP, SHARP + " ")
    return text.split()
