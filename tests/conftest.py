"""Fixtures that every test module may use."""

import time

import pytest
from django.utils import translation

from core.models import SearchDocument
from core.search.writing import drift
from editorial import due
from editorial.models import Record


@pytest.fixture(autouse=True)
def english():
    """An answer in Chinese leaves its language behind in the thread, as a server's next request would find it."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def nothing_is_known_to_be_due(monkeypatch):
    """What a process remembers of the schedule is not carried from test to test; a request asks only after a scheduling."""
    monkeypatch.setattr(due, "REFRESH_SECONDS", float("inf"))
    due.clock.asked_at, due.clock.due_at = time.monotonic(), None


@pytest.fixture
def search_in_step(db):
    """After the test every search document is what building it anew from the public rows would give."""
    yield
    assert drift(SearchDocument, list(Record.objects.values_list("pk", flat=True))) == []
