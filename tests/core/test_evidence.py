"""What the database and the models refuse to hold about sources, figures and trees."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from core.models import Citation, Figure, Region
from core.quotes import quote_stands_in
from core.verbs import EventType, event_type
from editorial.publishing import NotReady, withdraw
from tests.factories import (
    make_citation,
    make_count_claim,
    make_event,
    make_figure,
    make_indicator,
    make_park,
    make_region,
    make_region_membership,
    make_sector,
    make_source,
)

TEXT = "In 2025, the total revenue of enterprises was estimated to exceed the 10-trillion-yuan mark.\nIt is “a model base”."


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("the total revenue of enterprises", True),
        ("In 2025, … was estimated to exceed", True),
        ('It is "a model base"', True),
        ("mark. It is", True),
        ("exceed … In 2025", False),
        ("the total revenue of companies", False),
        ("…", False),
    ],
)
def test_a_quote_stands_in_the_text_with_gaps_only_at_an_ellipsis(quote, stands):
    assert quote_stands_in(quote, TEXT) is stands


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("unveiled", EventType.UNVEILED),
        ("identified", EventType.DESIGNATED),
        ("has added", EventType.RESTRICTED),
        ("held", EventType.HELD),
        ("pledged", EventType.PLEDGED),
        ("planned", EventType.PLEDGED),
        ("is being constructed", EventType.CONSTRUCTION),
        ("approves", EventType.APPROVED),
        ("揭牌", EventType.OPENED),
        ("dreamt", None),
    ],
)
def test_the_printed_verb_decides_the_type_of_event(verb, expected):
    assert event_type(verb) is expected


@pytest.mark.django_db
class TestSources:
    def test_a_quote_that_does_not_stand_in_the_text_at_hand_is_refused(self):
        source = make_source(private_text=TEXT)
        assert make_citation(source=source, quote="a model base").pk
        with pytest.raises(ValidationError, match="These words do not stand in the source's text"):
            make_citation(source=source, quote="a model farm")
        assert Citation.objects.count() == 1

    def test_the_hash_follows_from_the_private_text(self):
        assert (
            make_source(private_text=TEXT).text_hash
            == "78e2a775b56c232494c9b1bcda3bd0894ced94368b15a0ef8a83b6f199ed9a3e"
        )

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/x", "//example.org"])
    def test_only_web_addresses_are_kept(self, url):
        with pytest.raises(ValidationError):
            make_source(url=url)
        source = make_source()
        with pytest.raises(IntegrityError), transaction.atomic():
            type(source).objects.filter(pk=source.pk).update(url=url)

    def test_a_chain_of_originals_cannot_run_in_a_circle(self):
        first = make_source()
        second = make_source(origin=first, origin_relation="translation")
        first.origin, first.origin_relation = second, "summary"
        with pytest.raises(ValidationError, match="runs in a circle"):
            first.save()

    def test_machine_written_text_cannot_be_cited(self):
        with pytest.raises(ValidationError, match="This source is machine-written"):
            make_citation(source=make_source(is_machine_written=True))
        citation = make_citation()
        citation.source.is_machine_written = True
        with pytest.raises(ValidationError, match="Facts cite this source"):
            citation.source.save()

    def test_the_same_quote_at_the_same_place_is_kept_once(self):
        citation = make_citation()
        with pytest.raises(ValidationError, match="use that citation"):
            make_citation(source=citation.source, quote=citation.quote, locator=citation.locator)


@pytest.mark.django_db
class TestFigures:
    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"currency": "", "unit": "money"}, "Money needs a currency such as CNY"),
            ({"currency": "CNY", "unit": "count"}, "Money needs a currency such as CNY"),
            (
                {"low": 5, "high": 3, "low_open": False, "high_open": False, "hedge": ""},
                "The low end lies above the high end",
            ),
            ({"period": "", "period_not_stated": False}, "An actual figure needs a period"),
            ({"period": "2025", "period_not_stated": True}, "not both"),
            (
                {"low": 5, "high": 5, "low_open": True, "high_open": False, "hedge": ""},
                "A single value has no open end",
            ),
        ],
        ids=["money without currency", "count with currency", "low above high", "no period", "both", "open point"],
    )
    def test_an_impossible_figure_is_refused_by_model_and_database(self, wrong, sentence):
        figure = make_figure()
        for name, value in wrong.items():
            setattr(figure, name, value)
        if "unit" in wrong:
            figure.indicator = make_indicator(unit=wrong["unit"])
        with pytest.raises(ValidationError, match=sentence):
            figure.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            Figure.objects.filter(pk=figure.pk).update(**wrong)

    def test_the_database_refuses_a_figure_without_a_citation(self):
        figure = make_figure()
        with pytest.raises(IntegrityError), transaction.atomic():
            Figure.objects.filter(pk=figure.pk).update(citation=None)

    def test_the_interval_is_proposed_from_the_printed_wording(self):
        indicator, subject, citation = make_indicator(), make_park().record, make_citation()
        figure = Figure(
            subject=subject,
            indicator=indicator,
            citation=citation,
            kind="actual",
            unit="money",
            period_not_stated=True,
            as_printed="over CNY 700 billion",
        )
        figure.save()
        assert (figure.low, figure.high, figure.low_open, figure.hedge, figure.scale, figure.currency) == (
            700_000_000_000,
            None,
            True,
            "over",
            "billion",
            "CNY",
        )
        assert figure.display("en") == "over CNY 700 billion"
        assert figure.display("zh-hans") == "超过7000亿元"

    @pytest.mark.parametrize(
        ("hedge", "derived"), [("", False), ("over", False), ("nearly", True), ("approximately", True)]
    )
    def test_an_end_that_follows_from_the_table_of_hedges_says_so(self, hedge, derived):
        assert Figure(hedge=hedge).has_derived_ends is derived

    def test_a_lost_digit_is_refused_and_the_way_out_is_named(self):
        figure = Figure(
            subject=make_park().record,
            indicator=make_indicator(),
            citation=make_citation(),
            kind="estimate",
            unit="money",
            as_printed="about US$.42 trillion",
            period="2025",
        )
        with pytest.raises(ValidationError, match="Or fill in the interval by hand"):
            figure.save()

    def test_a_share_cannot_be_printed_as_money(self):
        figure = Figure(
            subject=make_park().record,
            indicator=make_indicator(),
            citation=make_citation(),
            kind="actual",
            unit="money",
            as_printed="nearly 30 percent",
            period="2025",
        )
        with pytest.raises(ValidationError, match="is not measured in money"):
            figure.save()

    def test_searching_by_value_respects_the_hedge(self):
        over = make_figure()
        assert list(Figure.objects.at_least(700_000_000_000)) == [over]
        assert list(Figure.objects.exactly(700_000_000_000)) == []
        assert list(Figure.objects.at_most(10**15)) == []
        point = make_figure(low=7, high=7, as_printed="CNY 7", hedge="", low_open=False, high_open=False)
        assert list(Figure.objects.exactly(7)) == [point]

    def test_the_unit_follows_the_indicator(self):
        with pytest.raises(ValidationError, match="is measured in count"):
            make_figure(indicator=make_indicator(unit="count", family="count"), unit="money")

    def test_days_follow_from_the_period(self):
        figure = make_figure(period="2023-10/2025-10", period_not_stated=False)
        assert (str(figure.period_earliest), str(figure.period_latest)) == ("2023-10-01", "2025-10-31")

    def test_a_wrong_date_is_refused_in_words(self):
        with pytest.raises(ValidationError) as refusal:
            make_figure(period="2025-13", period_not_stated=False)
        assert "period" in refusal.value.message_dict

    def test_a_count_claim_sets_the_stated_beside_the_named(self):
        claim = make_count_claim(members=[make_park().record])
        assert (claim.figure.low, claim.members.count()) == (23, 1)


@pytest.mark.django_db
class TestTrees:
    def test_paths_follow_parent_and_address(self):
        china = make_region(name_en="China", level="country")
        beijing = make_region(name_en="Beijing", level="municipality", parent=china)
        haidian = make_region(name_en="Haidian", level="district", parent=beijing)
        assert haidian.path == "china/beijing/haidian/"
        beijing.slug = "peking"
        beijing.save()
        haidian.refresh_from_db()
        assert haidian.path == "china/peking/haidian/"
        assert set(Region.objects.at_or_below(beijing)) == {beijing, haidian}
        assert list(Region.objects.above(haidian)) == [china, beijing]

    def test_a_similar_address_is_not_inside(self):
        make_region(name_en="Hai", slug="hai"), make_region(name_en="Hai 2", slug="hai-2")
        assert [region.slug for region in Region.objects.at_or_below(Region.objects.get(slug="hai"))] == ["hai"]

    def test_a_loop_is_refused(self):
        china = make_region(name_en="China", level="country")
        beijing = make_region(name_en="Beijing", level="city", parent=china)
        china.parent = beijing
        with pytest.raises(ValidationError, match="stands below this itself"):
            china.save()

    def test_a_group_of_regions_has_members_and_no_parent(self):
        china = make_region(name_en="China", level="country")
        with pytest.raises(ValidationError, match="has members, not a parent"):
            make_region(name_en="Jing-Jin-Ji", level="group", parent=china)
        with pytest.raises(ValidationError, match="Choose a group of regions"):
            make_region_membership(group=china)

    def test_a_point_needs_its_datum(self):
        with pytest.raises(ValidationError, match="datum together"):
            make_region(latitude="39.9", longitude="116.4")

    def test_application_fields_do_not_stand_under_industries(self):
        industry = make_sector(name_en="Semiconductors")
        with pytest.raises(ValidationError, match="application fields under application fields"):
            make_sector(name_en="Meteorology", axis="application", parent=industry)


@pytest.mark.django_db
class TestGround:
    """What public content rests on cannot be taken from under it."""

    def test_a_citation_that_records_rest_on_cannot_be_deleted(self):
        park = make_park(public=True)
        citation = park.citations.get()
        with pytest.raises(ProtectedError, match="Records rest on this citation"):
            citation.delete()
        assert park.citations.count() == 1
        unused = make_citation()
        unused.delete()
        assert not Citation.objects.filter(pk=unused.pk).exists()

    def test_a_citation_in_use_cannot_be_moved_to_a_hidden_source(self):
        citation = make_park(public=True).citations.get()
        citation.source = make_source(name_en="Hidden report")
        with pytest.raises(ValidationError, match="Publish “Hidden report” first: this rests on it"):
            citation.save()
        citation.source = make_source(public=True)
        citation.save()

    def test_an_original_cannot_be_withdrawn_before_what_repeats_it(self):
        original = make_source(name_en="Wire story", public=True)
        make_source(name_en="Copy", origin=original, origin_relation="syndication", public=True)
        with pytest.raises(NotReady, match="Withdraw “Copy” first"):
            withdraw(original, by="test")

    def test_the_unit_of_an_indicator_in_use_stays(self):
        indicator = make_figure().indicator
        indicator.unit = "rank"
        with pytest.raises(ValidationError, match="Add a new indicator instead"):
            indicator.save()

    def test_a_group_with_members_stays_a_group(self):
        group = make_region_membership().group
        group.level = "district"
        with pytest.raises(ValidationError, match="This group of regions has members"):
            group.save()

    def test_a_series_with_events_stays_a_series(self):
        series = make_event(kind="series")
        make_event(series=series)
        series.kind = "held"
        with pytest.raises(ValidationError, match="Events belong to this series"):
            series.save()
