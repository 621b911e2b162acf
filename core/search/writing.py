"""Keeping the documents in step with what is public, within the transaction that changes it."""

from collections import Counter

from django.apps import apps
from django.db import transaction
from django.db.models import F

from core.search.building import build
from editorial.locks import serialise
from editorial.models import Record, RecordModel

# The lock under which the feed is numbered: whoever publishes holds it by now, or takes it here.
FEED = "editorial.change"
AT_ONCE = 200
AT_ONCE_IN_A_REBUILD = 1_000
# A change of one quote that more documents rest on marks the rest; `search_index --stale` builds those anew.
MOST_AT_ONCE = 2_000
IN_ONE_LOOK = 500


def follow(documents, told):
    """Build anew every document that shows something of `told` (pairs of a model and a key) or should.

    `documents` is the model of the documents.
    """
    serialise(FEED)
    concerned = {key for model, key in told if issubclass(model, RecordModel)}
    for few in _pieces(told, IN_ONE_LOOK):
        concerned |= _subjects(few) | _showing(documents, [key for _model, key in few])
    for few in _pieces(sorted(concerned), AT_ONCE):
        write(documents, few)


def _subjects(told):
    """The records that facts of `told` are about now."""
    found = set()
    for model in {model for model, _key in told if model.found_under}:
        rows = model.objects.filter(pk__in=[key for one, key in told if one is model])
        for path in model.found_under:
            found |= set(rows.values_list(path, flat=True))
    return found - {None}


def _showing(documents, keys):
    """The records whose documents show one of the units `keys`; of too many the rest are marked stale."""
    rows = documents.objects.filter(grounds__unit_id__in=keys).order_by("record").values_list("record", flat=True)
    found = list(rows.distinct()[: MOST_AT_ONCE + 1])
    if len(found) > MOST_AT_ONCE:
        found = found[:MOST_AT_ONCE]
        rest = documents.objects.filter(grounds__unit_id__in=keys, record__gt=found[-1])
        documents.objects.filter(pk__in=list(rest.values_list("pk", flat=True))).update(is_stale=True)
    return set(found)


def write(documents, keys):
    """Write the documents of the records `keys`, delete those of records that are not listed; how many differed."""
    built = build(keys)
    present = {
        row.record_id: row
        for row in documents.objects.filter(record__in=keys).only("record_id", "digest", "words", "is_stale")
    }
    gone = [row for key, row in present.items() if key not in built]
    digests = {key: one.digest() for key, one in built.items()}
    changed = {
        key: one
        for key, one in built.items()
        if key not in present or present[key].digest != digests[key] or present[key].is_stale
    }
    terms = Counter()
    for row in [*gone, *(present[key] for key in changed if key in present)]:
        terms.subtract(row.words)
    if gone:
        documents.objects.filter(pk__in=[row.pk for row in gone]).delete()
    if changed:
        rows = _upsert(documents, changed, digests)
        for row in rows:
            terms.update(row.words)
        _write_rows(documents, rows, changed)
    _count_terms(terms)
    return len(gone) + len(changed)


def _upsert(documents, built, digests):
    rows = [
        documents(record_id=key, digest=digests[key], tokens=one.tokens(), **one.columns)
        for key, one in sorted(built.items())
    ]
    written = [field.name for field in documents._meta.concrete_fields if field.name not in ("id", "record")]
    return documents.objects.bulk_create(rows, update_conflicts=True, unique_fields=["record"], update_fields=written)


def _write_rows(documents, rows, built):
    """Write the names and the grounds of documents that were just written."""
    names = documents._meta.get_field("names").related_model
    grounds = documents._meta.get_field("grounds").related_model
    keys = [row.pk for row in rows]
    names.objects.filter(document__in=keys).delete()
    grounds.objects.filter(document__in=keys).delete()
    names.objects.bulk_create(
        names(
            document=row,
            section=row.section,
            key=one.key,
            kind=one.kind,
            is_whole=one.is_whole,
            text=one.text,
            language=one.language,
        )
        for row in rows
        for one in built[row.record_id].names
        if one.key
    )
    grounds.objects.bulk_create(
        grounds(document=row, unit_id=unit) for row in rows for unit in sorted(built[row.record_id].grounds)
    )


def _count_terms(terms):
    """Add to the frequency of every term, in one order for everyone; a term that no public name has is no term."""
    model = apps.get_model("core", "SearchTerm")
    changed = {term: count for term, count in sorted(terms.items()) if count and len(term) <= 60}
    if not changed:
        return
    known = set(model.objects.filter(pk__in=list(changed)).values_list("pk", flat=True))
    model.objects.bulk_create(
        [
            model(term=term, frequency=0, length=len(term), head=term[:2], tail=term[-2:])
            for term in changed
            if term not in known
        ],
        ignore_conflicts=True,
    )
    by_count = {}
    for term, count in changed.items():
        by_count.setdefault(count, []).append(term)
    for count, some in by_count.items():
        model.objects.filter(pk__in=some).update(frequency=F("frequency") + count)
    model.objects.filter(pk__in=list(changed), frequency__lte=0).delete()


def _pieces(found, size):
    return (found[start : start + size] for start in range(0, len(found), size))


def rebuild(documents, *, after=None, progress=lambda done, last: None):
    """Bring all documents in step, records in the order of their keys from `after` on; how many differed."""
    done = differed = 0
    while keys := next_keys(after):
        differed += _write_alone(documents, keys)
        done, after = done + len(keys), keys[-1]
        progress(done, after)
    return differed


def freshen(documents):
    """Build anew what is marked stale; how many documents that were."""
    done = 0
    while keys := list(documents.objects.filter(is_stale=True).values_list("record", flat=True)[:AT_ONCE]):
        done += _write_alone(documents, keys)
    return done


def next_keys(after):
    """The keys of the next records after the key `after`, in their order; empty at the end."""
    rows = Record.objects.order_by("pk")
    return list(
        (rows if after is None else rows.filter(pk__gt=after)).values_list("pk", flat=True)[:AT_ONCE_IN_A_REBUILD]
    )


def drift(documents, keys):
    """The records of `keys` whose documents are missing, left over, or other than their public rows."""
    built = build(keys)
    present = dict(documents.objects.filter(record__in=keys, is_stale=False).values_list("record", "digest"))
    digests = {key: one.digest() for key, one in built.items()}
    return sorted(key for key in {*present, *digests} if present.get(key) != digests.get(key))


@transaction.atomic
def _write_alone(documents, keys):
    """No publication falls between what is read and what is written."""
    serialise(FEED)
    return write(documents, keys)
