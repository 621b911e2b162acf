"""Texts that readers of one language meet in the other."""

from django.apps import apps
from django.db.models import Q

from editorial.bilingual import COLUMNS
from editorial.models import ValidatedModel


def bilingual_models():
    """`{model: ["name", "summary", …]}`: every model with texts in two columns. The cards repeat their records' names."""
    found = {model: pairs(model) for model in apps.get_models() if issubclass(model, ValidatedModel)}
    return {model: names for model, names in found.items() if names}


def pairs(model):
    columns = [field.name for field in model._meta.concrete_fields]
    return [name.removesuffix("_en") for name in columns if name.endswith("_en") and f"{name[:-3]}_zh" in columns]


def half_translated(model):
    """The public rows of `model` that have some text in one language only, with what their names are made of."""
    condition = Q()
    for name in pairs(model):
        english, chinese = Q(**{f"{name}_en": ""}), Q(**{f"{name}_zh": ""})
        condition |= (english & ~chinese) | (chinese & ~english)
    rows = model.objects.public() if hasattr(model.objects, "public") else model.objects.all()
    keys = [field.name for field in model._meta.concrete_fields if field.is_relation and field.name != "record"]
    return rows.filter(condition).select_related(*keys).order_by("pk")


def missing_texts(row):
    """The verbose names of the empty columns of `row` whose other language is filled."""
    missing = []
    for name in pairs(type(row)):
        empty = [column for column in COLUMNS.values() if not getattr(row, f"{name}_{column}")]
        if len(empty) == 1:
            missing.append(row._meta.get_field(f"{name}_{empty[0]}").verbose_name)
    return missing
