"""The one letter to a reader: what was decided on what they sent."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.outbox import send_later


def write_to_reader(message, address):
    """Send the decision to the reader, where letters are configured and an address is known, once it is stored.

    `address` is the private link, with its host. The letter is in the language of the page that was written on.
    """
    if not (settings.SENDS_LETTERS and message.email):
        return
    with override(message.language):
        subject = _("What you sent to ParkAtlas has been decided on")
        text = render_to_string("portal/letter_decided.txt", {"message": message, "address": address})
    letter = EmailMessage(subject, text, None, [message.email])
    transaction.on_commit(lambda: send_later(letter))
