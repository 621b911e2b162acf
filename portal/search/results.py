"""One page of what the search found: the hits with their reasons, and the facets beside them. Page and API show the same."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from companies.models import Organisation
from core.facets import Choice, Facet
from core.models import Region, SearchDocument, SearchName, Sector, Source
from core.search.building import OWN_TEXT
from core.search.columns import by_index
from core.search.finding import BEGUN, MOST_COUNTED, MOST_RANKED, SECTIONS, TOLD, Found, by_date, find
from core.search.names import INITIALS, MACHINE, READING, WORTH
from core.search.similar import similar
from core.search.snippets import Part, Reason, reasons
from core.search.spelling import joined, meant, nearest_names, parted
from core.templatetags.records import comma
from editorial.bilingual import CHINESE, ENGLISH, Text, pick
from parks.models import Park
from policies.models import Policy
from portal.search.parameters import LAST_PAGE, LEVELS, PER_PAGE
from portal.sections import SECTION_TITLES

RELATED = "related"
REASONS = {
    "official": gettext_lazy("official name"),
    "other": gettext_lazy("other name"),
    "reading": gettext_lazy("pinyin"),
    "former": gettext_lazy("former name"),
    "misspelling": gettext_lazy("wrong form seen in a source"),
    "initials": gettext_lazy("initials of the pinyin"),
    "machine": gettext_lazy("pinyin as a machine reads it"),
    "own": gettext_lazy("description"),
    "fact": gettext_lazy("fact"),
    "quote": gettext_lazy("quote from a source"),
    RELATED: gettext_lazy("sector or region"),
}
KINDS = {
    "parks": Park.Kind,
    "companies": Organisation.Kind,
    "institutions": Organisation.Kind,
    "policies": Policy.Kind,
    "sources": Source.Kind,
    "sectors": Sector.Axis,
}
LANGUAGES = {ENGLISH: gettext_lazy("English"), CHINESE: gettext_lazy("Chinese")}
MOST_CHOICES = 40
# Where fewer are found, a nearer spelling that finds more is offered.
FEW = 3
# Of what two records share, so much is named.
MOST_NAMED = 3
READ = (READING, INITIALS, MACHINE)


class Hit(NamedTuple):
    document: SearchDocument
    score: int
    reasons: list
    region: SearchDocument | None

    @property
    def name(self):
        return pick(self.document, "name")

    @property
    def other_name(self):
        """The name in the other language, where there are both."""
        both = {"en": self.document.name_en, "zh-hans": self.document.name_zh}
        shown = self.name
        [other] = [Text(text, lang) for lang, text in both.items() if lang != shown.lang]
        return other if other.text and other.text != shown.text else None

    @property
    def region_name(self):
        return pick(self.region, "name") if self.region else ""

    @property
    def section_title(self):
        return SECTION_TITLES[self.document.section]

    @property
    def kind_title(self):
        choices = KINDS.get(self.document.section)
        return dict(choices.choices).get(self.document.kind, "") if choices else ""

    @property
    def told_reasons(self):
        """(where the words stand and in which language, as far as it is one of ours; Reason)"""
        return [(_title_of(one), one) for one in self.reasons]

    @property
    def list_name(self):
        return f"{self.document.section}:detail"


def _title_of(reason):
    title, language = REASONS[reason.kind], LANGUAGES.get(reason.language)
    if language is None or reason.kind == RELATED:
        return title
    return _("%(field)s (%(language)s)") % {"field": title, "language": language}


@dataclass
class Results:
    """`sections` are (section, title, count, query) of all types that have hits; `instead` is the query that was answered
    in place of the one that finds nothing, `also` one that finds more than the few that were found, `nearest` are hits
    offered where nothing is found; `others` is how many there are that only the filters leave out."""

    hits: list = field(default_factory=list)
    total: int = 0
    is_capped: bool = False
    sections: list = field(default_factory=list)
    facets: list = field(default_factory=list)
    instead: str = ""
    also: str = ""
    nearest: list = field(default_factory=list)
    others: int = 0
    page: int = 1
    has_more: bool = False

    @property
    def is_beyond_counting(self):
        return self.total > MOST_COUNTED

    @property
    def total_words(self):
        if self.is_beyond_counting:
            return _("More than %(count)s records") % {"count": f"{MOST_COUNTED:,}"}
        return ngettext("%(count)s record", "%(count)s records", self.total) % {"count": f"{self.total:,}"}


@by_index()
def results(asked):
    """The Results of an Asked without problems; empty where neither words nor a record are asked for."""
    if asked.like:
        return _results_like(asked)
    query = asked.query
    if query.is_empty:
        return Results()
    everything, narrowed = _find(asked, query)
    if not everything.total and asked.is_narrowed and (others := find(query).total):
        return replace(_page(asked, everything, narrowed), others=others)
    better = _better(query) if everything.total < FEW else None
    if better is None or everything.total:
        also = better.text if better and find(better, asked.narrowing()).total > everything.total else ""
        found = _page(asked, everything, narrowed)
        return replace(found, also=also, nearest=[] if everything.total else _nearest(query))
    everything, narrowed = _find(asked, better)
    if not everything.total:
        return Results(nearest=_nearest(query), page=asked.page)
    return replace(_page(asked, everything, narrowed), instead=better.text)


def previous_page(asked, found):
    """The number of the page before, the last one where there are not so many."""
    ranked = min(found.total, MOST_RANKED)
    return max(1, min(asked.page - 1, -(-ranked // PER_PAGE)))


def _better(query):
    """The query as it may have been meant; None where nothing is near."""
    return meant(query) or parted(query) or joined(query)


def _nearest(query):
    return [Hit(document, 0, [], None) for document in nearest_names(query)]


def _results_like(asked):
    """Records like one. Its own type is asked for, whatever `type` says of others."""
    document = SearchDocument.objects.defer("tokens", "texts", "words").filter(record=asked.like.pk).first()
    if document is None:
        return Results(page=asked.page)
    section = asked.values.get("type", document.section)
    found = similar(document, asked.narrowing(section=section))
    return _page(asked, found, found)


def _page(asked, everything, narrowed):
    """The Results of candidates of all types and of those of the type asked for."""
    ranked = by_date(narrowed.candidates) if asked.is_by_date else narrowed.candidates
    start = (asked.page - 1) * PER_PAGE
    shown = ranked[start : start + PER_PAGE]
    facets, names = _facets(asked, narrowed.candidates, shown)
    return Results(
        hits=_hits(shown, narrowed, names),
        total=narrowed.total,
        is_capped=narrowed.is_capped,
        sections=_sections(asked, everything),
        facets=facets,
        page=asked.page,
        others=everything.total - narrowed.total if not narrowed.total else 0,
        has_more=start + PER_PAGE < len(ranked) and asked.page < LAST_PAGE,
    )


def _find(asked, query):
    """(Found of all types, Found of the type asked for); the same where no type is asked for."""
    everything = find(query, asked.narrowing())
    section = asked.values.get("type", "")
    if not section:
        return everything, everything
    if everything.is_capped:
        return everything, find(query, asked.narrowing(section=section))
    of_type = [one for one in everything.candidates if one.section == section]
    return everything, Found(of_type, False, len(of_type), everything.related, everything.queries)


def _sections(asked, found):
    chosen = asked.values.get("type", "")
    counted = [(one, SECTION_TITLES[one], found.sections[one]) for one in SECTIONS if found.sections[one]]
    if chosen and chosen not in found.sections:
        counted.append((chosen, SECTION_TITLES[chosen], 0))
    return [(one, title, count, asked.address(type=one)) for one, title, count in counted]


def _facets(asked, candidates, shown):
    """([Facet], {id: public document}) of the sectors and regions that `candidates` are in, with all above them."""
    above = {"sector": _Above(Sector, candidates), "region": _Above(Region, candidates)}
    counts = {
        "sector": Counter(key for one in candidates for key in above["sector"].of(one.related)),
        "region": Counter(key for one in candidates if one.region for key in above["region"].of([one.region.hex])),
        "level": Counter(one.level for one in candidates if one.level and one.level != "not_stated"),
        "year": Counter(one.year for one in candidates if one.year),
    }
    keys = [key for name in ("sector", "region") for key, _count in counts[name].most_common(MOST_CHOICES)]
    keys += [one.region.hex for one in shown if one.region] + [key for one in shown for key in one.sectors]
    names = _public_names(keys)
    labels = {
        "sector": lambda key: names.get(key) and pick(names[key], "name"),
        "region": lambda key: names.get(key) and pick(names[key], "name"),
        "level": lambda value: LEVELS[value],
        "year": str,
    }
    found = []
    for name, title in (("sector", _("Sector")), ("region", _("Region")), ("level", _("Level")), ("year", _("Year"))):
        if name in asked.given:
            continue
        ordered = sorted(counts[name].items(), key=lambda one: (-one[1], str(one[0])))[:MOST_CHOICES]
        choices = []
        for value, count in ordered:
            if label := labels[name](value):
                given = names[value].slug if name in ("sector", "region") else str(value)
                choices.append(Choice(label, count, asked.address(**{name: given})))
        if choices:
            found.append(Facet(name, title, choices))
    return found, names


class _Above:
    """The public nodes of a tree at or above those that records name, as the filters by node count them. Two queries."""

    def __init__(self, model, candidates):
        named = {key for one in candidates for key in one.related} if model is Sector else None
        named = {one.region.hex for one in candidates if one.region} if named is None else named
        rows = model.objects.public()
        self.paths = {key.hex: path for key, path in rows.filter(pk__in=named).values_list("pk", "path")}
        steps = {step for path in self.paths.values() for step in _steps(path)}
        self.keys = {path: key.hex for key, path in rows.filter(path__in=steps).values_list("pk", "path")}

    def of(self, keys):
        """Each node once for a record, however many of those below it the record names."""
        steps = {step for key in keys for step in _steps(self.paths.get(key, ""))}
        return {self.keys[step] for step in steps if step in self.keys}


def _steps(path):
    """a/, a/b/, a/b/c/ of a/b/c/."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: place + 1]) + "/" for place in range(len(parts))]


def _public_names(keys):
    """`{id as hex: document}` of those records of `keys` that are public."""
    rows = SearchDocument.objects.filter(record__in=set(keys)).defer("tokens", "texts", "words")
    return {row.record_id.hex: row for row in rows}


def _hits(shown, found, names):
    documents = SearchDocument.objects.defer("tokens", "words").in_bulk([one.pk for one in shown])
    shown = [one for one in shown if one.pk in documents]
    about = _public_names(
        {key for one in shown for keys in found.related.values() for key in keys if key in one.related}
    )
    told = {one.pk: _reasons(one, documents[one.pk], found, about) for one in shown}
    untold = [pk for pk, found in told.items() if not found]
    if untold:
        told |= _readings(untold)
    return [
        Hit(documents[one.pk], one.score, told[one.pk], names.get(one.region.hex) if one.region else None)
        for one in shown
    ]


def _reasons(candidate, document, whole, about):
    """The texts that have the words, before them the name that was typed in part; then what the record is about."""
    is_begun = candidate.score == BEGUN or bool(candidate.name)
    texts = _texts_for(candidate, document)
    told = (reasons(texts, query, is_begun=is_begun) for query in whole.queries)
    found = next(filter(None, told), [])
    if candidate.name and not any(one.is_name for one in found):
        kind, language, text = candidate.name
        found = [Reason(kind, language, [Part(text, False)])]
    said = {word for one in found for word in one.words}
    silent = [key for word, keys in whole.related.items() if word not in said for key in keys]
    shared = [about[key] for key in dict.fromkeys(silent) if key in candidate.related and key in about]
    if shared and not candidate.name:
        found = [*found[:1], _shared(shared)]
    return found


def _texts_for(candidate, document):
    """The texts that can have earned the score: facts and quotes only where neither names nor own words did."""
    if document.is_stale:
        return [text for text in document.texts if text[0] in WORTH]
    if candidate.score >= TOLD:
        return [text for text in document.texts if text[0] in WORTH or text[0] == OWN_TEXT]
    return document.texts


def _readings(documents):
    """`{pk: [Reason]}` of documents none of whose texts has a word: a name by its reading."""
    found = {pk: [] for pk in documents}
    for row in SearchName.objects.filter(document__in=documents, kind__in=READ).order_by("-pk"):
        found[row.document_id] = [Reason(row.kind, row.language, [Part(row.text, False)])]
    return found


def _shared(documents):
    """That a record is about what others are about as well, in the reader's language as far as it goes."""
    names = [pick(one, "name") for one in documents[:MOST_NAMED]]
    parts = [Part(name.text, True) for name in names]
    between = [piece for part in parts for piece in (part, Part(comma(), False))][:-1]
    languages = {name.lang for name in names}
    return Reason(RELATED, languages.pop() if len(languages) == 1 else "", between)


def narrowed_by(asked):
    """(label, value, query without it) of each narrowing in force but the type."""
    found = []
    for name, title in (("sector", _("Sector")), ("region", _("Region")), ("level", _("Level")), ("year", _("Year"))):
        if name in asked.given:
            value = LEVELS[asked.values[name]] if name == "level" else asked.given[name]
            found.append((title, value, asked.address(**{name: None})))
    return found
