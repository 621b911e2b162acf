"""The OpenAPI document describes every address, parameter and error, and holds nothing from the database."""

import json
import re

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from config.api import VIEWSETS
from tests import factories as make


@pytest.fixture
def document(db):
    return Client().get("/api/v1/openapi.json", headers={"accept-language": "en"}).json()


def test_the_document_is_valid_and_complete(document):
    validate_schema(document)
    expected = {f"/api/v1/{viewset.section}/" for viewset in VIEWSETS}
    expected |= {f"/api/v1/{viewset.section}/{{reference}}/" for viewset in VIEWSETS}
    expected |= {"/api/v1/search/", "/api/v1/suggest/"}
    assert set(document["paths"]) == expected
    assert {method for operations in document["paths"].values() for method in operations} == {"get"}


def test_it_is_made_without_a_warning(db):
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        SchemaGenerator().get_schema(request=None, public=True)
    assert (dict(GENERATOR_STATS._warn_cache), dict(GENERATOR_STATS._error_cache)) == ({}, {})


@pytest.mark.parametrize("viewset", VIEWSETS, ids=lambda viewset: viewset.section)
def test_every_parameter_of_a_list_is_described(document, viewset):
    operation = document["paths"][f"/api/v1/{viewset.section}/"]["get"]
    described = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert set(described) == {*viewset.filterset_class.base_filters, "cursor", "limit", "lang"}
    assert all(parameter["description"] for parameter in described.values())
    assert "default" in described["limit"]["schema"]
    assert set(operation["responses"]) == {"200", "400", "405", "406"}
    assert list(operation["responses"]["400"]["content"]) == ["application/problem+json"]


def test_choices_and_orders_are_listed(document):
    parameters = {p["name"]: p["schema"] for p in document["paths"]["/api/v1/parks/"]["get"]["parameters"]}
    assert parameters["level"] == {"type": "string", "enum": ["national", "provincial", "district"]}
    assert parameters["ordering"]["enum"] == ["name", "name_en", "name_zh", "-name", "-name_en", "-name_zh"]
    figure = document["components"]["schemas"]["Figure"]["properties"]
    assert figure["low"]["type"] == ["string", "null"]
    assert {"actual", "estimate", "target", "plan", "forecast", "ranking"} <= set(figure["kind"]["enum"])


def test_entries_answer_as_they_are_described(document, api):
    """Every property of an entry is in the document, and the other way round."""
    make.make_target(public=True)
    make.make_presence(public=True)
    make.make_event_participant(event=make.make_event(public=True), record=make.make_park(public=True).record)
    schemas = document["components"]["schemas"]
    for section, name in (
        ("parks", "Park"),
        ("companies", "Organisation"),
        ("targets", "Target"),
        ("events", "Event"),
        ("sources", "Source"),
    ):
        listed = api(f"{section}/")["results"][0]
        entry = api(listed["href"].removeprefix("http://testserver/api/v1/"))
        assert set(entry) == set(schemas[name]["properties"])
        summary = document["paths"][f"/api/v1/{section}/"]["get"]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        envelope = schemas[summary["$ref"].rpartition("/")[2]]["properties"]["results"]["items"]["$ref"]
        assert set(listed) == set(schemas[envelope.rpartition("/")[2]]["properties"])


def test_rows_leave_the_document_unchanged(client, db):
    before = client.get("/api/v1/openapi.json").content
    make.make_figure(indicator=make.make_indicator(code="q7x-canary"), public=True)
    make.make_park(name_en="Q7X")
    assert client.get("/api/v1/openapi.json").content == before


def test_private_columns_are_nowhere_in_it(document):
    assert not re.search(r"private_text|text_hash|is_public|updated_at", json.dumps(document))


def test_the_reference_works_without_another_host_or_inline_code(client, db):
    page = client.get("/api/v1/docs/").content.decode()
    assert re.findall(r"<style|style=|onclick|<script>", page) == []
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(addresses) == 5
    assert all(address.startswith(("/static/", "/api/")) for address in addresses)
    script = next(address for address in addresses if "script" in address.rpartition("/")[2])
    answer = client.get(script)
    assert answer.headers["Content-Type"].startswith("application/javascript")
    assert b"/api/v1/openapi.json" in answer.content
