"""What rests on a quote, whatever app it belongs to."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from core.templatetags.records import in_language, record_link
from editorial.models import RecordModel

register = template.Library()

# {model: (what it is, the attribute that holds the record it is a part of)}
PARTS = {
    "name": (gettext_lazy("name of"), "record"),
    "regionmembership": (gettext_lazy("member of"), "group"),
    "parksector": (gettext_lazy("sector of"), "park"),
    "membership": (gettext_lazy("place in the tree of"), "child"),
    "role": (gettext_lazy("role of"), "person"),
    "presence": (gettext_lazy("presence in"), "park"),
    "stake": (gettext_lazy("stake held by"), "owner"),
    "issuer": (gettext_lazy("issuer of"), "policy"),
    "scope": (gettext_lazy("whom it concerns:"), "policy"),
    "instrument": (gettext_lazy("instrument of"), "policy"),
    "rule": (gettext_lazy("rule of"), "policy"),
    "relation": (gettext_lazy("relation of"), "policy"),
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
    """A link to a fact or a record that rests on a citation, saying what it is."""
    kind = item._meta.model_name
    if isinstance(item, RecordModel):
        return record_link(item)
    if kind in PARTS:
        label, owner = PARTS[kind]
        return format_html("{} {}", label, record_link(getattr(item, owner)))
    if kind == "assessment":
        return format_html('<a href="{}">{}</a>', reverse("figures:detail", args=[item.target_id]), item)
    label, page = PAGES[kind]
    return format_html('{}: <a href="{}">{}</a>', label, reverse(page, args=[item.pk]), fact_text(item))


def fact_text(item):
    """A few words for a fact with a page of its own."""
    if item._meta.model_name == "figure":
        return format_html("{}, {} ({})", in_language(item.subject.name), item.display(), item.get_kind_display())
    if item._meta.model_name == "designation":
        return item.designee_as_printed
    return in_language(item.title if item._meta.model_name == "event" else item.summary)
