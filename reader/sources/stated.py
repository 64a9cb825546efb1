"""From the texts of one entry, as any form of digest states them, to an `Entry`."""

from __future__ import annotations

from dataclasses import dataclass

from reader.model import Entry, Texts
from reader.sources.announcement import is_cut, split_abstract, split_title
from reader.sources.arxiv_id import find_id
from reader.sources.cleaning import clean, clean_line
from reader.text.placeholders import is_placeholder
from reader.text.script import is_chinese


@dataclass(frozen=True, slots=True)
class Stated:
    """One entry's raw texts; an empty one is not there. `abstract_en` keeps the spaces at its end."""

    link: str = ""
    title_zh: str = ""
    title_en: str = ""
    tldr_zh: str = ""
    tldr_en: str = ""
    abstract_zh: str = ""
    abstract_en: str = ""


def make_entry(stated: Stated, line: int = 0) -> Entry | None:
    """The entry, with metadata taken out of its texts; None if it has no arXiv link."""
    found = find_id(stated.link)
    if not found:
        return None
    arxiv_id, version = found
    title_en, by_title = split_title(clean_line(stated.title_en) or "")
    title_zh, _ = split_title(clean_line(stated.title_zh) or "")
    abstract_en, by_abstract = split_abstract(clean(stated.abstract_en) or "")
    abstract_zh, by_translation = split_abstract(clean(stated.abstract_zh) or "")
    texts = Texts(
        title_en=told(title_en),
        title_zh=told(title_zh),
        tldr_en=told(clean_line(stated.tldr_en)),
        tldr_zh=told(clean_line(stated.tldr_zh)),
        abstract_en=told(abstract_en),
        abstract_zh=told(abstract_zh),
    )
    return Entry(
        id=arxiv_id,
        texts=texts,
        version=version or by_title.version or by_abstract.version or by_translation.version,
        category=by_title.category,
        announce=by_title.announce or by_abstract.announce or by_translation.announce,
        cut=is_cut(stated.abstract_en),
        line=line,
    )


def told(text: str | None) -> str | None:
    """`text` if it says something: no empty text, no placeholder."""
    return text if text and not is_placeholder(text) else None


def missing(texts: Texts) -> str | None:
    """What an entry lacks, as one clause for a `Problem`; None if it is whole (an English summary is rare)."""
    gaps = [
        name
        for name, text in (
            ("English title", texts.title_en),
            ("Chinese title", texts.title_zh),
            ("summary", texts.tldr_zh or texts.tldr_en),
            ("English abstract", texts.abstract_en),
            ("Chinese abstract", texts.abstract_zh),
        )
        if text is None
    ]
    if gaps:
        return "no " + ", no ".join(gaps)
    return None if is_chinese(texts.abstract_zh or "") else "the Chinese abstract is not in Chinese"
