"""What is exported in the form of the digests is read again as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.export.formats import render
from reader.model import Announce, Entry, MarkedPaper, Paper, Texts
from reader.sources.markdown import is_digest, parse_digest
from tests.export.invented import BARE, PLAIN, paper

OWL = replace(PLAIN.paper, cut=False)


def again(*papers: Paper) -> tuple[Entry, ...]:
    text = "".join(render([MarkedPaper(each) for each in papers], "digest"))
    assert is_digest(text)
    digest = parse_digest(text, "export.md")
    assert not [problem for problem in digest.problems if problem.lost]
    return digest.entries


@pytest.mark.parametrize("announce", [None, *Announce])
@pytest.mark.parametrize("version", [None, 1, 3])
@pytest.mark.parametrize("cut", [False, True])
def test_a_paper_is_read_as_it_was_written(announce: Announce | None, version: int | None, cut: bool) -> None:
    (entry,) = again(replace(OWL, announce=announce, version=version, cut=cut))
    assert (entry.id, entry.texts, entry.cut) == (OWL.id, OWL.texts, cut)
    if announce is not None:
        assert (entry.version, entry.announce) == (version, announce)
    if version is not None:
        assert (entry.version, entry.category) == (version, OWL.category)


@pytest.mark.parametrize("length", range(990, 1004))
def test_an_abstract_near_the_length_of_a_cut_is_cut_only_if_it_was(length: int) -> None:
    whole = "Owls hoot at night. ".ljust(length - 1, "o") + "x"
    for prefix_of in (None, Announce.NEW):
        long = replace(OWL, texts=replace(OWL.texts, abstract_en=whole), announce=prefix_of)
        (entry,) = again(long)
        assert (entry.cut, entry.texts.abstract_en) == (False, whole)


def test_many_papers_are_several_digests_in_one_file() -> None:
    papers = [paper(f"2608.{number:05}", Texts(title_en=f"Owl {number}"), num=number) for number in range(1, 1202)]
    assert [entry.texts.title_en for entry in again(*papers)] == [f"Owl {number}" for number in range(1, 1202)]


def test_texts_that_look_like_the_form_stay_texts() -> None:
    nasty = Texts(
        title_en="a | b](https://arxiv.org/abs/1) | [^2]:",
        title_zh="# 摘要",
        tldr_zh="| --- |",
        abstract_en="one\n\n[^3]: two\n# 详细",
        abstract_zh="无",
    )
    (entry,) = again(replace(OWL, texts=nasty, category=None))
    assert entry.texts == replace(nasty, abstract_en="one [^3]: two # 详细")


def test_what_is_missing_stays_missing() -> None:
    assert again(BARE.paper)[0].texts == Texts()
    assert again() == ()
