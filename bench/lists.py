"""Time lists and details at several sizes, interleaved in one process. See README.md beside this file."""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 15


def addresses(client, rows):
    """`{name: address}`; the deep page is reached by a cursor of the list itself."""
    from companies.models import Organisation
    from core.paging import Keyset

    order = ("sort_key", "pk")
    deep = Organisation.objects.public().firms().order_by(*order)
    row = deep[int(deep.count() * 0.9)]
    keyset = Keyset(Organisation, order, [])
    cursor = keyset._write(False, keyset._values(row))
    return {
        "API list, first page": "/api/v1/companies/",
        "API list, filter and order": "/api/v1/companies/?region=district-3&ordering=-name",
        "API list at 90 % depth": f"/api/v1/companies/?cursor={cursor}",
        "API detail": f"/api/v1/companies/{row.slug}/",
        "API figures by value": "/api/v1/figures/?indicator=revenue&value_min=1000",
        "page: list": "/en/companies/",
        "page: list, filtered": "/en/companies/?region=district-3",
        "page: detail": f"/en/companies/{row.slug}/",
    }


def measure(client, found):
    """`{name: [seconds]}`, one round after another so that drift meets all alike."""
    times = {name: [] for name in found}
    for _ in range(ROUNDS):
        for name, address in found.items():
            started = time.perf_counter()
            response = client.get(address)
            times[name].append(time.perf_counter() - started)
            if response.status_code != 200:
                raise SystemExit(f"{address} answered {response.status_code}")
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000])
    chosen = parser.parse_args().rows
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as scratch:
        for rows in chosen:
            run(rows, Path(scratch) / f"{rows}.sqlite3")


def run(rows, path):
    if os.fork():
        _, status = os.wait()
        if status:
            raise SystemExit(1)
        return
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{path}")
    os.environ.update(DJANGO_SETTINGS_MODULE="config.settings", LOCAL="1")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from bench.generate import generate

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    generate(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"\n{rows:,} organisations on {connection.vendor}, generated in {time.perf_counter() - started:.0f} s")
    client = Client(HTTP_HOST="localhost")
    times = measure(client, addresses(client, rows))
    first = statistics.median(times["API list, first page"])
    print(f"{'':32}{'median ms':>10}{'min ms':>10}{'ratio':>8}")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:32}{median * 1000:>10.1f}{min(seconds) * 1000:>10.1f}{median / first:>8.2f}")
    os._exit(0)


if __name__ == "__main__":
    main()
