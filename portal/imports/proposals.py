"""What a line of a table proposes, checked as a save would check it, and saved by nothing here."""

import copy
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from core.models import Figure
from editorial import snapshots
from editorial.models import RecordModel
from editorial.sorting import folded
from editorial.tables.cells import unguarded
from editorial.tables.references import code_columns, natural_key
from editorial.tables.resources import ID, columns_of, has_words, make_resource
from editorial.tables.widgets import OneWidget
from editorial.text import refuse_unstorable
from portal.data_files import identity
from portal.imports.checks import refusals
from portal.imports.mapping import KEY
from portal.imports.matching import Matcher, comparable, stored
from portal.imports.prospects import Prospect, prospect

NEW, CHANGED, UNCHANGED, REFUSED = OUTCOMES = ("new", "changed", "unchanged", "refused")
READ_FROM_PRINT = ("low", "high", "low_open", "high_open", "hedge", "scale", "currency")


@dataclass
class Proposal:
    """One row as it should become. `pk` is None for a new one; `values` are stored values by attname, `many` the keys
    of many-to-many relations by name; both hold only what differs from the row as it is. `planned_pk` is the id that a
    new row known by a key of a data set has in every installation. `before` is what stood in all of them, as a snapshot
    holds it."""

    model: str
    pk: str | None
    values: dict
    many: dict
    row: int
    planned_pk: str | None = None
    before: dict = field(default_factory=dict)

    def as_json(self):
        return asdict(self)


@dataclass(eq=False)
class Line:
    """A row of the table on its way: its cells by field, what they mean, and what is wrong with them."""

    number: int
    model: type
    cells: dict
    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    outcome: str = ""
    proposal: Proposal | None = None
    identity: str = ""
    label: str = ""
    prospect: Prospect = field(default_factory=Prospect)

    def refuse(self, column, sentence):
        self.problems.append([column, str(sentence)])

    def value(self, name):
        """What the line says for a field, or what a new row would have there."""
        if name in self.values:
            return self.values[name]
        column = self.model._meta.get_field(name)
        return None if column.remote_field else column.get_default()

    @property
    def name_column(self):
        return next((name for name in ("name_zh", "name_en") if self.values.get(name)), "")


class DryRun:
    """Checks batches of rows against the database as it is now."""

    def __init__(self, model, mapping):
        self.model, self.mapping = model, mapping
        self.resource = make_resource(model, identity)
        self.columns = {column.name: column for column in columns_of(model) if column.name in mapping.fields}
        self.many = [name for name, column in self.columns.items() if column.many_to_many]
        self.links = [link.name for link in snapshots.content_links(model)]

    def check(self, rows):
        """Return a Line for each of `rows`, which are (number, texts)."""
        lines = [self._line(number, texts) for number, texts in rows]
        sound = [line for line in lines if not line.problems]
        for name, column in self.columns.items():
            widget = self.resource.fields[name].widget
            if isinstance(widget, OneWidget):
                widget.look_up(line.cells.get(name, "") for line in sound)
            for line in sound:
                self._clean(line, name, column)
        existing = Matcher(self.model).find(sound)
        models.prefetch_related_objects([one for one in existing.values() if one], *self.links)
        for line in lines:
            self._judge(line, existing.get(line))
        return lines

    def _line(self, number, texts):
        cells = dict(self.mapping.constants)
        for name, text in zip(self.mapping.columns, texts, strict=False):
            if name and (text.strip() or name not in cells):
                cells[name] = unguarded(text) if name in (ID, KEY) else text
        line = Line(number, self.model, cells)
        for name, text in cells.items():
            try:
                refuse_unstorable(text, multiline=True)
            except ValidationError as error:
                line.refuse(name, error.messages[0])
        if len(texts) != len(self.mapping.columns):
            line.refuse(
                "",
                _(
                    "The row has %(cells)d cells, but there are %(headings)d headings. Check its commas and quotation marks."
                )
                % {"cells": len(texts), "headings": len(self.mapping.columns)},
            )
        return line

    def _clean(self, line, name, column):
        if not line.cells.get(name, "").strip() and not self.mapping.empties:
            return
        try:
            line.values[name] = self.resource.fields[name].clean(line.cells)
        except ValidationError as error:
            for message in error.messages:
                line.refuse(name, message)
            if column.related_model is self.model:
                line.refuse(name, _("If it is a row of this file, import that row first."))

    def _judge(self, line, existing):
        line.label = str(existing) if existing else self._name_of(line)
        if not line.problems:
            self._compare(line, existing)
        if line.problems:
            line.outcome, line.proposal, line.changes, line.prospect = REFUSED, None, [], Prospect()

    def _compare(self, line, existing):
        """Set outcome, changes and proposal of a line that could be read."""
        given = [name for name in line.values if name not in self.many and self._differs(existing, line, name)]
        if existing and not (line.cells.get(ID) or line.cells.get(KEY)):
            # Found by its name: the address that another list gives it is none of ours.
            given = [name for name in given if name != "slug"]
        links = self._changed_links(line, existing)
        line.identity = f"pk:{existing.pk}" if existing else self._identity_of(line)
        if existing and not given and not links:
            line.outcome = UNCHANGED
            return
        instance = copy.copy(existing) if existing else self.model(**self._planned_key(line))
        for name in given:
            setattr(instance, name, line.values[name])
        self._read_print(line, instance)
        for column, sentence in refusals(instance, known=given):
            line.refuse(column, sentence)
        if line.problems:
            return
        before = existing or self.model()
        changed = [
            column
            for column in columns_of(self.model)
            if not column.many_to_many
            and stored(instance, column) != stored(before, column)
            and (
                column.name in line.values
                or (existing is None and column.name != "slug")
                or column.name in READ_FROM_PRINT
            )
        ]
        line.changes = [
            [column.name, self._shown(existing, column), self._shown(instance, column)] for column in changed
        ]
        line.changes += [[name, before_text, after] for name, (_keys, before_text, after) in links.items()]
        line.proposal = Proposal(
            self.model._meta.label_lower,
            str(existing.pk) if existing else None,
            {column.attname: getattr(instance, column.attname) for column in changed},
            {name: keys for name, (keys, _before, _after) in links.items()},
            line.number,
            None if existing or not line.cells.get(KEY) else str(instance.pk),
            self._before(existing, changed, links),
        )
        line.outcome = CHANGED if existing else NEW
        self._look_ahead(line, instance, existing)

    def _before(self, existing, changed, links):
        if existing is None:
            return {}
        linked = {name: sorted(str(one.pk) for one in getattr(existing, name).all()) for name in links}
        return {column.attname: snapshots.plain(column, existing) for column in changed} | linked

    def _look_ahead(self, line, instance, existing):
        linked = {name: list(getattr(existing, name).all()) for name in self.links} if existing else {}
        linked |= {name: line.values[name] for name in self.many if name in line.values}
        try:
            line.prospect = prospect(instance, existing, linked)
        except ValidationError as error:
            line.refuse("", error.messages[0])

    def _planned_key(self, line):
        """A row that is known by a key of a data set gets the id it has everywhere."""
        key = line.cells.get(KEY)
        return {self.model._meta.pk.attname: identity(self.model, key)} if key else {}

    def _differs(self, existing, line, name):
        column = self.columns[name]
        return existing is None or comparable(column, line.values[name]) != stored(existing, column)

    def _changed_links(self, line, existing):
        """`{name: (keys, before, after)}` of the many-to-many relations that the line changes."""
        changed = {}
        for name in self.many:
            if name not in line.values:
                continue
            wanted = line.values[name]
            present = list(getattr(existing, name).all()) if existing else []
            if {one.pk for one in wanted} != {one.pk for one in present}:
                keys = sorted(str(one.pk) for one in wanted)
                changed[name] = (keys, _words(present), _words(wanted))
        return changed

    def _read_print(self, line, instance):
        """The interval follows the printed words where the table gives none."""
        if self.model is Figure and "as_printed" in line.values and not {"low", "high"} & set(line.values):
            instance.low = instance.high = None

    def _shown(self, instance, column):
        if instance is None:
            return ""
        if column.remote_field and not has_words(column.related_model):
            return str(getattr(instance, column.name) or "")
        return str(unguarded(self.resource.fields[column.name].export(instance)))

    def _name_of(self, line):
        names = ("name_en", "name_zh", "title_en", "text", "quote", "as_printed", "code")
        return next((line.cells[name].strip() for name in names if line.cells.get(name, "").strip()), "")

    def _identity_of(self, line):
        """What tells two lines of one table that mean the same new row."""
        if issubclass(self.model, RecordModel):
            codes = [str(line.values[name]) for name in code_columns(self.model) if line.values.get(name)]
            parts = codes or [folded(line.values.get(name) or "") for name in ("name_en", "name_zh")]
        else:
            parts = [
                str(comparable(column, line.values.get(name)))
                for name, column in self.columns.items()
                if name not in self.many
            ]
        return "new:" + "\x1f".join(parts)


def _words(instances):
    return "; ".join(sorted(natural_key(one) for one in instances))
