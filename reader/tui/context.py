"""What a screen is given to work with."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from reader.commands import Keymap
from reader.config import Config
from reader.i18n import Translator
from reader.library.library import Library
from reader.paths import Places


class AppContext(NamedTuple):
    """The library (of the screen's thread), the settings, the words, the keys, and what day it is.

    guest   the library was opened for one screen, which closes it
    owner   who makes gestures and undoes them (`library.owners`)
    framed  the terminal shows all of it already (`cover`)
    """

    places: Places
    library: Library
    config: Config
    keymap: Keymap
    t: Translator
    today: date
    guest: bool = False
    owner: str = ""
    framed: bool = False
