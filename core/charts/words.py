"""What a chart shows, in sentences: for who cannot see it, and for who wants to know how it is drawn."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import edtf
from core.charts.series import joined
from core.charts.ticks import value_scale
from core.models import Figure, Unit
from editorial.bilingual import reading_language

FACTS = (Figure.Kind.ACTUAL, Figure.Kind.ESTIMATE)
MOST_AIMS = 6


def title(series):
    return heading(series.subject, series.indicator)


def heading(subject, indicator):
    """“Zhongguancun: Total revenue of enterprises”."""
    return f"{subject.name}{pgettext('punctuation', ': ')}{indicator.name}"


def summary(series):
    """“From 2010 to 2030: 6 actual values, 1 target. The last fact or estimate: CNY 9 trillion (actual, 2020). Targets, plans and
    forecasts: over CNY 10 trillion (target, 2030).”"""
    aims = [value for value in series.values if value.kind not in FACTS]
    facts = [value for value in series.values if value.kind in FACTS]
    found = [extent(series)]
    if facts:
        found.append(_("The last fact or estimate: %(value)s.") % {"value": told(facts[-1])})
    if aims:
        sentence = (
            _("The last targets, plans and forecasts: %(values)s.")
            if len(aims) > MOST_AIMS
            else _("Targets, plans and forecasts: %(values)s.")
        )
        found.append(sentence % {"values": comma().join(told(value) for value in aims[-MOST_AIMS:])})
    return " ".join(found)


def extent(series):
    values = series.values
    return _("From %(first)s to %(last)s: %(counts)s.") % {
        "first": min(value.start.year for value in values),
        "last": max(value.end.year for value in values),
        "counts": comma().join(counted(kind, sum(v.kind == kind for v in values)) for kind in series.kinds),
    }


def told(value):
    """“over CNY 10 trillion (target, 2030)”."""
    return _("%(value)s (%(kind)s, %(period)s)") % {
        "value": value.figure.display(),
        "kind": value.figure.get_kind_display(),
        "period": edtf.display(value.period, reading_language()),
    }


def comma():
    return pgettext("punctuation", ", ")


def counted(kind, count):
    sentence = {
        Figure.Kind.ACTUAL: ngettext("%(count)d actual value", "%(count)d actual values", count),
        Figure.Kind.ESTIMATE: ngettext("%(count)d estimate", "%(count)d estimates", count),
        Figure.Kind.TARGET: ngettext("%(count)d target", "%(count)d targets", count),
        Figure.Kind.PLAN: ngettext("%(count)d plan", "%(count)d plans", count),
        Figure.Kind.FORECAST: ngettext("%(count)d forecast", "%(count)d forecasts", count),
    }[kind]
    return sentence % {"count": count}


def notes(series):
    """How the chart is to be read, only of what is in it; where the value axis begins stands first."""
    values = series.values
    return [
        sentence
        for is_said, sentence in (
            (True, axis_note(series)),
            (any(joined(values)), _("A line joins single values that begin at most a year apart.")),
            (
                any(is_interval(value) for value in values),
                _("An upright line is an interval; a flat one is the time it is about."),
            ),
            (any(is_open(value) for value in values), _("An arrow is an end that the wording leaves open.")),
            (any(value.is_disputed for value in values), _("A circle marks values that cannot all be right.")),
            (any(value.target for value in values), _("A target stands at the end of its horizon.")),
            (series.is_cumulative, _("What is counted over all time so far stands at the end of its period.")),
        )
        if is_said
    ]


def axis_note(series):
    scale = value_scale(
        [end for value in series.values for end in value.ends], series.unit, series.currency, reading_language()
    )
    if scale.first == 0:
        return _("The value axis begins at zero.")
    if scale.holds_zero:
        return _("The darker line of the value axis is zero.")
    return _("The value axis begins at %(first)s, not at zero.") % {"first": scale.words[0]}


def is_interval(value):
    return not is_open(value) and not value.is_single


def is_open(value):
    return value.low is None or value.high is None


def ends_in_words(figure):
    """The interval without its hedge: “at least 27% and less than 30%”."""
    if figure.unit == Unit.RANK:
        return figure.display()
    plain = type(figure)(
        low=figure.low, high=figure.high, low_open=figure.low_open, high_open=figure.high_open, unit=figure.unit,
        currency=figure.currency,
    )  # fmt: skip
    return plain.display()
