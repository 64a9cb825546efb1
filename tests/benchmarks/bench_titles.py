"""How many titles the list cuts: `python -m tests.benchmarks.bench_titles FOLDER`, a folder of digests.

For the widths that a list gets in windows of 80, 120 and 160 columns, the last also beside the sidebar: titles cut on
one line, on at most two and on at most three, and how many papers are to be seen at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from reader.model import Entry
from reader.sources.dispatch import read_source
from reader.sources.identify import identify
from reader.tui.arrangement import AIRY, list_cells
from reader.tui.list_rows import readable
from reader.tui.rows import Glyphs, RowView, row_height, row_lines
from reader.tui.spans import Role
from reader.tui.state import Look

SIDEBAR = 23
"""Columns that the sidebar and its rule take."""
WINDOWS = ((80, 24, 0), (120, 40, 0), (160, 45, 0), (160, 45, SIDEBAR))
FRAME_LINES, SCROLL_BAR = 4, 1


def entries_of(folder: Path) -> Iterable[tuple[Entry, str]]:
    """Every paper once, and what stands behind its title."""
    readings = read_source(identify(str(folder)), {}, lambda *_: None, clones=folder)
    return {
        entry.id: (entry, entry.category or digest.channel or "")
        for reading in readings
        for digest in reading.digests
        for entry in digest.entries
    }.values()


def measured(papers: list[RowView], cells: int, rows: int) -> tuple[list[float], float]:
    """Per cent of titles cut at one, two and three lines in a list `cells` wide; papers seen in a window of `rows`.

    A title counts as cut where it has an ellipsis, be it for its length or for its category.
    """
    cut = [100 * sum(_is_cut(paper, cells, most) for paper in papers) / len(papers) for most in (1, 2, 3)]
    gap = rows >= AIRY
    return cut, (rows - FRAME_LINES - 1) / (sum(row_height(paper, cells, 3) + gap for paper in papers) / len(papers))


def _is_cut(paper: RowView, cells: int, most: int) -> bool:
    lines = row_lines(paper, cells, most, Glyphs())
    shown = "".join(span.text for line in lines for span in line if span.role is Role.SEEN)
    return "".join(shown.split()) != "".join(paper.title.split())


def main() -> None:
    parser = argparse.ArgumentParser(description="Titles that the list cuts.")
    parser.add_argument("folder", type=Path, help="digests")
    entries = list(entries_of(parser.parse_args().folder))
    print("window        list  titles     cut on 1 line  on 2   on 3   papers seen")
    for columns, rows, aside in WINDOWS:
        share = round((columns - aside) * Look().share / 100)
        cells = (list_cells(columns, Look().share) or share) - SCROLL_BAR
        for language, field in (("English", "title_en"), ("Chinese", "title_zh")):
            papers = [
                RowView(readable(title), filed) for each, filed in entries if (title := getattr(each.texts, field))
            ]
            cut, seen = measured(papers, cells, rows)
            shares = "  ".join(f"{share:4.1f}%" for share in cut)
            window = f"{columns}x{rows}{' +side' if aside else ''}"
            print(f"{window:<13} {cells:>4}  {language} {len(papers):>4}       {shares}   {seen:.1f}")


if __name__ == "__main__":
    main()
