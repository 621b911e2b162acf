"""A comparison as lines of a table and as nested data, with every hedge, kind, period and source that the page shows."""

from django.urls import reverse
from django.utils.translation import gettext as _

from editorial.bilingual import reading_language
from editorial.tables.cells import guarded
from portal.comparing.rows import plain_words


def as_lines(records, parts, origin):
    """A heading and a line for each row: part, label, state, remarks, then what is recorded of each record and on whose word."""
    heads = [
        head for record in records for head in (str(record.name), _("Sources of %(name)s") % {"name": record.name})
    ]
    yield [guarded(head) for head in (_("Part"), _("Row"), _("Comparison"), _("Remarks"), *heads)]
    for part, rows in parts:
        for row in rows:
            cells = [text for cell in row.cells for text in (cell_words(cell), cell_sources(cell, origin))]
            state = str(row.state.label) if row.state else ""
            yield [guarded(text) for text in (part.title, str(row.label), state, " ".join(row.remarks), *cells)]


def cell_words(cell):
    if not cell.items:
        return _("not recorded")
    return " ".join(
        filter(None, ("; ".join(filter(None, (plain_words(item, cell.record) for item in cell.items))), cell.note))
    )


def cell_sources(cell, origin):
    """The address of each document behind a cell, once; of our page about it where it has none of its own."""
    sources = [item.citation.source for item in cell.items if item.citation]
    return "; ".join(dict.fromkeys(source.url or f"{origin}{source.get_absolute_url()}" for source in sources))


def as_data(records, parts, page, origin):
    return {
        "page": page,
        "language": reading_language(),
        "records": [
            {"slug": record.slug, "name": str(record.name), "url": f"{origin}{record.get_absolute_url()}"}
            for record in records
        ],
        "parts": [
            {"key": part.key, "title": part.title, "rows": [row_data(row, origin) for row in rows]}
            for part, rows in parts
        ],
    }


def row_data(row, origin):
    return {
        "label": str(row.label),
        "comparison": row.state.value if row.state else None,
        "remarks": row.remarks,
        "cells": [
            {
                "slug": cell.record.slug,
                "is_recorded": bool(cell.items),
                "note": cell.note,
                "items": [item_data(item, cell.record, origin) for item in cell.items],
            }
            for cell in row.cells
        ],
    }


def item_data(item, record, origin):
    found = {
        "text": plain_words(item, record),
        "evidence": evidence_data(item.citation, origin) if item.citation else None,
    }
    if item.figure:
        return found | figure_data(item, origin)
    return found | {"url": f"{origin}{item.link}" if item.link else None, "period": item.when or None}


def figure_data(item, origin):
    """A number is never given without what it means: its ends are in base units, None where the wording leaves one open."""
    figure = item.figure
    return {
        "url": f"{origin}{reverse('figures:detail', args=[figure.pk])}",
        "subject": {"kind": figure.subject.kind, "slug": figure.subject.slug, "name": str(figure.subject.name)},
        "as_printed": figure.as_printed,
        "low": None if figure.low is None else f"{figure.low.normalize():f}",
        "high": None if figure.high is None else f"{figure.high.normalize():f}",
        "hedge": figure.hedge,
        "unit": figure.unit,
        "currency": figure.currency or None,
        "kind": figure.kind,
        "period": figure.period or None,
        "of": str(figure.population) or None,
        "target": {"horizon": item.target.horizon, "state": item.target.state} if item.target else None,
    }


def evidence_data(citation, origin):
    source = citation.source
    return {
        "quote": citation.quote,
        "locator": citation.locator,
        "source": f"{origin}{source.get_absolute_url()}",
        "source_url": source.url or None,
        "published": source.published or None,
    }
