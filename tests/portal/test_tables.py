"""Files that editors bring: what is read, and in which words the rest is refused."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from editorial.tables import workbooks
from editorial.tables.cells import guarded, unguarded
from editorial.tables.problems import UnreadableTable
from editorial.tables.reading import read_table

CHINESE = "名称,级别\n北京经济技术开发区,国家级\n中关村科技园区,国家级\n"


@pytest.fixture
def read(tmp_path):
    """Reads bytes as a file and returns (table, rows)."""

    def reading(content, name="table"):
        path = tmp_path / name
        path.write_bytes(content)
        table = read_table(path)
        return table, list(table.rows)

    return reading


@pytest.fixture
def refusal(read):
    def reading(content):
        with pytest.raises(UnreadableTable) as refused:
            read(content)
        return refused.value.sentence

    return reading


def workbook(*rows, prepare=lambda book, sheet: None):
    book = Workbook()
    sheet = book.active
    sheet.title = "Parks"
    for row in rows:
        sheet.append(row)
    prepare(book, sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_usual_encoding_gives_the_same_rows(read, encoding):
    table, rows = read(CHINESE.encode(encoding))
    assert table.headings == ["名称", "级别"]
    assert rows == [(2, ["北京经济技术开发区", "国家级"]), (3, ["中关村科技园区", "国家级"])]
    assert table.encoding == encoding.removesuffix("-sig")


def test_western_text_is_not_taken_for_chinese(refusal):
    content = "name,place\nCafé à la carte,Zürich\nMünchen,Köln\n".encode("latin-1")
    assert refusal(content) == "Byte 15 of this file is not text in UTF-8. Save it as “CSV UTF-8” and upload it again."


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b;c\n1,2;3\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\n1,5\t2,5\n", "\t"),
        ('"a, the first";b\n1;2\n', ";"),
        ("sep=;\na;b\n1;2\n", ";"),
    ],
)
def test_the_delimiter_is_counted_outside_of_quotes(read, text, delimiter):
    table, rows = read(text.encode())
    assert (table.delimiter, len(table.headings), len(rows[0][1])) == (delimiter, 2, 2)


def test_quotes_line_breaks_and_blank_lines_keep_the_row_numbers_of_a_spreadsheet(read):
    _table, rows = read(b'name,note\r\n"A ""quoted"" name","two\nlines"\r\n\r\nB,\r\n')
    assert rows == [(2, ['A "quoted" name', "two\nlines"]), (4, ["B", ""])]


def test_a_short_or_long_row_keeps_its_cells(read):
    _table, rows = read(b"a,b\n1\n1,2,,\n1,2,3\n")
    assert rows == [(2, ["1"]), (3, ["1", "2"]), (4, ["1", "2", "3"])]


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_row(read):
    with pytest.raises(UnreadableTable, match=r"^Row 3 cannot be read: its quotation marks do not match"):
        read(b'a,b\n1,2\n1,"2\n3,4\n')


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty. Choose the file that holds the table."),
        (b" \r\n \n", "This file is empty. Choose the file that holds the table."),
        (b"%PDF-1.7\n", "This is a PDF. Copy the table into a spreadsheet, check it and save it as .xlsx or CSV."),
        (
            b"\xef\xbb\xbf <html><table><tr><td>a</td></tr></table>",
            "This is a web page or an XML file, whatever its name says. Open it and save the table as .xlsx or CSV.",
        ),
        (
            b'<?xml version="1.0"?><Workbook/>',
            "This is a web page or an XML file, whatever its name says. Open it and save the table as .xlsx or CSV.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "This is an old Excel workbook (.xls). Save it as .xlsx or as CSV and upload that.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "This workbook is protected by a password. Save it without one and upload it again.",
        ),
        (
            b"a,b\n1,\0\n",
            "This file contains NUL bytes, so it is no text table. Save the table as “CSV UTF-8” or .xlsx.",
        ),
        (
            b"a,b\n1,\x07\n",
            "This file contains control characters, so it is no text table. Save the table as “CSV UTF-8” or .xlsx.",
        ),
        (b'{"type": "FeatureCollection"}', "This file is not a table. Save the table as .xlsx or CSV and upload that."),
        (b"a,,b\n1,2,3\n", "Column B has no heading. Name it or remove it."),
        (b"Name,b,NAME\n1,2,3\n", "The heading “NAME” stands in column A and in column C. Rename one of them."),
        (
            ",".join(f"c{n}" for n in range(300)).encode(),
            "This table has more than 100 columns. Remove those that you do not need.",
        ),
        (
            b"PK\x03\x04 broken",
            "This workbook is damaged and cannot be opened. Save it again as .xlsx or as CSV and upload that.",
        ),
    ],
)
def test_what_is_no_table_is_refused_by_its_content(refusal, content, sentence):
    assert refusal(content) == sentence


def test_too_many_rows_are_refused(read, monkeypatch):
    monkeypatch.setattr("editorial.tables.delimited.TEXT_ROWS", 3)
    assert len(read(b"a\n1\n2\n3\n")[1]) == 3
    with pytest.raises(UnreadableTable, match="at most 3 are read"):
        read(b"a\n1\n2\n3\n4\n")


def test_a_workbook_gives_what_an_editor_would_have_typed(read):
    def formats(book, sheet):
        sheet["D2"].number_format = "yyyy-mm"
        sheet["E2"].number_format = "yyyy"
        sheet["G2"].number_format = "0.0%"

    head = ["name", "founded", "opened", "month", "year", "public", "share", "long", "at"]
    day = date(2013, 9, 1)
    row = ["海淀园", 2013.0, day, day, day, True, 0.3, 116.41875700000001, datetime(2020, 1, 2, 3, 4)]  # noqa: DTZ001 (workbooks know no zones)
    table, rows = read(workbook(head, row, prepare=formats))
    assert (table.sheet, table.headings) == ("Parks", head)
    assert rows == [
        (2, ["海淀园", "2013", "2013-09-01", "2013-09", "2013", "yes", "30%", "116.418757", "2020-01-02 03:04:00"])
    ]


def test_a_workbook_is_read_from_its_first_visible_sheet_with_rows(read):
    def sheets(book, sheet):
        book.create_sheet("Hidden", 0).append(["x"])
        book["Hidden"].sheet_state = "hidden"
        book.create_sheet("Empty", 0)

    table, rows = read(workbook([], ["name", "kind"], [], ["A"], prepare=sheets))
    assert (table.sheet, table.headings, rows) == ("Parks", ["name", "kind"], [(4, ["A", ""])])


def test_text_like_a_formula_stays_text_and_a_formula_that_was_never_computed_stands_as_typed(read):
    def texts(book, sheet):
        sheet["A2"].value, sheet["A2"].data_type = "=cmd|' /C calc'!A0", "s"
        sheet["B2"].value = "=1+1"

    _table, rows = read(workbook(["a", "b"], prepare=texts))
    assert rows == [(2, ["=cmd|' /C calc'!A0", "=1+1"])]


def packed(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"[Content_Types].xml": "<Types/>", **files}.items():
            archive.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(refusal, monkeypatch):
    monkeypatch.setattr(workbooks, "_run_child", lambda *arguments: pytest.fail("it was unpacked"))
    bomb = packed(**{"xl__workbook.xml": "<workbook/>", "xl__sheet.xml": b"0" * (60 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert (
        refusal(bomb)
        == "Unpacked, this workbook would be too large: at most 50 MB are read. Save the sheet as CSV instead."
    )


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"word__document.xml": "<w/>"}, "This is a packed file, but not an Excel workbook (.xlsx)."),
        ({"xl__workbook.bin": "x"}, "This is a binary workbook (.xlsb)."),
        ({"xl__workbook.xml": "<workbook"}, "This workbook is damaged"),
    ],
)
def test_other_packed_files_are_refused(refusal, files, words):
    assert refusal(packed(**files)).startswith(words)


def test_a_workbook_that_keeps_the_processor_busy_is_given_up(refusal, monkeypatch):
    monkeypatch.setattr(workbooks, "READING_SECONDS", 0.05)
    assert refusal(workbook(["a"], ["1"])).startswith("This workbook takes too much time or memory to read.")


def test_a_workbook_has_its_own_limit_of_rows_and_columns(refusal):
    assert refusal(workbook([f"c{n}" for n in range(300)])).startswith("This table has more than 100 columns.")
    assert refusal(workbook(["a"], *([n] for n in range(50_001)))).startswith(
        "This sheet has too many rows: at most 50000"
    )


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86 10", "-5", "@x", "＝1", "＋1", "－1", "＠x", "'=1", "''=1", "\tx", "\rx", "\nx", "plain", "'tis", ""],
)
def test_a_guarded_cell_comes_back_as_it_was(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"}
