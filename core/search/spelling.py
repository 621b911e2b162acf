"""What a query that finds nothing may have meant: words of public names that differ by a letter or two, or sound the same."""

from django.db.models import Q
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from core.models import SearchDocument, SearchName, SearchTerm
from core.search.analysis import LONGEST_WORD, key
from core.search.finding import LAST, Query
from editorial.sorting import suggested_pinyin

SHORTEST = 5
MOST_TERMS = 5_000
MOST_NAMES, MOST_LOOKED_AT = 5, 20
# Runs of Chinese that may be several names, and how much of them is looked at.
SHORTEST_RUN, MOST_OF_A_RUN, LONGEST_NAME = 4, 60, 15
# Of a name that is offered at a dead end, so much is as it was asked, in per cent.
NEAR_ENOUGH = 60


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


def joined(query):
    """A reading or a name that was typed apart and wrongly, as one word: zhongguancun for “zhong guan cum”; None where
    nothing is near."""
    words = [piece for piece in query.pieces if not piece.is_run and piece.text.isascii()]
    term = _nearest(query.key) if len(words) == len(query.pieces) > 1 and len(query.key) <= LONGEST_WORD else ""
    return Query(term) if term else None


def parted(query):
    """The names that stand one after the other in a run of Chinese that nothing contains whole: 中关村 海淀园; None where
    there is none."""
    runs = [piece.text[:MOST_OF_A_RUN] for piece in query.pieces if piece.is_run and len(piece.text) >= SHORTEST_RUN]
    pieces = {
        run[start:end]
        for run in runs
        for start in range(len(run))
        for end in range(start + 2, min(len(run), start + LONGEST_NAME) + 1)
    }
    known = (
        set(SearchName.objects.filter(key__in=pieces, is_whole=True).values_list("key", flat=True)) if pieces else ()
    )
    if not known:
        return None
    told = [" ".join(_names_in(one.text, known)) if one.text in runs else one.text for one in query.pieces]
    return Query(" ".join(told))


def _names_in(run, known):
    """The longest known names from the left on; what lies between them is left out."""
    start = 0
    while start < len(run):
        ends = range(min(len(run), start + LONGEST_NAME), start + 1, -1)
        end = next((end for end in ends if run[start:end] in known), None)
        if end:
            yield run[start:end]
        start = end or start + 1


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
        rows = SearchName.objects.filter(key__gte=start, key__lt=start + LAST, is_whole=True).order_by(
            "key", "document"
        )
        near = [
            (-fuzz.ratio(sound, typed[: len(sound)]), place, document)
            for place, (document, typed) in enumerate(rows.values_list("document", "key")[:MOST_LOOKED_AT])
        ]
        near = [document for ratio, _place, document in sorted(near) if -ratio >= NEAR_ENOUGH]
        found = list(dict.fromkeys(near))[:MOST_NAMES]
        if found:
            documents = SearchDocument.objects.defer("tokens", "texts", "words").in_bulk(found)
            return [documents[pk] for pk in found if pk in documents]
    return []
