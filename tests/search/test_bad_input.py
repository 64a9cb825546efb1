"""Whatever is typed or pasted: an answer or a clear message, at once."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from reader.errors import QueryError
from reader.model import Results, Texts
from reader.search.engine import PaperEngine, open_engine
from reader.search.highlight import spans
from tests.search.invented import Shelf, chinese, documents, english, newest_first, query

COUNT = 300

PASTED = {
    "unbalanced quote": '"the kettle',
    "unbalanced brackets": "((kettle) OR (lantern",
    "closing bracket": "kettle) lantern",
    "operators alone": "OR AND NOT - | * ( )",
    "only minus": "-----",
    "10,000 letters": "k" * 10_000,
    "10,000 characters": "茶" * 10_000,
    "10,000 characters of prose": "the kettle and the lantern " * 400,
    "2,000 characters of prose": "the kettle and the lantern " * 74,
    "2,000 characters": "深度学习强化图像" * 250,
    "2,000 different words": " ".join(f"w{number}" for number in range(380)),
    "regular expression": r"^(ket|lan)[a-z]+.*\d{2,}$|(?<!x)y",
    "catastrophic expression": "(a+)+$" * 20,
    "emoji": "🫖🏮 kettle 👩‍👩‍👧‍👦",
    "control characters": "\x01\x02kettle\x1b[31m\x7f",
    "zero byte": "ket\x00tle",
    "only zero byte": "\x00",
    "lone surrogate": "kettle \ud800\udfff",
    "stop words": "the of and in we a to",
    "prefix of nearly everything": "t*",
    "brackets in brackets": "(" * 1000 + "kettle" + ")" * 1000,
    "unknown field": "author:kettle",
    "nearly a field": "titl:kettle",
    "field of a field": "title:tldr:abs:kettle",
    "fields without values": "title: tldr: cat: date:",
    "bidirectional override": "\u202ekettle\u202c",
    "combining marks": "k" + "\u0301" * 500,
    "quotes in quotes": '"a "b" c" "" """',
    "signs": "!@#$%^&*()_+{}[]|\\:;'<>,.?/~`",
    "Chinese signs": "，。；：？！“”‘’（）《》【】、—…￥",
    "SQL": "'; drop table papers; --",
    "many ors": " OR ".join(["kettle"] * 200),
    "many nots": "-" + " -".join(["kettle"] * 200),
    "markup": "[bold]kettle[/bold] [/s] <b>x</b>",
    "a whole path": "/home/me/../papers?.md",
    "200 words": " ".join(f"kettle{number} lantern" for number in range(100)),
    "Chinese stop words": "的 了 是 在 和",
    "emoji alone": "🫖🏮👩‍👩‍👧",
    "filters alone": "is:unread cat:cs.CL date:2024",
    "one letter": "a",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperEngine]:
    opened = open_engine(tmp_path_factory.mktemp("index"))
    opened.add(documents(COUNT))
    yield opened
    opened.close()


def no_titles(nums: Sequence[int]) -> Sequence[Texts]:
    return ()


def answer(engine: PaperEngine, text: str, typing: bool) -> Results | QueryError:
    shelf: Shelf = newest_first(COUNT)
    try:
        read = query(text, typing=typing)
    except QueryError as error:
        return error
    spans(read, "the kettle 茶壶")
    engine.rewritings(read, no_titles)
    assert len(engine.near(read, shelf, limit=50).nums) <= 50
    return engine.search(read, shelf, limit=50)


@pytest.mark.parametrize("typing", [False, True], ids=["sent", "typing"])
@pytest.mark.parametrize("name", PASTED)
def test_anything_typed_is_answered_or_refused_in_words(name: str, typing: bool, engine: PaperEngine) -> None:
    start = time.process_time()
    found = answer(engine, PASTED[name], typing)
    seconds = time.process_time() - start
    if isinstance(found, QueryError):
        assert str(found)
        assert "\n" not in str(found)
        assert len(str(found)) < 200
        assert 0 <= found.position < len(PASTED[name])
    else:
        assert 0 <= found.total == len(found.nums) <= COUNT
    assert seconds < 1  # hundreds of times what it takes


def test_a_text_that_was_pasted_is_not_put_right_word_by_word(engine: PaperEngine) -> None:
    few = "ketle lantren trunip"
    assert engine.rewritings(query(few), no_titles)
    assert not engine.rewritings(query(f"{few} " * 6), no_titles)


def test_texts_of_any_kind_can_be_indexed(tmp_path_factory: pytest.TempPathFactory) -> None:
    chance = random.Random(2)
    made = documents(6)
    odd = [
        "\x00" * 50,
        "\ud800 kettle",
        "k" * 70_000,
        chinese(chance, 9000),
        english(chance, 9000) + " zanzibar",
        "🫖" * 300,
    ]
    changed = [
        replace(document, texts=replace(document.texts, abstract_en=text))
        for document, text in zip(made, odd, strict=True)
    ]
    engine = open_engine(tmp_path_factory.mktemp("odd"))
    engine.add(changed)
    shelf = newest_first(6)
    assert engine.status().papers == 6
    assert list(engine.search(query("zanzibar"), shelf).nums) == [5]
    assert 2 in list(engine.search(query("kettle"), shelf).nums)
    assert list(engine.search(query("kkkkkkkkkkkkkkkk*"), shelf).nums) == [3]
    engine.close()
