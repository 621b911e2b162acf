"""Cells that a spreadsheet program would take for formulas: guarded on the way out, unguarded on the way in."""

import re

# A spreadsheet program computes what begins so, full width included; after an apostrophe it takes it for text.
STARTS_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
GUARD = "'"


def guarded(text):
    """`text` as it may stand in a cell. A text that looks guarded already is guarded once more, so nothing is lost."""
    return GUARD + text if STARTS_FORMULA.match(text) else text


def unguarded(text):
    """What stands in a cell, without white space around it and without the guard that `guarded` put before it."""
    stripped = text.strip()
    if stripped.startswith(GUARD) and STARTS_FORMULA.match(stripped):
        return stripped[1:]
    return stripped


def one_line_ending(text):
    """`text` with every line ending as a line feed: workbooks keep no other."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
