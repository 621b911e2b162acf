"""The names that begin as something is typed, grouped by section; each group is one short walk along an index."""

from typing import NamedTuple

from django.db import connection

from core.models import SearchDocument, SearchName
from core.search.analysis import key
from core.search.finding import LAST, SECTIONS
from core.search.names import LONGEST_KEY, WORTH

EACH, MOST = 4, 12
# Names looked at in each section; the shortest and weightiest of them are offered.
LOOKED_AT = 24


class Suggestion(NamedTuple):
    """`text` is the name that begins so; `kind` says what kind of name it is."""

    document: SearchDocument
    text: str
    language: str
    kind: str


def suggest(typed):
    """`{section: [Suggestion]}` for what was typed, at most MOST of them. Two queries."""
    start = key(typed)[:LONGEST_KEY]
    if not start:
        return {}
    named = SearchName.objects.filter(key__gte=start, key__lt=start + LAST)
    columns = ("section", "key", "is_whole", "kind", "document", "text", "language")
    looks = [
        named.filter(section=section).order_by("key", "pk").values_list(*columns)[:LOOKED_AT] for section in SECTIONS
    ]
    found = {}
    for row in _all_of(looks):
        found.setdefault(row[0], []).append(row)
    chosen = {section: _best(rows, start) for section, rows in found.items()}
    chosen = _shortened(chosen)
    documents = SearchDocument.objects.defer("tokens", "texts", "words").in_bulk(
        [row[4] for rows in chosen.values() for row in rows]
    )
    return {
        section: [Suggestion(documents[row[4]], row[5], row[6], row[3]) for row in rows if row[4] in documents]
        for section, rows in chosen.items()
    }


def _all_of(looks):
    """The rows of several querysets, each with an order and a limit of its own, which the ORM cannot unite on SQLite."""
    parts = [look.query.sql_with_params() for look in looks]
    # Compiled by the ORM, its values apart.
    sql = " UNION ALL ".join(f"SELECT * FROM ({part}) AS look{place}" for place, (part, _) in enumerate(parts))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _part, params in parts for value in params])
        return cursor.fetchall()


def _best(rows, start):
    """One row for each document: exact names first, then whole ones, the weightiest, the shortest."""
    best = {}
    for row in sorted(rows, key=lambda row: (row[1] != start, not row[2], -WORTH[row[3]], len(row[1]), row[1], row[4])):
        best.setdefault(row[4], row)
    return list(best.values())


def _shortened(found):
    """At most EACH of a section and MOST in all, sections with an exact name not cut before others."""
    chosen, room = {}, MOST
    for section in (one for one in SECTIONS if one in found):
        few = found[section][: min(EACH, room)]
        if few:
            chosen[section] = few
            room -= len(few)
    return chosen
