"""From a table to a proposal for every row: mapping, matching, differences and refusals."""

import pytest
from django.db import models

from companies.models import Organisation, Presence
from core.models import Citation, Event, Figure, Name, Region
from parks.models import Membership, Park
from policies.models import Policy
from portal.data_files import TABLES, identity
from portal.imports.checks import surely_holds
from portal.imports.mapping import Mapping, guess_model, propose_mapping, target_names
from portal.imports.proposals import DryRun
from tests import factories

pytestmark = pytest.mark.django_db


def check(model, headings, *rows, **options):
    """The lines of a dry run of `rows` (texts), numbered from 2, mapped by their headings."""
    mapping = Mapping(headings.split(","), **options)
    return DryRun(model, mapping).check(enumerate(rows, start=2))


def checked(model, headings, *row, **options):
    return check(model, headings, list(row), **options)[0]


# Columns


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("name_zh", "name_zh"),
        ("NAME (CHINESE)", "name_zh"),
        ("名称（中文）", "name_zh"),
        ("企业名称", "name_zh"),
        ("companyName_ZH", "name_zh"),
        ("ＷＥＢＳＩＴＥ", "website"),
        ("官网", "website"),
        ("company_name_en", "name_en"),
        ("英文名称", "name_en"),
        ("所在地区", "region"),
        ("District", "region"),
        ("产业", "sectors"),
        ("简介", "summary_zh"),
        ("employees", ""),
        ("序号", ""),
    ],
)
def test_a_heading_is_understood_in_either_language(heading, field):
    assert propose_mapping(Organisation, [heading], [["海淀"]] if field == "summary_zh" else []).columns == [field]


def test_a_name_without_a_language_is_told_by_its_cells():
    assert propose_mapping(Park, ["名称"], [["海淀园"], ["昌平园"]]).columns == ["name_zh"]
    assert propose_mapping(Park, ["name"], [["Haidian Park"]]).columns == ["name_en"]


def test_a_column_whose_cells_mean_nothing_to_its_field_is_only_suggested():
    mapping = propose_mapping(Park, ["name", "type"], [["A", "national_high_tech"], ["B", "etdz"]])
    assert (mapping.columns, mapping.suggestions) == (["name_en", ""], {1: "kind"})
    assert (
        propose_mapping(Park, ["name", "类型"], [["A", "zone"], ["B", "Science city or centre"]]).columns[1] == "kind"
    )


def test_a_misspelt_heading_gets_the_nearest_field_as_a_suggestion():
    mapping = propose_mapping(Park, ["place_as_prnted"], [])
    assert (mapping.columns, mapping.suggestions) == ([""], {0: "place_as_printed"})


@pytest.mark.parametrize(
    ("file_name", "headings", "model"),
    [
        ("list.csv", ["company_name", "website"], Organisation),
        ("开发区名单.csv", ["名称", "级别"], Park),
        ("policies_2026.xlsx", ["title_zh", "publication_date"], Policy),
        ("export.csv", ["id", "source", "quote", "locator", "attributed_to"], Citation),
    ],
)
def test_what_the_rows_are_is_guessed(file_name, headings, model):
    assert guess_model(file_name, headings, []) is model


# Rows


def test_a_new_row_is_proposed_with_what_it_says():
    region = factories.make_region(slug="haidian", name_zh="海淀区")
    citations = [factories.make_citation(), factories.make_citation()]
    line = checked(
        Park,
        "name_zh,kind,region,citations",
        " 海淀园 ",
        "Zone",
        "海淀区",
        f"{citations[0].pk}；{citations[1].quote}",
    )
    assert (line.outcome, line.problems) == ("new", [])
    assert line.proposal.values == {"name_zh": "海淀园", "kind": "zone", "region_id": region.pk}
    assert line.proposal.many == {"citations": sorted(str(one.pk) for one in citations)}
    assert (line.proposal.model, line.proposal.pk, line.proposal.row) == ("parks.park", None, 2)
    assert Park.objects.count() == 0


def test_a_changed_row_says_what_was_and_what_would_be():
    park = factories.make_park(slug="one", name_en="One", kind="zone", level="district", public=True)
    line = checked(Park, "slug,name_en,level,kind", "one", "One Park", "National", "zone")
    assert (line.outcome, line.proposal.pk) == ("changed", str(park.pk))
    assert line.changes == [["name_en", "One", "One Park"], ["level", "district", "national"]]
    assert line.proposal.values == {"name_en": "One Park", "level": "national"}
    park.refresh_from_db()
    assert (park.name_en, park.level) == ("One", "district")


def test_an_empty_cell_leaves_the_field_unless_it_is_said_to_empty_it():
    factories.make_park(slug="one", level="national")
    assert checked(Park, "slug,level", "one", "").outcome == "unchanged"
    line = checked(Park, "slug,level", "one", "", empties=True)
    assert (line.outcome, line.changes) == ("changed", [["level", "national", ""]])


def test_a_constant_fills_what_no_cell_gives():
    lines = check(Park, "name_en,kind", ["A", ""], ["B", "base"], constants={"kind": "zone"})
    assert [line.proposal.values["kind"] for line in lines] == ["zone", "base"]


def test_one_bad_row_spoils_nothing_and_is_named_by_column_and_reason():
    factories.make_region(slug="haidian")
    lines = check(
        Park,
        "name_en,kind,region",
        ["A", "zone", "haidian"],
        ["B", "castle", "haidian"],
        ["C", "zone", "hadian"],
        ["D", "zone"],
        ["E", "zone", "haidian"],
    )
    assert [line.outcome for line in lines] == ["new", "refused", "refused", "refused", "new"]
    assert [line.problems for line in lines[1:4]] == [
        [
            [
                "kind",
                "“castle” is none of the choices: zone, park, distinctive, base, science_city, test_site, cluster.",
            ]
        ],
        [["region", "Nothing among the regions is called “hadian”. Write its address, code, id or official name."]],
        [["", "The row has 2 cells, but there are 3 headings. Check its commas and quotation marks."]],
    ]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("id", lambda park: [str(park.pk)]),
        ("slug", lambda park: ["haidian-park"]),
        ("name_zh", lambda park: ["海淀园（北京）"]),
        ("name_zh", lambda park: ["海淀园(北京)"]),
        ("name_en", lambda park: ["ＨＡＩＤＩＡＮ  park".replace("  ", " ")]),
    ],
)
def test_an_existing_row_is_known_by_id_address_or_official_name(headings, cells):
    park = factories.make_park(slug="haidian-park", name_en="Haidian Park", name_zh="海淀园（北京）", kind="park")
    line = checked(Park, f"{headings},kind", *cells(park), "zone")
    assert (line.outcome, line.proposal.pk) == ("changed", str(park.pk))


def test_two_rows_of_one_name_are_both_named():
    factories.make_park(slug="one", name_en="Park")
    factories.make_park(slug="two", name_en="PARK")
    line = checked(Park, "name_en,kind", "park", "zone")
    assert line.outcome == "refused"
    assert line.problems[0][0] == "name_en"
    assert "(one)" in line.problems[0][1]
    assert "(two)" in line.problems[0][1]


def test_one_name_with_two_codes_is_two_regions():
    factories.make_region(name_zh="朝阳区", code="110105", level="district")
    lines = check(Region, "name_zh,code,level", ["朝阳区", "220104", "district"], ["朝阳区", "110105", "district"])
    assert [line.outcome for line in lines] == ["new", "unchanged"]


def test_an_unknown_id_is_refused_and_another_lists_address_is_not_taken():
    park = factories.make_park(slug="one", name_en="One", kind="zone")
    line = checked(Park, "id,name_en", "00000000-0000-4000-8000-000000000000", "New")
    assert line.problems[0][1].startswith("No row of this kind has the id “00000000-")
    line = checked(Park, "slug,name_en,kind", "uno", "One", "base")
    assert (line.proposal.pk, line.proposal.values) == (str(park.pk), {"kind": "base"})
    line = checked(Park, "id,slug", str(park.pk), "uno")
    assert line.proposal.values == {"slug": "uno"}


def test_facts_are_known_by_key_by_what_makes_them_unique_or_by_saying_the_same():
    presence = factories.make_presence()
    row = [presence.park.slug, presence.organisation.slug, "tenant", str(presence.citation_id), "as a tenant"]
    line = checked(Presence, "park,organisation,role,citation,as_printed", *row)
    assert (line.outcome, line.proposal.pk) == ("changed", str(presence.pk))
    event = factories.make_event(title_en="It opened", date="2025")
    assert checked(Event, "title_en,citation", "It opened", str(event.citation_id)).outcome == "unchanged"
    keyed = factories.make_event(id=identity(Event, "opening"))
    line = checked(Event, "key,title_en", "opening", "Opened")
    assert (line.outcome, line.proposal.pk) == ("changed", str(keyed.pk))
    columns, citation = "key,title_en,kind,verb_as_printed,citation", str(event.citation_id)
    line = checked(Event, columns, "closing", "It closed", "unveiled", "unveiled", citation)
    assert (line.outcome, line.proposal.pk, line.proposal.planned_pk) == ("new", None, str(identity(Event, "closing")))
    assert line.changes[0] == ["citation", "", str(event.citation)]


def test_a_card_is_named_as_in_the_data_files():
    park = factories.make_park(slug="one")
    citation = factories.make_citation()
    line = checked(Name, "record,text,kind,citation", "park:one", "The One", "brand", str(citation.pk))
    assert line.proposal.values["record_id"] == park.pk


def test_a_figure_is_read_from_its_words():
    indicator = factories.make_indicator(code="output")
    park, citation = factories.make_park(slug="one"), factories.make_citation()
    columns = "subject,indicator,unit,kind,as_printed,period,citation"
    row = ["park:one", indicator.code, "money", "actual", "over CNY 700 billion", "2025", str(citation.pk)]
    line = checked(Figure, columns, *row)
    assert (line.problems, line.proposal.values["subject_id"]) == ([], park.pk)
    assert {name: line.proposal.values[name] for name in ("low", "low_open", "hedge", "currency")} == {
        "low": 700_000_000_000,
        "low_open": True,
        "hedge": "over",
        "currency": "CNY",
    }
    line = checked(Figure, columns, *row[:4], "rather a lot", *row[5:])
    assert line.problems[0][0] == "as_printed"


def test_a_row_of_the_same_file_has_to_be_kept_first():
    lines = check(Region, "name_zh,level,parent", ["湖北省", "province", ""], ["武汉市", "city", "湖北省"])
    assert [line.outcome for line in lines] == ["new", "refused"]
    assert lines[1].problems[1] == ["parent", "If it is a row of this file, import that row first."]


def test_a_rule_of_the_whole_row_is_kept():
    park = factories.make_park(slug="one")
    citation = str(factories.make_citation().pk)
    line = checked(Membership, "child,parent,citation", "one", "one", citation)
    assert line.problems == [["", "A park cannot be part of itself."]]
    line = checked(Presence, "park,role,citation", park.slug, "tenant", citation)
    assert line.problems == [["", "Choose an organisation or a product, not both."]]


def test_a_public_row_keeps_what_it_needs_to_be_public():
    region = factories.make_region(level="group", name_en="Group")
    factories.make_region_membership(group=region)
    line = checked(Region, "slug,level", region.slug, "district")
    assert line.problems[0][0] == "level"


def test_the_number_of_queries_for_a_batch_of_known_rows_is_fixed(django_assert_max_num_queries):
    region = factories.make_region(slug="haidian")
    parks = [factories.make_park(region=region, kind="zone") for _ in range(40)]
    rows = [[park.slug, park.name_en, "zone", "haidian", str(park.citations.get().pk)] for park in parks]
    with django_assert_max_num_queries(12):
        lines = check(Park, "slug,name_en,kind,region,citations", *rows)
    assert {line.outcome for line in lines} == {"unchanged"}


@pytest.mark.parametrize("model", TABLES.values(), ids=lambda model: model.__name__)
def test_conditions_are_judged_as_the_database_judges_them(model):
    """For the row that the factory makes, and for an empty one."""
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in model.__name__)
    for instance in (getattr(factories, f"make{name}")(), model()):
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint) and surely_holds(constraint.condition, instance):
                constraint.validate(model, instance)


def test_a_broken_condition_is_never_taken_to_hold():
    figure = factories.make_figure()
    figure.currency = ""
    broken = [one.name for one in Figure._meta.constraints if not surely_holds(one.condition, figure)]
    assert broken == ["core_figure_currency"]


HOSTILE = [
    "\0", "\ud800", "\ufffd", "x" * 70_000, "9" * 400, "-1", "1e999999", "NaN", "Infinity", "1,5", "０", "١٢", "2025-13", "0000",
    "9999-99-99", "../..", ":", "park:", ";;;", "'", "'=1", "=1+1", "{}", "00000000-0000-0000-0000-000000000000", "\u202e", "%s", "💥",
]  # fmt: skip


@pytest.mark.parametrize("model", TABLES.values(), ids=lambda model: model.__name__)
def test_no_cell_whatsoever_breaks_a_check(model):
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in model.__name__)
    made = getattr(factories, f"make{name}")()
    headings = list(target_names(model))
    rows = [
        ["" if place != at else text for place in range(len(headings))]
        for at in range(len(headings))
        for text in HOSTILE
    ]
    rows += [[str(made.pk), *row[1:]] for row in rows]
    lines = DryRun(model, Mapping(headings)).check(enumerate(rows, start=2))
    assert {line.outcome for line in lines} <= {"new", "changed", "unchanged", "refused"}
    assert sum(line.outcome == "refused" for line in lines) > len(HOSTILE)
