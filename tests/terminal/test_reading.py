"""Reading in a real terminal: what a person would see after each key."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.text.cells import cell_len
from tests.terminal.conftest import Reader, program
from tests.terminal.harness import Tmux, until

CHINESE = "zh_CN.UTF-8"
FIRST, SECOND = "Teapot Diffusion", "Do Large Language Models"
FIRST_ZH = "茶壶扩散"


def shown_title(screen: str) -> str:
    """The first line of the paper's pane, in a wide window."""
    return screen.splitlines()[2].split("│")[1].strip()


def test_list_and_paper_are_there_at_once_and_the_paper_follows_the_list(reader: Reader) -> None:
    terminal = reader()
    terminal.wait(lambda screen: shown_title(screen).startswith(FIRST) if "│" in screen else False)
    terminal.keys("Down")
    terminal.wait(lambda screen: shown_title(screen).startswith(SECOND))
    terminal.keys("End")
    terminal.wait(lambda screen: shown_title(screen).startswith("Forgetting Curves"))
    terminal.keys("Home")
    terminal.wait(lambda screen: shown_title(screen).startswith(FIRST))


def test_one_key_goes_from_chinese_to_english_to_both(reader: Reader) -> None:
    terminal = reader(LC_ALL=CHINESE)
    terminal.wait("三维生成模型常常忽略")
    terminal.keys("c")
    terminal.wait(lambda screen: "Generative models of" in screen and "三维生成模型常常忽略" not in screen)
    terminal.keys("F2")
    terminal.wait(lambda screen: "Generative models of" in screen and "三维生成模型常常忽略" in screen)


def test_the_interface_speaks_the_language_of_the_locale(reader: Reader) -> None:
    reader(LC_ALL=CHINESE).wait("帮助")
    reader(LC_ALL="C.UTF-8").wait("Help")


def test_keys_pressed_before_the_first_paint_are_kept(reader: Reader) -> None:
    terminal = reader()
    terminal.type("jj")
    terminal.wait(lambda screen: "│" in screen and shown_title(screen).startswith("Waiting for the Bus"))


def test_keys_right_after_a_query_in_one_packet_move_among_what_it_finds(reader: Reader) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    terminal.type("/type:new\rjj")
    terminal.wait(lambda screen: "type:new" in screen.splitlines()[0] and "3 of " in screen.splitlines()[0])


def test_search_and_text_in_one_packet_lose_no_letter(reader: Reader) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    terminal.type("/kettle")
    screen = terminal.wait(lambda screen: "1 of 1 " in screen)
    assert "kettle" in screen.splitlines()[0]


def test_a_search_finds_both_languages_and_escape_brings_everything_back(reader: Reader) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    terminal.type("/雨伞")
    terminal.wait_gone(FIRST)
    terminal.wait("Pricing Umbrellas")
    terminal.keys("Escape", "Escape")
    terminal.wait(FIRST)


@pytest.mark.parametrize("key", ["、", "／", "F3"])
def test_search_opens_from_a_chinese_input_method(reader: Reader, key: str) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    terminal.keys(key) if key == "F3" else terminal.type(key)
    terminal.type("雨伞")
    assert "雨伞" in terminal.wait_gone(FIRST).splitlines()[0]


@pytest.mark.parametrize("key", ["？", "F1", "?"])
def test_help_opens_from_a_chinese_input_method(reader: Reader, key: str) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    terminal.keys(key) if key == "F1" else terminal.type(key)
    terminal.wait("To the last paper, or to the end.")


@pytest.mark.parametrize("key", ["：", ":", "C-p"])
def test_the_palette_opens_from_a_chinese_input_method(reader: Reader, key: str) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    terminal.keys(key) if key == "C-p" else terminal.type(key)
    terminal.wait("Formulas as plain text")


def test_after_changes_of_size_everything_is_wrapped_as_if_it_had_been_so_from_the_start(reader: Reader) -> None:
    terminal = reader(LC_ALL=CHINESE)
    terminal.wait("17 篇未读")
    terminal.resize(76, 30)
    terminal.wait(lambda screen: FIRST_ZH in screen and max(map(cell_len, screen.splitlines())) <= 76)
    terminal.resize(160, 45)
    terminal.resize(120, 40)
    fresh = reader(LC_ALL=CHINESE)
    fresh.wait("17 篇未读")
    terminal.wait(lambda screen: screen == fresh.screen())


def test_a_small_window_shows_one_pane_at_a_time(reader: Reader) -> None:
    terminal = reader(columns=40, rows=12, LC_ALL=CHINESE)
    terminal.wait(FIRST_ZH)
    assert "Generative Model with Handle" not in terminal.screen()
    terminal.keys("Enter")
    terminal.wait("Generative Model with Handle")
    terminal.keys("Escape")
    terminal.wait("大语言模型知道")
    assert all(len(line) <= 40 for line in terminal.lines())


def test_a_click_chooses_a_paper(reader: Reader) -> None:
    terminal = reader()
    terminal.wait("17 unread")
    until(terminal.listens)
    row = next(number for number, line in enumerate(terminal.lines()) if SECOND in line)
    terminal.type(f"\x1b[<0;20;{row + 1}M\x1b[<0;20;{row + 1}m")
    terminal.wait(lambda screen: shown_title(screen).startswith(SECOND))


def test_the_link_is_copied_through_the_terminal(tmux: Callable[..., Tmux], library: Path) -> None:
    terminal = tmux(program(library), columns=120, rows=40, options={"set-clipboard": "on"})
    terminal.wait(FIRST)
    terminal.keys("y")
    terminal.wait("arxiv.org/abs/2608.90017")
    assert terminal.tmux("show-buffer") == "https://arxiv.org/abs/2608.90017"


def test_what_is_shown_as_bookmarked_survives_a_kill(reader: Reader, library: Path) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    terminal.keys("b")
    terminal.wait("★")
    terminal.kill(signal.SIGKILL)
    terminal.ended()
    kept = subprocess.run(
        [*program(library), "search", "is:bookmarked", "--format", "ids"], capture_output=True, text=True, check=True
    )
    assert kept.stdout.split() == ["2608.90017"]


def test_a_mark_made_elsewhere_appears(reader: Reader, library: Path) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    assert "★" not in terminal.screen()
    subprocess.run([*program(library), "mark", "2608.90015", "--bookmark"], check=True, capture_output=True)
    terminal.wait("★")


def test_the_next_start_is_where_the_last_one_ended(reader: Reader) -> None:
    terminal = reader(LC_ALL=CHINESE)
    terminal.wait(FIRST_ZH)
    terminal.keys("Down", "Down", "c")
    terminal.wait("How long should one wait")
    terminal.keys("q")
    assert terminal.ended() == 0
    again = reader(LC_ALL=CHINESE)
    again.wait("How long should one wait")


def test_without_a_library_it_opens_on_the_welcome_digest(tmux: Callable[..., Tmux], tmp_path: Path) -> None:
    terminal = tmux(program(tmp_path / "new"), columns=120, rows=40)
    terminal.wait("Welcome to digest-reader")


def test_an_escape_and_the_key_after_it_in_one_go_are_both_heard(reader: Reader) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    terminal.keys("T")
    terminal.wait("1 of 17")
    terminal.tmux("send-keys", "-H", "1b", "66")
    screen = terminal.wait("Filter  ›")
    assert "1 of 17" not in screen.splitlines()[5:]
