"""The page of one list: the FilterSet the API uses too, its form, its entries, and what was wrong with the address."""

from typing import NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.filters import (
    BY_NAME,
    BooleanFilter,
    DateFrom,
    DateTo,
    IndicatorFilter,
    OrderingFilter,
    RecordFilter,
    SubtreeFilter,
)
from core.models import Indicator
from editorial.bilingual import reading_language
from editorial.models import record_models

MOST_CHOICES = 200
ALWAYS_SHOWN = ("q", "ordering")
DATE_HINT = gettext_lazy("For example 2023, 2023-10 or 2023-10-15.")


class Control(NamedTuple):
    """One field of the filter form. `choices` are (value, label) pairs, empty where the reader types."""

    name: str
    label: str
    help_text: str
    value: str
    choices: list
    problems: list

    @property
    def shown_value(self):
        return str(dict(self.choices).get(self.value, self.value)).strip()

    @property
    def has_default(self):
        return self.name == "ordering"


class ListPage(TemplateView):
    """Public rows, narrowed and ordered by the address. A parameter that cannot be read is answered with 400."""

    http_method_names = ["get", "head", "options"]
    filterset_class = None
    template_name = "core/list.html"
    row_template = ""
    lead = ""

    def rows(self):
        """What is narrowed; None for the FilterSet's own recipe."""
        return None

    def get(self, request):
        filterset = self.filterset_class(request.GET, queryset=self.rows(), request=request)
        context = self.get_context_data(filterset=filterset)
        return self.render_to_response(context, status=400 if filterset.problems() else 200)

    def get_context_data(self, filterset):
        page = filterset.page()
        fields = controls(filterset)
        return super().get_context_data(
            page=page,
            problems=filterset.problems(),
            row_template=self.row_template,
            lead=self.lead,
            first_fields=[field for name in ALWAYS_SHOWN for field in fields if field.name == name],
            further_fields=further_fields(fields),
            is_open=any(field.problems for field in further_fields(fields)),
            chosen=[field for field in fields if field.name in filterset.data],
            api_query=filterset.query(cursor=None),
            next_query=filterset.query(cursor=page.next) if page.next else "",
            previous_query=filterset.query(cursor=page.previous) if page.previous else "",
        )


def further_fields(fields):
    return [field for field in fields if field.name not in ALWAYS_SHOWN]


def controls(filterset):
    """The form of `filterset` as a list of Control, in the order of its filters."""
    return [control(filterset, name) for name in filterset.filters]


def control(filterset, name):
    field = filterset.form.fields[name]
    value = filterset.data.get(name, filterset.default_ordering if name == "ordering" else "")
    found = choices(filterset.filters[name], field)
    if found and value and value not in [known for known, _label in found]:
        found = [(value, value), *found]
    return Control(
        name=name,
        label=field.label or name,
        help_text=field.help_text or (DATE_HINT if isinstance(filterset.filters[name], (DateFrom, DateTo)) else ""),
        value=value,
        choices=found,
        problems=[problem for problem in filterset.problems() if problem.parameter == name],
    )


def choices(narrowing, field):
    """What a reader may choose from, at most one query; empty where there would be too much to list."""
    if isinstance(narrowing, OrderingFilter):
        return [(order, order_label(order)) for order in narrowing.schema["enum"]]
    if isinstance(narrowing, BooleanFilter):
        return [("true", _("yes")), ("false", _("no"))]
    if isinstance(narrowing, IndicatorFilter):
        return [(indicator.code, str(indicator.name)) for indicator in Indicator.objects.listed().order_by("code")]
    if isinstance(narrowing, RecordFilter):
        return record_choices(narrowing.extra["kind"], is_tree=isinstance(narrowing, SubtreeFilter))
    return [pair for pair in field.widget.choices if pair[0]] if isinstance(field.widget, forms.Select) else []


def record_choices(kind, *, is_tree):
    """(slug, name) of the records of a kind that stand in lists, a tree indented; empty where there are more than MOST_CHOICES."""
    order = "path" if is_tree else BY_NAME[reading_language()][0]
    records = list(record_models()[kind].objects.listed().order_by(order)[: MOST_CHOICES + 1])
    if len(records) > MOST_CHOICES:
        return []
    return [(record.slug, "\u2003" * (record.depth if is_tree else 0) + str(record.name)) for record in records]


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
