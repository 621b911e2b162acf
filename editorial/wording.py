"""Differences between two states of a unit in words that an editor reads."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial.snapshots import MISSING, Difference, differences, part_relations

# Latin words and numbers stay whole; Chinese is compared character by character.
TOKENS = re.compile(r"[A-Za-z0-9À-ɏ]+|\s+|.", re.DOTALL)
LONGEST_COMPARED = 4000
LEAST_IN_COMMON = 0.4


@dataclass
class Line:
    """One row of a comparison. `before` and `after` are HTML with `<del>` and `<ins>`; blank where there is nothing.
    `field` is the name the form gives to the field, for comments."""

    path: tuple
    label: str
    before: str
    after: str
    what: str

    @property
    def field(self):
        return "/".join(self.path)


def lines(model, before, after):
    """The differences between the snapshots `before` and `after` of a unit of `model`, as a list of Line."""
    found = differences(before, after)
    words = _Words(model, found)
    return [words.line(one) for one in found]


def what_changed(model, tops):
    """The names of the fields and parts in `tops` (`Change.changed`), in the reader's language, each once."""
    return list(dict.fromkeys(capfirst(label_of(model, name)) for name in tops))


def label_of(model, name):
    """What the field, link or part is called; the technical name where the program no longer knows it."""
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if name in (field.name, field.attname):
            return str(field.verbose_name)
    relation = part_relations(model).get(name)
    if relation is not None:
        return str(relation.related_model._meta.verbose_name_plural)
    return name


def kind_of_row(label):
    """What rows of the model `label` (`core.figure`) are called, in the plural."""
    try:
        return capfirst(apps.get_model(label)._meta.verbose_name_plural)
    except LookupError:
        return label


@dataclass
class ConflictRow:
    """One field that two editors changed: what it was, what is saved now, what the other wrote, as HTML."""

    path: tuple
    label: str
    base: str
    theirs: str
    mine: str

    @property
    def name(self):
        return "choice:" + "/".join(self.path)


def conflict_rows(model, conflicts):
    """`conflicts` of `snapshots.merge` as ConflictRows."""
    theirs = [Difference(one.path, one.base, one.theirs) for one in conflicts]
    mine = [Difference(one.path, one.base, one.mine) for one in conflicts]
    words = _Words(model, [*theirs, *mine])
    rows = []
    for conflict, other, own in zip(conflicts, theirs, mine, strict=True):
        shown = words.line(other)
        rows.append(ConflictRow(conflict.path, shown.label, shown.before, shown.after, words.line(own).after))
    return rows


@dataclass
class Side:
    """One field of two records beside each other: `name` of the column or link, its label, what each has, as text."""

    name: str
    label: str
    one: str
    other: str

    @property
    def differs(self):
        return self.one != self.other


def side_by_side(model, one, other):
    """A Side for every field and link that the snapshots `one` or `other` of two units of `model` say something in."""
    found = [
        Difference((group, name), one[group][name], other[group].get(name))
        for group in ("fields", "many")
        for name in one[group]
    ]
    words = _Words(model, found)
    sides = [
        Side(
            item.path[1], capfirst(label_of(model, item.path[1])), words.text(item, "before"), words.text(item, "after")
        )
        for item in found
    ]
    return [side for side in sides if side.one or side.other]


class _Words:
    def __init__(self, model, found):
        self.model = model
        self.names = {}
        wanted = {}
        for one in found:
            for field, keys in self._keys(one):
                wanted.setdefault(field.related_model, set()).update(keys)
        for related, keys in wanted.items():
            rows = related._base_manager.filter(pk__in=[key for key in keys if key])
            self.names[related] = {str(row.pk): str(row) for row in rows}

    def _keys(self, one):
        """The (field, keys) of related rows that the difference names."""
        model, rest = _descend(self.model, one.path)
        values = [value for value in (one.before, one.after) if value is not MISSING]
        if len(rest) == 2:
            field = _field(model, rest[1])
            if field is not None and field.remote_field:
                yield field, {key for value in values for key in (value if isinstance(value, list) else [value])}
        else:
            for value in values:
                for group in ("fields", "many"):
                    for name, key in value[group].items():
                        field = _field(model, name)
                        if field is not None and field.remote_field:
                            yield field, set(key if isinstance(key, list) else [key])

    def line(self, one):
        model, rest = _descend(self.model, one.path)
        label = capfirst(" › ".join(self._labels(one)))
        if len(rest) != 2:
            before, after = (self._row(model, value) for value in (one.before, one.after))
            return Line(one.path, label, before, after, _("removed") if one.after is MISSING else _("added"))
        field = _field(model, rest[1])
        before, after = (self._value(field, value) for value in (one.before, one.after))
        if rest[0] == "many":
            return Line(one.path, label, *self._sets(before, after), _("changed"))
        return Line(one.path, label, *marked(before, after), _("changed"))

    def text(self, one, side):
        """The value of a field of the unit itself before or after, without marks."""
        value = self._value(_field(self.model, one.path[1]), getattr(one, side))
        return "; ".join(value) if isinstance(value, list) else value

    def _labels(self, one):
        model, path = self.model, one.path
        while path[0] == "parts":
            relation = part_relations(model)[path[1]]
            model = relation.related_model
            yield str(model._meta.verbose_name)
            path = path[3:]
            if not path:
                return
        yield label_of(model, path[1])

    def _value(self, field, value):
        if value is MISSING or value is None or value == "":
            return ""
        if field is None:
            return str(value)
        if isinstance(value, list):
            return [self._related(field, key) for key in value]
        if field.remote_field:
            return self._related(field, value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)

    def _related(self, field, key):
        return self.names.get(field.related_model, {}).get(str(key), _("(deleted)"))

    def _sets(self, before, after):
        before, after = before or [], after or []
        gone = [name for name in before if name not in after]
        new = [name for name in after if name not in before]
        return (
            format_html_join("; ", "<del>{}</del>", ((name,) for name in gone)),
            format_html_join("; ", "<ins>{}</ins>", ((name,) for name in new)),
        )

    def _row(self, model, value):
        """The fields of a row that came or went, those that say something."""
        if value is MISSING:
            return ""
        cells = []
        for group in ("fields", "many"):
            for name, content in value[group].items():
                text = self._value(_field(model, name), content)
                if text and text != [] and content is not False:
                    shown = "; ".join(text) if isinstance(text, list) else text
                    cells.append((capfirst(label_of(model, name)), shown))
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", cells))


def _descend(model, path):
    """The model of the row that `path` leads to, and what is left of the path there: a group and a name, or nothing."""
    while path and path[0] == "parts":
        model = part_relations(model)[path[1]].related_model
        path = path[3:]
    return model, path


def _field(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return next((field for field in model._meta.concrete_fields if field.attname == name), None)


def marked(before, after):
    """The two texts as HTML, with what differs in `<del>` and `<ins>`; texts with little in common differ as wholes."""
    if not before or not after or len(before) + len(after) > LONGEST_COMPARED:
        return _whole("del", before), _whole("ins", after)
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_IN_COMMON:
        return _whole("del", before), _whole("ins", after)
    left, right = [], []
    for is_equal, gone, come in _runs(matcher.get_opcodes(), old, new):
        left.append(format_html("{}", gone) if is_equal else _whole("del", gone))
        right.append(format_html("{}", come) if is_equal else _whole("ins", come))
    return mark_safe("".join(left)), mark_safe("".join(right))  # noqa: S308  (escaped piece by piece above)


def _whole(tag, text):
    return format_html(f"<{tag}>{{}}</{tag}>", text) if text else ""


def _runs(opcodes, old, new):
    """(is equal, old text, new text) of each stretch; white space between two changes belongs to them."""
    runs = []
    for tag, i, j, k, m in opcodes:
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        is_equal = tag == "equal" and (bool(gone.strip()) or not runs)
        if runs and not is_equal and not runs[-1][0]:
            runs[-1] = (False, runs[-1][1] + gone, runs[-1][2] + come)
        else:
            runs.append((is_equal, gone, come))
    return runs
