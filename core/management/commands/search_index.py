"""Build the search index anew, or say where it differs from what is public."""

import time
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from core.models import SearchDocument
from core.search import writing
from core.search.columns import is_engine_in_step, renew_engine
from editorial.models import Record

NAMED = 20
BAR = 40


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
            if not is_engine_in_step():
                renew_engine()
                self.stdout.write("The full-text table differed from the documents and was made anew.")
            self.started = time.monotonic()
            differed = writing.rebuild(SearchDocument, after=after, progress=self.tell)
            self.stdout.write(f"{differed} of {SearchDocument.objects.count()} documents differed and were written.")

    def tell(self, done, last):
        """A bar on a terminal; a line for each 10,000 records elsewhere, with the way to go on."""
        share = min(1, done / max(self.total, 1))
        if self.stdout.isatty():
            left = (time.monotonic() - self.started) * (1 - share) / share
            bar = "#" * int(BAR * share)
            end = "\n" if share == 1 else ""
            self.stdout.write(f"\r[{bar:{BAR}}] {done:,} of {self.total:,}, {left:.0f} s left   ", ending=end)
            self.stdout.flush()
        elif done % 10_000 < writing.AT_ONCE_IN_A_REBUILD or share == 1:
            self.stdout.write(
                f"{done} of {self.total} records ({100 * share:.0f} %); go on from here with --after {last}"
            )

    def check_all(self, after):
        found = []
        if not is_engine_in_step():
            raise CommandError("The full-text table differs from the documents. Run search_index.")
        while keys := writing.next_keys(after):
            found += writing.drift(SearchDocument, keys)
            after = keys[-1]
        if found:
            named = ", ".join(str(key) for key in found[:NAMED])
            raise CommandError(f"{len(found)} documents differ from what is public: {named}. Run search_index.")
        self.stdout.write("The search index agrees with what is public.")
