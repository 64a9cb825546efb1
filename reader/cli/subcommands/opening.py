"""`digest-reader [SOURCE ...]`: open the screen, on the library or on new sources."""

from __future__ import annotations

import gc
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from reader.cli.context import Context
from reader.errors import SourceError, UsageError
from reader.i18n import Translator, msg
from reader.text.safe import printable

DRIVER_VARIABLE = "TEXTUAL_DRIVER"
"""Set by those who stand in for a terminal: `digest-reader serve`."""


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument(
        "sources", nargs="*", metavar="SOURCE", help=t("a digest, a folder, a git repository or a URL to bring in")
    )


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    if chosen.sources:
        _check(chosen.sources)
    if context.environ.get(DRIVER_VARIABLE):
        return _screen(chosen, context)
    if not (context.stdin.isatty() and context.stdout.isatty()):
        raise UsageError(
            msg(
                "the screen needs a terminal on both ends; for output to a file or a pipe use"
                " 'digest-reader search' or 'digest-reader export'"
            )
        )
    if context.environ.get("TERM", "") in ("", "dumb"):
        raise UsageError(
            msg("this terminal (TERM=dumb) cannot show a screen; use 'digest-reader search' and 'digest-reader show'")
        )
    return _screen(chosen, context)


def _check(locations: Sequence[str]) -> None:
    """Tell of a wrong source now, not behind the screen. A first word that is nearly a command was meant as one."""
    from reader.sources.identify import identify

    try:
        for location in locations:
            identify(location)
    except SourceError as error:
        from difflib import get_close_matches

        from reader.cli.subcommands import SUBCOMMANDS

        word = locations[0]
        for near in get_close_matches(word, [command.name for command in SUBCOMMANDS], n=1, cutoff=0.7):
            raise UsageError(
                msg("there is neither a command nor a source {word}; did you mean 'digest-reader {near}'?"),
                word=word,
                near=near,
            ) from error
        raise


def _screen(chosen: Namespace, context: Context) -> int:
    """Show the screen; until Textual is imported, what the last visit left on it, or else a frame drawn without it."""
    gc.disable()  # importing makes many objects and no garbage; the screen turns collection on once it is drawn
    from reader.tui.cover import Cover
    from reader.tui.kept_frame import kept_frame

    in_terminal = not context.environ.get(DRIVER_VARIABLE)
    crash = _last_crash(context) if in_terminal else None
    fresh = crash is not None and not _goes_on(crash, context)
    with Cover(context.stdout if in_terminal else None) as cover:
        if cover.size is not None and crash is None and not chosen.sources:
            cover.show(kept_frame(context.places, context.environ, cover.size))
        from reader.tui.run import run_screen  # only when a screen is wanted

        return run_screen(
            context.places, context.config, context.t, cover, sources=chosen.sources, color=context.color, fresh=fresh
        )


def _last_crash(context: Context) -> str | None:
    if not context.places.crashed.exists():
        return None
    from reader.cli.crashing import last_crash  # a start after a good end does without

    return last_crash(context.places)


def _goes_on(report: str, context: Context) -> bool:
    """Ask whether to begin where the last run ended by a mistake: that place may have been the cause."""
    question = context.t("the last run was stopped by a mistake (report: {file}); go on where you were?", file=report)
    context.stderr.write(f"{printable(question)} [Y/n] ")
    context.stderr.flush()
    return not context.stdin.readline().strip().lower().startswith(("n", "否"))
