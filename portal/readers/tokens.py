"""What takes the place of a cookie: the signed key of one form, and the private link of one message."""

import uuid

from django.core import signing
from django.utils.crypto import constant_time_compare

from accounts.throttle import client_network, digest

FORM_SALT = "portal.readers.form"
FORM_SECONDS = 3 * 3600
LINK_SALT = "portal.readers.link"


class UnusableToken(Exception):
    """Raised for a token that is not ours, too old, of another form or from another network."""


def form_token(request):
    """A token for the form at the address of `request`, for a reader in its network, for three hours."""
    return signing.dumps([uuid.uuid4().hex, bound_to(request)], salt=FORM_SALT)


def form_key(request, token):
    """The key of the form that `token` was made for, which is kept with what is sent. Raises UnusableToken."""
    try:
        key, binding = signing.loads(token, salt=FORM_SALT, max_age=FORM_SECONDS)
    except signing.BadSignature as error:
        raise UnusableToken from error
    if not constant_time_compare(binding, bound_to(request)):
        raise UnusableToken
    return uuid.UUID(key)


def bound_to(request):
    """The form in either language, and the network of the reader: no other site can lend its visitors a token."""
    return digest("form", str(sorted(request.resolver_match.kwargs.items())), client_network(request))


def link_token(message):
    """The last part of the address by which whoever holds it follows one message."""
    return signing.Signer(salt=LINK_SALT, sep=".").sign(f"{message._meta.model_name}.{message.pk.hex}")


def message_named_by(token):
    """`(model name, key)` of a link's token. Raises UnusableToken."""
    try:
        kind, key = signing.Signer(salt=LINK_SALT, sep=".").unsign(token).split(".")
    except signing.BadSignature as error:
        raise UnusableToken from error
    return kind, uuid.UUID(key)
