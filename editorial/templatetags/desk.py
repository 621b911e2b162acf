"""What the desk's templates need beyond Django's own tags."""

from django import template
from django.contrib import admin

register = template.Library()


@register.filter
def by_subject(app_list):
    """The models of Django's app list in the reading order of their admins: `[{"name": …, "models": […]}, …]`.

    Groups follow the `index_group` of each admin; within one the order of registration holds.
    """
    order = {model: position for position, model in enumerate(admin.site._registry)}
    models = sorted((entry for app in app_list for entry in app["models"]), key=lambda entry: order[entry["model"]])
    groups = {}
    for entry in models:
        group = admin.site.get_model_admin(entry["model"]).index_group
        groups.setdefault(group, []).append(entry)
    return [{"name": name, "models": groups[place, name]} for place, name in sorted(groups, key=lambda group: group[0])]
