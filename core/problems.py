"""Errors of the API as problem details (RFC 9457): what is wrong, where, and the nearest valid names."""

from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, NotFound

CONTENT_TYPE = "application/problem+json"


class InvalidParameters(APIException):
    """Raised with every core.filters.Problem of a request at once."""

    status_code = HTTPStatus.BAD_REQUEST
    default_detail = gettext_lazy("The request has parameters that cannot be answered.")

    def __init__(self, problems):
        super().__init__()
        self.problems = problems


class WithdrawnEntry(APIException):
    """Raised with the core.gone.Gone of what once stood at the address."""

    status_code = HTTPStatus.GONE

    def __init__(self, gone):
        super().__init__(gone.reason)
        self.gone = gone


def problem_handler(exception, context):
    """The answer to an exception in a view; None leaves it to Django, which logs it and answers 500."""
    if isinstance(exception, Http404):
        exception = NotFound()
    if isinstance(exception, SuspiciousOperation):
        return problem(HTTPStatus.BAD_REQUEST, _("The request is too large or cannot be read."))
    if isinstance(exception, InvalidParameters):
        return problem(
            exception.status_code, str(exception.detail), parameters=[as_error(p) for p in exception.problems]
        )
    if isinstance(exception, WithdrawnEntry):
        entry = exception.gone.entry
        return problem(
            exception.status_code,
            str(exception.detail),
            reason=entry.reason or None,
            withdrawn_at=entry.at.isoformat(),
            note_en=entry.note_en,
            note_zh=entry.note_zh,
        )
    if isinstance(exception, APIException):
        return problem(exception.status_code, sentence(exception))
    return None


def problem(status, detail, **further):
    status = HTTPStatus(status)
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail, **further}
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})


def as_error(problem):
    return {"parameter": problem.parameter, "reason": problem.message, "nearest": list(problem.nearest)}


def sentence(exception):
    """The same for what is hidden and for what never was."""
    if isinstance(exception, NotFound):
        return _("There is nothing at this address.")
    if isinstance(exception, MethodNotAllowed):
        return _("This interface is read-only: use GET, HEAD or OPTIONS.")
    if isinstance(exception, NotAcceptable):
        return _("The answers are JSON: ask for application/json.")
    return str(exception.detail)
