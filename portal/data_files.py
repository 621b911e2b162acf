"""The ordinary import format: one CSV per model, rows that name each other by readable keys."""

import csv
import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

from companies.models import Organisation, Person, Presence, Product, Role, Stake
from core.models import (
    Citation,
    CountClaim,
    Event,
    EventParticipant,
    Figure,
    Indicator,
    Name,
    Region,
    RegionMembership,
    Sector,
    Source,
    SourceTitle,
    Statement,
)
from editorial.models import RecordModel
from parks.models import Batch, Designation, Membership, Park, ParkSector, Scheme
from policies.models import Assessment, Instrument, Issuer, Policy, Relation, Rule, Scope, Target
from portal.models import Briefing, BriefingBlock

# In the order in which rows can name each other; many-to-many columns are filled after all of them.
TABLES = {
    "sectors": Sector,
    "regions": Region,
    "indicators": Indicator,
    "organisations": Organisation,
    "people": Person,
    "products": Product,
    "sources": Source,
    "source_titles": SourceTitle,
    "citations": Citation,
    "region_memberships": RegionMembership,
    "parks": Park,
    "park_sectors": ParkSector,
    "memberships": Membership,
    "schemes": Scheme,
    "batches": Batch,
    "designations": Designation,
    "roles": Role,
    "presences": Presence,
    "stakes": Stake,
    "policies": Policy,
    "issuers": Issuer,
    "scopes": Scope,
    "instruments": Instrument,
    "rules": Rule,
    "relations": Relation,
    "names": Name,
    "figures": Figure,
    "count_claims": CountClaim,
    "targets": Target,
    "assessments": Assessment,
    "events": Event,
    "event_participants": EventParticipant,
    "statements": Statement,
    "briefings": Briefing,
    "briefing_blocks": BriefingBlock,
}
STEMS = {model: stem for stem, model in TABLES.items()}
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://parkatlas.example/data")


class DataError(Exception):
    """What is wrong with a data set, one sentence per row; nothing of it was loaded."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, eq=False)
class Row:
    """One line of a data file; `values` holds the cells under their column names, white space trimmed."""

    stem: str
    line: int
    key: str
    values: dict

    def problem(self, column, message):
        return f"{self.stem}.csv, line {self.line}, column {column}: {message}"


def key_column(model):
    """The column by which rows of `model` are known: slug, code or key."""
    if issubclass(model, RecordModel):
        return "slug"
    return "code" if model is Indicator else "key"


def identity(model, key):
    """The id that the row of `model` known by `key` has in every installation; None for other models."""
    return uuid.uuid5(NAMESPACE, f"{STEMS[model]}/{key}") if model in STEMS else None


def read_directory(directory):
    """Return `{stem: [Row]}` and the fingerprint (SHA-256) of all files. Raises DataError."""
    directory, digest, tables, problems = Path(directory), hashlib.sha256(), {}, []
    if not directory.is_dir():
        raise DataError([f"{directory} is not a directory. Name the one that holds the CSV files."])
    order = list(TABLES)
    for path in sorted(directory.glob("*.csv"), key=lambda path: order.index(path.stem) if path.stem in order else -1):
        if path.stem not in TABLES:
            problems.append(f"{path.name}: no such table. The tables are: {', '.join(TABLES)}.")
            continue
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + content)
        rows, wrong = _read_file(path.stem, content)
        tables[path.stem] = rows
        problems += wrong
    if not tables and not problems:
        problems.append(f"{directory} holds no CSV file.")
    if problems:
        raise DataError(problems)
    return tables, digest.hexdigest()


def _read_file(stem, content):
    try:
        lines = content.decode("utf-8-sig").splitlines(keepends=True)
        reader = csv.DictReader(lines, strict=True)
        cells = [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError as error:
        return [], [f"{stem}.csv: byte {error.start + 1} is not UTF-8. Save the file as UTF-8."]
    except csv.Error as error:
        return [], [f"{stem}.csv, line {reader.line_num}: {error}."]
    key = key_column(TABLES[stem])
    if key not in (reader.fieldnames or ()):
        return [], [f"{stem}.csv: the column “{key}” is missing."]
    rows, problems, seen = [], [], {}
    for line, values in cells:
        row = Row(
            stem,
            line,
            (values.get(key) or "").strip(),
            {k: (v or "").strip() for k, v in values.items() if isinstance(k, str) and isinstance(v, str | None)},
        )
        if None in values or None in values.values():
            problems.append(f"{stem}.csv, line {line}: it has not as many cells as the header.")
        elif not row.key:
            problems.append(row.problem(key, "is empty."))
        elif row.key in seen:
            problems.append(row.problem(key, f"“{row.key}” stands already in line {seen[row.key]}."))
        seen[row.key] = line
        rows.append(row)
    return rows, problems
