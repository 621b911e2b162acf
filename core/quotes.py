"""Whether a quote really stands in a text."""

import re
import unicodedata

TYPOGRAPHIC = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*")


def _plain(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(TYPOGRAPHIC)).strip()


def quote_stands_in(quote, text):
    """True where the words of `quote` stand in `text` in this order, with gaps only at an ellipsis.

    Kinds of quotation marks, dashes and white space are not told apart: they change between copies of one text.
    A part must stand in one piece; an ellipsis of the source itself matches too.
    """
    plain_text = re.sub(ELLIPSIS, " … ", _plain(text))
    parts = [part for part in ELLIPSIS.split(_plain(quote)) if part]
    position = 0
    for part in parts:
        position = plain_text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return bool(parts)
