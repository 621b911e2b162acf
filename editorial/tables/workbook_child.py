"""Reads one workbook in a process of its own, which may be ended without harm: `python -m … <workbook> <output>`.

Writes one JSON list per row to the output: first `[sheet name]`, then `[row number, cell, cell, …]`. Where it stops early, it
prints one word that says why. It knows nothing of Django, so that it starts fast and holds no connection.
"""

import json
import re
import resource
import sys
import warnings
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal

from openpyxl import load_workbook

from editorial.tables.limits import CELL_CHARACTERS, COLUMNS, READING_BYTES, READING_SECONDS, WORKBOOK_ROWS

NOT_DATE_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
MOST_EMPTY_ROWS = 100_000


class Stop(Exception):
    pass


def typed(cell):
    """The text an editor would have typed for this cell: 2013, not 2013.0; a date as far as it is shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value, cell.number_format or "")
    if isinstance(value, datetime):
        if value.time() == time(0):
            return day(value, cell.number_format or "")
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)[: CELL_CHARACTERS + 1]


def number(value, number_format):
    """15 digits, as spreadsheet programs show them, never with an exponent."""
    percent = NOT_DATE_LETTERS.sub("", number_format).endswith("%")
    try:
        exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
        exact = exact * 100 if percent else exact
        text = format(exact, "f")
    except (ArithmeticError, ValueError):
        return str(value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if percent else text


def day(value, number_format):
    """Typed “2013-09” becomes the first of September, shown as month and year: only that much is known."""
    letters = NOT_DATE_LETTERS.sub("", number_format).lower()
    if "y" in letters and "d" not in letters:
        return value.strftime("%Y-%m") if "m" in letters else value.strftime("%Y")
    return value.date().isoformat()


def rows_of(sheet):
    sheet.reset_dimensions()
    return sheet.iter_rows(max_col=COLUMNS + 1)


def first_sheet_with_rows(workbook):
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            continue
        for number_of_row, cells in enumerate(rows_of(sheet)):
            if any(cell.value is not None for cell in cells):
                return sheet
            if number_of_row > MOST_EMPTY_ROWS:
                raise Stop("rows")
    raise Stop("empty")


def texts_of(cells, formulas):
    """The texts of a row; a formula that was never computed stands as it was typed."""
    texts = [typed(cell) for cell in cells]
    for place, formula in enumerate(formulas or ()):
        if formula.data_type == "f" and place < len(texts) and not texts[place]:
            texts[place] = str(formula.value)
    while texts and not texts[-1]:
        texts.pop()
    return texts


def opened(path, *, data_only):
    """From an open file: openpyxl refuses paths by their endings, and an upload has none."""
    return load_workbook(open(path, "rb"), read_only=True, data_only=data_only, keep_links=False)


def read(path, output):
    sheet = first_sheet_with_rows(opened(path, data_only=True))
    typed_in = opened(path, data_only=False)[sheet.title]
    output.write(json.dumps([sheet.title]) + "\n")
    kept = empty = 0
    for row_number, (cells, formulas) in enumerate(zip(rows_of(sheet), rows_of(typed_in), strict=False), start=1):
        texts = texts_of(cells, formulas)
        if not texts:
            empty += 1
            if empty > MOST_EMPTY_ROWS:
                return
            continue
        empty, kept = 0, kept + 1
        if kept > WORKBOOK_ROWS + 1:
            raise Stop("rows")
        if any(len(text) > CELL_CHARACTERS for text in texts):
            raise Stop("cell")
        output.write(json.dumps([row_number, *texts]) + "\n")


def main(path, target):
    for kind, limit in ((resource.RLIMIT_CPU, READING_SECONDS), (resource.RLIMIT_AS, READING_BYTES)):
        # Not every system knows every limit; whoever started this waits only so long in any case.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
    warnings.simplefilter("ignore")
    try:
        with open(target, "w", encoding="ascii") as output:
            read(path, output)
    except Stop as reason:
        sys.stdout.write(str(reason))
    except MemoryError:
        sys.stdout.write("memory")
    except Exception:  # noqa: BLE001 (openpyxl raises whatever a broken file makes it stumble over)
        sys.stdout.write("broken")


if __name__ == "__main__":
    main(*sys.argv[1:])
