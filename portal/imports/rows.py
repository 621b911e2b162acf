"""One proposed row put into the database: merged by field with what stands there now."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from editorial.models import RecordModel
from editorial.snapshots import plain, set_fields
from portal.imports.mapping import target_names


class Meanwhile(ValidationError):
    """What the row is about was changed or deleted after it was checked."""


def build(model, proposal):
    """The new row that `proposal` (as stored) means, not saved."""
    key = uuid.UUID(proposal["planned_pk"]) if proposal["planned_pk"] else uuid.uuid4()
    name = "record_id" if issubclass(model, RecordModel) else model._meta.pk.attname
    instance = model(**({} if name in proposal["values"] else {name: key}))
    set_fields(instance, proposal["values"])
    return instance


def apply(model, proposal):
    """Save the row and return its key. Raises ValidationError; what others changed in the same fields is never lost."""
    if proposal["pk"] is None:
        instance = build(model, proposal)
        if model._base_manager.filter(pk=instance.pk).exists():
            raise Meanwhile(_("It was added by someone else after the check. Check the table again."))
        wanted = proposal["values"]
    else:
        instance = model._base_manager.filter(pk=proposal["pk"]).first()
        if instance is None:
            raise Meanwhile(_("It was deleted after the check. Check the table again."))
        wanted = open_values(instance, proposal)
        set_fields(instance, wanted)
    if wanted or proposal["pk"] is None:
        instance.save()
    _link(instance, proposal)
    return instance.pk


def open_values(instance, proposal):
    """What of the proposal is not so already. Raises Meanwhile naming the fields that somebody set otherwise."""
    model, fields = type(instance), {field.attname: field for field in instance._meta.concrete_fields}
    probe, found, collided = model(), {}, []
    set_fields(probe, proposal["values"])
    for name, value in proposal["values"].items():
        now = plain(fields[name], instance)
        if now == plain(fields[name], probe):
            continue
        if now != proposal["before"].get(name):
            collided.append(target_names(model).get(fields[name].name, name))
        found[name] = value
    if collided:
        raise Meanwhile(
            _("Someone else changed the same fields after the check (%(fields)s). Check the table again.")
            % {"fields": ", ".join(sorted(collided))}
        )
    return found


def _link(instance, proposal):
    for name, wanted in proposal["many"].items():
        manager, before = getattr(instance, name), set(proposal["before"].get(name, ()))
        present = {str(key) for key in manager.values_list("pk", flat=True)}
        merged = (present - (before - set(wanted))) | (set(wanted) - before)
        if merged == present:
            continue
        known = {str(key) for key in manager.model._base_manager.filter(pk__in=merged).values_list("pk", flat=True)}
        if known != merged:
            raise Meanwhile(_("Something that the row names was deleted after the check. Check the table again."))
        manager.set(merged)


def dangling(model, instances, links):
    """The places of the new rows that name a row which does not exist any more."""
    found = set()
    relations = [field for field in model._meta.concrete_fields if field.remote_field and not field.primary_key]
    for field in relations:
        named = [(place, getattr(one, field.attname)) for place, one in enumerate(instances)]
        found |= _unknown(field.related_model, named)
    for field in model._meta.many_to_many:
        named = [(place, uuid.UUID(key)) for place, many in enumerate(links) for key in many.get(field.name, ())]
        found |= _unknown(field.related_model, named)
    return found


def _unknown(model: type[models.Model], named):
    keys = {key for _place, key in named if key is not None}
    known = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    return {place for place, key in named if key is not None and key not in known}
