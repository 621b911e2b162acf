"""What is given out and erased of readers: by the passing of time, or at their own wish."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from editorial.models import Step
from editorial.publishing import database_now
from portal.reader_models import FromReader
from portal.readers.deciding import MODELS, log_title

KEPT_AFTER_DECISION = timedelta(days=90)
PERSONAL = {"text": "", "display_name": "", "email": "", "evidence_url": ""}


def erase_what_is_over():
    """Erase addresses, and spam as a whole, 90 days after the decision; returns `(addresses, spam)`, how many."""
    end = database_now() - KEPT_AFTER_DECISION
    addresses = spam = 0
    for model in MODELS.values():
        over = model.objects.filter(decided_at__lt=end)
        spam += over.filter(state=FromReader.State.SPAM).delete()[0]
        addresses += over.exclude(email="").update(email="")
    return addresses, spam


def messages_of(email):
    """Everything that was sent with this e-mail address and still has it, comments and corrections, by the time."""
    found = [message for model in MODELS.values() for message in model.objects.filter(email__iexact=email)]
    return sorted(found, key=lambda message: (message.sent_at, message.pk))


def as_data(message):
    """One message as it is given out to its sender: what they sent, and what they may know of it."""
    about = {"record": str(message.record_id)} if message.record_id else {}
    for name in ("fact_kind", "fact_id", "title_en", "title_zh", "evidence_url"):
        if hasattr(message, name):
            about[name] = str(getattr(message, name))
    own = ("text", "display_name", "email", "language", "state", "answer_en", "answer_zh")
    return {
        "kind": message._meta.model_name,
        "id": str(message.pk),
        **about,
        **{name: getattr(message, name) for name in own},
        "sent_at": message.sent_at.isoformat(),
        "decided_at": message.decided_at.isoformat() if message.decided_at else None,
    }


@transaction.atomic
def erase_all_of(email):
    """Erase what was sent with this address; returns how many messages.

    Of a decided correction the line of the corrections log stays, with the words of the editors alone.
    """
    messages = messages_of(email)
    for message in messages:
        Step.objects.create(
            unit_kind=message._meta.label_lower,
            unit_id=message.pk,
            action=Step.Action.MODERATED,
            title=log_title(message),
            by_name="erase_person",
            note=_("Erased at the wish of its sender."),
        )
        if stays_in_log(message):
            erased = {name: value for name, value in PERSONAL.items() if hasattr(message, name)}
            for name, value in (erased | {"erased_at": database_now()}).items():
                setattr(message, name, value)
            message.save()
        else:
            message.delete()
    return len(messages)


def stays_in_log(message):
    decided = (FromReader.State.ACCEPTED, FromReader.State.DECLINED)
    return message._meta.model_name == "correction" and message.state in decided
