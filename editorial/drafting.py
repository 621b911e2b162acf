"""The one door for changes: a saved change of a public unit is a draft; what was never public is changed in its row.

Every writer comes through `keep()`: forms, imports, restoring. The rows of a public unit are written only by
`editorial.publishing.publish()`; while a form or a preview needs to see the draft in them, `applied()` puts it there in a
transaction that is rolled back.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from editorial import snapshots
from editorial.bilingual import CHINESE, ENGLISH, reading_language
from editorial.locks import check_keys
from editorial.models import Draft, Remark, Revision, Schedule, Step, Unit
from editorial.publishing import add_revision, lock, merged_away, name_of, titles, unset_public


class CannotApply(ValidationError):
    """A draft that the database no longer takes: something it names was deleted or changed."""


def draft_of(unit):
    """The open Draft of `unit`, or None."""
    return Draft.objects.filter(**Unit.key_of(unit)).select_related("head", "author", "approved_by").first()


def present(unit, draft=None):
    """The snapshot that editors work on: that of the draft, else that of the row."""
    draft = draft or draft_of(unit)
    return draft.head.snapshot if draft is not None and unit.is_public else snapshots.read(unit)


@contextmanager
def applied(unit, snapshot, *, live=None):
    """Run the block with `snapshot` in the rows of `unit`, then undo everything that happened in it.

    `live` is what the rows hold, where the caller knows it.

    Must run in a transaction. The row is not public meanwhile, so that nothing demands what is only needed for
    publication. Raises CannotApply where the snapshot cannot be written any more.
    """
    with transaction.atomic():
        if unit.is_public:
            unset_public(unit)
        try:
            snapshots.write(type(unit)._base_manager.get(pk=unit.pk), snapshot, present=live)
        except (ValidationError, models.ProtectedError, models.RestrictedError) as error:
            raise CannotApply(getattr(error, "messages", None) or [str(error.args[0])]) from error
        yield
        transaction.set_rollback(True)


@dataclass
class Kept:
    """What became of a saved change: the draft it stands in (None where nothing differs from the public version), the
    revision it is, and the conflicts, because of which it was kept apart."""

    draft: Draft | None
    revision: Revision | None
    conflicts: list = field(default_factory=list)
    is_merged: bool = False


@transaction.atomic
def keep(unit, *, by, base, mine, origin=Revision.Origin.SAVED, is_written=False, live=None):
    """Keep the change from the snapshot `base` to `mine` as the draft of `unit`, merged with what others saved meanwhile.

    `is_written` says that the row, never public, already holds `mine`; `live` is the snapshot of a public row, where the
    caller has read it under the lock. Raises CannotApply where the merged state is
    not valid; nothing is kept then.
    """
    unit = lock(unit)
    draft = draft_of(unit)
    live = (live or snapshots.read(unit)) if unit.is_public else None
    head = base if is_written else _head(unit, draft, live)
    merged, conflicts = snapshots.merge(base, head, mine)
    if conflicts:
        revision = _add(unit, draft, mine, by, Revision.Origin.UNMERGED, Step.Action.COLLIDED, base=base)
        return Kept(draft, revision, conflicts)
    is_merged = head not in (base, merged) and merged != mine
    if merged == head:
        return Kept(draft, draft.head if draft else None)
    if not is_written:
        _write_unpublished(unit, merged)
    if is_merged:
        origin = Revision.Origin.MERGED
    return Kept(*_advance(unit, draft, merged, by, origin, live=live), is_merged=is_merged)


def _head(unit, draft, live):
    """The state that editors work on; see present()."""
    if not unit.is_public:
        return snapshots.read(unit)
    return draft.head.snapshot if draft is not None else live


def begin(unit, *, by, origin=Revision.Origin.SAVED):
    """The first draft of a unit that was just created and is not public."""
    return Kept(*_advance(unit, None, snapshots.read(unit), by, origin))


@transaction.atomic
def resolve(unit, unmerged, *, by, head, choices):
    """Settle an unmerged revision: `choices` ({path: "mine"}) over the present state, which must still be `head`.

    Raises CannotApply where it has changed meanwhile, or where the outcome is not valid.
    """
    unit = lock(unit)
    draft = draft_of(unit)
    now = present(unit, draft)
    if now != head:
        raise CannotApply(_("The entry was saved again meanwhile. Look at both versions once more."))
    merged, _conflicts = snapshots.merge(unmerged.base, now, unmerged.snapshot, choices)
    settle(unmerged)
    if merged == now:
        log(Step.Action.RESOLVED, unit, by=by, revision=draft.head if draft else None)
        return Kept(draft, None)
    _write_unpublished(unit, merged)
    return Kept(*_advance(unit, draft, merged, by, Revision.Origin.RESOLVED))


def settle(unmerged):
    Revision.objects.filter(pk=unmerged.pk).update(settled_at=models.functions.Now())


@transaction.atomic
def restore(unit, revision, *, by):
    """Make an earlier state the draft of `unit`, its rows' keys included. Raises CannotApply."""
    unit = lock(unit)
    draft = draft_of(unit)
    if present(unit, draft) == revision.snapshot:
        return Kept(draft, None)
    _write_unpublished(unit, revision.snapshot)
    return Kept(*_advance(unit, draft, revision.snapshot, by, Revision.Origin.RESTORED))


@transaction.atomic
def discard(unit, *, by):
    """Drop the draft of a public unit; its revisions stay in the history."""
    draft = draft_of(lock(unit))
    if draft is None or not unit.is_public:
        return
    log(Step.Action.DISCARDED, unit, by=by, revision=draft.head)
    drop(draft)


@transaction.atomic
def delete(unit, *, by):
    """Delete a unit that was never public, with its draft. Its revisions and the log stay, and so does what others typed."""
    unit = lock(unit)
    if unit.published_at:
        raise ValidationError(_("It has been public, so it is kept. Withdraw it instead of deleting it."))
    log(Step.Action.DELETED, unit, by=by)
    if (draft := draft_of(unit)) is not None:
        drop(draft)
    Schedule.objects.filter(**Unit.key_of(unit)).delete()
    unit.delete()


def drop(draft):
    """Remove the draft itself and what was planned for it."""
    Schedule.objects.filter(unit_kind=draft.unit_kind, unit_id=draft.unit_id, action=Schedule.Action.PUBLISH).delete()
    draft.delete()


def _write_unpublished(unit, snapshot):
    """A unit that is not public holds its draft in its rows; that of a public one is checked when it is kept."""
    if unit.is_public:
        return
    try:
        snapshots.write(unit, snapshot)
    except (ValidationError, models.ProtectedError, models.RestrictedError) as error:
        raise CannotApply(getattr(error, "messages", None) or [str(error.args[0])]) from error


def refuse_merged(unit, snapshot):
    """Raise CannotApply where `snapshot` names a record that has become another one."""
    if sentences := merged_away(unit, snapshot):
        raise CannotApply(sentences)


STEPS = {
    Revision.Origin.SAVED: Step.Action.SAVED,
    Revision.Origin.MERGED: Step.Action.MERGED,
    Revision.Origin.RESOLVED: Step.Action.RESOLVED,
    Revision.Origin.RESTORED: Step.Action.RESTORED,
    Revision.Origin.IMPORTED: Step.Action.IMPORTED,
}


def _advance(unit, draft, snapshot, by, origin, *, live=None):
    """Make `snapshot` the draft's present state; return (draft or None, revision)."""
    refuse_merged(unit, snapshot)
    live = (live or snapshots.read(unit)) if unit.is_public else None
    user = by if hasattr(by, "get_username") else None
    if draft is None:
        draft = Draft(**Unit.key_of(unit), base=live, author=user)
    revision = _add(unit, draft, snapshot, by, origin, STEPS[origin])
    draft.head, draft.title = revision, title_of(unit, snapshot)
    if draft.state in (Draft.State.APPROVED, Draft.State.SCHEDULED):
        draft.state = Draft.State.DRAFT
        draft.approved_by = draft.approved_at = draft.approved_revision = None
        Schedule.objects.filter(**Unit.key_of(unit), action=Schedule.Action.PUBLISH).delete()
        log(Step.Action.DISAPPROVED, unit, by=by, revision=revision)
    note_missing(unit, draft, live=live)
    draft.save()
    if live is not None and live == snapshot:
        log(Step.Action.DISCARDED, unit, by=by, revision=revision, note=_("It is as the public version again."))
        drop(draft)
        return None, revision
    return draft, revision


def missing(unit, draft):
    """Sentences naming everything that the draft lacks for publication, in the language in force. Writes nothing."""
    try:
        return lacking(unit, draft.head.snapshot if draft else None)[reading_language()]
    except CannotApply as error:
        return error.messages


def lacking(unit, snapshot, *, live=None):
    """`{language: sentences}` of what `snapshot` lacks for publication; of a unit never public, what its row lacks.

    Raises CannotApply where the snapshot cannot be written.
    """
    if snapshot is None or not unit.is_public:
        return _requirements(unit)
    with transaction.atomic(), applied(unit, snapshot, live=live):
        check_keys()
        return _requirements(unit)


def _requirements(unit):
    row, found = type(unit)._base_manager.get(pk=unit.pk), {}
    for language in (ENGLISH, CHINESE):
        with override(language):
            found[language] = [str(sentence) for sentence in row.publish_requirements()]
    return found


def note_missing(unit, draft, *, live=None):
    """Keep with the draft what it lacks, for lists; the caller saves it. Raises CannotApply."""
    draft.missing = lacking(unit, draft.head.snapshot, live=live)
    draft.missing_count = len(draft.missing[ENGLISH])


def title_of(unit, snapshot):
    """The name in `snapshot`, or what the row calls itself."""
    fields = snapshot["fields"]
    named = fields.get("name_en") or fields.get("name_zh") or fields.get("title_en") or fields.get("title_zh")
    return (named or next(filter(None, titles(unit)), ""))[:300]


def _add(unit, draft, snapshot, by, origin, action, base=None):
    revision = add_revision(
        unit, snapshot, by=by, origin=origin, draft_key=draft.pk if draft is not None else None, base=base
    )
    log(action, unit, by=by, revision=revision)
    return revision


def log(action, unit, *, by, revision=None, note=""):
    """Add a line to the desk's log."""
    user = by if hasattr(by, "get_username") else None
    title = next(filter(None, titles(unit)), "")
    return Step.objects.create(
        **Unit.key_of(unit), action=action, title=title, by=user, by_name=name_of(by), note=note, revision=revision
    )


def authors(draft):
    """The keys of the users who wrote any of the draft's states."""
    return set(
        Revision.objects.filter(draft_key=draft.pk, author__isnull=False)
        .exclude(origin=Revision.Origin.UNMERGED)
        .values_list("author_id", flat=True)
    )


def unmerged(unit):
    """Inputs that were kept apart because of a conflict and wait to be resolved, oldest first."""
    return Revision.objects.filter(
        **Unit.key_of(unit), origin=Revision.Origin.UNMERGED, settled_at=None
    ).select_related("author")


def open_remarks(draft):
    return Remark.objects.filter(draft_key=draft.pk, settled_at=None)
