"""Texts kept as two columns, `<name>_en` and `<name>_zh`, and which of them a reader sees."""

from typing import NamedTuple

from django.utils.translation import get_language

ENGLISH, CHINESE = "en", "zh-hans"
COLUMNS = {ENGLISH: "en", CHINESE: "zh"}


class Text(NamedTuple):
    """A text with the language it is really in (`en`, `zh-hans`), which may not be the one asked for."""

    text: str
    lang: str

    @property
    def is_fallback(self):
        return bool(self.text) and self.lang != reading_language()

    def __str__(self):
        return self.text


def reading_language():
    """The language of the page being written: `en` or `zh-hans`, English where none is active."""
    return CHINESE if (get_language() or ENGLISH).startswith("zh") else ENGLISH


def pick(source, field, language=None):
    """Return `field` of an instance or dictionary as a Text in `language`, else in the other one, else empty."""
    language = language or reading_language()
    other = ENGLISH if language == CHINESE else CHINESE
    for candidate in (language, other):
        column = f"{field}_{COLUMNS[candidate]}"
        value = source.get(column) if isinstance(source, dict) else getattr(source, column)
        if value:
            return Text(value, candidate)
    return Text("", language)
