"""That this ranks above that: what each part of the ranking by meaning and by interest is for.

Every test differs from its neighbour in one thing only, so that a part of the formula that is left out is missed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean

from reader.model import Sort, Texts
from reader.search.engine import PaperEngine, open_engine
from reader.search.protocol import Document
from tests.search.invented import newest_first, query

FILLING = [f"filler{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(200)]
"""Words of no subject."""


def opened(folder: Path, abstracts: Iterable[Sequence[str]]) -> PaperEngine:
    """Papers numbered from 1, each with some words of its own and ten of no subject."""
    chance = random.Random(11)
    engine = open_engine(folder)
    engine.add(
        Document(num, num, str(num), Texts("On it", abstract_en=" ".join([*words, *chance.sample(FILLING, 10)])))
        for num, words in enumerate(abstracts, 1)
    )
    return engine


def subject(name: str) -> list[str]:
    """Words that papers on a subject share."""
    return [f"{name}{sign}" for sign in "abcdefgh"]


def test_near_papers_with_the_rarer_word_stand_above_those_with_the_commoner_one(tmp_path: Path) -> None:
    """The word of ten times as many papers is the more topical one: its papers share more."""
    common, chance = ["kettle", *subject("tea")], random.Random(3)
    rare = [["violin", *chance.sample(subject("music"), 3)] for _ in range(30)]
    engine = opened(tmp_path, [*[common] * 200, *rare, *[[]] * 1770])
    found = engine.near(query("kettle violin"), newest_first(2000), limit=30).nums
    engine.close()
    assert len(set(found) & set(range(201, 231))) >= 25


def test_of_two_near_papers_the_one_with_what_the_best_papers_share_stands_above(tmp_path: Path) -> None:
    """All papers of `kettle` lack the violin alike. Some have words which go with neither word by itself, but which the
    papers that have both words share."""
    shared = ["amber", "cobalt", "saffron"]
    both = [["kettle", *shared, "violin"]] * 20
    like_these = [["kettle", *shared]] * 10
    others = [["kettle", "basalt", "walnut", "turquoise"]] * 10
    violins = [["violin", *subject("music"), *subject("bow"), *subject("score"), *subject("choir")]] * 200
    kettles = [["kettle", *subject("tea"), *subject("leaf"), *subject("cup"), *subject("steam")]] * 200
    engine = opened(tmp_path, [*both, *others, *like_these, *violins, *kettles, *[[]] * 1560])
    found = list(engine.near(query("kettle violin"), newest_first(2000), limit=2000).nums)
    engine.close()
    assert max(found.index(num) for num in range(31, 41)) < min(found.index(num) for num in range(21, 31))


def test_a_word_that_hardly_any_paper_has_is_looked_for_by_its_stem(tmp_path: Path) -> None:
    """`violinists` is nowhere; papers of `violin` and `violinist` are what is meant, though they lack the harbor."""
    kin = [*[["violin", *subject("music")]] * 6, *[["violinist", *subject("music")]] * 6]
    engine = opened(tmp_path, [*kin, *[["harbor", *subject("sea")]] * 400, *[[]] * 1588])
    found = engine.near(query("violiners harbor"), newest_first(2000), limit=12)
    common = engine.near(query("harboring violin"), newest_first(2000), limit=12)
    engine.close()
    assert set(found.nums) == set(range(1, 13))
    assert found.lacking[0] == ("violiners", "harbor")
    # The stem of a word that is nowhere says nothing where very many papers have it.
    assert [each.word for each in common.understood] == ["violin"]


def test_two_words_that_stand_side_by_side_in_two_papers_are_understood_together_too(tmp_path: Path) -> None:
    side_by_side = [["amber", "walnut", *subject("deep")]] * 2
    apart = [*[["amber", *subject("gem")]] * 40, *[["walnut", *subject("tree")]] * 40]
    engine = opened(tmp_path, [*side_by_side, *apart, *[[]] * 518])
    found = engine.near(query("amber walnut"), newest_first(600), limit=10)
    engine.close()
    assert [each.word for each in found.understood] == ["amber", "walnut", "amber walnut"]


def test_papers_of_a_rare_learned_word_stand_above_those_of_a_common_one(tmp_path: Path) -> None:
    """Though every kept paper has the common word, and only half of them the rare one."""
    kept = [*[["lantern", "harbor"]] * 6, *[["harbor"]] * 6]
    engine = opened(tmp_path, [*kept, *[["harbor"]] * 150, *[["lantern"]] * 20, *[[]] * 1818])
    shelf = newest_first(2000)
    profile = engine.profile(range(1, 13), (), shelf)
    ranked = list(engine.search(query(""), shelf, sort=Sort.INTEREST, profile=profile).nums)
    engine.close()
    common, rare = (mean(ranked.index(num) for num in nums) for nums in (range(13, 163), range(163, 183)))
    assert rare < common
