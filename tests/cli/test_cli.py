"""The command line as design section 7 promises it: output, exit status, one line for an error."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.paths import Places
from tests.cli.conftest import Cli

KEYS = [
    "id", "version", "title_en", "title_zh", "tldr_en", "tldr_zh", "abstract_en", "abstract_zh", "category",
    "announce", "link", "cut", "first_seen", "last_seen", "appearances", "bookmarked", "tags", "note", "read",
]  # fmt: skip


def test_sync_says_in_one_line_what_it_brought(cli: Cli, digests: Path) -> None:
    done = cli("sync", digests)
    assert done.out == "2 digests, 3 entries, 2 papers: 2 new, 0 changed; papers in the library: 2\n"
    assert done.err == ""


def test_a_second_sync_finds_nothing_new_and_needs_no_source(filled: Cli) -> None:
    assert filled("sync").out == "nothing new; papers in the library: 2\n"


def test_sync_without_any_source_says_what_to_do(cli: Cli) -> None:
    done = cli("sync")
    assert done.status == 2
    assert done.err == "digest-reader: no source is remembered yet; name one: digest-reader sync FOLDER\n"


def test_a_source_that_is_not_there_fails_but_the_others_are_read(cli: Cli, digests: Path, tmp_path: Path) -> None:
    done = cli("sync", tmp_path / "nowhere", digests)
    assert done.status == 1
    assert "2 new" in done.out
    assert "nowhere" in done.err
    assert len(done.err.splitlines()) == 1


def test_sync_in_chinese(cli: Cli, digests: Path) -> None:
    assert "篇论文" in cli("sync", digests, lang="zh_CN.UTF-8").out


def test_sync_can_report_as_json(cli: Cli, digests: Path) -> None:
    done = cli("sync", "--json", digests)
    assert json.loads(done.out)["papers"] == 2
    assert all(set(json.loads(line)) == {"done", "total", "what"} for line in done.err.splitlines())


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


def test_marks_are_made_and_undone_from_the_command_line(filled: Cli) -> None:
    assert filled("mark", "2608.00001", "--bookmark", "--tag", "fruit", "--note", "新", "--read").status == 0
    paper = json.loads(filled("show", "--format", "jsonl", "2608.00001").out)
    assert paper["tags"] == ["fruit"]
    assert paper["note"] == "新"
    assert paper["bookmarked"]
    assert paper["read"]
    filled("mark", "2608.00001", "--no-bookmark", "--untag", "fruit", "--note", "", "--unread")
    paper = json.loads(filled("show", "--format", "jsonl", "2608.00001").out)
    assert (paper["tags"], paper["note"], paper["bookmarked"], paper["read"]) == ([], None, None, None)


def test_the_command_line_takes_back_its_own_newest_gesture_and_only_that(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--bookmark", "--tag", "fruit", "--read")
    with closing(Library.open(Places(tmp_path / "library", tmp_path / "cache", tmp_path / "c"), "screen 1")) as screen:
        screen.marks.tag(["2608.00001"], ["seen"])
    done = filled("mark", "--undo")
    assert (done.status, done.err) == (0, "Undone: mark (1 paper)\n")
    assert filled("search", "--format", "ids", "#seen is:unread -is:bookmarked -#fruit").lines == ["2608.00001"]
    done = filled("mark", "--undo")
    assert (done.status, done.err) == (1, "Nothing to undo.\n")


def test_what_was_changed_since_is_not_taken_back(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--note", "mine")
    with closing(Library.open(Places(tmp_path / "library", tmp_path / "cache", tmp_path / "c"), "screen 1")) as screen:
        screen.marks.note("2608.00001", "theirs")
    done = filled("mark", "--undo")
    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "2608.00001 was changed again since (note)" in done.err
    assert filled("search", "--format", "ids", "note:theirs").lines == ["2608.00001"]


def test_all_papers_of_a_query_are_marked_as_one_gesture(filled: Cli) -> None:
    assert filled("mark", "--query", "apples OR pears", "--tag", "fruit").err == "2 papers found\n"
    assert len(filled("search", "--format", "ids", "#fruit").lines) == 2
    filled("mark", "--undo")
    assert filled("search", "--format", "ids", "#fruit").lines == []
    assert filled("mark", "--query", "is:nowhere", "--read").status == 2


@pytest.mark.parametrize("arguments", [("--undo", "--read"), ("--undo", "2608.00001"), ("--read",)])
def test_mark_says_what_is_missing_or_too_much(filled: Cli, arguments: tuple[str, ...]) -> None:
    done = filled("mark", *arguments)
    assert (done.status, len(done.err.splitlines())) == (2, 1)


def test_mark_without_saying_what_is_wrong_usage(filled: Cli) -> None:
    assert filled("mark", "2608.00001").status == 2


def test_export_without_a_query_is_the_bookmarks(filled: Cli) -> None:
    filled("mark", "2608.00002", "--bookmark")
    assert filled("export", "-f", "ids").lines == ["2608.00002"]
    assert filled("export", "-f", "ids", "apples").lines == ["2608.00001"]


@pytest.mark.parametrize(
    ("name", "sign"),
    [("out.md", "Pears"), ("out.bib", "@"), ("out.csv", "2608.00002"), ("out.jsonl", '"id"'), ("out.ris", "TY  -")],
)
def test_export_knows_formats_by_the_files_ending(filled: Cli, tmp_path: Path, name: str, sign: str) -> None:
    done = filled("export", "pears", "-o", tmp_path / name)
    assert (done.status, done.out) == (0, "")
    assert sign in (tmp_path / name).read_text(encoding="utf-8")


def test_export_to_an_unknown_ending_or_a_missing_folder_is_told(filled: Cli, tmp_path: Path) -> None:
    assert filled("export", "-o", tmp_path / "out.docx").status == 2
    done = filled("export", "*", "-o", tmp_path / "nowhere" / "out.md")
    assert done.status == 1
    assert len(done.err.splitlines()) == 1


def test_marks_come_back_from_an_export_and_from_a_backup(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--bookmark", "--tag", "fruit", "--note", "note")
    filled("export", "-o", tmp_path / "marks.jsonl")
    filled("backup", tmp_path / "marks.db")
    for file in ("marks.jsonl", "marks.db"):
        filled("mark", "2608.00001", "--no-bookmark", "--untag", "fruit", "--note", "")
        assert filled("restore", tmp_path / file).status == 0
        assert filled("search", "--format", "ids", "is:bookmarked #fruit note:note").lines == ["2608.00001"]


def test_restoring_from_something_else_is_told(filled: Cli, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 not text")
    for file in ("photo.jpg", "nowhere.jsonl"):
        done = filled("restore", tmp_path / file)
        assert done.status == 1
        assert len(done.err.splitlines()) == 1


def test_sources_are_listed_added_and_removed(filled: Cli, digests: Path, tmp_path: Path) -> None:
    assert str(digests) in filled("sources").out
    (tmp_path / "more").mkdir()
    (tmp_path / "more/2024-01-05 cs.AI.md").write_text(next(digests.rglob("*.md")).read_text())
    added = filled("sources", "add", tmp_path / "more")
    assert added.status == 0
    assert re.search(r"more: cn-chat-arxiv, 1 day \(2024-01-05\), \d+ papers?\n", added.err)
    assert "never read" in filled("sources", "list").out
    assert filled("sources", "remove", digests).status == 0
    assert filled("sources", "remove", digests).status == 1
    assert str(digests) not in filled("sources").out
    assert len(filled("search", "--format", "ids").lines) == 2


def test_the_index_can_be_looked_at_and_rebuilt(filled: Cli) -> None:
    assert filled("index").out.startswith("2 papers searchable")
    assert filled("index", "--rebuild").status == 0
    assert filled("search", "--format", "ids", "apples").lines == ["2608.00001"]


def test_doctor_looks_at_a_source_without_storing_it(cli: Cli, digests: Path) -> None:
    (digests / "broken.md").write_text(
        "# 摘要\n\n| Ref | Title | Summary |\n| --- | --- | --- |\n\n# 详细\n\n[^1]: 没有链接\n\n    No link\n"
    )
    done = cli("doctor", digests)
    assert "3 digests, 3 entries, 2 papers" in done.lines[-1]
    assert "broken.md:" in done.out
    assert done.status == 1
    assert cli("search", "--format", "ids").lines == []


def test_doctor_says_that_all_is_well(filled: Cli) -> None:
    done = filled("doctor")
    assert done.status == 0
    assert "marks.db: ok" in done.out
    assert "library.db: ok" in done.out


def test_stats_draw_days_and_channels(filled: Cli) -> None:
    filled("mark", "2608.00001", "--bookmark", "--read")
    done = filled("stats")
    assert done.lines[0] == "2 papers, 1 unread, 1 bookmarked"
    assert f"  2026-08-21  2  {'█' * 40}" in done.lines
    assert f"  cs.LG  1  {'█' * 20}" in done.lines


def test_keys_config_and_where_tell_what_they_say(cli: Cli, tmp_path: Path) -> None:
    assert "bookmark" in cli("keys").out
    assert "[screen]" in cli("config").out
    assert str(tmp_path / "library" / "marks.db") in cli("where").out


def test_an_unknown_setting_is_told_with_the_nearest_known_one(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("[screen]\nlanguge = 'zh'\n")
    done = cli("where", "--config", tmp_path / "c.toml")
    assert done.status == 0
    assert "language" in done.err


def test_a_broken_configuration_is_one_line(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("[screen\n")
    done = cli("where", "--config", tmp_path / "c.toml")
    assert done.status == 1
    assert len(done.err.splitlines()) == 1


def test_a_configuration_that_was_named_must_exist(cli: Cli, tmp_path: Path) -> None:
    assert cli("where", "--config", tmp_path / "none.toml").status == 1


def test_options_stand_before_or_after_the_command(cli: Cli, tmp_path: Path) -> None:
    for arguments in (("--library", tmp_path / "x", "where"), ("where", "--library", tmp_path / "x")):
        assert str(tmp_path / "x" / "marks.db") in cli(*arguments).out


@pytest.mark.parametrize("arguments", [("search", "--nonsense"), ("sources", "paint"), ("--nonsense",), ("show",)])
def test_wrong_usage_is_one_line_and_status_2(cli: Cli, arguments: tuple[str, ...]) -> None:
    done = cli(*arguments)
    assert done.status == 2
    assert len(done.err.splitlines()) == 1


def test_the_screen_is_not_opened_without_a_terminal(cli: Cli) -> None:
    done = cli()
    assert done.status == 2
    assert "terminal" in done.err
    assert done.out == ""


def test_a_source_that_is_wrong_is_told_before_the_screen_opens(cli: Cli, tmp_path: Path) -> None:
    done = cli(tmp_path / "nowhere")
    assert done.status == 1
    assert "nowhere" in done.err


def test_a_library_of_a_newer_version_is_refused(filled: Cli, tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "library" / "marks.db") as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    done = filled("search", "apples")
    assert done.status == 1
    assert "newer digest-reader" in done.err


def test_a_pipe_that_closes_early_is_no_error(filled: Cli, tmp_path: Path) -> None:
    environ = {**os.environ, "DIGEST_READER_LIBRARY": str(tmp_path / "library")}
    command = f"{sys.executable} -m reader search --format jsonl | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], env=environ, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_terminal_that_cannot_show_chinese_gets_no_traceback(filled: Cli, tmp_path: Path) -> None:
    environ = {
        **os.environ,
        "DIGEST_READER_LIBRARY": str(tmp_path / "library"),
        "PYTHONIOENCODING": "ascii",
        "LC_ALL": "C",
    }
    command = [sys.executable, "-m", "reader", "show", "2608.00001"]
    done = subprocess.run(command, env=environ, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""
    assert "用扩散模型数苹果" in done.stdout.decode("utf-8")  # data are UTF-8 whatever the locale


def test_a_screen_in_a_browser_names_the_package_it_needs(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cli.subcommands.serving.find_spec", lambda name: None)
    done = cli("serve")
    assert done.status == 1
    assert done.err == "digest-reader: a screen in a browser needs one more package: pip install 'digest-reader[web]'\n"


@pytest.mark.parametrize("port", ["x", "-1", "65536"])
def test_a_port_that_is_none_is_wrong_usage(cli: Cli, port: str) -> None:
    assert cli("serve", "--port", port).status == 2


def test_of_a_repositorys_history_only_what_is_wanted_is_taken(cli: Cli, digests: Path) -> None:
    for day, name in (("2026-08-01", "2026-08-21 cs.AI.md"), ("2026-08-20", "2026-08-21 cs.LG.md")):
        subprocess.run(["git", "-C", digests, "init", "-q"], check=True)
        subprocess.run(["git", "-C", digests, "add", name], check=True)
        environ = {**os.environ, "GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        subprocess.run(["git", "-C", digests, "commit", "-q", "-m", day], check=True, env=environ)
    assert cli("sync", "--since", "2026-08-10", digests).status == 0
    assert cli("search", "--format", "ids").lines == ["2608.00002"]
    assert "2026-08-10" in cli("sources").out
    assert cli("sync").out == "nothing new; papers in the library: 1\n"
    assert cli("sync", "--since", "soon", digests).status == 2
    assert cli("sync", "--since", "2026-08-10").status == 2
