"""A number keeps its nature, and is found by what it says, not by what it might be."""

from decimal import Decimal

import pytest
from django.test import Client

from core.api_fields import AmountField
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    publisher = make.make_organisation(name_en="CGTN", name_zh="中国国际电视台", kind="publisher", public=True)
    return make.make_source(
        name_en="Beijing tech park eyes AI hub",
        publisher=publisher.record,
        publisher_as_printed="CGTN",
        published="2025-10-15",
        url="https://example.org/news",
        private_text="Their output was over CNY 700 billion in 2024.",
        public=True,
    )


@pytest.fixture
def output(source):
    """“over CNY 700 billion”, an output of the batch's parks."""
    zone = make.make_park(name_en="Zhongguancun", name_zh="中关村", kind="zone", public=True)
    citation = make.make_citation(
        source=source, quote="Their output was over CNY 700 billion in 2024.", locator="paragraph 3"
    )
    indicator = make.make_indicator(
        code="output-value", name_en="Output value", name_zh="产值", definition_zh="一年的产值。"
    )
    return make.make_figure(
        subject=zone.record,
        indicator=indicator,
        citation=citation,
        period="2024",
        population_en="the 23 parks combined",
        public=True,
    )


@pytest.fixture
def share(source):
    return make.make_figure(
        subject=make.make_park(name_en="Haidian Park", public=True).record,
        citation=make.make_citation(source=source, quote="over CNY 700 billion"),
        unit="percent",
        low=None,
        high=30,
        high_open=True,
        hedge="nearly",
        as_printed="nearly 30 percent",
        public=True,
    )


@pytest.fixture
def found(api):
    """The printed words of the figures found."""
    return lambda **query: sorted(entry["as_printed"] for entry in api("figures/", **query)["results"])


def test_a_figure_is_given_with_its_whole_nature(api, output, source):
    entry = api(f"figures/{output.pk}/")
    zone = entry.pop("subject")
    assert zone == {
        "id": str(output.subject_id),
        "record_kind": "park",
        "slug": "zhongguancun",
        "name": "Zhongguancun",
        "name_en": "Zhongguancun",
        "name_zh": "中关村",
        "href": "http://testserver/api/v1/parks/zhongguancun/",
    }
    indicator = entry.pop("indicator")
    assert indicator == {
        "id": str(output.indicator_id),
        "code": "output-value",
        "name": "Output value",
        "name_en": "Output value",
        "name_zh": "产值",
        "definition": "The value of what was produced in a year.",
        "definition_en": "The value of what was produced in a year.",
        "definition_zh": "一年的产值。",
        "family": "output",
        "unit": "money",
        "href": "http://testserver/api/v1/indicators/output-value/",
    }
    citation = entry.pop("citation")
    cited = citation.pop("source")
    assert citation == {
        "id": str(output.citation_id),
        "quote": "Their output was over CNY 700 billion in 2024.",
        "locator": "paragraph 3",
        "attributed_to": "",
        "check_state": output.citation.check_state,
    }
    assert cited.pop("publisher")["name_zh"] == "中国国际电视台"
    assert cited == {
        "id": str(source.pk),
        "slug": "beijing-tech-park-eyes-ai-hub",
        "title": "Beijing tech park eyes AI hub",
        "title_en": "Beijing tech park eyes AI hub",
        "title_zh": "",
        "kind": "press",
        "publisher_as_printed": "CGTN",
        "published": {
            "edtf": "2025-10-15",
            "earliest": "2025-10-15",
            "latest": "2025-10-15",
            "display": "15 October 2025",
        },
        "language": "en",
        "is_machine_written": False,
        "url": "https://example.org/news",
        "href": "http://testserver/api/v1/sources/beijing-tech-park-eyes-ai-hub/",
    }
    assert entry == {
        "id": str(output.pk),
        "href": f"http://testserver/api/v1/figures/{output.pk}/",
        "kind": "actual",
        "is_target": False,
        "display": "over CNY 700 billion",
        "as_printed": "over CNY 700 billion",
        "low": "700000000000",
        "low_open": True,
        "high": None,
        "high_open": True,
        "hedge": "over",
        "has_derived_ends": False,
        "unit": "money",
        "scale": "billion",
        "currency": "CNY",
        "period": {"edtf": "2024", "earliest": "2024-01-01", "latest": "2024-12-31", "display": "2024"},
        "period_not_stated": False,
        "period_as_printed": "",
        "population": "the 23 parks combined",
        "population_en": "the 23 parks combined",
        "population_zh": "",
        "base": None,
        "base_as_printed": "",
        "is_self_reported": False,
        "is_cumulative": False,
        "note": "",
        "note_en": "",
        "note_zh": "",
        "target": None,
        "count_claim": None,
        "further_citations": [],
    }
    assert api("figures/")["results"] == [api(f"figures/{output.pk}/")]


def test_a_figure_speaks_chinese(api, output):
    entry = api(f"figures/{output.pk}/", lang="zh-hans")
    assert (entry["display"], entry["indicator"]["name"], entry["subject"]["name"]) == (
        "超过7000亿元",
        "产值",
        "中关村",
    )


def test_a_lower_bound_is_found_from_below_only(found, output):
    words = ["over CNY 700 billion"]
    assert found(value_min="7e11", unit="money") == words
    assert found(value_min="699999999999.999999", indicator="output-value") == words
    assert found(value_min="700000000001", unit="money") == []
    assert found(value="7e11", unit="money") == []
    assert found(value_max="1e20", unit="money") == []
    assert found(value_min="7e11", unit="percent") == []


def test_an_upper_bound_is_found_from_above_only(found, share):
    words = ["nearly 30 percent"]
    assert found(value_max="30", unit="percent") == words
    assert found(value_max="29.999999", unit="percent") == []
    assert found(value_min="0", unit="percent") == []
    assert found(value="30", unit="percent") == []


def test_a_single_value_is_found_all_three_ways(found):
    make.make_figure(unit="count", as_printed="23", public=True)
    make.make_figure(unit="count", as_printed="24", low=24, high=24, public=True)
    assert found(value="23", unit="count") == found(value_max="23.5", unit="count") == ["23"]
    assert found(value_min="+2.35e1", unit="count") == ["24"]
    assert found(value_min="23", value_max="24", unit="count") == ["23", "24"]


def test_ends_keep_every_digit(api):
    low, high = "123456789012345678901234.123456", "123456789012345678901235"
    figure = make.make_figure(unit="count", low="29.500000", high="30", as_printed="29.5 to 30", public=True)
    assert (api(f"figures/{figure.pk}/")["low"], api(f"figures/{figure.pk}/")["high"]) == ("29.5", "30")
    assert [AmountField().to_representation(Decimal(text)) for text in (low, high, "1E+3", "0.000000", "-5.10")] == [
        low, high, "1000", "0", "-5.1",
    ]  # fmt: skip


def test_figures_are_found_by_what_they_are(found, output, share):
    both, one, other = ["nearly 30 percent", "over CNY 700 billion"], ["over CNY 700 billion"], ["nearly 30 percent"]
    assert found() == both
    assert found(subject="park:zhongguancun") == found(subject=str(output.subject_id)) == one
    assert found(indicator="output-value") == found(indicator=str(output.indicator_id)) == one
    assert found(unit="money") == found(currency="cny") == one
    assert found(currency="USD") == []
    assert found(family="output") == both
    assert found(kind="target") == []
    assert found(source="beijing-tech-park-eyes-ai-hub") == both
    assert (
        found(period_from="2024-06") == found(period_to="2024-06") == found(period_from="2024", period_to="2024") == one
    )
    assert found(period_from="2025") == found(period_to="2023") == []
    assert found(unit="percent", kind="actual") == other


def test_a_target_shows_its_state_and_owner(api):
    owner = make.make_organisation(name_en="Yizhuang government", kind="public_body", public=True)
    hidden = make.make_policy(name_en="Secret plan")
    figure = make.make_figure(kind="target", period="", period_not_stated=False, public=True)
    make.make_target(
        figure=figure, owner=owner.record, policy=hidden, horizon_as_printed="over the next three to five years"
    )
    entry = api(f"figures/{figure.pk}/")
    assert (entry["kind"], entry["is_target"], entry["period"]) == ("target", True, None)
    nature = entry["target"]
    assert nature.pop("owner")["slug"] == "yizhuang-government"
    assert nature == {
        "state": "lapsed",
        "horizon": {
            "edtf": "2023-10/2025-10", "earliest": "2023-10-01", "latest": "2025-10-31",
            "display": "October 2023 to October 2025",
        },
        "horizon_as_printed": "over the next three to five years",
        "horizon_reasoning": "",
        "horizon_reasoning_en": "",
        "horizon_reasoning_zh": "",
        "owner_as_printed": "the government of Yizhuang county",
        "policy": None,
    }  # fmt: skip


def test_a_stated_count_stands_beside_those_named(api):
    figure = make.make_figure(unit="count", public=True)
    named = make.make_park(name_en="Named Park", public=True)
    make.make_count_claim(figure=figure, members=[named.record, make.make_park(name_en="Hidden Park").record])
    claim = api(f"figures/{figure.pk}/")["count_claim"]
    assert [card["slug"] for card in claim.pop("named")] == ["named-park"]
    assert claim == {
        "what": "distinctive industrial parks",
        "what_en": "distinctive industrial parks",
        "what_zh": "",
        "stated": "23",
        "named_count": 1,
    }


def test_an_open_period_has_no_last_day(api):
    figure = make.make_figure(unit="count", period="2012/..", period_not_stated=False, public=True)
    assert api(f"figures/{figure.pk}/")["period"] == {
        "edtf": "2012/..", "earliest": "2012-01-01", "latest": None, "display": "since 2012",
    }  # fmt: skip
    assert [entry["id"] for entry in api("figures/", period_from="2030")["results"]] == [str(figure.pk)]
    assert api("figures/", period_to="2011")["results"] == []


def test_figures_without_a_period_come_last_and_answer_no_period(api):
    undated = make.make_figure(unit="count", public=True)
    dated = [
        make.make_figure(unit="count", period=year, period_not_stated=False, public=True) for year in ("2020", "2024")
    ]
    ids = [str(figure.pk) for figure in (dated[1], dated[0], undated)]
    assert [entry["id"] for entry in api("figures/")["results"]] == ids
    assert [entry["id"] for entry in api("figures/", ordering="period")["results"]] == ids[::-1]
    assert [entry["id"] for entry in api("figures/", period_to="2030")["results"]] == ids[:2]


def test_what_is_hidden_or_rests_on_a_hidden_source_or_subject_is_not_there(api):
    figure = make.make_figure(public=True)
    secret = make.make_source(name_en="Secret")
    make.make_figure(subject=figure.subject, citation=make.make_citation(source=secret))
    make.make_figure(citation=figure.citation, indicator=figure.indicator)
    make.make_figure(citation=figure.citation, subject=figure.subject, indicator=make.make_indicator())
    assert [entry["id"] for entry in api("figures/")["results"]] == [str(figure.pk)]
    assert [entry["code"] for entry in api("indicators/")["results"]] == [figure.indicator.code]


def test_an_indicator_names_only_public_ones_to_compare_with(api):
    figure = make.make_figure(public=True)
    other = make.make_figure(public=True).indicator
    figure.indicator.comparable_with.set([other, make.make_indicator(code="unused")])
    entry = api(f"indicators/{figure.indicator.code}/")
    assert [indicator["code"] for indicator in entry["comparable_with"]] == [other.code]
    assert entry == api(f"indicators/{figure.indicator.pk}/")


def test_the_full_text_and_its_hash_stay_here(output, source):
    client = Client()
    for path in ("figures/", f"figures/{output.pk}/", "sources/", f"sources/{source.slug}/", "parks/zhongguancun/"):
        body = client.get(f"/api/v1/{path}").content.decode()
        assert source.text_hash not in body
        assert "private" not in body
