"""Erase what a reader sent, at their wish."""

from django.core.management.base import BaseCommand, CommandError

from portal.readers.erasing import erase_all_of


class Command(BaseCommand):
    help = "Erase all comments and corrections that were sent with an e-mail address and still have it."

    def add_arguments(self, parser):
        parser.add_argument("email", help="The address as the reader gave it; letter case does not matter.")

    def handle(self, *, email, **options):
        if not email.strip():
            raise CommandError("Give the e-mail address; without one every message would be meant.")
        self.stdout.write(f"Erased: {erase_all_of(email.strip())} messages.")
