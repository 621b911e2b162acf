"""Accounts and roles: Django's own forms, within the limits of whoever manages them.

An administrator who is no superuser manages everybody but superusers, and gives nothing beyond what roles can do.
"""

from functools import reduce
from operator import or_

from django.contrib import admin
from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import ModelMultipleChoiceField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import DeskLoginForm
from editorial.admin.lists import GuardedList
from editorial.roles import Role, permissions_of, role_label

ACCOUNTS = (99, gettext_lazy("Accounts"))
FOR_SUPERUSERS = {"is_superuser", "user_permissions"}

admin.site.site_header = admin.site.site_title = "ParkAtlas"
admin.site.index_title = gettext_lazy("Desk")
admin.site.login_form = DeskLoginForm
admin.site.unregister([User, Group])


def permissions_on_offer():
    """What some role holds: everything that the desk asks for, and nothing beyond the administrators' own reach."""
    offered = {permission for role in Role for permission in permissions_of(role)}
    labels = {label for label, _codename in offered}
    conditions = (
        Q(content_type__app_label=one, codename__in=[code for label, code in offered if label == one]) for one in labels
    )
    return Permission.objects.filter(reduce(or_, conditions))


class StorableChoices(ModelMultipleChoiceField):
    """Refuses numbers that no key of the database can have; Django asks the database and fails."""

    def clean(self, value):
        pk = self.queryset.model._meta.pk
        for key in value or ():
            try:
                pk.run_validators(pk.to_python(key))
            except ValidationError as error:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                ) from error
        return super().clean(value)

    def label_from_instance(self, obj):
        return role_label(obj.name) if isinstance(obj, Group) else super().label_from_instance(obj)


class RoleFilter(RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        return [(key, role_label(name)) for key, name in super().field_choices(field, request, model_admin)]


class AccountForms(GuardedList):
    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.remote_field.model is Permission:
            kwargs["queryset"] = permissions_on_offer()
        return super().formfield_for_manytomany(db_field, request, form_class=StorableChoices, **kwargs)


@admin.register(User)
class AccountAdmin(AccountForms, UserAdmin):
    index_group = ACCOUNTS
    index_position = 1
    list_display = ["username", "email", "first_name", "last_name", "roles", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_superuser", "is_active", ("groups", RoleFilter)]
    readonly_fields = ["last_login", "date_joined"]
    show_full_result_count = False
    linked_lookups = ["groups__id__exact"]

    class Media:
        js = ["admin_parkatlas/names.js"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("roles at the desk"))
    def roles(self, obj):
        names = [_("superuser")] if obj.is_superuser else []
        return ", ".join(names + sorted(str(role_label(group.name)) for group in obj.groups.all()))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (name, options | {"fields": [field for field in options["fields"] if field not in FOR_SUPERUSERS]})
            for name, options in fieldsets
        ]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and in_reach(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and in_reach(request.user, obj)


def in_reach(user, account):
    """Only superusers touch superusers."""
    return account is None or user.is_superuser or not account.is_superuser


@admin.register(Group)
class AccountGroupAdmin(AccountForms, GroupAdmin):
    index_group = ACCOUNTS
    index_position = 2
    list_display = ["role"]
    show_full_result_count = False

    class Media:
        js = ["admin_parkatlas/names.js"]

    @admin.display(description=gettext_lazy("role at the desk"), ordering="name")
    def role(self, obj):
        return role_label(obj.name)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.name not in Role.values:
            return fieldsets
        kept = _("The program keeps the rights of this role. To give other rights, make a group of your own.")
        return [(name, options | {"description": kept}) for name, options in fieldsets]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.name not in Role.values)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.name not in Role.values)
