"""How old evidence is: how long after its publication a document was read, and when it was last looked at."""

from typing import NamedTuple

from core import edtf


class Delay(NamedTuple):
    """Days from publication to reading; at least as many where the day of publication is not known."""

    days: int
    is_exact: bool


def reading_delay(source):
    """The Delay of a Source; None where either date is unknown, or it was read before it can have been published."""
    if not source.published or source.retrieved_on is None or source.published_latest == edtf.UNKNOWN_LATEST:
        return None
    days = (source.retrieved_on - source.published_latest).days
    return Delay(days, source.published_earliest == source.published_latest) if days >= 0 else None


def last_looked_at(citation):
    """The day on which an editor or a check last had the document open; None where it is not known."""
    source = citation.source
    checked = citation.checked_at.date() if citation.checked_at else None
    return max((day for day in (source.retrieved_on, source.checked_on, checked) if day), default=None)
