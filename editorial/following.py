"""Open drafts, after their rows were changed under them by something that editors decided elsewhere."""

from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from editorial import snapshots
from editorial.drafting import CannotApply, drop, log, note_missing
from editorial.models import Draft, Revision, Schedule, Step, Unit
from editorial.publishing import add_revision

PROGRAM = "ParkAtlas"


def follow_drafts(touched, renamed):
    """Write the drafts of all `touched` units, and those that name a key of `renamed` ({old: new}), over their rows anew.

    What an editor changed in a draft stays; the rest is as the rows are now. An approval falls, as with any edit.
    """
    found = {draft.pk: draft for before in touched.units.values() for draft in _drafts_of(before.unit)}
    for key in renamed:
        named = Draft.objects.alias(text=Cast("head__snapshot", models.TextField())).filter(text__contains=key)
        found |= {draft.pk: draft for draft in named.select_related("head")}
    for draft in sorted(found.values(), key=lambda one: str(one.pk)):
        unit = draft.model._base_manager.filter(pk=draft.unit_id).first() if draft.model else None
        if unit is not None:
            _follow(draft, unit, renamed)


def _drafts_of(unit):
    return Draft.objects.filter(**Unit.key_of(unit)).select_related("head")


def _follow(draft, unit, renamed):
    live = wanted = snapshots.read(unit)
    if unit.is_public:
        mine, base = (with_keys(one, renamed) for one in (draft.head.snapshot, draft.base or live))
        conflicts = snapshots.merge(base, live, mine)[1]
        wanted = snapshots.merge(base, live, mine, {one.path: "mine" for one in conflicts})[0]
    if wanted == draft.head.snapshot and draft.base in (live, None):
        return
    draft.head = add_revision(unit, wanted, by=PROGRAM, origin=Revision.Origin.LOADED, draft_key=draft.pk)
    draft.base = live if unit.is_public else None
    if draft.state in (Draft.State.APPROVED, Draft.State.SCHEDULED):
        draft.state = Draft.State.DRAFT
        draft.approved_by = draft.approved_at = draft.approved_revision = None
        Schedule.objects.filter(**Unit.key_of(unit), action=Schedule.Action.PUBLISH).delete()
        log(
            Step.Action.DISAPPROVED, unit, by=PROGRAM, revision=draft.head, note=_("Two records were merged or parted.")
        )
    try:
        note_missing(unit, draft)
    except CannotApply as error:
        raise CannotApply(
            [
                _("The open draft of “%(name)s” stands in the way:") % {"name": draft.title} + f" {one}"
                for one in error.messages
            ]
        ) from error
    draft.save()
    if wanted == live and unit.is_public:
        log(Step.Action.DISCARDED, unit, by=PROGRAM, revision=draft.head, note=_("It is as the public version again."))
        drop(draft)


def with_keys(snapshot, renamed):
    """`snapshot` with the keys of `renamed` exchanged wherever it names them."""
    fields = {
        name: renamed.get(value, value) if isinstance(value, str) else value
        for name, value in snapshot["fields"].items()
    }
    many = {name: sorted({renamed.get(key, key) for key in keys}) for name, keys in snapshot["many"].items()}
    parts = {
        name: {key: with_keys(row, renamed) for key, row in rows.items()} for name, rows in snapshot["parts"].items()
    }
    return {"fields": fields, "many": many, "parts": parts}
