"""`search` and `show`: what goes to stdout, what beside it, and which status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

KEYS = [
    "id", "version", "title_en", "title_zh", "tldr_en", "tldr_zh", "abstract_en", "abstract_zh", "category",
    "announce", "link", "cut", "first_seen", "last_seen", "appearances", "bookmarked", "tags", "note", "read",
]  # fmt: skip


def test_search_prints_ids(filled: Cli) -> None:
    assert filled("search", "--format", "ids", "apples").lines == ["2608.00001"]
    assert filled("search", "--format", "ids").lines == ["2608.00002", "2608.00001"]


def test_search_prints_a_table_for_people_and_the_count_beside_it(filled: Cli) -> None:
    done = filled("search", "扩散")
    assert done.out == "2608.00001  2026-08-21    Counting apples with diffusion models\n"
    assert done.err == "1 of 1\n"


def test_a_table_in_chinese_shows_chinese_titles(filled: Cli) -> None:
    assert "用扩散模型数苹果" in filled("search", "apples", lang="zh_CN.UTF-8").out


def test_search_without_hits_is_no_failure(filled: Cli) -> None:
    done = filled("search", "--format", "ids", "nonsense")
    assert (done.status, done.out) == (0, "")


def test_jsonl_keeps_its_promise(filled: Cli) -> None:
    (line,) = filled("search", "--format", "jsonl", "pears").lines
    paper = json.loads(line)
    assert list(paper)[: len(KEYS)] == KEYS
    assert paper["tldr_en"] is None
    assert paper["abstract_en"] == "Pears are transformed."
    assert [(seen["channel"], seen["day"], seen["announce"], seen["version"]) for seen in paper["appearances"]] == [
        ("cs.AI", "2026-08-21", "cross", 1),
        ("cs.LG", "2026-08-21", "new", 1),
    ]


def test_limit_and_sort(filled: Cli) -> None:
    done = filled("search", "--limit", "1", "--format", "ids", "--sort", "date", "变换 OR apples")
    assert done.lines == ["2608.00002"]
    assert filled("search", "--limit", "x", "apples").status == 2


def test_a_query_that_cannot_be_read_is_wrong_usage_with_its_place(filled: Cli) -> None:
    done = filled("search", "apples is:nowhere")
    assert done.status == 2
    (message,) = done.err.splitlines()
    assert message.startswith("digest-reader: ")
    assert message.endswith("(character 8)")
    assert done.out == ""


def test_batch_answers_line_by_line(filled: Cli) -> None:
    done = filled("search", "--batch", "--limit", "1", stdin="apples\n变换\nis:nowhere\n\n")
    answers = [json.loads(line) for line in done.lines]
    assert [answer.get("hits") for answer in answers] == [1, 1, None, 2]
    assert answers[0]["query"] == "apples"
    assert answers[0]["ids"] == ["2608.00001"]
    assert answers[0]["ms"] >= 0
    assert answers[2]["error"]
    assert len(answers[3]["ids"]) == 1
    assert done.status == 2


def test_papers_near_in_meaning_stand_behind_and_say_what_they_lack(filled: Cli) -> None:
    assert filled("search", "apples xyzzy").lines == []
    done = filled("search", "--near", "apples xyzzy")
    assert done.lines[0].startswith("2608.00001")
    assert "~ " in done.lines[0]
    assert done.lines[0].endswith("(lacks xyzzy)")
    assert "near in meaning" in done.err
    assert filled("search", "--near", "-f", "ids", "--limit", "1", "apples xyzzy").lines == ["2608.00001"]
    assert filled("search", "--near", '"xyzzy" apples').lines == []
    assert filled("search", "--near", "--sort", "date", "apples xyzzy").lines == []


def test_batch_tells_near_papers_from_those_that_match_and_what_may_have_been_meant(filled: Cli) -> None:
    asked = "apples\napples xyzzy\nxyzzy\n"
    limited = filled("search", "--batch", "--near", "--limit", "1", stdin=asked)
    answers = [json.loads(line) for line in limited.lines]
    counts = [(answer["hits"], answer["near"], len(answer["ids"])) for answer in answers]
    assert counts == [(1, 0, 1), (0, 1, 1), (0, 0, 0)]
    assert all(answer["suggestion"] is None for answer in answers)
    exact = [json.loads(line) for line in filled("search", "--batch", stdin=asked).lines]
    assert [(answer["near"], answer["ids"]) for answer in exact] == [(0, ["2608.00001"]), (0, []), (0, [])]


def test_show_prints_a_paper_in_the_wanted_language(filled: Cli) -> None:
    zh, en, both = (filled("show", "--lang", lang, "2608.00001").out for lang in ("zh", "en", "both"))
    assert "我们用扩散模型" in zh
    assert "We count" not in zh
    assert "We count apples, n → ∞." in en
    assert "我们用扩散模型" not in en
    assert "我们用扩散模型" in both
    assert "We count" in both
    assert "https://arxiv.org/abs/2608.00001" in both


def test_show_takes_links_and_versions_and_tells_what_is_not_there(filled: Cli) -> None:
    done = filled("show", "https://arxiv.org/abs/2608.00001v2", "2608.99999", "apple", "--format", "jsonl")
    assert done.status == 1
    assert [json.loads(line)["id"] for line in done.lines] == ["2608.00001"]
    assert len(done.err.splitlines()) == 2


@pytest.mark.parametrize(
    "typed", ["apples \x9b31m", "\x85apples", "\u202eapples", "title:\x9d0;x\x9c", "nofield:\x9b2J"]
)
def test_what_a_query_of_a_batch_says_to_terminals_is_escaped_and_comes_back_as_it_was(filled: Cli, typed: str) -> None:
    done = filled("search", "--batch", stdin=f"{typed}\n")
    (line,) = done.out.removesuffix("\n").split("\n")
    assert line.isprintable()
    assert json.loads(line)["query"] == typed


def test_what_a_source_is_called_says_nothing_to_terminals(filled: Cli, tmp_path: Path) -> None:
    name = "a\x9b31m\x85.md"
    (tmp_path / name).write_text("nothing", encoding="utf-8")
    for arguments in (("sync", "--json", tmp_path / name), ("sync", tmp_path / name), ("sync", tmp_path / f"no{name}")):
        done = filled(*arguments)
        assert all(line.isprintable() for line in f"{done.out}{done.err}".split("\n"))
