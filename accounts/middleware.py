"""What stands between a request and the desk: sessions that have ended, and too many attempts."""

from time import time

from django.contrib.auth import SESSION_KEY, logout
from django.shortcuts import render

from accounts.throttle import TooManyAttempts

DESK = "/admin/"
LONGEST = 14 * 24 * 3600
RENEWED_EVERY = 15 * 60


class TooManyAttemptsMiddleware:
    """Answers 429 with the seconds to wait, wherever an attempt was not looked at."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, TooManyAttempts):
            return None
        response = render(
            request, "429.html", {"wait": exception.wait, "is_desk": request.path_info.startswith(DESK)}, status=429
        )
        response.headers["Retry-After"] = str(exception.wait)
        response.headers["Cache-Control"] = "private, no-store"
        return response


class SessionLifeMiddleware:
    """Ends a session for good: of an account that is no longer one of the desk, or 14 days after the login.

    Between, every visit to the desk renews it for another SESSION_COOKIE_AGE; at most every 15 minutes, because each
    renewal writes to the database.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(DESK) and SESSION_KEY in request.session:
            if has_ended(request):
                logout(request)
            else:
                renew(request.session)
        return self.get_response(request)


def has_ended(request):
    """Whether Django no longer takes the session (account deleted, inactive, other password), or we do not."""
    return not request.user.is_staff or time() - request.session.get("started", time()) > LONGEST


def renew(session):
    if time() - session.get("renewed", 0) > RENEWED_EVERY:
        session.setdefault("started", int(time()))
        session["renewed"] = int(time())
