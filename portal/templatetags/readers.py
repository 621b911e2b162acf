"""Ways from public pages to the forms of readers, and from the desk's front page to what waits there."""

import re

from django import template
from django.urls import reverse

from editorial.bilingual import CHINESE, ENGLISH
from editorial.models import RecordModel
from portal.readers.deciding import MODELS, held, may_moderate
from portal.readers.facts import reportable

register = template.Library()
SHOWN_ROWS = 5
HAN = re.compile(r"[\u3400-\u9fff]")


@register.simple_tag
def report_address(row):
    """The form that reports a problem with `row`; empty for what is no fact, or not in the database."""
    kind = row._meta.model_name
    return reverse("report", args=[kind, row.pk]) if reportable().get(kind) is type(row) else ""


@register.filter
def is_record_page(row):
    return isinstance(row, RecordModel)


@register.filter
def written_language(text):
    """The language that a reader's words are in: Chinese where there is a Chinese character."""
    return CHINESE if HAN.search(text) else ENGLISH


@register.inclusion_tag("admin/_readers_block.html", takes_context=True)
def readers_block(context):
    """What readers sent and nobody has decided on, for whoever moderates; `lists` holds one entry per kind."""
    if not may_moderate(context["request"].user):
        return {"lists": []}
    return {"lists": [waiting(model) for model in MODELS.values()]}


def waiting(model):
    meta, rows = model._meta, held(model).select_related("record")
    return {
        "title": meta.verbose_name_plural,
        "address": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") + "?state__exact=held",
        "total": rows.count(),
        "rows": [(row, desk_form(row)) for row in rows[:SHOWN_ROWS]],
    }


def desk_form(message):
    meta = message._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[message.pk])
