"""Records side by side: what a comparison says of the sample data, which addresses it refuses, and how often it asks."""

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from editorial.merging import approve, propose
from editorial.models import DeskSetting
from editorial.publishing import withdraw
from portal.loading import load
from tests import factories as make
from tests.pages.copies import multiply_parts
from tests.pages.world import build_world

DATA = Path(__file__).parent.parent.parent / "data" / "zhongguancun"
ETDA = "beijing-economic-and-technological-development-area"
JINGXI = "zgc-jingxi-ai-technology-park"


def address(kind, *slugs, language="en", **further):
    asked = [*(f"with={slug}" for slug in slugs), *(f"{name}={value}" for name, value in further.items())]
    return f"/{language}/compare/{kind}/?{'&'.join(asked)}"


def text_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows_of(response):
    """`{(part, label): Row}` of the rows that a page shows."""
    return {(part.key, str(row.label)): row for part, rows in response.context["parts"] for row in rows}


def said(row):
    """What stands in each cell of a row, without its evidence."""
    return [
        [str(item.figure.display() if item.figure else item.text or item.printed) for item in cell.items]
        for cell in row.cells
    ]


class SampleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load(DATA, name="zhongguancun", by="tests")

    def rows(self, kind, *slugs, **further):
        response = self.client.get(address(kind, *slugs, **further))
        self.assertEqual(response.status_code, 200)
        return rows_of(response)

    def test_the_ground_of_two_zones(self):
        rows = self.rows("parks", "zhongguancun", ETDA)
        self.assertEqual(said(rows["facts", "What it is"]), [["zone"], ["zone"]])
        self.assertEqual(rows["facts", "What it is"].state, "same")
        self.assertEqual(said(rows["facts", "Where"]), [["Beijing"], ["Yizhuang"]])
        self.assertEqual(rows["facts", "Where"].state, "differs")
        self.assertEqual(said(rows["facts", "First dated in our sources"]), [["September 2013"], ["13 October 2020"]])
        self.assertEqual(
            said(rows["places", "Contains today"])[0],
            [
                "Changping Park",
                "Chaoyang Park",
                "Daxing Park",
                "Fangshan Park",
                "Haidian Park",
                "Shunyi Park",
                "Yizhuang Park",
            ],
        )
        self.assertEqual(rows["places", "Contains today"].state, "gaps")
        self.assertEqual(said(rows["presences", "Headquarters"]), [[], ["JD.com"]])
        self.assertEqual(said(rows["policies", "Designations"])[1], ["national AI industrialisation centre"])

    def test_an_estimate_keeps_its_hedge_and_kind_and_its_gap_is_no_zero(self):
        response = self.client.get(address("parks", "zhongguancun", ETDA))
        row = rows_of(response)["figures", "Total revenue of enterprises"]
        self.assertEqual((said(row), row.state), ([["over CNY 10 trillion"], []], "gaps"))
        [html] = re.findall(
            r"<tr[^>]*>(?:(?!</tr>).)*over CNY 10 trillion.*?</tr>", response.content.decode(), re.DOTALL
        )
        words = text_of(html)
        self.assertIn("Total revenue of enterprises recorded for some only", words)
        self.assertIn("over CNY 10 trillion ( estimate , 2025)", words)
        self.assertIn("CGTN, 3 January 2026", words)
        self.assertTrue(words.endswith("Beijing Economic and Technological Development Area not recorded"), words)
        self.assertIn(
            "超过10万亿元", self.client.get(address("parks", "zhongguancun", ETDA, language="zh-hans")).content.decode()
        )

    def test_two_ranks_say_what_keeps_them_apart(self):
        row = self.rows("parks", "zhongguancun", ETDA)["figures", "Order of designation"]
        self.assertEqual(said(row), [["rank 1", "rank 1"], ["rank 1"]])
        self.assertEqual(row.state, "differs")
        self.assertIn("Not the same period: period not stated against 2020.", row.remarks)
        self.assertTrue(any(remark.startswith("Not of the same group: “") for remark in row.remarks))

    def test_a_target_stands_apart_from_facts_with_its_state(self):
        response = self.client.get(address("parks", "zhongguancun", ETDA))
        rows = rows_of(response)
        self.assertEqual(said(rows["targets", "Market value aimed at"]), [[], ["at least CNY 50 billion"]])
        self.assertNotIn(("figures", "Market value aimed at"), rows)
        self.assertRegex(
            text_of(response.content.decode()),
            r"at least CNY 50 billion \( target .*? State today: lapsed without evidence",
        )

    def test_who_is_only_mentioned_is_said_to_be_no_tenant(self):
        rows = self.rows("organisations", "baidu", "megvii", "jd-com")
        self.assertEqual(said(rows["presences", "Mentioned"]), [[], ["Zhongguancun"], []])
        self.assertEqual(
            rows["presences", "Mentioned"].remarks,
            ["This is not tenancy: the source does not say that it is in the park."],
        )
        self.assertEqual(rows["presences", "Headquarters"].remarks, [])
        self.assertEqual(said(rows["policies", "Measures against it"]), [[], ["Entity List"], []])
        self.assertNotIn(("policies", "Policies that concern it"), rows)
        self.assertEqual(rows["facts", "Kind"].state, "same")

    def test_policies_of_four_issuers(self):
        rows = self.rows(
            "policies",
            "yizhuang-ai-base-plan",
            "support-for-industries-of-single-parks",
            "us-entity-list",
            "uav-action-plan",
        )
        self.assertEqual(
            said(rows["facts", "Issued by"]), [["Yizhuang county government"], [], ["United States government"], []]
        )
        self.assertEqual(said(rows["facts", "Published"]), [["14 October 2020"], [], [], []])
        self.assertEqual(said(rows["concerns", "Restricts"]), [[], [], ["Megvii", "SenseTime"], []])
        self.assertEqual(said(rows["targets", "Market value aimed at"])[0], ["at least CNY 50 billion"])
        self.assertEqual(said(rows["aims", "Projects of a plan"])[0], ["10"])

    def test_all_but_what_differs_can_be_left_out(self):
        whole = self.rows("parks", "zhongguancun", ETDA)
        narrowed = self.rows("parks", "zhongguancun", ETDA, only="differences")
        self.assertEqual(set(whole) - set(narrowed), {key for key, row in whole.items() if row.state != "differs"})
        self.assertIn(("facts", "Where"), narrowed)
        self.assertIn(("facts", "Level"), whole)
        self.assertNotIn(("facts", "Level"), narrowed)
        same = self.client.get(address("organisations", "baidu", "jd-com", only="differences"))
        self.assertIn("Nothing that is recorded differs.", same.content.decode())
        gaps = sum(row.state == "gaps" for row in whole.values())
        told = f"{gaps} rows that are recorded for some only are left out."
        page = self.client.get(address("parks", "zhongguancun", ETDA, only="differences"))
        self.assertIn(told, text_of(page.content.decode()))

    def test_what_nobody_recorded_is_named_once_below(self):
        html = self.client.get(address("organisations", "baidu", "jd-com")).content.decode()
        self.assertIn("Owners and holdings: Who owns or funds it, What it owns or funds", text_of(html))

    def test_the_table_holds_hedges_sources_and_gaps(self):
        response = self.client.get(f"/en/compare/parks.csv?with=zhongguancun&with={ETDA}")
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        head, *lines = csv.reader(io.StringIO(response.content.decode()))
        name = "Beijing Economic and Technological Development Area"
        self.assertEqual(
            head,
            [
                "Part",
                "Row",
                "Comparison",
                "Remarks",
                "Zhongguancun",
                "Sources of Zhongguancun",
                name,
                f"Sources of {name}",
            ],
        )
        [revenue] = [line for line in lines if line[1] == "Total revenue of enterprises"]
        self.assertEqual(revenue[2], "recorded for some only")
        self.assertEqual(revenue[4], "over CNY 10 trillion (estimate, 2025); Zhongguancun-based enterprises")
        self.assertTrue(revenue[5])
        self.assertEqual(revenue[6:], ["not recorded", ""])
        [evidence] = [line for line in lines if line[1] == "What it rests on"]
        self.assertIn("“the first national high-tech zone", evidence[4])
        self.assertNotIn("“”", str(lines))
        self.assertRegex(evidence[5], "https?://")

    def test_the_table_begins_with_a_byte_order_mark_where_it_is_asked_for(self):
        asked = f"/en/compare/parks.csv?with=zhongguancun&with={ETDA}"
        marked, plain = self.client.get(f"{asked}&bom=true"), self.client.get(f"{asked}&bom=false")
        self.assertEqual(marked.content, b"\xef\xbb\xbf" + plain.content)
        self.assertEqual(self.client.get(f"{asked}&bom=maybe").status_code, 400)
        self.assertEqual(self.client.get(address("parks", "zhongguancun", ETDA, bom="true")).status_code, 400)

    def test_the_data_hold_ends_in_base_units_and_the_quote(self):
        data = self.client.get(f"/en/compare/parks.json?with=zhongguancun&with={ETDA}").json()
        self.assertEqual([record["slug"] for record in data["records"]], ["zhongguancun", ETDA])
        [figures] = [part for part in data["parts"] if part["key"] == "figures"]
        [revenue] = [row for row in figures["rows"] if row["label"] == "Total revenue of enterprises"]
        [item] = revenue["cells"][0]["items"]
        self.assertEqual(
            (item["low"], item["high"], item["hedge"], item["currency"], item["kind"], item["period"]),
            ("10000000000000", None, "over", "CNY", "estimate", "2025"),
        )
        self.assertTrue(item["evidence"]["quote"])
        self.assertEqual(revenue["cells"][1]["is_recorded"], False)


# Made worlds


@pytest.fixture
def parks(db):
    return [
        make.make_park(public=True, name_en=f"{name} Park")
        for name in ("Haidian", "Daxing", "Shunyi", "Fangshan", "Miyun")
    ]


def test_values_that_cannot_both_be_right_both_stand_with_the_reason(client, parks):
    output = make.make_indicator(public=True, name_en="Output")
    one, other = parks[0].record, parks[1].record
    for low, kind in ((100, "press"), (500, "primary")):
        source = make.make_source(public=True, kind_of_source=kind)
        citation = make.make_citation(public=True, source=source)
        make.make_figure(
            public=True, subject=one, indicator=output, low=low, high=low, period="2022", citation=citation
        )
    make.make_figure(public=True, subject=other, indicator=output, low=300, high=300, period="2019", kind="estimate")
    row = rows_of(client.get(address("parks", "haidian-park", "daxing-park")))["figures", "Output"]
    assert [[int(item.figure.low) for item in cell.items] for cell in row.cells] == [[500, 100], [300]]
    assert row.cells[0].note.startswith("Sources disagree. Why this order: Its source is closer to the origin")
    assert row.remarks == ["Not the same period: 2022 against 2019.", "Not of the same kind: actual against estimate."]


def test_a_common_period_leaves_nothing_to_remark(client, parks):
    output = make.make_indicator(public=True, name_en="Output")
    for park, periods in ((parks[0], ("2022", "2019")), (parks[1], ("2019",))):
        for period in periods:
            make.make_figure(public=True, subject=park.record, indicator=output, period=period)
    row = rows_of(client.get(address("parks", "haidian-park", "daxing-park")))["figures", "Output"]
    assert row.remarks == []


def test_two_currencies_are_told_apart(client, parks):
    output = make.make_indicator(public=True, name_en="Output")
    for park, currency in zip(parks, ("CNY", "USD"), strict=False):
        make.make_figure(public=True, subject=park.record, indicator=output, period="2019", currency=currency)
    row = rows_of(client.get(address("parks", "haidian-park", "daxing-park")))["figures", "Output"]
    assert (row.state, row.remarks) == ("differs", ["Not in the same currency: CNY against USD."])


def test_what_all_have_is_marked_among_what_differs(client, parks):
    robotics, drones = (make.make_sector(public=True, name_en=name) for name in ("Robotics", "Drones"))
    for park, sectors in ((parks[0], (robotics, drones)), (parks[1], (robotics,))):
        for sector in sectors:
            make.make_park_sector(public=True, park=park, sector=sector, role="leading")
    response = client.get(address("parks", "haidian-park", "daxing-park"))
    row = rows_of(response)["sectors", "Leading"]
    assert row.state == "differs"
    html = response.content.decode()
    assert len(re.findall(r'Robotics</a>(?:(?!</p>).)*class="in-all"', html, re.DOTALL)) == 2
    assert not re.search(r'Drones</a>(?:(?!</p>).)*class="in-all"', html, re.DOTALL)


def test_the_order_is_that_of_the_address_and_the_canonical_one_is_one_for_all(client, parks):
    pages = [
        client.get(address("parks", *slugs))
        for slugs in (("haidian-park", "daxing-park"), ("daxing-park", "haidian-park"))
    ]
    names = [[str(record.name) for record in page.context["asked"].records] for page in pages]
    assert names == [["Haidian Park", "Daxing Park"], ["Daxing Park", "Haidian Park"]]
    canonical = 'rel="canonical" href="http://testserver/en/compare/parks/?with=daxing-park&amp;with=haidian-park"'
    for page in pages:
        assert canonical in page.content.decode()
        assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert '<meta name="robots"' not in client.get("/en/compare/parks/").content.decode()


def test_one_record_waits_for_another_and_four_take_no_more(client, parks):
    alone = client.get(address("parks", "haidian-park"))
    assert alone.status_code == 200
    html = alone.content.decode()
    assert 'href="?with=haidian-park&amp;with=daxing-park"' in html
    assert "Miyun Park" in html
    assert '<input type="hidden" name="with" value="haidian-park">' in html
    four = client.get(address("parks", *(park.slug for park in parks[:4]))).content.decode()
    assert 'id="compare-q"' not in four


def test_names_are_searched_as_everywhere_else(client, parks):
    html = client.get(address("parks", "haidian-park", q="miy")).content.decode()
    assert 'href="?with=haidian-park&amp;with=miyun-park"' in html
    assert "with=daxing-park" not in html
    none = client.get(address("parks", "haidian-park", q="zzz")).content.decode()
    assert "No other public name here contains “zzz”." in none


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("with=haidian-park&bogus=1", "There is no parameter “bogus” here."),
        ("with=haidian-park&only=all", "“all” cannot be asked for here."),
        ("q=a&q=b", "Give “q” once, not 2 times."),
        ("with=haidian-park&with=%EF%BF%BD", "The value contains a character that cannot be read"),
        ("with=" + "x" * 300, "The value has 300 characters; at most 200 are read."),
        ("&".join(f"with={n}-park" for n in ("haidian", "daxing", "shunyi", "fangshan", "miyun")), "5 are asked for. At most 4"),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_refused_with_a_sentence(client, parks, query, sentence):
    for path in ("/en/compare/parks/", "/en/compare/parks.csv", "/en/compare/parks.json"):
        if path.endswith("/") or not query.startswith("q="):
            response = client.get(f"{path}?{query}")
            assert response.status_code == 400, path
            assert sentence in unescape(response.content.decode())


def test_of_too_many_each_can_be_taken_out(client, db):
    slugs = [make.make_park(public=True).slug for _ in range(10)]
    response = client.get(address("parks", *slugs[:5]))
    assert response.status_code == 400
    for slug in slugs[:5]:
        rest = address("parks", *(other for other in slugs[:5] if other != slug)).replace("&", "&amp;")
        assert f'<a class="chip" href="{rest}" rel="nofollow">' in response.content.decode()
    # However many are named, no more are looked up.
    assert client.get(address("parks", *slugs)).content.decode().count('<a class="chip"') == 8


def test_a_file_needs_two(client, parks):
    for ending in ("csv", "json"):
        response = client.get(f"/en/compare/parks.{ending}?with=haidian-park")
        assert response.status_code == 400
        assert "Name two to four of them" in response.content.decode()


def test_what_is_not_there_is_named_with_the_nearest_and_hidden_is_answered_alike(client, parks):
    make.make_park(name_en="Secret Park")
    pages = [client.get(address("parks", "haidian-park", slug)) for slug in ("secret-park", "secrot-park")]
    assert [page.status_code for page in pages] == [404, 404]
    hidden, unknown = (page.content.decode() for page in pages)
    assert hidden.replace("secret-park", "x") == unknown.replace("secrot-park", "x")
    near = client.get(address("parks", "haidian-park", "daxng-park")).content.decode()
    assert 'href="?with=haidian-park&amp;with=daxing-park" rel="nofollow">Daxing Park</a>' in near


def test_another_kind_is_said_to_be_one(client, parks):
    make.make_policy(public=True, name_en="Base plan")
    response = client.get(address("parks", "haidian-park", "base-plan"))
    assert response.status_code == 404
    assert "“Base plan” is of another kind." in response.content.decode()
    assert client.get("/en/compare/people/").status_code == 404


def test_what_is_named_twice_or_by_an_old_name_leads_to_the_plain_address(client, parks):
    DeskSetting.objects.create(solo_publishing=True)
    user = make.make_user()
    plain = "/en/compare/parks/?with=haidian-park&with=daxing-park"
    twice = client.get(address("parks", "haidian-park", "daxing-park", "haidian-park"))
    assert (twice.status_code, twice["Location"]) == (301, plain)
    approve(propose(parks[0], parks[2], by=user), by=user)
    merged = client.get(address("parks", "shunyi-park", "daxing-park", only="differences"))
    assert (merged.status_code, merged["Location"]) == (301, f"{plain}&only=differences")
    assert (
        client.get(address("parks", "shunyi-park", "haidian-park"))["Location"]
        == "/en/compare/parks/?with=haidian-park"
    )
    renamed = parks[1]
    renamed.slug = "daxing"
    renamed.save()
    moved = client.get(address("parks", "haidian-park", "daxing-park"))
    assert moved["Location"] == "/en/compare/parks/?with=haidian-park&with=daxing"
    file = client.get("/en/compare/parks.csv?with=haidian-park&with=daxing-park")
    assert file["Location"] == "/en/compare/parks.csv?with=haidian-park&with=daxing"


def test_what_was_withdrawn_is_gone_with_its_reason(client, parks):
    withdraw(parks[0], by="test", note_en="Counted twice.")
    response = client.get(address("parks", "haidian-park", "daxing-park"))
    assert response.status_code == 410
    html = response.content.decode()
    assert "What stood at “haidian-park” was withdrawn. It was published in error." in html
    assert "Haidian Park" not in html
    assert client.get("/en/compare/parks.json?with=haidian-park&with=daxing-park").status_code == 410


def test_what_stays_readable_is_compared_under_its_notice(client, parks):
    withdraw(parks[0], by="test", reason="withdrawn", note_en="Counted twice.")
    response = client.get(address("parks", "haidian-park", "daxing-park"))
    assert response.status_code == 200
    assert "It stays readable, but stands in no list any more." in response.content.decode()
    offered = client.get("/en/compare/parks/").content.decode()
    assert "Haidian Park" not in offered
    assert "Daxing Park" in offered


def test_a_formula_in_a_name_is_guarded(client, parks):
    make.make_park(public=True, name_en="=1+1", slug="sum")
    response = client.get("/en/compare/parks.csv?with=sum&with=daxing-park")
    assert "'=1+1" in response.content.decode()
    assert ",=1+1" not in response.content.decode()


def test_every_comparison_asks_as_often_for_thirty_parts_as_for_two(client, db):
    world = build_world()
    beside = build_beside(world)
    for record in world.values():
        multiply_parts(record, 1)
        multiply_parts(record.record, 1)
    few = {kind: queries_of(client, address(kind, *slugs)) for kind, slugs in beside.items()}
    for section in ("parks", "companies", "policies"):
        multiply_parts(world[section], 28)
        multiply_parts(world[section].record, 28)
    many = {kind: queries_of(client, address(kind, *slugs)) for kind, slugs in beside.items()}
    assert many == few
    assert max(few.values()) <= 12, few


def test_four_records_are_asked_for_as_often_as_two(client, db):
    world = build_world()
    four = build_beside(world)
    two = {kind: queries_of(client, address(kind, *slugs[:2])) for kind, slugs in four.items()}
    assert {kind: queries_of(client, address(kind, *slugs)) for kind, slugs in four.items()} == two


def build_beside(world):
    """`{kind: slugs of four records}`, the first of them with parts of every kind."""
    makers = {"parks": make.make_park, "organisations": make.make_organisation, "policies": make.make_policy}
    first = {"parks": world["parks"], "organisations": world["companies"], "policies": world["policies"]}
    return {kind: [first[kind].slug, *(maker(public=True).slug for _ in range(3))] for kind, maker in makers.items()}


def queries_of(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


# Ways to a comparison


def test_a_record_and_a_table_lead_to_their_comparison(client, parks):
    assert 'href="/en/compare/parks/?with=haidian-park"' in client.get("/en/parks/haidian-park/").content.decode()
    html = client.get("/en/parks/?view=table").content.decode()
    assert '<input type="checkbox" name="with" value="haidian-park" form="compare-ticked">' in html
    assert '<form id="compare-ticked" class="compare-ticked" method="get" action="/en/compare/parks/">' in html
    assert 'href="/en/compare/parks/"' in client.get("/en/parks/").content.decode()


@pytest.mark.parametrize("section", ["people", "events"])
def test_what_cannot_be_compared_offers_no_comparison(client, db, section):
    make.make_person(public=True)
    make.make_event(public=True)
    html = client.get(f"/en/{section}/?view=table").content.decode()
    assert "compare-ticked" not in html
    assert 'href="/en/compare/parks' not in html


def test_companies_and_institutions_stand_side_by_side(client, db):
    make.make_organisation(public=True, name_en="Megvii")
    make.make_organisation(public=True, name_en="State Council", kind="public_body")
    response = client.get(address("organisations", "megvii", "state-council"))
    assert said(rows_of(response)["facts", "Kind"]) == [["company"], ["public body"]]
    html = client.get("/en/institutions/?view=table").content.decode()
    assert 'action="/en/compare/organisations/"' in html
