"""The engine's twin by brute force: reads every text for every query. Slow, and simple enough to be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.model import TEXT_FIELDS
from reader.search.ast import And, Filter, Node, Not, Or, Text
from reader.search.expansion import Expansion, Part, expand
from reader.search.folding import tokens
from reader.search.protocol import Document, FilterSource
from reader.search.query import Query
from reader.text.latex import plain


class Twin:
    """Papers as lists of words."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._papers: dict[int, Mapping[str, Mapping[int, str]]] = {}
        for document in documents:
            self.put(document)

    def put(self, document: Document) -> None:
        """Take a paper in, or its newer text."""
        self._papers[document.num] = {
            name: {token.offset: token.term for token in tokens(plain(getattr(document.texts, name) or ""))}
            for name in TEXT_FIELDS
        }

    def remove(self, num: int) -> None:
        """Take a paper out."""
        del self._papers[num]

    def search(self, query: Query, filters: FilterSource) -> list[int]:
        """Numbers of all papers that match, in the order of the listing."""
        listing = list(filters.listing())
        if query.root is None:
            return listing
        return [num for num in listing if self._matches(query.root, num, filters)]

    def _matches(self, node: Node, num: int, filters: FilterSource) -> bool:
        if isinstance(node, And):
            return all(self._matches(part, num, filters) for part in node.parts)
        if isinstance(node, Or):
            return any(self._matches(part, num, filters) for part in node.parts)
        if isinstance(node, Not):
            return not self._matches(node.part, num, filters)
        if isinstance(node, Filter):
            return num in filters.nums(node.field, node.value)
        if isinstance(node, Text):
            noted = not node.fields and num in filters.nums("note", node.raw)
            return noted or self._found(node, num)
        return False

    def _found(self, text: Text, num: int) -> bool:
        paper = self._papers.get(num, {})
        wanted = expand(text)
        return any(_stands(form, paper.get(name, {})) for name in text.fields or TEXT_FIELDS for form in wanted)


def _stands(form: Expansion, words: Mapping[int, str]) -> bool:
    """Whether all parts of a form stand at their distances in one text."""
    first, later = form[0], form[1:]
    return any(
        _fits(first, word) and all(_fits(part, words.get(start + part.offset)) for part in later)
        for start, word in words.items()
    )


def _fits(part: Part, word: str | None) -> bool:
    return word is not None and (word in part.words or (part.prefix and word.startswith(part.words[0])))
