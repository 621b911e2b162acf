"""Charts in pages. The size of a drawing is that of its place: what is told here is drawn by core.charts."""

from django import template

from core.charts import svg, words
from core.charts.drawing import time_chart
from core.models import Figure

register = template.Library()

HEIGHT, LARGE = 260, 360


@register.inclusion_tag("core/_chart.html")
def chart(series, section, slug, is_large=False):
    """A charted Series with its heading, its signs and how it is read; small ones with their values folded away below."""
    axis, *others = words.notes(series)
    return {
        "series": series,
        "section": section,
        "slug": slug,
        "is_large": is_large,
        "drawing": drawing(series, is_large),
        "kinds": [(kind, Figure.Kind(kind).label) for kind in series.kinds],
        "axis": axis,
        "notes": others,
    }


def drawing(series, is_large):
    height = LARGE if is_large else HEIGHT
    name, said = f"chart-{series.key}-title", f"chart-{series.key}-said"
    return svg.tag(
        "svg",
        svg.tag("title", words.title(series), id=name),
        svg.tag("desc", words.summary(series), id=said),
        *time_chart(series, height=height),
        role="img", aria_labelledby=name, aria_describedby=said, class_="chart-drawing", width="100%", height=height,
    )  # fmt: skip


@register.filter
def ends_in_words(figure):
    """The interval of a figure without its hedge."""
    return words.ends_in_words(figure)
