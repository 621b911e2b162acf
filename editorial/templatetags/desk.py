"""What the desk's templates need beyond Django's own tags."""

from django import template
from django.contrib import admin

from editorial.admin.queues import queues_of
from editorial.models import DeskSetting

register = template.Library()


@register.filter
def by_subject(app_list):
    """The models of Django's app list in the reading order of their admins: `[{"name": …, "models": […]}, …]`.

    Groups stand in the order of `index_group`, models within one in that of `index_position`, else of registration.
    """
    entries = {entry["model"]: entry for app in app_list for entry in app["models"]}
    admins = [model_admin for model, model_admin in admin.site._registry.items() if model in entries]
    groups = {}
    for model_admin in sorted(admins, key=lambda one: (one.index_group[0], one.index_position)):
        groups.setdefault(model_admin.index_group, []).append(entries[model_admin.model])
    return [{"name": name, "models": models} for (_position, name), models in groups.items()]


@register.simple_tag(takes_context=True)
def desk_queues(context):
    """What waits for this editor; see `queues_of`."""
    return queues_of(context["request"].user)


@register.simple_tag
def solo_publishing():
    """Whether the desk runs with solo publishing, which every page of it says."""
    return DeskSetting.current().solo_publishing
