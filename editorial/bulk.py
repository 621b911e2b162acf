"""Many new units of one model at once: written hidden, and made public together, by few queries for hundreds of them.

For writers of whole tables. What they write is validated as `save()` does it before it comes here.
"""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from editorial import snapshots
from editorial.bilingual import CHINESE, ENGLISH
from editorial.models import Change, Draft, FormerSlug, Publishable, Record, RecordModel, Revision, Step, Unit
from editorial.publishing import name_of, number, publish, set_all_public, titles
from editorial.telling import tell


def give_addresses(instances):
    """Give every new record that has no address a free one, as saving them one by one would."""
    nameless = [one for one in instances if not one.slug]
    if not nameless:
        return
    model, given = type(nameless[0]), {one.slug for one in instances if one.slug}
    wanted = {one.slug_from_name() for one in nameless}
    taken = set(model._base_manager.filter(slug__in=wanted).values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.filter(kind=model.record_kind, slug__in=wanted).values_list("slug", flat=True))
    for one in nameless:
        base = one.slug_from_name()
        one.slug = one.unused_slug(without=given) if base in taken | given else base
        given.add(one.slug)


def insert(instances, links):
    """Write new validated rows of one model, with their cards; `links` are the keys of related rows by relation, of each."""
    model = type(instances[0])
    if issubclass(model, RecordModel):
        cards = []
        for one in instances:
            one.record = Record(pk=one.record_id, kind=model.record_kind)
            one.fill_card(one.record)
            cards.append(one.record)
        Record.objects.bulk_create(cards)
    model._base_manager.bulk_create(instances)
    for field in snapshots.content_links(model):
        through = field.remote_field.through
        here, there = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through._base_manager.bulk_create(
            through(**{here: one.pk, there: key})
            for one, named in zip(instances, links, strict=True)
            for key in named.get(field.name, ())
        )


def first_revisions(model, keys, *, by, origin, action, note=""):
    """`{key: Revision}` of the hidden rows `keys` that were just written, each with its step in the log."""
    rows = list(model._base_manager.filter(pk__in=keys))
    taken = snapshots.read_all(rows)
    user = by if hasattr(by, "get_username") else None
    common = {"unit_kind": model._meta.label_lower}
    revisions = {
        row.pk: Revision(
            **common,
            unit_id=row.pk,
            number=1,
            origin=origin,
            author=user,
            author_name=name_of(by),
            snapshot=taken[row.pk],
        )
        for row in rows
    }
    Revision.objects.bulk_create(revisions.values())
    Step.objects.bulk_create(
        Step(
            **common,
            unit_id=row.pk,
            action=action,
            title=next(filter(None, titles(row)), ""),
            by=user,
            by_name=name_of(by),
            note=note,
            revision=revisions[row.pk],
        )
        for row in rows
    )
    return revisions


def begin_drafts(model, revisions, *, by):
    """Make hidden rows the drafts of `by`, with what each lacks for publication. `revisions` as of `first_revisions`."""
    user = by if hasattr(by, "get_username") else None
    drafts = []
    for unit in load(model, list(revisions)).values():
        missing = {}
        for language in (ENGLISH, CHINESE):
            with override(language):
                missing[language] = [str(sentence) for sentence in unit.publish_requirements()]
        drafts.append(
            Draft(
                **Unit.key_of(unit),
                title=next(filter(None, titles(unit)), ""),
                head=revisions[unit.pk],
                author=user,
                missing=missing,
                missing_count=len(missing[ENGLISH]),
            )
        )
    Draft.objects.bulk_create(drafts)
    for draft in drafts:
        draft.head.draft_key = draft.pk
    Revision.objects.bulk_update([draft.head for draft in drafts], ["draft_key"])


def load(model, keys, *, is_locked=False):
    """`{key: unit}` with everything at hand that publishing asks for."""
    rows = model._base_manager.select_related(*keys_of(model))
    if is_locked:
        rows = rows.order_by("pk").select_for_update(of=("self",))
    found = rows.in_bulk(keys)
    for link in snapshots.content_links(model):
        related = link.related_model
        through = related.public_through if issubclass(related, Publishable) else ()
        paths = [f"{link.name}__{path}" for path in through if isinstance(path, str)]
        models.prefetch_related_objects(list(found.values()), link.name, *paths)
    return found


def unready(model, revisions, grounds):
    """`{key: sentences}` of the hidden units that cannot become public as their revision (`{key: its key}`) says.

    Locks them until the transaction ends, and adds to `grounds` the hidden quotes and indicators that they rest on, by key.
    """
    units = load(model, list(revisions), is_locked=True)
    key = {"unit_kind": model._meta.label_lower, "unit_id__in": list(revisions)}
    touched = set(Draft.objects.filter(**key).values_list("unit_id", flat=True))
    touched |= set(
        Revision.objects.filter(**key).exclude(pk__in=list(revisions.values())).values_list("unit_id", flat=True)
    )
    found = {}
    for one in revisions:
        unit = units.get(one)
        if unit is None:
            found[one] = [_("It was deleted after it was written.")]
        elif one in touched or unit.is_public:
            found[one] = [_("“%(entry)s” was edited after it was written.") % {"entry": unit}]
        elif missing := unit.publish_requirements():
            found[one] = [str(sentence) for sentence in missing]
        else:
            grounds |= {ground.pk: ground for ground in unit.grounds() if not ground.is_public}
    return found


def publish_all(model, revisions, *, by, **notes):
    """Make the hidden units public that `unready` found ready in this transaction; each has an entry in the feed.

    What they rest on must be public by now, as far as it can be: see `publish_grounds`.
    """
    keys = list(revisions)
    set_all_public(model, keys)
    units = model._base_manager.select_related(*keys_of(model)).in_bulk(keys)
    if model.public_state_changed is not Publishable.public_state_changed:
        for unit in units.values():
            unit.public_state_changed()
    _enter_and_log(units, revisions, by, notes)


def publish_grounds(grounds, *, by):
    """Publish the quotes and indicators that `unready` collected and that miss nothing."""
    for ground in grounds.values():
        if not ground.publish_requirements():
            publish(ground, by=by)


def keys_of(model):
    """The lookup paths of what publishing a unit of `model`, and naming it, asks for."""
    asked = {path for key in model.public_through for path in (key if isinstance(key, tuple) else (key,))}
    return asked | {
        field.name
        for field in model._meta.concrete_fields
        if field.remote_field and not field.primary_key and issubclass(field.related_model, Publishable)
    }


def _enter_and_log(units, revisions, by, notes):
    user, entries, steps = by if hasattr(by, "get_username") else None, [], []
    for key, unit in units.items():
        title_en, title_zh = titles(unit)
        common = {**Unit.key_of(unit), "revision_id": revisions[key]}
        entries.append(
            Change(
                **common,
                action=Change.Action.PUBLISHED,
                title_en=title_en,
                title_zh=title_zh,
                by=name_of(by),
                **notes,
            )
        )
        steps.append(
            Step(
                **common,
                action=Step.Action.PUBLISHED,
                title=title_en or title_zh,
                by=user,
                by_name=name_of(by),
            )
        )
    number(entries)
    Change.objects.bulk_create(entries)
    tell(units.values())
    Step.objects.bulk_create(steps)
