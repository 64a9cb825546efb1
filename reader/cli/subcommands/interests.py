"""`digest-reader interests`: the words that papers are ranked by, learned from what was kept; yours to change."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from reader.cli.context import DONE, Context
from reader.cli.progress import index_if_behind
from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.library.interest import few_kept, why_counted
from reader.library.library import Library
from reader.model import InterestWord
from reader.text.cells import cell_len
from reader.text.safe import json_line, printable, sound

ACTIONS = ("list", "add", "mute", "weight", "forget")


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="list", help=t("what to do; default: list"))
    parser.add_argument(
        "words", nargs="*", metavar="WORD", help=t("quote what has spaces; with 'weight' a number last")
    )
    parser.add_argument(
        "--for", dest="scope", metavar="TAG", help=t("the interest of a tag, or of a saved search: @NAME")
    )
    parser.add_argument("--hide", action="store_true", help=t("with 'mute': leave such papers out"))
    parser.add_argument(
        "-f",
        "--format",
        choices=("table", "jsonl"),
        default="table",
        help=t("how they are printed ({default})", default="table"),
    )


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    if chosen.action == "list" and chosen.words:
        raise UsageError(msg("'interests list' takes no WORD"))
    if chosen.action != "list" and not chosen.words:
        raise UsageError(msg("name at least one WORD"))
    if chosen.hide and chosen.action != "mute":
        raise UsageError(msg("--hide belongs to 'interests mute'"))
    scope = scope_of(chosen.scope)
    with context.library() as library:
        if chosen.action == "list":
            index_if_behind(library, context)
            _list(library, scope, chosen.format, context)
        else:
            _change(library, chosen, scope)
    return DONE


def scope_of(name: str | None) -> str:
    """Whose interest is meant: a tag with or without its sign, or `@saved search`; None: the general one."""
    if name is None:
        return ""
    name = sound(name).strip()
    if not name.lstrip("#@"):
        raise UsageError(msg("--for needs a tag, or a saved search: @NAME"))
    return name if name[0] in "#@" else f"#{name}"


def _change(library: Library, chosen: Namespace, scope: str) -> None:
    words: Sequence[str] = chosen.words
    match chosen.action:
        case "add":
            library.interest.add(words, scope)
        case "mute":
            library.interest.mute(words, scope, hide=chosen.hide)
        case "forget":
            library.interest.forget(words, scope)
        case "weight":
            *words, weight = words
            if not words:
                raise UsageError(msg("'interests weight' needs words and a number"))
            library.interest.weigh(words, _number(weight), scope)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(msg('"{text}" is no number'), text=text) from error


def _list(library: Library, scope: str, form: str, context: Context) -> None:
    words = library.interest.words(scope)
    kept = len(library.interest.kept(scope))
    if form == "jsonl":
        for word in words:
            context.say(json_line(_record(word, scope, kept)))
        return
    width = max((cell_len(word.word) for word in words), default=0)
    for word in words:
        gap = " " * (width - cell_len(word.word))
        context.say(f"{word.weight:6.2f}  {printable(word.word)}{gap}  {why_counted(word, kept, context.t)}")
    context.tell(few_kept(kept, context.t) or context.t("learned from {kept} kept papers", kept=kept))


def _record(word: InterestWord, scope: str, kept: int) -> dict[str, object]:
    """One word as JSON; `restore` takes those that are the reader's own."""
    return {
        "word": word.word,
        "weight": round(word.weight, 4),
        "for": scope,
        "own": word.rule is not None,
        "hide": word.rule is not None and word.rule.hide,
        "kept": word.kept,
        "of": kept,
    }
