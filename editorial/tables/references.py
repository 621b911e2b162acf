"""What a cell that names another row means: its id, its address or code, or its official name."""

import uuid
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from editorial.models import Record, RecordModel
from editorial.sorting import folded, suggested_pinyin

NAME_COLUMNS = ("name_en", "name_zh", "title_en", "title_zh", "quote")
MOST_NAMED = 5


def as_uuid(text):
    """The UUID that `text` writes in the usual form, or None."""
    try:
        found = uuid.UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None


def code_columns(model):
    """The columns by which an editor may name a row of `model`, each value once: address and code."""
    single = {
        constraint.fields[0]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and len(constraint.fields) == 1
    }
    return [
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField) and (column.unique or column.name in single)
    ]


def name_columns(model):
    """The columns with the official names of a row."""
    known = {column.name for column in model._meta.concrete_fields}
    return [name for name in NAME_COLUMNS if name in known]


def natural_key(instance):
    """The words by which a cell names `instance`: `park:haidian-park` for a card, an address, a code, or the id."""
    if isinstance(instance, Record):
        return f"{instance.kind}:{instance.slug}"
    columns = ["slug"] if isinstance(instance, RecordModel) else code_columns(type(instance))
    return getattr(instance, columns[0]) if columns else str(instance.pk)


class Names:
    """Rows of one queryset by what names them. A batch of texts is looked up with a fixed number of queries.

    `identity(model, text)` returns the id that stands for a key of a data set, or None.
    """

    def __init__(self, queryset, identity=lambda model, text: None):
        self.queryset, self.model, self.identity = queryset, queryset.model, identity
        self.found = {}

    def look_up(self, texts):
        """Fill `found` with `{text: [instances]}`; the surest meaning of a text alone counts."""
        self.found = {}
        for search in (self._by_id, self._by_card, self._by_code, self._by_identity, self._by_name, self._by_folded):
            missing = {text for text in texts if text and text not in self.found}
            if not missing:
                return
            for text, instances in search(missing).items():
                if instances:
                    self.found[text] = list({one.pk: one for one in instances}.values())

    def one(self, text):
        """The row that `text` names. Raises ValidationError where none is, or several are."""
        instances = self.found.get(text, [])
        if len(instances) == 1:
            return instances[0]
        plural = self.model._meta.verbose_name_plural
        if instances:
            raise ValidationError(several(text, instances))
        if self.model is Record:
            raise ValidationError(
                _("Nothing is called “%(text)s”. Write the kind and the address, for example park:haidian-park.")
                % {"text": text[:200]}
            )
        raise ValidationError(
            _("Nothing among the %(plural)s is called “%(text)s”. Write its address, code, id or official name.")
            % {"plural": plural, "text": text[:200]}
        )

    def _keyed(self, keys):
        """`{text: [instance]}` for `{text: id}`."""
        instances = self.queryset.in_bulk(set(keys.values())) if keys else {}
        return {text: [instances[key]] for text, key in keys.items() if key in instances}

    def _by_id(self, texts):
        return self._keyed({text: key for text in texts if (key := as_uuid(text))})

    def _by_identity(self, texts):
        return self._keyed({text: key for text in texts if (key := self.identity(self.model, text))})

    def _by_card(self, texts):
        if self.model is not Record:
            return {}
        slugs = defaultdict(set)
        for text in texts:
            kind, colon, slug = text.partition(":")
            if colon:
                slugs[kind].add(slug)
        condition = models.Q(pk__in=[])
        for kind, wanted in slugs.items():
            condition |= models.Q(kind=kind, slug__in=wanted)
        return {f"{card.kind}:{card.slug}": [card] for card in self.queryset.filter(condition)} if slugs else {}

    def _by_code(self, texts):
        found = defaultdict(list)
        for column in code_columns(self.model):
            for instance in self.queryset.filter(**{f"{column}__in": texts}):
                found[getattr(instance, column)].append(instance)
            texts = texts - set(found)
        return found

    def _by_name(self, texts):
        found = defaultdict(list)
        for column in name_columns(self.model):
            for instance in self.queryset.filter(**{f"{column}__in": texts}):
                found[getattr(instance, column)].append(instance)
        return found

    def _by_folded(self, texts):
        """Case, accents and width apart."""
        columns = {column.name for column in self.model._meta.concrete_fields}
        if "sort_key" not in columns:
            return {}
        wanted = {text: folded(text)[:300] for text in texts}
        keys = {*wanted.values(), *(folded(suggested_pinyin(text))[:300] for text in texts)}
        condition = models.Q(sort_key__in=keys)
        if "sort_key_zh" in columns:
            condition |= models.Q(sort_key_zh__in=keys)
        by_name = defaultdict(list)
        for instance in self.queryset.filter(condition):
            for name in {folded(instance.name_en), folded(instance.name_zh)} - {""}:
                by_name[name].append(instance)
        return {text: by_name.get(key, []) for text, key in wanted.items()}


def several(text, instances):
    """The sentence that names all that `text` may mean."""
    named = "; ".join(f"{one} ({natural_key(one)})" for one in instances[:MOST_NAMED])
    return _("“%(text)s” may be %(names)s. Write the address or id of the one that is meant.") % {
        "text": text[:200],
        "names": named,
    }
