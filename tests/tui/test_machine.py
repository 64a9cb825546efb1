"""A reader who presses anything anywhere: hypothesis over the table of commands, plain dicts as model of the marks.

After every step: nothing was raised; only the paper that the screen names was changed; undo took back what it should;
what is shown is what is on disk. Some 400 steps in a run of the tests, seeded anew (`tests.chance`); by hand
`DIGEST_READER_THOROUGH=180 python -m pytest -s tests/tui/test_machine.py` for 50,000, which tells how far it is
(hypothesis ends some visits early). Four fifths of a step are the screen's own work: 15 ms on an idle machine.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyStrategyDefinition
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from textual.pilot import Pilot

from reader.commands import COMMANDS, Where
from reader.model import Digest
from reader.sources.contract import Reading
from reader.tui import searching
from reader.tui.outer_lines import is_printable
from reader.tui.screens import staging
from reader.tui.screens.outside import AppOutside
from reader.tui.screens.staging import StageScreen
from reader.tui.searching import Rested
from tests.chance import SEED
from tests.marks_model import Did
from tests.tui.conftest import entry
from tests.tui.live import LIMIT, rest
from tests.tui.visit import FEW, FREE, OTHER, SCREEN, SIZES, STEPS, STEPS_OF_A_RUN, Visit, prepared

QUERIES = (
    *("teapot", "weather", "沉默", "silence | weather", '"unclosed'),
    *("type:new", "in:nowhere", "nothing at all", " "),
)
TYPED = ("tea", "green", "")

HARMLESS_NAMES = ("language", "zoom", "triage", "filter", "statistics", "theme", "back", "open", "sort", "export")


class ScreenMachine(Visit):
    """Whatever may be done in it."""

    # Rules: keys that change no marks

    @precondition(lambda self: not self.asked)
    @rule(number=st.integers(0, len(FREE) - 1), which=st.integers(0, 3))
    def any_command(self, number: int, which: int) -> None:
        here = [command for command in FREE if command.where & self.focus]
        command = here[number % len(here)]
        keys = [key for key in command.keys if self.focus is not Where.QUERY or not is_printable(key)]
        if not keys:
            return
        self.follow_triage(command.id)
        self.press(keys[which % len(keys)])

    def follow_triage(self, command: str) -> None:
        """What a command does to the run of cards, beside marks."""
        run = self.screen.state.triage if self.screen.state.in_triage else None
        if command == "triage-later" and run is not None and run.num is not None:
            self.decided(None)

    def decided(self, did: Did | None) -> None:
        self.cards.append((len(self.cards), did, self.on_card))
        self.on_card = []

    @precondition(lambda self: not self.asked and self.run is None)
    @rule(numbers=st.lists(st.integers(0, len(FREE) - 1), min_size=2, max_size=6))
    def a_burst(self, numbers: list[int]) -> None:
        """Keys that come faster than anything can be drawn."""
        keys = [FREE[number].keys[0] for number in numbers if FREE[number].id not in ("palette", "help", "triage")]

        self.live.press(*keys, at_once=True)
        self.take_over_words()

    def take_over_words(self) -> None:
        """A word of the interest may have been chosen, and what is to become of it."""
        self.settle()
        self.model.words(SCREEN, self.other.interest.rules())

    @rule(size=st.sampled_from(SIZES))
    def resize(self, size: tuple[int, int]) -> None:
        self.live.do(lambda pilot: pilot.resize_terminal(*size))

    @precondition(lambda self: not self.asked)
    @rule(text=st.sampled_from(QUERIES), end=st.sampled_from(["enter", "escape", "tab", "down", "f9", None]))
    def search(self, text: str, end: str | None) -> None:
        key = self.key_of("search")
        if key is None and self.focus is not Where.QUERY:
            return
        if key is not None and self.focus is not Where.QUERY:
            self.press(key)
        filters = self.screen.state.view.filters
        self.type(text)
        assert self.screen.state.view.filters == filters
        if end is not None:
            self.settle()
            self.press(end)

    @precondition(lambda self: self.asked and self.asked not in ("Commands", "Keys"))
    @rule(down=st.integers(0, 4), take=st.booleans(), text=st.sampled_from(("", "a", "x")))
    def answer(self, down: int, take: bool, text: str) -> None:
        if self.asked.startswith("Name"):
            take = False  # saving a search has a rule of its own
        self.type(text)
        self.press(*["down"] * down, "enter" if take else "escape")
        if self.asked and not take:
            raise AssertionError("Escape does not close what is asked")
        if take:
            self.take_over_words()

    @precondition(lambda self: self.asked in ("Commands", "Keys"))
    @rule(name=st.sampled_from(HARMLESS_NAMES), take=st.booleans())
    def choose_command(self, name: str, take: bool) -> None:
        if take:
            chosen = next(each for each in COMMANDS if each.id == name)
            self.type(name)
            shown = self.screen.picker.choices.choices
            if shown and shown[0].id == chosen.id:
                self.press("enter")
                return
        self.press("escape")

    @precondition(lambda self: not self.asked)
    @rule(x=st.integers(0, 150), y=st.integers(0, 40), times=st.integers(1, 2))
    def click(self, x: int, y: int, times: int) -> None:
        app = self.live.app
        if x >= app.size.width or y >= app.size.height - 1 or self.asked:
            return  # the last line has keys of commands, which have rules of their own

        async def act(pilot: Pilot[int]) -> None:
            await pilot.click(offset=(x, y), times=times)

        self.live.do(act)

    # Rules: marks

    @precondition(lambda self: self.key_of("bookmark"))
    @rule()
    def bookmark(self) -> None:
        self.mark_subjects("bookmark", lambda ids: self.model.toggle(SCREEN, ids, "bookmarked"))

    @precondition(lambda self: self.key_of("read"))
    @rule()
    def read(self) -> None:
        self.mark_subjects("read", lambda ids: self.model.toggle(SCREEN, ids, "read", off=("skipped",)))

    @precondition(lambda self: self.key_of("tag"))
    @rule(typed=st.sampled_from(TYPED))
    def tag(self, typed: str) -> None:
        self.settle()
        if (key := self.key_of("tag")) is None:
            return
        subjects = self.subjects()
        self.press(key)
        if not subjects:
            assert not self.asked
            return
        self.type(typed)
        self.press("enter")
        if typed:
            self.remember(self.model.tag(SCREEN, subjects, typed))

    @precondition(lambda self: self.key_of("note"))
    @rule(typed=st.sampled_from(TYPED))
    def note(self, typed: str) -> None:
        self.settle()
        if (key := self.key_of("note")) is None:
            return
        named = self.named()
        self.press(key)
        if named is None:
            assert not self.asked
            return
        self.press("ctrl+u")
        self.type(typed)
        self.press("enter")
        self.remember(self.model.note(SCREEN, named, typed))

    def remember(self, did: Did | None) -> None:
        """On a card, its own undo takes this back."""
        if self.screen.state.in_triage and did is not None:
            self.on_card.append(did)

    def mark_subjects(self, command: str, act: Callable[[list[str]], Did | None]) -> None:
        if (key := self.key_of(command)) is None:
            return
        subjects = self.subjects()
        self.press(key)
        if subjects:
            act(subjects)

    @precondition(lambda self: self.key_of("next-unread"))
    @rule()
    def next_unread(self) -> None:
        if (key := self.key_of("next-unread")) is None:
            return
        self.settle()
        named = self.named()
        self.press(key)
        if named:
            self.model.set(SCREEN, [named], "read")

    @precondition(lambda self: self.key_of("read-on"))
    @rule()
    def read_on(self) -> None:
        self.settle()
        if (key := self.key_of("read-on")) is None:
            return
        named, at_end = self.named(), self.screen.text.at_end
        self.press(key)
        if named and at_end:
            self.model.set(SCREEN, [named], "read")

    @precondition(lambda self: self.key_of("read-all"))
    @rule()
    def read_all(self) -> None:
        self.settle()
        if (key := self.key_of("read-all")) is None:
            return
        ids = self.library.ids(self.screen.results.nums)
        self.press(key)
        self.model.set(SCREEN, ids, "read")

    @precondition(lambda self: self.focus is not Where.TRIAGE and self.key_of("undo"))
    @rule()
    def undo(self) -> None:
        if (key := self.key_of("undo")) is None:
            return
        self.press(key)
        self.model.undo(SCREEN)

    @precondition(lambda self: self.key_of("redo"))
    @rule()
    def redo(self) -> None:
        if (key := self.key_of("redo")) is None:
            return
        self.press(key)
        self.model.redo(SCREEN)

    @precondition(lambda self: self.key_of("save-search"))
    @rule()
    def save_search(self) -> None:
        self.settle()
        if (key := self.key_of("save-search")) is None:
            return
        self.press(key)
        if self.asked:
            self.press("escape")
        self.settle()
        self.model.searches(SCREEN, self.other.marks.saved_searches())

    # Rules: triage

    @precondition(lambda self: self.key_of("triage"))
    @rule(first=st.booleans(), pass_on=st.integers(0, 2))
    def begin_triage(self, first: bool, pass_on: int) -> None:
        """Begin a run, and leave a card or two for later: the card is then not the list's paper."""
        if first and (key := self.key_of("first")):
            self.press(key)
        if (key := self.key_of("triage")) is not None:
            self.press(key)
        for _ in range(pass_on):
            if (key := self.key_of("triage-later")) is not None:
                self.follow_triage("triage-later")
                self.press(key)

    @precondition(lambda self: self.key_of("triage-keep"))
    @rule(choices=st.lists(st.sampled_from(("keep", "skip", "undo")), min_size=1, max_size=4))
    def several_cards(self, choices: list[str]) -> None:
        for choice in choices:
            if choice == "undo":
                self._undo_on_a_card()
            else:
                self._decide(choice == "keep")

    def _decide(self, keep: bool) -> None:
        self.settle()
        if (key := self.key_of("triage-keep" if keep else "triage-skip")) is None:
            return
        run, named = self.screen.state.triage, self.named()
        assert run is not None
        self.press(key)
        if run.num is not None:
            assert named is not None
            names = ("bookmarked", "read") if keep else ("skipped",)
            self.decided(self.model.set(SCREEN, [named], *names))

    def _undo_on_a_card(self) -> None:
        self.settle()
        if (key := self.key_of("triage-undo")) is None:
            return
        self.press(key)
        did = self.on_card.pop() if self.on_card else None
        if did is None and self.cards:
            _, did, self.on_card = self.cards.pop()
        if did is not None:
            self.model.undo(SCREEN, did)

    # Rules: others

    @rule(number=st.integers(0, 6), name=st.sampled_from(["bookmark", "skip", "read"]), on=st.booleans())
    def another_process_marks(self, number: int, name: str, on: bool) -> None:
        self.settle()
        paper = self.ids[number]
        match name:
            case "bookmark":
                self.other.marks.bookmark([paper], on)
                self.other_did(paper, "bookmarked", on)
            case "skip":
                self.other.marks.skip([paper], on)
                self.other_did(paper, "skipped", on)
            case _:
                self.other.marks.mark_read([paper], on)
                self.other_did(paper, "read", on)

    def other_did(self, paper: str, name: str, on: bool) -> None:
        if on:
            self.model.set(OTHER, [paper], name)
        else:
            also = ("skipped",) if name == "read" else ()
            self.model.do(OTHER, {(paper, each): None for each in (name, *also)})

    @precondition(lambda self: len(self.ids) < 12)
    @rule()
    def another_process_brings_papers_in(self) -> None:
        number = 20 + len(self.ids)
        digest = Digest("cs.TE.md", "cs.TE", date(2026, 8, 21), (entry(number, f"Rust {number}", "锈"),))
        self.other.sources.bring_in("invented", Reading("cs.TE.md", str(number), (digest,)))
        self.ids.append(f"2608.{number:05}")

    @rule(one_of_five=st.integers(0, 4))
    def nothing_is_asked_for_a_while(self, one_of_five: int) -> None:
        """Memory is given back: when chance wants it, and not whenever the machine is busy (see `IDLE_SECONDS`)."""
        if one_of_five == 0:
            self.screen.post_message(StageScreen.Told(Rested()))
            self.settle()

    def look(self) -> None:
        """The screen looks at what others did."""

        async def act(pilot: Pilot[int]) -> None:
            self.screen.look()
            await rest(self.live.app)

        self.live.do(act)

    # What must hold

    @invariant()
    def all_is_well(self) -> None:
        if not hasattr(self, "live"):
            return
        self.steps += 1
        self.look()
        self.settle()
        state = self.screen.state
        run = self.run
        if run is None:
            self.cards, self.on_card = [], []
        else:
            assert state.focus in (Where.TRIAGE, Where.QUERY)
            assert len(self.cards) == len(run.decisions)
        if state.in_triage and state.side is None and state.prompt is None and run is not None:
            assert self.named() == (self.library.paper(run.num).paper.id if run.num is not None else None)
        assert (state.typing is not None) == (state.focus is Where.QUERY)
        assert 0 <= self.screen.papers.cursor < max(len(self.screen.results.listed), 1)
        self.other.changed()
        marks = {arxiv_id: self.marks_on_disk(arxiv_id) for arxiv_id in self.ids}
        assert self.model.differs_from(marks, self.other.marks.saved_searches(), self.other.interest.rules()) == []
        self.what_is_shown_is_what_is_on_disk()
        self.counts_are_those_of_the_list()

    def what_is_shown_is_what_is_on_disk(self) -> None:
        papers = self.screen.papers
        if not (papers.display and self.screen.body.display and self.screen.panes.display and papers.results.nums):
            return
        for y, place in enumerate(papers.places()):
            if place.group is not None or place.sub != 0 or (y == 0 and papers.results.days):
                continue
            paper = self.library.paper(papers.results.nums[place.row]).paper
            marks, line = self.marks_on_disk(paper.id), papers.render_line(y).text
            signs = line[1:3]
            selected = paper.num in self.screen.state.selected
            unread = not (marks.read or marks.skipped)
            assert ("★" in signs) == (marks.bookmarked is not None), (line, marks)
            assert selected or ("●" in signs) == unread, (line, marks)


@pytest.fixture
def template() -> Iterator[Path]:
    folder = prepared()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def few_to_collect() -> Iterator[None]:
    """What is there before the first step stays: walking through all of it for garbage took a quarter of a run."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("few_to_collect")
def test_whatever_is_pressed_wherever(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(staging, "PAUSE_SECONDS", 0.005)  # counts follow at once
    monkeypatch.setattr(searching, "IDLE_SECONDS", LIMIT)
    monkeypatch.setattr(AppOutside, "open_address", lambda outside, address: True)

    class SeededMachine(ScreenMachine):
        pass

    SeededMachine.template = template
    for number in count():
        options = settings(
            max_examples=max((STEPS - SeededMachine.done) // STEPS_OF_A_RUN, 1),
            stateful_step_count=STEPS_OF_A_RUN,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink) if STEPS <= FEW else (Phase.generate,),
            print_blob=False,
        )
        # An Escape in a burst ends the waiting of the keys before it, if what they wait for is not there yet; to
        # hypothesis, the same beginning goes on in another way. Whatever has failed is raised all the same.
        with suppress(FlakyStrategyDefinition):
            run_state_machine_as_test(seed(SEED + number)(SeededMachine), settings=options)
            return
