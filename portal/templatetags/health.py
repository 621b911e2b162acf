"""The way from the desk's front page to what needs work."""

from django import template
from django.urls import reverse

from core.checks_due import due_for_recheck
from portal.desk_health import MOST, may_see_content

register = template.Library()
SHOWN_ROWS = 5


@register.inclusion_tag("admin/_health_block.html", takes_context=True)
def health_block(context):
    """The quotes due for a check, and the way to everything else that needs work."""
    if not may_see_content(context["request"]):
        return {"is_shown": False}
    found = due_for_recheck()
    return {
        "is_shown": True,
        "count": found.order_by()[: MOST + 1].count(),
        "most": MOST,
        "rows": [(str(quote), reverse("admin:core_citation_change", args=[quote.pk])) for quote in found[:SHOWN_ROWS]],
    }
