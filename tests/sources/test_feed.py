from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Announce, Entry, Texts
from reader.sources.feed import is_feed
from tests.sources.invented import ENTRIES, entry, feed, the_feed


def entries(text: str) -> list[Entry]:
    return [replace(item, line=0) for item in the_feed(text.encode(), "cs.XX.xml").entries]


@pytest.mark.parametrize("age", ["2023", "march 2023", "block"])
def test_a_feed_of_any_age_gives_the_entries_of_the_digest(age: str) -> None:
    assert entries(feed(ENTRIES, age)) == list(ENTRIES)
    assert the_feed(feed(ENTRIES, age).encode(), "x").problems == ()


def test_a_feed_since_2024_tells_version_and_announcement_in_the_abstract() -> None:
    assert entries(feed(ENTRIES, "2024")) == [replace(item, category=None) for item in ENTRIES]


def test_the_channel_is_that_of_the_name_or_of_the_feeds_own_title() -> None:
    assert the_feed(feed(channel="cs.AI").encode(), "x").channel == "cs.AI"
    assert the_feed(feed(channel="cs.AI").encode(), "x", "cs.LG").channel == "cs.LG"
    assert the_feed(feed(channel="teapots").encode(), "x").channel is None


def test_damaged_xml_is_read_as_far_as_it_can_be() -> None:
    damaged = feed().replace("壶", "\x07壶", 1)
    read = the_feed(damaged.encode(), "x")
    assert [item.id for item in read.entries] == [item.id for item in ENTRIES]
    assert read.problems[0].reason == "2401.00001: damaged XML: characters that are not allowed"
    half = feed()[: feed().index("2401.00003")]
    assert [item.id for item in the_feed(half.encode(), "x").entries][:2] == ["2401.00001", "2401.00002"]


def test_an_item_without_a_link_is_reported() -> None:
    text = feed([entry(1)]).replace("arxiv.org", "example.invalid")
    read = the_feed(text.encode(), "x")
    assert read.entries == ()
    assert [problem.lost for problem in read.problems] == [True]


def test_entities_are_not_expanded_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret teapot")
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY b0 "tea"><!ENTITY file SYSTEM "{secret.as_uri()}">{bomb}]>'
    read = the_feed((head + feed().replace("虚构的", "&b11;&file;", 1)).encode(), "x")
    assert "secret" not in repr(read)
    assert len(repr(read)) < 10_000


def test_arxivs_own_feed_gives_english_papers() -> None:
    text = """<rss version="2.0"><channel><title>cs.XX updates on arXiv.org</title><item>
      <title>Invented Teapots</title><link>https://arxiv.org/abs/2401.00001</link>
      <description>arXiv:2401.00001v2 Announce Type: replace
Abstract: We invent a teapot.</description></item></channel></rss>"""
    texts = Texts(title_en="Invented Teapots", abstract_en="We invent a teapot.")
    assert entries(text) == [Entry("2401.00001", texts, 2, None, Announce.REPLACE)]
    assert the_feed(text.encode(), "x").channel == "cs.XX"


@pytest.mark.parametrize(
    ("references", "text"),
    [("&#xD800;", "\ufffd"), ("&#055296;", "\ufffd"), ("&#xd83d;&#xDE00;", "\U0001f600"), ("&#x8336;&#22774;", "茶壶")],
)
def test_halves_of_characters_are_no_catastrophe(references: str, text: str) -> None:
    """XML forbids them; the parser would fail on them."""
    (read,) = entries(feed([entry(1)]).replace("虚构", references))
    (plain,) = entries(feed([entry(1)]))
    assert text in str(read.texts)
    assert read.id == plain.id


@given(st.binary())
def test_any_bytes_are_read_without_failing(data: bytes) -> None:
    the_feed(b"<rss>" + data, "x")


def test_a_feed_is_known_by_its_first_tag() -> None:
    assert is_feed(feed()[:200])
    assert not is_feed("<html><body>")


def test_long_runs_take_no_long_time() -> None:
    the_feed(feed().replace("虚构", "&lt;p&gt;" * 100_000, 1).encode(), "x")


def test_a_tag_within_a_text_stays_there() -> None:
    item = replace(entry(1), texts=replace(entry(1).texts, abstract_zh="若 <p>茶</p> 则 </p>壶"))
    assert entries(feed([item])) == [item]
