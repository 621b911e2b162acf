"""What becomes of a row once its import is approved: public, or a draft, and why."""

import copy
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial.models import Publishable, Record, RecordModel, Unit
from editorial.snapshots import content_links, unit_of
from portal.import_models import ImportRow

PUBLISH, DRAFT = ImportRow.Fate.PUBLISH.value, ImportRow.Fate.DRAFT.value


@dataclass
class Prospect:
    """`missing` are sentences saying why it stays a draft; `unit` is the key of what it belongs to, `{}` of a new one."""

    fate: str = ""
    missing: list = field(default_factory=list)
    unit: dict = field(default_factory=dict)


def is_live(unit):
    return unit.is_public and unit.withdrawn_at is None


def prospect(instance, existing, linked):
    """The Prospect of a row that would be as `instance` with the related rows `linked` (by name of the relation).

    Raises ValidationError where it belongs to nothing that can be published, or would leave what it belongs to.
    """
    if not isinstance(instance, Publishable):
        return _of_part(instance, existing)
    if existing is not None and not is_live(existing):
        return Prospect(DRAFT, [not_live(existing)], Unit.key_of(existing))
    missing = [str(sentence) for sentence in lacking(instance, linked)]
    return Prospect(DRAFT if missing else PUBLISH, missing, Unit.key_of(existing) if existing is not None else {})


def _of_part(instance, existing):
    unit = unit_of(instance)
    if unit is None:
        raise ValidationError(_("This row belongs to no entry that could be published."))
    former = unit_of(existing) if existing is not None else unit
    if former is None or former.pk != unit.pk:
        raise ValidationError(
            _("This row belongs to “%(entry)s” already. Leave it there, or add a new one.") % {"entry": former}
        )
    if is_live(unit):
        return Prospect(PUBLISH, [], Unit.key_of(unit))
    return Prospect(DRAFT, [not_live(unit)], Unit.key_of(unit))


def not_live(unit):
    """Why a change of `unit`, which no list shows, is not published by an import."""
    if unit.is_public:
        return _("“%(entry)s” was withdrawn: the change is kept as its draft.") % {"entry": unit}
    return _("“%(entry)s” is not public yet: the change is kept in its draft.") % {"entry": unit}


def lacking(instance, linked):
    """What a unit that is not written yet would lack for publication."""
    probe = copy.copy(instance)
    if isinstance(probe, RecordModel) and probe._state.adding:
        probe.record = Record(pk=probe.pk or uuid.uuid4(), kind=probe.record_kind)
    probe._prefetched_objects_cache = {
        link.name: _at_hand(link.related_model, linked.get(link.name, ())) for link in content_links(type(probe))
    }
    return probe.publish_requirements()


def _at_hand(model, rows):
    queryset = model._base_manager.none()
    queryset._result_cache = list(rows)
    return queryset
