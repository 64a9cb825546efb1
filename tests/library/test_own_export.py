"""What was exported comes back: the same papers, shown texts, appearances and marks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from reader.export.options import Options
from reader.library.library import Library
from reader.model import Announce, Author, Details, Digest, Entry, Lang, Link, LinkKind, Section, Texts
from reader.model.publishers import translator_name
from reader.paths import Places
from reader.sources.contract import Reading
from tests.library.conftest import APPLES, FRIDAY, PEARS, SATURDAY

DETAILS = Details(
    authors=(Author("Ada Beispiel", ("Orchard Lab",)), Author("Bo Muster")),
    categories=("cs.AI", "cs.LG"),
    comment="7 pages",
    doi="10.1000/apple",
    journal="Fruit 3",
    links=(Link(LinkKind.PROJECT, "https://apples.example"),),
    keywords=("苹果",),
    sections=(Section(Lang.ZH, "方法", "数。\n再数。"),),
    submitted=date(2026, 8, 20),
)


def exported(library: Library, file: Path) -> list[dict[str, Any]]:
    papers = [library.paper(num) for num in library.listing().nums]
    text = "".join(library.export(papers, "jsonl"))
    file.write_text(text, encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def read_elsewhere(folder: Path, file: Path) -> Library:
    """Another library, which holds what stands in a file; to be closed."""
    library = Library.open(Places(folder / "other", folder / "cache2", folder / "other" / "config.toml"))
    library.sources.sync([str(file)])
    return library


def yields_to_a_publisher(library: Library) -> bool:
    """Whether what a model translated of the plums goes when a publisher has them in Chinese."""
    better = Entry("2608.00009", Texts(title_zh="论李子", abstract_zh="关于李子。"), 1)
    library.sources.bring_in("p", Reading("p", "1", (Digest("p", "cs.AI", FRIDAY, (better,), publisher="p"),)))
    found = library.find("2608.00009")
    assert found is not None
    return (found.paper.texts.title_zh, found.paper.translated) == ("论李子", None)


def test_an_export_gives_back_papers_texts_appearances_and_marks(library: Library, tmp_path: Path) -> None:
    told = replace(APPLES, details=DETAILS)
    more = (
        Digest("d", "cs.AI", FRIDAY, (told,)),
        Digest("e", "cs.LG", SATURDAY, (replace(PEARS, version=3, announce=Announce.REPLACE),)),
        Digest("f", None, SATURDAY, (told,), topic="Fruit", publisher="https://example.org/fruit"),
    )
    library.sources.bring_in("more", Reading("more", "1", more))
    library.marks.bookmark(["2608.00001"], True)
    library.marks.tag(["2608.00002"], ["later"])
    library.marks.note("2608.00002", "pear\nnote")
    library.marks.skip(["2608.00003"], True)
    file = tmp_path / "export 2026-08-23.jsonl"
    before = exported(library, file)
    other = read_elsewhere(tmp_path, file)
    assert exported(other, tmp_path / "again.jsonl") == before
    assert other.listing().days == library.listing().days
    assert [day[0] for day in other.days()] == [day[0] for day in library.days()]
    found = other.find("2608.00001")
    assert found is not None
    assert {told.source for told in found.paper.told if told} == {"export of 2026-08-23"}
    other.close()


def test_what_a_model_translated_comes_back_as_that_and_yields_to_a_publisher(library: Library, tmp_path: Path) -> None:
    english = Digest("d", "cs.AI", FRIDAY, (Entry("2608.00009", Texts(title_en="Plums", abstract_en="Plums."), 1),))
    machine = Entry("2608.00009", Texts(title_zh="李子", tldr_zh="李。", abstract_zh="李子。"), 1)
    by_model = Digest(
        "m", None, SATURDAY, (machine,), publisher=translator_name("m-7b", doubtful=True), announces=False
    )
    library.sources.bring_in("more", Reading("more", "1", (english, by_model)))
    file = tmp_path / "export 2026-08-23.jsonl"
    before = exported(library, file)
    (told,) = [record for record in before if record["id"] == "2608.00009"]
    assert told["translated_by"] == "m-7b"
    assert told["translations"] == [
        {"field": name, "model": "m-7b", "day": SATURDAY.isoformat(), "doubtful": True}
        for name in ("title_zh", "tldr_zh", "abstract_zh")
    ]
    other = read_elsewhere(tmp_path, file)
    assert exported(other, tmp_path / "again.jsonl") == before
    assert yields_to_a_publisher(other)
    other.close()


def test_a_broken_line_of_an_export_is_lost_alone(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "export.jsonl"
    exported(library, file)
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([lines[0], "{oops", *lines[1:]]), encoding="utf-8")
    other = Library.open(Places(tmp_path / "other", tmp_path / "cache2", tmp_path / "other" / "config.toml"))
    report = other.sources.sync([str(file)])
    assert (len(other), report.counts.lost) == (3, 1)
    ((_, error),) = report.failures
    assert "its marks were not brought in" in str(error)
    assert "line 2" in str(error)
    assert [problem.line for problem in other.sources.problems() if problem.lost] == [2]
    other.close()


def test_a_reading_list_gives_back_what_people_can_read_in_it(library: Library, tmp_path: Path) -> None:
    library.marks.note("2608.00002", "a note\nof mine")
    papers = [library.paper(num) for num in library.listing().nums]
    file = tmp_path / "list 2026-08-23.md"
    file.write_text("".join(library.export(papers, "markdown", Options(lang=Lang.BOTH))), encoding="utf-8")
    other = read_elsewhere(tmp_path, file)
    assert len(other) == 3
    for marked in papers:
        before, found = marked.paper, other.find(marked.paper.id)
        assert found is not None
        after = found.paper
        assert (after.version, after.category, after.announce) == (before.version, before.category, before.announce)
        assert (after.cut, after.last_seen) == (before.cut, before.last_seen)
        assert (after.texts.title_en, after.texts.title_zh) == (before.texts.title_en, before.texts.title_zh)
        assert after.texts.abstract_zh == before.texts.abstract_zh
        assert (after.texts.abstract_en or "").rstrip(".") == (before.texts.abstract_en or "").rstrip(".")
    other.close()


def remarks(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("<!--")]


def test_an_exported_digest_says_what_a_model_translated_and_yields_to_a_publisher(
    library: Library, tmp_path: Path
) -> None:
    english = Digest("d", "cs.AI", FRIDAY, (Entry("2608.00009", Texts(title_en="Plums", abstract_en="Plums."), 1),))
    for field, model, doubtful in (("title_zh", "m-7b--q4>", False), ("abstract_zh", "老模型", True)):
        machine = Entry("2608.00009", Texts(**{field: "李子"}), 1)
        told = Digest(
            "m", None, SATURDAY, (machine,), publisher=translator_name(model, doubtful=doubtful), announces=False
        )
        library.sources.bring_in(model, Reading(model, "1", (english, told)))
    papers = [library.paper(num) for num in library.listing().nums]
    text = "".join(library.export(papers, "digest"))
    assert "<!-- 2608.00009: abstract_zh translated by 老模型 on 2026-08-22, doubtful -->\n" in text
    assert len(remarks(text)) == 2
    file = tmp_path / "2026-08-22 cs.AI.md"
    for ends in ("\n", "\r\n"):
        file.write_text(text.replace("\n", ends), encoding="utf-8", newline="")
        other = read_elsewhere(tmp_path / f"line ends of {len(ends)}", file)
        again = "".join(other.export([other.paper(num) for num in other.listing().nums], "digest"))
        assert remarks(again) == remarks(text)
        found = other.find("2608.00009")
        assert found is not None
        assert [(told.source, told.day) for told in found.paper.told if told and "translated" in told.source] == [
            ("translated here: m-7b- -q4", SATURDAY),
            ("translated here: 老模型 (?)", SATURDAY),
        ]
        assert yields_to_a_publisher(other)
        other.close()
