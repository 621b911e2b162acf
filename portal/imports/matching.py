"""Which existing row a line of a table means: by id, key, address or code, by what makes it unique, by its name."""

from django.db import models
from django.utils.translation import gettext as _

from editorial.models import RecordModel
from editorial.sorting import folded
from editorial.tables.cells import one_line_ending
from editorial.tables.references import Names, as_uuid, code_columns, several
from editorial.tables.resources import ID
from portal.data_files import identity
from portal.imports.mapping import KEY

NAMES = ("name_en", "name_zh")
# Relations by which rows without an own key are looked for; columns that need no index because these have one.
MOST_COMPARED = 3


class Matcher:
    """Looks up a batch of lines with a number of queries that does not grow with it."""

    def __init__(self, model):
        self.model = model
        self.queryset = model._default_manager.all()

    def find(self, lines):
        """`{line: instance or None}` for lines with `cells` (texts by field) and `values` (cleaned, by field).

        Puts a sentence into `line.problems` where a line means none or several.
        """
        found = {}
        for search in (self._by_id, self._by_key, self._by_code, self._by_unique, self._by_name, self._by_likeness):
            open_lines = [line for line in lines if line not in found and not line.problems]
            if open_lines:
                found |= search(open_lines)
        return {line: found.get(line) for line in lines}

    def _by_id(self, lines):
        keys = {line: line.cells[ID] for line in lines if line.cells.get(ID)}
        known = self.queryset.in_bulk({key for text in keys.values() if (key := as_uuid(text))})
        found = {}
        for line, text in keys.items():
            instance = known.get(as_uuid(text))
            if instance is None:
                line.refuse(
                    ID,
                    _("No row of this kind has the id “%(text)s”. Leave the cell empty for a new one.")
                    % {"text": text[:80]},
                )
            else:
                found[line] = instance
        return found

    def _by_key(self, lines):
        keys = {line: identity(self.model, line.cells[KEY]) for line in lines if line.cells.get(KEY)}
        known = self.queryset.in_bulk(set(keys.values())) if keys else {}
        return {line: known[key] for line, key in keys.items() if key in known}

    def _by_code(self, lines):
        found = {}
        for column in code_columns(self.model):
            texts = {line: line.values.get(column) for line in lines if line not in found and line.values.get(column)}
            if texts:
                known = {
                    getattr(one, column): one for one in self.queryset.filter(**{f"{column}__in": set(texts.values())})
                }
                found |= {line: known[text] for line, text in texts.items() if text in known}
        return found

    def _by_unique(self, lines):
        """By a set of columns that together stand once."""
        found = {}
        for columns in unique_sets(self.model):
            wanted = {line: self._signature(line, columns) for line in lines if line not in found}
            wanted = {line: signature for line, signature in wanted.items() if None not in signature}
            known = self._candidates(columns, wanted.values())
            found |= {line: known[signature][0] for line, signature in wanted.items() if signature in known}
        return found

    def _by_name(self, lines):
        if not issubclass(self.model, RecordModel):
            return {}
        by_line = {line: [text for name in NAMES if (text := line.values.get(name))] for line in lines}
        names = Names(self.queryset)
        names.look_up({text for texts in by_line.values() for text in texts})
        found = {}
        for line, texts in by_line.items():
            candidates = list(
                {
                    one.pk: one
                    for text in texts
                    for one in names.found.get(text, ())
                    if named(one, text) and not self._is_another(one, line)
                }.values()
            )
            if len(candidates) > 1:
                line.refuse(line.name_column, several(texts[0], candidates))
            elif candidates:
                found[line] = candidates[0]
        return found

    def _is_another(self, instance, line):
        """Two districts may share a name, but not have two codes. An address tells nothing: each list makes its own."""
        codes = (
            (getattr(instance, name), line.values.get(name)) for name in code_columns(self.model) if name != "slug"
        )
        return any(kept and given and kept != given for kept, given in codes)

    def _by_likeness(self, lines):
        """Facts that nothing makes unique: the row that says already all that the line says."""
        if issubclass(self.model, RecordModel) or code_columns(self.model):
            return {}
        found = {}
        compared = [
            field.name
            for field in self.model._meta.concrete_fields
            if not field.primary_key and any(field.name in line.values for line in lines)
        ]
        wanted = {line: self._signature(line, compared) for line in lines}
        known = self._candidates(compared, wanted.values())
        for line, signature in wanted.items():
            candidates = known.get(signature, [])
            if len(candidates) > 1:
                line.refuse("", several(str(candidates[0]), candidates))
            elif candidates:
                found[line] = candidates[0]
        return found

    def _signature(self, line, columns):
        """The stored values of `columns`, with those that a new row would have where the line says nothing."""
        return tuple(comparable(self.model._meta.get_field(name), line.value(name)) for name in columns)

    def _candidates(self, columns, signatures):
        """`{signature: [instances]}` of the rows that have one of the signatures in `columns`."""
        signatures, found = set(signatures), {}
        if not signatures or not columns:
            return found
        narrow = {}
        for place in sorted(
            range(len(columns)), key=lambda place: not self.model._meta.get_field(columns[place]).remote_field
        ):
            options = {signature[place] for signature in signatures}
            field = self.model._meta.get_field(columns[place])
            if None in options or not (field.remote_field or isinstance(field, models.CharField)):
                continue
            narrow[f"{field.attname}__in"] = options
            if len(narrow) == MOST_COMPARED:
                break
        if not narrow:
            return found
        for instance in self.queryset.filter(**narrow):
            signature = tuple(stored(instance, self.model._meta.get_field(name)) for name in columns)
            if signature in signatures:
                found.setdefault(signature, []).append(instance)
        return found


def unique_sets(model):
    """The sets of two columns or more, and the single relations, that stand once in the table of `model`."""
    single = [(field.name,) for field in model._meta.concrete_fields if field.one_to_one and field.editable]
    return single + [
        tuple(constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and len(constraint.fields) > 1
    ]


def named(instance, text):
    """Whether `text` is an official name of `instance`: an id or address in a column of names means nothing."""
    return folded(text) in {folded(instance.name_en), folded(instance.name_zh)}


def comparable(field, value):
    """`value` as `stored` gives that of a saved row."""
    if field.remote_field:
        return value.pk if value is not None else None
    if isinstance(value, str):
        return one_line_ending(value)
    return value


def stored(instance, field):
    value = getattr(instance, field.attname)
    return one_line_ending(value) if isinstance(value, str) else value
