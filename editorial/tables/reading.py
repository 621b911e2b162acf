"""A file that somebody uploaded, as headings and rows; everything else is refused in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from editorial.tables.delimited import read_delimited
from editorial.tables.limits import COLUMNS, MEBIBYTE, UPLOAD_BYTES
from editorial.tables.problems import UnreadableTable
from editorial.tables.workbooks import protected, read_workbook

START = 4096
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml|table|meta|head|body|svg|workbook)", re.IGNORECASE)
JSON = re.compile(rb"(\xef\xbb\xbf)?\s*(\{\s*\"|\[\s*[\[{])")
OTHERS = (
    b"%PDF",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"SQLite format",
)
PASSWORD = "EncryptedPackage".encode("utf-16-le")


@dataclass
class Table:
    """Headings, and the rows below as (number in the file, texts). `sheet`, `encoding`, `delimiter` say how it was read."""

    headings: list
    rows: Iterator
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""


def read_table(path):
    """Open the file at `path` by what it contains, whatever its name. Raises UnreadableTable, also while rows are read."""
    path = Path(path)
    _refuse_foreign(path)
    with path.open("rb") as file:
        packed = file.read(len(ZIP)) == ZIP
    if packed:
        sheet, rows = read_workbook(path)
        headings = _first_row(rows)
        return Table(headings, _fitted(rows, len(headings), padded=True), sheet=sheet)
    (encoding, delimiter), rows = read_delimited(path)
    headings = _headings(rows)
    return Table(headings, _fitted(rows, len(headings)), encoding=encoding.removesuffix("-sig"), delimiter=delimiter)


def _refuse_foreign(path):
    size = path.stat().st_size
    if size > UPLOAD_BYTES:
        raise UnreadableTable(too_large())
    with path.open("rb") as file:
        start = file.read(START)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise UnreadableTable(_("This file is empty. Choose the file that holds the table."))
    if start.startswith(OLE):
        if PASSWORD in path.read_bytes():
            raise UnreadableTable(protected())
        raise UnreadableTable(_("This is an old Excel workbook (.xls). Save it as .xlsx or as CSV and upload that."))
    if MARKUP.match(start):
        raise UnreadableTable(
            _("This is a web page or an XML file, whatever its name says. Open it and save the table as .xlsx or CSV.")
        )
    if start.startswith(b"%PDF"):
        raise UnreadableTable(
            _("This is a PDF. Copy the table into a spreadsheet, check it and save it as .xlsx or CSV.")
        )
    if start.startswith(OTHERS) or JSON.match(start):
        raise UnreadableTable(_("This file is not a table. Save the table as .xlsx or CSV and upload that."))


def too_large():
    return _("This file is larger than %(size)d MB. Split it and upload the parts.") % {
        "size": UPLOAD_BYTES // MEBIBYTE
    }


def _first_row(rows):
    try:
        return _headings(rows)
    except UnreadableTable:
        rows.close()
        raise


def _headings(rows):
    """The first row, each heading once. Raises UnreadableTable naming the columns without one or with another's."""
    _number, texts = next(rows, (0, []))
    headings = [" ".join(text.split()) for text in texts]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise UnreadableTable(
            _("This file has no row with headings. Write the names of the columns into the first row.")
        )
    if len(headings) > COLUMNS:
        raise UnreadableTable(
            _("This table has more than %(count)d columns. Remove those that you do not need.") % {"count": COLUMNS}
        )
    problems, seen = [], {}
    for position, heading in enumerate(headings, start=1):
        if not heading:
            problems.append(
                _("Column %(column)s has no heading. Name it or remove it.") % {"column": letters(position)}
            )
        elif heading.casefold() in seen:
            problems.append(
                _("The heading “%(heading)s” stands in column %(first)s and in column %(second)s. Rename one of them.")
                % {"heading": heading[:80], "first": letters(seen[heading.casefold()]), "second": letters(position)}
            )
        seen.setdefault(heading.casefold(), position)
    if problems:
        raise UnreadableTable(" ".join(problems[:10]))
    return headings


def letters(position):
    """The name of a column, counted from 1, as spreadsheet programs show it: A, Z, AA."""
    name = ""
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _fitted(rows, width, *, padded=False):
    """Without empty cells beyond the headings. A workbook leaves out empty cells at the end of a row: they are added."""
    for number, texts in rows:
        while len(texts) > width and not texts[-1].strip():
            texts.pop()
        if padded:
            texts += [""] * (width - len(texts))
        yield number, texts
