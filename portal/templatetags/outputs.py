"""What a page says to programs, and the ways to take it along: structured data, shared cards, tables, feeds, citations."""

import json

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from editorial.bilingual import reading_language
from editorial.models import RecordModel
from portal.outputs import structured
from portal.outputs.pages import page_address
from portal.outputs.sections import FACTS, LISTS, RECORDS, address_of, summary_of, title_of
from portal.outputs.views import cited_unit
from portal.outputs.weeks import last_week
from portal.sections import SECTION_TITLES

register = template.Library()

# As Django's json_script has it: no text can end the element or begin another.
ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
# Parameters that make no other list.
NOT_NARROWING = ("cursor", "limit", "view")
LONGEST_DESCRIPTION = 300


@register.inclusion_tag("portal/_page_head.html", takes_context=True)
def page_head(context):
    """What stands in the head of every page for programs: how it is shown where it is shared, and what it is about."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None:
        return {"is_shown": False}
    shown = described(context, request, match)
    return {
        "is_shown": True,
        "site_feed": reverse("outputs:site-feed"),
        "url": page_address(request).url,
        "locale": "zh_CN" if reading_language() != "en" else "en_GB",
        "other_locale": "en_GB" if reading_language() != "en" else "zh_CN",
        **shown,
    }


def described(context, request, match):
    """`{title, description, kind, image, data, feed}` of the page."""
    section, unit = match.namespace, unit_of(context)
    if unit is not None and section in (*RECORDS, *FACTS):
        return described_unit(context, request, section, unit)
    if "row_template" in context and section in LISTS:
        return described_list(context, request, section)
    title = str(context.get("title") or SECTION_TITLES.get(section, "") or "ParkAtlas")
    node = structured.of_front(page_address(request)) if match.view_name == "home" else None
    return {"title": title, "kind": "website", "image": site_card(request), "data": json_ld(node)}


def unit_of(context):
    """The record or the fact that the page is about, or None."""
    return context.get("record") or context.get("object")


def described_unit(context, request, section, unit):
    summary = summary_of(unit)
    page = page_address(request, description=summary)
    key = unit.slug if isinstance(unit, RecordModel) else unit.pk
    return {
        "title": title_of(unit),
        "description": summary[:LONGEST_DESCRIPTION],
        "kind": "profile" if section == "people" else "article",
        "image": page.absolute(reverse("files:card", args=[reading_language(), section, key])),
        "data": json_ld(data_of(page, context, section, unit)),
        "feed": reverse("outputs:unit-feed", args=[section, key]),
    }


def data_of(page, context, section, unit):
    if isinstance(unit, RecordModel):
        return structured.of_record(page, context["dossier"])
    return structured.of_figure(page, unit) if section == "figures" else structured.of_fact(page, unit)


def described_list(context, request, section):
    page = page_address(request, description=context["lead"])
    title, query = str(SECTION_TITLES[section]), narrowing(request)
    table = with_query(reverse("outputs:table", args=[section]), query)
    return {
        "title": title,
        "description": context["lead"],
        "kind": "website",
        "image": site_card(request),
        "data": json_ld(structured.of_list(page, title, context["page"].results, table=table)),
        "feed": with_query(reverse("outputs:list-feed", args=[section]), query),
        "table": table,
    }


def site_card(request):
    return page_address(request).absolute(reverse("files:site-card", args=[reading_language()]))


def json_ld(node):
    """The graph as a data block: no browser runs it, and no text of it can end it."""
    if node is None:
        return ""
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 -- escaped just above


@register.inclusion_tag("portal/_list_outputs.html", takes_context=True)
def list_outputs(context):
    """The list as CSV, JSON and Atom, narrowed as it is shown."""
    request = context["request"]
    section = request.resolver_match.namespace
    if context.get("problems") or section not in LISTS:
        return {"is_shown": False}
    query = narrowing(request)
    return {
        "is_shown": True,
        "section": section,
        "table": with_query(reverse("outputs:table", args=[section]), query),
        "data": with_query(f"/api/v1/{section}/", query),
        "feed": with_query(reverse("outputs:list-feed", args=[section]), query),
        "week": last_week() if section == "briefings" else None,
    }


def narrowing(request):
    """The query of a list without its place in it, and without what was left empty in the form."""
    kept = QueryDict(mutable=True)
    for name, value in request.GET.items():
        if value.strip() and name not in NOT_NARROWING:
            kept[name] = value
    return kept.urlencode()


def with_query(path, query):
    return f"{path}?{query}" if query else path


@register.inclusion_tag("portal/_cite_this.html", takes_context=True)
def cite_this(context):
    """How to cite the page as it stands today, follow it, and show it on another site."""
    request, unit = context["request"], unit_of(context)
    section = request.resolver_match.namespace
    key = unit.slug if isinstance(unit, RecordModel) else unit.pk
    page = cited_unit(request, section, unit, last_entry(context))
    embed = reverse("files:embed", args=[reading_language(), section, key]) if section in RECORDS else ""
    return {
        "page": page,
        "bibtex": reverse("outputs:bibtex", args=[section, key]),
        "csl": reverse("outputs:csl", args=[section, key]),
        "feed": reverse("outputs:unit-feed", args=[section, key]),
        "embed": embed,
        "frame": frame(page, page_address(request).absolute(embed)) if embed else "",
    }


def last_entry(context):
    """The last entry of the feed about the page, which its history has in memory; None where there is none."""
    history = context.get("history") or next((part for part in context.get("parts", ()) if part.key == "history"), None)
    return history.items[0][0] if history is not None and history.items else None


def frame(page, address):
    """The HTML that shows the card of a record on another site."""
    title = _("%(title)s on ParkAtlas") % {"title": page.title}
    return format_html('<iframe src="{}" title="{}" width="360" height="320" loading="lazy"></iframe>', address, title)


@register.simple_tag
def unit_address(unit):
    """The path of the page that shows a record or a fact."""
    return address_of(unit)
