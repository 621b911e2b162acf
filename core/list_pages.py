"""The page of one list: the FilterSet the API uses too, its form, its entries, and what was wrong with the address."""

from typing import NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.filter_fields import public_indicators
from core.filters import IndicatorFilter, OrderingFilter, SubtreeFilter
from core.references import public_of_kind

MOST_CHOICES = 1000
ALWAYS_SHOWN = ("q", "ordering")


class Control(NamedTuple):
    """One field of the filter form. `choices` are (value, label) pairs, empty where the reader types."""

    name: str
    label: str
    value: str
    choices: list
    problems: list

    @property
    def shown_value(self):
        return dict(self.choices).get(self.value, self.value)


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
            first_fields=[field for field in fields if field.name in ALWAYS_SHOWN],
            further_fields=[field for field in fields if field.name not in ALWAYS_SHOWN],
            chosen=[field for field in fields if field.value],
            api_query=filterset.query(cursor=None),
            next_query=filterset.query(cursor=page.next) if page.next else "",
            previous_query=filterset.query(cursor=page.previous) if page.previous else "",
        )


def controls(filterset):
    """The form of `filterset` as a list of Control, in the order of its filters."""
    return [
        Control(
            name=name,
            label=filterset.form.fields[name].label or name,
            value=filterset.data.get(name, ""),
            choices=choices(filterset, name, narrowing),
            problems=[problem for problem in filterset.problems() if problem.parameter == name],
        )
        for name, narrowing in filterset.filters.items()
    ]


def choices(filterset, name, narrowing):
    """What a reader may choose from, one query for a tree or the indicators; empty where too much would be listed."""
    if isinstance(narrowing, OrderingFilter):
        return [(order, order_label(order)) for order in narrowing.schema["enum"]]
    if isinstance(narrowing, IndicatorFilter):
        return [(indicator.code, str(indicator.name)) for indicator in public_indicators().order_by("code")]
    if isinstance(narrowing, SubtreeFilter):
        nodes = public_of_kind(narrowing.extra["kind"]).order_by("path")[:MOST_CHOICES]
        return [(node.slug, "\u2003" * node.depth + str(node.name)) for node in nodes]
    widget = filterset.form.fields[name].widget
    return [pair for pair in widget.choices if pair[0]] if isinstance(widget, forms.Select) else []


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
        "path": _("Place in the tree"),
        "value": _("Value"),
    }
    label = labels.get(order.removeprefix("-"), order.removeprefix("-"))
    return _("%(order)s, descending") % {"order": label} if order.startswith("-") else str(label)
