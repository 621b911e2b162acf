"""What rests on a quote, whatever app it belongs to."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

from core.templatetags.records import in_language, record_link
from editorial.models import RecordModel
from portal.readers.facts import PAGES, PARTS, attributes, is_record

register = template.Library()


@register.simple_tag
def fact_link(item):
    """A fact or a record that rests on a citation, with links to what it concerns."""
    kind = item._meta.model_name
    if isinstance(item, RecordModel):
        return record_link(item)
    if kind in PARTS:
        pattern = str(PARTS[kind])
        return format_html(pattern, **{name: shown(item, name) for name in attributes(pattern)})
    label, page = PAGES[kind]
    return format_html('{}: <a href="{}">{}</a>', label, reverse(page, args=[item.pk]), fact_text(item))


def shown(item, name):
    """The value of one attribute for readers: a link for a record, the label for a choice."""
    display = getattr(item, f"get_{name}_display", None)
    value = display() if display else getattr(item, name)
    return record_link(value) if is_record(value) else in_language(value)


def fact_text(item):
    """A few words for a fact with a page of its own."""
    kind = item._meta.model_name
    if kind == "figure":
        return format_html("{}, {} ({})", in_language(item.subject.name), item.display(), item.get_kind_display())
    if kind == "designation":
        return item.designee_as_printed
    return in_language(item.title if kind == "event" else item.summary)
