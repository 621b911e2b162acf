"""From a table to a proposal for every row: mapping, matching, differences, refusals, and the pages that show them."""

import csv
import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse
from openpyxl import Workbook

from companies.models import Organisation, Presence
from core.models import Citation, Event, Figure, Name, Region
from parks.models import Membership, Park
from policies.models import Policy
from portal import admin_imports
from portal.data_files import TABLES, identity
from portal.imports import running
from portal.imports.checks import surely_holds
from portal.imports.mapping import Mapping, guess_model, propose_mapping, target_names
from portal.imports.proposals import DryRun
from portal.models import Import, ImportPart, ImportRow
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


# Pages


@pytest.fixture
def desk(client):
    client.force_login(factories.make_superuser())
    return client


def post_table(client, content, name="parks.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(reverse("imports:index"), {"table": SimpleUploadedFile(name, content)})


def run(client, content, name="parks.csv", **choices):
    """Upload, accept the guessed columns with `choices`, check everything; return the Import."""
    response = post_table(client, content, name)
    assert response.status_code == 302, response.content.decode()
    kept = Import.objects.latest("created_at")
    form = client.get(response.url).context["form"]
    data = {"model": kept.label} | {f"column-{n}": field for n, field in enumerate(form.mapping.columns)} | choices
    response = client.post(response.url, data)
    assert response.status_code == 302, response.content.decode()
    while Import.objects.get(pk=kept.pk).state != "checked":
        assert client.post(response.url).status_code == 302
    kept.refresh_from_db()
    return kept


def outcomes(kept):
    return list(kept.rows.order_by("number").values_list("number", "outcome"))


def test_a_table_goes_from_upload_to_report(desk):
    factories.make_park(name_zh="海淀园", kind="zone", level="district")
    content = "序号,名称,级别,备注\n1,海淀园,national,a\n2,昌平园,district,b\n3,丰台园,galactic,c\n"
    kept = run(desk, content.encode("gb18030"), "园区.csv", **{"every-kind": "zone"})
    assert kept.mapping["columns"] == ["", "name_zh", "level", ""]
    assert outcomes(kept) == [(2, "changed"), (3, "new"), (4, "refused")]
    page = desk.get(reverse("imports:report", args=[kept.pk])).content.decode()
    assert "3 of 3 rows checked." in page
    assert "<del>district</del> <ins>national</ins>" in page
    assert "<td>丰台园</td>" in page
    assert "data-import-continue" not in page
    refused = desk.get(reverse("imports:refused", args=[kept.pk]))
    lines = list(csv.reader(io.StringIO(b"".join(refused).decode("utf-8-sig"))))
    assert lines[0] == ["row", "problem", "序号", "名称", "级别", "备注"]
    assert lines[1] == [
        "4",
        "level: “galactic” is none of the choices: national, provincial, district.",
        "3",
        "丰台园",
        "galactic",
        "c",
    ]
    assert Park.objects.count() == 1
    only = desk.get(reverse("imports:report", args=[kept.pk]), {"outcome": "new"}).context["page"]
    assert [row.number for row in only] == [3]


def test_a_workbook_goes_the_same_way(desk):
    book = Workbook()
    book.active.append(["Name (English)", "kind"])
    book.active.append(["=1+1", "zone"])
    book.active["A2"].data_type = "s"
    content = io.BytesIO()
    book.save(content)
    kept = run(desk, content.getvalue(), "parks.xlsx")
    assert kept.details == {"sheet": "Sheet"}
    assert kept.rows.get().proposal["values"] == {"name_en": "=1+1", "kind": "zone"}


def test_rows_are_checked_piece_by_piece(desk, monkeypatch):
    monkeypatch.setattr(running, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(admin_imports, "advance", lambda kept: running.advance(kept, seconds=0))
    response = post_table(desk, "name_en,kind\n" + "".join(f"P{n},zone\n" for n in range(5)))
    report = response.url.replace("columns/", "")
    desk.post(response.url, {"model": "parks.park", "column-0": "name_en", "column-1": "kind"})
    shown = []
    for _ in range(4):
        page = desk.get(report).content.decode()
        shown.append(
            ("data-import-continue" in page, page.partition(" of 5 rows checked.")[0].rpartition(" ")[2].strip())
        )
        desk.post(report)
    assert shown == [(True, "0"), (True, "2"), (True, "4"), (False, "5")]


def test_the_second_of_two_rows_for_one_record_is_refused_across_batches(desk, monkeypatch):
    monkeypatch.setattr(running, "ROWS_AT_ONCE", 2)
    factories.make_park(slug="one", name_en="One")
    kept = run(desk, "name_en,kind\nOne,zone\nTwo,zone\nThree,zone\none,base\nＴｗｏ,zone\n")
    assert outcomes(kept) == [(2, "changed"), (3, "new"), (4, "new"), (5, "refused"), (6, "refused")]
    assert kept.rows.get(number=6).problems == [["", "Row 3 already means the same. Remove one of the two."]]


def test_other_columns_make_earlier_results_void(desk):
    kept = run(desk, "name_en,kind,level\nOne,zone,national\n")
    old = Import.objects.get(pk=kept.pk)
    desk.post(
        reverse("imports:columns", args=[kept.pk]), {"model": kept.label, "column-0": "name_en", "column-1": "kind"}
    )
    assert outcomes(kept) == []
    old.done = 0
    running.advance(old)
    assert outcomes(kept) == []
    desk.post(reverse("imports:report", args=[kept.pk]))
    assert kept.rows.get().proposal["values"] == {"name_en": "One", "kind": "zone"}


def test_two_pages_at_the_same_table_do_not_double_it(desk):
    kept = run(desk, "name_en,kind\nOne,zone\n")
    kept.done = 0
    running.advance(kept)
    assert outcomes(kept) == [(2, "new")]


def test_another_kind_of_rows_guesses_the_columns_anew(desk):
    columns = post_table(desk, "名称,类型\n商汤,company\n", "list.csv").url
    assert desk.get(columns).context["form"].mapping.columns == ["name_zh", "kind"]
    response = desk.post(columns, {"model": "companies.product"})
    assert response.url == columns
    assert desk.get(columns).context["form"].mapping.columns == ["name_zh", ""]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {"column-0": "name_en", "column-1": "name_en"},
            "“name (English)” is chosen for several columns. Leave one of them.",
        ),
        ({}, "Choose a field for at least one column."),
        ({"column-0": "is_public"}, "One of the fields does not exist. Choose again."),
        ({"column-0": "name_en", "every-level": "x\0"}, "level: Remove the invisible character U+0000 at position 2."),
    ],
)
def test_a_wrong_choice_of_columns_is_refused(desk, data, sentence):
    columns = post_table(desk, "name_en,kind\nOne,zone\n").url
    response = desk.post(columns, {"model": "parks.park"} | data)
    assert response.status_code == 400
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<html></html>", "table.xlsx", "This is a web page or an XML file"),
        (b"name,name\n1,2\n", "a.csv", "stands in column A and in column B"),
        (b"name\n", "a.csv", "This table has headings but no row below them."),
        (b'name,b\n1,2\n"3,4\n', "a.csv", "Row 3 cannot be read"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(desk, content, name, sentence):
    response = post_table(desk, content, name)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert (Import.objects.count(), ImportPart.objects.count()) == (0, 0)


def test_an_upload_without_a_file_or_with_too_much_is_refused(desk, monkeypatch):
    assert "Choose the file that holds the table." in desk.post(reverse("imports:index")).content.decode()
    response = desk.post(reverse("imports:index"), CONTENT_LENGTH=str(60 * 1024 * 1024))
    assert response.status_code == 302
    assert "This file is larger than 50 MB." in desk.get(response.url).content.decode()


def test_a_forged_upload_is_refused(desk):
    desk.handler.enforce_csrf_checks = True
    assert post_table(desk, "name_en\nOne\n").status_code == 403


def test_only_those_who_may_import_see_anything(client):
    kept = Import.objects.create(
        file_name="a.csv", headings=["a"], label="parks.park", state="read", mapping={"columns": [""]}
    )
    addresses = [reverse("imports:index")] + [
        reverse(f"imports:{name}", args=[kept.pk]) for name in ("columns", "report", "refused", "delete")
    ]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(factories.make_user("parks.change_park"))
    for address in addresses:
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert Import.objects.exists()


def test_the_pages_open_and_a_table_can_be_deleted(desk):
    kept = run(desk, "name_en,kind\nOne,zone\n")
    assert "parks.csv" in desk.get(reverse("imports:index")).content.decode()
    assert desk.get(reverse("imports:report", args=[kept.pk]), {"page": "x", "outcome": "x"}).status_code == 200
    assert desk.get(reverse("admin:portal_import_changelist")).url == reverse("imports:index")
    assert desk.post(reverse("imports:delete", args=[kept.pk])).status_code == 302
    assert not ImportRow.objects.exists()


def test_the_fingerprint_is_that_of_the_file(desk):
    content = b"name_en,kind\nOne,zone\n"
    assert run(desk, content).sha256 == hashlib.sha256(content).hexdigest()


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
