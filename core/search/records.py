"""The records that a question finds, as a condition on lists of any size."""

from uuid import UUID

from django.db.models import BooleanField, OuterRef, Q, Subquery, Value
from django.db.models.lookups import Exact

from core.models import SearchDocument
from core.search.columns import Matches, by_index

# So many are asked for by their keys, so many joined; of more a list soon comes across enough as it walks along its order.
MOST_KEYS, MOST_JOINED = 5_000, 100_000
# A condition on no key at all cannot be written in SQL, and lists unite what they ask.
NOBODY = UUID(int=0)


def found_by(question):
    """The condition that the document of a record, whose key is `pk`, satisfies `question`. One or two queries.

    The planner knows how many keys it is given; of a match it knows nothing, and would walk through a million records in
    order to find three.
    """
    rows = SearchDocument.objects.filter(Matches(question)).order_by()
    with by_index():
        keys = list(rows.values_list("record", flat=True)[: MOST_KEYS + 1])
    if len(keys) <= MOST_KEYS:
        return Q(pk__in=keys or [NOBODY])
    with by_index():
        are_few = rows.values("pk")[: MOST_JOINED + 1].count() <= MOST_JOINED
    if are_few:
        # The limit, which none reaches, keeps PostgreSQL from walking along the order of the list instead.
        return Q(pk__in=rows.values("record")[:MOST_JOINED])
    its_own = SearchDocument.objects.filter(record=OuterRef("pk")).order_by().annotate(is_hit=Matches(question))
    # A value and no EXISTS, which PostgreSQL would turn into a join with all that match.
    return Q(Exact(Subquery(its_own.values("is_hit")[:1], output_field=BooleanField()), Value(True)))
