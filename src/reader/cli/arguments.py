"""Reading the command line: which sub-command, its options, and the parser's own words in the user's language."""

from __future__ import annotations

import re
from argparse import (
    SUPPRESS,
    Action,
    ArgumentParser,
    Namespace,
    RawDescriptionHelpFormatter,
    _MutuallyExclusiveGroup,
)
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn, TextIO

from reader.cli.context import output_errors
from reader.cli.subcommands import OPEN, SUBCOMMANDS
from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.version import __version__

PROGRAM = "digest-reader"
_VALUED = ("--library", "--config", "--log")
_KEPT = "\0"
"""Stands before a word that looks like an option and is none. No argument can have it of its own."""

_COMPLAINTS = (
    (r"the following arguments are required: (?P<names>.+)", msg("{names} is missing; see {program} --help")),
    (r"unrecognized arguments: (?P<names>.+)", msg("{names} is not known here; see {program} --help")),
    (r"argument (?P<name>.+?): expected (?:one|at least one) argument", msg("{name} needs a value")),
    (
        r"argument (?P<name>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.+)\)",
        msg("{name} cannot be {value}; choose from {choices}"),
    ),
    (r"argument (?P<name>.+?): ignored explicit argument .+", msg("{name} takes no value")),
)
"""What argparse says (3.11 to 3.13), and how it is said here; anything else is passed on as it is."""


class _Words(RawDescriptionHelpFormatter):
    """Help with its headings in the user's language."""

    usage_prefix = "usage: "
    heading = "{heading}:"

    def format_help(self) -> str:
        """The text; argparse puts an English colon behind headings of any language."""
        return re.sub(
            r"^(\S+):$", lambda found: self.heading.format(heading=found[1]), super().format_help(), flags=re.M
        )

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[Action],
        groups: Iterable[_MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, self.usage_prefix if prefix is None else prefix)


class _Parser(ArgumentParser):
    """A parser that raises one line of ours instead of printing several, and writes help to a given stream."""

    def __init__(self, name: str, t: Translator, stdout: TextIO, description: str, **more: str) -> None:
        class Words(_Words):
            usage_prefix = t("usage: ")
            heading = t("{heading}:")

        super().__init__(
            prog=name,
            description=description,
            formatter_class=Words,
            add_help=False,
            allow_abbrev=False,
            **more,  # type: ignore[arg-type]  # usage and epilog only
        )
        self._stdout, self._t = stdout, t
        self._positionals.title = t("arguments")
        self._optionals.title = t("options")
        self.add_argument("-h", "--help", action="help", help=t("show this help"))
        _options_of_all(self, t)

    def error(self, message: str) -> NoReturn:
        for pattern, template in _COMPLAINTS:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                values = {name: value.replace(_KEPT, "") for name, value in found.groupdict().items()}
                raise UsageError(template, **values, program=self.prog)
        raise UsageError(msg("{problem}; see {program} --help"), problem=message, program=self.prog)

    def fix_usage(self) -> None:
        """Remember the usage once all arguments are declared; argparse would cut seven characters off its beginning."""
        self.usage = self.format_usage().removeprefix(self._t("usage: ")).replace("%", "%%")

    def excludes(self, word: str) -> bool:
        """Whether `word`, as part of a query, excludes something: it has one dash and is no option of this parser.

        One Latin letter is taken for an option of another command (`-o FILE`): to exclude it, it stands behind `--`.
        """
        if not re.match(r"-[^-\d\s]", word) or re.fullmatch(r"-[A-Za-z]", word):
            return False
        option = self._option_string_actions.get(word[:2])
        return option is None or (option.nargs == 0 and len(word) > 2)

    def _print_message(self, message: str, file: object = None) -> None:
        with output_errors():
            self._stdout.write(message)


def _options_of_all(parser: ArgumentParser, t: Translator) -> None:
    """The options that every command has."""
    parser.add_argument("--library", type=_folder, default=SUPPRESS, metavar="DIR", help=t("keep everything under DIR"))
    parser.add_argument("--config", type=Path, default=SUPPRESS, metavar="FILE", help=t("use this configuration file"))
    parser.add_argument(
        "--log", type=Path, default=SUPPRESS, metavar="FILE", help=t("log to FILE what the program does")
    )
    parser.add_argument("--no-color", action="store_true", default=SUPPRESS, help=t("no colours"))


def read_arguments(argv: Sequence[str], t: Translator, stdout: TextIO) -> Namespace:
    """The arguments, and as `run` what to do. A first word that is no sub-command is a source to open.

    Raises UsageError, and SystemExit when help or version were asked for (and are written to `stdout`).
    """
    parser = _Parser(
        PROGRAM,
        t,
        stdout,
        t("Read bilingual arXiv digests in a terminal. With no command: open the screen."),
        usage=f"{PROGRAM} [SOURCE ...] | {PROGRAM} COMMAND ...",
        epilog=_overview(t),
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}", help=t("show the version"))
    place = _first_word(argv)
    command = {command.name: command for command in SUBCOMMANDS}.get(argv[place]) if place < len(argv) else None
    if command is None:
        opened = OPEN.load()
        opened.arguments(parser, t)
        return _restored(parser.parse_args(_kept(argv), Namespace(run=opened.run)))
    before = parser.parse_args(argv[:place])
    chosen = _Parser(f"{PROGRAM} {command.name}", t, stdout, t(command.help))
    implementation = command.load()
    implementation.arguments(chosen, t)
    chosen.fix_usage()
    before.run = implementation.run
    options = chosen if command.takes_query else None
    return _restored(chosen.parse_intermixed_args(_kept(argv[place + 1 :], options), before))


def complete(t: Translator) -> None:
    """Answer the shell's question what could come next (argcomplete's protocol), and end the program."""
    import argcomplete  # only when a shell asks

    parser = ArgumentParser(prog=PROGRAM)
    _options_of_all(parser, t)
    parser.add_argument("--version", action="store_true", help=t("show the version"))
    parsers = parser.add_subparsers()
    for command in SUBCOMMANDS:
        chosen = parsers.add_parser(command.name)
        command.load().arguments(chosen, t)
        _options_of_all(chosen, t)
    argcomplete.autocomplete(parser, always_complete_options="long")


def whole_number(option: str, most: int | None = None) -> Callable[[str], int]:
    """What reads the value of `option`: a number from 0 on, up to `most`. Raises UsageError."""

    def read(text: str) -> int:
        # `int` refuses numbers of thousands of digits, and takes digits of every script
        if not (text.isascii() and text.isdecimal() and len(text) <= 18):
            raise UsageError(msg("{option} takes a whole number, not {text}"), option=option, text=text)
        if most is not None and int(text) > most:
            raise UsageError(msg("{option} takes a number from 0 to {most}"), option=option, most=most)
        return int(text)

    return read


def since_option(parser: ArgumentParser, t: Translator) -> None:
    """Declare `--since DAY`."""
    parser.add_argument(
        "--since",
        type=_day,
        metavar="DAY",
        help=t("take only what came on DAY (2026-08-14) or later"),
    )


def branch_option(parser: ArgumentParser, t: Translator) -> None:
    """Declare `--branch NAME`."""
    parser.add_argument(
        "--branch", metavar="NAME", help=t("the branch of a repository; default: the one that has digests")
    )


def form_option(parser: ArgumentParser, t: Translator) -> None:
    """Declare `--form NAME`."""
    parser.add_argument(
        "--form", metavar="NAME", help=t("read by the mapping NAME, which tells where each field of a paper stands")
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(msg("--since takes a day such as 2026-08-14, not {text}"), text=text) from None


def _folder(text: str) -> Path:
    if not text:
        raise UsageError(msg("--library needs the name of a folder"))
    return Path(text)


def _overview(t: Translator) -> str:
    width = max(len(command.name) for command in SUBCOMMANDS)
    lines = [f"  {command.name:<{width}}  {t(command.help)}" for command in SUBCOMMANDS]
    return "\n".join([t("commands:"), *lines])


def command_of(argv: Sequence[str]) -> str:
    """The sub-command that a command line names; empty for the screen, whatever is wrong with the rest."""
    place = _first_word(argv)
    name = argv[place] if place < len(argv) else ""
    return name if any(command.name == name for command in SUBCOMMANDS if command is not OPEN) else ""


def library_of(argv: Sequence[str]) -> Path | None:
    """The folder that a command line names with `--library`, whatever is wrong with the rest."""
    for place, word in enumerate(argv):
        if word == "--library" and place + 1 < len(argv):
            return Path(argv[place + 1])
        if word.startswith("--library="):
            return Path(word.partition("=")[2])
    return None


def _first_word(argv: Sequence[str]) -> int:
    """Index of the first argument that is neither an option nor an option's value."""
    place = 0
    while place < len(argv) and argv[place].startswith("-") and argv[place] != "--":
        place += 2 if argv[place] in _VALUED else 1
    return place


def _kept(argv: Sequence[str], query: _Parser | None = None) -> list[str]:
    """The arguments with those hidden from the parser that begin with a dash and are no options.

    That is everything behind `--` (which argparse loses before 3.13 when options and words are mixed), and, if `query`
    is the parser of a command that takes one, words to be excluded, such as `-diffusion`.
    """
    words = list(argv)
    end = words.index("--") if "--" in words else len(words)
    hidden = [_KEPT + word if query and query.excludes(word) else word for word in words[:end]]
    return hidden + [_KEPT + word if word.startswith("-") else word for word in words[end + 1 :]]


def _restored(arguments: Namespace) -> Namespace:
    """The arguments with hidden words as they were typed."""
    for name, value in vars(arguments).items():
        if isinstance(value, str):
            setattr(arguments, name, value.removeprefix(_KEPT))
        elif isinstance(value, Path):
            setattr(arguments, name, Path(str(value).removeprefix(_KEPT)))
        elif isinstance(value, list):
            setattr(arguments, name, [word.removeprefix(_KEPT) for word in value])
    return arguments
