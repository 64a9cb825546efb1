"""The names a query may use: fields, their Chinese names, and the values of those that have a fixed set."""

from __future__ import annotations

from collections.abc import Mapping

TITLE = ("title_en", "title_zh")
TLDR = ("tldr_en", "tldr_zh")
ABSTRACT = ("abstract_en", "abstract_zh")

TEXT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": TITLE,
    "tldr": TLDR,
    "abs": ABSTRACT,
    "zh": ("title_zh", "tldr_zh", "abstract_zh"),
    "en": ("title_en", "tldr_en", "abstract_en"),
}
"""Field of the query language -> the texts it looks in."""

FILTERS = (
    "note", "id", "cat", "in", "tag", "date", "type", "is", "sort", "for", "author", "venue", "doi", "code", "has",
)  # fmt: skip
"""Fields that are about metadata and marks; their values never come from the index."""

ALIASES: Mapping[str, str] = {
    **{name: name for name in (*TEXT_FIELDS, *FILTERS)},
    "abstract": "abs",
    "summary": "tldr",
    "category": "cat",
    "channel": "in",
    "tags": "tag",
    "notes": "note",
    "authors": "author",
    "journal": "venue",
    "作者": "author",
    "期刊": "venue",
    "会议": "venue",
    "代码": "code",
    "有": "has",
    "标题": "title",
    "题目": "title",
    "概要": "tldr",
    "一句话": "tldr",
    "摘要": "abs",
    "中文": "zh",
    "英文": "en",
    "笔记": "note",
    "备注": "note",
    "编号": "id",
    "分类": "cat",
    "类别": "cat",
    "频道": "in",
    "标签": "tag",
    "日期": "date",
    "时间": "date",
    "类型": "type",
    "状态": "is",
    "是": "is",
    "排序": "sort",
    "关于": "for",
}
"""Every accepted name of a field (folded) -> its own name."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "type": {
        "new": "new",
        "cross": "cross",
        "replace": "replace",
        "新": "new",
        "新的": "new",
        "新增": "new",
        "交叉": "cross",
        "替换": "replace",
    },
    "is": {
        "bookmarked": "bookmarked",
        "bookmark": "bookmarked",
        "starred": "bookmarked",
        "unread": "unread",
        "read": "read",
        "skipped": "skipped",
        "new": "new",
        "cut": "cut",
        "updated": "updated",
        "untranslated": "untranslated",
        "recommended": "recommended",
        "推荐": "recommended",
        "收藏": "bookmarked",
        "已收藏": "bookmarked",
        "未读": "unread",
        "已读": "read",
        "跳过": "skipped",
        "已跳过": "skipped",
        "新到": "new",
        "截断": "cut",
        "更新": "updated",
        "已更新": "updated",
        "未翻译": "untranslated",
    },
    "has": {"authors": "authors", "author": "authors", "code": "code", "作者": "authors", "代码": "code"},
    "sort": {
        "date": "date",
        "relevance": "relevance",
        "interest": "interest",
        "日期": "date",
        "时间": "date",
        "相关": "relevance",
        "兴趣": "interest",
    },
}
"""Field with a fixed set of values -> accepted spelling -> its own spelling."""


def choices(field: str) -> str:
    """The values of a field with a fixed set, for a message."""
    return ", ".join(dict.fromkeys(VALUES[field].values()))
