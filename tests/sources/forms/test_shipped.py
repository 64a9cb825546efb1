"""Files of publishers that are read by a mapping, as they differ from their samples. All texts are invented."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import PurePosixPath

from reader.model import Digest, Entry
from reader.sources.content import Origin, read_stream


def digests(text: str, path: str) -> list[Digest]:
    where = PurePosixPath(path)
    return list(read_stream(io.BytesIO(text.encode()), Origin(path, where.name, str(where.parent))))


def entries(text: str, path: str = "README.md") -> list[Entry]:
    found = digests(text, path)
    assert [problem for digest in found for problem in digest.problems if problem.lost] == []
    return [entry for digest in found for entry in digest.entries]


def test_values_of_front_matter_may_go_over_several_lines() -> None:
    text = (
        "---\ntitle: Singing\n  Kettles: a Study\ntitle_zh: 唱歌的壶\nauthors:\n  - Ada Beispiel\n- Bo Muster\n"
        "pdf: https://arxiv.org/pdf/2401.00001v2\ntldr: >-\n  壶会\n  唱歌。\nmotivation: |\n  安静。\n  太静。\n"
        "method: 哨子\n---\n\n## 摘要\n壶。\n\n## Abstract\nA kettle.\n\n---\n\n## 详细总结\n长。\n"
    )
    for written in (text, text.replace("\n", "\r\n")):
        (entry,) = entries(written, "docs/202401/08/2401.00001v2-kettles.md")
        assert (entry.texts.title_en, entry.texts.title_zh) == ("Singing Kettles: a Study", "唱歌的壶")
        assert (entry.texts.tldr_zh, entry.texts.abstract_en) == ("壶会 唱歌。", "A kettle.")
        assert [(section.name, section.text) for section in entry.details.sections] == [
            ("动机", "安静。\n太静。"),
            ("方法", "哨子"),
        ]
        assert [author.name for author in entry.details.authors] == ["Ada Beispiel", "Bo Muster"]


def test_pages_of_daily_paper_reader_from_before_front_matter_are_read() -> None:
    text = (
        "# Singing Kettles\n# 唱歌的壶\n\n**Authors**: Ada Beispiel, Bo Muster\n**Date**: 20240107\n"
        "**PDF**: https://arxiv.org/pdf/2401.00001v1\n**TLDR**: 壶会唱歌。\n\n---\n\n## Abstract\nA kettle.\n"
    )
    (entry,) = entries(text, "docs/202401/08/2401.00001v1-kettles.md")
    assert (entry.texts.title_en, entry.texts.title_zh) == ("Singing Kettles", "唱歌的壶")
    assert (entry.texts.tldr_zh, entry.texts.abstract_en, str(entry.details.submitted)) == (
        "壶会唱歌。",
        "A kettle.",
        "2024-01-07",
    )


def test_a_bar_in_maths_or_emphasis_is_no_end_of_a_cell() -> None:
    head = "## Kettles\n\n|Publish Date|Title|Authors|PDF|Code|\n|---|---|---|---|---|\n"
    link = "[2401.00001](http://arxiv.org/abs/2401.00001)"
    for title in ("A $|x|$ Kettle", "Kettles | Cups", "$|x|$ and $|y|$"):
        (entry,) = entries(
            f"{head}|**2024-01-08**|**{title}**|Ada Beispiel et.al.|{link}|**[link](https://example.org/k)**|\n"
        )
        assert entry.texts.title_en == title
        assert [author.name for author in entry.details.authors] == ["Ada Beispiel"]
        assert [one.url for one in entry.details.links] == ["https://example.org/k"]


def test_abstracts_of_arxiv_daily_reporter_may_go_over_several_lines() -> None:
    text = "# Kettles \n\n**Authors**: Ada \n\n**Link**: [PDF](https://arxiv.org/pdf/2401.00001) \n\n"
    text += "**Abstract**: A kettle\nsings. \n\n**Abstract (ZH)**: 壶\n唱歌。\n\n---\n"
    (entry,) = entries(text * 2, "8-Jan-2024/NLP/README.md")[:1]
    assert (entry.texts.abstract_en, entry.texts.abstract_zh) == ("A kettle sings.", "壶 唱歌。")


def test_yolo_arxiv_daily_may_hold_both_abstracts() -> None:
    text = (
        "> ### 1. Kettles\n>\n> | 属性 | 内容 |\n> |:---:|:---|\n> | 发布日期 | 2024-01-08 |\n"
        "> | 作者 | Ada Beispiel, Bo Muster 等 |\n"
        ">\n> **英文摘要：**\n> A kettle\n> sings.\n>\n> **中文摘要：**\n> 壶唱歌。\n>\n> [阅读论文](http://arxiv.org/abs/2401.00001v1)\n"
    )
    (entry,) = entries(text)
    assert (entry.texts.abstract_en, entry.texts.abstract_zh) == ("A kettle sings.", "壶唱歌。")
    assert [author.name for author in entry.details.authors] == ["Ada Beispiel", "Bo Muster"]


def test_headings_and_items_of_hf_daily_summaries_vary() -> None:
    link = "(https://huggingface.co/papers/2401.0000{})"
    text = (
        f"#### **1. [Kettles]** {link.format(1)}\n- **核心痛点与创新点**：壶\n  唱歌。\n\n"
        f"### 2. **[Cups]**{link.format(2)}\n* **核心痛点与创新点：** 杯。\n"
    )
    assert [(entry.texts.title_en, entry.texts.tldr_zh) for entry in entries(text, "2024-01-08.md")] == [
        ("Kettles", "壶 唱歌。"),
        ("Cups", "杯。"),
    ]


def test_ids_of_daily_arxiv_ai_notes_may_have_a_colon() -> None:
    page = '<article>\n\n#### [Kettles](k.md)\n\n<span class="daily-paper-id">{}2401.00001v2</span>\n</article>\n'
    for before in ("arXiv ", "arXiv:", "arXiv: ", ""):
        (entry,) = entries(page.format(before), "docs/arxiv_daily/2024-01-08/tea/index.md")
        assert (entry.id, entry.version) == ("2401.00001", 2)


def test_a_structured_abstract_in_daily_arxivs_markdown_stays_one() -> None:
    text = (
        "### [1] [Kettles](https://arxiv.org/abs/2401.00001)\n*Ada,Bo*\n\nMain category: cs.AI\n\nTL;DR: 壶。\n\n"
        "<details>\n"
        "Method: 哨子。\n\nAbstract: Kettles sing.\nMethod: A whistle.\nResult: Noise.\n\n</details>\n"
    )
    (entry,) = entries(text, "2024-01-08.md")
    assert entry.texts.abstract_en == "Kettles sing. Method: A whistle. Result: Noise."
    assert [(section.name, section.text) for section in entry.details.sections] == [("方法", "哨子。")]


def test_arxiv_daily_scroll_and_hugging_faces_papers_may_be_bare_lists() -> None:
    scroll = {"title": "Kettles: a study", "arxiv_id": "2401.00001v1", "summary": "It boils.", "headline_zh": "水壶"}
    (entry,) = entries(json.dumps([scroll]), "data/2024-01-05/ai_summary.json")
    assert (entry.id, entry.texts.title_en, entry.texts.tldr_zh) == ("2401.00001", "Kettles: a study", "水壶")
    paper = {
        "id": "2401.00002", "title": "Cups", "summary": "They hold.", "authors": [{"name": "Ada Beispiel"}],
        "publishedAt": "2024-01-02T00:00:00.000Z", "submittedOnDailyAt": "2024-01-05T00:00:00.000Z", "upvotes": 3,
        "githubRepo": "https://example.org/cups",
    }  # fmt: skip
    for document in ([paper], {"papers": [paper]}):
        (digest,) = digests(json.dumps(document), "papers.json")
        (entry,) = digest.entries
        assert (digest.form, digest.day) == ("hf-papers", date(2024, 1, 5))
        assert (entry.texts.title_en, entry.texts.abstract_en) == ("Cups", "They hold.")
        assert [author.name for author in entry.details.authors] == ["Ada Beispiel"]
    (nested,) = digests(json.dumps([{"paper": paper, "title": "Cups"}]), "papers.json")
    assert nested.form == "hf-daily-papers"


def test_tables_with_chinese_columns_are_read() -> None:
    text = """## 视觉

| 序号 | 日期 | 标题 | 作者 | 摘要 | 链接 |
| :-: | --- | --- | --- | --- | --- |
| 1 | 2024-01-05 | Kettles: a study | Ada B., Bo M. | 水壶会唱歌。 | [论文](https://arxiv.org/abs/2401.00001v2) |
| 2 | 2024-01-05 | 杯子 | Ada Beispiel | They hold. | https://arxiv.org/abs/2401.00002 |

## 2024-01-04

| 论文标题 | 中文标题 | 代码 |
| --- | --- | --- |
| [Pots](https://arxiv.org/abs/2401.00003) | 锅 | [代码](https://example.org/pots) |
"""
    first, second = digests(text, "README.md")
    kettles, cups = first.entries
    assert (first.day, first.topic) == (date(2024, 1, 5), "视觉")
    assert (kettles.version, kettles.texts.title_en, kettles.texts.abstract_zh) == (
        2,
        "Kettles: a study",
        "水壶会唱歌。",
    )
    assert [author.name for author in kettles.details.authors] == ["Ada B.", "Bo M."]
    assert (cups.id, cups.texts.title_zh, cups.texts.abstract_en) == ("2401.00002", "杯子", "They hold.")
    (pots,) = second.entries
    assert (second.day, second.topic) == (date(2024, 1, 4), None)
    assert (pots.texts.title_en, pots.texts.title_zh) == ("Pots", "锅")
    assert [link.url for link in pots.details.links] == ["https://example.org/pots"]


def test_abstracts_that_a_table_folds_are_read() -> None:
    def fold(text: str) -> str:
        return f"<details><summary>Show...</summary><p>{text}</p></details>"

    text = f"""---
title: Latest Papers - January 05, 2024
---
## Kettles
| **Title** | **Date** | **Abstract** | **Comment** |
| --- | --- | --- | --- |
| **[Kettles](https://arxiv.org/abs/2401.00001v1)** | 2024-01-02 | {fold("It boils | and sings.")} | 8 pages |
| **[Cups](https://arxiv.org/abs/2401.00002v3)** | 2024-01-03 | {fold("They hold.")} | {fold("In a Journal")} |
"""
    (digest,) = digests(text, "README.md")
    assert (digest.topic, digest.problems) == ("Kettles", ())
    assert [(entry.texts.abstract_en, entry.details.comment, entry.details.submitted) for entry in digest.entries] == [
        ("It boils | and sings.", "8 pages", date(2024, 1, 2)),
        ("They hold.", "In a Journal", date(2024, 1, 3)),
    ]
