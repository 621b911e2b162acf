"""Many rows like one, written at once: the model's own checks would make the query tests slow."""

import uuid
from copy import copy

from django.db.models.base import ModelState

from editorial.models import Record, ValidatedModel
from tests.bulk import take_statistics


def copies(instance, count, **fresh):
    """Save `count` copies of a row; `fresh` gives a list of values for every field that must differ."""
    if isinstance(instance, Record):
        return [row.record for row in copies(instance.subject, count)]
    if hasattr(instance, "slug"):
        return record_copies(instance, count, fresh)
    rows = [fresh_row(instance, number, fresh, **new_key(instance)) for number in range(count)]
    return _written(type(instance), rows)


def record_copies(record, count, fresh):
    """Copies of a record, each with a card and an address of its own."""
    cards = [
        fresh_row(record.record, number, {}, pk=uuid.uuid4(), slug=f"copy-{uuid.uuid4()}") for number in range(count)
    ]
    Record.objects.bulk_create(cards)
    rows = [fresh_row(record, number, fresh, record=card, slug=card.slug) for number, card in enumerate(cards)]
    return _written(type(record), rows)


def _written(model, rows):
    created = model.objects.bulk_create(rows)
    take_statistics()
    return created


def fresh_row(instance, number, fresh, **values):
    row = copy(instance)
    row._state = ModelState()
    for name, value in values.items():
        setattr(row, name, value)
    for name, choices in fresh.items():
        setattr(row, name, choices[number])
    return row


def new_key(instance):
    """A key of its own, unless its key is that of another row (a target's is its figure's)."""
    return {} if instance._meta.pk.is_relation else {"pk": uuid.uuid4()}


def texts(count):
    return [f"text {number} {uuid.uuid4()}" for number in range(count)]


def multiply_parts(owner, count):
    """For one row of every kind that points at `owner`, and of every kind it points at: `count` more of them."""
    for relation in owner._meta.related_objects:
        if not issubclass(relation.related_model, ValidatedModel):
            continue  # Computed tables.
        if relation.one_to_many:
            for row in getattr(owner, relation.get_accessor_name()).all()[:4]:
                part_copies(row, relation.field.name, count)
        elif relation.many_to_many:
            for row in getattr(owner, relation.get_accessor_name()).all()[:1]:
                link_copies(row, relation.field, owner, count)
    for field in owner._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            for row in getattr(owner, field.name).all()[:1]:
                getattr(owner, field.name).add(*copies(row, count, **what_must_differ(row, field.name, count)))


def part_copies(row, owned_by, count):
    """Copies of a part with the parts that stand for nothing without it."""
    more = copies(row, count, **what_must_differ(row, owned_by, count))
    for name in ("count_claim", "target"):
        if row._meta.model_name == "figure" and hasattr(row, name):
            copies(getattr(row, name), count, figure=more)
    return more


def link_copies(row, field, owner, count):
    """Copies of a row that names `owner` in a list, each naming it too."""
    through = field.remote_field.through
    more = copies(row, count, **what_must_differ(row, field.name, count))
    near, far = field.m2m_field_name(), field.m2m_reverse_field_name()
    through.objects.bulk_create(through(**{near: each, far: owner}) for each in more)


def what_must_differ(row, owned_by, count):
    """`{field: values}` that keep `count` copies of `row` apart, of whichever side they are parts."""
    name = row._meta.model_name
    if name in OTHER_SIDES:
        side = next(side for side in OTHER_SIDES[name] if side != owned_by)
        return {side: copies(getattr(row, side), count, **what_must_differ(getattr(row, side), "", count))}
    return {field: texts(count) for field in OWN_WORDS.get(name, ())}


# Unique constraints of the parts: which words, or which of two records, must differ.
OWN_WORDS = {"name": ["text"], "issuer": ["as_printed"], "citation": ["quote"], "sourcetitle": ["text"]}
OTHER_SIDES = {
    "presence": ["citation", "park"],
    "regionmembership": ["citation", "group"],
    "membership": ["child", "parent"],
    "parksector": ["sector", "park"],
    "scope": ["record", "policy"],
    "relation": ["other", "policy"],
    "target": ["figure"],
    "countclaim": ["figure"],
    "eventparticipant": ["event", "record"],
}
