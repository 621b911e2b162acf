"""Give out what a reader sent."""

import json

from django.core.management.base import BaseCommand

from portal.readers.erasing import as_data, messages_of


class Command(BaseCommand):
    help = "Print, as JSON, all comments and corrections that were sent with an e-mail address and still have it."

    def add_arguments(self, parser):
        parser.add_argument("email", help="The address as the reader gave it; letter case does not matter.")

    def handle(self, *, email, **options):
        found = [as_data(message) for message in messages_of(email.strip())] if email.strip() else []
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
