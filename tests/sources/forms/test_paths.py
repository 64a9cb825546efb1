"""Paths of mappings: where a value stands in a record."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.forms.paths import getter

RECORD = {
    "title": "Kettles",
    "paper": {"authors": [{"name": "Ada"}, {"name": ""}, {"name": "Bo"}], "Title (ZH)": "壶"},
    "tags": ["a", "b"],
    "none": None,
    "odd.key": 7,
    "topics": {"x": [1], "y": [2, 3]},
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("title", ["Kettles"]),
        ("paper.Title (ZH)", ["壶"]),
        ("paper.authors[].name", ["Ada", "Bo"]),
        ("tags", [["a", "b"]]),
        ("tags[]", ["a", "b"]),
        ("topics[][]", [1, 2, 3]),
        ("none | title", ["Kettles"]),
        ("nowhere.at.all | none", []),
        ('"odd.key"', [7]),
        ("title.deeper", []),
        ("title[]", ["Kettles"]),
        ("tags[].name", ["a", "b"]),
        ("topics.x[].name", []),
        ("[]", ["Kettles", RECORD["paper"], ["a", "b"], 7, RECORD["topics"]]),
    ],
)
def test_a_path_leads_to_every_value_that_is_there(path: str, found: list[Any]) -> None:
    assert getter(path)(RECORD) == found


@pytest.mark.parametrize("path", ["", "a..b", "a.", "a | ", '"a', "a[", "a]", "[0]"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"path|early|closed"):
        getter(path)


@given(st.text())
def test_any_text_is_a_path_or_refused(path: str) -> None:
    try:
        follow = getter(path)
    except ValueError:
        return
    follow(RECORD)
