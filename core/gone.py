"""The answer to an address where something public once stood: gone with its reason, or the way to what replaces it."""

from typing import NamedTuple

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.references import SLUG
from editorial.bilingual import pick
from editorial.models import Change, RecordModel
from editorial.models.changes import Reason
from editorial.past import once_at, successor_of

# What was withdrawn or merged can come back: a browser keeps the way to the successor for an hour, not for ever.
KEPT_FOR = {"Cache-Control": "max-age=3600"}


class Gone(NamedTuple):
    """What became of something that was public. `successor` is the public unit that replaces it, or None."""

    entry: Change
    successor: object

    @property
    def reason(self):
        """A sentence for readers."""
        if self.entry.because_of:
            return _("What it rested on was withdrawn.")
        if self.entry.action == Change.Action.MERGED:
            return _("It was merged into another entry.")
        return {
            Reason.ERROR: _("It was published in error."),
            Reason.REPLACED: _("It was replaced by another entry."),
        }.get(self.entry.reason, _("It was withdrawn."))

    @property
    def note(self):
        return pick(self.entry, "note")


def what_became_of(model, *, slug=None, key=None):
    """The Gone of the unit of `model` that once stood at this address; None where nothing ever did."""
    if slug is not None and not SLUG.fullmatch(slug):
        return None  # No address, perhaps with a character that the database cannot even be asked for.
    entry = once_at(model, slug=slug, key=key)
    return Gone(entry, successor_of(model, entry)) if entry is not None else None


def answer_for_readers(request, model, *, slug=None, key=None):
    """410 with the reason, or a redirect to the successor; raises Http404 where nothing ever was."""
    gone = what_became_of(model, slug=slug, key=key)
    if gone is None:
        raise Http404
    if gone.successor is None:
        return render(request, "410.html", {"gone": gone}, status=410)
    if isinstance(gone.successor, RecordModel):
        return redirect(gone.successor.get_absolute_url())
    return redirect(reverse(f"{request.resolver_match.namespace}:detail", args=[gone.successor.pk]))


def redirect(address):
    return HttpResponsePermanentRedirect(address, headers=KEPT_FOR)
