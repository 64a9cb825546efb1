"""Handing on: export, copying, pipes. Papers go out of the program in the formats of `reader.export`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from reader.model import Lang, MarkedPaper
from reader.text.safe import printable
from reader.tui.choices import Choice
from reader.tui.presenting import title_of
from reader.tui.screens.asking import AskingScreen
from reader.tui.spans import Role
from reader.tui.typeset import Block, paragraph, set_document

PIPE_SECONDS, PIPE_LINES = 60, 2000


class HandingOn(AskingScreen):
    """Commands of the group "Keep" that take papers elsewhere."""

    def _scope(self) -> Sequence[int]:
        """Paper numbers a command on many is about: the selected ones, else what the list shows."""
        return [marked.paper.num for marked in self.chosen()] if self.selected else self.shown.nums

    def _papers(self, nums: Iterable[int]) -> Iterable[MarkedPaper]:
        return (self.context.library.paper(num) for num in nums)

    def action_export(self) -> None:
        """Write what is selected or shown to a file."""
        from reader.export.formats import FORMATS

        t, scope = self.context.t, self._scope()
        if not scope:
            self.say(t("Nothing to export."))
            return
        default = self.context.config.export.format
        formats = sorted(FORMATS.values(), key=lambda form: form.name != default)
        choices = [Choice(form.name, form.name, t(form.help), f".{form.extension}") for form in formats]
        title = t.n("Export {n} paper as", "Export {n} papers as", len(scope))
        self.pick(title, choices, lambda name: self._export(scope, name))

    def _export(self, nums: Sequence[int], name: str) -> None:
        from reader.export.formats import FORMATS, Options

        t, config = self.context.t, self.context.config.export
        path = _free_path(
            Path(config.folder or ".").expanduser(), self.context.today.isoformat(), FORMATS[name].extension
        )
        pieces = self.context.library.export(self._papers(nums), name, Options(lang=Lang(config.language)))
        try:
            with path.open("x", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
        except OSError as error:
            self.say(t("{path} cannot be written ({reason})", path=path, reason=error.strerror), Role.ERROR)
        else:
            self.say(t.n("{n} paper in {path}", "{n} papers in {path}", len(nums), path=path))

    def action_copy_link(self) -> None:
        """Copy links."""
        self._copy("\n".join(marked.paper.link for marked in self.chosen()))

    def action_copy_as(self) -> None:
        """Copy in a form to choose."""
        from reader.export.formats import FORMATS

        t = self.context.t
        choices = [
            Choice("title", t("Title")),
            Choice("abstract", t("Abstract")),
            *(Choice(form.name, form.name, t(form.help)) for form in FORMATS.values()),
        ]
        if self.chosen():
            self.pick(t("Copy as"), choices, self._copy_as)

    def _copy_as(self, name: str) -> None:
        chosen = self.chosen()
        if name == "title":
            self._copy("\n".join(self.text(title_of(marked.paper, self.state.lang)[0]) for marked in chosen))
        elif name == "abstract":
            self._copy("\n\n".join(self._abstract(marked) for marked in chosen))
        else:
            self._copy("".join(self.context.library.export(chosen, name)))

    def _abstract(self, marked: MarkedPaper) -> str:
        texts = marked.paper.texts
        wanted = {
            Lang.ZH: [texts.abstract_zh or texts.abstract_en],
            Lang.EN: [texts.abstract_en or texts.abstract_zh],
            Lang.BOTH: [texts.abstract_zh, texts.abstract_en],
        }[self.state.lang]
        return "\n\n".join(self.text(text) for text in wanted if text)

    def _copy(self, text: str) -> None:
        """Through the terminal (OSC 52), so that it works over ssh; what was copied is said."""
        if text:
            self.app.copy_to_clipboard(text)
            self.say(self.context.t("Copied: {text}", text=text.split("\n", 1)[0][:60]))

    def action_pipe(self) -> None:
        """Give the selected papers, or the current one, to a command as JSON lines."""
        if self.chosen():
            self.pick(self.context.t("Pipe to"), (), self._pipe, free=True)

    def _pipe(self, command: str) -> None:
        if not command.strip():
            return
        data = "".join(self.context.library.export(self.chosen(), "jsonl"))
        self.run_worker(partial(self._run_pipe, command, data), thread=True, group="pipe", exit_on_error=False)

    def _run_pipe(self, command: str, data: str) -> None:
        """In a thread: run a command of the user's own in the user's own shell, as at a prompt."""
        t = self.context.t
        try:
            done = subprocess.run(
                command, shell=True, input=data, capture_output=True, text=True, check=False, timeout=PIPE_SECONDS
            )
        except subprocess.TimeoutExpired:
            self.app.call_from_thread(self.say, t("The command did not end within {n} s.", n=PIPE_SECONDS), Role.ERROR)
            return
        lines = printable(done.stdout + done.stderr, keep_newlines=True).splitlines()[:PIPE_LINES]
        self.app.call_from_thread(self._show_output, [paragraph(line) for line in lines], done.returncode)

    def _show_output(self, blocks: list[Block], status: int) -> None:
        """What the command wrote, in the paper's pane."""
        if blocks:
            self.show_beside(partial(set_document, blocks))
        self.say(self.context.t("The command ended with status {status}.", status=status))


def _free_path(folder: Path, day: str, extension: str) -> Path:
    """A file name in `folder` that is not taken yet."""
    path = folder / f"papers-{day}.{extension}"
    number = 2
    while path.exists():
        path = folder / f"papers-{day}-{number}.{extension}"
        number += 1
    return path
