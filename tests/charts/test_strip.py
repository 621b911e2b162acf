"""One measure of several subjects side by side, and the page of the measure."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import views
from core.charts import strip as strip_module
from core.charts.strip import newest_of_each, strip
from core.models import Figure
from core.views import newest_figures
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def revenue(db):
    return make.make_indicator(public=True, code="revenue", name_en="Revenue", definition_en="Of all enterprises.")


def add(indicator, name, low, period="2020", **values):
    parks = type(make.make_park(name_en="never")).objects
    park = parks.filter(name_en=name).first() or make.make_park(public=True, name_en=name)
    values = {"high": low, "as_printed": "as said", "period": period} | values
    return make.make_figure(
        public=True, subject=park.record, indicator=indicator, unit=indicator.unit, low=low, **values
    )


def newest(indicator):
    return newest_of_each(list(newest_figures(indicator)))


def test_each_subject_stands_with_its_newest_value_the_largest_first(revenue):
    add(revenue, "East", 5, "2019"), add(revenue, "East", 3, "2021"), add(revenue, "West", 4, "2018")
    assert [(figure.subject.name_en, figure.low) for figure in newest(revenue)] == [("West", 4), ("East", 3)]


def test_what_is_of_others_is_a_row_of_its_own_and_aims_are_none(revenue):
    (
        add(revenue, "East", 5),
        add(revenue, "East", 2, population_en="the 23 parks"),
        add(revenue, "East", 9, kind="target"),
    )
    assert [figure.low for figure in newest(revenue)] == [5, 2]


def test_places_on_the_axis(revenue):
    add(revenue, "East", 5), add(revenue, "West", 10)
    found = strip(newest(revenue))
    assert found.unit == "CNY"
    assert re.findall(r'<text x="([^"]+)"[^>]*>(\d+)<', found.axis) == [("0%", "0"), ("50%", "5"), ("100%", "10")]
    spots = [ElementTree.fromstring(row.drawing).find("g/svg").get("x") for row in found.rows]
    assert spots == ["100%", "50%"]


def test_an_open_end_points_to_where_it_is_open(revenue):
    over = {"high": None, "low_open": True, "high_open": True, "hedge": "over"}
    below = {"high": Decimal(8), "low_open": True, "high_open": True, "hedge": "less_than"}
    add(revenue, "East", 10, **over), add(revenue, "West", None, **below)
    turns = [re.findall(r"rotate\((\d+)\)", row.drawing) for row in strip(newest(revenue)).rows]
    assert turns == [["90"], ["270"]]


def test_an_interval_is_a_line_with_caps_and_one_sign_in_the_middle(revenue):
    add(revenue, "East", 4, high=8, kind="estimate"), add(revenue, "West", 10)
    west, east = (ElementTree.fromstring(row.drawing).find("g") for row in strip(newest(revenue)).rows)
    assert [(line.get("x1"), line.get("x2"), line.get("stroke-dasharray")) for line in east.findall("line")] == [
        ("40%", "80%", None)
    ]
    assert [place.get("x") for place in east.findall("svg")] == ["40%", "80%", "60%"]
    assert [place.get("x") for place in east.findall("svg") if place.find("g") is not None] == ["60%"]
    assert west.findall("line") == []


def test_a_page_says_which_are_shown_and_in_which_order(client, revenue):
    add(revenue, "East", 5)
    assert "The 30 newest at most, the largest first." in client.get("/en/indicators/revenue/").content.decode()


def test_of_many_the_newest_are_kept_not_the_largest(revenue, monkeypatch):
    monkeypatch.setattr(strip_module, "MOST_ROWS", 2)
    add(revenue, "East", 9, "2018"), add(revenue, "West", 3, "2020"), add(revenue, "North", 4, "2019")
    assert [figure.low for figure in newest(revenue)] == [4, 3]


def test_two_measures_are_refused(revenue):
    add(revenue, "East", 5), add(revenue, "West", 5, currency="USD")
    with pytest.raises(ValueError, match="never share an axis"):
        strip(newest(revenue))
    with pytest.raises(ValueError, match="no amount"):
        strip([Figure(unit="rank", low=Decimal(1), high=Decimal(1))])


def test_a_page_has_an_axis_for_each_currency(client, revenue):
    add(revenue, "East", 5 * 10**9), add(revenue, "West", 5 * 10**9, currency="USD")
    html = client.get("/en/indicators/revenue/").content.decode()
    assert "Newest values (CNY)" in html and "Newest values (USD)" in html
    assert html.count('<table class="strip stacks">') == 2
    assert "亿元" in client.get("/zh-hans/indicators/revenue/").content.decode()


def test_a_rank_is_told_and_not_drawn(client):
    order = make.make_indicator(public=True, code="order", unit="rank", family="rank")
    add(order, "East", 1)
    html = client.get("/en/indicators/order/").content.decode()
    assert "chart-drawing" not in html and "/en/figures/?indicator=order" in html


def test_a_page_reads_a_bounded_number_of_figures_with_few_queries(client, revenue, monkeypatch):
    add(revenue, "East", 5), add(revenue, "West", 6, "2019")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/indicators/revenue/")
    for number in range(35):
        add(revenue, f"Park {number}", number, "2021")
    with CaptureQueriesContext(connection) as many:
        html = client.get("/en/indicators/revenue/").content.decode()
    assert len(many) == len(few) <= 12
    assert html.count('<th scope="row">') == 30
    monkeypatch.setattr(views, "NEWEST_LOOKED_AT", 20)
    html = client.get("/en/indicators/revenue/").content.decode()
    assert html.count('<th scope="row">') == 20
    assert "Only the newest 20 figures were looked at." in html


def test_a_hidden_or_unknown_measure_has_no_page(client, revenue):
    make.make_indicator(code="hidden")
    for code in ("hidden", "nothing"):
        assert client.get(f"/en/indicators/{code}/").status_code == 404


def test_hidden_figures_and_those_of_hidden_subjects_are_in_no_row(client, revenue):
    add(revenue, "East", 5)
    before = client.get("/en/indicators/revenue/").content
    make.make_figure(subject=make.make_park(public=True).record, indicator=revenue)
    make.make_figure(subject=make.make_park().record, indicator=revenue)
    assert client.get("/en/indicators/revenue/").content == before
