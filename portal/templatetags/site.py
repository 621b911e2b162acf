"""The frame of every page: menus, and the same page in the other language."""

from django import template
from django.conf import settings
from django.utils.html import format_html

from core.list_pages import Link
from core.templatetags.records import in_language, record_link
from editorial.models import Record, RecordModel
from portal.sections import FURTHER_SECTIONS, MAIN_SECTIONS, SECTION_TITLES

register = template.Library()


@register.inclusion_tag("portal/_sections.html", takes_context=True)
def sections(context, which="main"):
    """Links to the sections, the one the reader is in marked as current; `which` is main or further."""
    match = getattr(context.get("request"), "resolver_match", None)
    return {
        "sections": MAIN_SECTIONS if which == "main" else FURTHER_SECTIONS,
        "current": match.namespace if match else "",
    }


@register.simple_tag(takes_context=True)
def section_title(context):
    """The name of the section the reader is in, or the empty text."""
    match = getattr(context.get("request"), "resolver_match", None)
    return SECTION_TITLES.get(match.namespace, "") if match else ""


@register.simple_tag
def title_of_section(section):
    return SECTION_TITLES[section]


@register.simple_tag
def cell(row, column):
    """What a Column reads of a row: a link, for a record too, a text in its own language, else words."""
    value = column.read(row)
    if isinstance(value, Link):
        return format_html('<a href="{}">{}</a>', value.address, value.text)
    return record_link(value) if isinstance(value, (Record, RecordModel)) else in_language(value)


@register.simple_tag(takes_context=True)
def address_in(context, language, is_absolute=False):
    """The address of this page in `language`, its query kept; the front page for a page that has no language."""
    request = context["request"]
    path = in_language_path(request.get_full_path(), language)
    return request.build_absolute_uri(path) if is_absolute else path


def in_language_path(path, language):
    first, rest = path.lstrip("/").partition("/")[::2]
    return f"/{language}/{rest}" if first in dict(settings.LANGUAGES) else f"/{language}/"
