"""Build the search index of many generated organisations and time queries, suggestions and `q` of a list, interleaved with a
plain search by `icontains`. See README.md beside this file."""

import argparse
import os
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
BATCH = 2_000
PLACES = [
    ("Haidian", "海淀"), ("Zhongguancun", "中关村"), ("Yizhuang", "亦庄"), ("Chaoyang", "朝阳"), ("Daxing", "大兴"), ("Fangshan", "房山"),
    ("Shunyi", "顺义"), ("Changping", "昌平"), ("Huairou", "怀柔"), ("Miyun", "密云"),
]  # fmt: skip
FIELDS = [
    ("Artificial Intelligence", "人工智能"), ("Semiconductor", "半导体"), ("Robotics", "机器人"), ("Aerospace", "航空航天"), ("New Energy", "新能源"),
    ("Biomedicine", "生物医药"), ("Materials", "新材料"), ("Data", "大数据"), ("Quantum", "量子"), ("Optics", "光电"),
]  # fmt: skip
STEMS = [
    "博",
    "创",
    "达",
    "恒",
    "汇",
    "佳",
    "凯",
    "联",
    "明",
    "启",
    "瑞",
    "盛",
    "泰",
    "维",
    "信",
    "远",
    "泽",
    "智",
    "华",
    "宇",
    "星",
    "辰",
    "天",
    "海",
    "山",
    "云",
    "川",
    "林",
    "峰",
    "河",
]
SYLLABLES = [
    "bo",
    "chuang",
    "da",
    "heng",
    "hui",
    "jia",
    "kai",
    "lian",
    "ming",
    "qi",
    "rui",
    "sheng",
    "tai",
    "wei",
    "xin",
    "yuan",
    "ze",
    "zhi",
    "hua",
    "yu",
    "xing",
    "chen",
    "tian",
    "hai",
    "shan",
    "yun",
    "chuan",
    "lin",
    "feng",
    "he",
]
QUERIES = {
    "one hit": "bochuangda 7", "every second record": "technology", "a tenth, Chinese": "中关村", "two characters": "亦庄", "two words": "haidian robotics",
    "Chinese, two words": "海淀 机器人", "a sector's worth": "人工智能", "pinyin, run together": "haidianbochuang", "initials": "hdbcd", "mistyped": "Zhonguancun", "nothing": "qqqqqqqq",
}  # fmt: skip
TYPED = ("h", "hai", "haid", "haidian bo", "海", "海淀", "中关", "zgc", "semi", "tech")


def generate(rows):
    """Public organisations in ten regions, each with names in both languages and a summary; with a sector for each field."""
    from companies.models import Organisation
    from core.models import Region
    from editorial.models import Record

    random = Random(rows)

    def card(kind, section, slug, **names):
        return Record(
            id=uuid.UUID(int=random.getrandbits(128)), kind=kind, section=section, slug=slug, is_public=True,
            sort_key=names["name_en"].lower(), **names,
        )  # fmt: skip

    regions = []
    for english, chinese in PLACES:
        record = card("region", "regions", english.lower(), name_en=english, name_zh=chinese)
        record.save()
        regions.append(
            Region(
                record=record, slug=record.slug, name_en=english, name_zh=chinese, level="district", path=f"{record.slug}/",
                sort_key=record.sort_key, is_public=True,
            )
        )  # fmt: skip
    Region.objects.bulk_create(regions)
    for start in range(0, rows, BATCH):
        cards, organisations = [], []
        for number in range(start, min(start + BATCH, rows)):
            place, other, field = random.randrange(10), random.randrange(10), random.randrange(10)
            stems = [random.randrange(len(STEMS)) for _ in range(3)]
            english = (
                f"{PLACES[place][0]} {''.join(SYLLABLES[one] for one in stems).title()} {FIELDS[field][0]} {number}"
            )
            chinese = f"{PLACES[place][1]}{''.join(STEMS[one] for one in stems)}{FIELDS[field][1]}有限公司"
            record = card("organisation", "companies", f"organisation-{number}", name_en=english, name_zh=chinese)
            cards.append(record)
            what = "technology" if number % 2 else "goods"
            organisations.append(
                Organisation(
                    record=record, slug=record.slug, name_en=english, name_zh=chinese, sort_key=record.sort_key,
                    sort_key_zh=record.sort_key[::-1], kind="company", region=regions[other], is_public=True,
                    summary_en=f"Makes {what} for {FIELDS[field][0].lower()} in {PLACES[other][0]}.",
                    summary_zh=f"位于{PLACES[other][1]}，从事{FIELDS[field][1]}。",
                )
            )  # fmt: skip
        Record.objects.bulk_create(cards)
        Organisation.objects.bulk_create(organisations)


def plain(words):
    """What a search without an index does: a count, and the first twenty."""
    from django.db.models import Q

    from companies.models import Organisation

    rows = Organisation.objects.public()
    for word in words.split():
        columns = ("name_en", "name_zh", "summary_en", "summary_zh")
        rows = rows.filter(_any(Q, columns, word))
    return rows.count(), list(rows.order_by("sort_key", "pk")[:20])


def _any(condition, columns, word):
    found = condition()
    for column in columns:
        found |= condition(**{f"{column}__icontains": word})
    return found


def sizes(connection):
    """Bytes of the tables and indexes of the search."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class "
                "WHERE relkind = 'r' AND relname LIKE 'core_search%' ORDER BY relname"
            )
        else:
            cursor.execute(
                "SELECT name, sum(pgsize), 0 FROM dbstat WHERE name LIKE 'core_search%' GROUP BY name ORDER BY name"
            )
        return cursor.fetchall()


def measure(work):
    """`{name: [seconds]}`, one round after another so that drift meets all alike."""
    times = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, do in work.items():
            started = time.perf_counter()
            do()
            times[name].append(time.perf_counter() - started)
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as scratch:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{scratch}/search.sqlite3")
        os.environ.update(DJANGO_SETTINGS_MODULE="config.settings", LOCAL="1")
        run(rows)


def run(rows):
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from core.models import SearchDocument
    from core.search import writing

    call_command("migrate", verbosity=0)
    if SearchDocument.objects.exists():
        print(f"{rows:,} organisations on {connection.vendor}, as an earlier run left them")
    else:
        generate(rows)
        started = time.perf_counter()
        writing.rebuild(SearchDocument)
        spent = time.perf_counter() - started
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        print(
            f"{rows:,} organisations on {connection.vendor}: index built in {spent:.0f} s, {rows / spent:.0f} a second"
        )
    for name, table, indexes in sizes(connection):
        print(f"  {name:36}{table / 1e6:>9.1f} MB{indexes / 1e6:>9.1f} MB of indexes")
    client = Client(HTTP_HOST="localhost")
    work = {}
    for name, words in QUERIES.items():
        work[f"search: {name}"] = asking(client, "/api/v1/search/", words)
        work[f"list: {name}"] = asking(client, "/api/v1/companies/", words)
        work[f"plain: {name}"] = lambda words=words: plain(words)
    for typed in TYPED:
        work[f"suggest: {typed}"] = asking(client, "/en/suggest/", typed)
    report(measure(work))


def asking(client, path, words):
    def ask():
        response = client.get(path, {"q": words})
        if response.status_code != 200:
            raise SystemExit(f"{path}?q={words} answered {response.status_code}")

    return ask


def report(times):
    print(f"{'':36}{'median ms':>10}{'max ms':>10}{'plain / it':>12}")
    for name, seconds in times.items():
        kind, _, what = name.partition(": ")
        beside = times.get(f"plain: {what}")
        ratio = f"{statistics.median(beside) / statistics.median(seconds):>12.1f}" if beside and kind != "plain" else ""
        print(f"{name:36}{statistics.median(seconds) * 1000:>10.1f}{max(seconds) * 1000:>10.1f}{ratio}")
    for kind in ("search", "list", "suggest"):
        found = sorted(one for name, seconds in times.items() if name.startswith(kind) for one in seconds)
        print(
            f"{kind}: p50 {statistics.median(found) * 1000:.0f} ms, p95 {found[int(len(found) * 0.95)] * 1000:.0f} ms"
        )


if __name__ == "__main__":
    main()
