"""What an editor decides on what a reader sent, and who may."""

from django.utils.translation import gettext as _

from editorial.models import Step
from editorial.publishing import database_now
from editorial.roles import MODERATE, SEE_READERS, may
from portal.models import Comment, Correction
from portal.reader_models import FromReader

MODELS = {model._meta.model_name: model for model in (Correction, Comment)}


def may_moderate(user):
    return may(user, MODERATE)


def may_see_addresses(user):
    return may(user, SEE_READERS)


def held(model):
    """What waits for a decision, the longest waiting first."""
    return model.objects.filter(state=FromReader.State.HELD).order_by("sent_at", "pk")


def decide(message, *, state, by):
    """Put `message` into `state` with whatever else was set on it, and log it; returns whether the state is another.

    The log says nothing of what the reader wrote.
    """
    before = type(message).objects.values_list("state", flat=True).get(pk=message.pk)
    message.state = state
    message.decided_by = by
    if not message.is_decided:
        message.decided_at = message.decided_by = None
    elif state != before or message.decided_at is None:
        message.decided_at = database_now()
    message.save()
    Step.objects.create(
        unit_kind=message._meta.label_lower,
        unit_id=message.pk,
        action=Step.Action.MODERATED,
        title=log_title(message),
        by=by,
        by_name=by.get_username(),
        note=_("Decision: %(state)s.") % {"state": message.get_state_display()},
    )
    return state != before


def log_title(message):
    return str(message)[:300]
