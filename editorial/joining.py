"""Moving everything from one record to another: rows, links, names, addresses, drafts.

`join` returns a journal of what it did, from which `editorial.parting` undoes it, last things first. Both write rows only;
who may, the feed and the log are the business of `editorial.merging`.
"""

import json

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from editorial import snapshots
from editorial.drafting import draft_of
from editorial.dumps import dump
from editorial.following import follow_drafts
from editorial.locks import check_keys
from editorial.models import FormerSlug, Publishable, Record, RecordModel, Schedule, Unit
from editorial.pointers import links_to, rows_at
from editorial.snapshots import unit_of
from editorial.touched import CannotJoin, Touched, column, digest, label, settle

# Why a row is dropped instead of moved.
TWIN, EQUAL, SELF, RULE = "twin", "equal", "self", "rule"


def join(survivor, merged, choices):
    """Move everything from `merged` to `survivor` and return (journal, Touched). Call it with both locked.

    `choices` are the blank columns of the survivor that are filled. Raises CannotJoin, or ValidationError of a row.
    """
    return _Joining(survivor, merged).run(choices)


class _Joining:
    def __init__(self, survivor, merged):
        self.survivor, self.merged, self.model = survivor, merged, type(survivor)
        self.touched = Touched()
        self.journal = {
            "was": {"is_public": merged.is_public, "withdrawn_at": _text(merged.withdrawn_at)},
            **{name: [] for name in ("moved", "links", "dropped", "equal", "names", "drafts", "schedules")},
            **{name: {} for name in ("filled", "cleared", "added", "addresses")},
        }

    def run(self, choices):
        rows = self.rows()
        rows.pop((self.model, self.merged.pk), None)
        links = self.links()
        self.touched.note(self.survivor)
        for row, _names in rows.values():
            self.touched.note(unit_of(row), without=self.merged.pk)
        for link, here in links:
            self.touched.note(unit_of(link.owner._base_manager.get(pk=here)), without=self.merged.pk)
        own = rows.pop((self.model, self.survivor.pk), None)
        self.fill(choices, own[1] if own else [])
        for row, names in rows.values():
            self.move(row, names)
        for link, here in links:
            self.move_link(link, here)
        self.add_links()
        self.drop_equal()
        self.add_names()
        self.hide()
        self.finish()
        return self.journal, self.touched

    def rows(self):
        """Everything that points at the merged record, held together with its card, so that nothing more can come.

        The rows first: whoever writes one of them holds it before asking for the card.
        """
        rows_at(self.model, [self.merged.pk], locked=True)
        list(Record.objects.select_for_update().filter(pk=self.merged.pk))
        return rows_at(self.model, [self.merged.pk], locked=True)

    def links(self):
        return [
            (link, here)
            for link in links_to(self.model)
            for here in link.through._base_manager.filter(**{link.there: self.merged.pk})
            .order_by(link.here)
            .values_list(link.here, flat=True)
            if here != self.merged.pk
        ]

    # The survivor's own columns

    def fill(self, choices, pointing):
        """Fill blank columns as chosen; let go of keys by which the survivor points at what it becomes one with."""
        for name in pointing:
            if not column(self.model, name).null:
                raise CannotJoin(
                    _("“%(survivor)s” itself points at “%(merged)s”. Change that first.")
                    % {"survivor": self.survivor, "merged": self.merged}
                )
            self.journal["cleared"][name] = str(getattr(self.survivor, name))
            setattr(self.survivor, name, None)
        offered = {one.attname: one for one in fillable(self.survivor, self.merged)}
        for name in choices:
            if name in offered:
                setattr(self.survivor, name, getattr(self.merged, name))
                self.journal["filled"][name] = snapshots.columns(self.merged)[name]
        if pointing or self.journal["filled"]:
            self.survivor.save()

    # Rows

    def move(self, row, names):
        title, former = self.title(row), {name: str(getattr(row, name)) for name in names}
        for name in names:
            setattr(row, name, self.survivor.pk)
        try:
            with transaction.atomic():
                row.save()
        except ValidationError as error:
            if not self.makes_room(row):
                self.drop_instead(row, names, title, error)
                return
            row.save()
        stored = type(row)._base_manager.get(pk=row.pk)
        self.journal["moved"].append(
            {
                "model": label(type(row)),
                "key": str(row.pk),
                "from": former,
                "title": title,
                "digest": digest(stored),
            }
        )

    def title(self, row):
        """What an editor knows the row by; a part of something else by that."""
        unit = unit_of(row)
        return str(row) if unit is None or unit.pk in (row.pk, self.merged.pk) else f"{unit} ({row})"

    def makes_room(self, row):
        """Drop the survivor's hidden row where the public one that comes would collide with it."""
        twin = twin_of(row)
        if twin is None or not getattr(row, "is_public", False) or twin.is_public:
            return False
        self.drop(twin, why=TWIN, title=self.title(twin), instead=row.pk)
        return True

    def drop_instead(self, row, names, title, error):
        """Drop a row that cannot be moved: it would be there twice, point at itself, or break a rule."""
        twin, stored = twin_of(row), type(row)._base_manager.get(pk=row.pk)
        try:
            stored.full_clean(exclude=stored.unvalidated_fields())
        except ValidationError as own:
            raise CannotJoin(
                [_("“%(name)s” cannot be saved as it is:") % {"name": title} + f" {one}" for one in own.messages]
            ) from error
        if twin is not None:
            self.drop(stored, why=TWIN, title=title, instead=twin.pk)
        else:
            others = [one for one in type(row)._meta.concrete_fields if one.remote_field and one.attname not in names]
            is_self = any(getattr(row, one.attname) == self.survivor.pk for one in others) or len(names) > 1
            self.drop(stored, why=SELF if is_self else RULE, title=title, sentences=error.messages)

    def drop(self, row, *, why, title, instead=None, sentences=(), into="dropped"):
        """Delete `row` and keep it, with what goes along, in the journal."""
        if isinstance(row, RecordModel):
            reasons = sentences or [_("The record that stays has one like it already.")]
            raise CannotJoin([_("“%(name)s” cannot move:") % {"name": title} + f" {one}" for one in reasons])
        kept = dump(row)
        if isinstance(row, Publishable):
            kept += self.dump_draft(row)
        try:
            row.delete()
        except (models.ProtectedError, models.RestrictedError) as error:
            raise CannotJoin(
                _("“%(name)s” would be there twice, but other entries rest on it. Settle that first.") % {"name": title}
            ) from error
        self.journal[into].append(
            {
                "model": label(type(row)),
                "key": kept[0]["key"],
                "title": title,
                "why": why,
                "instead": str(instead) if instead else None,
                "sentences": list(sentences),
                "rows": kept,
            }
        )

    def dump_draft(self, unit):
        draft = draft_of(unit)
        if draft is None:
            return []
        if unit.is_public or Schedule.objects.filter(**Unit.key_of(unit)).exists():
            raise CannotJoin(
                _("“%(name)s” would be there twice and has a draft of its own. Publish or discard it first.")
                % {"name": unit}
            )
        kept = dump(draft)
        draft.delete()
        return kept

    def drop_equal(self):
        """Of two units that say the same now, drop the one that came; the public one stays where the other is hidden."""
        for before in list(self.touched.units.values()):
            unit = type(before.unit)._base_manager.filter(pk=before.unit.pk).first()
            if unit is None or isinstance(unit, RecordModel):
                continue
            twin = _equal_to(unit)
            if twin is not None:
                goes, stays = (twin, unit) if unit.is_public and not twin.is_public else (unit, twin)
                self.touched.note(goes)
                self.drop(goes, why=EQUAL, title=str(goes), instead=stays.pk, into="equal")

    # Links

    def move_link(self, link, here):
        links = link.through._base_manager
        was_there = here == self.survivor.pk or links.filter(**{link.here: here, link.there: self.survivor.pk}).exists()
        found = links.filter(**{link.here: here, link.there: self.merged.pk})
        found.delete() if was_there else found.update(**{link.there: self.survivor.pk})
        owner = link.owner._base_manager.get(pk=here)
        self.journal["links"].append(
            {
                "model": label(link.owner),
                "field": link.field.name,
                "here": str(here),
                "was_there": was_there,
                "title": str(owner),
            }
        )

    def add_links(self):
        """What the merged record links to (its citations, sectors), the survivor links to as well."""
        for link in snapshots.content_links(self.model):
            mine = set(getattr(self.survivor, link.name).values_list("pk", flat=True))
            theirs = set(getattr(self.merged, link.name).values_list("pk", flat=True))
            if new := sorted(theirs - mine - {self.survivor.pk, self.merged.pk}):
                getattr(self.survivor, link.name).add(*new)
                self.journal["added"][link.name] = [str(key) for key in new]

    # Names, addresses, the merged record itself

    def add_names(self):
        for row in self.merged.names_for(self.survivor):
            row.save()
            self.journal["names"].append(
                {"model": label(type(row)), "key": str(row.pk), "title": str(row), "digest": digest(row)}
            )

    def hide(self):
        """The merged record leaves the public, and its addresses lead to the survivor if it ever had readers."""
        draft = draft_of(self.merged)
        if draft is not None:
            self.journal["drafts"] += dump(draft)
            draft.delete()
        if self.merged.is_public:
            self.merged.is_public, self.merged.withdrawn_at = False, None
            self.merged.save()
        former = FormerSlug.objects.filter(record_id=self.merged.pk)
        addresses = {"moved": [str(key) for key in former.values_list("pk", flat=True)], "made": None}
        former.update(record_id=self.survivor.pk)
        if self.merged.published_at:
            made = FormerSlug.objects.create(
                kind=self.merged.record_kind, slug=self.merged.slug, record_id=self.survivor.pk
            )
            addresses["made"] = str(made.pk)
        self.journal["addresses"] = addresses
        Record.objects.filter(pk=self.merged.pk).update(merged_into=self.survivor.pk)
        planned = Schedule.objects.filter(successor_id=self.merged.pk)
        self.journal["schedules"] = [str(key) for key in planned.values_list("pk", flat=True)]
        planned.update(successor_id=self.survivor.pk)

    def finish(self):
        settle(self.touched)
        self.merged.public_state_changed()
        follow_drafts(self.touched, {str(self.merged.pk): str(self.survivor.pk)})
        check_keys()


def fillable(survivor, merged):
    """The columns that are blank in `survivor` and not in `merged`; none that must be unique, none between the two."""
    model = type(survivor)
    unique = {
        name for one in model._meta.constraints if isinstance(one, models.UniqueConstraint) for name in one.fields
    }
    return [
        one
        for one in snapshots.content_fields(model, without={"slug", *unique})
        if not one.unique
        and getattr(survivor, one.attname) in (None, "")
        and getattr(merged, one.attname) not in (None, "", survivor.pk, merged.pk)
    ]


def twin_of(row):
    """The other row that holds what must be unique in `row`, or None."""
    model = type(row)
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or not constraint.fields:
            continue
        values = {model._meta.get_field(name).attname: None for name in constraint.fields}
        values = {name: getattr(row, name) for name in values}
        if None in values.values():
            continue
        found = model._base_manager.filter(constraint.condition or models.Q(), **values).exclude(pk=row.pk).first()
        if found is not None:
            return found
    return None


def _equal_to(unit):
    """Another unit of its kind that says the same, or None."""
    columns = {one.attname: getattr(unit, one.attname) for one in snapshots.content_fields(type(unit))}
    others = type(unit)._base_manager.filter(**columns).exclude(pk=unit.pk).order_by("-is_public", "pk")
    return next((one for one in others if is_equal(unit, one)), None)


def is_equal(one, other):
    """Whether two rows say the same, their parts included, whatever the keys of the parts."""
    return _said(snapshots.content(one)) == _said(snapshots.content(other))


def _said(snapshot):
    parts = {
        name: sorted(json.dumps(_said(row), sort_keys=True) for row in rows.values())
        for name, rows in snapshot["parts"].items()
    }
    return snapshot | {"parts": parts}


def _text(moment):
    return moment.isoformat() if moment else None
