"""The sub-commands, one module each. The order is that of `--help`."""

from __future__ import annotations

from reader.cli.subcommands import (
    backup,
    doctor,
    exporting,
    index,
    info,
    marking,
    opening,
    restore,
    searching,
    showing,
    sources,
    stats,
    syncing,
)

SUBCOMMANDS = (
    opening.COMMAND,
    syncing.COMMAND,
    sources.COMMAND,
    searching.COMMAND,
    showing.COMMAND,
    marking.COMMAND,
    exporting.COMMAND,
    restore.COMMAND,
    backup.COMMAND,
    index.COMMAND,
    stats.COMMAND,
    doctor.COMMAND,
    *info.INFO,
)
