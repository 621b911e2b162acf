"""What the feed of publications tells readers: only of what they can read today, and never of what a hidden row did."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from core.models import Event, Figure, Statement
from editorial import wording
from editorial.bilingual import pick
from editorial.models import Change, Record, RecordModel, unit_models
from editorial.models.changes import Reason
from parks.models import Designation
from portal.outputs.sections import title_of

# A list with more rows than this is not put into order by the last change of each: only the newest changes are looked at.
MOST_ORDERED = 5_000
NEWEST_LOOKED_AT = 2_000


class Told(NamedTuple):
    """An entry of the feed about `unit`: the card of a record, or a fact with a page of its own."""

    change: Change
    unit: object

    @property
    def title(self):
        return title_of(self.unit)

    @property
    def kind(self):
        """“park”, “figure”: what the unit is."""
        return unit_models()[self.change.unit_kind]._meta.verbose_name

    @property
    def remark(self):
        """What the heading of a list of publications does not say already."""
        return str(pick(self.change, "note")) if self.change.action == Change.Action.PUBLISHED else self.what

    @property
    def what(self):
        return step_in_words(self.change)


def step_in_words(change):
    """“Changed: summary, names.”, with the editor's note."""
    return " ".join(filter(None, [step_of(change), str(pick(change, "note"))]))


def step_of(change):
    if change.action == Change.Action.CHANGED:
        names = wording.what_changed(unit_models()[change.unit_kind], change.changed)
        return _("Changed: %(names)s.") % {"names": ", ".join(names)} if names else _("Changed.")
    if change.action == Change.Action.PUBLISHED:
        return _("Published.")
    if change.action == Change.Action.MERGED:
        return _("Merged into another entry.")
    return _("Withdrawn; it stays readable.") if change.reason == Reason.WITHDRAWN else _("Withdrawn.")


def facts_told_of():
    """`{kind of unit: public rows}` of the facts that have a page; records are found by their cards."""
    rows = (
        Figure.objects.public().select_related("subject", "indicator"),
        Event.objects.public(),
        Statement.objects.public(),
        Designation.objects.public(),
    )
    return {found.model._meta.label_lower: found for found in rows}


def record_kinds():
    return [label for label, model in unit_models().items() if issubclass(model, RecordModel)]


def told(changes):
    """Those of `changes` whose unit has a page that everyone can read, as a list of Told. Five queries, or fewer."""
    keys = defaultdict(set)
    records, facts = set(record_kinds()), facts_told_of()
    for change in changes:
        keys["card" if change.unit_kind in records else change.unit_kind].add(change.unit_id)
    units = {card.pk: card for card in Record.objects.public().filter(pk__in=keys["card"])} if keys["card"] else {}
    for kind, rows in facts.items():
        if keys[kind]:
            units |= {row.pk: row for row in rows.filter(pk__in=keys[kind])}
    return [Told(change, units[change.unit_id]) for change in changes if change.unit_id in units]


def told_kinds():
    return [*record_kinds(), *facts_told_of()]


def newest(count, **narrowed):
    """The newest Told, at most `count`, of the entries of the feed that `narrowed` leaves."""
    changes = Change.objects.filter(unit_kind__in=told_kinds(), **narrowed).order_by("-number")
    return told(list(changes[: max(count, NEWEST_LOOKED_AT)]))[:count]


def last_change(reference="pk"):
    """The number of the last entry of the feed about a row."""
    return Subquery(Change.objects.filter(unit_id=OuterRef(reference)).order_by("-number").values("number")[:1])


def newest_rows(rows, kind, count):
    """`(row, its last Change)` of `rows`, the last changed first. `kind` is that of the unit.

    Of very long lists only those that the newest changes of their kind are about. Four queries at most.
    """
    if len(rows.order_by().values_list("pk")[: MOST_ORDERED + 1]) > MOST_ORDERED:
        recent = Change.objects.filter(unit_kind=kind).order_by("-number").values_list("unit_id", flat=True)
        rows = rows.filter(pk__in=set(recent[:NEWEST_LOOKED_AT]))
    found = list(rows.annotate(told=last_change()).exclude(told=None).order_by(F("told").desc(), "pk")[:count])
    changes = {change.pk: change for change in Change.objects.filter(pk__in=[row.told for row in found])}
    return [(row, changes[row.told]) for row in found]
