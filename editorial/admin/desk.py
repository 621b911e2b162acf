"""What every admin shares: refusals in words, deletion with reasons."""

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as django_delete_selected
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.admin.exports import ExportActions
from editorial.admin.forms import DeskForm
from editorial.admin.lists import GuardedList
from editorial.admin.widgets import SearchedChoices
from editorial.models import Record, RecordModel


def refusal_in_words(error):
    """The ValidationError that tells an editor why the database did not take the input."""
    if isinstance(error, ValidationError):
        return error
    if isinstance(error, ProtectedError | RestrictedError):
        return ValidationError(in_use_sentence(error))
    return ValidationError(
        _(
            "Something this rests on was changed or deleted meanwhile, so nothing was saved. Check your input and save again."
        )
    )


def in_use_sentence(error):
    users = [str(one) for one in getattr(error, "protected_objects", None) or error.restricted_objects]
    named = "; ".join(f"“{name}”" for name in users[:5])
    if len(users) > 5:
        named = _("%(names)s and %(count)d more") % {"names": named, "count": len(users) - 5}
    return _("It cannot be deleted, because these still use it: %(names)s. Change or delete them first.") % {
        "names": named
    }


class DeskAdmin(ExportActions, GuardedList, SearchedChoices, admin.ModelAdmin):
    """A model that has no public state of its own, or shares that of another."""

    form = DeskForm
    change_form_template = "admin/desk_change_form.html"
    show_full_result_count = False
    list_per_page = 50
    view_on_site = False
    actions = ["delete_selected"]

    class Media:
        js = ["admin_parkatlas/names.js"]

    # Heading on the index page, as (position, name).
    index_group = (90, gettext_lazy("Other"))
    # Among those of a group that have the same position the order of registration holds.
    index_position = 5

    # Forms

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "desk_refusal", None)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form; what the database or a rule refuses only at saving is rolled back and shown on the form."""
        if "_saveasnew" in request.POST:
            raise PermissionDenied  # Django makes a copy of the row then, whether or not the form offers that.
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (ValidationError, ProtectedError, RestrictedError, IntegrityError) as error:
            if request.method != "POST" or hasattr(request, "desk_refusal"):
                raise
            request.desk_refusal = refusal_in_words(error)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_formset(self, request, form, formset, change):
        try:
            super().save_formset(request, form, formset, change)
        except ValidationError as error:
            # The fields it names are the row's, not those of the form above.
            name = formset.model._meta.verbose_name
            raise ValidationError([f"{name}: {message}" for message in error.messages]) from error

    # Deleting

    def deletion_obstacle(self, obj):
        """A sentence saying why `obj` may never be deleted, or None."""
        return None

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        obstacle = obj and self.has_delete_permission(request, obj) and self.deletion_obstacle(obj)
        if not obstacle:
            try:
                return super().delete_view(request, object_id, extra_context)
            except (ProtectedError, RestrictedError) as error:
                obstacle = in_use_sentence(error)
        self.message_user(request, f"{obj}: {obstacle}", messages.ERROR)
        return HttpResponseRedirect(self.address_of(obj))

    @admin.action(permissions=["delete"], description=gettext_lazy("Delete selected %(verbose_name_plural)s"))
    def delete_selected(self, request, queryset):
        obstacles = [(obj, obstacle) for obj in queryset if (obstacle := self.deletion_obstacle(obj))]
        for obj, obstacle in obstacles[:20]:
            self.message_user(request, f"{obj}: {obstacle}", messages.ERROR)
        if obstacles:
            return None
        try:
            with transaction.atomic():
                return django_delete_selected(self, request, queryset)
        except (ProtectedError, RestrictedError) as error:
            self.message_user(request, in_use_sentence(error), messages.ERROR)
            return None

    def delete_queryset(self, request, queryset):
        """One by one, because a record takes its card along and a membership rebuilds the tree."""
        for obj in queryset:
            obj.delete()

    def get_deleted_objects(self, objs, request):
        """What goes along; for a record everything that its card carries."""
        cards = [obj.record if isinstance(obj, RecordModel) else obj for obj in objs]
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(cards, request)
        perms_needed.discard(Record._meta.verbose_name)
        return to_delete, counts, perms_needed, protected

    def address_of(self, obj):
        """The form that edits `obj`."""
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[quote(obj.pk)])


class ReadOnlyAdmin(DeskAdmin):
    """For what only the program writes."""

    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
