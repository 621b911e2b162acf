"""The page of one list: the FilterSet the API uses too, its form, facets and entries, and what was wrong with the address."""

from typing import NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core import edtf
from core.asked import sentence
from core.chains import give_chains
from core.facets import facets
from core.filters import (
    BY_NAME,
    BooleanFilter,
    DateFrom,
    DateTo,
    IndicatorFilter,
    OrderingFilter,
    Problem,
    RecordFilter,
    SubtreeFilter,
)
from core.models import Indicator
from core.paging import DEFAULT_LIMIT
from core.templatetags.records import other_name, publisher_or_title
from editorial.bilingual import reading_language
from editorial.models import record_models

MOST_CHOICES = 200
VIEWS = ("list", "table")
PAGE_SIZES = ("25", "50", "100", "200")
DATE_HINT = gettext_lazy("For example 2023, 2023-10 or 2023-10-15.")


class Link(NamedTuple):
    text: str
    address: str


class Column(NamedTuple):
    """One column of the table view: `read` takes a row and gives a record, a Link, a Text or a word."""

    title: str
    read: object


def shown_date(name):
    """A reader for a Column: a partial date in words."""
    return lambda row: edtf.display(getattr(row, name), reading_language())


def public(name):
    """A reader for a Column: a related record, nothing where it is not public."""
    return lambda row: record if (record := getattr(row, name)) is not None and record.is_public else ""


def source_mark(row):
    """Who published what a fact rests on, as a link to the document."""
    source = row.citation.source
    return Link(publisher_or_title(source), source.get_absolute_url())


NAME = Column(gettext_lazy("Name"), lambda row: row)
OTHER_NAME = Column(gettext_lazy("In the other language"), lambda row: other_name(row) or "")
KIND = Column(gettext_lazy("Kind"), lambda row: row.get_kind_display())


class Control(NamedTuple):
    """One field of the filter form. `choices` are (value, label) pairs, empty where the reader types; `without` is the query
    that leaves it out."""

    name: str
    label: str
    help_text: str
    value: str
    choices: list
    problems: list
    without: str = ""

    @property
    def shown_value(self):
        return str(dict(self.choices).get(self.value, self.value)).strip()


class ListPage(TemplateView):
    """Public rows, narrowed and ordered by the address. A parameter that cannot be read is answered with 400."""

    http_method_names = ["get", "head", "options"]
    filterset_class = None
    template_name = "core/list.html"
    row_template = ""
    lead = ""
    columns = ()
    # Parameters of the page itself, and the view that draws the same entries on a map.
    also = ("view",)
    map_view = ""
    # Whether two entries may stand beside each other; a fact needs the whole line.
    is_cards = True

    def rows(self):
        """What is narrowed; None for the FilterSet's own recipe."""
        return None

    def get(self, request):
        filterset = self.filterset_class(request.GET, queryset=self.rows(), request=request, also=self.also)
        problems = [*filterset.problems(), *view_problems(filterset)]
        context = self.get_context_data(filterset=filterset, problems=problems)
        return self.render_to_response(context, status=400 if problems else 200)

    def get_context_data(self, filterset, problems):
        page = filterset.page()
        give_chains(row.citation.source for row in page.results if hasattr(row, "citation"))
        records = records_to_choose(filterset)
        total, beside = facets(filterset, records)
        fields = controls(filterset, records)
        chosen = [field for field in fields if field.name in filterset.data and field.name != "ordering"]
        order = next(field for field in fields if field.name == "ordering")
        return super().get_context_data(
            page=page,
            problems=problems,
            asked=sentence(filterset, total, chosen, order.shown_value) if not problems else "",
            facets=beside,
            words=next((field for field in fields if field.name == "q"), None),
            further_fields=(further := further_fields(filterset, fields, beside)),
            is_open=any(field.problems for field in further),
            kept=kept_parameters(filterset, further),
            chosen=chosen,
            clear_query=filterset.query(**dict.fromkeys([*(field.name for field in chosen), "cursor"])),
            order=order,
            sizes=[(size, size) for size in PAGE_SIZES],
            size=str(filterset.limit) if not problems else str(DEFAULT_LIMIT),
            kept_by_tools=[(n, v) for n, v in filterset.data.items() if n not in ("ordering", "limit", "cursor")],
            view=shown_view(filterset),
            views=[(name, filterset.query(view=None if name == VIEWS[0] else name)) for name in VIEWS],
            columns=self.columns,
            is_cards=self.is_cards,
            row_template=self.row_template,
            map_view=self.map_view,
            total=total,
            lead=self.lead,
            api_query=filterset.query(cursor=None, view=None),
            next_query=filterset.query(cursor=page.next) if page.next else "",
            previous_query=filterset.query(cursor=page.previous) if page.previous else "",
        )


def view_problems(filterset):
    view = filterset.data.get("view", VIEWS[0])
    if view in VIEWS:
        return []
    message = _("“%(value)s” is not a choice here. Choose one of: %(choices)s.")
    return [Problem("view", message % {"value": view, "choices": ", ".join(VIEWS)}, VIEWS)]


def shown_view(filterset):
    view = filterset.data.get("view", VIEWS[0])
    return view if view in VIEWS else VIEWS[0]


def further_fields(filterset, fields, facets):
    """What stands in the form: all but the words, the order, and what can be chosen from the facets."""
    partial = {facet.name for facet in facets if facet.is_partial}
    beside = {field.name for field in fields if field.name in filterset.facets and field.choices} - partial
    return [field for field in fields if field.problems or field.name not in ("q", "ordering", *beside)]


def kept_parameters(filterset, shown):
    """(name, value) of what the form must send along although no field of it shows it."""
    names = {"q", "cursor", *(field.name for field in shown)}
    return [(name, value) for name, value in filterset.data.items() if name not in names]


def controls(filterset, records):
    """The filters of `filterset` as a list of Control, in their order."""
    return [control(filterset, name, records.get(name, [])) for name in filterset.filters]


def control(filterset, name, records):
    field, narrowing = filterset.form.fields[name], filterset.filters[name]
    value = filterset.data.get(name, filterset.default_ordering if name == "ordering" else "")
    found = choices(narrowing, field, records)
    if found and value and value not in [known for known, _label in found]:
        found = [(value, value), *found]
    return Control(
        name=name,
        label=field.label or name,
        help_text=field.help_text or (DATE_HINT if isinstance(narrowing, (DateFrom, DateTo)) else ""),
        value=value,
        choices=found,
        problems=[problem for problem in filterset.problems() if problem.parameter == name],
        without=filterset.query(cursor=None, **{name: None}),
    )


def choices(narrowing, field, records):
    """What a reader may choose from; empty where there would be too much to list."""
    if isinstance(narrowing, OrderingFilter):
        return [(order, order_label(order)) for order in narrowing.schema["enum"]]
    if isinstance(narrowing, BooleanFilter):
        return [("true", _("yes")), ("false", _("no"))]
    if isinstance(narrowing, IndicatorFilter):
        return [(indicator.code, str(indicator.name)) for indicator in Indicator.objects.listed().order_by("code")]
    if isinstance(narrowing, RecordFilter):
        is_tree = isinstance(narrowing, SubtreeFilter)
        return [
            (record.slug, "\u2003" * (record.depth if is_tree else 0) + str(record.name))
            for record in records
            if record.withdrawn_at is None
        ]
    return [pair for pair in field.widget.choices if pair[0]] if isinstance(field.widget, forms.Select) else []


def records_to_choose(filterset):
    """`{parameter: [records]}` of the filters that take a record, one query for each kind and order; a tree in its order.

    Only what stands in lists (of a tree also what was withdrawn from them, since more may lie below it), and nothing of a kind
    that has more than MOST_CHOICES of it.
    """
    wanted = {
        name: (narrowing.extra["kind"], isinstance(narrowing, SubtreeFilter))
        for name, narrowing in filterset.filters.items()
        if isinstance(narrowing, RecordFilter)
    }
    found = {}
    for kind, is_tree in wanted.values():
        if (kind, is_tree) not in found:
            order = "path" if is_tree else BY_NAME[reading_language()][0]
            rows = record_models()[kind].objects
            records = list((rows.public() if is_tree else rows.listed()).order_by(order)[: MOST_CHOICES + 1])
            found[kind, is_tree] = records if len(records) <= MOST_CHOICES else []
    return {name: found[asked] for name, asked in wanted.items()}


def order_label(order):
    """“Name, descending” for "-name"."""
    labels = {
        "name": _("Name"),
        "name_en": _("English name"),
        "name_zh": _("Chinese name"),
        "published": _("Date of publication"),
        "date": _("Date"),
        "period": _("Period"),
        "horizon": _("Horizon"),
        "code": _("Code"),
    }
    label = labels.get(order.removeprefix("-"), order.removeprefix("-"))
    return _("%(order)s, descending") % {"order": label} if order.startswith("-") else str(label)
