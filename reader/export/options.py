"""What can be chosen about an export."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from reader.export.citing import CitationKeys
from reader.model import Lang


class Grouping(StrEnum):
    """How a reading list is divided."""

    NONE = "none"
    DAY = "day"
    CATEGORY = "category"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Options:
    """Choices; a format that has no use for one ignores it.

    lang             which texts: Chinese, English or both; a text that is missing is taken from the other language
    grouping         Markdown: under which headings
    abstracts        Markdown: with abstracts, or titles and summaries only
    byte_order_mark  CSV: begin with U+FEFF, by which Excel recognises UTF-8
    keys             gives citation keys, to formats that have any
    """

    lang: Lang = Lang.BOTH
    grouping: Grouping = Grouping.NONE
    abstracts: bool = True
    byte_order_mark: bool = False
    keys: CitationKeys = field(default_factory=CitationKeys)
