"""What is read of every form of digest, and what a mapping costs. Never fails on a time.

    python -m tests.benchmarks.bench_forms [--forms DIR] [--repository DIR [--into LIBRARY]] [--paper ID]

--forms       a folder with files of any forms, each is brought into a library of its own: entries, papers, fields
--repository  a repository of daily-arXiv-ai-enhanced: how long until it is searchable, and its files read natively and
              by a mapping that says the same
--into        a library, of which a copy takes the repository in: papers by the month of their ID, before and after
--paper       of the files of --forms together: who tells each field of this paper
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from reader.library.library import Library
from reader.model import TEXT_FIELDS, Digest, Paper
from reader.paths import find_places
from reader.sources.forms.daily_arxiv import is_daily_lines, parse_daily_lines
from reader.sources.forms.mapped import read_mapped
from reader.sources.forms.mapping import parse_mappings
from reader.sources.gitobjects import blobs, files
from reader.sources.gitprogram import Git
from reader.text.identifiers import month_of
from tests.benchmarks.runs import measured, program, show

SAME = """
[form.daily]
kind = "jsonl"
day = "name"
id = "id | abs"
title_en = "title"
abstract_en = "summary"
tldr = "AI.tldr | AI.task"
authors = "authors[]"
categories = "categories[]"
comment = "comment"
code = "code_url"
sections = { "动机" = "AI.motivation", "方法" = "AI.method", "结果" = "AI.result", "结论" = "AI.conclusion" }
reject = ["Error", "Summary generation failed", "* extraction failed", "* analysis unavailable"]
"""

DETAILS = ("authors", "categories", "comment", "doi", "journal", "links", "keywords", "sections", "submitted")


def read_whole(library: Library, file: Path) -> tuple[list[Digest], str]:
    """The digests of a file after it was brought in, and the name of its form."""
    digests = list(library.sources.examine(str(file)))
    library.sources.sync([str(file)], all_papers=True)
    return digests, next((digest.form for digest in digests if digest.form), "-")


def filled(papers: list[Paper]) -> str:
    """How many papers have each field."""
    counts: Counter[str] = Counter()
    for paper in papers:
        told = {name: getattr(paper.texts, name) for name in TEXT_FIELDS}
        told |= {name: getattr(paper.details, name) for name in DETAILS}
        told |= {"version": paper.version, "day": paper.first_seen, "announce": paper.announce}
        counts.update(name for name, value in told.items() if value)
    return " ".join(f"{name}:{count}" for name, count in counts.items())


def papers_of(library: Library) -> list[Paper]:
    """Every paper of a library."""
    return [library.paper(num).paper for num in library.listing().nums]


def table_of_forms(folder: Path) -> None:
    """Print what each file gave."""
    rows: list[tuple[str, ...]] = [("file", "form", "digests", "entries", "lost", "papers")]
    told = []
    for file in sorted(path for path in folder.iterdir() if path.is_file() and path.name != "README.md"):
        with tempfile.TemporaryDirectory() as own:
            library = Library.open(find_places({}, Path(own)))
            try:
                digests, form = read_whole(library, file)
            except Exception as error:  # noqa: BLE001  # the table says so
                rows.append((file.name, str(error)[:40], "", "", "", ""))
                continue
            finally:
                papers = papers_of(library)
                library.close()
        entries = sum(len(digest.entries) for digest in digests)
        lost = sum(problem.lost for digest in digests for problem in digest.problems)
        rows.append((file.name, form, f"{len(digests)}", f"{entries}", f"{lost}", f"{len(papers)}"))
        told.append((file.name, filled(papers)))
    show(rows)
    print()
    for name, fields in told:
        print(f"{name}\n    {fields}")


def who_tells(folder: Path, arxiv_id: str) -> None:
    """Print who tells each text of one paper that all files of a folder tell of, and every appearance."""
    with tempfile.TemporaryDirectory() as own:
        library = Library.open(find_places({}, Path(own)))
        library.sources.sync([str(file) for file in sorted(folder.iterdir()) if file.is_file()], all_papers=True)
        found = library.find(arxiv_id)
        library.close()
    if found is None:
        raise SystemExit(f"no {arxiv_id} in {folder}")
    paper = found.paper
    rows: list[tuple[str, ...]] = [("field", "source", "version", "cut", "day")]
    for name, told in zip(TEXT_FIELDS, paper.told, strict=True):
        if told:
            rows.append((name, Path(told.source).name, f"{told.version or '-'}", f"{told.cut}", f"{told.day or '-'}"))
    show(rows)
    print(f"mismatch: {paper.mismatch or 'none'}")
    for seen in paper.appearances:
        print(
            f"  {seen.day}  {seen.channel or seen.topic or '-'}  {seen.announce or '-'}  {Path(seen.source or '').name}"
        )


def texts_of(repository: Path) -> dict[str, str]:
    """Name and text of each of the publisher's files, on whichever branch they are."""
    git = Git(repository / ".git", str(repository))
    for branch in git.ask("for-each-ref", "--format=%(refname)").split():
        listed = [(path, blob) for path, blob in files(git, branch) if path.endswith(".jsonl")]
        if listed:
            read = zip(listed, blobs(git, [blob for _, blob in listed]), strict=True)
            texts = {path: data.decode() for (path, _), data in read if isinstance(data, bytes)}
            return {path: text for path, text in texts.items() if is_daily_lines(text)}
    raise SystemExit(f"no JSON Lines in {repository}")


def cost_of_a_mapping(texts: dict[str, str]) -> None:
    """Print how long the same files take natively and by a mapping."""
    (mapping,) = parse_mappings(SAME, "bench_forms")
    ways: dict[str, Callable[[str, str], list[Digest]]] = {
        "native": lambda text, name: [parse_daily_lines(text, name)],
        "mapping": lambda text, name: read_mapped(text, mapping, name, name),
    }
    rows: list[tuple[str, ...]] = [("reading", "cpu s", "entries", "wanted")]
    best = {}
    for way, read in ways.items():
        times = []
        for _ in range(3):
            begun = time.process_time()
            entries = sum(len(one.entries) for name, text in texts.items() for one in read(text, name))
            times.append(time.process_time() - begun)
        best[way] = min(times)
        rows.append((way, f"{best[way]:.2f}", f"{entries:,}", "3 s" if way == "native" else "2 x native"))
    rows.append(("mapping / native", f"{best['mapping'] / max(best['native'], 1e-9):.2f}", "", ""))
    show(rows)


def until_searchable(repository: Path) -> None:
    """Print how long a sync of the repository takes, to the end of the index."""
    with tempfile.TemporaryDirectory() as own:
        run = measured(program(Path(own), "sync", repository))
    show([("sync", "wall s", "cpu s", "peak MB", "wanted"),
          (run.out, f"{run.wall:.1f}", f"{run.cpu:.1f}", f"{run.memory:.0f}", "20 s")])  # fmt: skip


def coverage(repository: Path, library: Path) -> None:
    """Print papers by the month of their ID before and after the repository is brought into a copy of a library."""
    with tempfile.TemporaryDirectory() as own:
        copy = Path(own) / "library"
        shutil.copytree(library, copy)
        opened = Library.open(find_places({}, copy))
        before = months(opened)
        opened.sources.sync([str(repository)])
        after = months(opened)
        opened.close()
    rows: list[tuple[str, ...]] = [("month", "before", "after", "with authors", "whole abstracts")]
    for month in sorted(after):
        if before.get(month, (0, 0, 0)) != after[month]:
            papers, authors, whole = after[month]
            was = before.get(month, (0, 0, 0))[0]
            rows.append((month, f"{was:,}", f"{papers:,}", f"{authors:,}", f"{whole:,}"))
    show(rows)


def months(library: Library) -> dict[str, tuple[int, int, int]]:
    """Papers, those with authors and those with a whole abstract, by the month of their ID."""
    papers: Counter[str] = Counter()
    authors: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for paper in papers_of(library):
        year, month = month_of(paper.id) or (0, 0)
        key = f"{year}-{month:02}"
        papers[key] += 1
        authors[key] += bool(paper.details.authors)
        whole[key] += bool(paper.texts.abstract_en) and not paper.cut
    return {key: (papers[key], authors[key], whole[key]) for key in papers}


def main() -> None:
    parser = argparse.ArgumentParser(description="What is read of every form, and what a mapping costs.")
    parser.add_argument("--forms", type=Path, help="a folder with files of any forms")
    parser.add_argument("--repository", type=Path, help="a repository of daily-arXiv-ai-enhanced")
    parser.add_argument("--into", type=Path, help="a library, for the coverage before and after")
    parser.add_argument("--paper", help="an arXiv ID in the files of --forms")
    arguments = parser.parse_args()
    if arguments.forms:
        table_of_forms(arguments.forms)
    if arguments.forms and arguments.paper:
        who_tells(arguments.forms, arguments.paper)
    if arguments.repository:
        cost_of_a_mapping(texts_of(arguments.repository))
        until_searchable(arguments.repository)
    if arguments.repository and arguments.into:
        coverage(arguments.repository, arguments.into)


if __name__ == "__main__":
    main()
