"""What a text may contain before it is stored: the same rule for every writer."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LINE_CHARACTERS = {"\n", "\r", "\t"}
REPLACEMENT = "\ufffd"


def unstorable_character(text, *, multiline=False):
    """Return the first character that no field accepts, or None: NUL, controls, lone surrogates, non-characters, and
    the mark that stands where something could not be decoded."""
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs" or (category == "Cc" and not (multiline and character in LINE_CHARACTERS)):
            return character
        if character == REPLACEMENT or ord(character) & 0xFFFE == 0xFFFE:
            return character
    return None


def refuse_unstorable(text, *, multiline=False):
    """Raise ValidationError naming the position and code of the first character that cannot be stored."""
    character = unstorable_character(text, multiline=multiline)
    if character == REPLACEMENT:
        raise ValidationError(
            _("The character at position %(position)d was lost in copying (U+FFFD). Write what the original has there.")
            % {"position": text.index(character) + 1},
            code="unstorable",
        )
    if character is not None:
        raise ValidationError(
            _("Remove the invisible character U+%(code)04X at position %(position)d.")
            % {"code": ord(character), "position": text.index(character) + 1},
            code="unstorable",
        )
