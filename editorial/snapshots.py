"""The content of a unit with all its parts as plain data: reading it, writing it back, comparing, merging.

A snapshot is `{"fields": {attname: value}, "many": {name: [keys]}, "parts": {part: {key: snapshot}}}`; values are what JSON
knows, keys are texts. It holds what an editor can set, so neither computed columns nor whether the unit is public.
"""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from editorial.models import Publishable, Record, ValidatedModel

MISSING = object()


def part_relations(model):
    """`{part: reverse relation}` of the parts of `model`, whose rows point at it or at its card."""
    parts = model.parts if issubclass(model, ValidatedModel) else ()
    return {name: _relation(model, name) for name in parts}


def _relation(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return Record._meta.get_field(name)


def content_fields(model, *, without=()):
    """The columns that an editor can set."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in without
    ]


def content_links(model):
    """The many-to-many fields that an editor can set; those with a model of their own in between are parts."""
    return [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


# Reading


def read(unit):
    """The snapshot of what the database holds of `unit`. One query per kind of part and link, and per nested row."""
    return _read(type(unit)._base_manager.get(pk=unit.pk), without=())


def read_all(rows):
    """`{key: snapshot}` of rows of one model as `read` gives them, by a number of queries that does not grow with them."""
    return {key: snapshot for key, (_owner, snapshot) in _read_many(list(rows), without=()).items()}


def _read_many(rows, *, without, owner=None):
    """`{key: (key of the owner, snapshot)}` of `rows` of one model with their parts."""
    if not rows:
        return {}
    model, keys = type(rows[0]), [row.pk for row in rows]
    columns = content_fields(model, without=without)
    links = {field.name: _links_by_row(field, keys) for field in content_links(model)}
    found = {
        row.pk: (
            owner and getattr(row, owner),
            {
                "fields": {field.attname: plain(field, row) for field in columns},
                "many": {name: sorted(linked.get(row.pk, ())) for name, linked in links.items()},
                "parts": {name: {} for name in part_relations(model)},
            },
        )
        for row in rows
    }
    for name, relation in part_relations(model).items():
        field = relation.field
        parts = relation.related_model._base_manager.filter(**{f"{field.attname}__in": keys}).order_by("pk")
        for key, (above, snapshot) in _read_many(list(parts), without=(field.name,), owner=field.attname).items():
            found[above][1]["parts"][name][str(key)] = snapshot
    return found


def _read(row, *, without):
    model = type(row)
    found = {
        "fields": {field.attname: plain(field, row) for field in content_fields(model, without=without)},
        "many": {field.name: sorted(str(key) for key in _linked_keys(field, row)) for field in content_links(model)},
        "parts": {},
    }
    for name, relation in part_relations(model).items():
        rows = relation.related_model._base_manager.filter(**{relation.field.attname: row.pk}).order_by("pk")
        found["parts"][name] = _read_all(list(rows), without=(relation.field.name,))
    return found


def _read_all(rows, *, without):
    """`{key: snapshot}` of rows of one model; links of all of them in one query each."""
    if not rows:
        return {}
    model = type(rows[0])
    if part_relations(model):
        return {str(row.pk): _read(row, without=without) for row in rows}
    columns = content_fields(model, without=without)
    links = {field.name: _links_by_row(field, [row.pk for row in rows]) for field in content_links(model)}
    return {
        str(row.pk): {
            "fields": {field.attname: plain(field, row) for field in columns},
            "many": {name: sorted(found.get(row.pk, ())) for name, found in links.items()},
            "parts": {},
        }
        for row in rows
    }


def _linked_keys(field, row):
    return _links_by_row(field, [row.pk]).get(row.pk, ())


def _links_by_row(field, keys):
    through = field.remote_field.through._base_manager
    here, there = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    found = {}
    for one, other in through.filter(**{f"{here}__in": keys}).values_list(here, there):
        found.setdefault(one, []).append(str(other))
    return found


def plain(field, row):
    """The value of `field` in `row` as a snapshot holds it."""
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(field, models.DecimalField):
        return f"{field.to_python(value).normalize():f}"
    return str(field.value_to_string(row))


def content(row):
    """The snapshot of one row of any model, with its own key left out: equal for rows that say the same."""
    return _read(row, without=())


def columns(row):
    """`{attname: value}` of every column of `row`, the computed ones too, as JSON knows them."""
    return {
        field.attname: getattr(row, field.attname) if isinstance(field, models.JSONField) else plain(field, row)
        for field in row._meta.concrete_fields
    }


def related_keys(model, snapshot):
    """The keys, as texts, of everything that a snapshot of `model` names in its keys and links, its parts' included."""
    found = set()
    named = {field.attname for field in model._meta.concrete_fields if field.remote_field}
    found |= {str(value) for name, value in snapshot["fields"].items() if name in named and value}
    for keys in snapshot["many"].values():
        found |= set(keys)
    for name, relation in part_relations(model).items():
        for row in snapshot["parts"].get(name, {}).values():
            found |= related_keys(relation.related_model, row)
    return found


# Writing


def write(unit, snapshot, *, present=None):
    """Make the database hold `snapshot` of `unit`, row by row through `save()`: only what differs is written and checked.

    Call it in a transaction. Rows that change are deleted first and written again under the same keys, so that two of them
    can exchange what must be unique. `present` is what the rows hold, where the caller knows it. Returns the unit as saved;
    raises ValidationError where a row is not valid, and ProtectedError where a part that goes is still used.
    """
    present = present or read(unit)
    if present == snapshot:
        return unit
    changed = {}
    for name, relation in part_relations(type(unit)).items():
        # A part that the snapshot is too old to know stays as it is.
        changed[name] = _clear_part(
            relation, present["parts"][name], snapshot["parts"].get(name, present["parts"][name])
        )
    unit = type(unit)._base_manager.get(pk=unit.pk)
    set_fields(unit, snapshot["fields"])
    unit.save()
    _write_links(unit, snapshot["many"])
    for name, relation in part_relations(type(unit)).items():
        for key in changed[name]:
            _write_part(relation, unit.pk, key, snapshot["parts"][name][key])
    return unit


def set_fields(row, values):
    """Set the columns of `row` from the `fields` of a snapshot; columns the model no longer has are left out."""
    known = {field.attname: field for field in type(row)._meta.concrete_fields}
    for name, value in values.items():
        if name in known:
            setattr(row, name, known[name].to_python(value) if value is not None else None)


def _clear_part(relation, present, wanted):
    """Delete what goes; make room for what changes. Returns the keys to be written."""
    rows = relation.related_model._base_manager
    gone = [key for key in present if key not in wanted]
    for row in rows.filter(pk__in=gone):
        row.delete()
    changed = [key for key in wanted if present.get(key) != wanted[key]]
    replaced = rows.filter(pk__in=[key for key in changed if key in present])
    replaced._raw_delete(replaced.db)
    return changed


def _write_part(relation, owner_key, key, snapshot):
    model = relation.related_model
    row = model(**{model._meta.pk.attname: model._meta.pk.to_python(key)})
    setattr(row, relation.field.attname, owner_key)
    set_fields(row, snapshot["fields"])
    row.save(force_insert=True)
    _write_links(row, snapshot["many"])
    for name, nested in part_relations(model).items():
        wanted = snapshot["parts"].get(name, {})
        present = _read(row, without=())["parts"][name]
        for nested_key in _clear_part(nested, present, wanted):
            _write_part(nested, row.pk, nested_key, wanted[nested_key])


def _write_links(row, many):
    for field in content_links(type(row)):
        wanted = many.get(field.name)
        if wanted is not None and sorted(str(key) for key in _linked_keys(field, row)) != sorted(wanted):
            getattr(row, field.name).set(wanted)


# Comparing


@dataclass(frozen=True)
class Difference:
    """One thing that differs. `path` is `("fields", "name_en")`, `("many", "citations")`, `("parts", "names", key)` of a row that
    came or went, or such a path below a row. `before` and `after` are values; MISSING where there is no row."""

    path: tuple
    before: object
    after: object

    @property
    def top(self):
        """The field, link or part of the unit that it belongs to."""
        return self.path[1]


def differences(before, after):
    """What turns the snapshot `before` into `after`, as a list of Difference."""
    return list(_differences(before, after, ()))


def _differences(before, after, path):
    for group in ("fields", "many"):
        for name in dict.fromkeys([*before[group], *after[group]]):
            old, new = before[group].get(name, MISSING), after[group].get(name, MISSING)
            if old != new:
                yield Difference((*path, group, name), old, new)
    for part in dict.fromkeys([*before["parts"], *after["parts"]]):
        old_rows, new_rows = before["parts"].get(part, {}), after["parts"].get(part, {})
        for key in dict.fromkeys([*old_rows, *new_rows]):
            here = (*path, "parts", part, key)
            if key not in old_rows or key not in new_rows:
                yield Difference(here, old_rows.get(key, MISSING), new_rows.get(key, MISSING))
            else:
                yield from _differences(old_rows[key], new_rows[key], here)


# Merging


@dataclass(frozen=True)
class Conflict:
    """What two editors changed differently; values as in Difference."""

    path: tuple
    base: object
    theirs: object
    mine: object


def merge(base, theirs, mine, choices=None):
    """Return (snapshot, conflicts) of two changes to `base`: by field, by link, by key of a part's row.

    Where both changed the same thing differently the snapshot keeps `theirs`, or what `choices` ({path: "mine"}) says.
    """
    conflicts = []
    merged = _merge(base, theirs, mine, (), conflicts, choices or {})
    return merged, conflicts


def _merge(base, theirs, mine, path, conflicts, choices):
    def decide(one_path, old, other, own):
        if own in (old, other):
            return other
        if other == old:
            return own
        conflicts.append(Conflict(one_path, old, other, own))
        return own if choices.get(one_path) == "mine" else other

    merged = {"fields": {}, "many": {}, "parts": {}}
    for name in dict.fromkeys([*theirs["fields"], *mine["fields"]]):
        value = decide(
            (*path, "fields", name),
            *(snapshot["fields"].get(name) for snapshot in (base, theirs, mine)),
        )
        merged["fields"][name] = value
    for name in dict.fromkeys([*theirs["many"], *mine["many"]]):
        old, other, own = (set(snapshot["many"].get(name, [])) for snapshot in (base, theirs, mine))
        merged["many"][name] = sorted((other - (old - own)) | (own - old))
    for part in dict.fromkeys([*theirs["parts"], *mine["parts"]]):
        merged["parts"][part] = {}
        old_rows, other_rows, own_rows = (snapshot["parts"].get(part, {}) for snapshot in (base, theirs, mine))
        for key in dict.fromkeys([*other_rows, *own_rows]):
            here = (*path, "parts", part, key)
            old, other, own = (rows.get(key, MISSING) for rows in (old_rows, other_rows, own_rows))
            if MISSING not in (old, other, own):
                kept = _merge(old, other, own, here, conflicts, choices)
            else:
                kept = decide(here, old, other, own)
            if kept is not MISSING:
                merged["parts"][part][key] = kept
    return merged


def unit_of(row):
    """The unit that `row` is drafted with: itself, or what it is a part of; None where it belongs to none."""
    if isinstance(row, Publishable):
        return row
    for owner, field in _owners(type(row)):
        above = _owner(row, owner, field)
        if above is not None:
            return unit_of(above)
    return None


@cache
def _owners(part):
    """(model, key) of every model that rows of `part` can be parts of, the key being the one that leads there."""
    return [
        (owner, relation.field)
        for owner in apps.get_models()
        for relation in part_relations(owner).values()
        if relation.related_model is part
    ]


def _owner(row, model, field):
    key = getattr(row, field.attname)
    if not key or (field.related_model is Record and getattr(row, field.name).kind != model.record_kind):
        return None
    return model._base_manager.filter(pk=key).first()
