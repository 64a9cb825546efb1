"""Notes: one line typed in the screen, or more in the user's editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from reader.model import MarkedPaper
from reader.tui.actions import subject
from reader.tui.prompts import Prompt
from reader.tui.spans import Role
from reader.tui.stage import Stage


def note(stage: Stage) -> None:
    """Write a note of one line; an empty one takes it away."""
    current = subject.current(stage)
    if current is None:
        return
    before = current.marks.note or ""
    if "\n" in before:
        note_editor(stage)
        return
    prompt = Prompt(
        stage.context.t("Note"), (), lambda text: _write(stage, current.paper.id, text), text=before, free=True
    )
    stage.show(replace(stage.state, prompt=prompt))


def note_editor(stage: Stage) -> None:
    """Write the note in the user's editor, the screen out of the way meanwhile."""
    current, t = subject.current(stage), stage.context.t
    if current is None:
        return
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        status, text = _edited(stage, editor, current)
    except (OSError, ValueError) as error:  # ValueError: quotation marks that shlex cannot pair
        reason = getattr(error, "strerror", None) or str(error)
        stage.say(t("{editor} cannot be run: {reason}", editor=editor, reason=reason), Role.ERROR)
        return
    if isinstance(text, Path):
        kept = t("What was written is not UTF-8: the note stays, and {file} is kept.", file=text)
        stage.say(kept, Role.ERROR)
    elif status:
        stage.say(t("{editor} ended with status {status}: the note stays.", editor=editor, status=status))
    else:
        _write(stage, current.paper.id, text)


def _edited(stage: Stage, editor: str, current: MarkedPaper) -> tuple[int, str | Path]:
    """The exit status of the editor, and what stands in its file then; if that is no UTF-8, a copy that is kept."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"note-{current.paper.id.replace('/', '-')}.md"
        before = current.marks.note or ""
        file.write_text(f"{before}\n" if before else "", encoding="utf-8")  # what is put behind it begins a line
        command = [*shlex.split(editor), str(file)]
        with stage.outside.suspended():
            status = subprocess.run(command, check=False).returncode
        try:
            return status, file.read_text(encoding="utf-8-sig") if file.exists() else ""
        except UnicodeDecodeError:
            return status, file.rename(Path(tempfile.mkdtemp(prefix="digest-reader-")) / file.name)


def _write(stage: Stage, arxiv_id: str, text: str) -> None:
    subject.change(stage, lambda library: library.marks.note(arxiv_id, text))
