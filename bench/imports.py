"""How fast a large table is imported, and how much memory it takes.

    .venv/bin/python bench/imports.py 100000          # an SQLite file of its own; DATABASE_URL for an empty database

Generates that many organisations that rest on one quote, and takes them through the desk's own functions: read, checked,
written hidden, published at once. Prints rows per second of each, how long the one transaction was, and the highest memory
of the process; then checks the same file again and changes some rows, as a second import.
"""

import csv
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
SCRATCH = tempfile.mkdtemp()
os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("LOCAL", "1")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH}/imports.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CHANGED = 1000


def main(rows):
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    print(f"{rows} rows, {connection.vendor}")
    editor, publisher = users()
    path = Path(SCRATCH) / "companies.csv"
    quote = evidence()
    write_table(path, rows, quote)
    kept = measured("read", rows, lambda: read(path, editor))
    measured("check", rows, lambda: check(kept))
    let_in(kept, editor, publisher)
    measured("write hidden", rows, lambda: write(kept))
    measured("publish at once", rows, lambda: publish(kept))
    again = read(path, editor)
    measured("check again, all unchanged", rows, lambda: check(again))
    write_table(path, min(rows, CHANGED), quote, kind="investor")
    changes = read(path, editor)
    check(changes)
    let_in(changes, editor, publisher)
    measured("publish changes of live rows", changes.total, lambda: publish(changes))


def users():
    from django.contrib.auth.models import User

    return [User.objects.create_user(name, is_staff=True, is_superuser=True) for name in ("editor", "publisher")]


def evidence():
    from tests.factories import make_citation

    return make_citation(public=True)


def write_table(path, rows, quote, kind="company"):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["name_en", "name_zh", "kind", "website", "summary_en", "citations"])
        for number in range(rows):
            writer.writerow(
                [
                    f"Company {number:06} Robotics",
                    f"公司{number:06}",
                    kind,
                    f"https://{number:06}.example.com/",
                    "Makes robots and parts of robots.",
                    quote.pk,
                ]
            )


def read(path, user):
    from companies.models import Organisation
    from portal.imports.mapping import propose_mapping
    from portal.imports.running import choose, first_rows, keep

    kept = keep(path, "companies.csv", user)
    choose(kept, Organisation, propose_mapping(Organisation, kept.headings, first_rows(kept)), by=user)
    return kept


def check(kept):
    from portal.imports.running import advance

    while kept.state != "checked":
        advance(kept)


def let_in(kept, editor, publisher):
    from portal.imports import review

    review.submit(kept.pk, run=kept.run, by=editor)
    review.approve(kept.pk, run=kept.run, by=publisher)
    kept.refresh_from_db()


def write(kept):
    from portal.imports import writing

    last = writing.new_units(kept).order_by("-number").values_list("number", flat=True).first()
    while kept.written < last:
        rows = list(writing.new_units(kept).filter(number__gt=kept.written)[: writing.ROWS_AT_ONCE])
        writing._prepare(kept, rows)


def publish(kept):
    from portal.imports import writing

    writing.write(kept)
    assert kept.state == "done", kept.failure


def measured(what, rows, run):
    start = time.perf_counter()
    result = run()
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:30} {seconds:8.1f} s {rows / seconds:9.0f} rows/s {memory:6.0f} MB", flush=True)
    return result


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
