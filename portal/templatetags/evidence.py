"""What rests on a quote, whatever app it belongs to."""

from string import Formatter

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from core.templatetags.records import in_language, record_link
from editorial.models import Record, RecordModel

register = template.Library()

# How a part without a page of its own is described; the names are attributes of the model.
PARTS = {
    "name": gettext_lazy("“{text}”, a name of {record}"),
    "regionmembership": gettext_lazy("{region} in {group}"),
    "parksector": gettext_lazy("{park}: {sector} ({role})"),
    "membership": gettext_lazy("{child}: {role} {parent}"),
    "role": gettext_lazy("{person}: {title}"),
    "presence": gettext_lazy("{who}: {role}, {park}"),
    "stake": gettext_lazy("{owner} {kind} {owned}"),
    "issuer": gettext_lazy("{policy}: issued by “{as_printed}”"),
    "scope": gettext_lazy("{policy}: {effect} {record}"),
    "instrument": gettext_lazy("{policy}: {text}"),
    "rule": gettext_lazy("{policy}: rule “{condition}”"),
    "relation": gettext_lazy("{policy}: {kind} {other}"),
    "assessment": gettext_lazy("target: {outcome}"),
}
# {model: (what it is, its page)}
PAGES = {
    "figure": (gettext_lazy("figure"), "figures:detail"),
    "event": (gettext_lazy("event"), "events:detail"),
    "statement": (gettext_lazy("statement"), "statements:detail"),
    "designation": (gettext_lazy("designation"), "designations:detail"),
}


@register.simple_tag
def fact_link(item):
    """A fact or a record that rests on a citation, with links to what it concerns."""
    kind = item._meta.model_name
    if isinstance(item, RecordModel):
        return record_link(item)
    if kind in PARTS:
        pattern = str(PARTS[kind])
        return format_html(pattern, **{name: shown(item, name) for _, name, _, _ in Formatter().parse(pattern) if name})
    label, page = PAGES[kind]
    return format_html('{}: <a href="{}">{}</a>', label, reverse(page, args=[item.pk]), fact_text(item))


def shown(item, name):
    """The value of one attribute for readers: a link for a record, the label for a choice."""
    display = getattr(item, f"get_{name}_display", None)
    value = display() if display else getattr(item, name)
    return record_link(value) if isinstance(value, (Record, RecordModel)) else in_language(value)


def fact_text(item):
    """A few words for a fact with a page of its own."""
    kind = item._meta.model_name
    if kind == "figure":
        return format_html("{}, {} ({})", in_language(item.subject.name), item.display(), item.get_kind_display())
    if kind == "designation":
        return item.designee_as_printed
    return in_language(item.title if kind == "event" else item.summary)
