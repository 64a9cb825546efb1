"""What a piece of a query may look like in a text: the one list that engine and highlighting both go by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from reader.search.ast import Text
from reader.search.folding import is_cjk
from reader.search.variants import splits, word_variants


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a form: a token of the text fits if it is one of `words`, or (`prefix`) begins with the first.

    offset  how far after the form's first token it stands
    """

    words: tuple[str, ...]
    offset: int = 0
    prefix: bool = False


Expansion = tuple[Part, ...]


@lru_cache(maxsize=64)  # asked for every title and sentence that is shown of the papers found
def expand(text: Text) -> tuple[Expansion, ...]:
    """Every form that satisfies `text`; the first is what was typed.

    A bare word is also found in the singular or plural, and as two words or one with a hyphen; words typed with a
    hyphen are also found written together; a neighbour in the query may be written together with it.
    """
    typed = tuple(_part(text, at) for at in range(len(text.tokens)))
    if text.exact:
        return (typed,)
    found = [typed]
    if len(typed) == 1:
        found += [(Part((left,)), Part((right,), 1)) for left, right in splits(text.tokens[0].term)]
    elif all(token.term.isascii() for token in text.tokens):
        found.append(_word("".join(token.term for token in text.tokens), text.prefix))
    found += [_word(word, prefix) for word, prefix in text.joins]
    return tuple(found)


def _part(text: Text, at: int) -> Part:
    token = text.tokens[at]
    prefix = text.prefix and at == len(text.tokens) - 1
    plain = text.exact or is_cjk(token.term)
    return Part((token.term,) if plain else word_variants(token.term), token.offset, prefix)


def _word(word: str, prefix: bool) -> Expansion:
    return (Part(word_variants(word), 0, prefix),)
