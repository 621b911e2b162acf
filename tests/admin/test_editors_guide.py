"""The tables of dates and numbers in docs/editors.md say what the program does."""

import re
from pathlib import Path

import pytest

from core import edtf
from core.quantities import parse_quantity

GUIDE = (Path(__file__).parents[2] / "docs" / "editors.md").read_text(encoding="utf-8")


def rows(heading):
    """The cells of the table whose first heading is `heading`, backquotes taken off the first."""
    table = GUIDE.split(f"| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table]


@pytest.mark.parametrize(("text", "first", "last"), [(row[0], row[2], row[3]) for row in rows("you write")])
def test_a_date_in_the_guide_means_what_it_says(text, first, last):
    date = edtf.parse(text)
    assert (str(date.earliest), str(date.latest)) == (first, "9999-12-31" if last == "no end" else last)


def end(text):
    """(number or None, excluded) of a cell such as "30, excluded" or "open"."""
    number = re.match(r"\d+", text)
    return (int(number[0]) if number else None, not number or text.endswith("excluded"))


@pytest.mark.parametrize(("text", "low", "high"), rows("as printed"))
def test_a_number_in_the_guide_means_what_it_says(text, low, high):
    read = parse_quantity(text)
    assert ((read.low, read.low_open), (read.high, read.high_open)) == (end(low), end(high))
