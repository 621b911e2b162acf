import logging
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

logger = logging.getLogger(__name__)

READING = ("GET", "HEAD", "OPTIONS")
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")

# Everything else is only read.
WRITTEN_TO = ("/admin/", "/i18n/")
# The two forms of readers, in either language: POST and nothing else that writes.
SENT_BY_READERS = re.compile(r"/(en|zh-hans)/(corrections|comments)/new/")
SENDING = ("GET", "HEAD", "POST", "OPTIONS")
TRACKING = re.compile(r"utm_[a-z]+|fbclid|gclid|dclid|yclid|msclkid|igshid|mc_[ce]id|spm")

CONTENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
# Django's admin widgets write inline styles; Swagger UI's style sheet holds its icons as data: images.
# The desk shows a preview in a frame of its own page.
RELAXATIONS = {
    "/admin/": {"style-src": "'self' 'unsafe-inline'", "frame-src": "'self'"},
    "/api/": {"img-src": "'self' data:"},
    # Made to be shown in the frame of any other site; no cookie goes with it, and nothing in it can be pressed but links.
    "/embed/": {"frame-ancestors": "*", "form-action": "'none'", "script-src": "'none'", "connect-src": "'none'"},
}
# A drawing opened by itself is a document of this site: it runs nothing, loads nothing, and is no part of the site's origin.
DRAWING_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
# The only pages that ever load pictures from another host, and only where a tile server is configured. Leaflet empties a
# tile that it no longer needs by a data: image.
MAP_PAGES = re.compile(r"/(en|zh-hans)/map/")
# What other sites may load.
SHARED = ("/api/", "/embed/", "/cards/")

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)


class SecurityHeadersMiddleware:
    """Headers that Django's own SecurityMiddleware does not know; outermost, so that error pages carry them too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_api = request.path_info.startswith("/api/")
        is_drawing = response.headers.get("Content-Type", "").startswith("image/svg+xml")
        policy = DRAWING_POLICY if is_drawing else content_policy(request.path_info)
        response.headers["Content-Security-Policy"] = policy
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        is_shared = request.path_info.startswith(SHARED)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_shared else "same-origin"
        if is_api and request.method in ("GET", "HEAD"):
            response.headers["Access-Control-Allow-Origin"] = "*"
        if is_personal(request, response):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def content_policy(path):
    relaxed = next((rules for prefix, rules in RELAXATIONS.items() if path.startswith(prefix)), {})
    framed = {"frame-ancestors": "'self'"} if path.startswith("/admin/") and path.endswith("/preview/page/") else {}
    tiles = {"img-src": f"'self' data: {tile_host()}"} if settings.MAP_TILE_URL and MAP_PAGES.fullmatch(path) else {}
    policy = CONTENT_POLICY | relaxed | framed | tiles
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


def tile_host():
    address = urlsplit(settings.MAP_TILE_URL)
    return f"{address.scheme}://{address.netloc}"


def is_personal(request, response):
    """Whether the answer may depend on who asks: a session came with the request, or a cookie goes out with it."""
    if request.path_info.startswith(settings.STATIC_URL):
        return False
    return settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)


class RequestGuardMiddleware:
    """Refuses what no page ever answers: unknown methods (405) and NUL characters in the address (400).

    What newsletters and social sites append to an address they pass on is taken off, where a page would refuse it as unknown.

    The API refuses both itself, in the shape of its own errors.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith("/api/"):
            return self.get_response(request)
        allowed = methods_of(request.path_info)
        if request.method not in allowed:
            return HttpResponseNotAllowed(allowed)
        if request.method in READING and (plain := without_tracking(request.META.get("QUERY_STRING", ""))) is not None:
            return HttpResponseRedirect(f"{request.path}{'?' if plain else ''}{plain}")
        if has_nul(request):
            raise BadRequest(gettext("The address contains a NUL character (%00). Remove it and try again."))
        return self.get_response(request)


def without_tracking(query):
    """The query string without what others append; None where there is nothing of it."""
    pairs = query.split("&")
    kept = [pair for pair in pairs if not TRACKING.fullmatch(pair.partition("=")[0])]
    return "&".join(kept) if len(kept) < len(pairs) else None


def methods_of(path):
    if path.startswith(WRITTEN_TO):
        return METHODS
    return SENDING if SENT_BY_READERS.match(path) else READING


def has_nul(request):
    query = request.META.get("QUERY_STRING", "")
    return "\0" in request.path_info or "\0" in query or "%00" in query


RETRY_AFTER = 5


class DatabaseOutageMiddleware:
    """Answers 503 where the database is away, too slow or locked: it is no fault of the request, and passes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return outage_answer(request, exception) if is_outage(exception) else None


def is_outage(exception):
    return isinstance(exception, OperationalError | InterfaceError)


def outage_answer(request, exception):
    logger.error("The database did not answer.", exc_info=exception)
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    if request.path_info.startswith("/api/"):
        detail = gettext("The database does not answer at the moment. Try again in a few seconds.")
        problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": detail}
        return JsonResponse(problem, status=503, headers=headers, content_type="application/problem+json")
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
