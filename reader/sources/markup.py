"""HTML in a field of a feed or record, as plain text. What only looks like a tag (`$a<b$`, `<p<1`) stays."""

from __future__ import annotations

import re
from html import unescape

from reader.text.blanks import BLANKS_BEFORE

_BLOCKS = "p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote|section|article"
_INLINE = (
    "a|abbr|b|big|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|"
    "td|th|tbody|thead|tt|u|var"
)
_BLOCK = re.compile(rf"{BLANKS_BEFORE}<(/?)(?:{_BLOCKS})(?:\s[^<>]*+)?/?>\s*+", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*+)?/?>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")


def without_markup(text: str) -> str:
    """`text` without tags, CDATA marks and entities; paragraphs and lines of HTML become lines."""
    if "<" in text or "]]>" in text:
        text = _CDATA.sub("", text)
        text = _TAG.sub("", _BLOCK.sub("\n", text))
    if "&" in text:
        text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    return text.strip()
