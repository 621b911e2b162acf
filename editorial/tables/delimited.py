"""Text tables (CSV, TSV, semicolons): encoding, delimiter and rows."""

import codecs
import csv
import re

from django.utils.translation import gettext as _

from editorial.tables.limits import TEXT_ROWS
from editorial.tables.problems import UnreadableTable

BLOCK = 1024 * 1024
DELIMITERS = ",\t;|"
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
EXCEL_HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)
SAMPLE_RECORDS = 20
# Share of the characters beyond ASCII that are in the everyday set GB 2312. Western text taken for GB 18030 has few.
CHINESE_SHARE = 0.8


def encoding_of(path):
    """The encoding in which the whole file can be read. Raises UnreadableTable naming what stands in the way."""
    with open(path, "rb") as file:
        start = file.read(4)
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            problem = _decoding_problem(path, encoding)
            if problem:
                raise UnreadableTable(problem)
            return encoding
    problem = _decoding_problem(path, "utf-8")
    if problem is None:
        return "utf-8"
    if _decoding_problem(path, "gb18030") is None and _looks_chinese(path):
        return "gb18030"
    raise UnreadableTable(problem)


def _decoding_problem(path, encoding):
    """A sentence, or None where every byte can be read and is text."""
    decoder, position = codecs.getincrementaldecoder(encoding)(), 0
    with open(path, "rb") as file:
        while True:
            block = file.read(BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return _(
                    "Byte %(position)d of this file is not text in UTF-8. Save it as “CSV UTF-8” and upload it again."
                ) % {"position": max(position + error.start + 1, 1)}
            if "\0" in text:
                return _(
                    "This file contains NUL bytes, so it is no text table. Save the table as “CSV UTF-8” or .xlsx."
                )
            if CONTROLS.search(text):
                return _(
                    "This file contains control characters, so it is no text table. Save the table as “CSV UTF-8” or .xlsx."
                )
            if not block:
                return None
            position += len(block)


def _looks_chinese(path):
    with open(path, encoding="gb18030") as file:
        beyond = [character for character in file.read(BLOCK) if character > "\x7f"]
    common = sum(1 for character in beyond if _in_gb2312(character))
    return common >= CHINESE_SHARE * len(beyond)


def _in_gb2312(character):
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def delimiter_of(path, encoding):
    """The delimiter, and whether Excel's line `sep=` names it. Counted outside of quotes in the first records."""
    with open(path, encoding=encoding, newline="") as file:
        text = file.read(BLOCK // 4)
    hint = EXCEL_HINT.fullmatch(text.partition("\n")[0])
    if hint:
        return hint[1], True
    counts = _counts(text)
    if not counts:
        return ",", False

    def likelihood(delimiter):
        header = counts[0].get(delimiter, 0)
        return (sum(1 for record in counts if header and record.get(delimiter, 0) == header) * (header > 0), header)

    # A comma inside the texts of a table with tabs may be as frequent: the headings have few.
    ranked = sorted(DELIMITERS, key=lambda one: (counts[0].get(one, 0) > 0, *likelihood(one)), reverse=True)
    return ranked[0], False


def _counts(text):
    """How often each delimiter stands outside of quotes, for each of the first records that are not blank."""
    counts, current, quoted, seen = [], {}, False, False
    for character in text:
        if character == '"':
            quoted = not quoted
        if character in "\r\n" and not quoted:
            if seen:
                counts.append(current)
                if len(counts) == SAMPLE_RECORDS:
                    return counts
            current, seen = {}, False
            continue
        seen = seen or not character.isspace() or character == "\t"
        if not quoted and character in DELIMITERS:
            current[character] = current.get(character, 0) + 1
    return [*counts, current] if seen else counts


def read_delimited(path):
    """Return (encoding, delimiter) and an iterator of the rows that are not blank, as (number, texts).

    The number is the one that a spreadsheet program shows: a record with line breaks in it is one row.
    """
    encoding = encoding_of(path)
    delimiter, hinted = delimiter_of(path, encoding)
    return (encoding, delimiter), _rows(path, encoding, delimiter, hinted)


def _rows(path, encoding, delimiter, hinted):
    number = kept = 0
    with open(path, encoding=encoding, newline="") as file:
        if hinted:
            file.readline()
            number = 1
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            number += 1
            try:
                texts = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise UnreadableTable(
                    _(
                        "Row %(row)d cannot be read: its quotation marks do not match, or a cell is too long (%(error)s). "
                        "Correct it and upload the file again."
                    )
                    % {"row": number, "error": error}
                ) from error
            if not any(text.strip() for text in texts):
                continue
            kept += 1
            if kept > TEXT_ROWS + 1:
                raise UnreadableTable(
                    _("This table has too many rows: at most %(count)d are read. Split it.") % {"count": TEXT_ROWS}
                )
            yield number, texts
