"""The program's own words in English and Chinese.

Msgids are English. A translator is an object that is handed around (`t`), so that the language can change while the
program runs: `t("Export")`, `t("{n} of {total}", n=12, total=482)`, `t.n("{n} paper", "{n} papers", count)`. Texts that
are declared as data, far from a translator, are marked with `msg("...")` and translated where they are shown.
`python -m tests.catalogue` collects msgids into `locale/*/LC_MESSAGES/reader.po` and compiles it.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

CATALOGUES = MappingProxyType({"en": None, "zh": "zh_CN"})
"""Interface language -> folder of its catalogue; English needs none."""

# In the order in which POSIX gives them weight; LANGUAGE is gettext's own and may name several.
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class Translator:
    """Translates msgids into one language. `language` is `en` or `zh`."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, msgid: str, **values: object) -> str:
        """The text for `msgid`, with `{name}` replaced by `values`; `msgid` itself where there is no translation."""
        text = self._catalogue.gettext(msgid)
        return text.format(**values) if values else text

    def n(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The text for `n` things, `{n}` in it replaced by the number as people write it: 51,759."""
        return self._catalogue.ngettext(singular, plural, n).format(n=f"{n:,}", **values)


def msg(msgid: str) -> str:
    """Marks a text for translation and gives it back as it is."""
    return msgid


@cache
def translator(language: str) -> Translator:
    """The translator for `language`, a key of `CATALOGUES`; the first one of Chinese takes more than a millisecond."""
    folder = CATALOGUES[language]
    if folder is None:
        return Translator(language, gettext.NullTranslations())
    # Not `importlib.resources`: importing that takes longer than reading the catalogue.
    compiled = Path(__file__).parent / "locale" / folder / "LC_MESSAGES" / "reader.mo"
    with compiled.open("rb") as stream:
        return Translator(language, gettext.GNUTranslations(stream))


def interface_language(setting: str, environ: Mapping[str, str]) -> str:
    """`zh` or `en`: the configured one, or for `auto` what the locale in `environ` asks for (English otherwise)."""
    if setting in CATALOGUES:
        return setting
    wanted = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    return "zh" if wanted.lower().startswith("zh") else "en"
