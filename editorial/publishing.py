"""The one door between unpublished and public, and the feed of everything that went through it."""

import logging

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from editorial import snapshots
from editorial.bilingual import CHINESE, ENGLISH
from editorial.locks import check_keys, serialise
from editorial.models import Change, Draft, Record, RecordModel, Revision, Schedule, Unit, unit_models
from editorial.models.changes import Reason
from editorial.telling import gathering, tell

logger = logging.getLogger(__name__)


class NotReady(ValidationError):
    """Raised by publish() and withdraw() with one sentence for everything that stands in the way."""


def lock(unit):
    """Hold `unit` until the transaction ends and return its row as it is now, with what must be public before it.

    Raises DoesNotExist where someone else has deleted it meanwhile.
    """
    serialise(f"unit:{unit.pk}")
    asked = [path for key in unit.public_through for path in (key if isinstance(key, tuple) else (key,))]
    rows = type(unit).objects.select_related(*asked) if asked else type(unit).objects.all()
    return rows.select_for_update(of=("self",)).get(pk=unit.pk)


@transaction.atomic
@gathering()
def publish(unit, *, by, note_en="", note_zh="", is_minor=False):
    """Make `unit` public with its draft, if it has one, and return it. `by` is the user, or a text naming the process.

    What it rests on and that says nothing by itself (quotes, indicators) becomes public with it. Raises NotReady naming
    everything that is missing. What is public and has no draft stays as it is, and makes no entry in the feed.
    """
    unit = lock(unit)
    draft = Draft.objects.filter(**Unit.key_of(unit)).first()
    was_listed, was_ever_public = unit.is_public and unit.withdrawn_at is None, unit.published_at is not None
    if was_listed and draft is None:
        return unit
    before = snapshots.read(unit) if unit.is_public else None
    if draft is not None:
        unit = _with_draft(unit, draft, before)
    missing = unit.publish_requirements()
    if missing:
        raise NotReady(missing)
    for ground in _locked(ready_grounds(unit)):
        publish(ground, by=by)
    unit.is_public, unit.withdrawn_at = True, None
    unit.published_at = unit.published_at or database_now()
    unit.save()
    unit.public_state_changed()
    if before is not None and (obstacles := unit.change_obstacles(before)):
        raise NotReady(obstacles)
    if draft is not None:
        draft.delete()
        Schedule.objects.filter(**Unit.key_of(unit), action=Schedule.Action.PUBLISH).delete()
    _enter(
        unit,
        Change.Action.CHANGED if was_listed else Change.Action.PUBLISHED,
        by,
        before=before,
        revision=draft.head if draft is not None else None,
        note_en=note_en,
        note_zh=note_zh,
        is_minor=is_minor,
    )
    if was_ever_public and before is None:
        _enter_all(_dependants(unit), Change.Action.PUBLISHED, by, because_of=unit)
    return unit


def _locked(grounds):
    """`grounds`, all of them held before the first is entered into the feed, in one order for everyone.

    Whoever holds the feed waits for nothing else; otherwise two publications could wait for each other.
    """
    for ground in sorted(grounds, key=lambda one: one.pk):
        lock(ground)
    return grounds


def _with_draft(unit, draft, live):
    """Write the draft over the row. What was changed in the public row meanwhile is kept, or refused where both did."""
    wanted = draft.head.snapshot
    if live is not None and draft.base is not None and live != draft.base:
        wanted, conflicts = snapshots.merge(draft.base, live, wanted)
        if conflicts:
            raise NotReady(
                _(
                    "The public version was changed meanwhile in the same fields (%(fields)s). Open the draft, compare, and save it again."
                )
                % {"fields": ", ".join(sorted({conflict.path[1] for conflict in conflicts}))}
            )
    if unit.is_public:
        unset_public(unit)
    try:
        written = snapshots.write(type(unit)._base_manager.get(pk=unit.pk), wanted)
    except (ValidationError, models.ProtectedError, models.RestrictedError) as error:
        raise NotReady(getattr(error, "messages", None) or [str(error.args[0])]) from error
    if sentences := merged_away(unit, wanted):
        raise NotReady(sentences)
    return written


def merged_away(unit, snapshot):
    """Sentences naming the records in `snapshot` that have become others. Ask after writing it, so that none can yet."""
    check_keys()
    named = Record.objects.filter(pk__in=snapshots.related_keys(type(unit), snapshot), merged_into__isnull=False)
    return [
        _("“%(merged)s” was merged into “%(survivor)s”. Choose that one instead.")
        % {"merged": card.name, "survivor": card.merged_into.name}
        for card in named.select_related("merged_into").order_by("sort_key", "pk")
    ]


def set_public(unit):
    """Mark the row public, and its card, within a transaction that is rolled back: for previews only."""
    type(unit)._base_manager.filter(pk=unit.pk).update(is_public=True, withdrawn_at=None)
    if isinstance(unit, RecordModel):
        names = {name: getattr(unit, name) for name in ("slug", "name_en", "name_zh", "sort_key")}
        Record.objects.filter(pk=unit.pk).update(is_public=True, **names)


def set_all_public(model, keys):
    """Mark rows that were never public as published now, and their cards. For `editorial.bulk`."""
    now = database_now()
    model._base_manager.filter(pk__in=keys).update(is_public=True, published_at=now, updated_at=now)
    if issubclass(model, RecordModel):
        Record.objects.filter(pk__in=keys).update(is_public=True, published_at=now)


def unset_public(unit):
    """Let the row be changed as if it were not public, within a transaction that publishes it again or is rolled back."""
    type(unit)._base_manager.filter(pk=unit.pk).update(is_public=False)


def ready_grounds(unit):
    """The hidden quotes and indicators that `unit` and its parts rest on and that miss nothing.

    A part whose quote is not ready stays hidden with it and holds nothing else up.
    """
    found = {ground.pk: ground for ground in unit.grounds()}
    for relation in snapshots.part_relations(type(unit)).values():
        for field in relation.related_model._meta.fields:
            if field.name == "citation":
                rows = relation.related_model._base_manager.filter(**{relation.field.attname: unit.pk})
                cited = field.related_model._base_manager.filter(pk__in=rows.values(field.attname), is_public=False)
                found |= {ground.pk: ground for ground in cited}
    return [ground for ground in found.values() if not ground.is_public and not ground.publish_requirements()]


@transaction.atomic
@gathering()
def withdraw(unit, *, by, reason=Reason.ERROR, note_en="", note_zh="", successor=None):
    """Take `unit` back from the public and return it. `successor` is the unit of the same kind that replaces it.

    Published in error: its address answers 410 with the reason. Replaced: its address leads to `successor`. Withdrawn: it
    stays readable with a notice and leaves the lists. Raises NotReady naming the public content that would lose its ground.
    """
    unit = lock(unit)
    if not unit.is_public:
        return unit
    if reason == Reason.REPLACED and (successor is None or successor.pk == unit.pk or not successor.is_public):
        raise NotReady(_("Choose the public entry that replaces it."))
    before = _dependants(unit)
    if reason == Reason.WITHDRAWN:
        unit.withdrawn_at = database_now()
    else:
        obstacles = unit.withdrawal_obstacles()
        if obstacles:
            raise NotReady(obstacles)
        unit.is_public, unit.withdrawn_at = False, None
    unit.save()
    unit.public_state_changed()
    Schedule.objects.filter(**Unit.key_of(unit), action=Schedule.Action.WITHDRAW).delete()
    _enter(
        unit,
        Change.Action.WITHDRAWN,
        by,
        reason=reason,
        note_en=note_en,
        note_zh=note_zh,
        successor_id=successor.pk if successor is not None else None,
    )
    if not unit.is_public:
        _enter_all(before, Change.Action.WITHDRAWN, by, because_of=unit)
        unit = _with_draft_as_row(unit)
    return unit


def _with_draft_as_row(unit):
    """What is public no more holds its draft in its row. No approval of a change publishes it again.

    A draft that can no longer be written is dropped; its states stay in the history.
    """
    draft = Draft.objects.filter(**Unit.key_of(unit)).select_related("head").first()
    if draft is None:
        return unit
    Schedule.objects.filter(**Unit.key_of(unit), action=Schedule.Action.PUBLISH).delete()
    try:
        with transaction.atomic():
            live = snapshots.read(unit)
            unit = snapshots.write(unit, snapshots.merge(draft.base or live, draft.head.snapshot, live)[0])
    except (ValidationError, models.ProtectedError, models.RestrictedError):
        draft.delete()
        return type(unit)._base_manager.get(pk=unit.pk)
    draft.state, draft.base = Draft.State.DRAFT, None
    draft.approved_by = draft.approved_at = draft.approved_revision = None
    draft.save()
    return unit


@transaction.atomic
def enter_written(unit, before, *, by):
    """Enter into the feed that the public row of `unit` was written directly; `before` is its snapshot before that.

    For the loader, which changes what it once published itself. Does nothing where nothing differs.
    """
    if unit.is_public:
        _enter(unit, Change.Action.CHANGED, by, before=before)


@transaction.atomic
def publish_written(unit, before, *, by, author, origin, **notes):
    """Publish again a unit that was public before its rows were written over (see `unset_public`).

    `before` is its snapshot of then. Returns the revision that is public now, None where nothing differs. Raises NotReady.
    """
    unit = type(unit)._base_manager.get(pk=unit.pk)
    if missing := unit.publish_requirements():
        raise NotReady(missing)
    for ground in ready_grounds(unit):
        publish(ground, by=by)
    unit.is_public = True
    unit.save()
    unit.public_state_changed()
    if obstacles := unit.change_obstacles(before):
        raise NotReady(obstacles)
    present = snapshots.read(unit)
    if present == before:
        return None
    revision = add_revision(unit, present, by=author, origin=origin)
    _enter(unit, Change.Action.CHANGED, by, before=before, revision=revision, **notes)
    return revision


# The feed


def enter(unit, action, by, **values):
    """Add an entry for `unit`, for what makes something public or hides it in a way of its own; see `_enter`."""
    return _enter(unit, action, by, **values)


def _enter(unit, action, by, *, before=None, revision=None, **values):
    """Add an entry for `unit`; of a change that no reader could see, none."""
    tell([unit])
    present = snapshots.read(unit) if action in (Change.Action.PUBLISHED, Change.Action.CHANGED) else None
    changed = []
    if before is not None and present is not None:
        seen = (readable(type(unit), snapshot) for snapshot in (before, present))
        changed = list(dict.fromkeys(one.top for one in snapshots.differences(*seen)))
        if not changed and action == Change.Action.CHANGED:
            return None
    if present is not None and (revision is None or revision.snapshot != present):
        revision = add_revision(unit, present, by=by, origin=Revision.Origin.LOADED)
    title_en, title_zh = titles(unit)
    entry = Change(
        **Unit.key_of(unit),
        action=action,
        title_en=title_en,
        title_zh=title_zh,
        changed=changed,
        revision=revision,
        by=name_of(by),
        **values,
    )
    number([entry])
    entry.save(force_insert=True)
    logger.info("%s %s %s by %s", action, entry.unit_kind, unit.pk, entry.by)
    return entry


def readable(model, snapshot):
    """`snapshot` of a unit of `model` without what no reader sees: private fields, and parts whose quote is not public."""
    fields = {name: value for name, value in snapshot["fields"].items() if name not in model.private_fields}
    many = {name: keys for name, keys in snapshot["many"].items() if name not in model.private_fields}
    parts = {}
    for name, relation in snapshots.part_relations(model).items():
        rows = snapshot["parts"].get(name, {})
        cited = next((field for field in relation.related_model._meta.fields if field.name == "citation"), None)
        hidden = _hidden_keys(cited, rows) if cited else set()
        parts[name] = {key: row for key, row in rows.items() if row["fields"].get("citation_id") not in hidden}
    return {"fields": fields, "many": many, "parts": parts}


def _hidden_keys(cited, rows):
    """The keys of the quotes under `rows` that are not public."""
    keys = {row["fields"]["citation_id"] for row in rows.values()} - {None}
    public = cited.related_model.objects.public().filter(pk__in=keys).values_list("pk", flat=True) if keys else ()
    return keys - {str(key) for key in public}


def number(entries):
    """Under one lock that the transaction keeps to its end, so that the order of numbers is the order of commits."""
    serialise("editorial.change")
    last = Change.objects.order_by("-number").values("number", "at").first()
    now = database_now()
    for place, entry in enumerate(entries, start=last["number"] + 1 if last else 1):
        entry.number, entry.at = place, max(now, last["at"]) if last else now


def _enter_all(units, action, by, *, because_of):
    for one in units:
        _enter(one, action, by, because_of=because_of.pk)


def _dependants(unit):
    """The public units that the public sees only as long as it sees `unit`: its figures, who is in it, …"""
    found = []
    for model in unit_models().values():
        for path in _paths_to(model, type(unit)):
            found += model.objects.public().filter(**{path: unit.pk})
    return list({one.pk: one for one in found if one.pk != unit.pk}.values())


def _paths_to(model, target):
    """The keys of `model.public_through` that lead to rows of `target`, or to their cards."""
    for key in model.public_through:
        for path in key if isinstance(key, tuple) else (key,):
            reached = model
            for step in path.split("__"):
                reached = reached._meta.get_field(step).related_model
            if reached is target or (reached is Record and issubclass(target, RecordModel)):
                yield path


# Revisions


def add_revision(unit, snapshot, *, by, origin, draft_key=None, base=None):
    """Write the next Revision of `unit`. Call it while the unit is locked."""
    user = by if hasattr(by, "get_username") else None
    last = Revision.objects.filter(**Unit.key_of(unit)).aggregate(last=models.Max("number"))["last"] or 0
    return Revision.objects.create(
        **Unit.key_of(unit),
        number=last + 1,
        draft_key=draft_key,
        origin=origin,
        author=user,
        author_name=name_of(by),
        snapshot=snapshot,
        base=base,
    )


def name_of(by):
    """The name that the log keeps of a user, or of the process."""
    return (by.get_username() if hasattr(by, "get_username") else str(by))[:150]


def titles(unit):
    """(English, Chinese) title of a unit for lists that outlive it."""
    if isinstance(unit, RecordModel):
        return unit.name_en[:300], unit.name_zh[:300]
    found = []
    for language in (ENGLISH, CHINESE):
        with override(language):
            found.append(str(unit)[:300])
    return tuple(found)


def database_now():
    """The database's clock, by which everything is dated and comes due."""
    if connection.vendor != "postgresql":
        return timezone.now()  # SQLite has no clock but that of this process.
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
