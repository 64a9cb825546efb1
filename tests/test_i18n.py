"""The interface in Chinese and English: both complete, both whole."""

from __future__ import annotations

import gettext
import re
from io import BytesIO

import pytest

from reader.i18n import CATALOGUES, interface_language, msg, translator
from tests import catalogue

USED = catalogue.used()
MESSAGES = {message.id: message for message in catalogue.read() if message.id}
HOW = "run `python -m tests.catalogue`, fill in what is empty, run it again"


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)[^}]*\}", text))


def test_every_text_of_the_program_is_in_the_catalogue() -> None:
    assert [msgid for msgid in USED if msgid not in MESSAGES] == [], HOW


def test_every_text_is_translated() -> None:
    empty = [id for id, message in MESSAGES.items() if not all(catalogue.strings(message.string))]
    assert empty == [], HOW
    assert [message.id for message in MESSAGES.values() if message.fuzzy] == []


def test_the_catalogue_holds_nothing_that_is_used_no_more() -> None:
    assert [msgid for msgid in MESSAGES if msgid not in USED] == [], HOW


def test_a_translation_fills_in_the_same_values() -> None:
    for msgid, message in MESSAGES.items():
        wanted = fields(msgid if isinstance(msgid, str) else msgid[1])
        for text in catalogue.strings(message.string):
            assert fields(text) == wanted, msgid


def test_the_compiled_catalogue_is_the_readable_one() -> None:
    assert texts_of(catalogue.MO.read_bytes()) == texts_of(catalogue.compiled()), HOW


def texts_of(compiled: bytes) -> dict[object, str]:
    """The texts of a compiled catalogue, without its head, which names the version of the program that compiled it."""
    texts: dict[object, str] = gettext.GNUTranslations(BytesIO(compiled)).__dict__["_catalog"]
    return {msgid: text for msgid, text in texts.items() if msgid}


def test_a_translator_speaks_its_language() -> None:
    assert translator("en")("Bookmarks") == "Bookmarks"
    assert translator("zh")("Bookmarks") == "收藏夹"


def test_a_text_nobody_translated_is_shown_as_it_is() -> None:
    assert translator("zh")("zzz {n}", n=3) == "zzz 3"


def test_values_with_braces_are_left_alone() -> None:
    assert translator("en")("{title}", title="{x}") == "{x}"
    assert translator("en")("{x}") == "{x}"


@pytest.mark.parametrize(("n", "text"), [(1, "1 paper"), (2, "2 papers"), (0, "0 papers")])
def test_english_has_a_plural(n: int, text: str) -> None:
    assert translator("en").n("{n} paper", "{n} papers", n) == text


def test_a_mark_changes_nothing() -> None:
    assert msg("Bookmark") == "Bookmark"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh"),
        ({"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "zh:en"}, "zh"),
        ({"LANG": "", "LC_ALL": ""}, "en"),
    ],
)
def test_the_interface_follows_the_locale(environ: dict[str, str], language: str) -> None:
    assert interface_language("auto", environ) == language


def test_a_configured_language_is_stronger_than_the_locale() -> None:
    assert interface_language("en", {"LANG": "zh_CN.UTF-8"}) == "en"
    assert set(CATALOGUES) == {"en", "zh"}


def test_msgids_are_found_however_the_translator_is_reached() -> None:
    source = 't("a"); self.t("b"); app.t.n("c", "d", 2); msg("e"); other("f"); x.n("g", "h"); t(name)'
    assert list(catalogue.in_source(source)) == ["a", "b", ("c", "d"), "e"]


def test_counts_are_written_as_people_write_them() -> None:
    assert translator("en").n("{n} paper", "{n} papers", 51759) == "51,759 papers"
    assert translator("zh").n("{n} paper", "{n} papers", 51759) == "51,759 篇论文"


def test_asides_in_chinese_stand_in_full_width_brackets() -> None:
    assert translator("zh")("{what} ({aside})", what="已撤销", aside="1 篇论文") == "已撤销（1 篇论文）"
