"""What stands side by side: parts of rows, rows of cells, cells of items; and what may be said of a row as a whole."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import edtf
from core.templatetags.records import figure_period, is_stated
from editorial.bilingual import reading_language
from policies.templatetags.policies import state_label

# More of one cell stand on the page of its record.
MOST_ITEMS = 12


class State(models.TextChoices):
    SAME = "same", gettext_lazy("the same")
    DIFFERS = "differs", gettext_lazy("differs")
    GAPS = "gaps", gettext_lazy("recorded for some only")


class Item(NamedTuple):
    """One thing that is recorded: words with the record they lead to, or a figure. `text` may be a Text; `key` is equal for
    what is the same in two cells, where its link is not."""

    text: object = ""
    link: str = ""
    tag: str = ""
    printed: str = ""
    language: str = ""
    when: str = ""
    citation: object = None
    fact: object = None
    figure: object = None
    key: tuple = ()

    @property
    def what(self):
        """Equal for what is the same in two cells, whoever says it and as of when."""
        if self.figure:
            return nature_of(self)
        return self.key or (self.link or str(self.text) or self.printed, str(self.tag))

    @property
    def meaning(self):
        return (self.what, self.when)

    @property
    def period(self):
        return edtf.display(self.when, reading_language()) if self.when else ""

    @property
    def target(self):
        return self.figure._state.fields_cache.get("target") if self.figure else None

    @property
    def claim(self):
        return self.figure._state.fields_cache.get("count_claim") if self.figure else None


def nature_of(item):
    """Everything in which two figures of one measure must agree before they say the same."""
    figure, target = item.figure, item.target
    return (
        *(figure.low, figure.high, figure.low_open, figure.high_open, figure.hedge, figure.currency, figure.kind),
        *(figure.period, figure.is_cumulative, figure.base_id, figure.population_en or figure.population_zh),
        *((target.horizon, target.state) if target else ()),
    )


@dataclass
class Cell:
    """What is recorded of one record under one label; without items nothing is. `note` says why its values stand as they do."""

    record: object
    items: list
    note: str = ""

    @property
    def shown(self):
        return self.items[:MOST_ITEMS]

    @property
    def runs(self):
        """Lists of the shown items that stand beside each other and rest on the same words; a figure has its own."""
        groups = groupby(self.shown, key=lambda item: item.figure or item.citation)
        return [list(items) for _evidence, items in groups]

    @property
    def more(self):
        return max(0, len(self.items) - MOST_ITEMS)


@dataclass
class Row:
    """`is_compared` is untrue of what belongs to each record alone, as what it rests on; `is_counted` where the number of
    items is worth a line."""

    label: object
    cells: list
    address: str = ""
    remarks: list = field(default_factory=list)
    is_compared: bool = True
    is_counted: bool = False

    @property
    def is_recorded(self):
        return any(cell.items for cell in self.cells)

    @property
    def state(self):
        """None where nothing is compared. Two recorded cells that differ weigh more than a third without a record."""
        if not self.is_compared or not self.is_recorded:
            return None
        said = [frozenset(item.meaning for item in cell.items) for cell in self.cells if cell.items]
        if len(set(said)) > 1:
            return State.DIFFERS
        return State.SAME if len(said) == len(self.cells) else State.GAPS

    @property
    def common(self):
        """What every cell names, where a row names several things and not all of them everywhere."""
        if self.state != State.DIFFERS or not all(cell.items for cell in self.cells):
            return frozenset()
        return frozenset.intersection(*(frozenset(item.what for item in cell.items) for cell in self.cells))


@dataclass
class PartOfComparison:
    key: str
    title: str
    rows: list

    @property
    def recorded(self):
        return [row for row in self.rows if row.is_recorded]


def row(label, dossiers, read, *, address="", is_compared=True):
    """The Row of what `read` gives, a list of Item, of each dossier."""
    cells = [Cell(dossier.record, [item for item in read(dossier) if item]) for dossier in dossiers]
    return Row(label, cells, address, is_compared=is_compared)


def words(read):
    """A reader of the plain word that `read` gives of a record; an empty one is not recorded."""

    def items(dossier):
        word = read(dossier.record)
        return [Item(word)] if word and str(word) else []

    return items


def date(name):
    """A reader of a partial date of a record, in words."""
    return words(
        lambda record: edtf.display(getattr(record, name), reading_language()) if getattr(record, name) else ""
    )


def link_to(record, **more):
    """An Item that names a public record and leads to it; None where it is not public."""
    if record is None or not record.is_public:
        return None
    return Item(record.name, record.get_absolute_url(), **more)


def told(fact, record, *, tag="", printed="", when=""):
    """An Item of a cited fact about `record`, with its evidence; the source's own words where the record is not public."""
    more = {"tag": tag, "when": when, "citation": fact.citation, "fact": fact}
    found = link_to(record, printed=printed, language=fact.citation.source.language, **more)
    if found or not is_stated(printed):
        return found
    return Item(printed=printed, language=fact.citation.source.language, **more)


def plain_words(item, record):
    """An Item of the cell of `record` on one line, without its evidence."""
    if item.figure:
        parts = [f"{item.figure.display()} ({item.figure.get_kind_display()}, {plain(figure_period(item.figure))})"]
        parts += [str(item.figure.population)] if item.figure.population.text else []
        parts += [str(state_label(item.target))] if item.target else []
        parts += [str(item.figure.subject.name)] if item.figure.subject_id != record.pk else []
        return "; ".join(parts)
    words = str(item.text) or item.printed or (item.citation.quote if item.citation else "")
    parts = [words if item.text or not words else f"“{words}”"]
    parts += [f"({'; '.join(filter(None, (str(item.tag), item.period)))})"] if item.tag or item.when else []
    return " ".join(parts)


def plain(text):
    return strip_tags(str(text))


def nothing_recorded(parts):
    """`(title of the part, [labels])` of what is recorded of none of the records."""
    found = [(part.title, [str(one.label) for one in part.rows if not one.is_recorded]) for part in parts]
    return [
        (title, labels or [title])
        for (title, labels), part in zip(found, parts, strict=True)
        if labels or not part.rows
    ]


def count_sentence(rows):
    """How many rows differ, are the same, or are recorded for some only."""
    states = [one.state for one in rows]
    values = {state.value: states.count(state) for state in State}
    return _("Rows that differ: %(differs)d. The same: %(same)d. Recorded for some only: %(gaps)d.") % values
