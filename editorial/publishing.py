"""The one door between unpublished and public."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

logger = logging.getLogger(__name__)


class NotReady(ValidationError):
    """Raised by publish() and withdraw() with one sentence for everything that stands in the way."""


@transaction.atomic
def publish(subject, *, by):
    """Make `subject` public and return it. `by` is the user, or a text naming the process (the loader).

    Raises NotReady naming everything that is missing. Publishing what is already public changes nothing.
    """
    subject = type(subject).objects.select_for_update(of=("self",)).get(pk=subject.pk)
    if subject.is_public:
        return subject
    missing = subject.publish_requirements()
    if missing:
        raise NotReady(missing)
    subject.is_public = True
    subject.published_at = subject.published_at or timezone.now()
    return _switched(subject, "published", by)


@transaction.atomic
def withdraw(subject, *, by):
    """Take `subject` back from the public and return it.

    Raises NotReady naming the public content that would lose its ground.
    """
    subject = type(subject).objects.select_for_update(of=("self",)).get(pk=subject.pk)
    if not subject.is_public:
        return subject
    obstacles = subject.withdrawal_obstacles()
    if obstacles:
        raise NotReady(obstacles)
    subject.is_public = False
    return _switched(subject, "withdrawn", by)


def _switched(subject, verb, by):
    subject.save()
    subject.public_state_changed()
    logger.info("%s %s %s by %s", verb, subject._meta.label_lower, subject.pk, by)
    return subject
