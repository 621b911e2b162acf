"""Loading a data set: all of it or nothing, and a second time without a change."""

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import connection, models, transaction
from rapidfuzz import process

from core.models import Figure
from editorial import snapshots
from editorial.models import Publishable, Record, RecordModel, record_models
from editorial.publishing import NotReady, enter_written, publish
from editorial.tables.widgets import TRUTH
from editorial.telling import gathering
from portal.data_files import STEMS, TABLES, DataError, identity, key_column, read_directory
from portal.models import DataLoad

PUBLISH = "publish"
OUTCOMES = CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


@dataclass
class Report:
    """What a load did: `{table: Counter(created, changed, unchanged)}` and how many rows became public."""

    tables: dict = field(default_factory=dict)
    published: int = 0

    def total(self, outcome):
        return sum(counter[outcome] for counter in self.tables.values())


def is_loaded(name):
    """True where the data set `name` was once loaded whole."""
    return DataLoad.objects.filter(pk=name).exists()


@transaction.atomic
@gathering()
def load(directory, *, name, by, progress=lambda line: None):
    """Load every file of `directory` in one transaction and return a Report. `by` names who publishes.

    Rows are known by their keys: existing ones are changed where a cell differs, and left alone where none does. A killed
    load leaves nothing behind. Raises DataError naming file, line and column of everything wrong.
    """
    tables, fingerprint = read_directory(directory)
    loader = _Loader(tables)
    for stem in tables:
        loader.write_table(stem)
        progress(f"{stem}: {len(tables[stem])} rows read")
    loader.link()
    loader.enter_changes(by)
    report = Report(tables=loader.outcomes(), published=loader.publish_all(by))
    for stem, counter in report.tables.items():
        progress(f"{stem}: " + ", ".join(f"{counter[outcome]} {outcome}" for outcome in OUTCOMES))
    DataLoad.objects.update_or_create(pk=name, defaults={"fingerprint": fingerprint})
    _take_statistics()
    return report


def _take_statistics():
    """Tell the planner of the engine what now stands in the tables; new ones it believes empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class _Loader:
    def __init__(self, tables):
        self.tables = tables
        self.instances = {stem: {} for stem in TABLES}
        self.outcome = {}
        self.links = []
        self.before = {}  # {key: (unit, snapshot)} of public units that a row of the files changes.

    def write_table(self, stem):
        """Write the rows of one table but for their many-to-many columns. Raises DataError with all its problems."""
        model, problems = TABLES[stem], []
        existing = self._existing(model, self.tables[stem])
        for row in self.tables[stem]:
            try:
                self.instances[stem][row.key] = self._write(model, row, existing.get(row.key))
            except ValidationError as error:
                problems += [row.problem(column, message) for column, message in _sentences(error)]
        if problems:
            raise DataError(problems)

    def link(self):
        """Fill the many-to-many columns, whose rows may stand in any table. Raises DataError with all problems."""
        problems = []
        for row, column_field, text in self.links:
            manager = getattr(self.instances[row.stem][row.key], column_field.name)
            try:
                keys = {self._resolve(column_field, part.strip()).pk for part in text.split(";") if part.strip()}
            except ValidationError as error:
                problems += [row.problem(column_field.name, message) for message in error.messages]
                continue
            if set(manager.values_list("pk", flat=True)) != keys:
                self._remember(self.instances[row.stem][row.key])
                manager.set(keys)
                if self.outcome[row] == UNCHANGED:
                    self.outcome[row] = CHANGED
        if problems:
            raise DataError(problems)

    def outcomes(self):
        """`{table: Counter of outcomes}`."""
        return {stem: Counter(self.outcome[row] for row in rows) for stem, rows in self.tables.items()}

    def _existing(self, model, rows):
        column = key_column(model)
        if column == "key":
            found = model._default_manager.in_bulk([self._identity(model, row) for row in rows])
            return {row.key: found.get(self._identity(model, row)) for row in rows}
        return {
            getattr(instance, column): instance
            for instance in model._default_manager.filter(**{f"{column}__in": [row.key for row in rows]})
        }

    def _identity(self, model, row):
        if model._meta.pk.remote_field and not issubclass(model, RecordModel):
            return self._resolve(model._meta.pk, row.values.get(model._meta.pk.name, "")).pk
        return identity(model, row.key)

    def _write(self, model, row, instance):
        values = self._values(model, row)
        created = instance is None
        if created:
            key = "record_id" if issubclass(model, RecordModel) else model._meta.pk.attname
            instance = model(**{key: self._identity(model, row)})
        changed = {name: value for name, value in values.items() if created or getattr(instance, name) != value}
        for name, value in changed.items():
            setattr(instance, name, value)
        if created or changed:
            self._remember(instance)
            instance.save()
        self.outcome[row] = CREATED if created else CHANGED if changed else UNCHANGED
        return instance

    def _remember(self, row):
        """Keep what the public unit that `row` belongs to was before the first of its changes."""
        unit = snapshots.unit_of(row)
        if unit is not None and unit.is_public and unit.pk not in self.before:
            self.before[unit.pk] = (unit, snapshots.read(unit))

    def enter_changes(self, by):
        for unit, before in self.before.values():
            enter_written(type(unit).objects.get(pk=unit.pk), before, by=by)

    def _values(self, model, row):
        """The cells of `row` as `{attribute: value}`; many-to-many cells are put aside for link()."""
        values = {}
        for column, text in row.values.items():
            if column in ("key", PUBLISH):
                continue
            with _in_column(column):
                column_field = _field(model, column)
                if column_field.many_to_many:
                    self.links.append((row, column_field, text))
                elif column_field.remote_field:
                    values[column_field.attname] = self._resolve(column_field, text).pk if text else None
                else:
                    values[column] = _parse(column_field, text)
        if model is Figure and not (row.values.get("low") or row.values.get("high")):
            values |= _proposal(values)
        return values

    def _resolve(self, column_field, text):
        """The instance that `text` names: `kind:slug` for a card, a slug, a code, or a key of this data set."""
        target = column_field.related_model
        if target is Record:
            return self._card(text)
        stem = STEMS[target]
        if text in self.instances[stem]:
            return self.instances[stem][text]
        column = key_column(target)
        found = target._default_manager.filter(**{column: text}).first() if column != "key" else None
        if found is None:
            raise ValidationError(f"nothing in {stem} is called “{text}”.{_nearest(text, self.instances[stem])}")
        self.instances[stem][text] = found
        return found

    def _card(self, text):
        kind, _, slug = text.partition(":")
        if kind not in record_models() or not slug:
            raise ValidationError(f"write the kind and the address, for example park:haidian-park, not “{text}”.")
        card = Record.objects.filter(kind=kind, slug=slug).first()
        if card is None:
            names = Record.objects.filter(kind=kind).values_list("slug", flat=True)
            raise ValidationError(f"there is no {kind} “{slug}”.{_nearest(slug, names)}")
        return card

    def publish_all(self, by):
        """Publish every publishable row that does not say `publish` no; return how many became public."""
        pending = [
            (row, self.instances[stem][row.key])
            for stem, rows in self.tables.items()
            for row in rows
            if issubclass(TABLES[stem], Publishable) and row.values.get(PUBLISH, "") != "no"
        ]
        pending = [(row, instance) for row, instance in pending if not instance.is_public]
        total = 0
        while pending:
            waiting, problems = [], []
            for row, instance in pending:
                try:
                    publish(instance, by=by)
                    total += 1
                except NotReady as error:
                    waiting.append((row, instance))
                    problems += [row.problem(PUBLISH, message) for message in error.messages]
            if len(waiting) == len(pending):
                raise DataError(problems)
            pending = waiting
        return total


class _in_column:
    """Names the column in whatever ValidationError arises inside."""

    def __init__(self, column):
        self.column = column

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if isinstance(error, ValidationError):
            raise ValidationError({self.column: error.messages}) from error


def _field(model, column):
    try:
        found = model._meta.get_field(column)
    except FieldDoesNotExist:
        found = None
    if found is None or not found.editable or found.auto_created:
        names = [known.name for known in (*model._meta.fields, *model._meta.many_to_many) if known.editable]
        raise ValidationError(f"there is no such column.{_nearest(column, names)}")
    return found


def _nearest(text, names):
    match = process.extractOne(text, list(names), score_cutoff=60)
    return f" Did you mean “{match[0]}”?" if match else ""


def _parse(column_field, text):
    if isinstance(column_field, models.BooleanField):
        if text.lower() not in TRUTH:
            raise ValidationError(f"write yes or no, not “{text}”.")
        return TRUTH[text.lower()]
    if not text:
        return (
            None
            if column_field.null
            else column_field.get_default()
            if not isinstance(column_field, models.CharField | models.TextField)
            else ""
        )
    return column_field.to_python(text)


def _proposal(values):
    """The interval, hedge, scale and currency that the printed wording of a figure's cells proposes."""
    figure = Figure(**{name: value for name, value in values.items() if name in ("as_printed", "unit")})
    figure.propose_from_print()
    return {
        name: getattr(figure, name) for name in ("low", "high", "low_open", "high_open", "hedge", "scale", "currency")
    }


def _sentences(error):
    if hasattr(error, "message_dict"):
        return [
            (column.replace("__all__", "(row)"), message)
            for column, messages in error.message_dict.items()
            for message in messages
        ]
    return [("(row)", message) for message in error.messages]
