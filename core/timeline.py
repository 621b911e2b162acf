"""Everything dated about one record, in the order of its dates."""

from datetime import date
from typing import NamedTuple

from core import edtf
from core.clock import today


class Entry(NamedTuple):
    """`date` is an EDTF text, "" where none is stated. `template` draws the `item`; `is_ahead` is what lies after today."""

    date: str
    earliest: date
    latest: date
    template: str
    item: object
    is_ahead: bool = False


def timeline(dossier):
    """The dated parts of a dossier, oldest first, what has no date last; a target stands at the end of its horizon."""
    entries = sorted(dossier.dated(), key=lambda entry: (not entry.date, entry.earliest, entry.latest))
    day = today()
    return [entry._replace(is_ahead=bool(entry.date) and entry.earliest > day) for entry in entries]


def dated(text, template, item):
    """The Entry of `item` at the EDTF text `text`."""
    found = edtf.parse(text)
    return Entry(text, found.earliest, found.latest, template, item)
