"""Records whose names come close to those of a new one, in any script: before two entries are made of one thing."""

from rapidfuzz.distance import OSA

from core.models import SearchDocument, SearchName
from core.search.analysis import key
from core.search.finding import Query, find
from core.search.names import LONGEST_KEY, MACHINE, WORTH, typed_names
from core.search.spelling import meant
from editorial.models import Record
from editorial.sorting import folded

MOST = 5


def alike(record):
    """Up to MOST cards of the same kind with a name that is equal, reads the same or differs by a letter or two.

    Hidden ones are compared by their official names only. At most a dozen queries.
    """
    names = [one for one in typed_names(record, []) if one.is_whole and one.key]
    found = dict.fromkeys(_named(record, [one.key for one in names]))
    for text in filter(None, (record.name_en, record.name_zh)):
        found |= dict.fromkeys(_spelt_nearly(record, text))
    cards = Record.objects.filter(kind=record.record_kind, merged_into=None).exclude(pk=record.pk)
    if record.name_en:
        found |= dict.fromkeys(cards.filter(sort_key=folded(record.name_en)[:300]).values_list("pk", flat=True)[:MOST])
    if record.name_zh:
        found |= dict.fromkeys(cards.filter(name_zh=record.name_zh).values_list("pk", flat=True)[:MOST])
    return list(cards.filter(pk__in=list(found)[: MOST * 2]).order_by("sort_key", "pk")[:MOST])


def _named(record, keys):
    rows = SearchName.objects.filter(key__in=keys, is_whole=True, section=record.section)
    return rows.values_list("document__record", flat=True).distinct()[: MOST * 2]


def _spelt_nearly(record, text):
    """Records of which a name differs from `text` by one letter, or by two where it is long."""
    better = meant(Query(text))
    if better is None:
        return []
    typed = key(text)[:LONGEST_KEY]
    most = 1 if len(typed) < 8 else 2
    near = {
        one.pk
        for one in find(better).candidates[: MOST * 4]
        if one.section == record.section
        and one.score >= WORTH[MACHINE]
        and OSA.distance(key(better.text), typed) <= most
    }
    return SearchDocument.objects.filter(pk__in=near).values_list("record", flat=True)
