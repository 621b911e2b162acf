"""The search documents of public records, read from public rows: a few queries for hundreds of records."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property

from core.search.analysis import tokens, words
from core.search.names import READING, typed_names
from core.search.questions import ALL, NAMES, OWN, about, of_section
from editorial.models import RecordModel, record_models, unit_models
from editorial.snapshots import part_relations

# Kinds of text besides those of names, weightiest first.
OWN_TEXT, FACT, QUOTE = "own", "fact", "quote"
# Of each kind of fact the newest are searched, and of all texts of a record so many characters.
MOST_FACTS, MOST_CHARACTERS = 200, 20_000
# Of the tokens of a zone, three of which stand in a document.
MOST_BYTES, BYTES_OF_A_PLACE = 300_000, 10
# Of the readings of a name that are typed as one word.
SHORTEST_READING, LONGEST_READING = 5, 20
VERSION = 2


@dataclass
class Built:
    """What the document of one record holds. `texts` are lists of kind, language, text."""

    record: RecordModel
    names: list
    texts: list = field(default_factory=list)
    related: set = field(default_factory=set)
    sectors: list = field(default_factory=list)
    grounds: set = field(default_factory=set)

    def add(self, kind, language, text):
        entry = [kind, language, text]
        if text and entry not in self.texts:
            self.texts.append(entry)

    # Read only once all is added.
    @cached_property
    def columns(self):
        """The columns of its SearchDocument but for `digest` and `tokens`."""
        record = self.record
        day = getattr(record, f"{record.found_on}_earliest") if record.found_on else None
        is_dated = bool(record.found_on and getattr(record, record.found_on))
        return {
            "section": record.section,
            "kind": getattr(record, "kind", "") or getattr(record, "kind_of_source", "") or getattr(record, "axis", ""),
            "level": getattr(record, "level", ""),
            "region": getattr(record, "region_id", None),
            "sectors": sorted(key.hex for key in self.sectors),
            "related": sorted(key.hex for key in self.related),
            "day": day if is_dated else None,
            "slug": record.slug,
            "name_en": record.name_en,
            "name_zh": record.name_zh,
            "sort_key": record.sort_key,
            "texts": self.kept_texts,
            "words": sorted(self.name_words()),
        }

    @cached_property
    def kept_texts(self):
        """Names whole, then other texts as far as there is room."""
        kept = [[one.kind, one.language, one.text] for one in self.names if one.is_shown]
        room = MOST_CHARACTERS
        for entry in sorted(self.texts, key=lambda entry: (OWN_TEXT, FACT, QUOTE).index(entry[0])):
            room -= len(entry[2])
            if room < 0:
                break
            kept.append(entry)
        return kept

    def name_words(self):
        """What a mistyped word may have meant: words of shown names, and curated readings as they are typed in one."""
        written = {word for one in self.names if one.is_shown for word in words(one.text) if word.isalpha()}
        read = {token for one in self.names if one.kind == READING for token in one.tokens}
        return written | {token for token in read if SHORTEST_READING <= len(token) <= LONGEST_READING}

    def tokens(self):
        """The lists of tokens, one for each zone."""
        texts = self.kept_texts
        shown = [tokens(text) for kind, _language, text in texts if kind not in (OWN_TEXT, FACT, QUOTE)]
        own = [tokens(text) for kind, _language, text in texts if kind == OWN_TEXT]
        rest = [tokens(text) for kind, _language, text in texts if kind in (FACT, QUOTE)]
        typed = [key for one in self.names for key in one.tokens]
        related = [about(key) for key in sorted(self.related)] + [of_section(self.record.section)]
        return (
            _zone(NAMES, [*typed, *_joined(shown)]),
            _zone(OWN, _joined(shown + own)),
            _zone(ALL, _joined(shown + own + rest)),
            related,
        )

    def digest(self):
        columns = {name: str(value) if name in ("region", "day") else value for name, value in self.columns.items()}
        keys = [[one.key, one.kind, one.is_whole, one.text, list(one.tokens)] for one in self.names]
        content = [VERSION, columns, keys, sorted(map(str, self.grounds))]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _zone(mark, found):
    """The tokens with the mark of their zone, as far as the engine takes them: PostgreSQL's vectors end at a megabyte."""
    kept, size = [], 0
    for token in found:
        size += len(token.encode()) + BYTES_OF_A_PLACE
        if size > MOST_BYTES:
            break
        kept.append(f"{mark}{token}")
    return kept


def _joined(lists):
    return [token for one in lists for token in one]


def build(keys):
    """`{key: Built}` of those records of `keys` that stand in public lists."""
    found = {}
    for model in record_models().values():
        rows = model.objects.listed().filter(pk__in=keys)
        found |= {row.pk: Built(row, []) for row in rows}
    if found:
        _add_names(found)
        for model in {type(built.record) for built in found.values()}:
            of_model = {key: built for key, built in found.items() if type(built.record) is model}
            _add_own(model, of_model)
            _add_parts(model, of_model)
        for model in unit_models().values():
            for path in model.found_under:
                _add_facts(model, path, found)
    return found


def _add_names(found):
    relation = part_relations(RecordModel)["names"]
    rows = relation.related_model.objects.filter(record__in=list(found)).order_by("kind", "folded", "pk")
    public = set(rows.public().values_list("pk", flat=True))
    further = defaultdict(list)
    for row in rows.select_related("citation"):
        if row.pk in public:
            further[row.record_id].append(row)
        elif row.citation is not None:
            found[row.record_id].grounds |= {row.citation_id, row.citation.source_id}
    for key, built in found.items():
        built.names = typed_names(built.record, further[key])


def _add_own(model, found):
    for built in found.values():
        for column in model.found_by:
            built.add(OWN_TEXT, language_of(column), getattr(built.record, column))
    for name in model.found_with:
        relation = model._meta.get_field(name)
        if not relation.many_to_many:
            pairs = [(key, getattr(built.record, relation.attname)) for key, built in found.items()]
        else:
            through = relation.remote_field.through
            rows = getattr(through, "objects", through._default_manager)
            rows = rows.public() if hasattr(rows, "public") else rows
            here, there = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
            pairs = rows.filter(**{f"{here}__in": list(found)}).values_list(here, there)
        for key, other in pairs:
            if other is not None:
                found[key].related.add(other)
                if name == "sectors" and other not in found[key].sectors:
                    found[key].sectors.append(other)
    _add_evidence(model, found)


def _add_evidence(model, found):
    """The words that a record rests on itself."""
    if not any(link.name == "citations" for link in model._meta.many_to_many):
        return
    quoted = model._meta.get_field("citations").related_model
    rows = quoted.objects.public().filter(**{f"{model._meta.model_name}_records__in": list(found)})
    for key, citation, quote, language in rows.order_by("pk").values_list(
        f"{model._meta.model_name}_records", "pk", "quote", "source__language"
    ):
        if key in found:
            found[key].add(QUOTE, language, quote)
            found[key].grounds.add(citation)


def _add_parts(model, found):
    for name, relation in part_relations(model).items():
        part = relation.related_model
        if name == "names" or not part.found_by:
            continue
        here, rows = (
            relation.field.attname,
            part._default_manager.filter(**{f"{relation.field.attname}__in": list(found)}),
        )
        is_cited = any(one.name == "citation" for one in part._meta.fields)
        if is_cited:
            for key, *hidden in rows.exclude(pk__in=part.objects.public().values("pk")).values_list(
                here, "citation", "citation__source"
            ):
                found[key].grounds |= set(hidden) - {None}
        rows = part.objects.public().filter(pk__in=rows.values("pk")) if hasattr(part.objects, "public") else rows
        _add_rows(rows.order_by("pk"), here, found, OWN_TEXT if not is_cited else FACT)


def _add_facts(model, path, found):
    newest = Window(RowNumber(), partition_by=F(path), order_by=F("pk").desc())
    rows = model.objects.listed().filter(**{f"{path}__in": list(found)}).annotate(place=newest)
    _add_rows(rows.filter(place__lte=MOST_FACTS).order_by("pk"), path, found, FACT)


def _add_rows(rows, path, found, kind):
    """Add texts and quotes of `rows`, each seen from the record at `path`."""
    model = rows.model
    cited = ["citation", "citation__quote", "citation__source__language"] if _is_cited(model) else []
    for key, unit, *values in rows.values_list(path, "pk", *cited, *model.found_by):
        built = found.get(key)
        if built is None:
            continue
        built.grounds.add(unit)
        if cited:
            citation, quote, language, *values = values
            built.grounds.add(citation)
            built.add(QUOTE, language, quote)
        for column, text in zip(model.found_by, values, strict=True):
            built.add(kind, language_of(column), text)


def _is_cited(model):
    return any(one.name == "citation" and isinstance(one, models.ForeignKey) for one in model._meta.fields)


def language_of(column):
    """The language that a column's name tells; "" of words as they were printed."""
    return {"_en": "en", "_zh": "zh-hans"}.get(column[-3:], "")
