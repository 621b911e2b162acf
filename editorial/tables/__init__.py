"""Tables that editors bring and take: files read into rows, rows into fields, and back. Knows no kind of record."""
