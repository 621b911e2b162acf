"""The way from the desk's front page to what needs work."""

from django import template

from portal.desk_health import may_see_content

register = template.Library()


@register.inclusion_tag("admin/_health_block.html", takes_context=True)
def health_block(context):
    """Asks nothing of the database: what is found is counted on the page that shows it."""
    return {"is_shown": may_see_content(context["request"])}
