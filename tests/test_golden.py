"""What the sample data set must say, word for word, on its pages and in its API.

The five documents are full of traps: a lost digit, a target that a headline turns into a worth, an example that is no
tenant, machine-written "analysis". Each test is one of them.
"""

import re
from datetime import date
from html import unescape
from pathlib import Path

from django.test import TestCase

from companies.models import Presence, Stake
from core.models import Citation, Event, Figure, Source, Statement
from editorial.models import Record
from policies.models import Target
from portal.loading import load
from portal.models import BriefingBlock

DATA = Path(__file__).parent.parent / "data" / "zhongguancun"
REVENUE = {"subject__slug": "zhongguancun", "indicator__code": "enterprise-revenue"}
FIRST_BATCH = "first-batch-of-distinctive-industrial-parks"
JINGXI = "zgc-jingxi-ai-technology-park"


def text_of(response):
    """The words of a page as a reader sees them, white space folded."""
    page = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return (
        re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
        .replace(" ,", ",")
        .replace("( ", "(")
        .replace(" )", ")")
    )


class GoldenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.report = load(DATA, name="zhongguancun", by="tests")

    def page(self, path):
        response = self.client.get(path)
        self.assertEqual(response.status_code, 200, path)
        return text_of(response)

    def api(self, path):
        response = self.client.get(f"/api/v1/{path}")
        self.assertEqual(response.status_code, 200, response.content)
        return response.json()

    def subjects(self, **query):
        return {
            row["subject"]["slug"]
            for row in self.api("figures/?" + "&".join(f"{k}={v}" for k, v in query.items()))["results"]
        }

    # 1. The estimate and the lost digit

    def test_the_revenue_of_2025_is_an_estimate_above_ten_trillion_yuan(self):
        figure = Figure.objects.get(**REVENUE)
        self.assertEqual(
            (figure.kind, figure.low, figure.high, figure.low_open, figure.currency, figure.period),
            ("estimate", 10**13, None, True, "CNY", "2025"),
        )
        page = self.page("/en/parks/zhongguancun/")
        self.assertIn("over CNY 10 trillion (estimate, 2025)", page)
        self.assertIn("has lost a digit", page)
        self.assertIn("超过10万亿元", self.page("/zh-hans/parks/zhongguancun/"))

    def test_the_damaged_conversion_is_no_number_anywhere(self):
        self.assertFalse(Figure.objects.filter(currency="USD", subject__slug="zhongguancun").exists())
        for path in (
            "/en/parks/zhongguancun/",
            "/zh-hans/parks/zhongguancun/",
            "/en/figures/",
            "/api/v1/figures/?limit=200",
            "/api/v1/parks/zhongguancun/",
        ):
            body = self.client.get(path).content.decode()
            self.assertNotRegex(body, r"\.42|420,?000,?000,?000|4\.2e11", path)
            self.assertNotRegex(text_of(self.client.get(path)), r"(USD|US\$)\s*\.?0?\.?42", path)

    # 2. The target

    def test_the_yizhuang_target_is_a_target_that_has_lapsed_without_evidence(self):
        target = Target.objects.get(figure__currency="CNY", figure__low=50_000_000_000)
        self.assertEqual(
            (target.horizon, target.figure.kind, target.figure.low_open), ("2023-10/2025-10", "target", False)
        )
        self.assertEqual(
            (target.state_on(date(2021, 6, 1)), target.state_on(date(2025, 10, 31)), target.state_on()),
            ("open", "due", "lapsed"),
        )
        page = self.page("/en/parks/beijing-economic-and-technological-development-area/")
        self.assertIn("at least CNY 50 billion (target", page)
        self.assertIn("lapsed without evidence", page)
        self.assertIn("over the next three to five years", page)
        [row] = self.api("targets/")["results"]
        self.assertEqual(
            (row["state"], row["horizon"]["earliest"], row["horizon"]["latest"]), ("lapsed", "2023-10-01", "2025-10-31")
        )
        [row] = self.api("targets/?on=2021-06-01")["results"]
        self.assertEqual(row["state"], "open")
        self.assertEqual(self.api("targets/?on=2021-06-01&state=lapsed")["results"], [])

    # 3. The headline's worth

    def test_no_figure_says_that_anything_is_worth_seven_and_a_half_billion(self):
        self.assertFalse(
            Figure.objects.filter(low=7_500_000_000).exists() or Figure.objects.filter(high=7_500_000_000).exists()
        )
        self.assertEqual(self.api("figures/?unit=money&value=7.5e9")["results"], [])
        source = self.page("/en/sources/beijing-tech-park-eyes-ai-hub/")
        self.assertIn("US$7.5 billion", source)
        self.assertRegex(source, r"(?i)target")

    # 4. Stated against named

    def test_the_first_batch_says_what_is_stated_and_what_is_named(self):
        page = self.page(f"/en/batches/{FIRST_BATCH}/")
        self.assertRegex(page, r"23 stated.{0,40}?0 named")
        self.assertRegex(page, r"11 stated.{0,40}?7 named")
        named = Record.objects.filter(counted_in__figure__subject__slug=FIRST_BATCH)
        self.assertEqual(
            {card.name_en for card in named},
            {
                f"{name} Park"
                for name in ("Haidian", "Changping", "Yizhuang", "Chaoyang", "Daxing", "Fangshan", "Shunyi")
            },
        )

    # 5. Value filters know hedges

    def test_value_filters_respect_the_hedge(self):
        self.assertIn(FIRST_BATCH, self.subjects(unit="money", value_min="7e11"))
        self.assertNotIn(FIRST_BATCH, self.subjects(unit="money", value="7e11"))
        self.assertNotIn(FIRST_BATCH, self.subjects(unit="money", value_max="1e15"))
        self.assertIn("zhongguancun", self.subjects(indicator="share-of-national-models", value_max=30))
        self.assertNotIn("zhongguancun", self.subjects(indicator="share-of-national-models", value_min=30))
        self.assertIn(FIRST_BATCH, self.subjects(indicator="distinctive-parks", value=23))

    def test_output_revenue_share_and_market_value_never_share_a_family(self):
        codes = [
            "annual-output-value",
            "enterprise-revenue",
            "share-of-gross-regional-product",
            "market-value-of-projects",
        ]
        families = {figure.indicator.family for figure in Figure.objects.filter(indicator__code__in=codes)}
        self.assertEqual(families, {"output", "revenue", "grp_share", "market_value"})

    def test_the_output_value_is_of_the_parks_combined_not_of_the_zone(self):
        figure = Figure.objects.get(indicator__code="annual-output-value")
        self.assertEqual((figure.subject.kind, figure.period_not_stated), ("batch", True))
        self.assertIn("23", figure.population_en)
        self.assertIn("over CNY 700 billion (actual, period not stated)", self.page(f"/en/batches/{FIRST_BATCH}/"))

    # 6. He Fen (finding him comes with the search)

    def test_he_fen_is_shown_by_his_name_and_the_wrong_form_is_said_to_be_wrong(self):
        page = self.page("/en/people/he-fen/")
        self.assertIn("He Fen", page)
        self.assertIn("Managing Director Fen", page)
        self.assertIn("wrong form seen in a source", page)
        self.assertFalse(Record.objects.filter(kind="person", name_en="Fen").exists())
        for path in ("/en/people/he-fen/", "/zh-hans/people/he-fen/"):
            self.assertNotRegex(self.page(path), r"何芬|何奋|贺芬|何汾")
        person = self.api("people/he-fen/")
        self.assertEqual(
            (person["name_en"], person["name_zh"], person["family_name_en"], person["given_name_en"]),
            ("He Fen", "", "He", "Fen"),
        )
        [role] = person["roles"]
        self.assertEqual((role["organisation"], role["organisation_as_printed"]), (None, "the ZGC"))

    # 7. Supported is not located

    def test_deepseek_is_supported_by_the_jingxi_park_and_no_tenant(self):
        roles = dict(Presence.objects.filter(park__slug=JINGXI).values_list("product__slug", "role"))
        self.assertEqual(roles["deepseek"], "supported")
        self.assertFalse(Presence.objects.tenants().filter(park__slug=JINGXI).exists())
        park = self.api(f"parks/{JINGXI}/")
        shown = {
            p["product"]["slug"] if p["product"] else p["organisation"]["slug"]: (p["role"], p["is_tenancy"])
            for p in park["presences"]
        }
        self.assertEqual(
            shown, {"deepseek": ("supported", False), "qwen": ("supported", False), "zhipu-ai": ("mentioned", False)}
        )
        page = self.page(f"/en/parks/{JINGXI}/")
        self.assertLess(page.index("not tenancy"), page.index("DeepSeek supported"))

    # 8. Megvii

    def test_megvii_is_an_investee_with_headquarters_in_the_neighbourhood_and_no_tenant_anywhere(self):
        stake = Stake.objects.get(organisation__slug="megvii")
        self.assertEqual(
            (stake.owner.slug, stake.kind, stake.is_self_reported, stake.share_percent),
            ("beijing-e-town-international-investment-and-development", "involved", True, None),
        )
        megvii = self.api("companies/megvii/")
        self.assertEqual(megvii["region"]["slug"], "zhongguancun-neighbourhood")
        self.assertIn("headquartered", megvii["place_as_printed"])
        self.assertEqual(
            [(p["park"]["slug"], p["role"], p["is_tenancy"]) for p in megvii["presences"]],
            [("zhongguancun", "mentioned", False)],
        )
        self.assertIn("neighbourhood", self.page("/en/companies/megvii/"))
        for park in ("yizhuang-park", "beijing-economic-and-technological-development-area"):
            self.assertNotIn("megvii", str(self.api(f"parks/{park}/")["presences"]))

    # 9. Derived dates

    def test_the_designation_of_2020_has_derived_dates_with_their_reasoning(self):
        designation = next(
            d for d in self.api("designations/?limit=200")["results"] if d["published"]["edtf"] == "2020-10-13"
        )
        detail = self.api(f"designations/{designation['id']}/")
        self.assertIn("Wednesday", detail["date_reasoning_en"])
        pledge = Event.objects.get(date="2020-10-14")
        self.assertIn("Wednesday", pledge.date_reasoning_en)
        self.assertEqual(Source.objects.get(slug="beijing-tech-park-eyes-ai-hub").published, "2020-10-15")
        self.assertEqual(Event.objects.get(date="2020-10-13").verb_as_printed, "was identified")

    # 11, 12. Machine-written text

    def test_the_four_timeline_items_are_machine_made_and_no_citation(self):
        blocks = BriefingBlock.objects.filter(kind="timeline")
        self.assertEqual({b.date for b in blocks}, {"2014-02", "2017-09", "2021-03", "2023-04"})
        self.assertEqual({b.author for b in blocks}, {"machine"})
        quotes = {b.quote for b in blocks}
        self.assertFalse(Citation.objects.filter(quote__in=quotes).exists())
        self.assertFalse(Event.objects.filter(date__in=["2014-02", "2017-09", "2023-04"]).exists())
        page = self.page(f"/en/briefings/{blocks[0].briefing.slug}/")
        timeline = page[page.index("Timeline") :]
        self.assertGreaterEqual(timeline.count("achine-made, unverified"), 4)

    def test_the_implications_are_forecast_blocks_only(self):
        forecasts = BriefingBlock.objects.filter(kind="forecast")
        self.assertGreaterEqual(forecasts.count(), 2)
        self.assertTrue(all(block.author == "machine" for block in forecasts))
        for word in ("venture capital", "talent migration"):
            self.assertFalse(Statement.objects.filter(summary_en__icontains=word).exists(), word)
            self.assertFalse(Event.objects.filter(title_en__icontains=word).exists(), word)

    def test_no_citation_is_of_machine_written_text(self):
        self.assertEqual(BriefingBlock.objects.filter(author="machine").count(), 16)
        self.assertFalse(Citation.objects.filter(source__is_machine_written=True).exists())

    def test_what_only_machine_written_text_names_says_so(self):
        uncited = {
            card.slug
            for card in Record.objects.public().filter(kind="organisation")
            if not card.subject.citations.exists()
        }
        self.assertEqual(
            uncited, {"peking-university", "state-council", "beijing-national-science-center", "zhongguancun-forum"}
        )
        for slug in uncited:
            page = self.page(f"/en/institutions/{slug}/")
            self.assertIn("machine-made text", page)
            self.assertIn("Machine-made card", page)
            self.assertTrue(self.api(f"institutions/{slug}/")["is_known_only_from_machine_text"])
        self.assertNotIn("machine-made text", self.page("/en/institutions/tsinghua/"))

    # 18. Strictness

    def test_a_misspelt_parameter_is_refused_with_the_nearest_name(self):
        response = self.client.get("/api/v1/parks/?parkk=haidian")
        self.assertEqual((response.status_code, response["Content-Type"]), (400, "application/problem+json"))
        self.assertIn("parkk", response.content.decode())
        page = self.client.get("/en/parks/?kindd=zone")
        self.assertEqual(page.status_code, 400)
        self.assertIn("kind", text_of(page))

    # The data set as a whole

    def test_every_figure_is_shown_with_its_kind_and_its_source(self):
        for figure in Figure.objects.public():
            page = self.page(f"/en/figures/{figure.pk}/")
            self.assertIn(figure.display("en"), page)
            self.assertIn(figure.get_kind_display(), page)
            self.assertIn(figure.citation.quote, page.replace(" ,", ","))

    def test_every_target_estimate_and_plan_carries_its_word_beside_the_number(self):
        for figure in Figure.objects.exclude(kind="actual"):
            path = f"/en/{figure.subject.section}/{figure.subject.slug}/"
            self.assertRegex(self.page(path), re.escape(figure.display("en")) + rf" \({figure.kind}", path)

    def test_every_record_has_its_page(self):
        for number, card in enumerate(Record.objects.public().order_by("kind", "slug")):
            language = ("en", "zh-hans")[number % 2]
            self.assertIn(card.name_en or card.name_zh, self.page(f"/{language}/{card.section}/{card.slug}/"))

    def test_loading_again_changes_nothing(self):
        again = load(DATA, name="zhongguancun", by="tests")
        self.assertEqual((again.total("created"), again.total("changed"), again.published), (0, 0, 0))
        self.assertEqual(again.total("unchanged"), self.report.total("created"))

    def test_chinese_names_come_from_reference_data_only(self):
        for card in (
            Record.objects.exclude(name_zh="").filter(kind__in=["park", "region"]).exclude(slug="beijing-tianjin-hebei")
        ):
            kinds = {c.source.kind_of_source for c in card.subject.citations.select_related("source")}
            self.assertIn("reference", kinds, card)
        self.assertFalse(
            Record.objects.filter(kind__in=["person", "organisation", "product"]).exclude(name_zh="").exists()
        )
