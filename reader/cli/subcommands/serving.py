"""`digest-reader serve`: the screen in a browser on this machine."""

from __future__ import annotations

import os
import shlex
from argparse import ArgumentParser, Namespace
from importlib.util import find_spec

from reader.cli.arguments import whole_number
from reader.cli.context import DONE, Context
from reader.errors import DigestReaderError
from reader.i18n import Translator, msg
from reader.paths import from_root, own_command, own_import_path

DEFAULT_PORT = 8000
SERVER = "textual_serve"


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument(
        "--port",
        type=whole_number("--port", most=65535),
        default=DEFAULT_PORT,
        metavar="N",
        help=t("the port on 127.0.0.1; 0: a free one ({default})", default=DEFAULT_PORT),
    )


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    if find_spec(SERVER) is None:
        raise DigestReaderError(msg("a screen in a browser needs one more package: pip install 'digest-reader[web]'"))
    from reader.tui.serving import serve  # the server and Rich: only when they are wanted

    def ready(address: str) -> None:
        context.say(address)
        context.flush()
        context.tell(context.t("Open this address in a browser on this machine; ctrl+c ends it."))

    serve(screen_command(chosen), chosen.port, context.t, context.stderr, ready)
    return DONE


def screen_command(chosen: Namespace) -> str:
    """The shell command that opens the screen on the same library with the same configuration."""
    command = ["env", f"PYTHONPATH={own_import_path(os.environ)}", *own_command()]
    for name in ("library", "config"):
        if hasattr(chosen, name):
            command += [f"--{name}", str(from_root(getattr(chosen, name)))]
    if hasattr(chosen, "no_color"):
        command.append("--no-color")
    return f"exec {shlex.join(command)}"
