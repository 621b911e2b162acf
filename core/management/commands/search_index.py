"""Build the search index anew, or say where it differs from what is public."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from core.models import SearchDocument
from core.search import writing
from editorial.models import Record

NAMED = 20


class Command(BaseCommand):
    help = (
        "Brings every search document in step with the public rows. Publishing does so by itself: this is for the first "
        "time after an update, and for checking. It can be stopped at any moment and go on where it stopped."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only name what differs; ends with 1 if anything does")
        parser.add_argument("--stale", action="store_true", help="only what a change left to be built anew")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there is an index")
        parser.add_argument("--after", type=UUID, help="go on after this record, as a stopped run printed it")

    def handle(self, *, check, stale, if_empty, after, **options):
        if if_empty and SearchDocument.objects.exists():
            return
        self.total = Record.objects.count()
        if check:
            self.check_all(after)
        elif stale:
            self.stdout.write(f"{writing.freshen(SearchDocument)} documents built anew.")
        else:
            differed = writing.rebuild(SearchDocument, after=after, progress=self.tell)
            self.stdout.write(f"{differed} of {SearchDocument.objects.count()} documents differed and were written.")

    def tell(self, done, last):
        if done % 10_000 < writing.AT_ONCE_IN_A_REBUILD or done >= self.total:
            share = 100 * done // max(self.total, 1)
            self.stdout.write(f"{done} of {self.total} records ({share} %); go on from here with --after {last}")

    def check_all(self, after):
        found = []
        while keys := writing.next_keys(after):
            found += writing.drift(SearchDocument, keys)
            after = keys[-1]
        if found:
            named = ", ".join(str(key) for key in found[:NAMED])
            raise CommandError(f"{len(found)} documents differ from what is public: {named}. Run search_index.")
        self.stdout.write("The search index agrees with what is public.")
