"""Moving everything from one record to another, and back: rows, links, names, addresses, drafts.

`join` returns a journal of what it did, from which `part` undoes it, last things first. Both write rows only; who may, the
feed and the log are the business of `editorial.merging`.
"""

import json
from dataclasses import dataclass, field
from hashlib import sha256

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from editorial import snapshots
from editorial.drafting import draft_of
from editorial.following import follow_drafts
from editorial.locks import check_keys
from editorial.models import Draft, FormerSlug, Publishable, Record, RecordModel, Schedule, Unit, ValidatedModel
from editorial.pointers import links_to, rows_at
from editorial.snapshots import unit_of

# Why a row is dropped instead of moved.
TWIN, EQUAL, SELF, RULE = "twin", "equal", "self", "rule"


class CannotJoin(ValidationError):
    """Something stands in the way, in sentences."""


@dataclass
class Before:
    """A unit as it was before it was touched: its row, whether the public saw it, its snapshot."""

    unit: Publishable
    is_seen: bool
    snapshot: dict


@dataclass
class Touched:
    """The units that a merger changes or drops, as they were before."""

    units: dict = field(default_factory=dict)

    def note(self, unit, *, without=None):
        if unit is not None and unit.pk != without and unit.pk not in self.units:
            self.units[unit.pk] = Before(unit, is_seen(unit), snapshots.read(unit))

    def changed(self):
        """(Before, present row) of those that are still there and differ."""
        for before in self.units.values():
            row = type(before.unit)._base_manager.filter(pk=before.unit.pk).first()
            if row is not None and snapshots.read(row) != before.snapshot:
                yield before, row

    def dropped(self):
        """The Before of each unit that is not there any more."""
        for before in self.units.values():
            if not type(before.unit)._base_manager.filter(pk=before.unit.pk).exists():
                yield before


def is_seen(unit):
    """Whether the public sees `unit` now, with all that it rests on."""
    return type(unit).objects.public().filter(pk=unit.pk).exists()


def label(model):
    return model._meta.label_lower


def column(model, attname):
    return next(one for one in model._meta.concrete_fields if one.attname == attname)


def digest(row):
    """A short text that changes when an editor changes the columns of `row`."""
    fields = snapshots.content(row)["fields"]
    return sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:32]


def is_equal(one, other):
    """Whether two rows say the same, their parts included, whatever the keys of the parts."""
    return _said(snapshots.content(one)) == _said(snapshots.content(other))


def _said(snapshot):
    parts = {
        name: sorted(json.dumps(_said(row), sort_keys=True) for row in rows.values())
        for name, rows in snapshot["parts"].items()
    }
    return snapshot | {"parts": parts}


# Joining


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


def settle(touched):
    """Save every unit that differs once more, so that what is computed from its parts and links is right."""
    for before, row in list(touched.changed()):
        try:
            row.save()
        except ValidationError as error:
            raise CannotJoin(
                [_("“%(name)s” would not be complete:") % {"name": row} + f" {one}" for one in error.messages]
            ) from error
        if row.is_public and (obstacles := row.change_obstacles(before.snapshot)):
            raise CannotJoin(obstacles)
        row.public_state_changed()


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


# Keeping rows that are deleted


def _text(moment):
    return moment.isoformat() if moment else None


def dump(row):
    """`[{model, key, columns}]` of `row` and of everything that is deleted along with it, owners first."""
    found = [{"model": label(type(row)), "key": str(row.pk), "columns": snapshots.columns(row)}]
    for relation in row._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is not models.CASCADE or relation.concrete:
            continue
        for below in relation.related_model._base_manager.filter(**{relation.field.attname: row.pk}).order_by("pk"):
            found += dump(below)
    return found


def bring_back(dumped):
    """Insert what `dump` kept, under the same keys, as public as it was. Raises ValidationError or IntegrityError."""
    with transaction.atomic():
        rows = [row for one in dumped if (row := _insert(one)) is not None]
        check_keys()
        for row, was in rows:
            if isinstance(row, Publishable) and was.get("is_public"):
                state = ("is_public", "published_at", "withdrawn_at")
                type(row)._base_manager.filter(pk=row.pk).update(**{name: getattr(was["row"], name) for name in state})
                type(row)._base_manager.get(pk=row.pk).save()


def _insert(dumped):
    model = apps.get_model(dumped["model"])
    known = {one.attname: one for one in model._meta.concrete_fields}
    values = {
        name: known[name].to_python(value) if value is not None else None
        for name, value in dumped["columns"].items()
        if name in known
    }
    if not issubclass(model, ValidatedModel):
        return _insert_plain(model, known, values)
    wanted = model(**values)
    row = model(**values | ({"is_public": False} if "is_public" in values else {}))
    row.save(force_insert=True)
    return row, {"is_public": getattr(wanted, "is_public", False), "row": wanted}


def _insert_plain(model, known, values):
    """A link, or a row of the desk. Who is no longer there is left blank; a link to what is gone is left out."""
    for name, one in known.items():
        key = values.get(name)
        if one.remote_field and key is not None and not one.related_model._base_manager.filter(pk=key).exists():
            if not one.null:
                return None
            values[name] = None
    if isinstance(model._meta.pk, models.AutoField):
        values.pop(model._meta.pk.attname)
    row = model(**values)
    row.save_base(raw=True, force_insert=True)
    return row, {}


# Parting


def part(survivor, merged, journal):
    """Undo `join`: what still is as it was moved goes back. Return (Touched, entries that stay, with why).

    Call it with both locked. Raises CannotJoin where the merged record could not be as it was.
    """
    return _Parting(survivor, merged, journal).run()


GONE, CHANGED, ELSEWHERE, REFUSED, TAKEN = "gone", "changed", "elsewhere", "refused", "taken"


class _Parting:
    def __init__(self, survivor, merged, journal):
        self.survivor, self.merged, self.journal, self.model = survivor, merged, journal, type(survivor)
        self.touched, self.stays = Touched(), []

    def run(self):
        rows = self.rows()
        self.touched.note(self.survivor)
        for row in rows.values():
            self.touched.note(unit_of(row))
        for entry in self.journal["links"]:
            owner = self.owner_of(entry)
            self.touched.note(unit_of(owner) if owner is not None else None)
        self.return_addresses()
        self.empty_survivor()
        self.show()
        for entry in reversed(self.journal["equal"]):
            self.return_dropped(entry)
        for entry in reversed(self.journal["moved"]):
            self.move_back(entry)
        for entry in reversed(self.journal["links"]):
            self.move_link_back(entry)
        for entry in reversed(self.journal["dropped"]):
            self.return_dropped(entry)
        self.finish()
        return self.touched, self.stays

    def rows(self):
        """Every moved row that is still there, locked in the order in which a merger locks."""
        found, by_model = {}, {}
        for entry in self.journal["moved"]:
            by_model.setdefault(entry["model"], []).append(entry["key"])
        for name in sorted(by_model):
            rows = apps.get_model(name)._base_manager.filter(pk__in=by_model[name]).order_by("pk")
            found |= {(name, str(row.pk)): row for row in rows.select_for_update(of=("self",))}
        return found

    def stay(self, entry, why, sentences=()):
        kept = {name: entry[name] for name in ("model", "key", "title") if name in entry}
        self.stays.append(kept | {"why": why, "sentences": list(sentences)})

    def return_addresses(self):
        addresses = self.journal["addresses"]
        Record.objects.filter(pk=self.merged.pk).update(merged_into=None)
        FormerSlug.objects.filter(pk=addresses["made"], record_id=self.survivor.pk).delete()
        for key in addresses["moved"]:
            if not FormerSlug.objects.filter(pk=key, record_id=self.survivor.pk).update(record_id=self.merged.pk):
                self.stay({"model": label(FormerSlug), "key": key, "title": _("a former address")}, TAKEN)
        Schedule.objects.filter(pk__in=self.journal["schedules"], successor_id=self.survivor.pk).update(
            successor_id=self.merged.pk
        )

    def empty_survivor(self):
        """Take from the survivor the names, links and filled columns that it got, as far as they still are as they came."""
        for entry in self.journal["names"]:
            row = apps.get_model(entry["model"])._base_manager.filter(pk=entry["key"]).first()
            if row is not None and digest(row) == entry["digest"]:
                row.delete()
            elif row is not None:
                self.stay(entry, CHANGED)
        for name, keys in self.journal["added"].items():
            getattr(self.survivor, name).remove(*keys)
        present = snapshots.columns(self.survivor)
        for name, value in self.journal["filled"].items():
            one = column(self.model, name)
            if present[name] == value:
                setattr(self.survivor, name, None if one.null else "")
            else:
                self.stay({"model": label(self.model), "title": str(one.verbose_name)}, CHANGED)
        self.survivor.save()

    def show(self):
        """The merged record is public again as it was, before public facts go back to it."""
        was, withdrawn = self.journal["was"], self.model._meta.get_field("withdrawn_at")
        self.merged.is_public, self.merged.withdrawn_at = was["is_public"], withdrawn.to_python(was["withdrawn_at"])
        try:
            self.merged.save()
        except ValidationError as error:
            raise CannotJoin(
                [
                    _("“%(name)s” cannot be public as it was:") % {"name": self.merged} + f" {sentence}"
                    for sentence in error.messages
                ]
            ) from error
        for name, key in self.journal["cleared"].items():
            if getattr(self.survivor, name) is None:
                setattr(self.survivor, name, column(self.model, name).to_python(key))
                self.survivor.save()

    def move_back(self, entry):
        model = apps.get_model(entry["model"])
        row = model._base_manager.filter(pk=entry["key"]).first()
        if row is None:
            return self.stay(entry, GONE)
        if any(getattr(row, name) != self.survivor.pk for name in entry["from"]):
            return self.stay(entry, ELSEWHERE)
        if not issubclass(model, RecordModel) and digest(row) != entry["digest"]:
            return self.stay(entry, CHANGED)
        for name in entry["from"]:
            setattr(row, name, self.merged.pk)
        try:
            with transaction.atomic():
                row.save()
        except ValidationError as error:
            self.stay(entry, REFUSED, error.messages)

    def owner_of(self, entry):
        return apps.get_model(entry["model"])._base_manager.filter(pk=entry["here"]).first()

    def move_link_back(self, entry):
        owner = self.owner_of(entry)
        if owner is None:
            return self.stay(entry, GONE)
        links = getattr(owner, entry["field"])
        if not entry["was_there"]:
            if not links.filter(pk=self.survivor.pk).exists():
                return self.stay(entry, CHANGED)
            links.remove(self.survivor.pk)
        links.add(self.merged.pk)

    def return_dropped(self, entry):
        try:
            bring_back(entry["rows"])
        except (ValidationError, IntegrityError) as error:
            self.stay(entry, REFUSED, getattr(error, "messages", ()))

    def finish(self):
        for one in (self.survivor, self.merged):
            type(one)._base_manager.get(pk=one.pk).public_state_changed()
        settle(self.touched)
        drafts = self.journal["drafts"]
        if drafts and not Draft.objects.filter(**Unit.key_of(self.merged)).exists():
            bring_back(drafts)
        self.touched.note(self.merged)
        follow_drafts(self.touched, {})
        check_keys()
