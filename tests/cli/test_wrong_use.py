"""Odd words behind a command: one clear line, the right exit status, nothing lost, no traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.program import is_one_line, run


@pytest.mark.parametrize("words", [("fruit", "-pears"), ("--", "-pears"), ("-pears",), ("-梨",)])
def test_a_query_may_exclude_words(filled: Cli, words: tuple[str, ...]) -> None:
    assert filled("search", "--format", "ids", *words).lines == ([] if "fruit" in words else ["2608.00001"])
    assert filled("export", "-f", "ids", *words).lines == ([] if "fruit" in words else ["2608.00001"])


def test_options_are_still_options_beside_excluded_words(filled: Cli, tmp_path: Path) -> None:
    assert filled("export", f"-o{tmp_path / 'x'}", "-fids", "-pears").status == 0
    assert (tmp_path / "x").read_text() == "2608.00001\n"
    assert filled("search", "-pears", "--nonsense").status == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--library", "", "where"),
        ("--lib", "x", "where"),
        ("search", "--limit", "-5", "x"),
        ("search", "--limit", "9" * 5000, "x"),
        ("search", "--batch", "x"),
        ("search", "x" * 100_000),
        ("stats", "--days", "-3"),
        ("export", "-o", "."),
        ("show",),
        ("sources", "--branch", "main"),
        ("sources", "remove", "x", "--since", "2026-08-14"),
        ("translate", "--day", " "),
        ("send", " "),
        ("mark", "2608.00001", "--tag", "t" * 101),
    ],
    ids=lambda arguments: " ".join(arguments)[:30],
)
def test_wrong_usage_is_one_line(filled: Cli, arguments: tuple[str, ...]) -> None:
    done = filled(*arguments)
    assert is_one_line(done, status=2)
    assert len(done.err) < 7000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show",), "缺少 ID"),
        (("--nonsense",), "没有 --nonsense 这个参数"),
        (("search", "--format"), "--format 后面缺少值"),
        (("search", "--format", "x"), "--format 不能是 x"),
        (("search", "--batch=1"), "--batch 后面不能有值"),
    ],
)
def test_wrong_usage_is_told_in_chinese(cli: Cli, arguments: tuple[str, ...], message: str) -> None:
    assert message in cli(*arguments, lang="zh_CN.UTF-8").err


def test_a_misspelt_command_is_told_with_the_right_one(cli: Cli) -> None:
    done = cli("serach", "apples")
    assert is_one_line(done, status=2)
    assert "'digest-reader search'" in done.err


def test_help_is_in_the_users_language_and_goes_to_stdout(cli: Cli) -> None:
    done = cli("search", "--help", lang="zh_CN.UTF-8")
    assert done.status == 0
    assert done.err == ""
    assert done.out.startswith("用法：digest-reader search")
    assert "usage" not in cli("--help", lang="zh_CN.UTF-8").out
    assert cli("--help").out.startswith("usage: digest-reader")
    assert cli("--version").out.startswith("digest-reader ")


def test_what_is_no_paper_is_told_in_one_short_line(filled: Cli) -> None:
    for name in ("x" * 10_000, "", "\x1b[31mred\x07", "a\nb", "\udcff"):
        done = filled("show", name)
        assert is_one_line(done)
        assert len(done.err) < 200
        assert "\x1b" not in done.err
        assert "\x07" not in done.err


def test_marks_hold_whatever_was_typed(filled: Cli) -> None:
    filled("mark", "2608.00001", "--note", "a\udcff\nb", "--tag", "#x  \udc80 y")
    paper = json.loads(filled("show", "--format", "jsonl", "2608.00001").out)
    assert paper["note"] == "a\N{REPLACEMENT CHARACTER}\nb"
    assert paper["tags"] == ["x \N{REPLACEMENT CHARACTER} y"]


def test_bytes_that_are_no_text_are_a_query_without_hits(filled: Cli, tmp_path: Path) -> None:
    shell = 'printf "\\xff\\n苹果\\n" | exec "$@"'
    done = run(tmp_path / "library", "search", "--batch", shell=f"export PYTHONUTF8=1; {shell}")
    assert [json.loads(line)["hits"] for line in done.lines] == [0, 1]
    assert done.err == ""
