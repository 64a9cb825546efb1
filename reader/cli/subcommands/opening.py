"""`digest-reader [SOURCE ...]`: open the screen, on the library or on new sources."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from reader.cli.context import Context
from reader.errors import SourceError, UsageError
from reader.i18n import Translator, msg

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
    """Show the screen; until Textual is imported, what the last visit left on it."""
    from reader.tui.first_frame import kept_frame, shown

    frame = None
    if not chosen.sources and not context.environ.get(DRIVER_VARIABLE):
        size = os.get_terminal_size(context.stdout.fileno())
        frame = kept_frame(context.places, context.environ, size)
    with shown(frame, context.stdout):
        from reader.tui.run import run_screen  # Textual: only when a screen is wanted

        return run_screen(
            context.places,
            context.config,
            context.t,
            sources=chosen.sources,
            color=context.color,
            framed=frame is not None,
        )
