"""Accounts: Django's own forms, with the program's two dates for reading only."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.forms import ModelMultipleChoiceField
from django.utils.translation import gettext_lazy

from editorial.admin.lists import GuardedList

ACCOUNTS = (99, gettext_lazy("Accounts"))

admin.site.site_header = admin.site.site_title = "ParkAtlas"
admin.site.index_title = gettext_lazy("Desk")
admin.site.unregister([User, Group])


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


class AccountForms(GuardedList):
    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        return super().formfield_for_manytomany(db_field, request, form_class=StorableChoices, **kwargs)


@admin.register(User)
class AccountAdmin(AccountForms, UserAdmin):
    index_group = ACCOUNTS
    index_position = 1
    readonly_fields = ["last_login", "date_joined"]
    show_full_result_count = False
    linked_lookups = ["groups__id__exact"]

    class Media:
        js = ["admin_parkatlas/names.js"]


@admin.register(Group)
class AccountGroupAdmin(AccountForms, GroupAdmin):
    index_group = ACCOUNTS
    index_position = 2
    show_full_result_count = False

    class Media:
        js = ["admin_parkatlas/names.js"]
