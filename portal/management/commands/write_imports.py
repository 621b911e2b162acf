"""Write what was approved but is not public yet."""

from django.core.management.base import BaseCommand

from portal.import_models import Import
from portal.imports.writing import write


class Command(BaseCommand):
    help = (
        "Write every approved import of a table, as its page at the desk does while someone looks on: for tables of many "
        "thousand rows, and for those whose page was closed. An interrupted run is taken up by the next."
    )

    def handle(self, **options):
        for kept in Import.objects.filter(state=Import.State.APPROVED, failure=[]).order_by("reviewed_at", "id"):
            while kept.state == Import.State.APPROVED and not kept.failure:
                write(kept)
                self.stdout.write(f"{kept.file_name}: written to row {kept.written}, {kept.state}")
            for row, sentence in kept.failure:
                self.stderr.write(f"{kept.file_name}, row {row}: {sentence}")
