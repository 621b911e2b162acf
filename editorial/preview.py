"""A state of a unit as readers would see it: the real public page, drawn over rows that are put back at once."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.urls import resolve
from django.utils.translation import override

from editorial.drafting import applied
from editorial.models import Record
from editorial.publishing import ready_grounds, set_public

# Preview addresses are nobody's to keep, to find or to tell.
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
}


def render(unit, snapshot, *, address_of, language, host):
    """The public page of `unit` with `snapshot` in its rows, as a rendered response of the real view.

    `address_of(row)` names the page. Everything happens in a transaction that is rolled back; on SQLite it holds the
    one write lock for as long as drawing takes. Raises CannotApply where the state cannot be written any more.
    """
    with transaction.atomic(), override(language):
        with applied(unit, snapshot):
            row = type(unit)._base_manager.get(pk=unit.pk)
            expose(row)
            row = type(unit).objects.get(pk=unit.pk)
            row.public_state_changed()
            response = _respond(address_of(row), host)
        transaction.set_rollback(True)
    return response


def _respond(address, host):
    match = resolve(address)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", address, address
    request.META = {"HTTP_HOST": host, "SERVER_NAME": host, "SERVER_PORT": "80", "QUERY_STRING": ""}
    request.user, request.resolver_match = AnonymousUser(), match
    response = match.func(request, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response


def expose(row, seen=None):
    """Mark `row` public, with everything it is public through and the quotes it rests on, in the rows alone."""
    seen = seen if seen is not None else set()
    if row.pk in seen:
        return
    seen.add(row.pk)
    set_public(row)
    for key in row.public_through:
        for path in key if isinstance(key, tuple) else (key,):
            related = row
            for step in path.split("__"):
                related = related and getattr(related, step)
            if isinstance(related, Record):
                related = related.subject
            if related is not None and not related.is_public:
                expose(related, seen)
    for ground in ready_grounds(row):
        expose(ground, seen)
