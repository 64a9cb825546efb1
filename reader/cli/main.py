"""From arguments to a sub-command, and from errors to one line and an exit status."""

from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from reader import __version__
from reader.cli.context import DONE, FAILED, WRONG_USAGE, Context, SubCommand
from reader.cli.subcommands import OPEN, SUBCOMMANDS
from reader.config import load_config
from reader.errors import ConfigError, DigestReaderError, QueryError, UsageError
from reader.i18n import Translator, interface_language, translator
from reader.paths import find_places

PROGRAM = "digest-reader"


class _Parser(ArgumentParser):
    """An argument parser whose errors are ours: one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status. Nothing but data goes to stdout."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a C locale must not stop Chinese text with a traceback
    return run(sys.argv[1:] if argv is None else argv, os.environ, sys.stdin, sys.stdout, sys.stderr)


def run(argv: Sequence[str], environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """`main` with everything from outside handed in."""
    t = translator(interface_language("auto", environ))
    try:
        arguments = _read_arguments(argv, t)
        context = _context(arguments, environ, (stdin, stdout, stderr))
        t = context.t
        status: int = arguments.run(arguments, context)
        stdout.flush()
        return status
    except QueryError as error:
        stderr.write(f"{PROGRAM}: {error.told(t)}\n")
        return WRONG_USAGE
    except DigestReaderError as error:
        stderr.write(f"{PROGRAM}: {error.told(t)}\n")
        return WRONG_USAGE if isinstance(error, UsageError) else FAILED
    except KeyboardInterrupt:
        stderr.write(f"\n{PROGRAM}: {t('stopped; what was done so far is kept')}\n")
        return FAILED
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())
        return DONE


def _read_arguments(argv: Sequence[str], t: Translator) -> Namespace:
    """The arguments, and as `run` what to do. A first word that is no sub-command is a source to open."""
    shared = _shared_options(t)
    parser = _Parser(
        prog=PROGRAM,
        parents=[shared],
        formatter_class=RawDescriptionHelpFormatter,
        usage=f"{PROGRAM} [SOURCE ...] | {PROGRAM} COMMAND ...",
        description=t("Read bilingual arXiv digests in a terminal. With no command: open the screen."),
        epilog=_overview(t),
        add_help=True,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    place = _first_word(argv)
    command = {command.name: command for command in SUBCOMMANDS}.get(argv[place]) if place < len(argv) else None
    if command is None:
        opened = OPEN.load()
        opened.arguments(parser, t)
        return parser.parse_args(argv, Namespace(run=opened.run))
    before = parser.parse_args(argv[:place])
    chosen = _Parser(prog=f"{PROGRAM} {command.name}", parents=[shared], description=t(command.help))
    implementation = command.load()
    implementation.arguments(chosen, t)
    before.run = implementation.run
    return chosen.parse_intermixed_args(argv[place + 1 :], before)


def _shared_options(t: Translator) -> ArgumentParser:
    shared = ArgumentParser(add_help=False, argument_default=SUPPRESS)
    shared.add_argument("--library", type=Path, metavar="DIR", help=t("keep everything under DIR"))
    shared.add_argument("--config", type=Path, metavar="FILE", help=t("use this configuration file"))
    shared.add_argument("--no-color", action="store_true", help=t("no colours"))
    return shared


def _overview(t: Translator) -> str:
    width = max(len(command.name) for command in SUBCOMMANDS)
    lines = [f"  {command.name:<{width}}  {t(command.help)}" for command in SUBCOMMANDS]
    return "\n".join([t("commands:"), *lines])


def _first_word(argv: Sequence[str]) -> int:
    """Index of the first argument that is neither an option nor an option's value."""
    place = 0
    while place < len(argv) and argv[place].startswith("-") and argv[place] != "--":
        place += 2 if argv[place] in ("--library", "--config") else 1
    return place


def _context(arguments: Namespace, environ: Mapping[str, str], streams: tuple[TextIO, TextIO, TextIO]) -> Context:
    places = find_places(environ, getattr(arguments, "library", None), getattr(arguments, "config", None))
    if hasattr(arguments, "config") and not places.config.exists():
        raise ConfigError(f"{places.config} does not exist")
    config = load_config(places.config)
    t = translator(interface_language(config.interface.language, environ))
    color = not (hasattr(arguments, "no_color") or environ.get("NO_COLOR"))
    context = Context(*streams, environ, places, config, t, color)
    for warning in config.warnings:
        context.tell(f"{PROGRAM}: {warning}")
    return context


__all__ = ["SubCommand", "main", "run"]
