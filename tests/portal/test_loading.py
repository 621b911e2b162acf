"""Loading a data set: whole or not at all, twice without a change, every mistake named by file, line and column."""

import hashlib
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.models import Citation, Figure, Source
from editorial.models import Record
from parks.models import Park, ParkAncestry
from portal.data_files import DataError
from portal.loading import load
from portal.models import DataLoad

MINI = Path(__file__).parent / "mini_data"

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path):
    """A copy of the small data set that a test may spoil; a function that replaces text in one of its files."""
    shutil.copytree(MINI, tmp_path / "mini")

    def edit(stem, old, new):
        path = tmp_path / "mini" / f"{stem}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    edit.directory = tmp_path / "mini"
    return edit


def run(directory):
    return load(directory, name="mini", by="test")


def test_everything_is_created_linked_and_published():
    report = run(MINI)
    assert (report.total("created"), report.total("changed"), report.published) == (14, 0, 14)
    figure = Figure.objects.public().get()
    assert (figure.subject.slug, figure.low, figure.high, figure.hedge, figure.period) == (
        "zhongguancun",
        10**13,
        None,
        "over",
        "2025",
    )
    assert [row.ancestor.slug for row in ParkAncestry.objects.all()] == ["zhongguancun"]
    assert Park.objects.public().get(slug="haidian-park").region.path == "china/beijing/haidian-district/"


def test_a_second_load_changes_nothing_and_keeps_the_ids():
    run(MINI)
    before = set(Record.objects.values_list("pk", "published_at"))
    report = run(MINI)
    assert (report.total("created"), report.total("changed"), report.total("unchanged"), report.published) == (
        0,
        0,
        14,
        0,
    )
    assert set(Record.objects.values_list("pk", "published_at")) == before


def test_a_changed_cell_changes_one_row(data):
    run(data.directory)
    data("parks", "Haidian Park", "Haidian Science Park")
    report = run(data.directory)
    assert report.tables["parks"] == {"changed": 1, "unchanged": 1}
    assert report.total("changed") == 1
    assert Park.objects.get(slug="haidian-park").name_en == "Haidian Science Park"


def test_a_changed_link_changes_one_row(data):
    run(data.directory)
    data("parks", "haidian-district,s3", "haidian-district,s3;f12")
    assert run(data.directory).tables["parks"] == {"changed": 1, "unchanged": 1}
    assert Park.objects.get(slug="haidian-park").citations.count() == 2


def test_a_row_may_stay_unpublished(data):
    path = data.directory / "parks.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0] + ",publish", lines[1] + ",", lines[2] + ",no"]), encoding="utf-8")
    memberships = data.directory / "memberships.csv"
    memberships.unlink()
    run(data.directory)
    assert [park.slug for park in Park.objects.public()] == ["zhongguancun"]
    assert Park.objects.count() == 2


@pytest.mark.parametrize(
    ("stem", "old", "new", "sentence"),
    [
        (
            "parks",
            "slug,name_en",
            "slug,nam_en",
            "parks.csv, line 2, column nam_en: there is no such column. Did you mean “name_en”?",
        ),
        (
            "parks",
            ",beijing,",
            ",bejing,",
            "parks.csv, line 2, column region: nothing in regions is called “bejing”. Did you mean “beijing”?",
        ),
        ("parks", ",zone,", ",zoo,", "parks.csv, line 2, column kind: Value 'zoo' is not a valid choice."),
        (
            "parks",
            "haidian-district,s3",
            "haidian-district,s4",
            "parks.csv, line 3, column citations: nothing in citations is called “s4”.",
        ),
        (
            "parks",
            "haidian-park",
            "zhongguancun",
            "parks.csv, line 3, column slug: “zhongguancun” stands already in line 2.",
        ),
        ("parks", "Haidian Park,park", "Haidian Park", "parks.csv, line 3: it has not as many cells as the header."),
        (
            "parks",
            "Haidian Park",
            "Haidian\x01 Park",
            "parks.csv, line 3, column name_en: Remove the invisible character U+0001 at position 8.",
        ),
        ("figures", "exceed 10 trillion yuan", "about .42 trillion yuan", "figures.csv, line 2, column as_printed:"),
        ("figures", ",2025,", ",2025-13,", "figures.csv, line 2, column period:"),
        (
            "figures",
            "park:zhongguancun",
            "zhongguancun",
            "write the kind and the address, for example park:haidian-park, not “zhongguancun”",
        ),
        (
            "figures",
            "park:zhongguancun",
            "park:zhonguancun",
            "there is no park “zhonguancun”. Did you mean “zhongguancun”?",
        ),
        ("figures", ",f12\n", ",\n", "figures.csv, line 2, column citation: This field cannot be null."),
        (
            "sources",
            "is_machine_written\n",
            "is_public\n",
            "sources.csv, line 2, column is_public: there is no such column.",
        ),
        ("memberships", "haidian-park,zhongguancun", "haidian-park,haidian-park", "A park cannot be part of itself."),
    ],
)
def test_a_mistake_is_named_and_nothing_is_loaded(data, stem, old, new, sentence):
    data(stem, old, new)
    with pytest.raises(DataError) as refusal:
        run(data.directory)
    assert sentence in str(refusal.value)
    assert not Record.objects.exists() and not Citation.objects.exists() and not DataLoad.objects.exists()


def test_all_mistakes_of_a_table_are_named_at_once(data):
    data("regions", "country", "empire")
    data("regions", "municipality", "palace")
    with pytest.raises(DataError) as refusal:
        run(data.directory)
    assert len(refusal.value.problems) >= 2


def test_a_file_that_is_not_utf8_is_refused(data):
    (data.directory / "parks.csv").write_bytes("slug,name_zh\nx,海淀园\n".encode("gb18030"))
    with pytest.raises(DataError, match=r"is not UTF-8\. Save the file as UTF-8"):
        run(data.directory)


def test_a_byte_order_mark_is_no_part_of_the_first_column(data):
    path = data.directory / "parks.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert run(data.directory).total("created") == 14


def test_an_unknown_file_and_a_missing_directory_are_refused(data, tmp_path):
    (data.directory / "prks.csv").write_text("slug\n")
    with pytest.raises(DataError, match="no such table"):
        run(data.directory)
    with pytest.raises(DataError, match="is not a directory"):
        run(tmp_path / "nowhere")


def test_a_fact_of_a_source_that_stays_hidden_is_refused(data):
    path = data.directory / "sources.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0] + ",publish", lines[1] + ",", lines[2] + ",no"]), encoding="utf-8")
    with pytest.raises(DataError, match=r"Publish the source “\[Feature\]” first"):
        run(data.directory)
    assert not Record.objects.exists()


def test_the_command_says_what_it_did_and_leaves_a_loaded_set_alone(capsys):
    call_command("load_data", MINI)
    assert capsys.readouterr().out == "Data set mini_data: 14 created, 0 changed, 0 unchanged; 14 published.\n"
    Park.objects.filter(slug="haidian-park").update(name_en="An editor's name")
    call_command("load_data", MINI, if_new=True)
    assert capsys.readouterr().out == ""
    assert Park.objects.get(slug="haidian-park").name_en == "An editor's name"


def test_the_command_refuses_in_words(data):
    data("parks", ",zone,", ",zoo,")
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load_data", data.directory)


def test_quotes_are_checked_against_the_documents_at_hand(tmp_path, capsys):
    run(MINI)
    document = tmp_path / "any name.txt"
    text = "In 2025, the total revenue of enterprises was estimated to exceed the 10-trillion-yuan (about .42 trillion) mark. Source: CGTN"
    document.write_text(text, encoding="utf-8")
    (tmp_path / "other.txt").write_text("Something else", encoding="utf-8")
    source = Source.objects.get(slug="s3")
    source.text_hash = hashlib.sha256(text.encode()).hexdigest()
    source.save()
    call_command("verify_quotes", texts=tmp_path)
    out = capsys.readouterr().out
    assert "any name.txt: 2 of 2 quotes stand in “[Feature]”." in out
    assert "other.txt: no source has this document's SHA-256; skipped." in out
    assert set(Citation.objects.values_list("source__slug", "check_state")) == {
        ("s3", "verified"),
        ("ref-codes", "unchecked"),
    }
    Citation.objects.filter(source=source, locator="p3").update(quote="the total revenue of companies")
    with pytest.raises(CommandError, match="not in the text: “the total revenue of companies”"):
        call_command("verify_quotes", texts=tmp_path)
    assert Citation.objects.get(source=source, locator="p3").check_state == "missing"
