"""One strict narrowing for every list: the HTML page, the API and every export read their parameters through it."""

from dataclasses import dataclass
from functools import cached_property

import django_filters
from django.db.models import Q, Value
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import filter_fields as fields
from core.paging import DEFAULT_LIMIT, MAX_LIMIT, BadCursor, Keyset, Page
from core.references import nearest
from core.search.questions import names_with
from core.search.records import found_by
from editorial.bilingual import CHINESE, ENGLISH, reading_language
from editorial.text import unstorable_character

LONGEST_VALUE, LONGEST_CURSOR = 200, 2000
PAGING = ("cursor", "limit")
BY_NAME = {ENGLISH: ("sort_key", "pk"), CHINESE: ("sort_key_zh", "pk")}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one parameter, in a sentence, and the nearest valid names or values."""

    parameter: str
    message: str
    nearest: tuple = ()


class ConditionFilter(django_filters.Filter):
    """Narrows by `condition(value)`, a Q; by equality of `field_name` where none is given.

    `schema` describes the parameter in the OpenAPI document.
    """

    schema = {"type": "string"}

    def __init__(self, field_name=None, *, condition=None, **kwargs):
        super().__init__(field_name, **kwargs)
        if condition:
            self.condition = condition

    @property
    def has_own_condition(self):
        """Whether it asks for more than the value of its column."""
        return "condition" in vars(self)

    def condition(self, value):
        return Q(**{self.field_name: value})

    def filter(self, queryset, value):
        return queryset if value is None else queryset.filter(self.condition(value))


class ChoiceFilter(ConditionFilter):
    field_class = fields.ChoiceField

    @property
    def schema(self):
        return {"type": "string", "enum": [str(value) for value, _label in self.extra["choices"]]}


class BooleanFilter(ConditionFilter):
    field_class = fields.BooleanField
    schema = {"type": "boolean"}

    def condition(self, value):
        """Compared with a value: SQLite uses no index for a bare column."""
        return Q(**{self.field_name: Value(value)})


class NumberFilter(ConditionFilter):
    field_class = fields.NumberField
    schema = {"type": "number"}


class CurrencyFilter(ConditionFilter):
    field_class = fields.CurrencyField
    schema = {"type": "string", "pattern": "^[A-Za-z]{3}$"}


class LanguageCodeFilter(ConditionFilter):
    field_class = fields.LanguageCodeField


class DayFilter(ConditionFilter):
    field_class = fields.DayField
    schema = {"type": "string", "format": "date"}


class RecordFilter(ConditionFilter):
    field_class = fields.RecordField

    def __init__(self, kind, field_name=None, **kwargs):
        super().__init__(field_name, kind=kind, **kwargs)

    def condition(self, record):
        return Q(**{self.field_name: record.pk})


class SubtreeFilter(RecordFilter):
    """A region or sector with all below it; its condition receives what SubtreeField reads.

    `pairs(keys)` gives (row, node) for the rows with these keys, where the filter lies across a relation to many.
    """

    field_class = fields.SubtreeField

    def __init__(self, kind, field_name=None, *, pairs=None, **kwargs):
        super().__init__(kind, field_name, **kwargs)
        self.pairs = pairs

    def condition(self, nodes):
        return Q(**{f"{self.field_name}__in": nodes})


class AnyRecordFilter(ConditionFilter):
    field_class = fields.AnyRecordField


class IndicatorFilter(ConditionFilter):
    field_class = fields.IndicatorField


class DateFrom(ConditionFilter):
    """What may lie on or after the first day of the given date. What has no date at all is not found."""

    field_class = fields.PartialDateField

    def condition(self, date):
        return Q(**{f"{self.field_name}_latest__gte": date.earliest}) & ~Q(**{self.field_name: ""})


class DateTo(ConditionFilter):
    """What may lie on or before the last day of the given date. What has no date at all is not found."""

    field_class = fields.PartialDateField

    def condition(self, date):
        return Q(**{f"{self.field_name}_earliest__lte": date.latest}) & ~Q(**{self.field_name: ""})


class TextFilter(ConditionFilter):
    """Every word must stand in one of `columns`."""

    field_class = fields.WordsField

    def __init__(self, *columns, **kwargs):
        super().__init__(**{"label": gettext_lazy("Search in titles"), **kwargs})
        self.columns = columns

    def condition(self, words):
        return all_of(any_of(Q(**{f"{column}__icontains": word}) for column in self.columns) for word in words)


class NameFilter(ConditionFilter):
    """Every word must begin a word of the record's names, official or further, or of their pinyin; Chinese may stand anywhere."""

    field_class = fields.WordsField

    def __init__(self, **kwargs):
        super().__init__(**{"label": gettext_lazy("Search in names"), **kwargs})

    def condition(self, words):
        return found_by(names_with(" ".join(words)))


class OrderingFilter(ConditionFilter):
    """One of the orders the FilterSet allows, reversed by a leading hyphen."""

    field_class = fields.ChoiceField

    def __init__(self, **kwargs):
        super().__init__(**{"label": gettext_lazy("Order"), **kwargs})

    @property
    def schema(self):
        return {"type": "string", "enum": [*self.parent.orderings, *(f"-{name}" for name in self.parent.orderings)]}

    @property
    def field(self):
        if not hasattr(self, "_field"):
            self.extra["choices"] = [(name, name) for name in self.schema["enum"]]
        return super().field

    def filter(self, queryset, value):
        return queryset


def any_of(conditions):
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def all_of(conditions):
    found = Q()
    for condition in conditions:
        found &= condition
    return found


class StrictFilterSet(django_filters.FilterSet):
    """Nothing is ignored: what is unknown, repeated, malformed or too long is a Problem.

    `problems()` first; `qs` and `page()` are empty while there are any. `also` names parameters the caller reads itself; what gives
    out a list whole is not `paged` and knows neither `cursor` nor `limit`.
    """

    ordering = OrderingFilter()

    # {name: (column, …)} or {name: {language: (column, …)}}: non-null, indexed columns, unique together, ascending.
    orderings = {}
    default_ordering = ""
    # The column that says when a row was withdrawn: it stays readable at its address, but stands in no list.
    withdrawn = "withdrawn_at"
    # Pairs of filters whose values must not stand in reverse: ("date_from", "date_to").
    spans = ()
    # Filters whose choices stand beside the list with their counts; “year” stands for the first of `spans`.
    facets = ()
    # Whether each row is found by a look at other tables: then not even the first thousand can be counted for every choice.
    is_wide = False

    def __init__(self, data=None, queryset=None, *, request=None, prefix=None, also=(), paged=True):
        self.also = (*(PAGING if paged else ()), *also)
        self.asked = data if data is not None else QueryDict()
        given, self._raw_problems = self._read(self.asked)
        super().__init__(given, self.listing() if queryset is None else queryset, request=request, prefix=prefix)
        self.is_bound = True

    @classmethod
    def listing(cls):
        """The public rows this narrows. `qs` leaves out those that were withdrawn and only stay readable."""
        return cls._meta.model.objects.public().for_listing()

    def problems(self):
        """Everything wrong with the parameters, as a list of Problem; empty when they can be answered."""
        return self._problems

    def requirements(self):
        """Yield a Problem for each filter whose conditions among the other filters are not met."""
        for start, end in self.spans:
            first, last = self.value(start), self.value(end)
            if first and last and first.earliest > last.latest:
                yield Problem(
                    start, _("The period ends before it begins: put the earlier date in “%(name)s”.") % {"name": start}
                )

    def value(self, name):
        """What the parameter `name` was read as; None where it is not given or wrong."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name)

    @cached_property
    def qs(self):
        if self.problems():
            return self.queryset.none()
        rows = self.queryset.filter(**{self.withdrawn: None})
        return self.filter_queryset(rows).order_by(*self.ordering_columns)

    @property
    def ordering_columns(self):
        chosen = self.value("ordering") or self.default_ordering
        columns = self.orderings[chosen.removeprefix("-")]
        if isinstance(columns, dict):
            columns = columns[reading_language()]
        return tuple(f"-{column}" for column in columns) if chosen.startswith("-") else columns

    @property
    def limit(self):
        return int(self.data.get("limit") or DEFAULT_LIMIT)

    def page(self):
        """The asked-for Page of the narrowed rows; empty while there are problems. One query and the prefetches."""
        if self.problems():
            return Page([])
        return self.keyset.page(self.qs, self.data.get("cursor", ""), self.limit)

    def query(self, **changes):
        """The query string of this list with `changes`; a value of None leaves the parameter out."""
        asked = QueryDict(mutable=True)
        for name, value in {**self.data, **changes}.items():
            if value is not None:
                asked[name] = value
        return asked.urlencode()

    @property
    def keyset(self):
        narrowing = sorted((name, self.data[name]) for name in self.filters if name in self.data and name != "ordering")
        return Keyset(self.queryset.model, self.ordering_columns, narrowing)

    def parameter_names(self):
        return [*self.filters, *self.also]

    def _read(self, asked):
        """Return ({parameter: value}, [Problem]) of the raw parameters: known, given once, storable, not empty."""
        given, problems = {}, []
        names = [*self.base_filters, *self.also]
        for name in asked:
            values = asked.getlist(name) if hasattr(asked, "getlist") else [asked[name]]
            problem = raw_problem(name, values, names)
            if problem:
                problems.append(problem)
            elif values[0].strip():
                given[name] = values[0]
        return given, problems

    @cached_property
    def _problems(self):
        problems = list(self._raw_problems)
        for name, errors in self.form.errors.as_data().items():
            problems += [Problem(name, " ".join(error.messages), getattr(error, "nearest", ())) for error in errors]
        problems += self.requirements()
        return problems or self._paging_problems()

    def _paging_problems(self):
        limit, cursor = self.data.get("limit", ""), self.data.get("cursor", "")
        if limit and not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= MAX_LIMIT):
            message = _("“%(value)s” is not a number of entries. Ask for 1 to %(most)d.")
            return [
                Problem("limit", message % {"value": limit, "most": MAX_LIMIT}, (str(DEFAULT_LIMIT), str(MAX_LIMIT)))
            ]
        try:
            if cursor:
                self.keyset.read(cursor)
        except BadCursor:
            return [
                Problem(
                    "cursor",
                    _("This cursor belongs to another list, other filters or another order. Start again without it."),
                )
            ]
        return []


def raw_problem(name, values, names):
    if name not in names:
        message = _("There is no parameter “%(name)s” here. There are: %(names)s.")
        return Problem(
            printable(name),
            message % {"name": printable(name), "names": ", ".join(names)},
            tuple(nearest(name, names) or nearest(name, names, limit=1, likeness=0)),
        )
    if len(values) > 1:
        return Problem(name, _("Give “%(name)s” once, not %(count)d times.") % {"name": name, "count": len(values)})
    longest = LONGEST_CURSOR if name == "cursor" else LONGEST_VALUE
    if len(values[0]) > longest:
        message = _("The value has %(count)d characters; at most %(most)d are read.")
        return Problem(name, message % {"count": len(values[0]), "most": longest})
    if unstorable_character(values[0]) or "\ufffd" in values[0]:
        return Problem(
            name, _("The value contains a character that cannot be read (a NUL, a control character or broken UTF-8).")
        )
    return None


def printable(name):
    """`name` cut short and without the characters that no answer should carry."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name[:60])


class RecordFilterSet(StrictFilterSet):
    """What every list of records has."""

    q = NameFilter()

    orderings = {"name": BY_NAME, "name_en": BY_NAME[ENGLISH], "name_zh": BY_NAME[CHINESE]}
    default_ordering = "name"
