"""Text that somebody typed or pasted into a field with its own grammar (a date, a quantity): safe to read and to quote back."""

import unicodedata

FULL_WIDTH_OFFSET = 0xFEE0
UNPRINTABLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class UnprintableText(ValueError):
    pass


def fold_width(text: str) -> str:
    """Full-width digits, letters and signs as ASCII ones, every kind of space as a plain one.

    Not NFKC, which would also turn 10² into 102 and 2½ into 21/2.
    """
    return "".join(_narrow(character) for character in text)


def _narrow(character: str) -> str:
    if "！" <= character <= "～":
        return chr(ord(character) - FULL_WIDTH_OFFSET)
    if character == "￥":
        return "¥"
    return " " if character.isspace() else character


def require_printable(text: str, limit: int) -> None:
    """Raise UnprintableText for text over `limit` characters, control or invisible characters, lone surrogates."""
    if len(text) > limit:
        raise UnprintableText(f"The text has {len(text)} characters; at most {limit} are read.")
    for position, character in enumerate(text, start=1):
        if unicodedata.category(character) in UNPRINTABLE_CATEGORIES:
            raise UnprintableText(
                f"Character {position} is an invisible or control character (U+{ord(character):04X}); "
                "remove it and type the text again."
            )
