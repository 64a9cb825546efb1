"""The command line.

Knows: arguments, streams, exit status, plain-text output. Must not know: databases, formats of digests, Textual (the
`open` command hands over to `reader.tui` and imports it only then). `main` is the program's entry.
A sub-command is one module and one line in `subcommands`.
"""

from __future__ import annotations

import gc

gc.disable()  # importing makes many objects and no garbage: looking for some takes a tenth of it
try:
    from reader.cli.main import main
finally:
    gc.enable()

__all__ = ["main"]
