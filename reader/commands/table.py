"""The commands. Texts are English msgids (`reader.i18n`); keys are spelt as Textual spells them.

The first key is the one that is shown. Every command that reading needs has a key that works while a Chinese input
method is on: arrows, function keys, Tab, Enter, Escape, Space, Control, or the full-width form of the character.
Never used: Ctrl+B (tmux), Ctrl+A (screen), Ctrl+S, Ctrl+Z, Ctrl+J/K/L/O (editors and shells), Ctrl+H/I/M/[
(same bytes as other keys), Alt, F10-F12.
"""

from __future__ import annotations

from reader.commands.command import Command, Group, Where

_MOVE = (
    Command("down", ("down", "j"), "Down", "Next paper, or one line down.", Where.PARTS | Where.SIDEBAR, Group.MOVE),
    Command("up", ("up", "k"), "Up", "Previous paper, or one line up.", Where.PARTS | Where.SIDEBAR, Group.MOVE),
    Command("page-down", ("pagedown", "ctrl+d"), "Page down", "One page down.", Where.ANYWHERE, Group.MOVE),
    Command("page-up", ("pageup", "ctrl+u"), "Page up", "One page up.", Where.ANYWHERE, Group.MOVE),
    Command("first", ("home", "g"), "First", "To the first paper, or to the top.", Where.COLUMNS, Group.MOVE),
    Command("last", ("end", "G"), "Last", "To the last paper, or to the end.", Where.COLUMNS, Group.MOVE),
    Command("open", ("enter", "l", "right"), "Read", "Into the paper.", Where.LIST, Group.MOVE, footer=True),
    Command(
        "back",
        ("escape", "h", "left"),
        "Back",
        "One step back: from the paper to the list, from a search to all papers.",
        Where.PARTS | Where.SIDEBAR,
        Group.MOVE,
    ),
    Command(
        "next-day",
        ("right_square_bracket", "right_black_lenticular_bracket"),
        "Earlier day",
        "Down the list to the day before; with a day chosen, that day instead.",
        Where.PANES,
        Group.MOVE,
    ),
    Command(
        "previous-day",
        ("left_square_bracket", "left_black_lenticular_bracket"),
        "Later day",
        "Up the list to the day after; with a day chosen, that day instead.",
        Where.PANES,
        Group.MOVE,
    ),
    Command(
        "sidebar",
        ("backslash", "semicolon", "fullwidth_semicolon"),
        "Sidebar",
        "Days, channels, searches and tags, with what is unread in each; again: put it away.",
        Where.COLUMNS,
        Group.MOVE,
    ),
    Command(
        "sidebar-open",
        ("enter", "l", "right"),
        "Go there",
        "List what the sidebar's cursor is on.",
        Where.SIDEBAR,
        Group.MOVE,
        footer=True,
    ),
    Command(
        "next-pane",
        ("tab",),
        "Next pane",
        "To the next part of the screen.",
        Where.PARTS | Where.SIDEBAR | Where.MEANING,
        Group.MOVE,
    ),
    Command(
        "previous-pane",
        ("shift+tab",),
        "Previous pane",
        "To the part before.",
        Where.PARTS | Where.SIDEBAR | Where.MEANING,
        Group.MOVE,
    ),
)

_READ = (
    Command(
        "language",
        ("c", "f2"),
        "中/EN/both",
        "Chinese, English, or both, one after the other.",
        Where.ANYWHERE,
        Group.READ,
        footer=True,
    ),
    Command(
        "read-on",
        ("space",),
        "Read on",
        "Scroll the paper; at its end, on to the next unread one.",
        Where.PANES,
        Group.READ,
    ),
    Command(
        "next-unread", ("n", "f7"), "Next unread", "To the next unread paper.", Where.PARTS, Group.READ, footer=True
    ),
    Command("read", ("m", "f8"), "Read/unread", "Mark as read, or as unread again.", Where.PARTS, Group.READ),
    Command("read-all", ("A",), "All read", "Mark all papers of the list as read.", Where.PANES, Group.READ),
    Command("latex", ("L",), "LaTeX source", "Formulas as plain text, or as they were written.", Where.APP, Group.READ),
    Command("open-page", ("o",), "arXiv page", "Open the paper's page in a browser.", Where.APP, Group.READ),
    Command("open-pdf", ("O",), "PDF", "Open the paper's PDF in a browser.", Where.APP, Group.READ),
    Command(
        "appearances",
        ("i",),
        "About it",
        "All authors, where and when the paper appeared, what changed in its text; again: back to the paper.",
        Where.PANES | Where.TRIAGE,
        Group.READ,
    ),
    Command("zoom", ("z",), "Zoom", "The paper alone, or list and paper again.", Where.PANES, Group.READ),
    Command("layout", ("underscore",), "Layout", "List and paper side by side or stacked.", Where.COLUMNS, Group.READ),
    Command("rows", ("R",), "Title lines", "Titles on one line, on two, or in full.", Where.COLUMNS, Group.READ),
)

_FIND = (
    Command(
        "search",
        ("slash", "ideographic_comma", "fullwidth_solidus", "f3"),
        "Search",
        "Search titles, summaries and abstracts in both languages.",
        Where.ANYWHERE,
        Group.FIND,
        footer=True,
    ),
    Command(
        "bookmarks",
        ("B", "f9"),
        "Bookmarks",
        "Show bookmarked papers only, or all again.",
        Where.ANYWHERE,
        Group.FIND,
    ),
)

_MORE_FINDING = (
    Command("unread", ("U",), "Unread only", "Hide what is read, or show all again.", Where.COLUMNS, Group.FIND),
    Command(
        "filter",
        ("f",),
        "Filter",
        "Narrow the list by channel, category, day, announcement or marks.",
        Where.COLUMNS,
        Group.FIND,
    ),
    Command(
        "channels",
        (),
        "My channels",
        "Choose channels that every list keeps to from then on, or none.",
        Where.ANYWHERE,
        Group.FIND,
    ),
    Command(
        "take-filter-off", ("backspace",), "Take filter off", "Take the newest filter off.", Where.LIST, Group.FIND
    ),
    Command("sort", ("s",), "Sort", "Newest first, best match first, for you.", Where.PANES, Group.FIND),
    Command(
        "interest-words",
        ("W",),
        "Words for you",
        "The words that papers are ranked by, and why: add, weigh, mute or forget some.",
        Where.PANES,
        Group.FIND,
    ),
    Command(
        "next-channel",
        ("right_curly_bracket",),
        "Next channel",
        "The next channel of the list, the largest first; after the last, all again.",
        Where.PANES,
        Group.FIND,
    ),
    Command(
        "previous-channel",
        ("left_curly_bracket",),
        "Channel before",
        "The channel before; before the first, all again.",
        Where.PANES,
        Group.FIND,
    ),
    Command(
        "similar",
        ("tilde", "fullwidth_tilde"),
        "More like this",
        "Papers that are most like this one.",
        Where.PANES,
        Group.FIND,
    ),
    Command(
        "saved-search",
        ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        "Saved search",
        "The search kept under this digit; 0: all papers.",
        Where.COLUMNS,
        Group.FIND,
    ),
    Command(
        "save-search",
        ("equals_sign",),
        "Save search",
        "Keep what the list shows, under the first digit that is free.",
        Where.COLUMNS,
        Group.FIND,
    ),
    Command("past-searches", ("H",), "Past searches", "Search again for something.", Where.COLUMNS, Group.FIND),
    Command(
        "view-back",
        ("less_than_sign", "left_double_angle_bracket"),
        "View before",
        "Back to the list that was shown before.",
        Where.COLUMNS,
        Group.FIND,
    ),
    Command(
        "view-forward",
        ("greater_than_sign", "right_double_angle_bracket"),
        "View after",
        "Forward again.",
        Where.COLUMNS,
        Group.FIND,
    ),
)

_MEANING = (
    Command(
        "term-strike",
        ("backspace", "delete"),
        "Strike out",
        "Leave out what goes with the chosen word, or take it in.",
        Where.MEANING,
        Group.FIND,
        footer=True,
    ),
    Command("term-take", ("enter",), "Take", "Look for what is suggested.", Where.MEANING, Group.FIND, footer=True),
    Command("term-before", ("left", "h"), "Word before", "To the word before.", Where.MEANING, Group.FIND),
    Command("term-next", ("right", "l"), "Next word", "To the next word.", Where.MEANING, Group.FIND, footer=True),
    Command("term-leave", ("escape", "down", "j"), "To the list", "To the papers.", Where.MEANING, Group.FIND),
)

_KEEP = (
    Command(
        "bookmark",
        ("b", "f4"),
        "Bookmark",
        "Bookmark the paper, or take the bookmark away.",
        Where.PARTS,
        Group.KEEP,
        footer=True,
    ),
    Command(
        "export", ("x", "f6"), "Export", "Write what is shown, or the bookmarks, to a file.", Where.APP, Group.KEEP
    ),
    Command("copy-link", ("y", "ctrl+y"), "Copy link", "Copy the paper's link.", Where.APP, Group.KEEP),
    Command("copy-as", ("Y",), "Copy as", "Copy citation, abstract, titles or ID.", Where.APP, Group.KEEP),
    Command("tag", ("t",), "Tags", "Change the tags of the paper or of the selection.", Where.APP, Group.KEEP),
    Command("note", ("e",), "Note", "Write a note of one line.", Where.APP, Group.KEEP),
    Command("note-editor", ("E",), "Long note", "Write the note in $EDITOR.", Where.APP, Group.KEEP),
    Command(
        "select", ("v",), "Select", "Select the paper for the next command, or leave it out.", Where.PANES, Group.KEEP
    ),
    Command("select-all", ("V",), "Select all", "Select all papers of the list, or none.", Where.PANES, Group.KEEP),
    Command("pipe", ("vertical_line",), "Pipe", "Give papers to a command as JSON lines.", Where.APP, Group.KEEP),
    Command("undo", ("u",), "Undo", "Take back the last change of bookmarks and marks.", Where.PARTS, Group.KEEP),
    Command(
        "write-again",
        ("w",),
        "Write again",
        "Write the marks that could not be written, because the disk was full or another program had them locked.",
        Where.APP,
        Group.KEEP,
    ),
    Command("redo", ("ctrl+r",), "Redo", "Do again what was taken back.", Where.APP, Group.KEEP),
)

_TRIAGE = (
    Command(
        "triage",
        ("T",),
        "Triage",
        "Unread papers one by one, from the cursor on and then those above it: keep, skip, or later.",
        Where.PANES,
        Group.TRIAGE,
    ),
    Command(
        "triage-keep",
        ("right", "l"),
        "Keep it",
        "Bookmark it; it counts as read.",
        Where.TRIAGE,
        Group.TRIAGE,
        footer=True,
    ),
    Command("triage-skip", ("left", "h"), "Skip", "It is not wanted.", Where.TRIAGE, Group.TRIAGE, footer=True),
    Command("triage-later", ("down", "j"), "Later", "It stays unread.", Where.TRIAGE, Group.TRIAGE, footer=True),
    Command(
        "triage-abstract",
        ("up", "k", "space"),
        "Abstract",
        "All of what is cut, page by page; where nothing is, without its abstract, or with it again.",
        Where.TRIAGE,
        Group.TRIAGE,
        footer=True,
    ),
    Command(
        "triage-undo",
        ("u", "backspace"),
        "Undo",
        "Take back what was done on the card, then the card before.",
        Where.TRIAGE,
        Group.TRIAGE,
        footer=True,
    ),
    Command("triage-leave", ("escape",), "Leave", "Back to the list.", Where.TRIAGE, Group.TRIAGE, footer=True),
)

_PROGRAM = (
    Command(
        "help",
        ("question_mark", "fullwidth_question_mark", "f1"),
        "Help",
        "All keys.",
        Where.ANYWHERE,
        Group.PROGRAM,
        footer=True,
    ),
    Command(
        "palette",
        ("colon", "fullwidth_colon", "ctrl+p"),
        "Commands",
        "Find any command by its name.",
        Where.ANYWHERE,
        Group.PROGRAM,
    ),
    Command(
        "theme", (), "Theme", "Dark, light, high contrast, or the terminal's colours.", Where.ANYWHERE, Group.PROGRAM
    ),
    Command(
        "interface-language",
        (),
        "界面 / Interface",
        "Menus and messages in Chinese or English.",
        Where.ANYWHERE,
        Group.PROGRAM,
    ),
    Command("statistics", (), "Statistics", "What is in the library.", Where.COLUMNS, Group.PROGRAM),
    Command("welcome", (), "Welcome", "The welcome digest: what the reader can do.", Where.ANYWHERE, Group.PROGRAM),
    Command(
        "add-source",
        ("a",),
        "Add a source",
        "Bring in a file, folder, repository or URL, or what cn-chat-arxiv publishes.",
        Where.ANYWHERE,
        Group.PROGRAM,
    ),
    Command("sync", ("r", "f5"), "Sync", "Look for new digests in every source.", Where.ANYWHERE, Group.PROGRAM),
    Command(
        "enrich",
        (),
        "Ask arXiv",
        "Authors and whole abstracts from arXiv's API, for papers to choose.",
        Where.APP,
        Group.KEEP,
    ),
    Command("send", (), "Send to Zotero", "Papers to choose go to the Zotero that runs here.", Where.APP, Group.KEEP),
    Command("translate", (), "Translate", "Have a model translate papers that lack Chinese.", Where.APP, Group.KEEP),
    Command(
        "stop-job",
        (),
        "Stop the job",
        "End what runs in the background; what came so far is kept.",
        Where.ANYWHERE,
        Group.PROGRAM,
    ),
    Command(
        "suspend",
        ("ctrl+z",),
        "Suspend",
        "Stop the program; the shell's fg goes on with it.",
        Where.ANYWHERE,
        Group.PROGRAM,
    ),
    Command("quit", ("q", "ctrl+q"), "Quit", "Leave; everything is saved already.", Where.ANYWHERE, Group.PROGRAM),
)

COMMANDS = (*_MOVE, *_READ, *_FIND, *_MORE_FINDING, *_MEANING, *_KEEP, *_TRIAGE, *_PROGRAM)
"""All commands, in the order in which help shows them."""
