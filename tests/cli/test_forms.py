"""Forms described by the reader: --form, and what doctor says of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

MAPPING = (
    '[form.kettles]\nkind = "json"\nitems = "all[]"\nid = "nr"\ntitle_en = "name"\nday = "name"\nfiles = ["k-*.json"]\n'
)
KETTLES = {"all": [{"nr": "2401.00001", "name": "Singing kettles"}, {"name": "no number"}]}


@pytest.fixture
def kettles(tmp_path: Path) -> Path:
    folder = tmp_path / "kettles"
    folder.mkdir()
    (folder / "k-2026-08-14.json").write_text(json.dumps(KETTLES), encoding="utf-8")
    (folder / "other.json").write_text(json.dumps(KETTLES), encoding="utf-8")
    return folder


@pytest.fixture
def own_form(cli: Cli, tmp_path: Path) -> Path:
    cli("where")
    folder = next(path for line in cli("where").lines if (path := Path(line.split()[-1])).name == "config.toml").parent
    (folder / "forms").mkdir(parents=True)
    file = folder / "forms" / "kettles.toml"
    file.write_text(MAPPING, encoding="utf-8")
    return file


def test_a_form_in_the_configuration_folder_is_known_by_the_content_of_files(
    cli: Cli, own_form: Path, kettles: Path
) -> None:
    assert cli("sync", kettles).out.startswith("2 digests, 2 entries, 1 paper")


def test_a_form_that_is_named_is_remembered_and_opens_its_files_only(cli: Cli, own_form: Path, kettles: Path) -> None:
    assert cli("sync", "--form", "kettles", kettles).out.startswith("1 digest, 1 entry, 1 paper")
    assert "form kettles" in cli("sources").out
    (kettles / "k-2026-08-15.json").write_text(json.dumps(KETTLES), encoding="utf-8")
    assert cli("sync").out.startswith("1 digest")
    own_form.unlink()
    (kettles / "k-2026-08-16.json").write_text(json.dumps(KETTLES), encoding="utf-8")
    failed = cli("sync")
    assert failed.status == 1
    assert "there is no form kettles" in failed.err


def test_doctor_says_what_each_field_got(cli: Cli, own_form: Path, kettles: Path) -> None:
    said = cli("doctor", "--form", "kettles", kettles / "other.json")
    assert "      1  title_en" in said.lines
    assert "      0  authors" in said.lines
    assert "no arXiv link in this entry" in said.out
    assert said.status == 1


def test_a_wrong_form_is_refused_with_its_line(cli: Cli, own_form: Path, kettles: Path) -> None:
    own_form.write_text(MAPPING + "idd = 'x'\n", encoding="utf-8")
    refused = cli("sync", kettles)
    assert refused.status == 2
    assert refused.err.strip().endswith("kettles.toml:8: [form.kettles] idd is no key of a form")


def test_an_unknown_form_is_refused_with_those_there_are(cli: Cli, kettles: Path) -> None:
    refused = cli("sources", "add", "--form", "pots", kettles)
    assert refused.status in (1, 2)
    assert "there is no form pots; there are " in refused.err
    assert "arxiv-daily-scroll" in refused.err


def test_form_needs_a_source(cli: Cli, kettles: Path) -> None:
    cli("sync", kettles)
    assert "--form needs a SOURCE" in cli("sync", "--form", "kettles").err
