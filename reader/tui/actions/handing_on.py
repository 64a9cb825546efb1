"""Handing on: export, copying, pipes. Papers go out of the program in the formats of `reader.export`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from tempfile import TemporaryFile

from reader.library.library import Library
from reader.many import joined
from reader.model import Lang, MarkedPaper
from reader.text.safe import printable
from reader.tui.actions import subject
from reader.tui.actions.aside import ask_aside
from reader.tui.choices import Choice
from reader.tui.list_rows import title_of
from reader.tui.prompts import Prompt
from reader.tui.side_documents import lines_document
from reader.tui.spans import Role
from reader.tui.stage import Stage

PIPE_SECONDS, PIPE_BYTES, PIPE_LINES = 60, 1 << 20, 2000
"""How long a command may take; of what it writes so much is shown, the beginning."""
Texts = Callable[[str], str]


def export(stage: Stage) -> None:
    """Ask what is to be written where, and have it written."""
    from reader.tui.actions import exporting  # formats are needed by few

    exporting.export(stage)


def copy_link(stage: Stage) -> None:
    """Copy links."""
    if not subject.some_ids(stage):
        return
    _copy_of(stage, subject.numbers(stage), lambda library, papers: joined("\n", (each.paper.link for each in papers)))


def copy_selection(stage: Stage, text: str | None) -> None:
    """Copy what was selected with the mouse."""
    if text:
        _copy(stage, text)
    else:
        stage.say(stage.context.t("Nothing is selected with the mouse; q leaves."))


def copy_as(stage: Stage) -> None:
    """Copy in a form to choose."""
    from reader.export.formats import FORMATS

    if not subject.some_ids(stage):
        return
    t, nums = stage.context.t, subject.numbers(stage)
    choices = [
        Choice("title", t("Title")),
        Choice("abstract", t("Abstract")),
        *(Choice(form.name, form.name, t(form.help)) for form in FORMATS.values()),
    ]
    lang, text = stage.state.look.lang, stage.options.text

    def copy(name: str) -> None:
        _copy_of(stage, nums, lambda library, papers: _text(library, papers, name, lang, text))

    stage.show(replace(stage.state, prompt=Prompt(t("Copy as"), choices, copy)))


def _text(library: Library, chosen: Iterable[MarkedPaper], name: str, lang: Lang, text: Texts) -> str:
    """Papers as `title`, `abstract` or in a format of `reader.export`."""
    if name == "title":
        return joined("\n", (text(title_of(marked.paper, lang)[0]) for marked in chosen))
    if name == "abstract":
        return joined("\n\n", (_abstract(marked, lang, text) for marked in chosen))
    return joined("", library.export(chosen, name))


def _abstract(marked: MarkedPaper, lang: Lang, text: Texts) -> str:
    texts = marked.paper.texts
    wanted = {
        Lang.ZH: [texts.abstract_zh or texts.abstract_en],
        Lang.EN: [texts.abstract_en or texts.abstract_zh],
        Lang.BOTH: [texts.abstract_zh, texts.abstract_en],
    }[lang]
    return "\n\n".join(text(each) for each in wanted if each)


def _copy_of(stage: Stage, nums: Sequence[int], make: Callable[[Library, Iterable[MarkedPaper]], str]) -> None:
    """Copy what is made of papers; of many in the background, since the screen would stand still."""
    if len(nums) <= subject.FEW:
        _copy(stage, make(stage.context.library, stage.context.library.papers(nums)))
        return

    def made(library: Library) -> Callable[[], object]:
        text = make(library, library.papers(nums))
        return lambda: _copy(stage, text)

    ask_aside(stage, made)


def _copy(stage: Stage, text: str) -> None:
    """What was copied is said."""
    if text:
        stage.outside.copy(text)
        stage.say(stage.context.t("Copied: {text}", text=text.split("\n", 1)[0][:60]))


def pipe(stage: Stage) -> None:
    """Give the selected papers, or the current one, to a command as JSON lines."""
    if not subject.some_ids(stage):
        return
    nums = subject.numbers(stage)

    def run(command: str) -> None:
        if command.strip():
            ask_aside(stage, lambda library: _piped(stage, command, library.export(library.papers(nums), "jsonl")))

    stage.show(replace(stage.state, prompt=Prompt(stage.context.t("Pipe to"), (), run, free=True)))


def _piped(stage: Stage, command: str, pieces: Iterable[str]) -> Callable[[], object]:
    """In a thread: run a command of the user's own in the user's own shell, as at a prompt. Returns what to show.

    What it reads and writes lies in files: a whole library would take hundreds of MB of memory.
    """
    t = stage.context.t
    try:
        with TemporaryFile() as given, TemporaryFile() as written:
            given.writelines(piece.encode() for piece in pieces)
            given.seek(0)
            done = subprocess.run(
                command,
                shell=True,
                stdin=given,
                stdout=written,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=PIPE_SECONDS,
            )
            written.seek(0)
            output = written.read(PIPE_BYTES)
    except subprocess.TimeoutExpired:
        return lambda: stage.say(t("The command did not end within {n} s.", n=PIPE_SECONDS), Role.ERROR)
    except OSError as error:
        reason = error.strerror
        return lambda: stage.say(t("{editor} cannot be run: {reason}", editor=command, reason=reason), Role.ERROR)
    text = printable(output.decode("utf-8", "replace"), keep_newlines=True)
    return lambda: _show_output(stage, text.splitlines()[:PIPE_LINES], done.returncode)


def _show_output(stage: Stage, lines: Sequence[str], status: int) -> None:
    """What the command wrote, in the paper's pane."""
    if lines:
        stage.show(stage.state.beside(lines_document(lines)))
    stage.say(stage.context.t("The command ended with status {status}.", status=status))
