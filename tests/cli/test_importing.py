"""`import`: what was bookmarked, what waits for its paper, and what is no paper of arXiv."""

from __future__ import annotations

from pathlib import Path

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
