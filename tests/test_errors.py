from __future__ import annotations

import pytest

from reader.errors import SourceError
from reader.i18n import translator
from reader.sources.identify import identify

ZH = translator("zh")


def test_what_the_system_says_is_told_without_its_number_and_in_the_readers_language() -> None:
    error = SourceError("{url}: {reason}", url="https://example.org", reason=ConnectionError(111, "Connection refused"))
    assert str(error) == "https://example.org: Connection refused"
    assert error.told(ZH) == "https://example.org: 连接被拒绝"


def test_words_are_listed_as_each_language_lists_them() -> None:
    error = SourceError("known: {forms}", forms=("one", "two"))
    assert str(error) == "known: one, two"
    assert error.told(ZH) == "known: one、two"


def test_a_home_folder_that_nobody_has_is_told_as_a_place_that_does_not_exist() -> None:
    with pytest.raises(SourceError) as raised:
        identify("~nosuchuser/x")
    assert str(raised.value).startswith("~nosuchuser/x does not exist")
    assert "cn-chat-arxiv、" in raised.value.told(ZH)
