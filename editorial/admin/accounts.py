"""Accounts: Django's own forms, with the program's two dates for reading only."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy

from editorial.admin.lists import GuardedList

ACCOUNTS = (99, gettext_lazy("Accounts"))

admin.site.site_header = admin.site.site_title = "ParkAtlas"
admin.site.index_title = gettext_lazy("Desk")
admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(GuardedList, UserAdmin):
    index_group = ACCOUNTS
    index_position = 1
    readonly_fields = ["last_login", "date_joined"]
    show_full_result_count = False
    linked_lookups = ["groups__id__exact"]

    class Media:
        js = ["admin_parkatlas/names.js"]


@admin.register(Group)
class AccountGroupAdmin(GuardedList, GroupAdmin):
    index_group = ACCOUNTS
    index_position = 2
    show_full_result_count = False

    class Media:
        js = ["admin_parkatlas/names.js"]
