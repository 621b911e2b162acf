"""Workbooks (XLSX): looked at before they are unpacked, read by a process with limits of time and memory."""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from editorial.tables.limits import (
    CELL_CHARACTERS,
    MEBIBYTE,
    PACKED_FILES,
    PACKING_RATIO,
    READING_SECONDS,
    UNPACKED_BYTES,
    WORKBOOK_ROWS,
)
from editorial.tables.problems import UnreadableTable

ROOT = Path(__file__).resolve().parents[2]
ENCRYPTED_FLAG = 0x1


def check_packing(path):
    """Raise UnreadableTable for a zip file that is no workbook, or one that would unpack to too much."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableTable(broken()) from error
    names = {member.filename for member in members}
    if "xl/workbook.bin" in names:
        raise UnreadableTable(_("This is a binary workbook (.xlsb). Save it as .xlsx or as CSV and upload that."))
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise UnreadableTable(
            _(
                "This is a packed file, but not an Excel workbook (.xlsx). Save the table as .xlsx or CSV and upload that."
            )
        )
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise UnreadableTable(protected())
    unpacked = sum(member.file_size for member in members)
    packed_size = sum(member.compress_size for member in members)
    if (
        len(members) > PACKED_FILES
        or unpacked > UNPACKED_BYTES
        or any(member.file_size > PACKING_RATIO * max(member.compress_size, 1) for member in members)
        or unpacked > PACKING_RATIO * max(packed_size, 1)
    ):
        raise UnreadableTable(
            _(
                "Unpacked, this workbook would be too large: at most %(size)d MB are read. Save the sheet as CSV instead."
            )
            % {"size": UNPACKED_BYTES // MEBIBYTE}
        )


def broken():
    return _("This workbook is damaged and cannot be opened. Save it again as .xlsx or as CSV and upload that.")


def protected():
    return _("This workbook is protected by a password. Save it without one and upload it again.")


def read_workbook(path):
    """Return the name of the first sheet with rows, and an iterator of its rows as (number in the sheet, texts)."""
    check_packing(path)
    output = tempfile.NamedTemporaryFile(mode="r", encoding="ascii", suffix=".jsonl")  # noqa: SIM115 (rows() closes it)
    try:
        _run_child(path, output.name)
        first = json.loads(output.readline() or "null")
    except UnreadableTable:
        output.close()
        raise
    if first is None:
        output.close()
        raise UnreadableTable(broken())
    return first[0], _rows(output)


def _rows(output):
    with output:
        for line in output:
            number, *texts = json.loads(line)
            yield number, texts


def _run_child(path, target):
    command = [sys.executable, "-m", "editorial.tables.workbook_child", str(path), target]
    try:
        done = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=READING_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableTable(_too_heavy()) from error
    reason = done.stdout.decode("ascii", "replace")
    sentences = {
        "rows": _(
            "This sheet has too many rows: at most %(count)d are read from a workbook. Save it as CSV or split it."
        )
        % {"count": WORKBOOK_ROWS},
        "empty": _("This workbook has no visible sheet with a row in it."),
        "cell": _("A cell of this sheet has more than %(count)d characters. Shorten it and upload again.")
        % {"count": CELL_CHARACTERS},
        "memory": _too_heavy(),
        "broken": broken(),
    }
    if reason or done.returncode:
        raise UnreadableTable(sentences.get(reason, _too_heavy()))


def _too_heavy():
    return _("This workbook takes too much time or memory to read. Save the sheet as CSV and upload that.")
