"""The names that begin as something is typed, grouped by section; each group is one short walk along an index."""

from typing import NamedTuple

from django.db import connection

from core.models import SearchDocument, SearchName
from core.search.analysis import key
from core.search.columns import Matches, by_index
from core.search.finding import LAST, SECTIONS, Query
from core.search.names import LONGEST_KEY, OFFICIAL, WORTH
from core.search.questions import names_with
from core.search.spelling import meant
from editorial.bilingual import CHINESE, ENGLISH

EACH, MOST = 4, 12
# Names looked at in each section; the shortest and weightiest of them are offered.
LOOKED_AT = 24


class Suggestion(NamedTuple):
    """`text` is the name that begins so; `kind` says what kind of name it is."""

    document: SearchDocument
    text: str
    language: str
    kind: str


@by_index()
def suggest(typed):
    """`{section: [Suggestion]}` for what was typed, at most MOST of them: names that begin so, the section of the best of
    them first; else names that have the words, or the nearest spelling. Two queries, a few more where no name begins so."""
    start = key(typed)[:LONGEST_KEY]
    if not start:
        return {}
    found = _beginning(start) or _with_words(typed)
    if not found and (better := meant(Query(typed))) is not None:
        found = _beginning(better.key) or _with_words(better.text)
    return found


def _beginning(start):
    named = SearchName.objects.filter(key__gte=start, key__lt=start + LAST)
    # In the order of an index, or all that begin so would be sorted.
    columns = ("section", "key", "is_whole", "kind", "document", "text", "language")
    looks = [
        named.filter(section=section).order_by("key", "document").values_list(*columns)[:LOOKED_AT]
        for section in SECTIONS
    ]
    found = {}
    for row in _all_of(looks):
        found.setdefault(row[0], []).append(row)
    chosen = _shortened({section: _best(rows, start) for section, rows in found.items()}, start)
    documents = SearchDocument.objects.defer("tokens", "texts", "words").in_bulk(
        [row[4] for rows in chosen.values() for row in rows]
    )
    return {
        section: [Suggestion(documents[row[4]], row[5], row[6], row[3]) for row in rows if row[4] in documents]
        for section, rows in chosen.items()
    }


def _with_words(typed):
    """Records in whose names the words stand anywhere."""
    named = SearchDocument.objects.filter(Matches(names_with(typed))).order_by()
    rows = named.defer("tokens", "texts", "words")[:MOST]
    found = {}
    for document in sorted(rows, key=lambda one: (SECTIONS.index(one.section), len(one.sort_key), one.sort_key)):
        name = document.name_en or document.name_zh
        language = ENGLISH if document.name_en else CHINESE
        found.setdefault(document.section, []).append(Suggestion(document, name, language, OFFICIAL))
    return found


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
    for row in sorted(rows, key=lambda row: (_order(row, start), row[1], row[4])):
        best.setdefault(row[4], row)
    return list(best.values())


def _order(row, start):
    _section, typed, is_whole, kind, *_rest = row
    return typed != start, not is_whole, -WORTH[kind], len(typed)


def _shortened(found, start):
    """At most EACH of a section and MOST in all, but one of every section; the section of the best name first."""
    sections = sorted(found, key=lambda section: (_order(found[section][0], start), SECTIONS.index(section)))
    chosen, room = {}, MOST
    for place, section in enumerate(sections):
        few = found[section][: min(EACH, room - (len(sections) - place - 1))]
        chosen[section] = few
        room -= len(few)
    return chosen
