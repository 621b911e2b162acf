"""Copies of every public row that no reader may see, tied to the public rows by every relation and standing between them.

Made from the models alone, so that a new model or relation is hidden too without a line here. A copy is hidden because it
is not public itself, or because something it rests on is not; a copy that turns out visible is taken back.
"""

import itertools
import uuid
from copy import copy

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.base import ModelState

from core.fields import PartialDateField
from core.trees import TreeNode
from editorial.models import FormerSlug, Publishable, Record, RecordModel, ValidatedModel
from editorial.sorting import SortKeyField

TOKEN = "Q7XCANARY"
SLUG = "q7xcanary-"
# Texts of a fixed form.
FORMAL = {"language", "currency", "hedge", "path", "kind", "section", "slug", "code", "text_hash", "folded"}
# Words of a list that readers would notice.
TELLING = {"outcome", "status"}
OWN_APPS = ("editorial", "core", "parks", "companies", "policies", "portal")


class Hiding:
    """Writes the hidden rows. `copies` is `{key of a public row: [its hidden copies]}`; `why` names how each model was hidden:
    `{model: {"itself", name of the key that leads to something hidden, …}}`; `pointed` the keys by which public rows now
    name hidden ones; `former` the addresses that lead to hidden records."""

    def __init__(self, models_in_order):
        self.models, self.copies, self.why = models_in_order, {}, {}
        self.former, self.numbers = [], itertools.count(1)

    def run(self):
        for model in self.models:
            for row in public_rows(model):
                if issubclass(model, RecordModel):
                    self.hide_record(row)
                elif issubclass(model, Publishable):
                    self.hide_fact(row)
                else:
                    self.hide_part(row)
        self.hide_former_addresses()
        self.pointed = point_at_hidden(self.models, self.copies)
        for model in self.models:
            for link in model._meta.many_to_many:
                if link.remote_field.through._meta.auto_created:
                    self.link_everything(link)
        return self

    # Rows

    def hide_record(self, row):
        """One copy right before and one right after it, by key, name and address."""
        for step in (-1, 1):
            card = self.fresh(
                row.record, id=neighbour(row.pk, step), is_public=False, slug=f"{SLUG}{next(self.numbers)}"
            )
            near = row.sort_key + " " if step > 0 else row.sort_key[:-1]
            card.sort_key = near
            card.save(force_insert=True)
            hidden = self.fresh(row, record=card, is_public=False, slug=card.slug, sort_key=near, sort_key_zh=near)
            hidden.name_en, hidden.name_zh = card.name_en, card.name_zh
            if isinstance(row, TreeNode):
                hidden.path = f"{row.path[: -len(row.slug) - 1]}{card.slug}/"
            if self.insert(hidden):
                self.note(row, hidden, "itself")
                self.copies.setdefault(row.record.pk, []).append(card)

    def hide_fact(self, row):
        for step in (-1, 1):
            hidden = self.fresh(row, id=neighbour(row.pk, step), is_public=False)
            if self.insert(hidden):
                self.note(row, hidden, "itself")
        for field, others in self.alternatives(row):
            for other, reason in others:
                hidden = self.fresh(row, id=uuid.uuid4(), is_public=reason != "itself", **{field.name: other})
                if self.insert(hidden):
                    self.note(row, hidden, reason)

    def hide_part(self, row):
        """Hidden by whatever it belongs to; tied to other public records only where a hidden quote hides it."""
        for field, others in self.alternatives(row):
            for other, reason in others:
                values = {field.name: other}
                if reason == "itself":
                    quote = self.hidden_quote(row)
                    if quote is None:
                        continue
                    values, reason = values | {"citation": quote}, "citation"
                if not row._meta.pk.is_relation:
                    values["id"] = uuid.uuid4()
                if self.insert(hidden := self.fresh(row, **values)):
                    self.note(row, hidden, reason)

    def hidden_quote(self, row):
        """A quote of a hidden source."""
        found = self.copies.get(getattr(row, "citation_id", None), [])
        return next((quote for quote in found if not quote.source.is_public), None)

    def alternatives(self, row):
        """(key, [(row, why the copy is hidden)]) : the hidden copies of what it names, and other public rows."""
        for field in row._meta.concrete_fields:
            if not field.is_relation or getattr(row, field.attname) is None:
                continue
            named = getattr(row, field.name)
            hidden = [(one, field.name) for one in self.copies.get(named.pk, ()) if type(one) is type(named)][:3]
            if field.name != "citation" and not field.primary_key:
                public = type(named)._base_manager.filter(pk__in=self.copies).exclude(pk=named.pk)
                if isinstance(named, Record):
                    public = public.filter(kind=named.kind)
                hidden += [(other, "itself") for other in public.order_by("pk")[:4]]
            yield field, hidden

    def note(self, row, hidden, reason):
        """Keep it, unless readers see it: then it is no hidden row."""
        model = type(hidden)
        if hasattr(model, "public_q") and model._base_manager.filter(model.public_q(), pk=hidden.pk).exists():
            model._base_manager.filter(pk=hidden.pk)._raw_delete("default")
            return
        self.copies.setdefault(row.pk, []).append(hidden)
        self.why.setdefault(model, set()).add(reason)

    def insert(self, row):
        """Whether the database took it, if need be with another word of a list, another date or another quote."""
        for values in ({}, *self.distinct(row)):
            for name, value in values.items():
                setattr(row, name, value)
            try:
                with transaction.atomic():
                    models.Model.save_base(row, raw=True, force_insert=True)
            except IntegrityError:
                continue
            return True
        return False

    def distinct(self, row):
        """Values that keep it apart from the row it was copied from."""
        for field in row._meta.concrete_fields:
            if field.name in ("role", "effect", "kind", "version") and field.choices:
                yield from ({field.name: value} for value, _label in field.choices)
            elif isinstance(field, PartialDateField) and field.blank:
                yield {field.name: "2021"}
            elif field.name == "code":
                yield {field.name: f"9{next(self.numbers)}"}
            elif field.name == "citation" and row.citation_id:
                others = type(row.citation)._base_manager.filter(is_public=True).exclude(pk=row.citation_id)
                yield from ({"citation": other} for other in others[:3])

    def fresh(self, row, **values):
        """An unsaved copy with tokens in its texts."""
        made = copy(row)
        made._state = ModelState()
        for field in row._meta.concrete_fields:
            if (text := self.token(field)) is not None:
                setattr(made, field.attname, text[: field.max_length])
            elif field.choices and field.name in TELLING:
                value = getattr(row, field.name)
                setattr(made, field.name, next(word for word, _label in field.choices if word != value))
        for name, value in values.items():
            setattr(made, name, value)
        return made

    def token(self, field):
        """A text for `field` that stands nowhere else; None where it must keep its form."""
        number = next(self.numbers)
        if isinstance(field, models.URLField):
            return f"https://{SLUG}{number}.example/"
        if field.name == "code" and field.unique:
            return f"{SLUG}{number}"
        return f"{TOKEN} {number}" if is_free_text(field) else None

    def hide_former_addresses(self):
        """Beside every former address of a public record one that leads to a hidden one."""
        for former in list(FormerSlug.objects.order_by("pk")):
            for card in (row for row in self.copies.get(former.record_id, ()) if isinstance(row, Record)):
                slug = f"{SLUG}{next(self.numbers)}"
                self.former.append(FormerSlug.objects.create(kind=former.kind, slug=slug, record=card))

    # Lists of rows

    def link_everything(self, link):
        """Public rows name hidden ones, hidden rows name public ones."""
        through = link.remote_field.through
        near, far = link.m2m_field_name() + "_id", link.m2m_reverse_field_name() + "_id"
        present = set(through.objects.values_list(near, far))
        wanted = set()
        for one, other in present:
            ones, others = ({key, *(row.pk for row in self.copies.get(key, ()))} for key in (one, other))
            wanted |= {pair for pair in itertools.product(ones, others) if pair != (one, other)}
        through.objects.bulk_create(through(**{near: one, far: other}) for one, other in wanted - present)


def point_at_hidden(models_in_order, copies):
    """Let public rows whose nullable keys name nothing name something hidden, where that leaves them public.

    Returns the names of the keys. Readers are shown such a key as if it were empty.
    """
    found = set()
    for model in models_in_order:
        for field in model._meta.concrete_fields:
            if not (field.many_to_one and field.null) or not hasattr(model, "public_q"):
                continue
            for row in model._base_manager.filter(model.public_q(), **{field.name: None}):
                hidden = hidden_of(field.related_model, copies)
                if any(_pointed(model, row, field, one) for one in hidden):
                    found.add(f"{model._meta.label_lower}.{field.name}")
    return found


def public_rows(model):
    rows = model._base_manager.order_by("pk")
    return list(rows.filter(model.public_q()) if hasattr(model, "public_q") else rows)


def hidden_of(model, copies):
    return [row for rows in copies.values() for row in rows if type(row) is model]


def _pointed(model, row, field, hidden):
    this = model._base_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            this.update(**{field.name: hidden})
            if not this.filter(model.public_q()).exists():
                raise IntegrityError("It would be hidden by it.")
            if issubclass(model, Publishable) and this.get().publish_requirements():
                raise IntegrityError("It could not have been published so.")
    except IntegrityError:
        return False
    return True


def is_free_text(field):
    if not isinstance(field, models.CharField | models.TextField) or isinstance(field, PartialDateField | SortKeyField):
        return False
    return not field.choices and field.name not in FORMAL


def neighbour(key, step):
    return uuid.UUID(int=key.int + step)


def models_in_order():
    """Every model of content, what others point at before those that point."""
    found = [model for label in OWN_APPS for model in apps.get_app_config(label).get_models()]
    found = [model for model in found if issubclass(model, ValidatedModel)]
    ordered = []
    while found:
        ready = [model for model in found if not (_targets(model) & set(found)) - {model}]
        ordered += ready or found[:1]
        found = [model for model in found if model not in ordered]
    return ordered


def _targets(model):
    """What a row of `model` points at; a card stands for no model in particular."""
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}
