"""Colours: few, and each with a meaning. What a role looks like in each theme.

The panes look styles up here and not in the style sheet: a style sheet applies every component class of every widget
anew whenever anything about it changes, which is felt at start-up.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style

from reader.i18n import msg
from reader.tui.spans import Role

if TYPE_CHECKING:
    from textual.theme import Theme

CURSOR, HIT, SELECTION, FOCUSED = "cursor", "hit", "selection", "focused"
"""States that are laid over a role."""


class Colors(NamedTuple):
    """The colours of one theme, as Textual and rich spell them; `default` is the terminal's own.

    ground, text            background and words of the paper
    bright, quiet, faint    titles; metadata and second language; rules
    accent, star, tag       the one accent; bookmarks and matches; tags
    row, chosen             background of the cursor row, with the focus elsewhere and there; of selected text
    good, bad               what was added, what was removed or went wrong
    """

    name: str
    dark: bool
    ground: str
    text: str
    bright: str
    second: str
    quiet: str
    faint: str
    accent: str
    star: str
    tag: str
    row: str
    row_focused: str
    chosen: str
    good: str
    bad: str


THEMES = (
    Colors(
        name="dark",
        dark=True,
        ground="#15171c",
        text="#d5d8de",
        bright="#f2f4f8",
        second="#aeb5c1",
        quiet="#8d95a3",
        faint="#343944",
        accent="#6cb6c9",
        star="#e3b464",
        tag="#9fb4d9",
        row="#1d2027",
        row_focused="#262b35",
        chosen="#2f4a5a",
        good="#8fc48a",
        bad="#e07a74",
    ),
    Colors(
        name="light",
        dark=False,
        ground="#fbfaf7",
        text="#2b2d31",
        bright="#0d0e10",
        second="#494e57",
        quiet="#5e636c",
        faint="#d4d1c9",
        accent="#0f6f86",
        star="#835500",
        tag="#3d5a94",
        row="#f3f1eb",
        row_focused="#e8e5dc",
        chosen="#c5dde3",
        good="#2d7031",
        bad="#b3312a",
    ),
    Colors(
        name="contrast",
        dark=True,
        ground="#000000",
        text="#ffffff",
        bright="#ffffff",
        second="#e6e6e6",
        quiet="#cccccc",
        faint="#8c8c8c",
        accent="#4de1ff",
        star="#ffd700",
        tag="#b8ceff",
        row="#262626",
        row_focused="#00405c",
        chosen="#5c3d99",
        good="#7cff7c",
        bad="#ff9c94",
    ),
    Colors(
        name="ansi",
        dark=True,
        ground="default",
        text="default",
        bright="default",
        second="default",
        quiet="default",
        faint="bright_black",
        accent="cyan",
        star="yellow",
        tag="blue",
        row="default",
        row_focused="default",
        chosen="default",
        good="green",
        bad="red",
    ),
)

THEME_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "dark": msg("Dark"),
        "light": msg("Light"),
        "contrast": msg("High contrast"),
        "ansi": msg("The terminal's colours"),
    }
)
"""Theme -> its name as a msgid."""


def _palette(colors: Colors) -> Mapping[str, Style]:
    """Role or state -> how it looks. The ansi theme dims and reverses where others have a shade."""
    ansi = colors.ground == "default"
    quiet = Style(color=colors.quiet, dim=ansi or None)
    return MappingProxyType(
        {
            Role.TEXT: Style(color=colors.text),
            Role.SECOND: Style(color=colors.second, dim=ansi or None),
            Role.TITLE: Style(color=colors.bright, bold=True),
            Role.SUBTITLE: Style(color=colors.second),
            Role.SEEN: Style(color=colors.second, dim=ansi or None),
            Role.META: quiet,
            Role.SUMMARY: Style(color=colors.second),
            Role.BAR: Style(color=colors.accent),
            Role.HEADING: Style(color=colors.text, bold=True),
            Role.RULE: Style(color=colors.faint),
            Role.DOT: Style(color=colors.accent),
            Role.STAR: Style(color=colors.star),
            Role.TAG: Style(color=colors.tag),
            Role.NOTE: Style(color=colors.star),
            Role.LINK: Style(color=colors.quiet, underline=True),
            Role.NOTICE: Style(color=colors.quiet, italic=True),
            Role.KEY: Style(color=colors.accent),
            Role.ERROR: Style(color=colors.bad),
            Role.ADDED: Style(color=colors.good, underline=True),
            Role.REMOVED: Style(color=colors.bad, strike=True),
            HIT: Style(color=colors.star, bold=True, underline=True),
            CURSOR: Style(dim=False) if ansi else Style(bgcolor=colors.row),
            FOCUSED: Style(bold=True, dim=False) if ansi else Style(bgcolor=colors.row_focused),
            SELECTION: Style(reverse=True) if ansi else Style(color=colors.bright, bgcolor=colors.chosen),
        }
    )


@lru_cache
def palette(theme: str) -> Mapping[str, Style]:
    """Role or state -> how it looks over a pane's own ground; in the dark theme where there is no such theme."""
    return _palette(colors_of(theme))


def colors_of(theme: str) -> Colors:
    """The colours of a theme; of the dark one where there is no such theme."""
    return next((colors for colors in THEMES if colors.name == theme), THEMES[0])


def textual_themes() -> tuple[Theme, ...]:
    """The themes as Textual needs them, for input lines, scroll bars and backgrounds."""
    return tuple(_textual_theme(colors) for colors in THEMES)


def _textual_theme(colors: Colors) -> Theme:
    ground, text, accent, faint, quiet = (
        _textual_color(color) for color in (colors.ground, colors.text, colors.accent, colors.faint, colors.quiet)
    )
    from textual.theme import Theme  # what is painted before Textual is there asks for colours, too

    return Theme(
        name=colors.name,
        dark=colors.dark,
        ansi=colors.ground == "default",
        primary=accent,
        accent=accent,
        foreground=text,
        background=ground,
        surface=ground,
        panel=ground,
        boost=ground,
        variables={
            "quiet": quiet,
            # Textual's own style sheet asks for these two, whatever it does with them.
            "ansi-background": ground if ground != "ansi_default" else "ansi_black",
            "ansi-foreground": text if text != "ansi_default" else "ansi_white",
            "scrollbar": faint,
            "scrollbar-hover": quiet,
            "scrollbar-active": quiet,
            "scrollbar-background": ground,
            "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground,
            "scrollbar-corner-color": ground,
            "input-cursor-background": text,
            "input-cursor-foreground": "ansi_black" if ground == "ansi_default" else ground,
        },
    )


def _textual_color(color: str) -> str:
    return color if color.startswith("#") else f"ansi_{color}"
