"""Short words for reading the API."""

import pytest
from django.test import Client
from django.utils import translation


@pytest.fixture
def api(db):
    """`api("parks/", kind="zone")`: the answer's JSON; fails unless the status is the expected one."""
    client = Client()

    def read(path, *, expect=200, headers=None, **query):
        response = client.get(f"/api/v1/{path}", query, headers=headers)
        assert response.status_code == expect, response.content.decode()[:500]
        return response.json()

    yield read
    translation.activate("en")


@pytest.fixture
def names(api):
    """`names("parks/", kind="zone")`: the English names of the list, in order."""
    return lambda path, **query: [entry["name_en"] for entry in api(path, **query)["results"]]


@pytest.fixture
def refusal(api):
    """`refusal("parks/", parkk="haidian")`: the one error, as (parameter, reason, nearest)."""

    def read(path, **query):
        (error,) = api(path, expect=400, **query)["parameters"]
        return error["parameter"], error["reason"], error["nearest"]

    return read
