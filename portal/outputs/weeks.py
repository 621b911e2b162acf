"""The weekly digest: what was published, changed and withdrawn in a week of the calendar in Shanghai, and what came due."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import SHANGHAI, today
from editorial.models import Change, Record
from policies.models import Target
from portal.outputs.changes import newest

MOST_SHOWN = 200
WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, order=True)
class Week:
    """A week of ISO 8601, from Monday to Sunday; `monday` is its first day."""

    monday: date

    def __str__(self):
        year, number, _day = self.monday.isocalendar()
        return f"{year:04}-W{number:02}"

    @property
    def sunday(self):
        return self.monday + timedelta(days=6)

    @property
    def start(self):
        return datetime.combine(self.monday, time(), tzinfo=SHANGHAI)

    @property
    def end(self):
        return self.start + timedelta(days=7)

    @property
    def is_future(self):
        return self.monday > today()

    def beside(self, weeks):
        return Week(self.monday + timedelta(weeks=weeks))


def week_of(day):
    return Week(day - timedelta(days=day.weekday()))


def read_week(text):
    """The Week that `2026-W47` means, or None."""
    found = WEEK.fullmatch(text)
    try:
        return Week(date.fromisocalendar(int(found[1]), int(found[2]), 1)) if found else None
    except ValueError:
        return None


def this_week():
    return week_of(today())


def first_week():
    """The week of the first entry of the feed; None before it."""
    return week_at(Change.objects.order_by("number").values_list("at", flat=True).first())


def last_week():
    """The week of the last entry of the feed; None before the first."""
    return week_at(Change.objects.order_by("-number").values_list("at", flat=True).first())


def week_at(moment):
    return week_of(moment.astimezone(SHANGHAI).date()) if moment else None


@dataclass(frozen=True)
class Digest:
    """`told` is the newest first, at most MOST_SHOWN; `due` are the targets whose time ended in the week, with state."""

    week: Week
    told: list
    due: list

    @property
    def published(self):
        return self._of(Change.Action.PUBLISHED)

    @property
    def changed(self):
        return self._of(Change.Action.CHANGED)

    @property
    def withdrawn(self):
        return self._of(Change.Action.WITHDRAWN, Change.Action.MERGED)

    @property
    def is_cut(self):
        return len(self.told) == MOST_SHOWN

    def _of(self, *actions):
        found = [one for one in self.told if one.change.action in actions]
        return sorted(found, key=lambda one: not isinstance(one.unit, Record))  # Records first, then facts.


def digest(week):
    """The Digest of a week. Seven queries at most."""
    return Digest(week, newest(MOST_SHOWN, at__gte=week.start, at__lt=week.end), due_in(week))


def due_in(week):
    ended = Target.objects.public().filter(figure__withdrawn_at=None, horizon_latest__range=(week.monday, week.sunday))
    return list(ended.for_listing()[:MOST_SHOWN])


def digests(count):
    """The last `count` weeks in which something was published that can be read today, the newest first."""
    weeks = {}
    since = this_week().beside(-count).start
    for one in newest(MOST_SHOWN * count, at__gte=since):
        weeks.setdefault(week_at(one.change.at), []).append(one)
    return [Digest(week, found[:MOST_SHOWN], []) for week, found in sorted(weeks.items(), reverse=True)]
