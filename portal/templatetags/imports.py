"""The tables that wait for a decision, on the front page of the desk."""

from django import template

from portal.import_models import Import
from portal.imports.rights import may_import, may_let_in

register = template.Library()
SHOWN_TABLES = 5


@register.inclusion_tag("admin/imports/_queue.html", takes_context=True)
def import_queues(context):
    """Tables to review and stopped ones for who may let them in; returned ones for who submitted them."""
    user, queues = context["request"].user, []
    if may_let_in(user):
        queues.append(("review", Import.objects.filter(state=Import.State.IN_REVIEW).order_by("submitted_at", "id")))
        queues.append(("approved", Import.objects.filter(state=Import.State.APPROVED).order_by("reviewed_at", "id")))
    if may_import(user):
        queues.append(("returned", Import.objects.filter(state=Import.State.RETURNED, submitted_by=user)))
    counted = [(key, rows.count(), rows[:SHOWN_TABLES]) for key, rows in queues]
    return {"queues": [one for one in counted if one[0] == "review" or one[1]]}
