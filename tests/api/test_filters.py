"""What each filter finds, and that it senses nothing unpublished."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """Beijing with Haidian in it, and Hebei; Jing-Jin-Ji is a group of Beijing and Hebei."""
    beijing = make.make_region(name_en="Beijing", level="municipality", public=True)
    haidian = make.make_region(name_en="Haidian", parent=beijing, public=True)
    hebei = make.make_region(name_en="Hebei", level="province", public=True)
    group = make.make_region(name_en="Jing-Jin-Ji", level="group", public=True)
    make.make_region_membership(group=group, region=beijing, public=True)
    make.make_region_membership(group=group, region=hebei)
    return {"beijing": beijing, "haidian": haidian, "hebei": hebei, "group": group}


def test_parks_by_their_own_words(names):
    make.make_park(name_en="Zone", kind="zone", level="national", public=True)
    make.make_park(name_en="Base", kind="base", public=True)
    make.make_park(name_en="Hidden", kind="zone", level="national")
    assert names("parks/") == ["Base", "Zone"]
    assert names("parks/", kind="zone") == names("parks/", level="national") == ["Zone"]
    assert names("parks/", kind="base") == ["Base"]
    assert names("parks/", kind="base", level="national") == []


def test_a_region_includes_those_inside_it(names, places):
    for name, region in (("Capital Park", "beijing"), ("Haidian Park", "haidian"), ("Hebei Park", "hebei")):
        make.make_park(name_en=name, region=places[region], public=True)
        make.make_organisation(name_en=name, region=places[region], public=True)
    for section in ("parks/", "companies/"):
        assert names(section, region="haidian") == ["Haidian Park"]
        assert names(section, region="beijing") == ["Capital Park", "Haidian Park"]
        assert names(section, region=str(places["beijing"].pk)) == ["Capital Park", "Haidian Park"]
        assert names(section, region="jing-jin-ji") == [
            "Capital Park",
            "Haidian Park",
        ]  # Hebei's membership is not public.


def test_regions_by_level_place_and_group(names, places):
    assert names("regions/") == ["Beijing", "Haidian", "Hebei", "Jing-Jin-Ji"]
    assert names("regions/", level="district") == names("regions/", parent="beijing") == ["Haidian"]
    assert names("regions/", within="beijing") == ["Beijing", "Haidian"]
    assert names("regions/", group="jing-jin-ji") == ["Beijing"]


def test_a_hidden_region_is_no_way_to_its_parks(names, places):
    hidden = make.make_region(name_en="Hidden quarter", parent=places["haidian"])
    make.make_park(name_en="Quarter Park", region=hidden, public=True)
    assert names("parks/", region="haidian") == []


def test_a_sector_includes_those_under_it(names):
    ai = make.make_sector(name_en="Artificial intelligence", public=True)
    models = make.make_sector(name_en="Large models", parent=ai, public=True)
    other = make.make_sector(name_en="Robotics", public=True)
    park = make.make_park(name_en="AI Park", public=True)
    make.make_park_sector(park=park, sector=models, public=True)
    make.make_park_sector(park=park, sector=models, role="planned", public=True)
    make.make_park_sector(park=park, sector=other)  # Its source is hidden.
    make.make_organisation(name_en="Zhipu", sectors=[models], public=True)
    for section, name in (("parks/", "AI Park"), ("companies/", "Zhipu")):
        assert names(section, sector="artificial-intelligence") == names(section, sector="large-models") == [name]
        assert names(section, sector="robotics") == []
    assert names("sectors/", within="artificial-intelligence") == ["Artificial intelligence", "Large models"]
    assert names("sectors/", parent="artificial-intelligence") == ["Large models"]
    assert names("sectors/", axis="application") == []


def test_within_follows_public_memberships_at_any_depth_and_day(names):
    zone, park, base = (make.make_park(name_en=name, public=True) for name in ("Zone", "Park", "Base"))
    make.make_membership(child=park, parent=zone, period="2012/2020", public=True)
    make.make_membership(child=base, parent=park, public=True)
    make.make_membership(child=make.make_park(name_en="Other", public=True), parent=zone)
    assert names("parks/", within="zone") == ["Base", "Park"]
    assert names("parks/", within="zone", on="2015-01-01") == ["Base", "Park"]
    assert names("parks/", within="zone", on="2021-01-01") == []
    assert names("parks/", within="park") == ["Base"]


def test_parks_by_organisation_and_scheme(names):
    park = make.make_park(name_en="Park", public=True)
    make.make_presence(park=park, organisation=make.make_organisation(name_en="Megvii", public=True), public=True)
    make.make_presence(park=park, organisation=make.make_organisation(name_en="Baidu", public=True))
    make.make_designation(scheme=make.make_scheme(name_en="Hubs", public=True), designee=park.record, public=True)
    make.make_designation(scheme=make.make_scheme(name_en="Bases", public=True), designee=park.record)
    assert names("parks/", organisation="megvii") == names("parks/", scheme="hubs") == ["Park"]
    assert names("parks/", organisation="baidu") == names("parks/", scheme="bases") == []


def test_companies_and_institutions_are_disjoint(names, refusal):
    make.make_organisation(name_en="Megvii", public=True)
    make.make_organisation(name_en="Ministry", kind="public_body", level="national", public=True)
    assert (names("companies/"), names("institutions/")) == (["Megvii"], ["Ministry"])
    assert names("institutions/", kind="public_body", level="national") == ["Ministry"]
    assert refusal("companies/", kind="public_body")[1].endswith("Choose one of: company, investor, operator.")


def test_presence_filters_speak_of_one_presence(names):
    zone, park = make.make_park(name_en="Zone", public=True), make.make_park(name_en="Park", public=True)
    make.make_membership(child=park, parent=zone, public=True)
    megvii, zhipu = (make.make_organisation(name_en=name, public=True) for name in ("Megvii", "Zhipu"))
    make.make_presence(park=park, organisation=megvii, role="investee", public=True)
    make.make_presence(park=zone, organisation=megvii, role="headquarters", public=True)
    make.make_presence(park=park, organisation=zhipu, role="tenant", public=True)
    make.make_presence(park=park, organisation=zhipu, role="research", public=True)
    make.make_presence(park=zone, organisation=zhipu, role="production")
    assert names("companies/", park="park") == ["Megvii", "Zhipu"]
    assert names("companies/", park="park", role="headquarters") == []
    assert names("companies/", park="park", tenant="true") == ["Zhipu"]
    assert names("companies/", park="park", tenant="false") == ["Megvii"]
    assert names("companies/", park="zone") == names("companies/", role="headquarters") == ["Megvii"]
    assert names("companies/", within="zone") == ["Megvii", "Zhipu"]
    assert names("companies/", within="zone", role="tenant") == ["Zhipu"]
    assert names("companies/", role="production") == []


def test_people_and_products(names):
    megvii = make.make_organisation(name_en="Megvii", public=True)
    person = make.make_person(name_en="He Fen", public=True)
    make.make_role(person=person, organisation=megvii, public=True)
    make.make_role(person=make.make_person(name_en="Other", public=True), organisation=megvii)
    thing = make.make_product(name_en="Face++", maker=megvii, public=True)
    make.make_presence(park=make.make_park(name_en="Park", public=True), product=thing, public=True)
    assert names("people/", organisation="megvii") == ["He Fen"]
    assert names("products/", maker="megvii") == names("products/", park="park") == ["Face++"]


def test_policies(names):
    ministry = make.make_organisation(name_en="Ministry", kind="public_body", public=True)
    park, sector = make.make_park(name_en="Park", public=True), make.make_sector(name_en="Robotics", public=True)
    region = make.make_region(name_en="Beijing", public=True)
    plan = make.make_policy(
        name_en="Plan", kind="plan", level="national", status="in_force", published="2020-10", public=True
    )
    law = make.make_policy(name_en="Law", kind="law", public=True)
    make.make_issuer(policy=plan, record=ministry.record, public=True)
    make.make_issuer(policy=law, record=ministry.record)
    for subject in (park, sector, region):
        make.make_scope(policy=plan, record=subject.record, public=True)
        make.make_scope(policy=law, record=subject.record)
    assert names("policies/") == ["Plan", "Law"]
    for query in (
        {"kind": "plan"}, {"level": "national"}, {"status": "in_force"}, {"issuer": "ministry"}, {"applies_to": "park:park"},
        {"park": "park"}, {"sector": "robotics"}, {"region": "beijing"}, {"applies_to": str(sector.pk)}, {"published_from": "2020"},
        {"published_to": "2020-10-15"}, {"q": "plan"},
    ):  # fmt: skip
        assert names("policies/", **query) == ["Plan"], query
    assert names("policies/", published_from="2020-11") == names("policies/", published_to="2020-09") == []
    assert names("policies/", ordering="name") == ["Law", "Plan"]


def test_targets_by_state_on_a_day(api):
    def horizons(**query):
        return [entry["horizon"]["edtf"] for entry in api("targets/", **query)["results"]]

    owner = make.make_organisation(name_en="County", kind="public_body", public=True)
    policy = make.make_policy(name_en="Plan", public=True)
    past = make.make_target(horizon="2023-10/2025-10", owner=owner.record, policy=policy, public=True)
    make.make_target(horizon="2999", public=True)
    make.make_target(horizon="2020")
    make.make_assessment(target=past, outcome="missed", date="2025-12", public=True)
    make.make_assessment(target=past, outcome="met", date="2025-11")
    assert horizons() == ["2023-10/2025-10", "2999"]
    assert horizons(ordering="-horizon") == ["2999", "2023-10/2025-10"]
    assert horizons(state="open") == ["2999"]
    assert horizons(state="open", on="2021-06-01") == ["2023-10/2025-10", "2999"]
    assert horizons(state="due", on="2024-01-01") == ["2023-10/2025-10"]
    assert horizons(state="lapsed", on="2025-11-15") == ["2023-10/2025-10"]
    assert horizons(state="missed", on="2026-01-01") == ["2023-10/2025-10"]
    assert horizons(state="lapsed", on="2026-01-01") == horizons(state="met", on="2026-01-01") == []
    assert horizons(owner="organisation:county") == horizons(policy="plan") == ["2023-10/2025-10"]
    assert horizons(subject=str(past.figure.subject_id)) == ["2023-10/2025-10"]
    assert horizons(indicator=past.figure.indicator.code) == ["2023-10/2025-10"]
    assert horizons(horizon_from="2030") == ["2999"]
    assert horizons(horizon_to="2024") == ["2023-10/2025-10"]


def test_the_shown_state_is_that_of_the_day(api):
    target = make.make_target(horizon="2023-10/2025-10", public=True)
    make.make_assessment(target=target, outcome="met_late", date="2025-12", public=True)
    for path in ("targets/", f"targets/{target.pk}/"):
        states = []
        for day in ("2021-06-01", "2024-01-01", "2025-11-15", "2026-01-01"):
            answer = api(path, on=day)
            states.append((answer["results"][0] if "results" in answer else answer)["state"])
        assert states == ["open", "due", "lapsed", "met_late"]
    (assessment,) = api(f"targets/{target.pk}/")["assessments"]
    assert (assessment["outcome"], assessment["date"]["edtf"]) == ("met_late", "2025-12")


def test_designations(api):
    def designees(**query):
        return [entry["designee_as_printed"] for entry in api("designations/", **query)["results"]]

    scheme = make.make_scheme(name_en="Hubs", public=True)
    batch = make.make_batch(name_en="First", scheme=scheme, date="2020-10", public=True)
    park, ministry = (
        make.make_park(name_en="Park", public=True),
        make.make_organisation(name_en="Ministry", public=True),
    )
    make.make_designation(
        scheme=scheme, batch=batch, designee=park.record, issuer=ministry.record, designee_as_printed="BDA",
        title_en="chip valley", published="2020-10-15", public=True,
    )  # fmt: skip
    make.make_designation(designee_as_printed="E-Town", status="planned", public=True)
    make.make_designation(scheme=scheme, designee_as_printed="Hidden")
    assert designees() == ["BDA", "E-Town"]
    for query in (
        {"scheme": "hubs"}, {"batch": "first"}, {"status": "designated"}, {"designee": "park:park"}, {"issuer": "ministry"},
        {"published_from": "2020"}, {"published_to": "2020"}, {"q": "chip valley"}, {"q": "bda"},
    ):  # fmt: skip
        assert designees(**query) == ["BDA"], query
    assert [entry["slug"] for entry in api("batches/", scheme="hubs", date_from="2020")["results"]] == ["first"]
    assert api("batches/", date_to="2019")["results"] == []


def test_events_and_statements(api):
    def titles(section, **query):
        return [entry.get("title") or entry["summary"] for entry in api(section, **query)["results"]]

    park, person = make.make_park(name_en="Park", public=True), make.make_person(name_en="He Fen", public=True)
    source = make.make_source(name_en="Article", public=True)
    citation = make.make_citation(source=source)
    event = make.make_event(title_en="Unveiled", date="2025-10-14", citation=citation, public=True)
    make.make_event_participant(event=event, record=park.record)
    hidden = make.make_event(title_en="Hidden", date="2025-10-14")
    make.make_event_participant(event=hidden, record=park.record)
    make.make_event(title_en="Held", kind="held", date="2024", public=True)
    for query in (
        {"kind": "unveiled"}, {"participant": "park:park"}, {"date_from": "2025"}, {"source": "article"}, {"q": "unveil"},
    ):  # fmt: skip
        assert titles("events/", **query) == ["Unveiled"], query
    assert titles("events/", date_to="2025-01") == ["Held"]
    assert titles("events/", ordering="date") == ["Held", "Unveiled"]
    make.make_statement(
        summary_en="It will grow",
        speaker=person.record,
        about=[park.record],
        date="2025",
        citation=citation,
        public=True,
    )
    make.make_statement(summary_en="No", kind="opinion", public=True)
    for query in (
        {"kind": "forecast"}, {"speaker": "person:he-fen"}, {"about": "park:park"}, {"date_from": "2025"}, {"source": "article"},
        {"q": "grow"}, {"date_to": "2025"},
    ):  # fmt: skip
        assert titles("statements/", **query) == ["It will grow"], query


def test_sources_and_briefings(names):
    daily = make.make_organisation(name_en="Daily", kind="publisher", public=True)
    report = make.make_source(
        name_en="Report", kind_of_source="report", publisher=daily.record, language="zh-hans", seen="part", published="2025-10",
        public=True,
    )  # fmt: skip
    make.make_source(name_en="Digest", is_machine_written=True, origin=report, origin_relation="summary", public=True)
    for query in (
        {"kind": "report"}, {"seen": "part"}, {"publisher": "daily"}, {"language": "zh-hans"}, {"published_from": "2025"},
        {"published_to": "2025-10-20"}, {"q": "report"},
    ):  # fmt: skip
        assert names("sources/", **query) == ["Report"], query
    assert "Digest" not in names("sources/", machine_written="false")
    assert names("sources/", machine_written="true") == names("sources/", origin="report") == ["Digest"]
    park = make.make_park(name_en="Park", public=True)
    make.make_briefing(name_en="News", source=report, about=[park.record], date="2025-10-15", public=True)
    make.make_briefing(name_en="Hidden", source=report, about=[park.record])
    for query in (
        {"about": "park:park"},
        {"source": "report"},
        {"date_from": "2025"},
        {"date_to": "2025"},
        {"q": "new"},
    ):
        assert names("briefings/", **query) == ["News"], query


@pytest.fixture
def chaoyang():
    park = make.make_park(name_en="Cháoyáng Park", name_zh="朝阳园", pinyin="chao yang yuan", public=True)
    make.make_name(record=park.record, text="CY Science Park", citation=make.make_citation(public=True))
    make.make_name(record=park.record, text="Secret alias")  # Its source is hidden.
    make.make_park(name_en="Haidian Park", public=True)
    return park


@pytest.mark.parametrize(
    "words",
    [
        "chaoyang",
        "CHÁOYÁNG",
        "朝阳",
        "阳园",
        "chao yang",
        "chaoyangyuan",
        "yangyuan",
        "cy science",
        "ｃｙ",
        "science chaoyang",
        "cy'",
    ],
)
def test_a_search_finds_any_public_name(names, chaoyang, words):
    assert names("parks/", q=words) == ["Cháoyáng Park"]


@pytest.mark.parametrize("words", ["secret", "zhaoyang", "chaoyang haidian", "%", "_", "海", "hao"])
def test_a_search_finds_nothing_else(names, chaoyang, words):
    assert names("parks/", q=words) == []


def test_lists_are_in_the_order_of_the_language(names):
    make.make_park(name_en="B", name_zh="阿尔法", public=True)
    make.make_park(name_en="A", name_zh="中关村", public=True)
    assert names("parks/") == names("parks/", ordering="name_en", lang="zh-hans") == ["A", "B"]
    assert names("parks/", lang="zh-hans") == names("parks/", ordering="name_zh") == ["B", "A"]
    assert names("parks/", ordering="-name") == ["B", "A"]
