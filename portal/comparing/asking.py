"""What the address of a comparison asks for, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.filters import Problem, printable, raw_problem
from core.gone import what_became_of
from core.references import SLUG, nearest_slugs
from editorial.models import FormerSlug, Record

LEAST, MOST = 2, 4
PARAMETERS = ("with", "only", "q")
ONLY = ("differences",)
YES_NO = ("true", "false")
# Of an address that names too many, these are still shown, so that a reader can take some out.
MOST_SHOWN = 8


class Missing(NamedTuple):
    """A record that was asked for and cannot be compared: why, and public ones it may have been meant for."""

    slug: str
    message: str
    near: list
    status: int


@dataclass
class Asked:
    """`records` are the public ones, in the order of the address, each once; `moved` is true where the address should be another:
    what it names twice or by a former name."""

    kind: object
    words: str = ""
    only: str = ""
    records: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    moved: bool = False

    @property
    def status(self):
        """400 for an address that cannot be read, else 404 or 410 for a record that is not there."""
        if self.problems:
            return 400
        missing = {one.status for one in self.missing}
        return 404 if 404 in missing else 410 if missing else 200

    @property
    def slugs(self):
        return [record.slug for record in self.records]

    def query(self, slugs=None, **further):
        """The query string that asks for `slugs`, the present ones by default."""
        asked = QueryDict(mutable=True)
        asked.setlist("with", self.slugs if slugs is None else slugs)
        for name, value in further.items():
            if value:
                asked[name] = value
        return asked.urlencode()


def read(kind, asked, parameters=PARAMETERS):
    """The Asked of the QueryDict `asked`. One query where every record is found at its present address."""
    found = Asked(kind, problems=raw_problems(asked, parameters))
    slugs = list(dict.fromkeys(filter(None, (value.strip() for value in asked.getlist("with")))))
    if found.problems:
        return found
    if len(slugs) > MOST:
        message = _("%(count)d are asked for. At most %(most)d stand side by side: take some out.")
        found.problems.append(Problem("with", message % {"count": len(slugs), "most": MOST}))
        slugs = slugs[:MOST_SHOWN]
    found.words, found.only = asked.get("q", "").strip(), asked.get("only", "")
    found.moved = len(slugs) < len([value for value in asked.getlist("with") if value.strip()])
    give_records(found, slugs)
    return found


def raw_problems(asked, parameters):
    """Unknown, repeated, overlong and unreadable parameters; only `with` may be given several times."""
    problems = []
    for name in asked:
        each = [[value] for value in asked.getlist(name)] if name == "with" else [asked.getlist(name)]
        found = [problem for values in each if (problem := raw_problem(name, values, parameters))]
        problems += found[:1]
    for name, choices in (("only", ONLY), ("bom", YES_NO)):
        value = asked.get(name, "")
        if value and value not in choices and not problems:
            message = _("“%(value)s” cannot be asked for here.") % {"value": printable(value)}
            problems.append(Problem(name, message, choices))
    return problems


def give_records(found, slugs):
    """Set the records of `found`, and what is missing."""
    rows = found.kind.rows.public()
    here = {record.slug: record for record in rows.filter(slug__in=[slug for slug in slugs if SLUG.fullmatch(slug)])}
    for slug in slugs:
        record = here.get(slug)
        if record is None:
            record, gone = what_replaces(rows, slug)
            if record is None:
                found.missing.append(missing(rows, slug, gone))
                continue
            found.moved = True
        if record not in found.records:
            found.records.append(record)


def what_replaces(rows, slug):
    """`(record, gone)`: the public record that once stood at `slug` or that replaces what did, else what became of it."""
    former = FormerSlug.objects.filter(kind=rows.model.record_kind, slug=slug).first() if SLUG.fullmatch(slug) else None
    record = rows.filter(pk=former.record_id).first() if former else None
    if record is not None:
        return record, None
    gone = what_became_of(rows.model, slug=slug)
    if gone is not None and gone.successor is not None:
        return rows.filter(pk=gone.successor.pk).first(), gone
    return None, gone


def missing(rows, slug, gone):
    """Why there is nothing public at `slug`: what was never public is answered like what never was."""
    shown = printable(slug)
    if gone is not None:
        message = _("What stood at “%(slug)s” was withdrawn. %(reason)s") % {"slug": shown, "reason": gone.reason}
        return Missing(slug, message, [], 410)
    if other := of_another_kind(rows.model, slug):
        message = _("“%(name)s” is of another kind. Only records of one kind stand side by side.") % {
            "name": other.name
        }
        return Missing(slug, message, [], 404)
    listed = rows.filter(withdrawn_at=None)
    names = nearest_slugs(listed, slug.lower())
    near = {record.slug: record for record in listed.filter(slug__in=names)} if names else {}
    message = _("There is nothing public to compare at “%(slug)s”.") % {"slug": shown}
    return Missing(slug, message, [near[name] for name in names if name in near], 404)


def of_another_kind(model, slug):
    """The public card of another kind at `slug`, or None."""
    if not SLUG.fullmatch(slug):
        return None
    return Record.objects.public().filter(slug=slug).exclude(kind=model.record_kind).first()
