"""`digest-reader completions SHELL`: the lines that make a shell complete the command's words."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.arguments import PROGRAM
from reader.cli.context import DONE, Context
from reader.i18n import Translator

SHELLS = ("bash", "zsh", "fish")


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("shell", choices=SHELLS, help=t('bash, zsh: eval "$(...)"; fish: ... | source'))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    from argcomplete.shell_integration import shellcode

    context.say(shellcode([PROGRAM], shell=chosen.shell))
    return DONE
