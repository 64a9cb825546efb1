"""From all that publishers said about a paper to what is shown of it. Pure; the order of what was said is irrelevant.

For each language one statement's texts are shown: the one of the best quality, then of the highest version, then of
the publisher that ranks first, then of the newest day. Title, summary and abstract come from it where it has them, each
else from the next best one that has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from reader.model import (
    ARXIV,
    BEFORE,
    NO_DETAILS,
    TEXT_FIELDS,
    Details,
    Lang,
    Link,
    LinkKind,
    Section,
    Texts,
)
from reader.model.publishers import translated_by
from reader.store.statements import Content, Quality, Statement, astuple_of, quality
from reader.text.repositories import repositories
from reader.values import dataclass

Said = tuple[Statement, Content]
Ranks = Mapping[int, int]
"""How publishers rank, by their numbers; the lower the better. Those of one rank come in the order of their numbers."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a paper; `told` holds the statement of each of the six texts."""

    texts: Texts
    told: tuple[Statement | None, ...]
    details: Details

    @property
    def cut(self) -> bool:
        """Whether the English abstract is cut short."""
        english = self.told[_ABSTRACT[Lang.EN]]
        return english is not None and english.cut


_LANGUAGES = tuple(Lang(name.rpartition("_")[2]) for name in TEXT_FIELDS)
_ABSTRACT = {language: TEXT_FIELDS.index(f"abstract_{language}") for language in (Lang.EN, Lang.ZH)}


def rank_of(publisher: str) -> int:
    """How a publisher ranks: arXiv first, our own translations and exports last, before what nobody was noted for."""
    if publisher.startswith(EXPORT):
        return 2
    if translated_by(publisher) is not None:
        return _TRANSLATED_RANK
    return {ARXIV: 0, BEFORE: 4}.get(publisher, 1)


_TRANSLATED_RANK = 3


EXPORT = "export of "
"""How the publisher of our own exports begins; the day of the export follows."""


def choose(said: Sequence[Said], ranks: Ranks) -> Shown:
    """What is shown of a paper of which all this was said."""
    if len(said) == 1:
        ((statement, content),) = said
        texts = content.texts
        told = tuple([statement if text else None for text in astuple_of(texts)])
    else:
        pairs = [_text(said, place, ranks) for place in range(len(TEXT_FIELDS))]
        texts, told = Texts(*[text for text, _ in pairs]), tuple([statement for _, statement in pairs])
    english = told[_ABSTRACT[Lang.EN]]
    code = repositories(texts.abstract_en, cut=english.cut) if english else ()
    return Shown(texts, told, _details(said, ranks, code))


def chosen_texts(said: Sequence[Said], ranks: Ranks) -> Texts:
    """The texts of `choose`, without the rest."""
    return said[0][1].texts if len(said) == 1 else choose(said, ranks).texts


def replaced(said: Sequence[Said], shown: Shown) -> list[Said]:
    """What the publishers of the shown texts said before, oldest first."""
    used = {(told.publisher, told.digest) for told in shown.told if told}
    publishers = {publisher for publisher, _ in used}
    old = [
        one
        for one in said
        if one[0].publisher in publishers
        and (one[0].publisher, one[0].digest) not in used
        and any(astuple_of(one[1].texts))
    ]
    return sorted(old, key=lambda one: (one[0].version, one[0].day, one[0].turn, one[0].publisher, one[0].digest))


def _text(said: Iterable[Said], place: int, ranks: Ranks) -> tuple[str | None, Statement | None]:
    """The text at `place` of `TEXT_FIELDS` and the statement it is from."""
    language = _LANGUAGES[place]
    best: tuple[Any, str, Statement] | None = None
    for statement, content in said:
        texts = astuple_of(content.texts)
        text = texts[place]
        if text is None:
            continue
        whole = quality(texts[_ABSTRACT[language]], language, statement.cut)
        own = min(quality(text, language, False), Quality.CUT)  # a title of no words yields to one that has some
        publishers_own = ranks[statement.publisher] != _TRANSLATED_RANK  # ours never replaces it, cut though it be
        key = (own, publishers_own, whole, *_standing(statement, ranks))
        if best is None or key > best[0]:
            best = (key, text, statement)
    return (best[1], best[2]) if best else (None, None)


def _standing(statement: Statement, ranks: Ranks) -> tuple[Any, ...]:
    """What decides between statements of the same quality; the higher the better."""
    publisher = statement.publisher
    return (statement.version, -ranks[publisher], -publisher, statement.day, statement.turn, statement.digest)


def _details(said: Sequence[Said], ranks: Ranks, code: Sequence[str]) -> Details:
    if not code and all(content.details == NO_DETAILS for _, content in said):
        return NO_DETAILS
    by_rank = sorted(said, key=lambda one: (-ranks[one[0].publisher], *_standing(one[0], ranks)), reverse=True)
    told = [content.details for _, content in by_rank]

    def first(get: Callable[[Details], Any], empty: Any) -> Any:
        return next((value for one in told if (value := get(one))), empty)

    return Details(
        authors=max((one.authors for one in told), key=len, default=()),  # some name only the first one
        categories=first(lambda one: one.categories, ()),
        comment=first(lambda one: one.comment, None),
        doi=first(lambda one: one.doi, None),
        journal=first(lambda one: one.journal, None),
        links=_links([*(link for one in told for link in one.links), *(Link(LinkKind.CODE, url) for url in code)]),
        keywords=first(lambda one: one.keywords, ()),
        sections=(*_sections(told, Lang.ZH), *_sections(told, Lang.EN)),
        submitted=min((one.submitted for one in told if one.submitted), default=None),
        revised=max((one.revised for one in told if one.revised), default=None),
    )


def _links(links: Iterable[Link]) -> tuple[Link, ...]:
    """Links without those that lead to the same place as one before."""
    seen: dict[str, Link] = {}
    for link in links:
        address = link.url.partition("://")[2] or link.url
        seen.setdefault(address.casefold().removeprefix("www.").removesuffix("/").removesuffix(".git"), link)
    return tuple(seen.values())


def _sections(told: Iterable[Details], language: Lang) -> tuple[Section, ...]:
    """The sections in `language` of the first who has any."""
    for one in told:
        sections = tuple(section for section in one.sections if section.language is language)
        if sections:
            return sections
    return ()
