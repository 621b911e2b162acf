"""The desk's pages for tables, from the upload to the report, and who may open them."""

import csv
import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from parks.models import Park
from portal import admin_imports
from portal.imports import running
from portal.models import Import, ImportPart, ImportRow
from tests import factories

pytestmark = pytest.mark.django_db


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
