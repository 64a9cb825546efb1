"""`import`: what was bookmarked, what waits for its paper, and what is no paper of arXiv."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def test_papers_of_files_and_of_stdin_are_bookmarked(filled: Cli, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("2608.00001\n2608.09999\nOwls\n")
    done = filled("import", tmp_path / "list.txt")
    assert done.status == 0
    assert done.err.splitlines() == [
        f"{tmp_path / 'list.txt'}: no arXiv ID: Owls",
        "2 papers bookmarked",
        "1 of them is not in the library yet; its marks wait for it",
    ]
    assert filled("search", "-f", "ids", "is:bookmarked").out == "2608.00001\n"
    assert filled("import", "-", stdin="2608.00002").status == 0
    assert "2608.00002" in filled("search", "-f", "ids", "is:bookmarked").out


def test_a_file_without_any_paper_of_arxiv_fails(filled: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text("@book{a, title = {Owls}}")
    done = filled("import", tmp_path / "x.bib")
    assert done.status == 1
    assert "no arXiv ID: Owls" in done.err
    missing = filled("import", tmp_path / "none")
    assert missing.status == 1
    assert len(missing.err.splitlines()) == 1


def test_files_for_zotero_in_a_folder_come_back_and_are_never_mixed_with_another_export(
    filled: Cli, tmp_path: Path
) -> None:
    folder = tmp_path / "zotero"
    filled("mark", "2608.00001", "--tag", "owls", "--note", "one")
    done = filled("export", "*", "-f", "zotero", "-o", f"{folder}/")
    assert (done.status, done.err, [file.name for file in folder.iterdir()]) == (
        0,
        "2 papers exported\n",
        ["papers-001.rdf"],
    )
    again = filled("export", "apples", "-f", "zotero", "-o", folder)
    assert (again.status, again.err.count("name another folder")) == (1, 1)
    assert filled("import", folder / "papers-001.rdf").err == "2 papers bookmarked\n"
    assert "2 entries" in filled("sync", folder / "papers-001.rdf").out


def test_marks_come_back_out_of_a_pipe(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--tag", "owls")
    lines = filled("export", "*", "-f", "jsonl").out
    filled("mark", "2608.00001", "--untag", "owls")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(lines,))
    writer.start()
    done = filled("restore", pipe)
    writer.join()
    assert (done.status, done.err) == (0, "marks of 1 paper restored\n")
    assert filled("search", "-f", "ids", "#owls").out == "2608.00001\n"


def test_marks_come_back_out_of_stdin(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--tag", "owls")
    lines = filled("export", "*", "-f", "jsonl").out
    other = [sys.executable, "-m", "reader", "--library", str(tmp_path / "other")]
    done = subprocess.run([*other, "restore", "-"], input=lines, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "marks of 1 paper restored\n")


@pytest.mark.parametrize("command", ["import", "restore"])
def test_a_device_without_an_end_is_refused(filled: Cli, command: str) -> None:
    done = filled(command, "/dev/zero")
    assert (done.status, done.err) == (1, "digest-reader: /dev/zero is a device, not a file\n")


def test_the_last_record_of_a_cut_ris_file_is_taken(filled: Cli, tmp_path: Path) -> None:
    file = tmp_path / "cut.ris"
    file.write_text("TY  - UNPD\nUR  - https://arxiv.org/abs/2608.00001\nKW  - fruit\n")
    assert filled("import", file).err == "1 paper bookmarked\n"
    assert filled("search", "tag:fruit", "-f", "ids").lines == ["2608.00001"]


def test_a_web_page_is_not_taken_for_rdf(filled: Cli, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text('<html><a href="https://arxiv.org/abs/2608.00001">apples</a></html>')
    done = filled("import", file)
    assert (done.status, done.err) == (1, f"digest-reader: {file} cannot be read as what it looks like\n")


def test_an_export_of_marks_alone_is_for_restore(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--tag", "fruit")
    for fields in ("tags", "bookmarked,note", "first_seen"):
        file = tmp_path / f"{fields}.jsonl"
        file.write_text(filled("export", "*", "-f", "jsonl", "--fields", fields).out)
        done = filled("import", file)
        assert (done.status, "'digest-reader restore' takes it" in done.err) == (1, True)
