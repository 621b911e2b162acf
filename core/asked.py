"""What a list was asked for, as a sentence that a reader can check."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.facets import MOST
from core.filters import DateFrom, DateTo, NameFilter, TextFilter
from editorial.bilingual import CHINESE, reading_language


def sentence(filterset, total, chosen, order):
    """“5 entries where the kind is “zone”, ordered by name.” `chosen` are controls, `order` is the label of the order."""
    found, order = total_words(total), in_sentence(order)
    conditions = [
        condition(filterset.filters[field.name], field) for field in chosen if field.name in filterset.filters
    ]
    if not conditions:
        return _("%(found)s, ordered by %(order)s.") % {"found": found, "order": order}
    joined = _(" and ").join(conditions)
    return _("%(found)s where %(conditions)s, ordered by %(order)s.") % {
        "found": found,
        "conditions": joined,
        "order": order,
    }


def total_words(total):
    if total > MOST:
        return _("More than %(count)s entries") % {"count": f"{MOST:,}"}
    return ngettext("%(count)d entry", "%(count)d entries", total) % {"count": total}


def condition(narrowing, field):
    values = {"label": in_sentence(field.label), "value": field.shown_value}
    if isinstance(narrowing, NameFilter | TextFilter):
        return _("the words contain “%(value)s”") % values
    if isinstance(narrowing, DateFrom):
        return _("the date is not before %(value)s") % values
    if isinstance(narrowing, DateTo):
        return _("the date is not after %(value)s") % values
    return _("“%(label)s” is “%(value)s”") % values


def in_sentence(label):
    """A label as it stands within a sentence: without its capital, which Chinese does not have."""
    text = str(label)
    return text if reading_language() == CHINESE else text[:1].lower() + text[1:]
