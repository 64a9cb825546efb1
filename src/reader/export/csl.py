"""CSL-JSON, for pandoc and citation processors.

`type` is `article`, which CSL 1.0.2 defines as a preprint; the fields are those that Zotero's own arXiv translator
fills. `note` holds lines for machines only: in Zotero, a line `Type: dataset` there turns a paper into a data set. The
reader's note is an annotation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from reader.export.names import PersonName, person_names
from reader.export.options import Options
from reader.export.texts import abstracts, chinese_title, doi, main_title, shown, submitted, translated_here
from reader.model import MarkedPaper, Paper
from reader.text.safe import printable


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One array of items; `options.lang` chooses abstracts and whether the Chinese title is noted."""
    opening = "[\n"
    for marked in papers:
        yield opening + json.dumps(_item(marked, options), ensure_ascii=False, indent=2)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def _item(marked: MarkedPaper, options: Options) -> dict[str, Any]:
    paper = marked.paper
    date = submitted(paper)
    item: dict[str, Any] = {
        "id": options.keys.of(paper),
        "type": "article",
        "author": [_author(name) for name in person_names(paper.details.authors)],
        "title": shown(main_title(paper)),
        "publisher": "arXiv",
        "number": f"arXiv:{paper.id}",
        "DOI": doi(paper),
        "URL": paper.link,
        "abstract": "\n\n".join(shown(text) for text in abstracts(paper, options.lang)),
        "issued": {"date-parts": [list(date)]} if date else None,
        "keyword": ", ".join(printable(tag) for tag in marked.marks.tags),
        "note": "\n".join(_machine_lines(paper, options)),
        "annote": printable(marked.marks.note or "", keep_newlines=True),
    }
    return {name: value for name, value in item.items() if value}


def _author(name: PersonName) -> dict[str, str]:
    if not name.given and not name.suffix:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: text for part, text in parts.items() if text}


def _machine_lines(paper: Paper, options: Options) -> Iterator[str]:
    yield f"arXiv:{paper.id}" + (f" [{printable(paper.category)}]" if paper.category else "")
    translation = chinese_title(paper, options.lang)
    if translation:
        yield f"titleTranslation: {shown(translation)}"
    if by := translated_here(paper, options.lang):
        yield f"translatedBy: {by}"
