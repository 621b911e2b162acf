"""What a query finds: candidates by tiers, each tier a bounded look into an index, ranked the same way on both engines.

An exact name comes first, then names that begin so, names with all the words, the record's own words, and its facts and
quotes. No figure but these decides: neither clicks nor popularity.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import cached_property

from core.models import SearchDocument, SearchName
from core.search.analysis import key, tokens
from core.search.columns import Matches
from core.search.names import LONGEST_KEY, MACHINE, WORTH
from core.search.questions import (
    ALL,
    NAMES,
    OWN,
    AllOf,
    AnyOf,
    Phrase,
    about,
    about_key,
    asked_pieces,
    beginning_in,
    of_section,
    piece_in,
)

# No more candidates are ranked and counted by facets, and no more are counted at all.
MOST_RANKED, MOST_COUNTED = 2_000, 10_000
MOST_NAMED = 300
# A query is also asked in so many other spellings of the name that it is.
MOST_SPELLINGS = 2
# A word is also looked for among the names of so many sectors and regions, whose records it then finds.
MOST_RELATED = 20
BEGINNING, NAMED, BEGUN, TOLD, EVIDENCED = 50, 40, 30, 20, 10
# On top, where one word of several is by itself a name of the record.
NAMED_BY_A_WORD = 5
# Only where fewer are found are words of names looked for that merely begin so.
FEW = 20
# Of equal scores the sections come in this order.
SECTIONS = (
    "parks", "regions", "companies", "institutions", "policies", "schemes", "batches", "people", "products", "sectors", "briefings", "sources",
)  # fmt: skip
LAST = "\U0010ffff"


class Candidate(NamedTuple):
    pk: int
    section: str
    kind: str
    level: str
    region: object
    sectors: list
    related: list
    day: object
    sort_key: str
    score: int = 0
    # (kind, language, text) of the name that was typed, whole or its beginning, where the query is one.
    name: tuple = ()

    @property
    def year(self):
        return self.day.year if self.day else None


COLUMNS = ("pk", "section", "kind", "level", "region", "sectors", "related", "day", "sort_key")


@dataclass
class Narrowing:
    """What the hits are narrowed by; None and "" narrow by nothing. `regions` and `sectors` are ids, with all below them."""

    section: str = ""
    level: str = ""
    regions: list | None = None
    sectors: list | None = None
    year: int | None = None

    def rows(self):
        found = Q()
        if self.section:
            found &= Q(section=self.section)
        if self.level:
            found &= Q(level=self.level)
        if self.regions is not None:
            found &= Q(region__in=self.regions)
        if self.year is not None:
            found &= Q(day__year=self.year)
        # In no order: with one the engine would look at all that match, or at all rows.
        return SearchDocument.objects.filter(found).order_by()

    def parts(self):
        """What can be asked of the index itself."""
        found = [Phrase((of_section(self.section),))] if self.section else []
        if self.sectors is not None:
            found.append(AnyOf(tuple(Phrase((about(one),)) for one in self.sectors)))
        return tuple(found)


@dataclass
class Found:
    """The ranked candidates of a query, at most MOST_RANKED; `is_capped` where there are more."""

    candidates: list = field(default_factory=list)
    is_capped: bool = False
    total: int = 0
    # {word of the query: ids of sectors and regions that it names, as hex}
    related: dict = field(default_factory=dict)
    # The query, and the same in the words of the name that it is.
    queries: list = field(default_factory=list)

    @cached_property
    def sections(self):
        return Counter(one.section for one in self.candidates)

    @property
    def is_beyond_counting(self):
        return self.total > MOST_COUNTED


class Query:
    """One query, read."""

    def __init__(self, text):
        self.text = text
        self.pieces = asked_pieces(text)
        self.key = key(text)[:LONGEST_KEY]

    @property
    def is_empty(self):
        return not self.pieces

    @cached_property
    def related(self):
        """`{word: ids}` of the sectors and regions in whose names a word stands: it finds what they are about as well."""
        wanted = AnyOf((Phrase((of_section("sectors"),)), Phrase((of_section("regions"),))))
        words = AnyOf(tuple(piece_in(NAMES, piece) for piece in self.pieces))
        rows = SearchDocument.objects.filter(Matches(AllOf((wanted, words)))).order_by("sort_key", "pk")
        found = {piece.text: [] for piece in self.pieces}
        for record, texts in rows.values_list("record", "texts")[:MOST_RELATED]:
            named = {token for kind, _language, text in texts if kind in WORTH for token in tokens(text)}
            for piece in self.pieces:
                if set(piece_in("", piece).tokens) <= named:
                    found[piece.text].append(record.hex)
        return found

    def told(self):
        """What is asked of the record's own words: each word, or that it is about what the word names."""
        parts = []
        for piece in self.pieces:
            either = [piece_in(OWN, piece), *(Phrase((about_key(one),)) for one in self.related[piece.text])]
            parts.append(AnyOf(tuple(either)) if len(either) > 1 else either[0])
        return tuple(parts)

    def evidenced(self):
        parts = []
        for piece in self.pieces:
            either = [piece_in(ALL, piece), *(Phrase((about_key(one),)) for one in self.related[piece.text])]
            parts.append(AnyOf(tuple(either)) if len(either) > 1 else either[0])
        return tuple(parts)

    def named(self):
        return tuple(piece_in(NAMES, piece) for piece in self.pieces)

    def begun(self):
        return tuple(beginning_in(NAMES, piece) for piece in self.pieces)


def find(query, narrowing=None):
    """The Found of a Query. At most ten queries, each of bounded cost."""
    narrowing = narrowing or Narrowing()
    if query.is_empty:
        return Found()
    scores = _scores_of_names(query)
    found = {}
    if scores:
        wanted = narrowing.rows().filter(pk__in=list(scores))
        if narrowing.parts():
            wanted = wanted.filter(Matches(AllOf(narrowing.parts())))
        for row in wanted.values_list(*COLUMNS):
            found[row[0]] = Candidate(*row, *scores[row[0]])
    spelt = [query, *_as_written(query, scores)]
    for score, parts in ((NAMED, "named"), (TOLD, "told"), (EVIDENCED, "evidenced")):
        if len(found) > MOST_RANKED:
            break
        asked = AnyOf(tuple(AllOf(getattr(one, parts)()) for one in spelt))
        rows = narrowing.rows().filter(Matches(AllOf((asked, *narrowing.parts()))))
        for row in rows.values_list(*COLUMNS)[: MOST_RANKED + 1]:
            if row[0] not in found:
                found[row[0]] = Candidate(*row, score=score)
    if not found and (names := _ending_so(query)):
        for row in narrowing.rows().filter(pk__in=list(names)).values_list(*COLUMNS):
            found[row[0]] = Candidate(*row, NAMED, names[row[0]])
    if len(found) < FEW:
        rows = narrowing.rows().filter(Matches(AllOf((*query.begun(), *narrowing.parts()))))
        for row in rows.values_list(*COLUMNS)[:MOST_NAMED]:
            if row[0] not in found:
                found[row[0]] = Candidate(*row, score=BEGUN)
    for pk in _named_by_a_word(query) & found.keys():
        found[pk] = found[pk]._replace(score=found[pk].score + NAMED_BY_A_WORD)
    is_capped = len(found) > MOST_RANKED
    candidates = ranked(found.values())[:MOST_RANKED]
    total = _total(spelt, narrowing) if is_capped else len(candidates)
    return Found(candidates, is_capped, total, query.related, spelt)


def _scores_of_names(query):
    """`{document: (score, (kind, language, text))}` of the names that are what was typed, or begin so."""
    if not query.key:
        return {}
    named = SearchName.objects.filter(key__gte=query.key, key__lt=query.key + LAST, is_whole=True)
    scores = {}
    rows = named.order_by("key", "document").values_list("document", "key", "kind", "text", "language")[:MOST_NAMED]
    for document, typed, kind, text, language in rows:
        score = WORTH[kind] if typed == query.key else _worth_of_beginning(kind, len(query.key) / len(typed))
        scores[document] = max((score, (kind, language, text)), scores.get(document, (0, ())))
    return scores


def _as_written(query, scores):
    """The query in the words of the name that it is, where those are other ones: Deep Seek, DeepSeek."""
    exact = {name[2] for score, name in scores.values() if score >= WORTH[MACHINE] and key(name[2]) == query.key}
    words = {piece.text for piece in query.pieces}
    written = (Query(text) for text in sorted(exact)[:MOST_SPELLINGS])
    return [one for one in written if {piece.text for piece in one.pieces} != words]


def _ending_so(query):
    """`{document: name}` of names whose later words are what was typed: etown, of Beijing E-Town."""
    rows = SearchName.objects.filter(key=query.key, is_whole=False).order_by("pk")
    found = rows.values_list("document", "kind", "language", "text")[:MOST_NAMED] if query.key else []
    return {document: tuple(name) for document, *name in found}


def _named_by_a_word(query):
    """The documents that one word of several is the name of: the zone, for “Zhongguancun zone”."""
    words = [piece.text[:LONGEST_KEY] for piece in query.pieces]
    if len(words) < 2:
        return set()
    rows = SearchName.objects.filter(key__in=words, is_whole=True).order_by("pk")
    return set(rows.values_list("document", flat=True)[:MOST_NAMED])


def _worth_of_beginning(kind, share):
    """More for an official name than for others, and the more of the name was typed: 北京 is 北京市 before what lies there."""
    return BEGINNING - (100 - WORTH[kind]) // 2 + int(10 * share)


def ranked(candidates):
    return sorted(candidates, key=_rank)


def _rank(candidate):
    section = SECTIONS.index(candidate.section) if candidate.section in SECTIONS else len(SECTIONS)
    return -candidate.score, section, len(candidate.sort_key), candidate.sort_key, candidate.pk


def _total(queries, narrowing):
    asked = AnyOf(tuple(AllOf(one.evidenced()) for one in queries))
    rows = narrowing.rows().filter(Matches(AllOf((asked, *narrowing.parts()))))
    return max(rows.values("pk")[: MOST_COUNTED + 1].count(), MOST_RANKED + 1)


def by_date(candidates):
    """Newest first; what has no date comes last, in the order of relevance."""
    return sorted(candidates, key=lambda one: -one.day.toordinal() if one.day else 0)
