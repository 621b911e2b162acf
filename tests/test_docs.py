"""docs/api.md describes every list, every filter and every order, and nothing that is not there."""

import json
import re
from pathlib import Path

import pytest
from django.http import QueryDict

from config.api import VIEWSETS

TEXT = (Path(__file__).parent.parent / "docs" / "api.md").read_text()
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
EVERY_LIST = ["ordering", "limit", "cursor", "lang"]


@pytest.mark.parametrize("viewset", VIEWSETS, ids=lambda viewset: viewset.section)
def test_every_list_and_filter_is_documented(viewset):
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", SECTIONS[viewset.section], re.MULTILINE)
    documented = [name for name, _meaning in rows]
    assert sorted(documented) == sorted(set(viewset.filterset_class.base_filters) - {"ordering"})


@pytest.mark.parametrize("viewset", VIEWSETS, ids=lambda viewset: viewset.section)
def test_every_choice_of_a_short_list_is_documented(viewset):
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", SECTIONS[viewset.section], re.MULTILINE))
    for name, item in viewset.filterset_class.base_filters.items():
        named = re.findall(r"`([a-z0-9_]+)`", rows.get(name, ""))
        if named and "choices" in item.extra:
            values = [str(value) for value, _label in item.extra["choices"]]
            assert set(named) <= set(values), name
            assert "…" in rows[name] or set(named) == set(values), name


@pytest.mark.parametrize("viewset", VIEWSETS, ids=lambda viewset: viewset.section)
def test_every_order_is_documented(viewset):
    orders = SECTIONS[viewset.section].partition("| filter |")[0]
    as_for_parks = "parks" in orders and viewset.section != "parks"
    own = set(viewset.filterset_class.orderings) - ({"name", "name_en", "name_zh"} if as_for_parks else set())
    assert own <= set(re.findall(r"`-?(\w+)`", orders))
    if viewset.filterset_class.default_ordering.startswith("-"):
        assert f"`{viewset.filterset_class.default_ordering}`" in orders


def test_what_every_list_takes_is_documented():
    assert all(f"| `{name}` |" in TEXT for name in EVERY_LIST)


def test_the_examples_are_answered_as_shown(client, db):
    addresses = re.findall(r"curl 'http://127\.0\.0\.1:8000(/[^']+)'", TEXT)
    assert len(addresses) == 6
    for address in addresses:
        path, _, query = address.partition("?")
        response = client.get(path, QueryDict(query).dict())
        assert response.status_code in (200, 400, 404), address
    wrong = json.loads(re.findall(r"```json\n(.+?)```", TEXT, re.DOTALL)[-1])
    answer = client.get(addresses[-1]).json()
    assert {key: answer[key] for key in ("type", "title", "status", "detail")} == {
        key: wrong[key] for key in ("type", "title", "status", "detail")
    }
    assert answer["parameters"][0]["nearest"] == wrong["parameters"][0]["nearest"]
