"""The way from a document back to its original, for all documents of one page at once."""

from core.models import Source

PRIVATE = [f"{step}{name}" for step in ("", "origin__", "origin__origin__") for name in Source.private_fields]


def give_chains(sources):
    """Set `shown_chain` of every source: the public documents behind it, nearest first, three steps at most.

    One query, none where no source has an original. Several instances of one source each get theirs.
    """
    sources = list(sources)
    keys = {source.origin_id for source in sources if source.origin_id}
    origins = (
        Source.objects.public()
        .select_related("publisher", "origin__publisher", "origin__origin__publisher")
        .defer(*PRIVATE)
        .in_bulk(keys)
        if keys
        else {}
    )
    for source in sources:
        source.shown_chain = list(_public_steps(origins.get(source.origin_id)))


def _public_steps(source, most=3):
    """Up to the first that is not public, and no further than what is in memory."""
    while source is not None and source.is_public and most:
        yield source
        most -= 1
        source = source._state.fields_cache.get("origin")
