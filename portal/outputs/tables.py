"""A list as a table: the fields of the API's list, nested ones joined by an underscore."""

import csv
import re
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import override

from core.api_fields import BilingualField, CardField, CardsField, PartialDateField
from editorial.tables.cells import guarded
from portal.outputs.sections import LISTS

ROWS_AT_ONCE = 500
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
BETWEEN = "; "
# Of something nested: what leads to it and what it is called, not what only repeats that.
LEFT_OUT = {"id", "href", "name", "title", "definition_en", "definition_zh"}
CARD = ("record_kind", "slug", "name_en", "name_zh")
# The first of these that a part has stands for it in a cell that holds several.
STANDS_FOR = ("slug", "code", "quote", "record", "organisation", "as_printed", "outcome")


class Column(NamedTuple):
    """`path` leads to the value in an answer of the API; `note` says what it means where its name does not."""

    name: str
    path: tuple
    note: str = ""


@lru_cache
def columns(section):
    """The columns of the table of a section, in order."""
    viewset = LISTS[section]
    serializer = viewset.list_serializer_class or viewset.serializer_class
    return tuple(columns_of(serializer()))


def columns_of(serializer, path=()):
    for name, field in serializer.fields.items():
        if isinstance(field, BilingualField) or (path and name in LEFT_OUT) or name == "name":
            continue
        yield from columns_of_field(field, (*path, name))


def columns_of_field(field, path):
    name, note = "_".join(path), str(field.help_text or "")
    if isinstance(field, CardField):
        yield from (Column(f"{name}_{part}", (*path, part), note) for part in CARD)
    elif isinstance(field, PartialDateField):
        yield Column(name, (*path, "edtf"), note)
        yield from (Column(f"{name}_{part}", (*path, part)) for part in ("earliest", "latest"))
    elif not isinstance(field, CardsField) and hasattr(field, "fields"):
        yield from columns_of(field, path)
    else:
        yield Column(name, path, note)


def csv_lines(section, filterset, context, *, language, with_bom=False):
    """Yield the table of everything `filterset` finds, line by line, in bytes. A few rows are in memory at a time."""
    viewset = LISTS[section]
    serializer = (viewset.list_serializer_class or viewset.serializer_class)(context=context)
    found = columns(section)
    write = csv.writer(Line()).writerow
    yield (b"\xef\xbb\xbf" if with_bom else b"") + write([column.name for column in found])
    for rows in filterset.keyset.chunks(filterset.qs, ROWS_AT_ONCE):
        with override(language):  # Never across a yield: what is read in between may be in another language.
            lines = [
                write([cell(answer, column.path) for column in found])
                for answer in map(serializer.to_representation, rows)
            ]
        yield b"".join(lines)


class Line:
    """What csv writes to: gives the line back."""

    def write(self, text):
        return text.encode()


def cell(answer, path):
    for step in path:
        answer = answer.get(step) if answer else None
    return text_of(answer)


def text_of(value):
    """A value as it stands in a cell: one that a spreadsheet program would take for a formula is guarded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return guarded(BETWEEN.join(word_for(part) for part in value))
    text = str(value)
    return text if NUMBER.fullmatch(text) else guarded(text)


def word_for(part):
    """What stands for one of several parts: its address here, its code, its words."""
    if not isinstance(part, dict):
        return str(part)
    return next((word_for(part[name]) for name in STANDS_FOR if part.get(name)), "")
