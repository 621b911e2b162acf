"""Pages by key: every row once, in order, at any depth, while rows come and go."""

import base64

import pytest
from django.test import Client

from core.models import Event
from parks.models import Park
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def parks():
    """Seven parks, five of one name."""
    return [make.make_park(name_en=name, public=True) for name in ("A", "B", "B", "B", "B", "B", "C")]


def walk(client, address, direction="next"):
    """The ids of each page from `address` on."""
    while address:
        answer = client.get(address).json()
        yield [entry["id"] for entry in answer["results"]]
        address = answer[direction]


def flat(pages):
    return [key for page in pages for key in page]


def in_order(*ordering):
    return [str(key) for key in Park.objects.order_by(*ordering).values_list("pk", flat=True)]


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8])
def test_pages_hold_every_row_once_in_order_over_ties(client, parks, limit):
    pages = list(walk(client, f"/api/v1/parks/?limit={limit}"))
    assert flat(pages) == in_order("sort_key", "pk")
    assert all(len(page) == limit for page in pages[:-1])
    assert pages[-1]
    backwards = list(walk(client, f"/api/v1/parks/?limit={limit}&ordering=-name"))
    assert flat(backwards) == in_order("-sort_key", "-pk")


@pytest.mark.parametrize("ordering", ["name", "-name"])
def test_the_way_back_shows_the_same_pages(client, parks, ordering):
    address, forth = f"/api/v1/parks/?limit=2&ordering={ordering}", []
    while address:
        answer = client.get(address).json()
        forth.append([entry["id"] for entry in answer["results"]])
        address = answer["next"]
    back = list(walk(client, answer["previous"], "previous"))
    assert back[::-1] == forth[:-1]
    assert client.get(f"/api/v1/parks/?limit=2&ordering={ordering}").json()["previous"] is None


def test_rows_that_come_and_go_neither_repeat_nor_skip_others(client, parks):
    keys = in_order("sort_key", "pk")
    first = client.get("/api/v1/parks/?limit=3").json()
    assert [entry["id"] for entry in first["results"]] == keys[:3]
    last_seen, earlier, later = keys[2], keys[0], keys[5]
    Park.objects.filter(pk__in=[last_seen, earlier, later]).update(is_public=False)
    before = make.make_park(name_en="AA", public=True)
    after = make.make_park(name_en="BB", public=True)
    rest = flat(walk(client, first["next"]))
    assert rest == [keys[3], keys[4], str(after.pk), keys[6]]
    assert str(before.pk) not in rest


def test_a_page_before_which_all_rows_went_leads_to_the_first(client, parks):
    second = client.get(client.get("/api/v1/parks/?limit=1").json()["next"]).json()
    Park.objects.filter(name_en="A").update(is_public=False)
    Park.objects.filter(pk=second["results"][0]["id"]).update(is_public=False)
    assert client.get(second["previous"]).json() == {"results": [], "next": None, "previous": None}


def test_undated_rows_are_paged_too(client):
    for date in ("2025", "", "2024", "", ""):
        make.make_event(date=date, public=True)
    pages = list(walk(client, "/api/v1/events/?limit=2"))
    assert flat(pages) == [
        str(key) for key in Event.objects.order_by("-date_earliest", "-pk").values_list("pk", flat=True)
    ]


def test_links_keep_the_question(client, parks):
    answer = client.get("/api/v1/parks/?kind=park&limit=2&lang=zh-hans&ordering=-name").json()
    address, _, query = answer["next"].partition("?")
    assert address == "http://testserver/api/v1/parks/"
    assert query.startswith("kind=park&limit=2&lang=zh-hans&ordering=-name&cursor=")
    assert client.get(answer["next"]).json()["previous"].startswith("http://testserver/api/v1/parks/?kind=park&limit=2")


def test_the_default_page_has_50_entries(client):
    Park.objects.bulk_create([])
    for number in range(51):
        make.make_event(title_en=f"Event {number}", public=True)
    assert [len(page) for page in walk(client, "/api/v1/events/")] == [50, 1]
    assert [len(page) for page in walk(client, "/api/v1/events/?limit=200")] == [51]


REASON = "This cursor belongs to another list, other filters or another order. Start again without it."


def forged(text):
    return "0" * 24 + "." + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x", ".", "..", "a.b", "é", "%F0%9F%98%80", "0" * 24 + ".", "A" * 1999, "[" * 1999, "a" * 1000 + "." + "b" * 900,
        forged('[0, "a", "00000000-0000-4000-8000-000000000000"]'), forged("[" * 900), forged('{"a": 1}'), forged("1e999"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("section", ["parks", "figures", "targets"])
def test_a_cursor_that_was_not_given_out_is_refused(client, section, cursor):
    response = client.get(f"/api/v1/{section}/?cursor={cursor}")
    assert response.status_code == 400
    assert response.json()["parameters"] == [{"parameter": "cursor", "reason": REASON, "nearest": []}]


def test_a_cursor_belongs_to_its_filters_and_order(client, parks):
    cursor = client.get("/api/v1/parks/?limit=2").json()["next"].partition("cursor=")[2]
    for query in ("ordering=-name&", "ordering=name_zh&", "kind=park&", "q=b&", "lang=zh-hans&"):
        assert client.get(f"/api/v1/parks/?{query}cursor={cursor}").status_code == 400, query
    assert client.get(f"/api/v1/people/?cursor={cursor}").status_code == 400
    for query in ("limit=5&", "ordering=name&", "ordering=name_en&", "lang=en&"):
        assert client.get(f"/api/v1/parks/?{query}cursor={cursor}").status_code == 200, query


def test_every_changed_character_of_a_cursor_is_noticed(parks):
    client = Client()
    cursor = client.get("/api/v1/parks/?limit=2").json()["next"].partition("cursor=")[2]
    for place in range(0, len(cursor), 5):
        changed = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]
        assert client.get(f"/api/v1/parks/?limit=2&cursor={changed}").status_code == 400, place


def test_a_page_counts_nothing(client, parks, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        client.get("/api/v1/parks/?limit=2")
    assert "COUNT" not in queries[0]["sql"]
