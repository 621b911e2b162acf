"""What can be asked of the search, read as strictly as the parameters of a list."""

import re
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Organisation
from core.filter_fields import AnyRecordField, BadValue, ChoiceField, StrictField, SubtreeField
from core.filters import Problem, raw_problem
from core.models import Region
from core.search.finding import MOST_RANKED, SECTIONS, Narrowing, Query
from core.search.questions import MOST_WORDS, asked_pieces
from parks.models import Park
from policies.models import Policy
from portal.sections import SECTION_TITLES

PER_PAGE = 20
SPACES = re.compile(r"[\t\r\n]+")
LAST_PAGE = MOST_RANKED // PER_PAGE
RELEVANCE, DATE = "relevance", "date"
SORTS = ((RELEVANCE, gettext_lazy("Relevance")), (DATE, gettext_lazy("Date")))
LEVELS = {
    value: label
    for choices in (Region.Level, Policy.Level, Organisation.Level, Park.Level)
    for value, label in choices.choices
}


class QueryField(StrictField):
    """Words in any script, no more than are looked for."""

    def read(self, text):
        if len(asked_pieces(text, most=None)) > MOST_WORDS:
            raise BadValue(_("Search for at most %(count)d words.") % {"count": MOST_WORDS})
        return text


class NumberBetween(StrictField):
    """A whole number."""

    def __init__(self, *, first, last, **kwargs):
        super().__init__(**kwargs)
        self.first, self.last = first, last

    def read(self, text):
        if text.isascii() and text.isdigit() and len(text) <= 6 and self.first <= int(text) <= self.last:
            return int(text)
        message = _("“%(value)s” is no number from %(first)d to %(last)d.")
        raise BadValue(message % {"value": text, "first": self.first, "last": self.last})


def fields():
    """`{parameter: field}`, each with the label that readers see."""
    return {
        "q": QueryField(label=gettext_lazy("Words")),
        "like": AnyRecordField(label=gettext_lazy("Like")),
        "type": ChoiceField(choices=[(one, SECTION_TITLES[one]) for one in SECTIONS], label=gettext_lazy("Type")),
        "sector": SubtreeField(kind="sector", label=gettext_lazy("Sector")),
        "region": SubtreeField(kind="region", label=gettext_lazy("Region")),
        "level": ChoiceField(choices=list(LEVELS.items()), label=gettext_lazy("Level")),
        "year": NumberBetween(first=1000, last=2999, label=gettext_lazy("Year")),
        "sort": ChoiceField(choices=SORTS, label=gettext_lazy("Order")),
        "page": NumberBetween(first=1, last=LAST_PAGE, label=gettext_lazy("Page")),
    }


@dataclass
class Asked:
    """The parameters of one request. `given` are the texts as they were given, `values` what they were read as."""

    given: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)

    @property
    def query(self):
        return Query(self.values.get("q", "").strip() if not self.problems else "")

    @property
    def like(self):
        """The card of the record whose like is asked for; None where words are."""
        return None if self.problems else self.values.get("like")

    @property
    def page(self):
        return self.values.get("page", 1)

    @property
    def is_narrowed(self):
        """Whether by more than the type, by which the others are counted anyway."""
        return any(name in self.given for name in ("sector", "region", "level", "year"))

    @property
    def is_by_date(self):
        return self.values.get("sort") == DATE

    def narrowing(self, *, section=""):
        nodes = {name: self.values.get(name) for name in ("sector", "region")}
        keys = {name: None if rows is None else list(rows) for name, rows in nodes.items()}
        return Narrowing(
            section=section,
            level=self.values.get("level", ""),
            regions=keys["region"],
            sectors=keys["sector"],
            year=self.values.get("year"),
        )

    def address(self, **changes):
        """The query string with `changes`; None leaves a parameter out. The page is left out unless it is changed."""
        asked = QueryDict(mutable=True)
        for name, value in {**self.given, "page": None, **changes}.items():
            if value is not None:
                asked[name] = value
        return asked.urlencode()


def read(asked, *, names=None, also=()):
    """The Asked of the raw parameters `asked`; `names` are those that are known, `also` those that others read."""
    known = {name: one for name, one in fields().items() if names is None or name in names}
    found = Asked()
    for name in asked:
        values = asked.getlist(name)
        if name == "q":
            # Pasted from a table or a letter.
            values = [SPACES.sub(" ", value) for value in values]
        if problem := raw_problem(name, values, [*known, *also]):
            found.problems.append(problem)
        elif name in known and values[0].strip():
            try:
                found.values[name] = known[name].clean(values[0].strip())
                found.given[name] = values[0]
            except BadValue as error:
                found.problems.append(Problem(name, " ".join(error.messages), getattr(error, "nearest", ())))
    if "q" in found.values and "like" in found.values:
        found.problems.append(Problem("like", _("Give either words (q) or a record (like), not both."), ()))
    return found
