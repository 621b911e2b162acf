"""Time what readers ask for at several sizes, each size in a process of its own, in turns. See README.md beside this file."""

import argparse
import multiprocessing
import os
import resource
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARK, SECTOR, CITY, SOURCE = "park-000", "sector-00", "beijing", "register-000"
PLAIN = "plain: "
LONGEST = 60_000  # milliseconds of one statement


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="measure only names that contain this text")
    parser.add_argument(
        "--exports", action="store_true", help="time whole tables against COPY too, which takes minutes"
    )
    chosen = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        sys.exit("Give DATABASE_URL: a PostgreSQL server (scripts/postgres.py runs one) or sqlite:////FOLDER.")
    context = multiprocessing.get_context("spawn")
    sizes = {rows: Size(context, server, rows, chosen) for rows in chosen.rows}
    names = next(iter(sizes.values())).ask("names")
    for rows, size in sizes.items():
        print(f"{rows:,} organisations on {size.ask('engine')}", flush=True)
    for _round in range(chosen.rounds):
        for name in names:
            for size in sizes.values():
                size.measure(name)
    report(sizes, names)
    if chosen.exports:
        for rows, size in sizes.items():
            print(f"\nWhole tables, {rows:,} organisations\n{size.ask('exports')}", flush=True)
    for size in sizes.values():
        size.ask("end")


class Size:
    """One size of the atlas, with the times that its process has measured: {name: [(elapsed, application, database)]}."""

    def __init__(self, context, server, rows, chosen):
        self.here, there = context.Pipe()
        self.times = {}
        context.Process(target=serve, args=(there, server, rows, chosen.only), daemon=True).start()

    def ask(self, question):
        self.here.send(question)
        answer = self.here.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def measure(self, name):
        self.times.setdefault(name, []).append(self.ask(name))

    def median(self, name, part=0):
        return statistics.median(measured[part] for measured in self.times[name])


def report(sizes, names):
    """For each request: milliseconds (application + database), growth from the smallest size, ratio to plain at each."""
    rows = list(sizes)
    heads = "".join(f"{f'{size:,}':>26}" for size in rows)
    print(f"\n{'milliseconds (CPU application + database)':42}{heads}{'growth':>8}  plain / this")
    for name in names:
        parts = []
        for size in sizes.values():
            cpu = f"({size.median(name, 1) * 1000:.0f} + {size.median(name, 2) * 1000:.0f})"
            parts.append(f"{size.median(name) * 1000:>12.1f} {cpu:>13}")
        growth = sizes[rows[-1]].median(name) / sizes[rows[0]].median(name)
        plain = PLAIN + name
        ratios = " ".join(f"{s.median(plain) / s.median(name):.1f}" for s in sizes.values()) if plain in names else ""
        print(f"{name:42}{''.join(parts)}{growth:>8.2f}  {ratios}")


def serve(pipe, server, rows, only):
    """Answer what the parent asks, over one size; the database is made and filled where it is missing."""
    try:
        measured = Measured(server, rows, only)
    except Exception as error:  # noqa: BLE001 -- told to the parent, which ends
        pipe.recv()
        pipe.send(error)
        return
    while (question := pipe.recv()) != "end":
        try:
            pipe.send(measured.answer(question))
        except Exception as error:  # noqa: BLE001 -- told to the parent, which ends
            pipe.send(error)
    pipe.send(None)


class Measured:
    def __init__(self, server, rows, only):
        os.environ["DATABASE_URL"] = self.database(server, rows)
        os.environ.update(DJANGO_SETTINGS_MODULE="config.settings", LOCAL="1")
        import django

        django.setup()
        self.set_up(rows)
        from django.conf import settings
        from django.test import Client

        settings.ROOT_URLCONF = "bench.plain"
        settings.ALLOWED_HOSTS = ["localhost"]
        self.client = Client(HTTP_HOST="localhost", raise_request_exception=True)
        found = requests()
        self.requests = {name: address for name, address in found.items() if only in name}

    @staticmethod
    def database(server, rows):
        if not server.startswith("postgres"):
            return f"{server.rstrip('/')}/atlas_{rows}.sqlite3"
        import psycopg
        from psycopg import sql

        name = f"atlas_{rows}"
        with psycopg.connect(server, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"{server.rpartition('/')[0]}/{name}?options=-c%20statement_timeout%3D{LONGEST}"

    @staticmethod
    def set_up(rows):
        from django.core.management import call_command

        from bench.atlas import fill
        from companies.models import Organisation

        call_command("migrate", verbosity=0)
        if Organisation.objects.count() != rows:
            fill(rows)

    def answer(self, question):
        if question == "names":
            return list(self.requests)
        if question == "engine":
            from django.db import connection

            return connection.vendor
        from django.db import OperationalError

        if question == "exports":
            return exports(self.client)
        try:
            return self.time(self.requests[question])
        except OperationalError:
            return (float("inf"),) * 3  # Longer than LONGEST.

    def time(self, address):
        from django.core.cache import cache

        if isinstance(address, tuple):
            before, address, headers = address
            headers = before(self.client, address) if headers else before()
        else:
            headers = {}
        cpu, database, started = time.process_time(), database_cpu(), time.perf_counter()
        response = self.client.get(address, headers=headers)
        for _part in response if response.streaming else ():
            pass
        elapsed = time.perf_counter() - started
        if response.status_code not in (200, 304):
            raise RuntimeError(f"{address} answered {response.status_code}")
        cache.close()
        return elapsed, time.process_time() - cpu, database_cpu() - database


def database_cpu():
    """Processor seconds of this connection's server process; of SQLite, which runs in this one, none."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9


def requests():
    """`{name: address}`; a tuple is `(what to do first, address, whether that gives the headers)`."""
    companies = "/en/companies/"
    cursor = deep_cursor()
    api = "/api/v1/companies/"
    found = {
        "list": "",
        "list, kind": "kind=company",
        "list, rare kind": "kind=operator",
        "list, region": f"region={CITY}",
        "list, sector": f"sector={SECTOR}",
        "list, sector at the end": "sector=sector-59",
        "list, level": "level=district",
        "list, park": f"park={PARK}",
        "list, zone": f"within={PARK}",
        "list, role": "role=headquarters",
        "list, really there": "tenant=true",
        "list, not there": "tenant=false",
        "list, kind and region": f"kind=investor&region={CITY}",
        "list, region and sector": f"region={CITY}&sector={SECTOR}",
        "list, park and sector": f"park={PARK}&sector={SECTOR}",
        "list, role and sector": f"role=research&sector={SECTOR}",
        "list, by name, descending": "ordering=-name",
        "list, by Chinese name": "ordering=name_zh",
        "list, sector, descending": f"sector={SECTOR}&ordering=-name",
        "list, table": "view=table",
        "list, at 90 % depth": f"cursor={cursor}",
        "list, words": "q=robotics+labs",
        "list, rare words": "q=zhonghua+9999",
    }
    pages = {
        **{name: f"{companies}?{query}" for name, query in found.items()},
        "figures": "/en/figures/",
        "figures, indicator": "/en/figures/?indicator=revenue",
        "figures, range": "/en/figures/?unit=money&currency=CNY&value_min=1000000&value_max=2000000",
        "figures, period": "/en/figures/?period_from=2010&period_to=2012",
        "figures, source": f"/en/figures/?source={SOURCE}",
        "sources": "/en/sources/",
        "page: largest park": f"/en/parks/{PARK}/",
        "page: largest sector": f"/en/sectors/{SECTOR}/",
        "page: largest region": f"/en/regions/{CITY}/",
        "page: source": f"/en/sources/{SOURCE}/",
        "page: organisation": "/en/companies/organisation-77/",
        "page: home": "/en/",
        "page: home, first after a publication": (forget_disputes, "/en/", False),
        "page: briefings of the week": "/en/briefings/",
        "feed of the list": "/en/companies.atom",
        "feed of the list, filtered": f"/en/companies.atom?region={CITY}",
        "feed of the site": "/en/changes.atom",
        "sitemap index": "/sitemap.xml",
        "sitemap file": "/sitemaps/companies.xml",
        "API list": api,
        "API list, filter and order": f"{api}?region={CITY}&sector={SECTOR}&ordering=-name",
        "API list, at 90 % depth": f"{api}?cursor={deep_cursor(api=True)}",
        "API park": f"/api/v1/parks/{PARK}/",
        "API sector": f"/api/v1/sectors/{SECTOR}/",
        "list, not modified": (known_tag, companies, True),
        "API list, not modified": (known_tag, api, True),
        "page, not modified": (known_tag, f"/en/parks/{PARK}/", True),
    }
    plain = {
        "list": "",
        "list, kind": "kind=company",
        "list, region": f"region={CITY}",
        "list, sector": f"sector={SECTOR}",
        "list, kind and region": f"kind=investor&region={CITY}",
        "list, region and sector": f"region={CITY}&sector={SECTOR}",
        "list, by name, descending": "ordering=-name_en",
        "list, at 90 % depth": "page=deep",
        "list, words": "q=robotics+labs",
    }
    pages |= {PLAIN + name: f"/plain/companies/?{query}" for name, query in plain.items()}
    pages |= {
        f"{PLAIN}API list": "/plain/api/companies/",
        f"{PLAIN}API list, filter and order": f"/plain/api/companies/?region={CITY}&sector={SECTOR}&ordering=-name_en",
        f"{PLAIN}API list, at 90 % depth": "/plain/api/companies/?page=deep",
    }
    return pages


def deep_cursor(*, api=False):
    from companies.filters import CompanyFilterSet
    from companies.models import Organisation

    asked = CompanyFilterSet({})
    rows = Organisation.objects.public().firms().order_by("sort_key", "pk")
    row = rows[int(rows.count() * 0.9)]
    return asked.keyset._write(False, asked.keyset._values(row))


def forget_disputes():
    from django.core.cache import cache

    cache.clear()
    return {}


def known_tag(client, address):
    tag = client.get(address).headers.get("ETag")
    return {"if-none-match": tag} if tag else {}


def exports(client):
    """Seconds of a whole table as CSV beside COPY of the same columns, the first byte, and what memory grew by."""
    from django.db import connection

    from companies.models import Organisation

    lines, memory = [], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, address in (
        ("companies", "/en/companies.csv"),
        ("companies of a sector", f"/en/companies.csv?sector={SECTOR}"),
    ):
        started, cpu, first, size = time.perf_counter(), time.process_time(), None, 0
        for part in client.get(address):
            first = first or time.perf_counter() - started
            size += len(part)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
        spent = time.perf_counter() - started
        cpu = time.process_time() - cpu
        lines.append(
            f"{name}: {spent:.1f} s ({cpu:.1f} CPU), {size / 1e6:.0f} MB, first byte {first:.3f} s, memory + {grown:.0f} MB"
        )
    if connection.vendor == "postgresql":
        rows = Organisation.objects.public().firms().select_related("region").order_by("sort_key", "pk")
        names = [field.name for field in Organisation._meta.concrete_fields]
        statement, values = rows.values(
            *names, "region__slug", "region__name_en", "region__name_zh"
        ).query.sql_with_params()
        started, size = time.perf_counter(), 0
        with (
            connection.cursor() as cursor,
            cursor.cursor.copy(f"COPY ({statement}) TO STDOUT WITH CSV", values) as copy,
        ):
            for part in copy:
                size += len(part)
        lines.append(f"COPY: {time.perf_counter() - started:.1f} s, {size / 1e6:.0f} MB")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
