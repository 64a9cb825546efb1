"""Records that mappings read, written as other programs would write them. All texts are invented."""

from __future__ import annotations

import json

import pytest

from tests.sources.forms.test_mapping import JSON, PAPER, papers, read


@pytest.mark.parametrize(
    "told",
    [
        "Ada Beispiel, Bo Muster and Wei Li",
        ["Ada Beispiel", "Bo Muster", "Wei Li"],
        [{"name": "Ada Beispiel"}, {"given": "Bo", "family": "Muster"}, {"first_name": "Wei", "last_name": "Li"}],
    ],
)
@pytest.mark.parametrize("path", ["authors", "authors[]", "authors[].name"])
def test_authors_are_told_whatever_a_record_holds_them_in(path: str, told: object) -> None:
    form = JSON.replace('"authors[].name | byline"', f'"{path}"')
    (digest,) = read(papers(PAPER | {"authors": told}), form)
    if path == "authors[].name" and isinstance(told, list) and isinstance(told[0], dict):
        told = "Ada Beispiel"  # the only one with that key
    names = [author.name for author in digest.entries[0].details.authors]
    assert names == (["Ada Beispiel"] if told == "Ada Beispiel" else ["Ada Beispiel", "Bo Muster", "Wei Li"])


@pytest.mark.parametrize("items", ['kind = "jsonl"', 'kind = "json"\nitems = "[]"', 'kind = "json"'])
def test_objects_over_several_lines_one_behind_the_other_are_records(items: str) -> None:
    form = f'[form.k]\n{items}\nid = "url"\ntitle_en = "title"\nauthors = "authors[].name"\n'
    one = PAPER | {"authors": [{"name": "Ada"}]}
    for indent in (0, 1, 4):
        text = "\n".join(json.dumps(one | {"title": title}, indent=indent) for title in ("Kettles", "Cups", "Pots"))
        text = text.replace('{\n"name": "Ada"\n}', '{"name": "Ada"}')
        (digest,) = read(text, form)
        assert [entry.texts.title_en for entry in digest.entries] == ["Kettles", "Cups", "Pots"]
        assert digest.problems == ()
        (digest,) = read(text.replace('"Cups"', "Cups", 1), form)
        assert [entry.texts.title_en for entry in digest.entries] == ["Kettles", "Pots"]
        assert [problem.reason for problem in digest.problems] == ["a record that cannot be read"]


def test_dots_mean_a_cut_where_a_file_holds_one_paper() -> None:
    page = '[form.k]\nkind = "front-matter"\nid = "pdf"\ntitle_en = "title"\nabstract_en = "#Abstract"\n'
    for ending, cut in ((" and …", True), (" and...", True), (".", False)):
        text = f"---\npdf: https://arxiv.org/pdf/2401.00001\ntitle: Kettles\n---\n## Abstract\nIt sings{ending}\n"
        (digest,) = read(text, page)
        assert digest.entries[0].cut is cut
        (digest,) = read(text, page + "cut = false\n")
        assert not digest.entries[0].cut
