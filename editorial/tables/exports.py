"""Rows of the desk as a table for a spreadsheet program, written while they are read."""

import csv
import tempfile

from openpyxl import Workbook

from editorial.tables.resources import export_names, make_resource

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CHUNK = 1000
BLOCK = 64 * 1024


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text):
        return text


def export_rows(model, queryset, table_format, *, bom=True):
    """Yield the bytes of a table (`csv` or `xlsx`) of `queryset`, whose rows are of `model`.

    The columns are those an import takes. `bom` begins a CSV with the mark by which Excel knows UTF-8.
    """
    return _workbook(model, queryset) if table_format == XLSX else _text(model, queryset, bom)


def _rows(model, queryset, **options):
    resource, names = make_resource(model), export_names(model)
    yield names
    for instance in resource.export_queryset(queryset).iterator(chunk_size=CHUNK):
        yield resource.export_resource(instance, selected_fields=names, **options)


def _text(model, queryset, bom):
    writer = csv.writer(_Echo())
    if bom:
        yield "\ufeff".encode()
    for row in _rows(model, queryset):
        yield writer.writerow(row).encode()


def _workbook(model, queryset):
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(model._meta.model_name)
    for row in _rows(model, queryset, force_native_type=True):
        sheet.append(row)
    with tempfile.TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block
