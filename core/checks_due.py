"""Evidence that was not looked at again for a long time."""

from datetime import timedelta

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from core.clock import today
from core.models import Citation

FRESH_DAYS = 365

# One order on both engines, where a bare order by the date puts the empty ones first on one and last on the other.
NEVER_CHECKED_FIRST = ExpressionWrapper(Q(checked_at__isnull=False), output_field=BooleanField())


def due_for_recheck() -> QuerySet[Citation]:
    """The citations of public facts without a check in the last FRESH_DAYS: quotes never checked first, then the oldest.

    A check is that the quote was looked for in the text, or that an editor read or checked its source. A quote that was
    not found stays due until it is.
    """
    day = today() - timedelta(days=FRESH_DAYS)
    stale = (
        not_since("checked_at", timezone.now() - timedelta(days=FRESH_DAYS))
        & not_since("source__checked_on", day)
        & not_since("source__retrieved_on", day)
    )
    return (
        Citation.objects.filter(stale | Q(check_state=Citation.Check.MISSING), supports_public_facts())
        .select_related("source")
        .order_by(NEVER_CHECKED_FIRST, "checked_at", "pk")
    )


def not_since(name, start):
    """The condition that the column `name` is empty or lies before `start`."""
    return Q(**{name: None}) | Q(**{f"{name}__lt": start})


def supports_public_facts():
    """The condition that something public rests on the citation, whatever app it belongs to."""
    condition = Q()
    for relation in Citation._meta.related_objects:
        if hasattr(relation.related_model, "public_q"):
            resting = relation.related_model.objects.public().filter(**{relation.field.name: OuterRef("pk")})
            condition |= Q(Exists(resting))
    return condition


def last_check(citation):
    """The day of the latest check of a citation, None where there was none."""
    source = citation.source
    looked_for = timezone.localdate(citation.checked_at) if citation.checked_at else None
    return max((day for day in (looked_for, source.checked_on, source.retrieved_on) if day), default=None)
