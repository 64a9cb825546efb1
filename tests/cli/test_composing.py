"""Commands put together: what one prints another takes, and nothing means more than it says."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli.choosing import is_name
from reader.cli.subcommands import SUBCOMMANDS
from reader.export.formats import FORMATS
from reader.i18n import translator
from tests.cli.conftest import Cli, write_digest
from tests.cli.program import is_one_line, run

APPLES, PEARS = "2608.00001", "2608.00002"


@pytest.mark.parametrize("form", ["ids", "jsonl", "table"])
def test_what_search_prints_export_takes(filled: Cli, form: str) -> None:
    found = filled("search", "*", "-f", form).out
    done = filled("export", "-", "-f", "ids", stdin=found)
    assert (done.status, sorted(done.lines)) == (0, [APPLES, PEARS])


def test_show_and_mark_take_ids_from_a_pipe(filled: Cli) -> None:
    assert filled("mark", "-", "--tag", "fruit", stdin=f"{APPLES}\n\n{PEARS}\n").status == 0
    assert sorted(filled("search", "#fruit", "-f", "ids").lines) == [APPLES, PEARS]
    assert "Counting apples" in filled("show", "-", "--lang", "en", stdin=f"https://arxiv.org/abs/{APPLES}v1\n").out


def test_several_ids_or_links_are_a_list_of_papers_in_their_order(filled: Cli) -> None:
    done = filled("export", PEARS, f"https://arxiv.org/abs/{APPLES}", PEARS, "-f", "ids")
    assert (done.status, done.lines) == (0, [PEARS, APPLES])
    assert filled("export", PEARS, APPLES, "-f", "ids", "--sort", "date").lines == filled("search", "-f", "ids").lines


@pytest.mark.parametrize("between", [" ", ",", "; ", "，", "、"])
def test_a_list_of_papers_on_one_line_names_all_of_them(filled: Cli, between: str) -> None:
    names = f"{PEARS}{between}{APPLES}v1"
    assert filled("export", names, "-f", "ids").lines == [PEARS, APPLES]
    assert filled("export", "-", "-f", "ids", stdin=f"{names}\n").lines == [PEARS, APPLES]
    assert filled("show", names, "-f", "ids").lines == [PEARS, APPLES]
    assert filled("mark", names, "--bookmark").status == 0
    assert sorted(filled("search", "is:bookmarked", "-f", "ids").lines) == [APPLES, PEARS]


def test_of_a_line_with_other_words_the_first_names_the_paper(filled: Cli) -> None:
    line = f"{PEARS} answers {APPLES}\n"
    assert filled("export", "-", "-f", "ids", stdin=line).lines == [PEARS]


def test_a_query_that_cannot_be_read_is_said_when_nothing_is_new_too(filled: Cli) -> None:
    filled("new")
    assert filled("new").status == 3
    assert filled("new", "bad(").status == 2


def test_a_paper_that_is_not_there_is_named_and_the_others_are_exported(filled: Cli) -> None:
    done = filled("export", APPLES, "2608.99999", "-f", "ids")
    assert (done.status, done.lines) == (1, [APPLES])
    assert "2608.99999 is not in the library" in done.err


def test_a_name_in_a_pipe_that_is_none_is_said(filled: Cli) -> None:
    done = filled("export", "-", "-f", "ids", stdin=f"lantern\n{APPLES}\n{{\n")
    assert (done.status, done.lines) == (1, [APPLES])
    assert "'lantern' is not an arXiv ID" in done.err


@pytest.mark.parametrize("words", [[" "], [""], ["", " \t"]])
@pytest.mark.parametrize("command", ["export", "new"])
def test_an_empty_query_never_means_everything(filled: Cli, command: str, words: list[str]) -> None:
    done = filled(command, *words)
    assert (done.status, done.out) == (2, "")
    assert "everything is '*'" in done.err
    assert filled("mark", "--query", " ", "--read").status == 2


def test_an_empty_pipe_is_no_papers(filled: Cli) -> None:
    assert filled("export", "-", "-f", "ids", stdin="").out == ""


def test_everything_is_a_star(filled: Cli) -> None:
    assert sorted(filled("export", "*", "-f", "ids").lines) == [APPLES, PEARS]


def test_export_takes_the_first_of_an_order(filled: Cli) -> None:
    newest = filled("search", "-f", "ids", "--limit", "1").lines
    assert filled("export", "*", "-f", "ids", "--sort", "date", "--limit", "1").lines == newest


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_search_and_show_print_every_format_of_export(filled: Cli, form: str) -> None:
    wanted = filled("export", APPLES, "-f", form).out
    assert wanted
    assert filled("show", APPLES, "-f", form).out == wanted
    assert filled("search", f"id:{APPLES}", "--format", form).out == wanted


def test_a_file_is_never_replaced_by_nothing(filled: Cli, tmp_path: Path) -> None:
    file = tmp_path / "fruit.bib"
    file.write_text("kept")
    done = filled("export", "nowhere-to-be-found", "-o", file)
    assert (done.status, file.read_text()) == (0, "kept")
    assert f"{file} stays as it is" in done.err
    assert filled("export", "apples", "-o", file).status == 0
    assert "apples" in file.read_text()


def test_a_dash_for_the_file_is_stdout(filled: Cli) -> None:
    assert filled("export", APPLES, "-f", "ids", "-o", "-").lines == [APPLES]


class TestNew:
    def test_what_came_in_is_printed_once_for_each_name(self, filled: Cli, digests: Path) -> None:
        first = filled("new")
        assert (first.status, sorted(first.lines)) == (0, [APPLES, PEARS])
        again = filled("new")
        assert (again.status, again.out) == (3, "")
        assert "0 new papers" in again.err
        assert filled("new", "--name", "other").status == 0

    def test_only_what_came_since_is_new(self, filled: Cli, digests: Path) -> None:
        filled("new")
        plums = {
            "zh": "李子", "en": "Plums at large", "suffix": "", "id": "2608.00003", "tldr": "李子。",
            "abstract_zh": "李子很大。", "abstract_en": "Plums are large.", "announce": "new",
        }  # fmt: skip
        write_digest(digests / "2026-08-22 cs.AI.md", [plums])
        filled("sync")
        assert filled("new", "pears").status == 3
        assert filled("new", "--name", "x", "plums").lines == ["2608.00003"]

    def test_a_name_that_asks_first_after_a_sync_without_papers_gets_what_came_last(self, filled: Cli) -> None:
        filled("sync")
        first = filled("new", "--name", "cron")
        assert (first.status, sorted(first.lines)) == (0, [APPLES, PEARS])
        assert filled("new", "--name", "cron").status == 3

    def test_a_file_may_be_asked_for(self, filled: Cli, tmp_path: Path) -> None:
        file = tmp_path / "week.bib"
        assert filled("new", "--name", "mail", "-o", file).status == 0
        assert file.read_text().count("@misc{") == 2
        assert filled("new", "--name", "mail", "-o", file).status == 3
        assert file.read_text().count("@misc{") == 2

    def test_what_could_not_be_written_stays_new(self, filled: Cli, tmp_path: Path) -> None:
        assert filled("new", "-f", "ids", "-o", tmp_path / "no" / "folder").status == 1
        assert filled("new").status == 0

    def test_any_format_may_be_asked_for(self, filled: Cli) -> None:
        records = [json.loads(line) for line in filled("new", "-f", "jsonl", "apples").lines]
        assert [record["id"] for record in records] == [APPLES]

    def test_what_could_not_be_printed_stays_new(self, filled: Cli, tmp_path: Path) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("needs /dev/full")
        environ = {**os.environ, "DIGEST_READER_LIBRARY": str(tmp_path / "library")}
        with Path("/dev/full").open("w") as full:
            command = [sys.executable, "-m", "reader", "new"]
            failed = subprocess.run(command, env=environ, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert failed.returncode == 1
        assert "cannot be written" in failed.stderr
        assert len(filled("new").lines) == 2


@pytest.mark.parametrize(
    ("word", "named"),
    [
        (APPLES, True),
        (f"{APPLES}v3", True),
        (f"arXiv:{APPLES}", True),
        (f"https://arxiv.org/abs/{APPLES}v2", True),
        (f"https://arxiv.org/pdf/{APPLES}.pdf", True),
        ("math/0601001", True),
        ("apples", False),
        (f"id:{APPLES}", False),
        (f"{APPLES}x", False),
        ("2608.1", False),
        ("", False),
    ],
)
def test_a_name_of_a_paper_is_told_from_a_word_to_search_for(word: str, named: bool) -> None:
    assert is_name(word) is named


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_pager_and_nothing_else_does(filled: Cli, tmp_path: Path) -> None:
    from reader.cli.main import run

    leafed = tmp_path / "leafed"
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {leafed}\n")
    pager.chmod(0o755)
    environ = {
        "DIGEST_READER_LIBRARY": str(tmp_path / "library"), "LC_ALL": "C.UTF-8", "TERM": "xterm",
        "PATH": os.environ["PATH"],
    }  # fmt: skip
    for choice, through in ((str(pager), True), ("cat", False), ("/no/such/pager", False)):
        out = _Terminal()
        run(["show", APPLES], environ | {"PAGER": choice}, io.StringIO(), out, io.StringIO())
        assert ("用扩散模型数苹果" in out.getvalue()) is not through
    assert "用扩散模型数苹果" in leafed.read_text(encoding="utf-8")
    assert "用扩散模型数苹果" in filled("show", APPLES).out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_is_told_how_to_complete(cli: Cli, shell: str) -> None:
    done = cli("completions", shell)
    assert done.status == 0
    assert "digest-reader" in done.out


COMPLETED = [
    ("digest-reader exp", "export"),
    ("digest-reader export --form", "--format"),
    ("digest-reader --lib", "--library"),
    ("digest-reader search --sort d", "date"),
]
IN_SHELLS = {
    "bash": r"""eval "$(digest-reader completions bash)"; function=$(complete -p digest-reader)
function=${function#*-F }; COMP_LINE=$1; COMP_POINT=${#1}; COMP_TYPE=9; read -ra COMP_WORDS <<< "$1"
COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); ${function%% *} digest-reader "${COMP_WORDS[COMP_CWORD]}"
printf '%s\n' "${COMPREPLY[@]}" """,
    "fish": "digest-reader completions fish | source; complete -C $argv[1]",
}


@pytest.mark.parametrize("shell", IN_SHELLS)
@pytest.mark.parametrize(("line", "offered"), COMPLETED)
def test_shells_complete_commands_options_and_choices(tmp_path: Path, shell: str, line: str, offered: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"not installed: {shell}")
    program = tmp_path / "digest-reader"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m reader "$@"\n')
    program.chmod(0o755)
    environ = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    words = [shell, "-c", IN_SHELLS[shell], *([shell] if shell == "bash" else []), line]
    done = subprocess.run(words, env=environ, capture_output=True, encoding="utf-8", check=False)
    assert [word.split("\t")[0].strip() for word in done.stdout.splitlines()] == [offered]


@pytest.mark.parametrize(("line", "offered"), COMPLETED)
def test_commands_and_options_are_completed(tmp_path: Path, line: str, offered: str) -> None:
    answer = tmp_path / "answer"
    environ = {
        **os.environ, "_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "COMP_LINE": line, "COMP_POINT": str(len(line)),
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "reader"], env=environ, check=False, capture_output=True)
    assert [word.strip() for word in answer.read_text().splitlines()] == [offered]


@pytest.mark.parametrize("command", SUBCOMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_option_has_a_help_text(command: object, language: str) -> None:
    from reader.cli.context import SubCommand

    assert isinstance(command, SubCommand)
    parser = argparse.ArgumentParser(add_help=False)
    command.load().arguments(parser, translator(language))
    bare = [action.option_strings or action.dest for action in parser._actions if not action.help]
    assert bare == []
    if language == "zh":
        english = [action.help for action in parser._actions if not re.search("[\u4e00-\u9fff]", action.help or "")]
        assert [text for text in english if text != argparse.SUPPRESS] == []


@pytest.mark.parametrize("command", ["search", "stats", "enrich", "translate", "send"])
def test_an_option_of_another_command_is_no_word_to_exclude(filled: Cli, command: str, tmp_path: Path) -> None:
    done = filled(command, "apples", "-o", tmp_path / "x.bib")
    assert done.status == 2
    assert "-o" in done.err
    assert filled("search", "-f", "ids", "--", "apples", "-o").lines == [APPLES]


def test_a_byte_order_mark_before_the_first_id_is_no_part_of_it(filled: Cli) -> None:
    assert filled("export", "-", "-f", "ids", stdin=f"\ufeff{APPLES}\n").lines == [APPLES]
    assert json.loads(filled("search", "--batch", stdin="\ufeffapples\n").out)["hits"] == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ids_are_read_in_the_encodings_that_windows_writes(filled: Cli, encoding: str, end: str) -> None:
    data = f"{APPLES}\t苹果{end}{PEARS}{end}".encode(encoding)
    assert filled("export", "-", "-f", "ids", stdin=data).lines == [APPLES, PEARS]
    assert filled("mark", "-", "--bookmark", stdin=data).status == 0
    assert filled("import", "-", stdin=data).status == 0


@pytest.mark.parametrize(
    "arguments", [("mark", "-", "--read"), ("show", "-"), ("export", "-"), ("search", "--batch"), ("import", "-")]
)
@pytest.mark.parametrize("source", ["/dev/zero", "yes | tr -d '\\n'", "yes 苹 | tr -d '\\n'"])
def test_what_comes_without_an_end_is_refused_in_little_memory(
    filled: Cli, tmp_path: Path, arguments: tuple[str, ...], source: str
) -> None:
    shell = (
        f'ulimit -v 1000000; exec "$@" < <({source})' if " " in source else f'ulimit -v 1000000; exec "$@" < {source}'
    )
    done = run(tmp_path / "library", *arguments, shell=shell)
    assert is_one_line(done)
    assert "MB" in done.err


def test_a_list_too_long_to_be_read_whole_is_told(filled: Cli, tmp_path: Path) -> None:
    with (tmp_path / "list.txt").open("wb") as file:
        file.truncate(33 << 20)
    done = filled("import", tmp_path / "list.txt")
    assert done.status == 1
    assert done.err == f"digest-reader: {tmp_path / 'list.txt'} is larger than 32 MB: split it into several\n"
