"""The Markdown of the digests themselves, so that what is exported can be read again, by this program too.

A file of many papers is several digests one after the other, each a table and the blocks below it. What metadata the
form has room for stands where arXiv's feeds put it: version and category behind the English title, the kind of
announcement before the English abstract. Who translated on this machine stands in comments that other readers pass over
(`reader.sources.remarked` reads them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from reader.export.options import Options
from reader.model import TEXT_FIELDS, Announce, MarkedPaper, Paper
from reader.model.publishers import Translator, translated_by
from reader.text.safe import printable

PAPERS_TOGETHER = 500
"""Papers in one table."""

_CUT_LENGTH = 1000
"""Length by which an English abstract is known to have been cut, with its prefix and trailing spaces."""
_KINDS = {
    Announce.CROSS: " CROSS LISTED",
    Announce.REPLACE: " UPDATED",
    Announce.REPLACE_CROSS: " UPDATED CROSS LISTED",
}
_LONGEST_MODEL = 100
"""Characters of a model's name."""
_BLANKS = re.compile(r"\s+")


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """Tables and blocks; both languages, as the form has them, and no marks."""
    rest = (marked.paper for marked in papers)
    first = 1
    while group := list(islice(rest, PAPERS_TOGETHER)):
        numbered = list(enumerate(group, first))
        yield "# 摘要\n\n| Ref | Title | Summary |\n| --- | --- | --- |\n"
        for number, paper in numbered:
            title, summary = _line(paper.texts.title_en), _line(paper.texts.tldr_zh)
            yield f"| [^{number}] | [{title}]({paper.link}) | {summary} |\n"
        yield "\n# 详细\n\n"
        remarks = "".join(remark for paper in group for remark in _remarks(paper))
        yield f"{remarks}\n" if remarks else ""
        for number, paper in numbered:
            yield _block(number, paper)
        first += len(group)
    if first == 1:
        yield "# 摘要\n\n| Ref | Title | Summary |\n| --- | --- | --- |\n\n# 详细\n"


def _remarks(paper: Paper) -> Iterator[str]:
    """A comment for each model and day of what was translated on this machine."""
    made: dict[tuple[Translator, date | None], list[str]] = {}
    for name, told in zip(TEXT_FIELDS, paper.told, strict=True):
        translator = translated_by(told.source) if told else None
        if told and translator:
            made.setdefault((translator, told.day), []).append(name)
    for (translator, day), names in made.items():
        model = _line(translator.model)[:_LONGEST_MODEL].replace("--", "- -").replace(">", "")  # they end comments
        on = f" on {day.isoformat()}" if day else ""
        doubtful = ", doubtful" if translator.doubtful else ""
        yield f"<!-- {paper.id}: {', '.join(names)} translated by {model}{on}{doubtful} -->\n"


def _block(number: int, paper: Paper) -> str:
    texts = paper.texts
    paragraphs = (
        _title(paper),
        f"[{paper.link}]({paper.link})",
        _line(texts.tldr_zh),
        _line(texts.tldr_en),
        _line(texts.abstract_zh),
        _english_abstract(paper),
    )
    return f"[^{number}]: {_line(texts.title_zh)}\n\n" + "\n\n".join(f"    {text}" for text in paragraphs) + "\n    \n"


def _title(paper: Paper) -> str:
    """The English title with the suffix that tells version, category and kind, where both first are known."""
    title = _line(paper.texts.title_en)
    if not paper.version or not paper.category:
        return title
    kind = _KINDS.get(paper.announce, "") if paper.announce else ""
    return f"{title} (arXiv:{paper.id}v{paper.version} [{_line(paper.category)}]{kind})"


def _english_abstract(paper: Paper) -> str:
    """The abstract with its prefix; padded to the length by which a cut one is known."""
    text = _line(paper.texts.abstract_en)
    if not text:
        return text
    version = f"v{paper.version}" if paper.version else ""
    kind = f"arXiv:{paper.id}{version} Announce Type: {paper.announce} "
    prefixes = (f"{kind} Abstract: ", kind, "") if paper.announce else ("",)
    if paper.cut:
        fitting = [prefix + text for prefix in prefixes if len(prefix + text) <= _CUT_LENGTH]
        return next(iter(fitting), text).ljust(_CUT_LENGTH)
    whole = prefixes[0] + text
    return f"{whole}    " if len(whole) in range(_CUT_LENGTH - 3, _CUT_LENGTH + 1) else whole


def _line(text: str | None) -> str:
    """A text as one line that cannot be taken for the form's own marks."""
    return printable(_BLANKS.sub(lambda found: " " if "\n" in found[0] else found[0], text or "")).strip()
