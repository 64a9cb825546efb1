"""JSON Lines hold everything, under keys that never change, and give marks back."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import DigestReaderError
from reader.export.formats import Options, render
from reader.export.markfields import MARK_FIELDS
from reader.export.restore import read_records
from reader.model import (
    Appearance,
    Author,
    Details,
    Lang,
    Link,
    LinkKind,
    MarkedPaper,
    Marks,
    Section,
    Texts,
)
from tests.export.invented import NASTY, PAPERS, PLAIN, paper

PROMISED = (
    "id version title_en title_zh tldr_en tldr_zh abstract_en abstract_zh category announce link cut first_seen "
    "last_seen appearances bookmarked tags note read skipped authors authors_detail categories comment doi journal "
    "links keywords sections submitted revised translated_by translated_on translations"
)


def read_marks(text: str) -> list[tuple[str, Marks]]:
    found = [record for record in read_records(enumerate(text.split("\n"), start=1)) if isinstance(record, tuple)]
    return [(arxiv_id, own) for _, arxiv_id, own in found]


def lines(*papers: MarkedPaper) -> list[str]:
    return "".join(render(papers, "jsonl", Options())).splitlines()


def test_the_promised_keys_stand_in_their_order() -> None:
    assert [" ".join(json.loads(line)) for line in lines(*PAPERS)] == [PROMISED] * 3


def test_texts_are_as_they_were_collected() -> None:
    assert json.loads(lines(NASTY)[0])["abstract_en"] == NASTY.paper.texts.abstract_en


def test_details_and_appearances_are_told_whole() -> None:
    details = Details(
        authors=(Author("Ada Beispiel", ("Lamp Lab",)), Author("B. Muster")),
        categories=("cs.AI", "cs.LG"),
        comment="12 pages",
        doi="10.1000/lamp",
        journal="J. Lamp. 3 (2026)",
        links=(Link(LinkKind.CODE, "https://github.com/ada/lantern"),),
        keywords=("灯笼",),
        sections=(Section(Lang.ZH, "动机", "夜里太暗。"),),
        submitted=date(2026, 8, 13),
    )
    seen = Appearance(None, date(2026, 8, 14), None, 1, "SLAM", "https://example.org/digests")
    told = json.loads(lines(replace(PLAIN, paper=replace(PLAIN.paper, details=details, appearances=(seen,))))[0])
    assert told["authors"] == ["Ada Beispiel", "B. Muster"]
    assert told["authors_detail"][0] == {"name": "Ada Beispiel", "affiliations": ["Lamp Lab"]}
    assert (told["categories"], told["comment"], told["doi"]) == (["cs.AI", "cs.LG"], "12 pages", "10.1000/lamp")
    assert (told["journal"], told["keywords"], told["submitted"]) == ("J. Lamp. 3 (2026)", ["灯笼"], "2026-08-13")
    assert told["links"] == [{"kind": "code", "url": "https://github.com/ada/lantern"}]
    assert told["sections"] == [{"language": "zh", "name": "动机", "text": "夜里太暗。"}]
    assert told["appearances"] == [
        {
            "channel": None, "topic": "SLAM", "day": "2026-08-14", "announce": None, "version": 1,
            "source": "https://example.org/digests",
        }
    ]  # fmt: skip


def test_a_line_can_be_shown_in_a_terminal() -> None:
    assert all(line.isprintable() for line in lines(*PAPERS))


def test_marks_come_back_from_an_export() -> None:
    expected = {marked.paper.id: marked.marks for marked in (PLAIN, NASTY)}
    assert dict(read_marks("".join(render(PAPERS, "jsonl", Options())))) == expected


FIRST, LAST = datetime(1970, 1, 1), datetime(2999, 12, 31)  # noqa: DTZ001  # hypothesis adds the zone
moments = st.none() | st.datetimes(FIRST, LAST, timezones=st.just(UTC), allow_imaginary=False)
marks = st.builds(
    Marks,
    bookmarked=moments,
    read=moments,
    skipped=moments,
    tags=st.lists(st.text(min_size=1), max_size=3).map(tuple),
    note=st.none() | st.text(min_size=1),
)


def test_no_field_of_marks_is_forgotten() -> None:
    assert set(MARK_FIELDS) == {field.name for field in fields(Marks)}
    assert set(MARK_FIELDS) <= set(json.loads(lines(PLAIN)[0]))


@given(marks)
def test_any_marks_survive_the_round_trip(own: Marks) -> None:
    text = "".join(render([MarkedPaper(paper("2608.00017", Texts()), own)], "jsonl", Options()))
    assert list(read_marks(text)) == ([("2608.00017", own)] if own != Marks() else [])


def test_times_without_a_zone_are_utc_and_others_become_utc() -> None:
    text = '\ufeff{"id": "1", "read": "2026-08-14T10:00:00"}\r\n\n{"id": "2", "read": "2026-08-14T10:00:00+08:00"}\n'
    here = datetime(2026, 8, 14, 10, tzinfo=timezone(timedelta(hours=8)))
    assert dict(read_marks(text)) == {
        "1": Marks(read=datetime(2026, 8, 14, 10, tzinfo=UTC)),
        "2": Marks(read=here.astimezone(UTC)),
    }


def test_later_keys_are_ignored_and_missing_ones_are_no_marks() -> None:
    assert list(read_marks('{"id": "1", "shelf": 3}\n{"id": "2", "tags": null, "note": "x"}')) == [
        ("2", Marks(note="x"))
    ]


BAD = [
    ("not json", "line 2 is not JSON: it was not exported by this program"),
    ("[1]", "line 2 is not a paper: it has no id"),
    ('{"title_en": "x"}', "line 2 is not a paper: it has no id"),
    ('{"id": ""}', "line 2 is not a paper: it has no id"),
    ('{"id": "1", "read": "yesterday"}', "line 2: 'read' is not what an export holds there"),
    ('{"id": "1", "bookmarked": true}', "line 2: 'bookmarked' is not what an export holds there"),
    ('{"id": "1", "tags": "birds"}', "line 2: 'tags' is not what an export holds there"),
    ('{"id": "1", "tags": [1]}', "line 2: 'tags' is not what an export holds there"),
    ('{"id": "1", "note": 1}', "line 2: 'note' is not what an export holds there"),
    ("[" * 100_000, "line 2 is not JSON: it was not exported by this program"),
]


@pytest.mark.parametrize(("line", "complaint"), BAD, ids=range(len(BAD)))
def test_a_bad_line_is_named_by_its_number(line: str, complaint: str) -> None:
    with pytest.raises(DigestReaderError) as caught:
        list(read_marks('{"id": "1"}\n' + line))
    assert str(caught.value) == complaint
