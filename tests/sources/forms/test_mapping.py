"""A form described in TOML: what it reads, and what is said where the description is wrong. All texts are invented."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.model import Announce, Author, Digest, Lang, Link, LinkKind, Section
from reader.sources.forms.kinds import KINDS, Shape
from reader.sources.forms.mapped import Filled, read_mapped
from reader.sources.forms.mapping import Mapping, parse_mappings
from reader.sources.forms.registry import Forms, shipped

JSON = """
[form.kettles]
files = ["data/*.json", "**/kettles.json"]
kind = "json"
items = "papers[]"
branch = "data"
day = "field:listed"
id = "arxiv | url"
title_en = "title"
title_zh = "zh.title"
tldr = "short"
abstract_en = "summary"
abstract_zh = "zh.summary"
authors = "authors[].name | byline"
categories = "subjects"
primary = "subject"
comment = "note"
doi = "doi"
journal = "journal"
keywords = "tags[]"
submitted = "first"
version = "v"
announce = "kind"
topic = "topic"
code = "repo"
project = "site"
sections = { "方法" = "zh.method", "Result" = "result" }
reject = ["Error", "* failed"]
"""

PAPER = {
    "url": "https://arxiv.org/abs/2401.00001",
    "title": "Singing Kettles",
    "zh": {"title": "唱歌的壶", "summary": "壶会唱歌。", "method": "哨子"},
    "short": "壶唱歌。",
    "summary": "A kettle<br/>sings &amp; boils.",
    "byline": "Ada Beispiel, Bo Muster and Wei Li et al.",
    "subjects": "cs.AI cs.SD",
    "subject": "cs.SD",
    "note": "7 pages",
    "doi": "https://doi.org/10.1000/kettle",
    "journal": "Tea 3",
    "tags": ["壶", "tea"],
    "first": "2024-01-02T03:04:05Z",
    "v": "v2",
    "kind": "replace",
    "topic": "Kettles",
    "repo": "code at https://github.com/ada/kettle.",
    "site": "Error",
    "listed": "2024-01-03",
    "result": "Loud.",
}


def mapping(text: str = JSON) -> Mapping:
    (one,) = parse_mappings(text, "forms.toml")
    return one


def read(text: str, form: str = JSON, name: str = "file") -> list[Digest]:
    return read_mapped(text, mapping(form), "place", name)


def papers(*records: object) -> str:
    return json.dumps({"count": len(records), "papers": records}, ensure_ascii=False)


def test_every_field_of_a_paper_can_be_given_a_path() -> None:
    (digest,) = read(papers(PAPER))
    (entry,) = digest.entries
    assert (digest.day, digest.topic, digest.channel, digest.announces) == (date(2024, 1, 3), "Kettles", None, True)
    assert (entry.id, entry.version, entry.announce, entry.category) == ("2401.00001", 2, Announce.REPLACE, "cs.SD")
    texts, details = entry.texts, entry.details
    assert (texts.title_en, texts.title_zh) == ("Singing Kettles", "唱歌的壶")
    assert (texts.tldr_zh, texts.tldr_en) == ("壶唱歌。", None)
    assert " ".join((texts.abstract_en or "").split()) == "A kettle sings & boils."
    assert texts.abstract_zh == "壶会唱歌。"
    assert details.authors == (Author("Ada Beispiel"), Author("Bo Muster"), Author("Wei Li"))
    assert (details.categories, details.comment, details.doi) == (("cs.SD", "cs.AI"), "7 pages", "10.1000/kettle")
    assert (details.journal, details.keywords, details.submitted) == ("Tea 3", ("壶", "tea"), date(2024, 1, 2))
    assert details.links == (Link(LinkKind.CODE, "https://github.com/ada/kettle"),)
    assert details.sections == (Section(Lang.ZH, "方法", "哨子"), Section(Lang.EN, "Result", "Loud."))


def test_papers_of_several_days_and_topics_are_several_digests() -> None:
    found = read(papers(PAPER, PAPER | {"listed": "2024-01-04"}, PAPER | {"topic": "cs.SD"}, PAPER))
    assert [(one.day, one.topic, one.channel, len(one.entries)) for one in found] == [
        (date(2024, 1, 3), "Kettles", None, 2),
        (date(2024, 1, 4), "Kettles", None, 1),
        (date(2024, 1, 3), None, "cs.SD", 1),
    ]


def test_what_means_not_there_is_not_there() -> None:
    (digest,) = read(papers(PAPER | {"short": "Summary failed", "zh": {"summary": "error"}, "result": "Error"}))
    (entry,) = digest.entries
    assert (entry.texts.tldr_zh, entry.texts.abstract_zh, entry.details.sections) == (None, None, ())


DOTTED, ENDED = ({"summary": f"A kettle sings{ending}"} for ending in (" and …", "."))


@pytest.mark.parametrize(
    ("said", "endings", "cut"),
    [
        ("", [DOTTED], 0),  # authors end abstracts so, too
        ("", [DOTTED] * 2 + [ENDED] * 2, 0),
        ("", [DOTTED] * 3 + [ENDED] * 6, 3),
        ("", [DOTTED] * 3 + [ENDED] * 7, 0),
        ("cut = true\n", [DOTTED, ENDED], 1),
        ("cut = false\n", [DOTTED] * 9, 0),
    ],
)
def test_dots_mean_a_cut_where_the_form_says_so_or_many_abstracts_end_in_them(
    said: str, endings: list[dict[str, str]], cut: int
) -> None:
    found = read(papers(*(PAPER | one for one in endings)), JSON.replace("kind =", f"{said}kind =", 1))
    assert sum(entry.cut for digest in found for entry in digest.entries) == cut


def test_one_bad_record_is_lost_alone() -> None:
    broken = papers(PAPER, {"title": "X"}, PAPER).replace('{"title": "X"}', '{"title": X}')
    for text, reason in (
        (papers(PAPER, {"title": "no link"}, PAPER), "no arXiv link in this entry"),
        (papers(PAPER, 7, PAPER), "a record that cannot be read"),
        (broken, "a record that cannot be read"),
    ):
        (digest,) = read(text)
        assert len(digest.entries) == 2
        assert [(problem.reason, problem.lost) for problem in digest.problems] == [(reason, True)]


def test_what_got_filled_is_counted() -> None:
    filled = Filled()
    read_mapped(papers(PAPER, PAPER | {"short": ""}, {"title": "no link"}), mapping(), "place", "file", filled)
    assert (filled.records, filled.entries) == (3, 2)
    assert (filled.fields["title_en"], filled.fields["tldr_zh"], filled.fields["tldr_en"]) == (2, 1, 0)


def test_lines_of_json_and_of_python_are_read() -> None:
    lines = '[form.kettles]\nkind = "{}"\nid = "url"\ntitle_en = "title"\n'
    for kind, text in (("jsonl", json.dumps(PAPER)), ("python-lines", repr(PAPER))):
        (digest,) = read(f"{text}\n\n{{oops\n{text}", lines.format(kind))
        assert [entry.id for entry in digest.entries] == ["2401.00001"] * 2
        assert [problem.line for problem in digest.problems] == [3]


def test_nothing_but_literals_is_read_of_python() -> None:
    (digest,) = read("__import__('os').system('true')\n", '[form.k]\nkind = "python-lines"\nid = "url"\n')
    assert digest.entries == ()


FRONT = """---
title: Kettles: a Study of "Singing"
title_zh: "唱歌的壶"
authors: [Ada Beispiel, 'Bo Muster']
link: https://arxiv.org/pdf/2401.00001v2
---
# 壶

**代码**: https://github.com/ada/kettle (soon)

## 摘要
壶会唱歌。

## Abstract
A kettle sings.

## 评价
很好。
"""


def test_front_matter_need_not_be_yaml_and_parts_below_have_names() -> None:
    form = (
        '[form.k]\nkind = "front-matter"\nid = "link"\ntitle_en = "title"\ntitle_zh = "title_zh"\nauthors = "authors"\n'
        'abstract_zh = "#摘要"\nabstract_en = "#Abstract"\ncode = "代码"\nsections = "#*"\n'
        "line = '^\\*\\*(?P<key>[^*]+)\\*\\*: (?P<value>.*)$'\n"
    )
    (digest,) = read(FRONT, form)
    (entry,) = digest.entries
    assert (entry.version, entry.texts.title_en) == (2, 'Kettles: a Study of "Singing"')
    assert (entry.texts.abstract_zh, entry.texts.abstract_en) == ("壶会唱歌。", "A kettle sings.")
    assert entry.details.authors == (Author("Ada Beispiel"), Author("Bo Muster"))
    assert entry.details.links == (Link(LinkKind.CODE, "https://github.com/ada/kettle"),)
    assert entry.details.sections == (Section(Lang.ZH, "评价", "很好。"),)


def test_blocks_begin_where_a_pattern_says_and_values_are_found_by_others() -> None:
    form = (
        "[form.k]\nkind = 'blocks'\nstart = '^> ### \\d+\\. (?P<title>.+)$'\nid = 'link'\nabstract = 'text'\n"
        "line = '^> (?P<key>\\w+): (?P<value>.*)$'\nfind = { text = '^> \\[(.+?)\\]' }\nunescape = true\n"
    )
    text = "intro\n" + "".join(
        f"> ### {n}. Kettles, Part\\-{n}\n> link: arXiv:2401.0000{n}\n> [It \\(sings\\)\\nand $\\nu$]\n\n"
        for n in (1, 2)
    )
    (digest,) = read(text, form)
    assert [(entry.id, entry.line) for entry in digest.entries] == [("2401.00001", 2), ("2401.00002", 6)]
    assert digest.entries[0].texts.title_en == "Kettles, Part-1"
    assert digest.entries[0].texts.abstract_en == "It (sings) and $\\nu$"


def test_rows_by_topic_and_tables_are_read() -> None:
    row = "|**2024-01-02**|**Kettles \\| Pots**|Ada B. et.al.|[2401.00001](http://arxiv.org/abs/2401.00001v1)|null|"
    rows = (
        "[form.k]\nkind = 'json-rows'\ntopic = 'topic'\n"
        "row = '^\\|\\*\\*(?P<day>[\\d-]+)\\*\\*\\|\\*\\*(?P<title_en>.+)\\*\\*\\|(?P<authors>.+?)\\|'\n"
    )
    (digest,) = read(json.dumps({"Tea": {"2401.00001": row, "2401.00002": "nothing"}}), rows)
    assert (digest.day, digest.topic, len(digest.entries)) == (date(2024, 1, 2), "Tea", 1)
    assert digest.entries[0].details.authors == (Author("Ada B."),)
    assert [problem.reason for problem in digest.problems] == ["a record that cannot be read"]
    table = "[form.k]\nkind = 'table'\nid = 'PDF@'\ntitle_en = 'Title'\nauthors = 'By'\ntopic = 'topic'\nday = 'name'\n"
    text = f"## Tea\n\n|Day|Title|By|PDF|Code|\n|:--|---|---|---|---|\n{row}\n\n## Empty\n\n| a |\n"
    (digest,) = read(text, table)
    assert (digest.topic, digest.entries[0].texts.title_en, digest.entries[0].version) == ("Tea", "Kettles | Pots", 1)


def test_a_part_of_a_value_may_be_meant() -> None:
    form = "[form.k]\nkind = 'jsonl'\nid = 'page'\nmatch = { id = '/(\\d{4})(\\d{5}v\\d+)-' }\n"
    (digest,) = read('{"page": "./papers/240100001v3-kettles.html"}\n{"page": "about.html"}', form)
    assert [(entry.id, entry.version) for entry in digest.entries] == [("2401.00001", 3)]


def test_a_form_that_only_knows_when_papers_were_submitted_announces_nothing() -> None:
    form = "[form.k]\nkind = 'jsonl'\nid = 'id'\nsubmitted = 'date'\n"
    (digest,) = read('{"id": "2401.00001", "date": "2024-01-02"}', form)
    assert (digest.announces, digest.entries[0].details.submitted) == (False, date(2024, 1, 2))


def test_the_name_may_tell_the_language() -> None:
    form = "[form.k]\nkind = 'jsonl'\nid = 'id'\ntldr_zh = 't'\nlanguage_of = 'name:_(?P<lang>Chinese|English)'\n"
    line = '{"id": "2401.00001", "t": "It sings."}'
    assert read(line, form, "x_English.jsonl")[0].entries[0].texts.tldr_en == "It sings."
    assert read(line, form, "x_Chinese.jsonl")[0].entries[0].texts.tldr_zh == "It sings."


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        ("data/a.json", True),
        ("x/data/a.json", True),
        ("data/x/a.json", False),
        ("a/b/kettles.json", True),
        ("a.md", False),
    ],
)
def test_files_say_what_is_opened(path: str, opened: bool) -> None:
    assert mapping().opens(path) is opened
    assert replace(mapping(), files=()).opens(path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[form.k", "forms.toml: Expected"),
        ("a = 1\n", "forms.toml: a form is described by [form.NAME]"),
        ("[form.k]\nkind = 'json'\n", "forms.toml:1: [form.k] has no path for id"),
        ("[form.k]\nid = 'id'\n", "forms.toml:1: [form.k] needs one of json, "),
        ("[form.k]\nid = 'id'\n\nkind = 'xml'\n", "forms.toml:4: [form.k] kind needs one of json, "),
        ("[form.k]\nkind = 'json'\nid = 'a..b'\n", 'forms.toml:3: [form.k] id is wrong: "a..b" is no path'),
        ("[form.k]\nkind = 'json'\nid = 3\n", "forms.toml:3: [form.k] id must be a path, as text"),
        ("[form.k]\nkind = 'json'\nid = 'id'\nidd = 'x'\n", "forms.toml:4: [form.k] idd is no key of a form"),
        ("[form.k]\nkind = 'blocks'\nid = 'id'\n", "forms.toml:2: [form.k] kind needs also start"),
        ("[form.k]\nkind = 'blocks'\nid = 'id'\nstart = '('\n", "forms.toml:4: [form.k] start is wrong: missing )"),
        ("[form.k]\nkind = 'jsonl'\nid = 'id'\nday = 'noon'\n", "forms.toml:4: [form.k] day needs one of name, "),
        ("[form.k]\nkind = 'jsonl'\nid = 'id'\nline = 'x'\n", "forms.toml:4: [form.k] line needs the groups"),
        ("[form.k]\nkind = 'jsonl'\nid = 'id'\nreject = 3\n", "forms.toml:4: [form.k] reject must be text"),
        ("[form.k]\nkind = 'jsonl'\nid = 'id'\nsections = 3\n", "forms.toml:4: [form.k] sections must be a table"),
        ("[form.k]\nkind = 'jsonl'\nid = 'id'\nlanguage_of = 'x'\n", "forms.toml:4: [form.k] language_of must be"),
        ("[form]\nk = 3\n", "forms.toml:1: [form.k] is not described by a table"),
    ],
)
def test_a_wrong_mapping_is_refused_with_line_and_reason(text: str, complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_mappings(text, "forms.toml")
    assert str(caught.value).startswith(complaint)


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    for kind in ("json", "jsonl", "python-lines", "table"):
        read(text, f"[form.k]\nkind = '{kind}'\nid = 'id'\ntitle = 'title'\n")
    read(text, "[form.k]\nkind = 'front-matter'\nid = 'id'\nsections = '#*'\n")


SAMPLES = {
    "scroll-arxiv.json": ("arxiv-daily-scroll", 1),
    "scroll-ai_summary.json": ("arxiv-daily-scroll", 1),
    "hf-daily-papers.json": ("hf-daily-papers", 1),
    "paper-reader-2611.10001v1-planning.md": ("daily-paper-reader", 1),
    "cv-arxiv-daily.json": ("cv-arxiv-daily", 3),
    "cv-arxiv-daily-wechat.json": ("cv-arxiv-daily-wechat", 2),
    "cv-arxiv-daily-README.md": ("cv-arxiv-daily-tables", 2),
    "scroll-index.md": ("arxiv-daily-scroll-index", 1),
    "reporter-README.md": ("arxiv-daily-reporter", 2),
    "reporter-topic.jsonl": ("arxiv-daily-reporter-topic", 2),
    "yolo-README.md": ("yolo-arxiv-daily", 1),
    "hf-daily-zh.md": ("hf-daily-summaries", 1),
    "ai-notes-index.md": ("daily-arxiv-ai-notes", 1),
    "notes-page.md": ("daily-arxiv-notes", 1),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_shipped_mappings_read_their_samples(corpus: Path, name: str) -> None:
    import reader.sources.forms

    shipped = Path(reader.sources.forms.__file__).with_name("shipped.toml").read_text("utf-8")
    forms = {one.name: one for one in parse_mappings(shipped, "shipped.toml")}
    form, entries = SAMPLES[name]
    digests = read_mapped((corpus / "forms" / name).read_text("utf-8"), forms[form], name, name)
    assert sum(len(digest.entries) for digest in digests) == entries
    assert not [problem for digest in digests for problem in digest.problems]


@given(st.text() | st.sampled_from(["{", "[", "---\n", "{'"]).flatmap(lambda start: st.text().map(lambda t: start + t)))
def test_any_text_fits_a_form_or_none(text: str) -> None:
    Forms().of("2401.00001 " + text, "path")
    Forms().of(text + ' 2401.00001 "0000000000000000000000\x1f\\q"', "path")


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("front-matter", "## a{}b"),
        ("front-matter", "# a{}b"),
        ("table", "# a{}b"),
        ("table", "|{}|x"),
        ("table", "{}x"),
    ],
)
@pytest.mark.parametrize("sign", [" ", "#", "-", "|"])
def test_a_long_line_takes_no_more_than_its_length(kind: str, line: str, sign: str) -> None:
    began = time.process_time()
    list(KINDS[kind](line.format(sign * 50_000), Shape()))
    assert time.process_time() - began < 1  # a pattern that tries every end at every place takes half a minute


def test_blanks_and_signs_at_the_end_of_a_heading_are_none_of_its_words() -> None:
    table = "## Paper Kites ## \n\n| Title | Day |\n|:---|---|\n| Knots | 3 |\n"
    assert list(KINDS["table"](table, Shape())) == [(5, {"Title": "Knots", "Day": "3", "topic": "Paper Kites"})]
    [(_, record)] = KINDS["front-matter"]("# Knots\n## Summary \t\nWe tie.\n", Shape())
    assert record == {"#": "Knots", "#Summary": "We tie."}


@pytest.mark.parametrize(
    ("described", "said"),
    [
        ("[form.k]\nkind = " + "[" * 5000, "forms.toml: "),
        ("[form.k]\nkind = " + "9" * 5000, "forms.toml: "),
        ("[form.k]\nkind = 'json'\nid = 'id'\nreject = ['" + "[" * 5000 + "']", "reject is too long"),
        ("[form.k]\nkind = 'blocks'\nid = 'id'\nstart = '" + "(" * 2000 + "'", r"start is wrong"),
        ("[form.k]\nkind = 'blocks'\nid = 'id'\nstart = 'a{99999999999999999999}'", r"start is wrong"),
    ],
)
def test_what_is_nested_too_deep_is_refused_in_one_line(described: str, said: str) -> None:
    """Found by the fuzzer: the parsers of TOML and of patterns give up at some depth."""
    with pytest.raises(UsageError, match=said) as caught:
        parse_mappings(described, "forms.toml")
    assert "\n" not in str(caught.value)


def test_a_pattern_that_may_mean_something_else_one_day_is_taken_without_a_word(
    recwarn: pytest.WarningsRecorder,
) -> None:
    parse_mappings("[form.k]\nkind = 'blocks'\nid = 'id'\nstart = '[[a]b'", "forms.toml")
    assert not list(recwarn)


ROWS = {
    "as published": "|**2024-01-03**|**Kettles**|Ada B. et.al.|[2401.00001](http://arxiv.org/abs/2401.00001)|{}|\n",
    "blanks": "| **2024-01-03** | **Kettles** | Ada B. et.al. | [2401.00001](http://arxiv.org/abs/2401.00001) | {} |\n",
    "not bold": "|2024-01-03|Kettles|Ada B. et.al.|[2401.00001v1](https://arxiv.org/pdf/2401.00001v1)|{}|\n",
    "a column more": "|**2024-01-03**|**Kettles**|Ada B.|[2401.00001](http://arxiv.org/abs/2401.00001)|{}|a comment|\n",
}
CODES = {
    "null": None,
    "": None,
    "**[link](https://github.com/ada/kettle)**": "https://github.com/ada/kettle",
    "[code](https://github.com/ada/kettle)": "https://github.com/ada/kettle",
    "[![star](https://img.shields.io/x.svg)](https://github.com/ada/kettle)": "https://github.com/ada/kettle",
}


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("code", CODES)
def test_rows_of_the_many_copies_of_cv_arxiv_daily_are_read(row: str, code: str) -> None:
    form = next(one for one in shipped() if one.name == "cv-arxiv-daily")
    text = json.dumps({"Tea": {"2401.00001": ROWS[row].format(code)}})
    [found] = read_mapped(text, form, "place", "cv-arxiv-daily.json")
    [entry] = found.entries
    assert (found.day, found.topic, entry.id, entry.texts.title_en) == (
        date(2024, 1, 3),
        "Tea",
        "2401.00001",
        "Kettles",
    )
    assert [author.name for author in entry.details.authors] == ["Ada B."]
    assert [link.url for link in entry.details.links] == ([CODES[code]] if CODES[code] else [])


def test_a_path_of_blanks_costs_its_length() -> None:
    """Found by the fuzzer: it cost its square, at each of a form's paths."""
    begun = time.process_time()
    for _ in range(40):
        parse_mappings(f"[form.k]\nkind = 'json'\nid = 'I{' ' * 3000}D'", "forms.toml")
    assert time.process_time() - begun < 1.0


def test_what_python_would_warn_of_in_a_line_is_read_without_a_word(recwarn: pytest.WarningsRecorder) -> None:
    """Found by the fuzzer: it stood on the terminal."""
    read("{'url': 1and 2}\n{'url': '\\d'}\n", '[form.k]\nkind = "python-lines"\nid = "url"\n')
    assert not [str(each.message) for each in recwarn]


def test_a_line_without_its_value_is_an_empty_one() -> None:
    """Found by the fuzzer: a group that a pattern may leave out."""
    line = "line = '^  (?P<key>[A-Z]+): (?P<value>.+)??'"
    (digest,) = read(
        "* Kettles\n  ID: 2401.00001\n",
        f"[form.k]\nkind = 'blocks'\nstart = '^[*] (?P<title_en>.+)'\n{line}\nid = 'ID'\n",
    )
    assert not digest.entries
