"""When the next scheduled thing is due, known in the memory of each process so that asking costs nothing."""

import threading
import time

from editorial.models import Schedule
from editorial.publishing import database_now

# How long a process may not know of what another process has just scheduled.
REFRESH_SECONDS = 5


def next_due():
    """The moment of the next thing that is scheduled, or None."""
    return Schedule.objects.filter(failed_at=None).order_by("due_at").values_list("due_at", flat=True).first()


class DueClock:
    """Counts down to the next scheduled moment by the monotonic clock; only the database's clock says when that is."""

    def __init__(self):
        # Held by the thread that carries out what is due.
        self.busy = threading.Lock()
        self.forget()

    def forget(self):
        """Ask the database again at the next question."""
        self.asked_at = self.due_at = None

    def is_due(self):
        now = time.monotonic()
        if self.asked_at is None or now - self.asked_at >= REFRESH_SECONDS:
            moment = next_due()
            self.due_at = None if moment is None else now + (moment - database_now()).total_seconds()
            self.asked_at = now
        return self.due_at is not None and now >= self.due_at


clock = DueClock()
