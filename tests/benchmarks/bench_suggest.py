"""How often Chinese typed by its sound is offered rightly, and that English never suffers. Never fails on a number.

    python -m tests.benchmarks.bench_suggest --library DIR [--words 200] [--english 3000]

The words looked for are strings of the library's own titles, drawn by seed: of a title the string of so many characters
that most titles have (at least ten), or, harder, any such string, most of which are no words. What is typed is their
reading as a phrase, by pypinyin.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from pypinyin import lazy_pinyin

from reader.library.library import Library
from reader.model import Suggestion, SuggestionKind
from reader.paths import find_places
from tests.benchmarks.runs import show

SEED = 3
LEAST_TITLES = 10
BY_SOUND = {SuggestionKind.PINYIN, SuggestionKind.INITIALS}
_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_ENGLISH = re.compile("[a-z]{2,}")


def strings(title: str, length: int) -> Iterator[str]:
    """Neighbouring characters of a title."""
    for run in _RUN.findall(title):
        yield from (run[at : at + length] for at in range(len(run) - length + 1))


def drawn(titles: Sequence[str], length: int, wanted: int, *, likely: bool) -> list[str]:
    """Strings that readers might look for (`likely`), or any, one a title."""
    counts = Counter(text for title in titles for text in set(strings(title, length)))
    chance = random.Random(SEED)
    order = chance.sample(titles, len(titles))
    shared = ([text for text in strings(title, length) if counts[text] >= LEAST_TITLES] for title in order)
    chosen = (
        max(texts, key=lambda text: (counts[text], text)) if likely else chance.choice(texts)
        for texts in shared
        if texts
    )
    return list(islice(chosen, wanted))


def full(word: str) -> str:
    """The reading of all of a word."""
    return "".join(lazy_pinyin(word)).replace("ü", "v")


def initials(word: str) -> str:
    """The first letters of its characters' readings."""
    return "".join(reading[0] for reading in lazy_pinyin(word))


def asked(library: Library, typed: Sequence[str]) -> tuple[list[tuple[Suggestion, ...]], float]:
    """What is suggested for each, and the CPU time for all, in ms."""
    begun = time.process_time()
    found = [library.finding.suggestions(text) for text in typed]
    return found, (time.process_time() - begun) * 1000


def places(words: Sequence[str], found: Sequence[Sequence[Suggestion]]) -> list[int]:
    """At which place each word is offered; 99 if it is not."""
    offered = [[suggestion.word for suggestion in suggestions] for suggestions in found]
    return [texts.index(word) + 1 if word in texts else 99 for word, texts in zip(words, offered, strict=True)]


def common_english(titles: Sequence[str], most: int) -> list[str]:
    """The commonest words of the English titles."""
    counts = Counter(word for title in titles for word in set(_ENGLISH.findall(title.lower())))
    return [word for word, _ in counts.most_common(most)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--words", type=int, default=200)
    parser.add_argument("--english", type=int, default=3_000)
    options = parser.parse_args()
    library = Library.open(find_places({}, options.library))
    texts = [library.paper(num).paper.texts for num in library.listing().nums]
    chinese = [text.title_zh for text in texts if text.title_zh]
    library.finding.suggestions("kuosan")  # what is read once is read now
    rows = [["typed", "words", "first", "in three", "CPU ms each"]]
    kinds = [(length, "in full", full) for length in (2, 3, 4)] + [(4, "initials", initials)]
    for likely in (True, False):
        for length, kind, typed in kinds:
            words = drawn(chinese, length, options.words, likely=likely)
            found, spent = asked(library, [typed(word) for word in words])
            at = places(words, found)
            shares = [f"{sum(place <= most for place in at) / max(len(at), 1):.3f}" for most in (1, 3)]
            name = f"{length} characters, {kind}" + ("" if likely else ", any string")
            rows.append([name, str(len(at)), *shares, f"{spent / max(len(at), 1):.1f}"])
    show(rows)
    words = common_english([text.title_en for text in texts if text.title_en], options.english)
    found, spent = asked(library, words)
    hurt = [word for word, offers in zip(words, found, strict=True) if any(offer.kind in BY_SOUND for offer in offers)]
    print(f"of the {len(words)} commonest English words of titles, {len(hurt)} get a Chinese offer {hurt[:10]}")
    few = [offer.text for offers in found for offer in offers if offer.papers < 5]
    print(f"suggestions that find fewer than five papers: {len(few)}; CPU {spent / max(len(words), 1):.1f} ms a word")
    library.close()


if __name__ == "__main__":
    main()
