"""Publishing and withdrawing from forms and lists, always through `editorial.publishing`."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.admin.desk import DeskAdmin
from editorial.publishing import publish, withdraw

REPORTED_ROWS = 20


class PublishableAdmin(DeskAdmin):
    """A model whose rows are public or not."""

    # For rows without an address of their own: the section in which they have a page by their public id ("events"), or the
    # relation whose page shows them ("park").
    page_section = None
    page_of = None

    actions = ["publish_selected", "withdraw_selected", "delete_selected"]
    list_filter = ["is_public"]
    readonly_fields = ["public_id", "published_at", "updated_at"]

    KEEPING = (
        gettext_lazy("Keeping"),
        {
            "fields": ["public_id", "published_at", "updated_at"],
            "classes": ["collapse"],
            "description": gettext_lazy("Written by the program. The public id never changes and is never used again."),
        },
    )

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, self.KEEPING] if obj else fieldsets

    @admin.display(description=gettext_lazy("public id"))
    def public_id(self, obj):
        return obj.pk

    @admin.display(description=gettext_lazy("state"), ordering="is_public")
    def state(self, obj):
        if not obj.is_public:
            return _("not public")
        page = self.view_on_site(obj)
        return format_html('<a href="{}">{}</a>', page, _("public")) if page else _("public")

    def view_on_site(self, obj):
        """The address of the page where everyone sees it; None where there is none."""
        if not obj.is_public:
            return None
        if self.page_section:
            return reverse(f"{self.page_section}:detail", args=[obj.pk])
        shown_on = getattr(obj, self.page_of) if self.page_of else obj
        return shown_on.get_absolute_url() if shown_on and shown_on.is_public else None

    # Permissions

    def has_publish_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def deletion_obstacle(self, obj):
        if obj.published_at:
            return _("It has been public, so it is kept. Withdraw it instead of deleting it.")
        return super().deletion_obstacle(obj)

    # The form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may_publish = self.has_publish_permission(request, obj)
        context["show_publish"] = may_publish and not context["is_popup"] and not (obj and obj.is_public)
        if obj is not None:
            stored = self.model._default_manager.get(pk=obj.pk)
            context |= {
                "stored": stored,
                "public_page": self.view_on_site(stored),
                "show_withdraw": may_publish and stored.is_public and not context["is_popup"],
                "show_delete": self.deletion_obstacle(stored) is None,
                "missing": [] if stored.is_public else stored.publish_requirements(),
            }
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def save_related(self, request, form, formsets, change):
        """With what is linked only now: a public record keeps everything that it needed to become public."""
        super().save_related(request, form, formsets, change)
        if form.instance.is_public and (missing := form.instance.publish_requirements()):
            raise ValidationError(missing)

    def response_add(self, request, obj, post_url_continue=None):
        return self.publish_after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.publish_after_saving(request, obj) or super().response_change(request, obj)

    def publish_after_saving(self, request, obj):
        if "_publish" not in request.POST or "_popup" in request.POST:
            return None
        if not self.has_publish_permission(request, obj):
            raise PermissionDenied
        self.publish_and_log(request, [obj])
        return HttpResponseRedirect(self.address_of(obj))

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<path:object_id>/withdraw/", view, name=name), *super().get_urls()]

    def withdraw_view(self, request, object_id):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_publish_permission(request, obj):
            raise PermissionDenied
        self.withdraw_and_log(request, [obj])
        return HttpResponseRedirect(self.address_of(obj))

    # Lists

    @admin.action(permissions=["publish"], description=gettext_lazy("Publish selected %(verbose_name_plural)s"))
    def publish_selected(self, request, queryset):
        self.publish_and_log(request, queryset)

    @admin.action(permissions=["publish"], description=gettext_lazy("Withdraw selected %(verbose_name_plural)s"))
    def withdraw_selected(self, request, queryset):
        self.withdraw_and_log(request, queryset)

    # Both

    def publish_and_log(self, request, objs):
        done, refused = self._switch(request, objs, publish, wanted=True)
        if done:
            self.message_user(request, self._sentence(_("Now public: %(names)s."), done), messages.SUCCESS)
        self._report(request, _("“%(name)s” is not public. Missing:"), refused)

    def withdraw_and_log(self, request, objs):
        done, refused = self._switch(request, objs, withdraw, wanted=False)
        if done:
            self.message_user(request, self._sentence(_("No longer public: %(names)s."), done), messages.SUCCESS)
        self._report(request, _("“%(name)s” stays public:"), refused)

    def _switch(self, request, objs, verb, *, wanted):
        """What was switched, and `(obj, sentences)` of what was refused; what is already so is left alone."""
        done, refused = [], []
        for obj in objs:
            if obj.is_public is wanted:
                continue
            try:
                verb(obj, by=request.user)
            except ValidationError as error:
                refused.append((obj, error.messages))
            except self.model.DoesNotExist:
                refused.append((obj, [_("Someone else has deleted it.")]))
            else:
                self.log_change(request, obj, _("Published.") if wanted else _("Withdrawn."))
                done.append(obj)
        return done, refused

    def _sentence(self, template, objs):
        names = "; ".join(str(obj) for obj in objs[:REPORTED_ROWS])
        if len(objs) > REPORTED_ROWS:
            names = _("%(names)s and %(count)d more") % {"names": names, "count": len(objs) - REPORTED_ROWS}
        return template % {"names": names}

    def _report(self, request, template, refused):
        for obj, sentences in refused[:REPORTED_ROWS]:
            items = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences))
            self.message_user(request, format_html("{}<ul>{}</ul>", template % {"name": obj}, items), messages.ERROR)
        if len(refused) > REPORTED_ROWS:
            rest = _("%(count)d more were refused. Select fewer to see why.") % {"count": len(refused) - REPORTED_ROWS}
            self.message_user(request, rest, messages.ERROR)
