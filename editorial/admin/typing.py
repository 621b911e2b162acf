"""What the script of an open form sends: what is typed so far, and that somebody is here."""

import uuid
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial.admin.drafting import NOT_TYPED, input_of, title_typed
from editorial.models import OpenForm

NOT_KEPT = {*NOT_TYPED, "desk_action"}


class TypingViews:
    """Mixed into PublishableAdmin. Takes no lock and touches no content: it writes the editor's own OpenForm."""

    def get_urls(self):
        return [
            path("typed/<uuid:key>/", self.admin_site.admin_view(self.typed_view), name=self.url_name("typed")),
            *super().get_urls(),
        ]

    def typed_view(self, request, key):
        if request.method != "POST":
            return JsonResponse({"error": _("Send what was typed by POST.")}, status=405, headers={"Allow": "POST"})
        unit = self.unit_at(key)
        allowed = self.has_change_permission(request, unit) if unit else self.has_add_permission(request)
        if not allowed:
            raise PermissionDenied
        form = self.form_of(request, key, is_new=unit is None)
        action = request.POST.get("desk_action")
        if action == "discard":
            form.content, form.is_kept, form.problems = None, False, 0
        elif action == "typed":
            form.content = input_of(request, NOT_KEPT)
            form.title = title_typed(form.content)
        if unit is None and form.content is None:
            if form.pk and not form._state.adding:
                form.delete()
        else:
            form.save()
        return JsonResponse(
            {"people": names_of_others(key, request.user), "saved_at": date_format(timezone.localtime(), "H:i:s")}
        )

    def form_of(self, request, key, *, is_new):
        own = {"user": request.user, "unit_kind": self.opts.label_lower, "unit_id": uuid.UUID(str(key))}
        return OpenForm.objects.filter(**own).first() or OpenForm(**own, is_new=is_new)


def names_of_others(key, user):
    since = timezone.now() - timedelta(seconds=45)
    found = OpenForm.objects.filter(unit_id=key, seen_at__gte=since).exclude(user=user).select_related("user")
    return sorted(form.user.get_username() for form in found)
