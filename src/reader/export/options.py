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
    """Choices. Which of them a format takes, its line in the table of formats says.

    lang             which texts: Chinese, English or both; a text that is missing is taken from the other language
    grouping         under which headings
    byte_order_mark  begin with U+FEFF, by which Excel recognises UTF-8
    fields           names of the fields wanted (see `reader.export.fields`); None: all
    keys             gives citation keys, to formats that have any
    """

    lang: Lang = Lang.BOTH
    grouping: Grouping = Grouping.NONE
    byte_order_mark: bool = False
    fields: frozenset[str] | None = None
    keys: CitationKeys = field(default_factory=CitationKeys)
