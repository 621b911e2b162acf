"""Sort keys that order the same way on SQLite and PostgreSQL."""

import unicodedata

from django.db import models
from pypinyin import Style, lazy_pinyin


def folded(text):
    """Case, accents and full width removed; what lists and look-ups compare."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


def suggested_pinyin(text):
    """The machine's reading, syllables apart. Only a suggestion: it reads 朝阳园 wrongly, an editor's pinyin wins."""
    return " ".join(lazy_pinyin(text, style=Style.NORMAL, v_to_u=False))


class SortKeyField(models.CharField):
    """A text compared by code point on both engines, whatever the locale of the database."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 300)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
