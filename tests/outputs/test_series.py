"""The pages of measures over time, and their charts as files."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from core.models import Figure
from portal.loading import load
from portal.outputs import series
from tests import factories as make
from tests.pages.world import add_series, build_world

DATA = Path(__file__).parents[2] / "data" / "zhongguancun"
PAGE = "/en/parks/zone/figures/revenue/"


@pytest.fixture
def park(db):
    park = make.make_park(public=True, name_en="Zone", name_zh="示范区")
    add_series(park.record)
    return park


def chart_of(client, page):
    return next(series.key for series in client.get(page).context["all_series"] if series.is_charted)


def test_a_page_shows_the_chart_and_every_value_with_its_source(client, park):
    html = client.get(PAGE).content.decode()
    assert html.count("<svg role=") == 1
    assert "From 2019 to 2030: 2 actual values, 1 estimate, 1 target." in html
    rows = html.split("<tbody>")[1].split("</tbody>")[0]
    assert rows.count("<tr>") == 4
    assert "CNY 800 billion to 900 billion" in rows and "more than CNY 700 billion" in rows


def test_a_page_stands_in_both_languages(client, park):
    html = client.get("/zh-hans/parks/zone/figures/revenue/").content.decode()
    assert "亿元" in html and "8000亿至9000亿元" in html


def test_the_links_to_the_same_figures_as_data_hold_the_same_figures(client, park):
    html = client.get(PAGE).content.decode()
    query = "subject=park:zone&indicator=revenue"
    for address in (
        f"/en/figures.csv?{query}",
        f"/en/figures.csv?{query}&bom=true",
        f"/api/v1/figures/?{query}",
        f"/en/figures/?{query}",
    ):
        assert f'href="{address.replace("&", "&amp;")}"' in html
    table = b"".join(client.get(f"/en/figures.csv?{query}").streaming_content).decode()
    assert table.count("\r\n") == 1 + 4


def test_a_chart_is_a_file_that_runs_and_loads_nothing(client, park):
    answer = client.get(f"{PAGE}{chart_of(client, PAGE)}.svg")
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer["Content-Disposition"] == 'inline; filename="zone-revenue.svg"'
    assert not answer.cookies and answer["ETag"]
    whole = ElementTree.fromstring(answer.content)
    assert not [
        found for found in whole.iter() if found.tag.endswith(("script", "style", "image", "use", "foreignObject"))
    ]
    assert f"http://testserver{PAGE}" in answer.content.decode()


@pytest.mark.parametrize("ending", ["", "KEY.svg"])
def test_parameters_are_refused_with_a_sentence(client, park, ending):
    path = PAGE + ending.replace("KEY", chart_of(client, PAGE))
    assert client.get(path).status_code == 200
    answer = client.get(f"{path}?year=2020")
    assert answer.status_code == 400
    assert "This address takes no parameters." in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/en/parks/zone/figures/output/", f"{PAGE}0123456789.svg", "/en/parks/no/figures/revenue/"]
)
def test_what_is_not_there_is_not_found(client, park, path):
    assert client.get(path).status_code == 404


def test_a_former_address_leads_to_the_present_one(client, park):
    chart = f"{chart_of(client, PAGE)}.svg"
    park.slug = "new-zone"
    park.save()
    assert client.get(PAGE)["Location"] == "/en/parks/new-zone/figures/revenue/"
    assert client.get(PAGE + chart)["Location"] == f"/en/parks/new-zone/figures/revenue/{chart}"


def test_a_firm_stands_under_the_section_of_its_kind(client, db):
    firm = make.make_organisation(public=True, name_en="Megvii")
    add_series(firm.record)
    assert client.get("/en/companies/megvii/figures/revenue/").status_code == 200
    assert client.get("/en/institutions/megvii/figures/revenue/")["Location"] == "/en/companies/megvii/figures/revenue/"


def test_what_is_hidden_is_in_no_chart(client, park):
    before = client.get(PAGE).content
    indicator = park.record.figures.first().indicator
    make.make_figure(subject=park.record, indicator=indicator, period="2022", citation=make.make_citation(public=True))
    make.make_figure(subject=make.make_park().record, indicator=indicator, period="2022")
    assert client.get(PAGE).content == before


def test_a_page_asks_as_often_for_many_values_as_for_few_and_shows_a_bounded_number(client, park, queries, monkeypatch):
    few = queries(PAGE)
    indicator = park.record.figures.first().indicator
    for year in range(1990, 2010):
        make.make_figure(public=True, subject=park.record, indicator=indicator, period=str(year), low=year, high=year)
    assert queries(PAGE) == few <= 12
    monkeypatch.setattr(series, "MOST_FIGURES", 5)
    html = client.get(PAGE).content.decode()
    assert "Only the newest 5 figures are shown here" in html
    assert html.split("<tbody>")[1].split("</tbody>")[0].count("<tr>") == 5


def test_a_formula_in_a_text_stays_a_text(client, park):
    indicator = park.record.figures.first().indicator
    make.make_figure(
        public=True, subject=park.record, indicator=indicator, period="2024", low=1, high=1, as_printed="=1+1 <b>",
        population_en="=cmd|x",
    )  # fmt: skip
    table = b"".join(client.get("/en/figures.csv?subject=park:zone&indicator=revenue").streaming_content).decode()
    assert "'=1+1 <b>" in table and "'=cmd|x" in table
    assert "=1+1 &lt;b&gt;" in client.get(PAGE).content.decode()


# On the pages of records


def test_a_record_shows_its_measures_over_time_and_links_to_each(client, db):
    firm = build_world()["companies"]
    for number in range(3):
        more = {"public": True, "subject": firm.record, "indicator": make.make_indicator(code=f"more-{number}")}
        make.make_figure(**more, period="2019"), make.make_figure(**more, period="2020")
    html = client.get("/en/companies/megvii/").content.decode()
    assert html.count('class="chart-drawing"') == 3
    links = set(re.findall(r'href="(/en/companies/[a-z-]+/figures/[^"]+)"', html))
    assert links == {f"/en/companies/megvii/figures/{code}/" for code in ("revenue", "more-0", "more-1", "more-2")}


def test_the_sample_data_set_draws_nothing_that_it_does_not_say(client, db):
    """Its figures are of different measures and times: no two of them make a series, and its pages say so."""
    load(DATA, name="zhongguancun", by="tests")
    pages = {
        "parks/zhongguancun/figures/enterprise-revenue": ["over CNY 10 trillion"],
        "parks/zhongguancun/figures/order-of-designation": ["rank 1", "A rank is no amount"],
        # A total so far and an addition of a year, though of one indicator, never stand on one axis.
        "regions/china/figures/designated-hubs": ["more than 200", "10</a>", "They never share an axis."],
        "schemes/hi-tech-industrialisation-bases/figures/share-of-hubs": ["83%", "7%", "They never share an axis."],
        "parks/beijing-economic-and-technological-development-area/figures/market-value-of-projects": [
            "at least CNY 50 billion", "lapsed without evidence", "October 2023 to October 2025",
        ],
    }  # fmt: skip
    for path, said in pages.items():
        html = client.get(f"/en/{path}/").content.decode()
        assert "chart-drawing" not in html, path
        assert "No chart: " in html or "A rank is no amount" in html
        assert [one for one in said if one not in html] == [], path
    assert "chart-drawing" not in client.get("/en/parks/zhongguancun/").content.decode()


def test_a_later_fact_beside_the_estimate_of_the_sample_data_set_makes_a_chart(client, db):
    load(DATA, name="zhongguancun", by="tests")
    estimate = Figure.objects.get(subject__slug="zhongguancun", indicator__code="enterprise-revenue")
    make.make_figure(
        public=True, subject=estimate.subject, indicator=estimate.indicator, period="2024", as_printed="CNY 9.2 trillion",
        low=92 * 10**11, high=92 * 10**11, population_en=estimate.population_en, population_zh=estimate.population_zh,
    )  # fmt: skip
    html = client.get("/zh-hans/parks/zhongguancun/figures/enterprise-revenue/").content.decode()
    assert html.count('class="chart-drawing"') == 1
    assert ">9.2万亿</text>" in html and ">超过10万亿</text>" in html and ">万亿元</text>" in html
