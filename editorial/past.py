"""What the public could read, and what became of it: read from the feed of publications and withdrawals, nothing is written."""

from dataclasses import dataclass

from editorial.models import Change, FormerSlug, RecordModel, Revision
from editorial.models.changes import Reason

ENTRIES = (Change.Action.PUBLISHED, Change.Action.CHANGED)


def last_number(at=None):
    """The number of the last entry of the feed, at the moment `at` or now; 0 before the first.

    Equal numbers, equal public content: an instant is a number.
    """
    entries = Change.objects.all() if at is None else Change.objects.filter(at__lte=at)
    return entries.order_by("-number").values_list("number", flat=True).first() or 0


def entries_after(number, limit):
    """Up to `limit` entries of the feed after `number`, in the order in which they were committed."""
    return Change.objects.filter(number__gt=number).order_by("number")[:limit]


@dataclass(frozen=True)
class PublicState:
    """What the public could read of a unit. `snapshot` is its content (parts that hidden sources support included, which a
    renderer leaves out); None where it was not public. `entry` is the last entry of the feed about it until then."""

    snapshot: dict | None
    entry: Change


def state_of(unit_id, *, number=None):
    """The PublicState of a unit as of the entry `number` of the feed, or now; None where it had never been public.

    At most two queries. What was withdrawn but stayed readable keeps its content.
    """
    entries = Change.objects.filter(unit_id=unit_id)
    if number is not None:
        entries = entries.filter(number__lte=number)
    entry = entries.select_related("revision").order_by("-number").first()
    if entry is None:
        return None
    if entry.action in ENTRIES:
        return PublicState(entry.revision.snapshot, entry)
    if entry.reason != Reason.WITHDRAWN:
        return PublicState(None, entry)
    public = entries.filter(action__in=ENTRIES).select_related("revision").order_by("-number").first()
    return PublicState(public.revision.snapshot, entry)


def history_of(unit_id, limit=50):
    """The entries of the feed about a unit, the newest first."""
    return Change.objects.filter(unit_id=unit_id).order_by("-number")[:limit]


def withdrawal_of(unit):
    """The entry that withdrew `unit`, which stays readable; None where it was not withdrawn."""
    if unit.withdrawn_at is None:
        return None
    return Change.objects.filter(unit_id=unit.pk, action=Change.Action.WITHDRAWN).order_by("-number").first()


# What once stood at an address


def once_at(model, *, slug=None, key=None):
    """The last entry of the feed about the unit of `model` that was public at this address and is so no more; None where
    nothing ever was: an address that only a draft had is answered like one that never existed."""
    if slug is not None and issubclass(model, RecordModel):
        key = _key_at(model, slug)
    if key is None:
        return None
    entry = Change.objects.filter(unit_kind=model._meta.label_lower, unit_id=key).order_by("-number").first()
    return entry if entry is not None and entry.action not in ENTRIES else None


def _key_at(model, slug):
    """The unit that a public version once had this address in: by the row that has it now, else by a former address."""
    rows = model._base_manager.filter(slug=slug).values_list("pk", flat=True)
    former = FormerSlug.objects.filter(kind=model.record_kind, slug=slug).values_list("record_id", flat=True)
    public = Revision.objects.filter(
        unit_kind=model._meta.label_lower, changes__action__in=ENTRIES, snapshot__fields__slug=slug
    )
    return next((key for key in [*rows, *former] if public.filter(unit_id=key).exists()), None)


def successor_of(model, entry):
    """The public unit of `model` that replaces the one of `entry`, however often that was replaced itself; or None."""
    seen = set()
    while entry is not None and entry.successor_id and entry.successor_id not in seen:
        seen.add(entry.successor_id)
        found = model.objects.public().filter(pk=entry.successor_id).first()
        if found is not None:
            return found
        entry = once_at(model, key=entry.successor_id)
    return None
