"""What a query that finds nothing may have meant: words of public names that differ by a letter or two, or sound the same."""

from django.db.models import Q
from rapidfuzz.distance import OSA

from core.models import SearchDocument, SearchName, SearchTerm
from core.search.analysis import key
from core.search.finding import LAST, Query
from editorial.sorting import suggested_pinyin

SHORTEST = 5
MOST_TERMS = 5_000
MOST_NAMES, MOST_LOOKED_AT = 5, 20


def meant(query):
    """The query with each unknown word replaced by the nearest word of public names; None where nothing is near.

    Only what stands in a public name now is ever offered.
    """
    asked = [piece for piece in query.pieces if not piece.is_run and len(piece.text) >= SHORTEST]
    known = set(SearchTerm.objects.filter(pk__in=[piece.text for piece in asked]).values_list("pk", flat=True))
    better = {piece.text: _nearest(piece.text) for piece in asked if piece.text not in known and piece.text.isascii()}
    better = {word: term for word, term in better.items() if term}
    if not better:
        return None
    return Query(" ".join(better.get(piece.text, piece.text) for piece in query.pieces))


def _nearest(word):
    """The term nearest to `word`: one wrong letter in short words, two in long ones; of equals the most frequent."""
    most = 1 if len(word) < 8 else 2
    same_end = Q(head=word[:2]) | Q(tail=word[-2:])
    rows = SearchTerm.objects.filter(
        same_end, length__gte=max(SHORTEST - 1, len(word) - most), length__lte=len(word) + most
    )
    near = []
    for term, frequency in rows.order_by("-frequency", "term").values_list("term", "frequency")[:MOST_TERMS]:
        distance = OSA.distance(word, term, score_cutoff=most)
        if distance <= most:
            near.append((distance, -frequency, term))
    return min(near)[2] if near else ""


def nearest_names(query):
    """The documents of public names that sound like the query or begin like it, for a dead end."""
    sound = key(suggested_pinyin(query.text)) if any(piece.is_run for piece in query.pieces) else query.key
    for start in dict.fromkeys((sound, sound[: max(3, len(sound) // 2)])):
        if len(start) < 2:
            continue
        rows = SearchName.objects.filter(key__gte=start, key__lt=start + LAST, is_whole=True).order_by("key", "pk")
        found = list(dict.fromkeys(rows.values_list("document", flat=True)[:MOST_LOOKED_AT]))[:MOST_NAMES]
        if found:
            documents = SearchDocument.objects.defer("tokens", "texts", "words").in_bulk(found)
            return [documents[pk] for pk in found if pk in documents]
    return []
