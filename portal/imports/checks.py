"""What a save would refuse, asked of many rows: the questions that need no database are answered without it."""

import operator
import uuid

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

COMPARISONS = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "startswith": lambda value, start: value.startswith(start),
    "in": lambda value, options: value in options,
}


class Undecided(Exception):
    """The condition holds something that only the database can judge."""


def refusals(instance, known):
    """`(field, sentence)` of everything for which a save would refuse `instance`; "" is the row as a whole.

    `known` are the fields that were just looked up: their rows exist. A new row was looked for by everything that must
    stand once, and not found, so that it collides with none.
    """
    fields = [instance._meta.get_field(name) for name in known]
    names = {field.name for field in fields if field.remote_field and getattr(instance, field.attname) is not None}
    unchecked = instance.unvalidated_fields()
    provisional = _give_provisional_address(instance)
    try:
        instance.clean_fields(exclude=unchecked | names)
        instance.clean()
        if not instance._state.adding:
            instance.validate_unique(exclude=unchecked)
        _validate_constraints(instance, unchecked)
    except ValidationError as error:
        return _sentences(error)
    except ObjectDoesNotExist:
        return [("", _("Something this row rests on was deleted meanwhile. Check it and run the check again."))]
    finally:
        if provisional:
            instance.slug = ""
    return []


def _give_provisional_address(instance):
    """A record without an address gets its own when it is saved: to look for a free one now would be in vain."""
    if not instance._state.adding or getattr(instance, "slug", None) != "":
        return False
    instance.slug = uuid.uuid4().hex
    return True


def _validate_constraints(instance, unchecked):
    for constraint in instance._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and instance._state.adding:
            continue
        if isinstance(constraint, models.CheckConstraint) and surely_holds(constraint.condition, instance):
            continue
        constraint.validate(type(instance), instance, exclude=unchecked)


def surely_holds(condition, instance):
    """Whether `condition` holds for `instance`, as far as this can be told without the database."""
    try:
        return _truth(condition, instance) is not False
    except Undecided:
        return False


def _truth(condition, instance):
    """True, False, or None where SQL would answer NULL."""
    if not isinstance(condition, models.Q):
        raise Undecided
    parts = [
        _truth(child, instance) if isinstance(child, models.Q) else _comparison(child, instance)
        for child in condition.children
    ]
    decisive = condition.connector == models.Q.OR
    if condition.connector not in (models.Q.AND, models.Q.OR):
        raise Undecided
    result = decisive if decisive in parts else None if None in parts else not decisive
    return result if result is None or not condition.negated else not result


def _comparison(child, instance):
    if not isinstance(child, tuple):
        raise Undecided
    path, wanted = child
    name, _separator, lookup = path.partition("__")
    value = _value(instance, name)
    if lookup == "isnull":
        return (value is None) is wanted
    if (lookup or "exact") not in COMPARISONS:
        raise Undecided
    if isinstance(wanted, models.F):
        wanted = _value(instance, wanted.name)
    elif isinstance(wanted, models.Expression):
        raise Undecided
    if value is None or wanted is None:
        return None
    try:
        return COMPARISONS[lookup or "exact"](value, wanted)
    except TypeError as error:
        raise Undecided from error


def _value(instance, name):
    try:
        return getattr(instance, instance._meta.get_field(name).attname)
    except FieldDoesNotExist as error:
        raise Undecided from error


def _sentences(error):
    if not hasattr(error, "error_dict"):
        return [("", message) for message in error.messages]
    return [
        ("" if name == NON_FIELD_ERRORS else name, message)
        for name, messages in error.message_dict.items()
        for message in messages
    ]
