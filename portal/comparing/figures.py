"""Figures side by side: one row for each measure, and in words what keeps its values from being compared."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.conflicts import disputes
from core.models import Figure
from core.record_pages import AIMS
from core.templatetags.records import figure_period
from portal.comparing.rows import Cell, Item, PartOfComparison, Row, plain

NOT_FACTS = (Figure.Kind.TARGET, *AIMS)


def figure_parts(dossiers, targets_of=lambda dossier: dossier.targets):
    """Facts, targets, and plans and forecasts, each by itself: a target never stands in a row of facts."""

    def facts(dossier):
        return [figure for figure in dossier.figures if figure.kind not in NOT_FACTS]

    def targets(dossier):
        return [target.figure for target in targets_of(dossier)]

    def aims(dossier):
        return [figure for figure in dossier.figures if figure.kind in AIMS]

    return [
        PartOfComparison("figures", _("Figures"), rows_by_measure(dossiers, facts)),
        PartOfComparison("targets", _("Targets"), rows_by_measure(dossiers, targets)),
        PartOfComparison("aims", _("Plans and forecasts"), rows_by_measure(dossiers, aims)),
    ]


def rows_by_measure(dossiers, figures_of):
    """Rows in the order of the measures' codes; the newest period of a cell first, what sources disagree on side by side."""
    found = [list(figures_of(dossier)) for dossier in dossiers]
    measures = {figure.indicator.code: figure.indicator for figures in found for figure in figures}
    rows = []
    for code in sorted(measures):
        cells = [
            cell_of(dossier.record, [figure for figure in figures if figure.indicator.code == code])
            for dossier, figures in zip(dossiers, found, strict=True)
        ]
        address = f"{reverse('indicators:list')}#{code}"
        rows.append(Row(measures[code].name, cells, address, remarks(cells)))
    return rows


def cell_of(record, figures):
    """All values stay, the one that the written rule prefers first, with the reason."""
    torn = list(disputes(figures))
    first = [figure for dispute in torn for figure in (dispute.shown, *dispute.others)]
    others = [figure for figure in figures if figure not in first]
    note = " ".join(_("Sources disagree. Why this order: %(reason)s") % {"reason": one.reason} for one in torn)
    items = [Item(figure=figure, citation=figure.citation, fact=figure) for figure in (*first, *others)]
    return Cell(record, items, note)


def remarks(cells):
    """Sentences on what two values of this row do not share, though they measure the same."""
    recorded = [[item.figure for item in cell.items] for cell in cells if cell.items]
    if len(recorded) < 2:
        return []
    sentences = {
        period_of: _("Not the same period: %(values)s."),
        kind_of: _("Not of the same kind: %(values)s."),
        currency_of: _("Not in the same currency: %(values)s."),
        whom_of: _("Not of the same group: %(values)s."),
        whole_of: _("Not shares of the same whole: %(values)s."),
        cumulation_of: _("Not counted over the same time: %(values)s."),
    }
    return [
        sentence % {"values": against(recorded, read)} for read, sentence in sentences.items() if apart(recorded, read)
    ]


def apart(recorded, read):
    """Whether no value of `read` is common to all cells."""
    return not set.intersection(*({read(figure) for figure in figures} for figures in recorded))


def against(recorded, read):
    """“2022 against 2019”: the first value of each cell, each once."""
    return _(" against ").join(dict.fromkeys(read(figures[0]) for figures in recorded))


def period_of(figure):
    return plain(figure_period(figure))


def kind_of(figure):
    return figure.get_kind_display()


def currency_of(figure):
    return figure.currency


def whom_of(figure):
    return f"“{figure.population}”" if figure.population.text else _("not stated of whom")


def whole_of(figure):
    """A share of another whole is another share; of a sum nothing is said here."""
    if figure.unit != "percent":
        return ""
    if figure.base is not None and figure.base.is_public:
        return str(figure.base.name)
    return figure.base_as_printed or _("whole not stated")


def cumulation_of(figure):
    return _("over all time so far") if figure.is_cumulative else _("in its period")
