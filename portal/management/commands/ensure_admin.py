import secrets
from itertools import chain, count

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

NAME = "admin"


class Command(BaseCommand):
    help = "Create a first administrator, with a password that is printed once, unless there is an administrator."

    @transaction.atomic
    def handle(self, **options):
        users = get_user_model().objects
        if users.filter(is_superuser=True, is_active=True).exists():
            return
        name = free_name(users)
        password = secrets.token_urlsafe(12)
        users.create_superuser(username=name, password=password)
        self.stdout.write(
            f"First administrator: name {name}, password {password}\n"
            "The password is shown only this once; `manage.py changepassword` sets another."
        )


def free_name(users):
    """`admin`, or with a number behind it where an ordinary account has taken the name."""
    names = chain([NAME], (f"{NAME}{number}" for number in count(2)))
    return next(name for name in names if not users.filter(username=name).exists())
