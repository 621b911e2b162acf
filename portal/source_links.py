"""The links of sources that need an editor, by what `check_links` last found there. Nothing here asks another server."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from core.clock import today
from core.models import Source
from portal.models import SourceLink

FRESH_LINK_DAYS = 90
State = SourceLink.State


def dead_links():
    return found_as(State.DEAD)


def moved_links():
    return found_as(State.MOVED)


def refused_links():
    """Those that only a reader can open, unless an editor did so lately."""
    return found_as(State.REFUSED).exclude(checked_on__gte=oldest_fresh_day())


def unchecked_links():
    """Those never checked at their present address, or not lately, neither by the command nor by an editor."""
    oldest = timezone.now() - timedelta(days=FRESH_LINK_DAYS)
    return (
        Source.objects.exclude(url="")
        .exclude(checked_on__gte=oldest_fresh_day())
        .filter(Q(link=None) | ~Q(link__url=F("url")) | Q(link__state=State.WORKS, link__checked_at__lt=oldest))
        .select_related("link")
        .order_by("pk")
    )


def found_as(state):
    """The sources whose present address was found in `state`, the earliest finding first."""
    return (
        Source.objects.filter(link__state=state, link__url=F("url"))
        .select_related("link")
        .order_by("link__checked_at", "pk")
    )


def oldest_fresh_day():
    return today() - timedelta(days=FRESH_LINK_DAYS)


def keep(source_id, url, outcome):
    """Store what was found at `url`. Raises ValidationError where the source was deleted meanwhile."""
    link = SourceLink.objects.filter(source_id=source_id).first() or SourceLink(source_id=source_id)
    link.url, link.checked_at = url, timezone.now()
    link.state, link.status, link.problem = outcome.state, outcome.status, outcome.problem
    link.final_url = outcome.final_url
    link.save()
