"""Every list as CSV: the same rows as its page, whole, with every number's nature, and nothing a spreadsheet would run."""

import csv
import io

import pytest
from django.test import Client

from portal.outputs import tables
from portal.outputs.sections import LISTS
from tests import factories as make
from tests.pages.copies import copies
from tests.pages.world import build_world

pytestmark = pytest.mark.django_db


def rows(body):
    """The lines of a table as dictionaries."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_a_table_has_the_rows_of_the_list_and_its_filters(fetch):
    make.make_park(public=True, name_en="Zhongguancun", name_zh="中关村", kind="zone")
    make.make_park(public=True, name_en="Haidian Park", kind="park")
    make.make_park(name_en="Hidden Park", kind="zone")
    found = rows(fetch("/en/parks.csv"))
    assert [row["name_en"] for row in found] == ["Haidian Park", "Zhongguancun"]
    (zone,) = rows(fetch("/en/parks.csv", kind="zone"))
    assert (zone["slug"], zone["name_zh"], zone["kind"], zone["region_slug"]) == ("zhongguancun", "中关村", "zone", "")
    assert zone["page"] == "http://testserver/en/parks/zhongguancun/"
    assert [row["slug"] for row in rows(fetch("/en/parks.csv", ordering="-name"))] == ["zhongguancun", "haidian-park"]


def test_a_figure_never_leaves_without_its_nature(fetch):
    source = make.make_source(public=True, name_en="Report", url="https://example.org/report")
    make.make_figure(
        public=True,
        subject=make.make_park(public=True, name_en="Zone", kind="zone").record,
        kind="estimate",
        period="2025",
        citation=make.make_citation(source=source, quote="over CNY 700 billion"),
    )
    (row,) = rows(fetch("/en/figures.csv"))
    shown = {
        "subject_record_kind": "park", "subject_slug": "zone", "kind": "estimate", "is_target": "false",
        "display": "over CNY 700 billion", "as_printed": "over CNY 700 billion", "low": "700000000000", "low_open": "true",
        "high": "", "high_open": "true", "hedge": "over", "unit": "money", "currency": "CNY", "period": "2025",
        "period_earliest": "2025-01-01", "period_latest": "2025-12-31", "citation_quote": "over CNY 700 billion",
        "citation_source_slug": "report", "citation_source_url": "https://example.org/report",
    }  # fmt: skip
    assert {name: row[name] for name in shown} == shown


def test_words_are_in_the_language_of_the_address(fetch):
    make.make_figure(public=True)
    assert rows(fetch("/en/figures.csv"))[0]["display"] == "over CNY 700 billion"
    assert rows(fetch("/zh-hans/figures.csv"))[0]["display"] == "超过7000亿元"


def test_nothing_in_a_table_is_a_formula(fetch):
    make.make_park(public=True, name_en="=1+1|cmd", slug="formula")
    body = fetch("/en/parks.csv")
    assert rows(body)[0]["name_en"] == "'=1+1|cmd"
    assert b",=1" not in body


def test_a_negative_amount_stays_a_number():
    assert tables.text_of("-3.5") == "-3.5"
    assert tables.text_of("-3.5+1") == "'-3.5+1"
    assert tables.text_of([{"slug": "a"}, {"record": None, "as_printed": "the county"}]) == "a; the county"


def test_a_byte_order_mark_comes_first_where_asked_for(fetch):
    make.make_park(public=True, name_en="Zone")
    plain = fetch("/en/parks.csv")
    assert plain.startswith(b"id,record_kind,slug,")
    assert fetch("/en/parks.csv", bom="true") == b"\xef\xbb\xbf" + plain
    assert fetch("/en/parks.csv", bom="false") == plain


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"kindd": "zone"}, "There is no parameter “kindd” here."),
        ({"kind": "castle"}, "castle"),
        ({"limit": "5"}, "There is no parameter “limit” here."),
        ({"cursor": "x"}, "There is no parameter “cursor” here."),
        ({"bom": "perhaps"}, "“perhaps” is neither true nor false."),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_page(fetch, query, sentence):
    page = fetch("/en/parks.csv", expect=400, **query).decode()
    assert sentence in page and '<a href="/en/parks/">' in page


def test_the_answer_is_a_file_with_a_name(client, db):
    for method in (client.get, client.head):
        response = method("/en/policies.csv")
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["Content-Disposition"] == 'attachment; filename="parkatlas-policies.csv"'
    assert response.getvalue() == b""


def test_a_long_list_comes_whole_and_in_parts(monkeypatch, fetch, queries):
    park = make.make_park(public=True, name_en="Park")
    monkeypatch.setattr(tables, "ROWS_AT_ONCE", 7)
    copies(park, 20)
    found = rows(fetch("/en/parks.csv"))
    assert len(found) == len({row["id"] for row in found}) == 21
    assert queries("/en/parks.csv") == 4  # Three full parts, and one more that finds the end.
    copies(park, 2)
    assert len(rows(fetch("/en/parks.csv"))) == 23


def test_a_table_is_written_while_it_is_read(monkeypatch, db):
    monkeypatch.setattr(tables, "ROWS_AT_ONCE", 2)
    copies(make.make_park(public=True, name_en="Park"), 5)
    response = Client().get("/en/parks.csv")
    lines = iter(response)
    assert next(lines).startswith(b"id,")
    assert next(lines).count(b"\r\n") == 2


@pytest.mark.parametrize("section", LISTS)
def test_every_list_has_a_table_with_as_many_rows_as_the_api(section, fetch):
    build_world()
    client = Client()
    entries, address = [], f"/api/v1/{section}/?limit=200"
    while address:
        answer = client.get(address).json()
        entries += answer["results"]
        address = answer["next"]
    found = rows(fetch(f"/en/{section}.csv"))
    assert len(found) == len(entries) > 0
    assert [row["id"] for row in found] == [entry["id"] for entry in entries]
    assert None not in found[0], "a row has more cells than there are columns"


def test_every_column_is_explained_on_a_page(fetch):
    page = fetch("/en/columns/").decode()
    for section in LISTS:
        assert f'id="columns-{section}"' in page
        for column in tables.columns(section):
            assert f"<code>{column.name}</code>" in page
