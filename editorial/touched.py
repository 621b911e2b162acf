"""What a merger touches: the units as they were before, and the small words that joining and parting share."""

import json
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial import snapshots
from editorial.models import Publishable


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
