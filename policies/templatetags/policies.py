"""The state of a target in words."""

from django import template

register = template.Library()


@register.filter
def state_label(target):
    """“lapsed without evidence”: the computed state of a target that was fetched with_state()."""
    return target.state_label
