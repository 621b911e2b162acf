"""Load a data set in the ordinary import format."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.data_files import DataError
from portal.loading import is_loaded, load

SHOWN = 50


class Command(BaseCommand):
    help = "Load the CSV files of a directory: all of them or, where a row is wrong, none."

    def add_arguments(self, parser):
        parser.add_argument("directory")
        parser.add_argument("--if-new", action="store_true", help="do nothing where this data set was loaded before")

    def handle(self, *, directory, if_new, verbosity, **options):
        name = Path(directory).resolve().name
        if if_new and is_loaded(name):
            return
        quiet = verbosity < 2
        try:
            report = load(
                directory,
                name=name,
                by=f"load_data {name}",
                progress=(lambda line: None) if quiet else self.stdout.write,
            )
        except DataError as error:
            shown = error.problems[:SHOWN]
            more = len(error.problems) - len(shown)
            raise CommandError(
                "\n".join([f"Data set {name}: nothing was loaded.", *shown, *([f"and {more} more."] if more else [])])
            ) from error
        self.stdout.write(
            f"Data set {name}: {report.total('created')} created, {report.total('changed')} changed, "
            f"{report.total('unchanged')} unchanged; {report.published} published."
        )
