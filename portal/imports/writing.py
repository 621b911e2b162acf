"""An approved import written down: new rows hidden and piece by piece, then everything public in one transaction.

A process that dies leaves hidden rows at most; the next one goes on where it stopped, or they are removed again.
"""

import time
from itertools import groupby

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from editorial import bulk, snapshots
from editorial.drafting import applied, draft_of, keep, log, present
from editorial.models import Draft, Publishable, Record, RecordModel, Revision, Step, ValidatedModel, unit_models
from editorial.publishing import database_now, lock, publish_written, unset_public
from editorial.telling import gathering
from portal.import_models import Import, ImportRow
from portal.imports.checks import refusals
from portal.imports.mapping import target_names
from portal.imports.prospects import is_live
from portal.imports.review import current, log_step, owner_of
from portal.imports.rights import may_let_in
from portal.imports.rows import apply, build, dangling
from portal.imports.running import MODELS, ROWS_AT_ONCE, SECONDS

PUBLISHED_AT_ONCE = 500
NAMED_PROBLEMS = 200
NEW, CHANGED = ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED
PUBLISH = ImportRow.Fate.PUBLISH


class Stopped(Exception):
    """Rows that can no longer be written as they were approved: `problems` are pairs of a row's number and a sentence."""

    def __init__(self, problems):
        super().__init__(f"{len(problems)} rows")
        self.problems = problems


def new_units(kept):
    """The rows that make new entries, which are written hidden before anything is published."""
    if not issubclass(MODELS[kept.label], Publishable):
        return kept.rows.none()
    return kept.rows.filter(outcome=NEW).order_by("number")


def write(kept, seconds=SECONDS):
    """Go on for about `seconds`: hidden rows first, then all of it becomes public at once."""
    end = time.monotonic() + seconds
    while kept.state == Import.State.APPROVED and not kept.failure:
        rows = list(new_units(kept).filter(number__gt=kept.written)[:ROWS_AT_ONCE])
        if not rows:
            _finish(kept)
            return
        _prepare(kept, rows)
        if time.monotonic() > end:
            return


def _prepare(kept, rows):
    """Write some new rows hidden; the import as it is then is read into `kept`."""
    try:
        with transaction.atomic():
            now = current(kept.pk)
            if (now.state, now.run, now.written) == (Import.State.APPROVED, kept.run, kept.written):
                _write_hidden(now, rows)
                Import.objects.filter(pk=now.pk).update(written=rows[-1].number)
    except Stopped as stopped:
        _stop(kept, stopped.problems)
    except IntegrityError:
        _stop(kept, [[row.number, _changed_meanwhile()] for row in rows[:1]])
    kept.refresh_from_db()


def _changed_meanwhile():
    return _("Something this row rests on was changed or deleted meanwhile. Check the table again.")


def _stop(kept, problems):
    Import.objects.filter(pk=kept.pk, run=kept.run, state=Import.State.APPROVED).update(
        failure=problems[:NAMED_PROBLEMS]
    )


def _write_hidden(kept, rows):
    model = MODELS[kept.label]
    keys = _create(model, rows)
    revisions = bulk.first_revisions(
        model,
        keys,
        by=owner_of(kept),
        origin=Revision.Origin.IMPORTED,
        action=Step.Action.IMPORTED,
        note=kept.file_name,
    )
    for row, key in zip(rows, keys, strict=True):
        row.target, row.revision = key, revisions[key]
    ImportRow.objects.bulk_update(rows, ["target", "revision"])
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(
        unit_kind=model._meta.label_lower, unit_id=models.F("target")
    )
    drafts = {row.target: row.revision for row in rows if kept.keeps_drafts or row.fate != PUBLISH}
    if drafts:
        bulk.begin_drafts(model, drafts, by=owner_of(kept))


def _create(model, rows):
    """Write the rows and return their keys: all at once where the model only needs what every model does on saving."""
    if model.save not in (RecordModel.save, ValidatedModel.save):
        return _create_singly(model, rows)
    instances, links = [build(model, row.proposal) for row in rows], [row.proposal["many"] for row in rows]
    if issubclass(model, RecordModel):
        bulk.give_addresses(instances)
        for one in instances:
            one.set_sort_keys()
    problems = [[rows[place].number, _changed_meanwhile()] for place in sorted(dangling(model, instances, links))]
    if not problems:
        known = [field.name for field in model._meta.concrete_fields if field.remote_field and not field.primary_key]
        problems = [
            [row.number, _named(model, *refusal)]
            for row, one in zip(rows, instances, strict=True)
            for refusal in refusals(one, known)
        ]
    if problems:
        raise Stopped(problems)
    try:
        with transaction.atomic():
            bulk.insert(instances, links)
    except IntegrityError:
        return _create_singly(model, rows)
    return [one.pk for one in instances]


def _create_singly(model, rows):
    keys, problems = [], []
    for row in rows:
        try:
            with transaction.atomic():
                keys.append(apply(model, row.proposal))
        except ValidationError as error:
            problems += [[row.number, sentence] for sentence in _sentences(model, error)]
        except IntegrityError:
            problems.append([row.number, _changed_meanwhile()])
    if problems:
        raise Stopped(problems)
    return keys


def _sentences(model, error):
    if not hasattr(error, "error_dict"):
        return error.messages
    return [_named(model, name, text) for name, texts in error.message_dict.items() for text in texts]


def _named(model, name, sentence):
    label = target_names(model).get(name)
    return f"{label}: {sentence}" if label else sentence


# Publishing


def _finish(kept):
    """Make everything public in one transaction, or nothing; a second call does nothing."""
    try:
        with transaction.atomic(), gathering():
            now = current(kept.pk)
            if (now.state, now.run) == (Import.State.APPROVED, kept.run):
                _publish(now)
    except Stopped as stopped:
        _stop(kept, stopped.problems)
    except IntegrityError:
        _stop(kept, [[0, _changed_meanwhile()]])
    kept.refresh_from_db()


def _publish(kept):
    if kept.reviewed_by is None or not may_let_in(kept.reviewed_by):
        raise Stopped([[0, _("Whoever approved this may no longer approve imports. Someone else must approve it.")]])
    grounds = {}
    problems = [] if kept.keeps_drafts else _unready(kept, grounds)
    for unit_kind, unit_id, rows in _changes(kept):
        try:
            with transaction.atomic():
                _change(kept, unit_kind, unit_id, rows)
        except ObjectDoesNotExist:
            problems.append([rows[0].number, _("It was deleted after the check. Check the table again.")])
        except ValidationError as error:
            problems += [[rows[0].number, sentence] for sentence in _sentences(MODELS[kept.label], error)]
        except Stopped as stopped:
            problems += stopped.problems
        if len(problems) >= NAMED_PROBLEMS:
            break
    if problems:
        raise Stopped(problems)
    if not kept.keeps_drafts:
        bulk.publish_grounds(grounds, by=kept.reviewed_by)
        for revisions in _prepared(kept):
            bulk.publish_all(MODELS[kept.label], revisions, by=kept.reviewed_by, **_notes(kept))
    kept.state, kept.finished_at = Import.State.DONE, database_now()
    kept.save(update_fields=["state", "finished_at"])
    log_step(kept, Step.Action.IMPORTED, by=kept.reviewed_by)


def _notes(kept):
    return {"note_en": kept.note_en, "note_zh": kept.note_zh, "is_minor": kept.is_minor}


def _prepared(kept):
    """`{key: key of its revision}` of the hidden rows that become public, some hundred at a time."""
    rows, last = new_units(kept).filter(fate=PUBLISH), 0
    while found := list(rows.filter(number__gt=last).values_list("number", "target", "revision")[:PUBLISHED_AT_ONCE]):
        yield {target: revision for _number, target, revision in found}
        last = found[-1][0]


def _unready(kept, grounds):
    problems = []
    for revisions in _prepared(kept):
        found = bulk.unready(MODELS[kept.label], revisions, grounds)
        if found:
            numbers = dict(kept.rows.filter(target__in=list(found)).values_list("target", "number"))
            problems += [[numbers[key], sentence] for key, sentences in found.items() for sentence in sentences]
    return sorted(problems)


def _changes(kept):
    """`(kind, key, rows)` of every entry that is there already and that rows change, or add parts to."""
    rows = kept.rows.filter(outcome__in=(NEW, CHANGED))
    if issubclass(MODELS[kept.label], Publishable):
        rows, last = rows.filter(outcome=CHANGED).order_by("number"), 0
        while found := list(rows.filter(number__gt=last)[:ROWS_AT_ONCE]):
            for row in found:
                yield row.unit_kind, row.unit_id, [row]
            last = found[-1].number
        return
    named = rows.order_by("unit_kind", "unit_id", "number").values_list("unit_kind", "unit_id", "number")
    for (unit_kind, unit_id), numbers in groupby(list(named), key=lambda one: one[:2]):
        yield (
            unit_kind,
            unit_id,
            list(kept.rows.filter(number__in=[one[2] for one in numbers]).order_by("number")),
        )


def _change(kept, unit_kind, unit_id, rows):
    unit = lock(unit_models()[unit_kind](pk=unit_id))
    was_to_be_public = not kept.keeps_drafts and all(row.fate == PUBLISH for row in rows)
    if was_to_be_public and not is_live(unit):
        raise Stopped(
            [[rows[0].number, _("“%(entry)s” is no longer public. Check the table again.") % {"entry": unit}]]
        )
    revision = _change_public(kept, unit, rows) if was_to_be_public else _change_draft(kept, unit, rows)
    for row in rows:
        row.revision = revision
    ImportRow.objects.bulk_update(rows, ["target", "revision"])


def _change_public(kept, unit, rows):
    """Change the public rows themselves; a draft that someone has open is merged when it is published."""
    before = snapshots.read(unit)
    unset_public(unit)
    _apply_all(rows)
    revision = publish_written(
        unit, before, by=kept.reviewed_by, author=owner_of(kept), origin=Revision.Origin.IMPORTED, **_notes(kept)
    )
    if revision is not None:
        log(Step.Action.IMPORTED, unit, by=owner_of(kept), revision=revision, note=kept.file_name)
        log(Step.Action.PUBLISHED, unit, by=kept.reviewed_by, revision=revision)
    return revision


def _change_draft(kept, unit, rows):
    """Put the rows into the draft of `unit`, whoever has begun it."""
    draft = draft_of(unit)
    base = present(unit, draft)
    if unit.is_public:
        with applied(unit, base):
            _apply_all(rows)
            mine = snapshots.read(unit)
    else:
        _apply_all(rows)
        mine = snapshots.read(unit)
    outcome = keep(
        unit,
        by=owner_of(kept),
        base=base,
        mine=mine,
        origin=Revision.Origin.IMPORTED,
        is_written=not unit.is_public,
    )
    return outcome.revision


def _apply_all(rows):
    problems = []
    for row in rows:
        model = MODELS[row.proposal["model"]]
        try:
            with transaction.atomic():
                row.target = apply(model, row.proposal)
        except ValidationError as error:
            problems += [[row.number, sentence] for sentence in _sentences(model, error)]
        except IntegrityError:
            problems.append([row.number, _changed_meanwhile()])
    if problems:
        raise Stopped(problems)


# Removing


def remove(kept, seconds=SECONDS):
    """Delete the hidden rows of an import that is not approved any more, for about `seconds`.

    What an editor has worked on since, or used elsewhere, stays as a hidden entry.
    """
    end = time.monotonic() + seconds
    while kept.written and kept.state != Import.State.DONE:
        with transaction.atomic():
            now = current(kept.pk)
            if now.state in (Import.State.APPROVED, Import.State.DONE):
                break
            rows = list(
                now.rows.filter(outcome=NEW, number__lte=now.written)
                .exclude(target=None)
                .order_by("-number")[:ROWS_AT_ONCE]
            )
            if rows and issubclass(MODELS[now.label], Publishable):
                _remove(MODELS[now.label], rows)
                ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(
                    target=None, revision=None, unit_id=None, unit_kind=""
                )
            Import.objects.filter(pk=now.pk).update(written=rows[-1].number - 1 if rows else 0)
        kept.refresh_from_db()
        if time.monotonic() > end:
            return
    kept.refresh_from_db()


def _remove(model, rows):
    revisions = {row.target: row.revision_id for row in rows}
    key = {"unit_kind": model._meta.label_lower, "unit_id__in": list(revisions)}
    ours = [revision for revision in revisions.values() if revision]
    touched = set(Draft.objects.filter(**key).exclude(head__in=ours).values_list("unit_id", flat=True))
    touched |= set(Revision.objects.filter(**key).exclude(pk__in=ours).values_list("unit_id", flat=True))
    going = list(
        model._base_manager.filter(pk__in=set(revisions) - touched, is_public=False).values_list("pk", flat=True)
    )
    gone = _delete(model, going) or [key for key in going if _delete(model, [key])]
    gone_key = {**key, "unit_id__in": gone}
    Draft.objects.filter(**gone_key).delete()
    Revision.objects.filter(**gone_key).delete()


def _delete(model, keys):
    """Delete the rows and return their keys; none where something else uses one of them."""
    table = Record if issubclass(model, RecordModel) else model
    try:
        with transaction.atomic():
            table._base_manager.filter(pk__in=keys).delete()
    except (models.ProtectedError, models.RestrictedError):
        return []
    return keys
