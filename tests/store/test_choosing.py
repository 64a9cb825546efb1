"""Of what several publishers say of a paper, the best is shown, whichever was read first."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reader.model import TEXT_FIELDS, Author, Details, Lang, Link, LinkKind, Section, Texts
from reader.store.choosing import Said, Shown, choose, chosen_texts, rank_of, replaced
from reader.store.statements import Content, Quality, Statement, content_of, details_column, digest_of, quality

ARXIV, ONE, TWO, OWN = 1, 2, 3, 4
RANKS = {ARXIV: 0, ONE: 1, TWO: 1, OWN: 3}
WHOLE = "We invent a lantern that glows."
GITHUB = "https://github.com/ada/lantern"


def said(
    publisher: int,
    texts: Texts = Texts(),  # noqa: B008  # immutable
    details: Details = Details(),  # noqa: B008
    *,
    version: int = 1,
    day: int = 20261123,
    turn: int = 1,
    cut: bool = False,
) -> Said:
    digest = digest_of(texts, details_column(details))
    return Statement(publisher, digest, 7, version, day, turn, cut), Content(texts, details)


def shown(*statements: Said) -> Shown:
    return choose(statements, RANKS)


def test_what_is_a_placeholder_or_in_the_other_language_counts_less() -> None:
    assert quality(None, Lang.ZH, False) is Quality.ABSENT
    assert quality("Summary generation failed", Lang.ZH, False) is Quality.PLACEHOLDER
    assert quality("Lanterns", Lang.ZH, False) is Quality.UNTRANSLATED
    assert quality("灯笼", Lang.ZH, True) is Quality.CUT
    assert quality("Lanterns", Lang.EN, False) is Quality.WHOLE


def test_a_cut_abstract_does_not_replace_a_whole_one_not_even_of_a_lower_version() -> None:
    whole = said(ONE, Texts(abstract_en=WHOLE), version=1)
    cut = said(ONE, Texts(abstract_en=WHOLE[:9]), version=2, day=20261124, cut=True)
    assert shown(whole, cut).texts.abstract_en == WHOLE
    assert not shown(whole, cut).cut


def test_a_failed_translation_does_not_replace_a_good_one() -> None:
    good = said(ONE, Texts(title_zh="用灯笼做规划", tldr_zh="灯笼。", abstract_zh="我们发明了灯笼。"))
    failed = said(ONE, Texts(title_zh="Error", tldr_zh="Error", abstract_zh="Error"), version=2, day=20261125)
    assert shown(good, failed).texts == good[1].texts


def test_a_chinese_title_without_a_chinese_word_yields_to_one_that_has_some() -> None:
    english = said(ONE, Texts(title_zh="Lanterns", abstract_zh="灯笼。"), version=2)
    chinese = said(TWO, Texts(title_zh="灯笼", abstract_zh="灯笼！"), version=1)
    assert shown(english, chinese).texts.title_zh == "灯笼"
    assert shown(english, chinese).texts.abstract_zh == "灯笼。"


def test_what_was_translated_here_never_replaces_what_a_publisher_translated_cut_though_it_be() -> None:
    ours = said(OWN, Texts(title_zh="灯笼", abstract_zh="整篇灯笼。"), version=2)
    theirs = said(ONE, Texts(title_zh="纸灯", abstract_zh="半篇"), cut=True)
    assert shown(ours, theirs).texts == theirs[1].texts
    untranslated = said(ONE, Texts(title_zh="Lanterns", abstract_zh="Lanterns"))
    assert shown(ours, untranslated).texts == ours[1].texts
    japanese = said(ONE, Texts(title_zh="提灯の計画", abstract_zh="本研究では提灯を発明した。"), version=3)
    assert shown(ours, japanese).texts == ours[1].texts


def test_of_the_same_quality_the_higher_version_then_the_rank_then_the_day_decides() -> None:
    second = said(TWO, Texts(abstract_en="b"), version=2)
    assert shown(said(ARXIV, Texts(abstract_en="a")), second).texts.abstract_en == "b"
    assert shown(said(ONE, Texts(abstract_en="a")), said(ARXIV, Texts(abstract_en="b"))).texts.abstract_en == "b"
    assert shown(said(TWO, Texts(abstract_en="a"), day=20261201), said(ONE, Texts(abstract_en="b"))).texts == Texts(
        abstract_en="b"
    )
    later = said(ONE, Texts(abstract_en="b"), day=20261124)
    assert shown(said(ONE, Texts(abstract_en="a")), later).texts.abstract_en == "b"


def test_an_unknown_version_is_the_lowest() -> None:
    known = said(TWO, Texts(abstract_en="b"), version=1)
    assert shown(said(ARXIV, Texts(abstract_en="a"), version=0), known).texts.abstract_en == "b"


def test_the_texts_of_a_language_are_of_one_publisher_where_it_has_them() -> None:
    one = said(ONE, Texts(title_zh="一", abstract_zh="一。"), cut=True)
    two = said(TWO, Texts(title_zh="二", tldr_zh="二！", abstract_zh="二。"))
    assert shown(one, two).texts == two[1].texts
    third = said(TWO, Texts(tldr_zh="三！", abstract_zh="三。"))
    assert shown(one, third).texts == Texts(title_zh="一", tldr_zh="三！", abstract_zh="三。")


def test_each_language_is_chosen_by_itself() -> None:
    both = said(ONE, Texts(abstract_en=WHOLE[:9], abstract_zh="灯笼。"), cut=True)
    english = said(TWO, Texts(abstract_en=WHOLE))
    found = shown(both, english)
    assert found.texts == Texts(abstract_en=WHOLE, abstract_zh="灯笼。")
    assert [one and (one.publisher, one.cut) for one in found.told[4:]] == [(TWO, False), (ONE, True)]


def test_what_the_same_publisher_said_before_can_be_seen_and_what_another_says_is_no_change() -> None:
    old, new = said(ONE, Texts(title_en="Old")), said(ONE, Texts(title_en="New"), version=2)
    other = said(TWO, Texts(title_en="Other"))
    statements = [new, other, old]
    assert replaced(statements, shown(*statements)) == [old]


def test_details_come_from_whoever_tells_them_arxiv_first() -> None:
    one = said(ONE, details=Details(authors=(Author("A. B."),), comment="12 pages", keywords=("灯笼",)), version=2)
    arxiv = said(ARXIV, details=Details(authors=(Author("Ada Beispiel", ("Lamp Lab",)),), categories=("cs.AI",)))
    assert shown(one, arxiv).details == Details(
        authors=(Author("Ada Beispiel", ("Lamp Lab",)),), categories=("cs.AI",), comment="12 pages", keywords=("灯笼",)
    )


def test_links_are_those_of_all_each_once() -> None:
    project = Link(LinkKind.PROJECT, "https://lantern.example")
    one = said(ONE, Texts(abstract_en=f"Code: {GITHUB}."), Details(links=(Link(LinkKind.CODE, f"{GITHUB}.git"),)))
    two = said(TWO, details=Details(links=(project, Link(LinkKind.CODE, f"{GITHUB}/".replace("https", "http")))))
    assert shown(one, two).details.links == (Link(LinkKind.CODE, f"{GITHUB}.git"), project)


def test_a_repository_that_an_abstract_names_is_a_link() -> None:
    assert shown(said(ONE, Texts(abstract_en=f"See {GITHUB}."))).details.links == (Link(LinkKind.CODE, GITHUB),)
    assert shown(said(ONE, Texts(abstract_en=f"See {GITHUB}"), cut=True)).details.links == ()


def test_sections_are_those_of_one_publisher_in_each_language() -> None:
    method, aim = Section(Lang.ZH, "方法", "灯"), Section(Lang.ZH, "动机", "暗")
    english = Section(Lang.EN, "Method", "lamps")
    one, two = (
        said(ONE, details=Details(sections=(aim, method))),
        said(TWO, details=Details(sections=(english, method))),
    )
    assert shown(two, one).details.sections == (aim, method, english)


def test_our_own_and_those_nobody_was_noted_for_rank_last() -> None:
    names = ["arXiv", "https://example.org/digests", "export of 2026-11-23", "translated here", "before"]
    assert sorted(names, key=rank_of) == names
    assert len({rank_of(name) for name in names}) == len(names)


details = st.builds(
    Details,
    authors=st.lists(st.builds(Author, st.text(), st.lists(st.text(), max_size=2).map(tuple)), max_size=3).map(tuple),
    categories=st.lists(st.text(), max_size=2).map(tuple),
    comment=st.none() | st.text(min_size=1),
    doi=st.none() | st.text(min_size=1),
    journal=st.none() | st.text(min_size=1),
    links=st.lists(st.builds(Link, st.sampled_from(LinkKind), st.text()), max_size=2).map(tuple),
    keywords=st.lists(st.text(), max_size=2).map(tuple),
    sections=st.lists(st.builds(Section, st.sampled_from([Lang.ZH, Lang.EN]), st.text(), st.text()), max_size=2).map(
        tuple
    ),
    submitted=st.none() | st.dates(),
)


@given(details)
def test_details_are_kept_as_they_are(told: Details) -> None:
    column = details_column(told)
    assert content_of([None] * len(TEXT_FIELDS) + [column]).details == told


def test_a_day_of_submission_is_the_first_that_is_told() -> None:
    one = said(ONE, details=Details(submitted=date(2026, 11, 20)))
    two = said(TWO, details=Details(submitted=date(2026, 11, 19)))
    assert shown(one, two).details.submitted == date(2026, 11, 19)


def drawn(draw: tuple[int, Texts, int, int, bool]) -> Said:
    publisher, texts, version, day, cut = draw
    return said(publisher, texts, Details(comment=texts.title_en), version=version, day=day, cut=cut)


text = st.none() | st.sampled_from(["灯", "笼", "lamp", "Error"])
statements = st.lists(
    st.tuples(
        st.sampled_from(sorted(RANKS)),
        st.builds(Texts, *[text] * 6),
        st.integers(0, 2),
        st.integers(0, 2),
        st.booleans(),
    ).map(drawn),
    min_size=1,
    max_size=5,
    unique_by=lambda one: (one[0].publisher, one[0].digest),
)


@given(statements, st.randoms())
def test_the_order_makes_no_difference(one: list[Said], random: Random) -> None:
    other = list(one)
    random.shuffle(other)
    assert shown(*one) == shown(*other)
    assert replaced(one, shown(*one)) == replaced(other, shown(*one))


@given(statements)
def test_the_texts_that_are_indexed_are_those_that_are_shown(told: list[Said]) -> None:
    assert chosen_texts(told, RANKS) == choose(told, RANKS).texts


@given(statements)
def test_no_text_that_anybody_told_is_missing(told: list[Said]) -> None:
    texts = shown(*told).texts
    for name in TEXT_FIELDS:
        assert (getattr(texts, name) is None) == all(getattr(one[1].texts, name) is None for one in told)
