"""Single characters as they are compared: case, accents, full width and traditional forms removed."""

import unicodedata
from pathlib import Path

# Han, kana and hangul, which are written without spaces.
UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)


def _simplified():
    lines = (Path(__file__).parent / "traditional.txt").read_text(encoding="utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


SIMPLIFIED = _simplified()


class _Folding(dict):
    """`str.translate` asks it for each character, and for each but once."""

    def __missing__(self, code):
        if unicodedata.category(chr(code)) == "Cf":
            # Soft hyphens and joiners stand inside words and are not seen.
            self[code] = ""
            return ""
        wide = unicodedata.normalize("NFKC", chr(code))
        plain = unicodedata.normalize("NFKD", "".join(SIMPLIFIED.get(c, c) for c in wide))
        self[code] = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
        return self[code]


FOLDING = _Folding()


def folded_characters(text):
    """`text` with every character folded by itself, so that pieces of it can be found again in the original."""
    return text.translate(FOLDING)
