"""The choices beside a list with the number of entries each would leave. No more than MOST entries are ever counted.

Where every entry is found by a look at other tables (FilterSet.is_wide), no more than MOST_LOOKED_AT entries are looked at: of
more, each choice is counted among these alone, and says “at least”.
"""

from collections import Counter
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from core.clock import today
from core.filters import BooleanFilter, ChoiceFilter, SubtreeFilter

MOST = 1000
MOST_LOOKED_AT = 2000
# Values that are counted one by one, where the entries are too many to be looked at together.
MOST_VALUES = 24
YEARS_BACK = 8


class Choice(NamedTuple):
    """`entries` is how many it would leave, or at least would; MOST + 1 stands for “more than MOST”. `query` adds it."""

    label: str
    entries: int
    query: str
    depth: int = 0
    is_at_least: bool = False

    @property
    def is_more(self):
        return self.entries > MOST


class Facet(NamedTuple):
    """`is_partial` where there may be choices that were not met among the entries looked at."""

    name: str
    label: str
    choices: list
    is_partial: bool = False


def facets(filterset, records):
    """`(total, [Facet])` of a FilterSet; `total` is at most MOST + 1. Three queries at most, none where nothing can be answered.

    `records` is `{parameter: [records to choose from]}`.
    """
    if filterset.problems():
        return 0, []
    wanted = [_reader(filterset, name, records) for name in filterset.facets]
    free = [reader for reader in wanted if not reader.is_in_force]
    columns = ["pk", *(column for reader in free for column in reader.columns)]
    most = MOST_LOOKED_AT if filterset.is_wide else MOST
    rows = list(filterset.qs.order_by().values_list(*columns)[: most + 1])
    is_all = len(rows) <= most
    counted, one_by_one = {}, []
    for reader in free:
        if (is_all or filterset.is_wide) and (reader.columns or reader.pairs):
            places = [columns.index(column) for column in reader.columns]
            counted[reader.name] = reader.count(
                reader.beside(row[0] for row in rows)
                if reader.pairs
                else [[row[place] for place in places] for row in rows]
            )
        else:
            one_by_one.append(reader)
    counted |= _counted_one_by_one(filterset.qs, one_by_one)
    is_partial = filterset.is_wide and not is_all
    found = [reader.facet(counted.get(reader.name), is_partial and reader not in one_by_one) for reader in wanted]
    return min(len(rows), MOST + 1), [facet for facet in found if facet.choices]


def capped_counts(querysets):
    """The number of rows of each queryset, MOST + 1 where there are more than MOST. One query."""
    if not querysets:
        return []
    parts = [queryset.order_by().values("pk")[: MOST + 1].query.sql_with_params() for queryset in querysets]
    # Compiled by the ORM, its values apart.
    sql = ", ".join(f"(SELECT COUNT(*) FROM ({part}) AS counted)" for part, _params in parts)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", [value for _part, params in parts for value in params])
        return list(cursor.fetchone())


def _counted_one_by_one(queryset, readers):
    asked = [(reader, option) for reader in readers for option in reader.options[:MOST_VALUES]]
    counts = capped_counts([reader.narrow(queryset, option) for reader, option in asked])
    found = {reader.name: {} for reader in readers}
    for (reader, option), count in zip(asked, counts, strict=True):
        found[reader.name][option.key] = count
    return found


class Option(NamedTuple):
    """A value that may be chosen: `key` as the rows have it, `value` as the filter takes it, `asked` as addresses write it."""

    key: object
    label: str
    value: object
    asked: dict
    depth: int = 0


def _reader(filterset, name, records):
    if name == "year":
        return YearReader(filterset)
    narrowing = filterset.filters[name]
    if isinstance(narrowing, SubtreeFilter):
        return TreeReader(filterset, name, records.get(name, []))
    if isinstance(narrowing, ChoiceFilter | BooleanFilter):
        return WordReader(filterset, name)
    return RecordReader(filterset, name, records.get(name, []))


class WordReader:
    """A facet of a column that holds one of a few words, or yes and no."""

    def __init__(self, filterset, name):
        self.filterset, self.name = filterset, name
        self.filter = filterset.filters[name]
        self.label = self.filter.field.label
        self.parameters = (name,)

    @property
    def columns(self):
        """The columns of a row that the facet can be counted by; empty where it lies across a relation to many."""
        return () if self.filter.has_own_condition else (self.filter.field_name,)

    # Whether what it counts by is read by a query of its own, `beside`.
    pairs = None

    @property
    def is_in_force(self):
        return any(parameter in self.filterset.data for parameter in self.parameters)

    @property
    def options(self):
        if isinstance(self.filter, BooleanFilter):
            words = ((True, _("yes"), "true"), (False, _("no"), "false"))
            return [Option(value, label, value, {self.name: asked}) for value, label, asked in words]
        return [Option(value, label, value, {self.name: value}) for value, label in self.filter.extra["choices"]]

    def count(self, rows):
        return Counter(row[0] for row in rows)

    def narrow(self, queryset, option):
        return self.filter.filter(queryset, option.value)

    def facet(self, counted, is_partial=False):
        """The choices that leave something; none while one is in force, which the page names with a way to take it away."""
        if self.is_in_force:
            return Facet(self.name, self.label, [])
        choices = [
            Choice(
                option.label,
                counted[option.key],
                self.filterset.query(cursor=None, **option.asked),
                option.depth,
                is_at_least=is_partial,
            )
            for option in self.options
            if counted.get(option.key)
        ]
        return Facet(self.name, self.label, choices, is_partial)


class RecordReader(WordReader):
    """A facet of the records that rows point at."""

    def __init__(self, filterset, name, records):
        super().__init__(filterset, name)
        self.records = records

    @property
    def options(self):
        return [Option(record.pk, record.name, record, {self.name: record.slug}) for record in self.records]


class TreeReader(RecordReader):
    """A facet of a tree: a row counts for its own node and for all above it."""

    @property
    def options(self):
        shallow_first = sorted(self._nodes(), key=lambda node: node.depth)
        kept = {node.pk for node in shallow_first[:MOST_VALUES]} if not self.columns else None
        return [
            Option(node.pk, node.name, self._subtree(node), {self.name: node.slug}, node.depth)
            for node in self._nodes()
            if kept is None or node.pk in kept
        ]

    @property
    def pairs(self):
        return self.filter.pairs

    def beside(self, keys):
        """The keys of the nodes of each row, as tuples of one row each."""
        found = {}
        for key, node in self.pairs(list(keys)):
            found.setdefault(key, []).append(node)
        return list(found.values())

    def count(self, rows):
        """A row counts once for a node, whether it is at several of the nodes below it or not."""
        above = {node.pk: [] for node in self.records}
        for node in self._nodes():
            for key in self._subtree(node):
                above[key].append(node.pk)
        return Counter(key for row in rows for key in {key for node in row for key in above.get(node, ())})

    def _nodes(self):
        """A group of regions has no rows of its own; what was withdrawn stands in no list, but what lies in it counts above."""
        return [node for node in self.records if getattr(node, "level", "") != "group" and node.withdrawn_at is None]

    def _subtree(self, node):
        """The keys of the node and of all below it, which the engines estimate better than a look-up by the path."""
        return [below.pk for below in self.records if below.path.startswith(node.path)]


class YearReader(WordReader):
    """A facet of the years of the first pair of dates that can be asked for."""

    def __init__(self, filterset):
        self.filterset, self.name, self.label = filterset, "year", _("Year")
        self.parameters = filterset.spans[0]
        self.first, self.last = (filterset.filters[parameter] for parameter in self.parameters)

    @property
    def columns(self):
        return f"{self.first.field_name}_earliest", f"{self.first.field_name}_latest"

    @property
    def options(self):
        years = getattr(self, "found", None) or range(today().year, today().year - YEARS_BACK, -1)
        return [Option(year, str(year), str(year), dict.fromkeys(self.parameters, str(year))) for year in years]

    def count(self, rows):
        """By the years a date may lie in; what has no date lies in none."""
        counted = Counter(year for row in rows for year in self._years(*row))
        self.found = sorted(counted, reverse=True)
        return counted

    def narrow(self, queryset, option):
        date = self.first.field.clean(option.value)
        return self.last.filter(self.first.filter(queryset, date), date)

    def _years(self, earliest, latest):
        return range(earliest.year, latest.year + 1) if latest.year - earliest.year < YEARS_BACK else ()
