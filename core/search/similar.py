"""Records like one that a reader knows: of its type, about the same sectors, region, issuer or maker."""

from core.search.columns import Matches
from core.search.finding import COLUMNS, Candidate, Found, Narrowing, ranked
from core.search.questions import AllOf, AnyOf, Phrase, about_key

# So many are like one another at most; of what a record is about, so much is compared.
MOST, MOST_COMPARED = 60, 8
# Each look into the index ends after so many rows.
LOOKED_AT = 300


def similar(document, narrowing=None):
    """The Found of records like that of `document`, those that share most of what it is about first.

    The score of a candidate is what it shares, in per cent of what the document is about. At most MOST_COMPARED + 2 queries.
    """
    narrowing = narrowing or Narrowing(section=document.section)
    compared = document.related[:MOST_COMPARED]
    found = {}
    for question in _from_all_to_any([Phrase((about_key(key),)) for key in compared]):
        if len(found) >= MOST:
            break
        rows = narrowing.rows().filter(Matches(AllOf((question, *narrowing.parts())))).exclude(pk=document.pk)
        for row in rows.values_list(*COLUMNS)[:LOOKED_AT]:
            one = found.setdefault(row[0], Candidate(*row))
            found[row[0]] = one._replace(score=100 * len({*one.related} & {*compared}) // len(compared))
    candidates = ranked(found.values())[:MOST]
    return Found(candidates, total=len(candidates), related={"": compared})


def _from_all_to_any(asked):
    """Questions for all of `asked`, for all but one, for any."""
    if not asked:
        return
    yield AllOf(tuple(asked))
    if len(asked) > 2:
        yield from (AllOf((*asked[:place], *asked[place + 1 :])) for place in range(len(asked)))
    if len(asked) > 1:
        yield AnyOf(tuple(asked))
