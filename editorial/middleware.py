"""What is due becomes public with the first request after its moment, whether or not any worker runs."""

import logging

from django.db import InterfaceError, OperationalError

from editorial.due import clock
from editorial.workflow import carry_out_due

logger = logging.getLogger(__name__)

# Answered without the database.
UNTOUCHED = ("/healthz",)


class DueMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(UNTOUCHED):
            carry_out_if_due()
        return self.get_response(request)


def carry_out_if_due():
    """Publish and withdraw what is due, unless another thread of this process is at it.

    A database that is away, or locked for too long, is no reason to refuse the page: the next request tries again.
    """
    try:
        if clock.is_due() and clock.busy.acquire(blocking=False):
            try:
                carry_out_due()
            finally:
                clock.forget()
                clock.busy.release()
    except (OperationalError, InterfaceError) as error:
        logger.warning("What is due could not be carried out now.", exc_info=error)
