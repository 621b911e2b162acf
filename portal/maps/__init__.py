"""Parks on a map that asks no other host: outlines of one city, squares for provinces, and the same as a table."""
