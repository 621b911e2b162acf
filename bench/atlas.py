"""A large atlas, written past the models' own checks but within every constraint: for measuring reads only.

Deterministic: the first rows of a larger atlas are those of a smaller one. Parks, sectors and citations are chosen by
Zipf's law, so that the first park and the first sector hold a great part of everything.
"""

import uuid
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random

from django.db import connection

from companies.models import Organisation, Presence
from core.models import Citation, Figure, Indicator, Region, Sector, Source
from editorial.models import Change, Record
from editorial.sorting import folded
from parks.models import Membership, Park, ParkAncestry

PARKS, SECTORS, SOURCES, QUOTES_OF_A_SOURCE = 200, 60, 200, 5
AT_ONCE = 20_000
CITIES = ["Beijing", "Tianjin", "Shanghai", "Shenzhen", "Hangzhou", "Suzhou", "Wuhan", "Chengdu", "Xian", "Hefei"]
FIRST = [
    "Zhong",
    "Hua",
    "Yun",
    "Xin",
    "Rui",
    "Bo",
    "Tian",
    "Hai",
    "Jing",
    "Qi",
    "Zhi",
    "Ke",
    "Long",
    "Ming",
    "Yuan",
    "Guang",
    "Hong",
    "An",
    "Shen",
    "Lian",
    "Hui",
    "Chuang",
    "Da",
    "Sheng",
]
FIELD = [
    "Robotics",
    "Semiconductor",
    "Intelligence",
    "Biotech",
    "Materials",
    "Energy",
    "Aerospace",
    "Software",
    "Medical",
    "Data",
    "Optics",
    "Quantum",
]
FORM = ["Technology", "Systems", "Group", "Holdings", "Industries", "Labs"]
FIRST_ZH, FIELD_ZH = "中华云新瑞博天海京启智科龙明远光宏安深联汇创达盛", "机半智生材能航软医数光量"
KINDS = {
    "company": 850, "investor": 30, "operator": 10, "public_body": 30, "university": 10, "institute": 30, "publisher": 10,
    "party": 1, "conference": 5, "other": 24,
}  # fmt: skip
LEVELS = {"": 90, "national": 2, "municipal": 4, "district": 3, "foreign": 1}
ROLES = {"tenant": 60, "headquarters": 15, "research": 8, "production": 7, "supported": 6, "mentioned": 4}
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)


class Table:
    """Rows of one model, given by the columns that differ from the model's defaults and written many at a time."""

    def __init__(self, model, *names):
        self.model, self.fields, self.rows = model, model._meta.concrete_fields, []
        places = {field.attname: place for place, field in enumerate(self.fields)}
        self.places = [places[name] for name in names]
        self.template = [self.default(field) for field in self.fields]

    @staticmethod
    def default(field):
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            return BEGAN
        return None if field.primary_key else field.get_default()

    def add(self, *values):
        row = self.template.copy()
        for place, value in zip(self.places, values, strict=True):
            row[place] = value
        self.rows.append(row)

    def write(self):
        if not self.rows:
            return
        quote = connection.ops.quote_name
        table = quote(self.model._meta.db_table)
        fields = [(place, field) for place, field in enumerate(self.fields) if not self.is_numbered(field)]
        columns = ", ".join(quote(field.column) for _place, field in fields)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row([self.plain(row[place], field) for place, field in fields])
            else:
                marks = ", ".join(["%s"] * len(fields))
                rows = [
                    [field.get_db_prep_save(row[place], connection) for place, field in fields] for row in self.rows
                ]
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
        self.rows = []

    @staticmethod
    def plain(value, field):
        return "[]" if value == [] else value

    @staticmethod
    def is_numbered(field):
        """Whether the database gives the key."""
        return field.primary_key and field.get_internal_type() in ("AutoField", "BigAutoField")


class Drawer:
    """Chooses by fixed chances."""

    def __init__(self, random, chances):
        self.values = list(chances)
        total = sum(chances.values())
        self.bounds = list(accumulate(weight / total for weight in chances.values()))
        self.random = random

    def draw(self):
        return self.values[min(bisect_left(self.bounds, self.random()), len(self.values) - 1)]


def zipf(values):
    return {value: 1 / rank for rank, value in enumerate(values, 1)}


def fill(rows):
    """Write `rows` public organisations into an empty, migrated database, each with its sectors, quote, presence and place
    in the feed, and every third with a figure."""
    random = Random(20261122)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # Keys are right by construction.
    frame = Frame(random)
    organisations(frame, rows, random)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")


def key(random):
    return uuid.UUID(int=random.getrandbits(128), version=4)


class Frame:
    """The small tables: sources with quotes, regions, sectors, parks in parks, indicators."""

    def __init__(self, random):
        self.random = random
        self.card_names = ("id", "kind", "section", "slug", "name_en", "sort_key", "is_public", "published_at")
        self.citations = self.sources()
        self.regions = self.write_regions()
        self.sectors = self.write_sectors()
        self.parks = self.write_parks()
        self.indicators = self.write_indicators()

    def records(self, model, names, **columns):
        """The keys of public records; a column is a value for all or a list with one for each."""
        cards = Table(Record, *self.card_names)
        common = ("record_id", "slug", "name_en", "sort_key", "sort_key_zh", "is_public", "published_at")
        table = Table(model, *common, *columns)
        keys = [key(self.random) for _name in names]
        section = model(**{"kind": "company"} if model is Organisation else {}).section
        for number, (found, name) in enumerate(zip(keys, names, strict=True)):
            slug, order = name.lower().replace(" ", "-"), folded(name)
            cards.add(found, model.record_kind, section, slug, name, order, True, BEGAN)
            own = [value[number] if isinstance(value, list) else value for value in columns.values()]
            table.add(found, slug, name, order, order, True, BEGAN, *own)
        cards.write()
        table.write()
        return keys

    def sources(self):
        keys = self.records(
            Source,
            [f"Register {n:03}" for n in range(SOURCES)],
            kind_of_source="reference",
            publisher_as_printed="Generated",
        )
        table = Table(Citation, "id", "source_id", "quote", "locator", "is_public", "published_at")
        found = [key(self.random) for _n in range(SOURCES * QUOTES_OF_A_SOURCE)]
        for number, one in enumerate(found):
            table.add(one, keys[number % SOURCES], f"Generated quote {number}", f"row {number}", True, BEGAN)
        table.write()
        return found

    def cite(self, model, keys):
        through = model.citations.through
        own = f"{model._meta.model_name}_id"
        table = Table(through, own, "citation_id")
        for number, one in enumerate(keys):
            table.add(one, self.citations[number % len(self.citations)])
        table.write()

    def write_regions(self):
        cities = self.records(Region, CITIES, level="municipality", path=[f"{city.lower()}/" for city in CITIES])
        names = [f"{city} District {n}" for city in CITIES for n in range(8)]
        paths = [f"{name.split()[0].lower()}/{name.lower().replace(' ', '-')}/" for name in names]
        parents = [cities[CITIES.index(name.split()[0])] for name in names]
        districts = self.records(Region, names, level="district", path=paths, parent_id=parents)
        self.cite(Region, [*cities, *districts])
        return districts

    def write_sectors(self):
        roots = [f"Sector {n:02}" for n in range(12)]
        keys = self.records(Sector, roots, axis="industry", path=[f"sector-{n:02}/" for n in range(12)])
        names = [f"Sector {n:02}" for n in range(12, SECTORS)]
        paths = [f"sector-{n % 12:02}/sector-{n:02}/" for n in range(12, SECTORS)]
        parents = [keys[n % 12] for n in range(12, SECTORS)]
        return [*keys, *self.records(Sector, names, axis="industry", path=paths, parent_id=parents)]

    def write_parks(self):
        kinds = ["zone" if n < 4 else "park" if n < 40 else "distinctive" for n in range(PARKS)]
        names = [f"Park {n:03}" for n in range(PARKS)]
        places = [self.regions[n % len(self.regions)] for n in range(PARKS)]
        keys = self.records(Park, names, kind=kinds, level="national", region_id=places)
        self.cite(Park, keys)
        table = Table(Membership, "id", "child_id", "parent_id", "role", "citation_id", "is_public", "published_at")
        closure = Table(ParkAncestry, "ancestor_id", "descendant_id", "depth", "earliest", "latest")
        for n in range(4, PARKS):
            table.add(key(self.random), keys[n], keys[n % 4], "part", self.citations[n], True, BEGAN)
            closure.add(keys[n % 4], keys[n], 1, date.min, date.max)
        table.write()
        closure.write()
        return keys

    def write_indicators(self):
        names = ("id", "code", "name_en", "definition_en", "family", "unit", "is_public", "published_at")
        table, found = Table(Indicator, *names), [key(self.random), key(self.random)]
        for one, (code, family, unit) in zip(
            found, (("revenue", "revenue", "money"), ("staff", "count", "person")), strict=True
        ):
            table.add(one, code, code.title(), "Generated", family, unit, True, BEGAN)
        table.write()
        return found


def organisations(frame, rows, random):
    park, sector = Drawer(random.random, zipf(frame.parks)), Drawer(random.random, zipf(frame.sectors))
    region, kind = Drawer(random.random, zipf(frame.regions)), Drawer(random.random, KINDS)
    level, role = Drawer(random.random, LEVELS), Drawer(random.random, ROLES)
    shown = ("slug", "name_en", "name_zh", "sort_key", "is_public", "published_at")
    cards = Table(Record, "id", "kind", "section", *shown)
    table = Table(
        Organisation, "record_id", *shown, "pinyin", "sort_key_zh", "kind", "level", "region_id", "summary_en"
    )
    sectors = Table(Organisation.sectors.through, "organisation_id", "sector_id")
    quotes = Table(Organisation.citations.through, "organisation_id", "citation_id")
    presences = Table(Presence, "id", "park_id", "organisation_id", "role", "citation_id", "is_public", "published_at")
    figures = Table(
        Figure, "id", "subject_id", "indicator_id", "citation_id", "kind", "as_printed", "low", "high", "unit", "currency",
        "period", "period_earliest", "period_latest", "is_public", "published_at",
    )  # fmt: skip
    feed = Table(Change, "number", "at", "unit_kind", "unit_id", "title_en", "title_zh", "action", "by")
    tables = (cards, table, sectors, quotes, presences, figures, feed)
    for number in range(1, rows + 1):
        one, a, b, c = key(random), int(random.random() * 24), int(random.random() * 24), int(random.random() * 12)
        form = FORM[int(random.random() * 6)]
        name = f"{FIRST[a]}{FIRST[b].lower()} {FIELD[c]} {form} {number}"
        name_zh = f"{FIRST_ZH[a]}{FIRST_ZH[b]}{FIELD_ZH[c]}科技有限公司{number}"
        slug, found, citation = f"organisation-{number}", kind.draw(), frame.citations[number % len(frame.citations)]
        section = "companies" if found in Organisation.FIRM_KINDS else "institutions"
        order, order_zh = name.lower(), f"{FIRST[a]} {FIRST[b]} {FIELD[c]} {number}".lower()
        shared = (slug, name, name_zh, order, True, BEGAN)
        cards.add(one, "organisation", section, *shared)
        summary = f"{name} makes {FIELD[c].lower()} for {CITIES[number % 10]} and is a generated organisation."
        table.add(one, *shared, "", order_zh, found, level.draw(), region.draw(), summary)
        for other in {sector.draw() for _n in range(1 + int(random.random() * 3))}:
            sectors.add(one, other)
        quotes.add(one, citation)
        presences.add(key(random), park.draw(), one, role.draw(), citation, True, BEGAN)
        feed.add(
            number,
            BEGAN + timedelta(seconds=number),
            "companies.organisation",
            one,
            name,
            name_zh,
            "published",
            "bench",
        )
        if number % 3 == 0:
            add_figure(figures, frame, one, citation, number, random)
        if number % AT_ONCE == 0:
            for each in tables:
                each.write()
    for each in tables:
        each.write()


def add_figure(figures, frame, subject, citation, number, random):
    day, amount = date(2000 + number % 25, 1, 1), int(10 ** (4 + 6 * random.random()))
    is_money = number % 2 == 0
    figures.add(
        key(random), subject, frame.indicators[0 if is_money else 1], citation, "actual", f"{'CNY ' if is_money else ''}{amount}",
        amount, amount, "money" if is_money else "person", "CNY" if is_money else "", str(day.year), day,
        day.replace(month=12, day=31), True, BEGAN,
    )  # fmt: skip
