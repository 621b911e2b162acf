"""From what stands in an address or a parameter (a slug, an id) to the public record it means."""

import re
import uuid

from rapidfuzz import fuzz, process

from editorial.models import FormerSlug, Record, record_models

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")
CANDIDATES = 500
LIKENESS = 55  # Of 100, by rapidfuzz.


def as_uuid(text):
    """The UUID that `text` writes in the usual form, or None."""
    return uuid.UUID(text) if UUID.fullmatch(text) else None


def nearest(word, names, limit=3, likeness=LIKENESS):
    """Up to `limit` of `names` that `word` may have been meant for, the likeliest first."""
    ranked = process.extract(word[:120], names, scorer=fuzz.ratio, limit=limit, score_cutoff=likeness)
    return [name for name, _score, _key in ranked]


def public_record(queryset, reference, slug_field="slug"):
    """The row of `queryset` (public records of one kind) with this slug or id, or None."""
    if key := as_uuid(reference):
        return queryset.filter(pk=key).first()
    return queryset.filter(**{slug_field: reference}).first() if SLUG.fullmatch(reference) else None


def renamed_record(queryset, slug):
    """The row of `queryset` that once stood at `slug`, or that the record with this id was merged into, or None."""
    if key := as_uuid(slug):
        return merged_record(queryset, key)
    if not SLUG.fullmatch(slug):
        return None
    former = FormerSlug.objects.filter(kind=queryset.model.record_kind, slug=slug)
    return queryset.filter(pk__in=former.values("record")).first()


def merged_record(queryset, key):
    """The row of `queryset` that the record with this id became part of, over any number of mergers, or None.

    The id of a record that was never public leads nowhere: it was never known.
    """
    seen = set()
    while key not in seen:
        seen.add(key)
        card = Record.objects.filter(pk=key, published_at__isnull=False, merged_into__isnull=False).first()
        if card is None:
            return queryset.filter(pk=key).first() if len(seen) > 1 else None
        key = card.merged_into_id
    return None


def public_of_kind(kind):
    return record_models()[kind].objects.public()


def nearest_slugs(queryset, slug):
    """Public slugs like `slug`. Of long lists only the alphabetical neighbours are looked at."""
    slugs = queryset.order_by("slug").values_list("slug", flat=True)
    found = list(slugs[:CANDIDATES])
    if len(found) == CANDIDATES and SLUG.fullmatch(slug):
        found += [*slugs.filter(slug__gte=slug)[:CANDIDATES], *slugs.filter(slug__lt=slug).reverse()[:CANDIDATES]]
    return nearest(slug, list(dict.fromkeys(found)))
