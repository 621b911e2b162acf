"""What is computed from public rows is told of every change of them, within the transaction that makes it.

A model that follows the feed says so by its base class; nothing registers anywhere.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps

from editorial.models import FollowsFeed

_gathered = ContextVar("gathered", default=None)


@contextmanager
def gathering():
    """Tell only once, at the end, of all that is published or withdrawn inside. To be used inside a transaction."""
    if _gathered.get() is not None:
        yield
        return
    units = {}
    mark = _gathered.set(units)
    try:
        yield
    finally:
        _gathered.reset(mark)
    _tell_all(list(units))


def tell(units):
    """Tell every follower that what the public sees of `units`, which are instances, may differ from now on."""
    told = dict.fromkeys((type(unit), unit.pk) for unit in units)
    gathered = _gathered.get()
    if gathered is not None:
        gathered |= told
    else:
        _tell_all(list(told))


def _tell_all(told):
    if told:
        for model in apps.get_models():
            if issubclass(model, FollowsFeed):
                model.follow(told)
