"""The sub-commands, one module each, imported when it is used. The order is that of `--help`.

A module has `arguments(parser, t)`, which declares what may stand behind the command, and `run(chosen, context)`, which
does it and returns the exit status.
"""

from __future__ import annotations

from reader.cli.context import SubCommand
from reader.i18n import msg

SUBCOMMANDS = (
    SubCommand("open", msg("open the screen; SOURCE is brought in and remembered"), "opening"),
    SubCommand("sync", msg("bring in what is new in SOURCE, or in every remembered source"), "syncing"),
    SubCommand("sources", msg("list, add or remove remembered sources"), "sources"),
    SubCommand("search", msg("print the papers that match QUERY"), "searching", takes_query=True),
    SubCommand("show", msg("print papers in full"), "showing"),
    SubCommand("mark", msg("bookmark, tag, annotate papers; mark them read"), "marking"),
    SubCommand("interests", msg("the words that papers are ranked by; add, mute, weigh or forget some"), "interests"),
    SubCommand("export", msg("write papers as Markdown, BibTeX, CSV, JSONL, ..."), "exporting", takes_query=True),
    SubCommand("new", msg("what came in since it was last asked; exit status 3 when nothing"), "new", takes_query=True),
    SubCommand("enrich", msg("ask arXiv for authors and whole abstracts"), "enriching", takes_query=True),
    SubCommand("send", msg("send papers to the Zotero that runs on this machine"), "sending", takes_query=True),
    SubCommand("translate", msg("have a model translate what lacks Chinese"), "translating", takes_query=True),
    SubCommand("import", msg("bookmark the papers in a list, a bibliography or an export of Zotero"), "importing"),
    SubCommand("restore", msg("put marks back from an export or a backup; takes nothing away"), "restore"),
    SubCommand("backup", msg("copy bookmarks, tags, notes and read states to FILE"), "backup"),
    SubCommand("index", msg("state of the full-text index; --rebuild makes it anew"), "index"),
    SubCommand("stats", msg("papers by day, channel and category; of a query: by month, and its words"), "stats"),
    SubCommand("doctor", msg("what could not be read and why; health of what is kept"), "doctor"),
    SubCommand("serve", msg("the screen in a browser on this machine"), "serving"),
    SubCommand("keys", msg("the key map, as bound"), "keys"),
    SubCommand("config", msg("the configuration, or its defaults"), "config"),
    SubCommand("where", msg("where everything lies"), "where"),
    SubCommand("completions", msg("the lines that make a shell complete commands and options"), "completions"),
)
OPEN = SUBCOMMANDS[0]
