"""What a reader writes into the configuration file, right and wrong."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.commands import keymap
from reader.config import SECTIONS, Config, Screen, first_language, load_config, render_defaults
from reader.errors import ConfigError
from reader.export.formats import FORMATS
from reader.model import Lang
from reader.tui.themes import THEMES


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_everything_is_at_its_default(file: Path) -> None:
    assert load_config(file) == Config()


def test_an_empty_file_changes_nothing(file: Path) -> None:
    file.write_text("")
    assert load_config(file) == Config()


def test_settings_are_read(file: Path) -> None:
    file.write_text(
        '[screen]\nlanguage = "both"\nrows = 3\nspacing = true\n'
        '[interface]\nlanguage = "zh"\n[export]\nlanguage = "en"\nfolder = "~/论文"\n'
        '[keys]\nbookmark = ["ctrl+t", "b"]\nexport = "X"\n'
    )
    config = load_config(file)
    assert (config.screen.language, config.screen.rows, config.screen.spacing) == ("both", 3, True)
    assert config.interface.language == "zh"
    assert config.export.language == "en"
    assert config.export.folder == "~/论文"
    assert dict(config.keys) == {"bookmark": ("ctrl+t", "b"), "export": ("X",)}
    assert config.warnings == ()


def test_an_unknown_setting_is_reported_with_line_and_nearest_name_and_the_rest_is_used(file: Path) -> None:
    file.write_text("[screen]\nrows = 1\nmesure = 60\n")
    config = load_config(file)
    assert config.screen.rows == 1
    assert [str(warning) for warning in config.warnings] == [
        f"{file}:3: screen.mesure is not known; the nearest is measure"
    ]


def test_an_unknown_section_is_reported_with_the_nearest_name(file: Path) -> None:
    file.write_text("[scren]\nrows = 1\n[zzz]\n")
    scren, zzz = (str(warning) for warning in load_config(file).warnings)
    assert scren == f"{file}:1: [scren] is not known; the nearest is screen"
    assert zzz.startswith(f"{file}:3: [zzz] is not known; the nearest is ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[screen]\n\nrows = "2"\n', '3: screen.rows cannot be "2"; it may be: 1, 2, 3'),
        ("[screen]\nrows = 4\n", "2: screen.rows cannot be 4; it may be: 1, 2, 3"),
        ("[screen]\nrows = true\n", "2: screen.rows cannot be true; it may be: 1, 2, 3"),
        ("[screen]\nspacing = 1\n", "2: screen.spacing cannot be 1; it may be: true, false"),
        ("[screen]\nmeasure = 7\n", "2: screen.measure cannot be 7; it may be: 30 ... 300"),
        ("[screen]\ntheme = 1979-05-27\n", '2: screen.theme cannot be "1979-05-27"; it may be: "dark"'),
        ('[screen]\ntheme = "drak"\n', '2: screen.theme cannot be "drak"; it may be: "dark"'),
        ('[screen]\nlanguage = "fr"\n', '2: screen.language cannot be "fr"; it may be: "auto", "zh", "en", "both"'),
        ('[export]\nlanguage = "auto"\n', '2: export.language cannot be "auto"; it may be: "zh", "en", "both"'),
        ('screen = "dark"\n', "1: screen is a section: write [screen]"),
        ("[keys]\nquit = 3\n", '2: keys.quit cannot be 3; it may be: ["x", "ctrl+t"]'),
        ('[keys]\nquit = ["q", 1]\n', '2: keys.quit cannot be ["q", 1]; it may be'),
        ('screen.language = "fr"\n', 'screen.language cannot be "fr"'),
    ],
)
def test_a_value_that_cannot_be_used_is_one_line_with_its_place(file: Path, text: str, message: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    shown = str(caught.value)
    assert shown.startswith(str(file))
    assert message in shown
    assert "\n" not in shown


def test_a_file_that_is_not_toml_is_one_line_with_the_place(file: Path) -> None:
    file.write_text("[screen\nrows = 1\n")
    with pytest.raises(ConfigError, match=r"is not valid TOML: .*line 1") as caught:
        load_config(file)
    assert "\n" not in str(caught.value)


def test_a_file_in_another_encoding_is_said_to_be_so(file: Path) -> None:
    file.write_bytes('[export]\nfolder = "论文"\n'.encode("gb18030"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config(file)


def test_a_folder_in_its_place_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config FILE"):
        load_config(tmp_path)


def test_the_printed_defaults_are_the_defaults(file: Path) -> None:
    text = render_defaults(keymap().keys)
    file.write_text(re.sub(r"^# (?=[\w-]+ = )", "", text, flags=re.MULTILINE).replace("command = its keys", "#"))
    config = load_config(file)
    assert config.warnings == ()
    assert dict(config.keys) == dict(keymap().keys)
    assert (config.screen, config.interface, config.sync, config.export) == (
        Config().screen,
        Config().interface,
        Config().sync,
        Config().export,
    )


def test_the_printed_defaults_change_nothing_as_they_stand(file: Path) -> None:
    file.write_text(render_defaults(keymap().keys))
    assert load_config(file) == Config()


@pytest.mark.parametrize(
    ("setting", "interface", "language"),
    [("auto", "zh", Lang.ZH), ("auto", "en", Lang.EN), ("both", "en", Lang.BOTH), ("zh", "en", Lang.ZH)],
)
def test_papers_follow_the_interface_unless_a_language_is_set(setting: str, interface: str, language: Lang) -> None:
    assert first_language(Screen(language=setting), interface) is language


TOML_VALUES = st.one_of(st.booleans(), st.integers(), st.text(), st.lists(st.text(), max_size=2))


@given(
    section=st.sampled_from(["screen", "interface", "sync", "export", "keys"]),
    name=st.sampled_from(["language", "rows", "measure", "on_open", "x", ""]),
    value=TOML_VALUES,
)
def test_no_value_is_met_with_anything_but_a_setting_a_warning_or_a_config_error(
    tmp_path_factory: pytest.TempPathFactory, section: str, name: str, value: object
) -> None:
    file = tmp_path_factory.mktemp("config") / "config.toml"
    shown = str(value).lower() if isinstance(value, bool) else repr(value)
    file.write_text(f"[{section}]\n'{name}' = {shown}\n", encoding="utf-8")
    try:
        tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError:
        with pytest.raises(ConfigError):
            load_config(file)
        return
    try:
        lines = [str(warning) for warning in load_config(file).warnings]
    except ConfigError as error:
        lines = [str(error)]
    assert [line for line in lines if len(line.splitlines()) != 1] == []


def test_themes_and_formats_are_those_there_are() -> None:
    choices = {
        f"{name}.{item.name}": item.metadata["choices"] for name, kind in SECTIONS.items() for item in fields(kind)
    }
    assert set(choices["screen.theme"]) == {colors.name for colors in THEMES}
    assert set(choices["export.format"]) == set(FORMATS)


@pytest.mark.parametrize("value", ["[" * 5000, "9" * 5000])
def test_what_the_interpreter_cannot_take_is_no_toml(tmp_path: Path, value: str) -> None:
    (tmp_path / "config.toml").write_text(f"screen.measure = {value}")
    with pytest.raises(ConfigError, match="not valid TOML"):
        load_config(tmp_path / "config.toml")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbf[screen]\nrows = 2\n")
    assert load_config(file).screen.rows == 2
