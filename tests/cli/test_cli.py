"""The commands on a small library: output, exit status, one line for an error."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


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


def test_sources_are_listed_added_and_removed(filled: Cli, digests: Path, tmp_path: Path) -> None:
    assert str(digests) in filled("sources").out
    (tmp_path / "more").mkdir()
    (tmp_path / "more/2024-01-05 cs.AI.md").write_text(next(digests.rglob("*.md")).read_text())
    added = filled("sources", "add", tmp_path / "more")
    assert added.status == 0
    assert re.search(r"more: cn-chat-arxiv, 1 day \(2024-01-05\), \d+ papers?\n", added.err)
    none_yet = filled("sources", "add", "--since", "2024-02-01", tmp_path / "more")
    assert none_yet.err.splitlines()[0].endswith("more: cn-chat-arxiv, nothing since 2024-02-01")
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
