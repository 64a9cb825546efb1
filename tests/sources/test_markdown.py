from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Announce, Digest, Entry, Texts
from reader.sources.markdown import Memo, is_digest, parse_digest
from tests.sources.invented import EMPTY, ENTRIES, block, digest, entry, row

PLACE = "cs.XX.md"


def parsed(text: str) -> Digest:
    return parse_digest(text, PLACE)


def entries(text: str) -> list[Entry]:
    """What is read from `text`, line numbers aside."""
    return [replace(item, line=0) for item in parsed(text).entries]


@pytest.mark.parametrize("age", ["2023", "2024"])
def test_a_digest_gives_its_entries_in_order(age: str) -> None:
    wanted = [replace(item, category=None) for item in ENTRIES] if age == "2024" else list(ENTRIES)
    assert entries(digest(ENTRIES, age)) == wanted
    assert parsed(digest(ENTRIES, age)).problems == ()


def test_the_first_form_without_summaries_takes_them_from_the_table() -> None:
    assert entries(digest(ENTRIES, "march 2023")) == list(ENTRIES)


def test_an_english_summary_is_read_where_there_is_one() -> None:
    item = replace(entry(1), texts=replace(entry(1).texts, tldr_en="A teapot, invented."))
    assert entries(digest([item])) == [item]


def test_channel_and_day_are_those_given() -> None:
    day = date(2024, 1, 5)
    read = parse_digest(EMPTY, PLACE, "cs.XX", day)
    assert (read.place, read.channel, read.day, read.entries, read.problems) == (PLACE, "cs.XX", day, (), ())


def test_each_entry_knows_its_line() -> None:
    text = digest()
    lines = text.splitlines()
    assert [lines[item.line - 1][:5] for item in parsed(text).entries] == ["[^1]:", "[^2]:", "[^3]:"]


@pytest.mark.parametrize("change", [
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", "\r"),
    lambda text: "\ufeff" + text,
    lambda text: "\n".join(line.rstrip() for line in text.splitlines()),
    lambda text: text.rstrip(),
    lambda text: text.replace("[^1]", "[^41]").replace("[^2]", "[^7]").replace("[^3]", "[^x]"),
    lambda text: text.replace("http://arxiv.org", "https://rss.arxiv.org"),
    lambda text: text[text.index("# 详细"):],
    lambda text: "Notes of mine\n\n" + text,
])  # fmt: skip
def test_what_programs_and_people_do_to_a_file_changes_nothing(change) -> None:  # type: ignore[no-untyped-def]  # lambdas
    assert entries(change(digest())) == list(ENTRIES)


def test_two_digests_in_one_file_are_both_read() -> None:
    text = digest(ENTRIES[:2]) + digest([entry(7)])
    assert entries(text) == [*ENTRIES[:2], entry(7)]
    assert text.splitlines()[parsed(text).entries[2].line - 1].startswith("[^1]: 虚构的茶壶，第7部分")


def test_the_same_paper_twice_is_two_entries() -> None:
    assert entries(digest([entry(1), entry(1)])) == [entry(1), entry(1)]


def test_a_title_and_a_summary_with_bars_are_kept_whole() -> None:
    texts = replace(entry(1).texts, title_en="P(a | b) [and](c) teapots", tldr_zh="概率 P(a|b) | 虚构")
    item = replace(entry(1), texts=texts)
    assert entries(digest([item])) == [item]
    assert entries(row(item, 1)) == [
        Entry(item.id, Texts(title_en="P(a | b) [and](c) teapots", tldr_zh="概率 P(a|b) | 虚构"))
    ]


def test_a_row_without_an_entry_still_gives_a_paper() -> None:
    text = digest(ENTRIES).replace(block(ENTRIES[1], 2), "")
    read = parsed(text)
    assert [item.id for item in read.entries] == ["2401.00001", "2401.00003", "2401.00002"]
    assert read.entries[2].texts.tldr_zh == ENTRIES[1].texts.tldr_zh
    assert [(problem.line, problem.reason, problem.lost) for problem in read.problems] == [
        (6, "2401.00002: in the table only, no abstract", False)
    ]


def test_an_entry_without_a_row_is_read_whole() -> None:
    text = digest(ENTRIES).replace(row(ENTRIES[1], 2), "")
    assert entries(text) == list(ENTRIES)
    assert parsed(text).problems == ()


def test_the_table_fills_what_an_entry_lacks() -> None:
    bare = replace(entry(1), texts=replace(entry(1).texts, tldr_zh=None))
    text = digest(ENTRIES[:1]).replace(block(entry(1), 1), block(bare, 1))
    assert entries(text) == [entry(1)]


def test_an_entry_whose_link_is_damaged_takes_that_of_its_row() -> None:
    link = "[http://arxiv.org/abs/2401.00001](http://arxiv.org/abs/2401.00001)"
    assert entries(digest(ENTRIES).replace(link, "[no link](nowhere)")) == list(ENTRIES)


def test_an_entry_without_any_link_is_reported_with_its_line() -> None:
    text = block(entry(1), 1).replace("arxiv.org", "example.invalid") + block(entry(2), 2)
    read = parsed(text)
    assert [item.id for item in read.entries] == ["2401.00002"]
    assert [(problem.place, problem.line, problem.lost) for problem in read.problems] == [(PLACE, 1, True)]


def test_an_untranslated_entry_is_read_and_reported() -> None:
    english = replace(entry(1), texts=replace(entry(1).texts, title_zh=None, tldr_zh=None, abstract_zh=None))
    read = parsed(digest([english]))
    assert [replace(item, line=0) for item in read.entries] == [english]
    assert [problem.reason for problem in read.problems] == [
        "2401.00001: no Chinese title, no summary, no Chinese abstract"
    ]
    assert not read.problems[0].lost


def test_a_chinese_abstract_in_another_language_is_kept_and_reported() -> None:
    spanish = replace(entry(1), texts=replace(entry(1).texts, abstract_zh="Inventamos una tetera. No existe."))
    read = parsed(digest([spanish]))
    assert read.entries[0].texts.abstract_zh == "Inventamos una tetera. No existe."
    assert [problem.reason for problem in read.problems] == ["2401.00001: the Chinese abstract is not in Chinese"]


def test_an_empty_digest_has_no_entries_and_no_problems() -> None:
    assert parsed(EMPTY) == Digest(PLACE, None, None, ())
    assert is_digest(EMPTY)


def test_half_a_digest_gives_everything_above_the_cut() -> None:
    text = digest(ENTRIES)
    for end in range(len(text)):
        read = parsed(text[:end])
        whole = [
            item for ref, item in enumerate(ENTRIES, 1) if text.index(block(item, ref)) + len(block(item, ref)) <= end
        ]
        titled = [
            item.id for ref, item in enumerate(ENTRIES, 1) if text.index(row(item, ref)) + len(row(item, ref)) <= end
        ]
        assert [replace(item, line=0) for item in read.entries][: len(whole)] == whole
        assert {item.id for item in read.entries} >= set(titled)
    assert parsed(text[: text.index("| [^2]") + 40]).problems[-1].reason == "a table row that cannot be read"


def test_a_title_of_an_old_feed_loses_the_feeds_full_stop() -> None:
    assert entries(row(entry(1), 1))[0].texts.title_en == entry(1).texts.title_en
    assert entries(row(entry(1), 1, "2024"))[0].texts.title_en == entry(1).texts.title_en


def test_the_cut_is_told_with_prefix_and_trailing_space_counted() -> None:
    prefix = "arXiv:2401.00001v1 Announce Type: new  Abstract: "
    words = ("teapots and " * 100)[: 1000 - len(prefix) - 1] + " "
    cut = replace(entry(1), texts=replace(entry(1).texts, abstract_en=words))
    whole = replace(entry(1), texts=replace(entry(1).texts, abstract_en=words.strip()[:-20] + "."))
    assert [item.cut for item in parsed(digest([cut, whole], "2024")).entries] == [True, False]


def test_an_abstract_of_several_paragraphs_is_kept_together() -> None:
    texts = replace(
        entry(1).texts, abstract_en="First part.\n\n    Second part.", abstract_zh="第一段。\n\n    第二段。"
    )
    read = parsed(digest([replace(entry(1), texts=texts)])).entries[0].texts
    assert read.abstract_zh == "第一段。\n\n第二段。"
    assert read.abstract_en == "First part.\n\nSecond part."


def test_a_line_that_only_looks_like_an_entry_stays_in_the_text() -> None:
    texts = replace(entry(1).texts, abstract_en="See\n[^note] on teapots.")
    assert parsed(digest([replace(entry(1), texts=texts)])).entries[0].texts.abstract_en == "See\n[^note] on teapots."


def test_a_block_met_before_is_not_parsed_again() -> None:
    memo = Memo()
    first = parse_digest(digest(ENTRIES), PLACE, memo=memo)
    second = parse_digest(digest([entry(9), *ENTRIES]).replace("[^", "[^1"), PLACE, memo=memo)
    assert [item.texts for item in second.entries[1:]] == [item.texts for item in first.entries]
    assert second.entries[1].texts is first.entries[0].texts


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (digest(), True),
        (digest()[: digest().index("# 详细")], True),
        (block(entry(1), 1), True),
        ("# 摘要\n\n本文是一篇关于茶壶的论文。\n", False),
        ("A list of footnotes\n\n[^1]: a note\n[^2]: another\n", False),
        ("| a | b |\n| --- | --- |\n", False),
        ("", False),
    ],
)
def test_a_digest_is_known_by_its_content(text: str, answer: bool) -> None:
    assert is_digest(text) is answer


# Free text, and the pieces that mean something in the format.
PIECES = st.sampled_from([
    "[^1]:", "\n[^2]: ", "\n\n", "    ", "| [^1] | [", "](http://arxiv.org/abs/2401.00001) | ", "# 摘要\n", "# 详细\n",
    "[http://arxiv.org/abs/2401.00001](", "(arXiv:2401.00001v1 [", "arXiv:2401.00001v1 公告类型：", "摘要：", "\r\n",
    "|", "\x07",
])  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=30).map("".join))
def test_any_text_is_parsed_without_failing(text: str) -> None:
    read = parsed(text)
    for item in read.entries:
        assert 1 <= item.line <= text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert all(value is None or value == value.strip() != "" for value in vars_of(item.texts))


def vars_of(texts: Texts) -> list[str | None]:
    return [texts.title_en, texts.title_zh, texts.tldr_en, texts.tldr_zh, texts.abstract_en, texts.abstract_zh]


def spaced(text: str) -> str:
    return " ".join(text.split())


LATIN = st.text(st.sampled_from("abc xyz$\\{}^_<>|&[]1.5"), min_size=1, max_size=60).map(spaced).filter(bool)
HAN = st.text(st.sampled_from("虚构茶壶，。（） abc|[]$^"), min_size=1, max_size=60).map(spaced)
CHINESE = HAN.map(lambda text: f"茶{text}")
INVENTED = st.builds(
    lambda number, title_en, title_zh, tldr_zh, tldr_en, abstract_en, abstract_zh, version, announce: Entry(
        f"2401.{number:05}",
        Texts(f"T{title_en}", title_zh, tldr_en, tldr_zh, f"A{abstract_en}", abstract_zh),
        version if announce is not Announce.NEW else 1,
        "cs.XX",
        announce,
    ),
    st.integers(1, 99999), LATIN, CHINESE, CHINESE, st.none() | LATIN, LATIN, CHINESE, st.integers(2, 30),
    st.sampled_from([Announce.NEW, Announce.REPLACE, Announce.CROSS]),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(INVENTED, max_size=4, unique_by=lambda item: item.id))
def test_writing_a_digest_and_reading_it_gives_the_same_entries(written: list[Entry]) -> None:
    read = parsed(digest(written))
    assert [replace(item, line=0) for item in read.entries] == written
    assert read.problems == ()


HEAD = "[^1]: 茶\n\n    Tea\n\n    http://arxiv.org/abs/2401.00001\n"


@pytest.mark.parametrize(
    "text",
    [
        "\n[^1]:" * 50_000,
        "\n| [^1] | [a](b" * 50_000,
        "| [^1] | [" + "](http://arxiv.org/abs/" * 50_000,
        HEAD + "\n[^" * 50_000,
        HEAD + "\n\n" * 50_000,
        HEAD + "\n\n    x" * 50_000,
        "# 摘要\n" * 50_000,
    ],
    ids=["blocks", "rows", "links", "references", "empty paragraphs", "paragraphs", "headings"],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(text: str) -> None:
    parsed(text)  # with a step that goes over everything for each line this would take minutes
