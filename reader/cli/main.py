"""From arguments to a sub-command, and from errors to one line and an exit status."""

from __future__ import annotations

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from reader.cli.arguments import PROGRAM, command_of, complete, library_of, read_arguments
from reader.cli.context import DONE, FAILED, WRONG_USAGE, Context, error_line, output_errors
from reader.cli.logs import start_log
from reader.config import load_config
from reader.errors import ConfigError, DigestReaderError, QueryError, UsageError, shortage
from reader.i18n import interface_language, msg, translator
from reader.paths import find_places
from reader.text.safe import printable


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status. Nothing but data goes to stdout."""
    stdin, stdout, stderr = _stream(sys.stdin, "r"), _stream(sys.stdout, "w"), _stream(sys.stderr, "w")
    # Data are UTF-8 whatever the locale; bytes that are no text must not stop the program with a traceback.
    for stream, how in (
        (stdin, {"encoding": "utf-8", "errors": "replace"}),
        (stdout, {"encoding": "utf-8", "errors": "backslashreplace"}),
        (stderr, {"errors": "backslashreplace"}),
    ):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(**how)
    _stop_in_order()
    argv = sys.argv[1:] if argv is None else argv
    try:
        return run(argv, os.environ, stdin, stdout, stderr)
    except KeyboardInterrupt as stopped:
        return _end_by(stopped.number if isinstance(stopped, Stopped) else signal.SIGINT)
    except Exception as error:  # noqa: BLE001  # the one place where mistakes of the program's own end
        return _crashed(error, argv, stderr)


def _crashed(error: Exception, argv: Sequence[str], stderr: TextIO) -> int:
    """One line: what the system lacks or which database is damaged, if it may come of that; else where a report is."""
    sys.audit("digest-reader.crash", type(error).__name__, str(error))
    t = translator(interface_language("auto", os.environ))
    if told := shortage(error) or _damage(argv):
        stderr.write(f"{PROGRAM}: {error_line(told, t)}\n")
        return FAILED
    try:
        from reader.cli.crashing import keep_report  # only when it is needed

        file = keep_report(error, find_places(os.environ, library_of(argv)), os.environ, command_of(argv))
    except (ImportError, MemoryError):  # no memory even for that
        file = None
    if file is None:
        line = t("stopped by a mistake of its own ({kind}); no report of it could be written")
    else:
        line = t("stopped by a mistake of its own ({kind}); a report without titles, notes and folders is in {file}")
    stderr.write(f"{PROGRAM}: {printable(line.format(kind=type(error).__name__, file=file))}\n")
    return FAILED


def _damage(argv: Sequence[str]) -> DigestReaderError | None:
    """The database that is damaged, if one is: any line that uses one of its values may end in a mistake."""
    try:
        from reader.library.health import damage  # only when it is needed

        return damage(find_places(os.environ, library_of(argv)))
    except Exception:  # noqa: BLE001  # looking may end in the same mistake, which is what is to be told
        return None


class Stopped(KeyboardInterrupt):
    """A signal that ends a program came: like ctrl+c, so that what was started ends with it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def _stop_in_order() -> None:
    """Let the signals that end a program end it like ctrl+c: what it started ends with it. `nohup` is respected."""

    def stop(number: int, frame: object) -> NoReturn:
        raise Stopped(number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, stop)


def _end_by(number: int) -> int:
    """End by the signal itself, so that whoever started the program sees what ended it."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    return 128 + number  # where the signal is blocked


def _stream(stream: TextIO | None, mode: str) -> TextIO:
    """A standard stream; one that leads nowhere if this process was started without it."""
    return stream if stream is not None else Path(os.devnull).open(mode, encoding="utf-8")  # type: ignore[return-value]  # text in both modes


def run(argv: Sequence[str], environ: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """`main` with everything from outside handed in: arguments without the program's name, environment and streams.

    Returns the exit status. Errors of our own are one line on `stderr`; mistakes of the program are let through.
    """
    t = translator(interface_language("auto", environ))
    try:
        _refuse_impossible_zone(environ)
        if "_ARGCOMPLETE" in environ:  # the shell asks what could come next
            complete(t)
        try:
            arguments = read_arguments(argv, t, stdout)
        except SystemExit:  # help or version was asked for and is written
            return _flushed(stdout, DONE)
        start_log(arguments, environ, argv)
        context = _context(arguments, environ, (stdin, stdout, stderr))
        t = context.t
        return _flushed(stdout, arguments.run(arguments, context))
    except DigestReaderError as error:
        sys.audit("digest-reader.error", type(error).__name__, str(error))
        stderr.write(f"{PROGRAM}: {error_line(error, t)}\n")
        _flushed_or_dropped(stdout)
        return WRONG_USAGE if isinstance(error, (UsageError, QueryError)) else FAILED
    except KeyboardInterrupt:
        stderr.write(f"\n{PROGRAM}: {t('stopped; what was done so far is kept')}\n")
        _flushed_or_dropped(stdout)
        stderr.flush()
        raise
    except BrokenPipeError:  # the reader of our output has seen enough
        _drop(stdout)
        return DONE


def _refuse_impossible_zone(environ: Mapping[str, str]) -> None:
    """Raise UsageError for a time zone a whole day away from UTC: Python cannot tell the day there."""
    zone = environ.get("TZ")
    if not zone:
        return
    from datetime import datetime  # whoever needs it has it already

    try:
        datetime.now().astimezone()
    except ValueError as error:
        raise UsageError(msg("TZ={zone} is no time zone: it is a day or more from UTC"), zone=zone) from error


def _flushed(stdout: TextIO, status: int) -> int:
    """Hand on what was written, while errors can still be told."""
    with output_errors():
        stdout.flush()
    return status


def _flushed_or_dropped(stdout: TextIO) -> None:
    try:
        stdout.flush()
    except OSError:  # told already, or less important than what was
        _drop(stdout)


def _drop(stdout: TextIO) -> None:
    """Let what cannot be written go, so that the interpreter does not try it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())


def _context(arguments: Namespace, environ: Mapping[str, str], streams: tuple[TextIO, TextIO, TextIO]) -> Context:
    places = find_places(environ, getattr(arguments, "library", None), getattr(arguments, "config", None))
    named = hasattr(arguments, "config") and os.access(places.config.parent, os.X_OK)
    if named and not places.config.exists():
        raise ConfigError(msg("{path} does not exist"), path=places.config)
    config = load_config(places.config)
    t = translator(interface_language(config.interface.language, environ))
    color = not (hasattr(arguments, "no_color") or environ.get("NO_COLOR"))
    context = Context(*streams, environ, places, config, t, color)
    for warning in config.warnings:
        context.tell(f"{PROGRAM}: {error_line(warning, t)}")
    return context
