"""In which script a text is written."""

from __future__ import annotations

import pytest

from reader.text.script import is_chinese


@pytest.mark.parametrize(
    "text",
    ["我们提出一种水壶。", "Kettle：水壶", "水壶「やかん」会唱歌，烧水也比杯子快得多", "阿达・拜施皮尔的水壶"],
)
def test_chinese_is_known_also_where_it_quotes_japanese(text: str) -> None:
    assert is_chinese(text)


@pytest.mark.parametrize("text", ["本研究では新しい水壺を提案する。", "ケトルの研究", "Kettles sing.", "주전자", ""])
def test_japanese_and_what_has_no_chinese_character_is_no_chinese(text: str) -> None:
    assert not is_chinese(text)
