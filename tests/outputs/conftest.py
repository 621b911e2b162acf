"""Short words for what the site gives out."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation


@pytest.fixture
def fetch(db):
    """`fetch("/en/parks.csv", kind="zone")`: the whole body as bytes; fails unless the status is the expected one."""
    client = Client()

    def read(path, *, expect=200, **query):
        response = client.get(path, query)
        body = response.getvalue()
        assert response.status_code == expect, body.decode()[:500]
        return body

    yield read
    translation.activate("en")


@pytest.fixture
def queries(fetch):
    """`queries("/en/parks.atom")`: how often the database is asked for an answer."""

    def count(path, **query):
        with CaptureQueriesContext(connection) as asked:
            fetch(path, **query)
        return len(asked)

    return count
