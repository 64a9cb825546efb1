"""`digest-reader [SOURCE ...]`: open the screen, on the library or on new sources."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.context import Context, SubCommand
from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.sources.identify import identify


def _arguments(parser: ArgumentParser, t: Translator) -> None:
    parser.add_argument(
        "sources", nargs="*", metavar="SOURCE", help=t("a digest, a folder, a git repository or a URL to bring in")
    )


def _run(arguments: Namespace, context: Context) -> int:
    for location in arguments.sources:
        identify(location)  # a wrong one is told now, not behind the screen
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
    from reader.tui.run import run_screen  # Textual: only when a screen is wanted

    return run_screen(context.places, context.config, context.t, sources=arguments.sources, color=context.color)


COMMAND = SubCommand("open", msg("open the screen; SOURCE is brought in and remembered"), _arguments, _run)
