"""How much of a table is taken at once. No Django here: the process that reads workbooks uses it too."""

MEBIBYTE = 1024 * 1024
UPLOAD_BYTES = 50 * MEBIBYTE
COLUMNS = 100
TEXT_ROWS = 200_000
WORKBOOK_ROWS = 50_000
# Of a workbook, which is a zip file: unpacked size, how many times larger than packed, and number of files in it.
UNPACKED_BYTES = 50 * MEBIBYTE
PACKING_RATIO = 100
PACKED_FILES = 1000
# Of the process that reads it.
READING_SECONDS = 60
READING_BYTES = 1024 * MEBIBYTE
CELL_CHARACTERS = 100_000
