"""Ways from a record and from a list to records beside or like it."""

from django import template
from django.http import QueryDict
from django.urls import reverse

from portal.comparing.kinds import KEYS
from portal.outputs.sections import LISTS, unit_model

register = template.Library()


@register.simple_tag
def compare_address(record):
    """The page on which `record` awaits others; empty for what cannot be compared."""
    key = KEYS.get(record._meta.model_name)
    if key is None or record.withdrawn_at is not None:
        return ""
    asked = QueryDict(mutable=True)
    asked["with"] = record.slug
    return f"{reverse('compare:page', args=[key])}?{asked.urlencode()}"


@register.simple_tag
def similar_address(record):
    """The search for records like `record`; empty for what names no sector, region, issuer or maker by its nature."""
    if not record.found_with or record.withdrawn_at is not None:
        return ""
    asked = QueryDict(mutable=True)
    asked["like"] = f"{record.record_kind}:{record.slug}"
    return f"{reverse('search')}?{asked.urlencode(safe=':')}"


@register.simple_tag(takes_context=True)
def list_comparison(context):
    """The page that compares what the list holds; empty for a list of what cannot be compared."""
    section = context["request"].resolver_match.namespace
    key = KEYS.get(unit_model(section)._meta.model_name) if section in LISTS else None
    return reverse("compare:page", args=[key]) if key else ""


@register.filter
def is_common(item, row):
    """Whether every record of the row has this."""
    return item.what in row.common
