"""Everything that a reader can report: every fact that is cited, and every record."""

from functools import cache
from string import Formatter
from typing import NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.models import Citation
from editorial.bilingual import CHINESE, ENGLISH
from editorial.models import Record, RecordModel

# How a part without a page of its own is described; the names are attributes of the model.
PARTS = {
    "name": gettext_lazy("“{text}”, a name of {record}"),
    "regionmembership": gettext_lazy("{region} in {group}"),
    "parksector": gettext_lazy("{park}: {sector} ({role})"),
    "membership": gettext_lazy("{child}: {role} {parent}"),
    "role": gettext_lazy("{person}: {title}"),
    "presence": gettext_lazy("{who}: {role}, {park}"),
    "stake": gettext_lazy("{owner} {kind} {owned}"),
    "issuer": gettext_lazy("{policy}: issued by “{as_printed}”"),
    "scope": gettext_lazy("{policy}: {effect} {record}"),
    "instrument": gettext_lazy("{policy}: {text}"),
    "rule": gettext_lazy("{policy}: rule “{condition}”"),
    "relation": gettext_lazy("{policy}: {kind} {other}"),
    "assessment": gettext_lazy("target: {outcome}"),
}
# {model: (what it is, its page)}
PAGES = {
    "figure": (gettext_lazy("figure"), "figures:detail"),
    "event": (gettext_lazy("event"), "events:detail"),
    "statement": (gettext_lazy("statement"), "statements:detail"),
    "designation": (gettext_lazy("designation"), "designations:detail"),
}
# On whose page a fact stands, where its description does not begin with it.
OWNERS = {"figure": "subject", "statement": "speaker", "designation": "scheme", "presence": "park"}
TITLE_LENGTH = 500


@cache
def reportable():
    """`{model name: model}`, the name being the part of an address."""
    models = (model for model in apps.get_models() if issubclass(model, RecordModel) or is_fact(model))
    return {model._meta.model_name: model for model in models}


def is_fact(model):
    try:
        field = model._meta.get_field("citation")
    except FieldDoesNotExist:
        return False
    return field.related_model is Citation and model._meta.model_name in PARTS.keys() | PAGES.keys()


class Fact(NamedTuple):
    """A public row that a reader can report, and where it stands."""

    row: object

    @property
    def kind(self):
        return self.row._meta.label_lower

    @property
    def citation(self):
        return getattr(self.row, "citation", None)

    @property
    def title(self):
        return plain_text(self.row)

    @property
    def record(self):
        """The card on whose page it stands, None where none is public."""
        name = self.row._meta.model_name
        if isinstance(self.row, RecordModel):
            return self.row.record
        if name == "assessment":
            return self.row.target.figure.subject
        owners = [OWNERS[name]] if name in OWNERS else attributes(PARTS[name]) if name in PARTS else []
        found = (getattr(self.row, owner) for owner in owners)
        cards = (one.record if isinstance(one, RecordModel) else one for one in found if is_record(one))
        return next((card for card in cards if card.is_public), None)

    @property
    def address(self):
        """The page where it stands: its own, or that of its record."""
        name = self.row._meta.model_name
        if name in PAGES:
            return reverse(PAGES[name][1], args=[self.row.pk])
        if name == "assessment":
            return reverse("figures:detail", args=[self.row.target_id])
        return self.record.get_absolute_url() if self.record else reverse("home")

    def titles(self):
        """`{column: title}` in both languages."""
        found = {}
        for column, language in (("title_en", ENGLISH), ("title_zh", CHINESE)):
            with override(language):
                found[column] = self.title[:TITLE_LENGTH]
        return found


def find_fact(kind, key):
    """The public Fact of the model called `kind` with this key; None where there is none, hidden or not."""
    model = reportable().get(kind)
    if model is None:
        return None
    row = model.objects.public().filter(pk=key).select_related(*joins(model)).first()
    return Fact(row) if row is not None else None


def joins(model):
    """What describing and citing a row of `model` needs."""
    own = [field.name for field in model._meta.fields if field.many_to_one or field.one_to_one]
    further = {"citation": "citation__source__publisher", "target": "target__figure__subject"}
    return [further.get(name, name) for name in own]


def still_public(pairs):
    """Of `(model label, key)` pairs those whose row everyone may read now, in one query."""
    wanted = {}
    for label, key in pairs:
        wanted.setdefault(label, set()).add(key)
    models = {model._meta.label_lower: model for model in reportable().values()}
    parts = [
        models[label].objects.public().order_by().filter(pk__in=keys).values_list("pk", flat=True)
        for label, keys in wanted.items()
        if label in models
    ]
    if not parts:
        return set()
    found = set(parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0])
    return {(label, key) for label, keys in wanted.items() for key in keys if key in found}


def attributes(pattern):
    return [name for _text, name, _format, _conversion in Formatter().parse(str(pattern)) if name]


def is_record(value):
    return isinstance(value, Record | RecordModel)


def plain_text(row):
    """A public row in a few words of the reader's language; nothing of a hidden record is named."""
    name = row._meta.model_name
    if isinstance(row, RecordModel):
        return str(row.name)
    if name in PARTS:
        return str(PARTS[name]).format(**{one: plain_value(row, one) for one in attributes(PARTS[name])})
    label = capfirst(PAGES[name][0])
    return f"{label}: {words_of(row)}"


def plain_value(row, name):
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if not is_record(value):
        return str(value)
    return str(value.name) if value.is_public else _("not stated")


def words_of(row):
    """A few words for a fact with a page of its own."""
    name = row._meta.model_name
    if name == "figure":
        return f"{row.subject.name}, {row.indicator.name}, {row.display()} ({row.get_kind_display()})"
    if name == "designation":
        return row.designee_as_printed
    return str(row.title if name == "event" else row.summary)
