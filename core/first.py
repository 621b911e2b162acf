"""Parts of a page that may be as long as a list: only the first of them are read, and how many there are is counted."""

from typing import NamedTuple

from django.db.models import QuerySet

from core.facets import capped_counts

MOST_SHOWN = 50


class First(NamedTuple):
    """At most `most` rows of `rows` for every value of `each`, a column and its values; of all rows without one.

    Of each value those with the smallest keys are read, which an index gives in that order; of all rows the first in
    their own order.
    """

    rows: QuerySet
    most: int = MOST_SHOWN
    each: tuple = ()

    def beginnings(self):
        """`[queryset]` of one row more than are shown, for each value."""
        if not self.each:
            return [self.rows[: self.most + 1]]
        column, values = self.each
        return [self.rows.filter(**{column: value}).order_by("pk")[: self.most + 1] for value in values]

    def queryset(self):
        """The rows that are read, in their own order."""
        keys = [plain(rows) for rows in self.beginnings()]
        if len(keys) == 1:
            return self.rows.filter(pk__in=keys[0])
        # As sub-queries of their own: SQLite takes no LIMIT within a union.
        model = self.rows.model
        first, *others = [model._base_manager.order_by().filter(pk__in=found).values("pk") for found in keys]
        return self.rows.filter(pk__in=first.union(*others, all=True))

    def split(self, found):
        """`(what is shown of the rows found, whether there are more)`."""
        if not self.each:
            return found[: self.most], len(found) > self.most
        shown = []
        for value in self.each[1]:
            of_value = sorted((row for row in found if getattr(row, self.each[0]) == value), key=lambda row: row.pk)
            shown += of_value[: self.most]
        kept = {row.pk for row in shown}
        return [row for row in found if row.pk in kept], len(shown) < len(found)


def plain(rows):
    return rows.select_related(None).prefetch_related(None).values("pk")


def querysets(lookups):
    """`lookups` with querysets in place of First."""
    return {name: rows.queryset() if isinstance(rows, First) else rows for name, rows in lookups.items()}


def shortened(lookups, found):
    """`found` ({name: [rows]} of `lookups`) with what is shown, and under “more” {name: how many there are} of what is not all
    shown; facets.MOST + 1 stands for “more than MOST”. One query where anything is left out."""
    more = []
    for name, first in lookups.items():
        if isinstance(first, First):
            found[name], is_cut = first.split(found[name])
            more += [name] if is_cut else []
    counts = capped_counts([lookups[name].rows for name in more])
    return {**found, "more": dict(zip(more, counts, strict=True))}
