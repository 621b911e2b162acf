"""Tables for editors: every model, exact values, harmless cells, and back again without a difference."""

import csv
import io
from decimal import Decimal

import pytest
from django.contrib import admin
from openpyxl import load_workbook

from core.models import Source
from editorial.tables.exports import export_rows
from editorial.tables.widgets import NumberWidget
from parks.models import Park
from portal.data_files import TABLES
from portal.imports.mapping import Mapping
from portal.imports.proposals import DryRun
from tests import factories

pytestmark = pytest.mark.django_db


def exported(model, table_format="csv"):
    """The exported table of all rows as lists of what its cells hold."""
    content = b"".join(export_rows(model, model._default_manager.order_by("pk"), table_format))
    if table_format == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def make_world():
    """At least one row of every model, with what makes cells difficult."""
    park = factories.make_park(
        name_en="=HYPERLINK(0)",
        name_zh="＝海淀园",
        summary_en="- a list\r\n- of “two”, with; signs",
        region=factories.make_region(),
    )
    factories.make_indicator(code="minus", name_en="-5 per cent")
    figure = factories.make_figure(
        subject=park.record, low="-12.5", high="700000000000", unit="money", currency="CNY", as_printed="x"
    )
    figure.further_citations.set([factories.make_citation(quote="+1, they say"), factories.make_citation()])
    organisation = factories.make_organisation(sectors=[factories.make_sector(), factories.make_sector()])
    factories.make_stake(organisation=organisation, share_percent="33.3")
    made = {type(one) for one in (park, figure, organisation)}
    for name in dir(factories):
        if name.startswith("make_") and name not in ("make_user", "make_superuser", "make_role_user"):
            made.add(type(getattr(factories, name)()))
    assert set(TABLES.values()) <= made


@pytest.mark.parametrize("table_format", ["csv", "xlsx"])
def test_every_table_comes_back_unchanged(table_format):
    make_world()
    for model in TABLES.values():
        headings, *rows = exported(model, table_format)
        texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
        for empties in (True, False):
            lines = DryRun(model, Mapping(headings, empties=empties)).check(enumerate(texts, start=2))
            assert [(line.outcome, line.problems) for line in lines] == [("unchanged", [])] * len(texts), model


def test_cells_hold_what_a_spreadsheet_shows_and_never_computes():
    region = factories.make_region(slug="haidian")
    park = factories.make_park(
        name_en="=1+1", slug="one", kind="zone", region=region, summary_en="@home", place_as_printed="－5"
    )
    citation = park.citations.get()
    headings, row = exported(Park)
    assert dict(zip(headings, row, strict=True)) == {
        "id": str(park.pk),
        "slug": "one",
        "name_en": "'=1+1",
        "name_zh": "",
        "pinyin": "",
        "summary_en": "'@home",
        "summary_zh": "",
        "kind": "zone",
        "level": "",
        "region": "haidian",
        "latitude": "",
        "longitude": "",
        "datum": "",
        "place_as_printed": "'－5",
        "citations": str(citation.pk),
    }


def test_numbers_stay_numbers_unless_they_are_too_long_for_one():
    figure = factories.make_figure(unit="count", low="-5.5", high="700000000000", as_printed="x")
    for table_format, expected in (("csv", ("-5.5", "700000000000", "no")), ("xlsx", (-5.5, 700000000000, "no"))):
        headings, row = exported(type(figure), table_format)
        cells = dict(zip(headings, row, strict=True))
        assert (cells["low"], cells["high"], cells["low_open"]) == expected
    widget = NumberWidget(type(figure)._meta.get_field("low"))
    assert widget.render(Decimal("12345678901234567"), force_native_type=True) == "12345678901234567"


def test_a_private_text_is_never_given_out():
    factories.make_source(private_text="The whole text, which is not ours.")
    assert "private_text" not in exported(Source)[0]
    assert "not ours" not in str(exported(Source))


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    for _ in range(30):
        factories.make_park(region=factories.make_region())
    with django_assert_max_num_queries(2):
        assert len(exported(Park)) == 31


def test_the_actions_answer_with_a_download_and_only_to_those_who_may_look(rf):
    factories.make_park(slug="one")
    request = rf.get("/")
    request.user = factories.make_user("parks.view_park")
    tables = admin.site.get_model_admin(Park)
    actions = tables.get_actions(request)
    assert {"export_csv", "export_xlsx"} <= set(actions)
    response = tables.export_csv(request, Park.objects.all())
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="park-')
    assert b",one," in b"".join(response)
    request.user = factories.make_user()
    assert not {"export_csv", "export_xlsx"} & set(tables.get_actions(request))
