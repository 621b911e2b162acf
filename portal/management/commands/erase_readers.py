"""Erase what of readers is kept for a time only."""

from django.core.management.base import BaseCommand

from portal.readers.erasing import KEPT_AFTER_DECISION, erase_what_is_over


class Command(BaseCommand):
    help = f"Erase readers' e-mail addresses, and spam, {KEPT_AFTER_DECISION.days} days after the decision."

    def handle(self, **options):
        addresses, spam = erase_what_is_over()
        self.stdout.write(f"Erased: {addresses} e-mail addresses, {spam} messages of spam.")
