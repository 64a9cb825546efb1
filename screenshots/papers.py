"""The invented papers of `papers.toml`, written out as digests of three days."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

CUT = 1000  # characters that publishers keep of an English abstract, what stands before it included
KINDS = {"new": "新", "cross": "交叉", "replace": "替换"}
FIRST_NUMBER = 90_000  # beyond any that arXiv has given out in a month

Paper = Mapping[str, Any]


def write_digests(folder: Path) -> None:
    """Write every day's digests, one file a channel, named as `2026-08-21 cs.AI.md`."""
    papers = tomllib.loads((Path(__file__).parent / "papers.toml").read_text(encoding="utf-8"))["paper"]
    for day in sorted({paper["day"] for paper in papers}):
        announced = [paper for paper in papers if paper["day"] == day]
        for channel in sorted({channel for paper in announced for channel in paper["channels"]}):
            listed = [paper for paper in announced if channel in paper["channels"]]
            (folder / f"{day} {channel}.md").write_text(_digest(listed, channel), encoding="utf-8")


def write_details(folder: Path) -> None:
    """Write what another publisher tells of some of the papers: authors, categories, code, sections."""
    papers = tomllib.loads((Path(__file__).parent / "papers.toml").read_text(encoding="utf-8"))["paper"]
    told = [json.dumps(_record(paper)) for paper in papers if "authors" in paper]
    (folder / "2026-08-21_AI_enhanced_Chinese.jsonl").write_text(
        "".join(f"{line}\n" for line in told), encoding="utf-8"
    )


def _record(paper: Paper) -> Mapping[str, Any]:
    """A paper in the form of daily-arXiv-ai-enhanced."""
    parts = {name: paper[name] for name in ("motivation", "method", "result", "conclusion")}
    return {
        "id": _id(paper),
        "title": paper["title_en"],
        "authors": paper["authors"],
        "categories": paper["channels"],
        "comment": paper["comment"],
        "code_url": paper["code"],
        "abs": _link(paper),
        "pdf": _link(paper).replace("/abs/", "/pdf/"),
        "summary": paper["abstract_en"],
        "AI": {"tldr": paper["summary"], **parts},
    }


def _digest(papers: Sequence[Paper], channel: str) -> str:
    """Papers as their publisher would write them for `channel`."""
    rows = ["# 摘要", "", "| Ref | Title | Summary |", "| --- | --- | --- |"]
    details = ["# 详细", ""]
    for ref, paper in enumerate(papers, 1):
        rows.append(f"| [^{ref}] | [{paper['title_en']}]({_link(paper)}) | {paper['summary']} |")
        details.append(f"[^{ref}]: " + "\n\n    ".join(_paragraphs(paper, channel)) + "\n    \n")
    return "\n".join([*rows, "", *details])


def _paragraphs(paper: Paper, channel: str) -> Iterator[str]:
    elsewhere = paper["kind"] == "new" and channel != paper["channels"][0]
    kind = "cross" if elsewhere else paper["kind"]
    stamp = f"arXiv:{_id(paper)}v{paper['version']}"
    yield paper["title_zh"]
    yield paper["title_en"]
    yield f"[{_link(paper)}]({_link(paper)})"
    yield paper["summary"]
    yield ""
    yield f"{stamp} 公告类型：{KINDS[kind]} 摘要：{paper['abstract_zh']}"
    yield f"{stamp} Announce Type: {kind}  Abstract: {paper['abstract_en']}"[:CUT]


def _id(paper: Paper) -> str:
    return f"2608.{FIRST_NUMBER + paper['number']}"


def _link(paper: Paper) -> str:
    return f"https://arxiv.org/abs/{_id(paper)}"
