"""What both front ends rely on: open, search, mark, undo, in one object over three kinds of data."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import QueryError
from reader.library.finding import FEW_HITS, FEWEST_SUGGESTED, remarks
from reader.library.library import Library
from reader.model import (
    Announce,
    Author,
    Details,
    Digest,
    Entry,
    Link,
    LinkKind,
    Marks,
    Sort,
    SuggestionKind,
    Texts,
)
from reader.paths import Places
from reader.sources.contract import Reading
from tests.library.conftest import FRIDAY, PLUMS, SATURDAY


def found(library: Library, query: str, *, typing: bool = False) -> list[str]:
    results = library.finding.search(query, typing=typing)
    ids = library.ids(results.nums)
    assert len(ids) == results.total
    return ids


def test_everything_is_newest_first(library: Library) -> None:
    assert found(library, "") == ["2608.00003", "2608.00002", "2608.00001"]
    assert library.ids(library.listing().nums) == found(library, "*")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("扩散", ["2608.00001"]),
        ("apple", ["2608.00001"]),
        ("transformed", ["2608.00003", "2608.00002"]),
        ("title:pears", ["2608.00002"]),
        ("in:cs.AI -apples", ["2608.00002"]),
        ("in:cs.LG", ["2608.00003", "2608.00002"]),
        ("cat:cs.LG", ["2608.00002"]),
        ("type:new", ["2608.00001"]),
        ("type:cross OR type:replace", ["2608.00003", "2608.00002"]),
        ("date:2026-08-21", ["2608.00002", "2608.00001"]),
        ("date:2026-08-22..", ["2608.00003"]),
        ("is:cut", ["2608.00002"]),
        ("is:updated", ["2608.00002"]),
        ("is:untranslated", ["2608.00003", "2608.00002"]),
        ("id:2608.00003", ["2608.00003"]),
        ("is:bookmarked", []),
        ("nonsense", []),
    ],
)
def test_texts_and_metadata_are_asked_in_one_language(library: Library, query: str, expected: list[str]) -> None:
    assert sorted(found(library, query)) == sorted(expected)


def test_a_word_being_typed_is_a_beginning(library: Library) -> None:
    assert found(library, "app", typing=True) == ["2608.00001"]
    assert found(library, "app") == []


def test_order_by_day_can_be_asked_for(library: Library) -> None:
    assert library.finding.search("transformed", sort=Sort.DATE).nums[0] == library.listing().nums[0]


def test_filters_narrow_a_query_with_alternatives_as_a_whole_and_so_do_counts(library: Library) -> None:
    alternatives = library.finding.search("apples | transformed", filters=["in:cs.LG"])
    assert library.ids(alternatives.nums) == ["2608.00003", "2608.00002"]
    assert library.finding.search("apples OR transformed", filters=["is:unread", "cat:cs.AI"], limit=0).total == 1
    assert library.finding.search('apples "with dif', filters=["in:cs.LG"], typing=True).total == 0


def test_a_wrong_field_is_an_error_only_where_nothing_is_found(library: Library) -> None:
    with pytest.raises(QueryError, match="did you mean"):
        library.finding.search("titel:apples")
    (remark,) = remarks(library.finding.search("titel:apples OR apples"))
    assert "did you mean" in str(remark)


def test_a_query_that_cannot_be_read_is_an_error_with_its_place(library: Library) -> None:
    with pytest.raises(QueryError) as caught:
        library.finding.search("apples is:nowhere")
    assert caught.value.position == len("apples ")


def test_marks_are_part_of_the_query_at_once(library: Library) -> None:
    library.marks.bookmark(["2608.00001"], True)
    library.marks.tag(["2608.00002"], ["Obst"])
    library.marks.note("2608.00003", "Compare with 水果")
    library.marks.mark_read(["2608.00001"], True)
    library.marks.skip(["2608.00003"], True)
    assert found(library, "is:bookmarked") == ["2608.00001"]
    assert found(library, "tag:obst") == ["2608.00002"]
    assert found(library, "#Obst pears") == ["2608.00002"]
    assert found(library, "note:水果") == ["2608.00003"]
    assert found(library, "is:unread") == ["2608.00002"]
    assert found(library, "is:skipped") == ["2608.00003"]
    library.marks.undo()
    assert found(library, "is:skipped") == []


def test_a_paper_carries_its_marks(library: Library) -> None:
    library.marks.bookmark(["2608.00001"], True)
    library.marks.tag(["2608.00001"], ["b", " a ", ""])
    paper = library.find("2608.00001")
    assert paper is not None
    assert paper.marks.bookmarked is not None
    assert paper.marks.tags == ("a", "b")
    library.marks.tag(["2608.00001"], remove=["A"])
    assert library.paper(paper.paper.num).marks.tags == ("b",)


def test_bookmarking_again_keeps_the_first_time(library: Library) -> None:
    library.marks.bookmark(["2608.00001"], True)
    before = library.find("2608.00001")
    assert library.marks.bookmark(["2608.00001"], True) is None
    assert library.find("2608.00001") == before


def test_an_empty_note_is_no_note(library: Library) -> None:
    library.marks.note("2608.00001", "x")
    library.marks.note("2608.00001", "  \n")
    assert library.paper(1).marks == Marks()


def test_what_another_object_marks_is_noticed(library: Library, places: Places) -> None:
    assert not library.changed()
    other = Library.open(places)
    other.marks.bookmark(["2608.00001"], True)
    assert library.changed()
    assert not library.changed()
    found_paper = library.find("2608.00001")
    assert found_paper is not None
    assert found_paper.marks.bookmarked
    other.close()


def test_the_index_may_be_deleted_at_any_time(library: Library, places: Places) -> None:
    library.marks.bookmark(["2608.00001"], True)
    library.close()
    shutil.rmtree(places.cache)
    again = Library.open(places)
    assert again.index.behind() > 0
    assert again.index.update() == 3
    assert found(again, "扩散") == ["2608.00001"]
    assert found(again, "is:bookmarked") == ["2608.00001"]
    assert again.index.update() == 0
    again.close()


def test_a_rebuilt_index_answers_the_same(library: Library) -> None:
    before = found(library, "transformed")
    assert library.index.rebuild() == 3
    assert found(library, "transformed") == before


def test_an_index_of_another_library_is_not_believed(
    library: Library, places: Places, tmp_path_factory: pytest.TempPathFactory
) -> None:
    library.close()
    for name in places.data.glob("library.db*"):
        name.unlink()
    empty = Library.open(places)
    empty.index.update()
    assert found(empty, "") == []
    assert found(empty, "apples") == []
    empty.close()


def test_days_channels_and_tags_are_counted(library: Library) -> None:
    assert library.days()[1] == (FRIDAY, 3, 2)
    assert library.channels() == [("cs.AI", 2), ("cs.LG", 2)]
    library.marks.tag(["2608.00001", "2608.00002"], ["fruit"])
    assert library.marks.tags() == [("fruit", 2)]


def test_saved_searches_are_read_before_they_are_kept_and_can_be_used(library: Library) -> None:
    with pytest.raises(QueryError):
        library.marks.save_search(1, "bad", "is:nowhere")
    library.marks.save_search(1, "fruit", "apples OR pears")
    assert sorted(found(library, "@fruit")) == ["2608.00001", "2608.00002"]


def test_papers_that_came_since_the_last_visit_are_new(library: Library) -> None:
    assert len(found(library, "is:new")) == 3
    library.marks.set_state(seen_sync=str(library.sources.latest_sync()))
    library.changed()
    assert found(library, "is:new") == []


def test_a_number_that_is_no_papers_is_a_programming_error(library: Library) -> None:
    with pytest.raises(KeyError):
        library.paper(99)


def test_the_last_position_is_kept(library: Library, places: Places) -> None:
    library.marks.set_state(paper="2608.00002", language="both")
    other = Library.open(places)
    kept = [other.marks.state(key) for key in ("paper", "language", "x")]
    assert kept == ["2608.00002", "both", None]
    other.close()


def test_marks_come_back_from_a_backup_of_the_same_library(library: Library, tmp_path: Path) -> None:
    library.marks.bookmark(["2608.00001"], True)
    library.marks.tag(["2608.00002"], ["fruit"])
    library.marks.backup(tmp_path / "copy.db")
    before = (tmp_path / "copy.db").read_bytes()
    library.marks.bookmark(["2608.00001"], False)
    library.marks.note("2608.00002", "written later")
    gesture = library.marks.restore(tmp_path / "copy.db")
    assert gesture is not None
    assert gesture.papers == 1
    assert found(library, "is:bookmarked") == ["2608.00001"]
    assert found(library, "note:later tag:fruit") == ["2608.00002"]
    assert (tmp_path / "copy.db").read_bytes() == before
    library.marks.undo()
    assert found(library, "is:bookmarked") == []


def test_everything_marked_at_once_is_undone_at_once(library: Library) -> None:
    ids = library.ids(library.listing().nums)
    library.marks.mark_read(ids, True)
    assert found(library, "is:unread") == []
    gesture = library.marks.undo()
    assert gesture is not None
    assert gesture.papers == len(ids)
    assert len(found(library, "is:unread")) == 3
    library.marks.redo()
    assert found(library, "is:unread") == []


@pytest.mark.parametrize(
    ("typed", "kept"), [("#fruit", ("fruit",)), ("  two   words ", ("two words",)), ("##", ()), ("a\nb", ("a b",))]
)
def test_a_tag_is_one_line_without_its_sign(library: Library, typed: str, kept: tuple[str, ...]) -> None:
    library.marks.tag(["2608.00001"], [typed])
    assert library.paper(1).marks.tags == kept
    library.marks.tag(["2608.00001"], remove=[typed])
    assert library.paper(1).marks.tags == ()


def test_a_set_that_marks_do_not_change_is_kept_when_they_change(library: Library) -> None:
    assert found(library, "in:cs.LG -is:read") == ["2608.00003", "2608.00002"]
    library.marks.mark_read(["2608.00002"], True)
    assert found(library, "in:cs.LG -is:read") == ["2608.00003"]
    library.marks.undo()
    assert found(library, "in:cs.LG -is:read") == ["2608.00003", "2608.00002"]


def test_a_suggestion_finds_at_least_five_papers_with_the_filters_that_were_typed(library: Library) -> None:
    papers = [Entry(f"2609.{num:05}", Texts("Diffusion", "扩散模型"), announce=Announce.NEW) for num in range(1, 7)]
    read = Reading("many", "1", (Digest("many", "cs.AI", SATURDAY, tuple(papers)),))
    library.sources.bring_in("many.md", read)
    (found,) = library.finding.suggestions("kuosan")
    assert (found.text, found.kind, found.typed, found.word) == ("扩散", SuggestionKind.PINYIN, "kuosan", "扩散")
    assert found.papers == library.finding.search(found.text).total >= 5
    assert library.finding.suggestions("kuosan in:cs.CV") == ()
    assert library.finding.suggestions("kuosan is:unread")[0].text == "扩散 is:unread"
    library.marks.mark_read([entry.id for entry in papers], True)
    assert library.finding.suggestions("kuosan is:unread") == ()


def brought_in(library: Library, titles: Sequence[tuple[str, str]]) -> None:
    entries = [Entry(f"2609.{num:05}", Texts(*title), announce=Announce.NEW) for num, title in enumerate(titles, 1)]
    library.sources.bring_in("many.md", Reading("many", "1", (Digest("many", "cs.AI", SATURDAY, tuple(entries)),)))


def offered(library: Library, text: str) -> list[str]:
    return [each.text for each in library.finding.offered(library.finding.search(text), text)]


def test_chinese_is_offered_in_english_however_many_papers_have_it_and_english_is_left_alone(library: Library) -> None:
    brought_in(library, [("Diffusion", "热的扩散"), ("Kettles", "茶壶")] * FEW_HITS)
    assert library.finding.search("扩散").total >= FEW_HITS
    assert offered(library, "扩散") == ["diffusion"]
    assert offered(library, "扩散 is:unread") == ["diffusion is:unread"]
    assert offered(library, "diffusion") == offered(library, "kettles 茶壶") == []


def test_a_suggestion_says_as_many_papers_as_are_listed_once_it_is_taken(library: Library) -> None:
    brought_in(library, [("Diffusion", "热的扩散"), ("Diffusional", "茶壶")] * FEW_HITS)
    for typing in (False, True):
        (found,) = library.finding.suggestions("扩散", typing=typing)
        assert found.papers == library.finding.search("diffusion", typing=typing).total
        assert (found.papers > 2 * FEW_HITS) == typing


def test_where_nothing_matches_a_word_that_some_papers_have_is_put_right_too(library: Library) -> None:
    brought_in(library, [("Kettledrums of Copper", "鼓")] * 200 + [("Kettledrvms", "鼓")] * FEWEST_SUGGESTED)
    assert offered(library, "kettledrvms copper") == ["kettledrums copper"]
    assert offered(library, "kettledrvms") == []


def test_a_spelling_is_offered_beside_the_few_papers_of_a_very_rare_one_and_replaces_nothing(library: Library) -> None:
    brought_in(library, [("Kettledrums", "鼓")] * 700 + [("Kettledrvms", "鼓")] * FEWEST_SUGGESTED)
    assert library.finding.search("kettledrvms").total == FEWEST_SUGGESTED
    assert offered(library, "kettledrvms") == ["kettledrums"]


def test_papers_are_found_by_author_venue_doi_and_code(library: Library) -> None:
    details = Details(
        authors=(Author("Kurt Gödel"), Author("Ada M. Beispiel")),
        comment="Accepted at Lamp Days 2026",
        doi="10.1000/lamp.7",
        links=(Link(LinkKind.CODE, "https://github.com/ada/plums"),),
    )
    told = Digest("d", None, None, (replace(PLUMS, details=details),), announces=False)
    library.sources.bring_in("told", Reading("told", "1", (told,)))
    for query in (
        "author:godel",
        'author:"beispiel ada"',
        "作者：Gödel plums",
        'venue:"lamp days"',
        "doi:10.1000",
        "code:github",
        "has:code",
        "has:authors",
        "有：代码",
    ):
        assert library.ids(library.finding.search(query).nums) == ["2608.00003"], query
    assert library.finding.search("author:nobody").total == 0
    assert library.finding.search("-has:code").total == 2
