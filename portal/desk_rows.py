"""How each finding of the desk's health page is put into words."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from companies.to_resolve import unresolved_roles
from core.checks_due import due_for_recheck, last_check
from core.conflicts import conflicts, count_conflicts
from core.count_gaps import count_gaps, gap
from core.models import Citation
from core.templatetags.records import figure_period
from editorial.bilingual import pick
from editorial.models import Draft
from editorial.translation_gaps import bilingual_models, half_translated, missing_texts
from parks.to_resolve import unresolved_designations
from portal.models import SourceLink
from portal.source_links import dead_links, moved_links, refused_links, unchecked_links

__all__ = ["conflicts", "count_conflicts"]


class Note(NamedTuple):
    """A few words, and the object whose form they lead to."""

    text: str
    target: Model | None = None


class Row(NamedTuple):
    text: str
    target: Model
    notes: list[Note]


def checks():
    return [(due_for_recheck(), check)]


def check(citation):
    day = last_check(citation)
    notes = [Note(str(citation.source), citation.source)]
    if citation.check_state == Citation.Check.MISSING:
        notes.append(Note(_("The quote was not found in the text.")))
    notes.append(Note(_("Last checked on %(date)s.") % {"date": date_format(day)} if day else _("Never checked.")))
    return Row(f"“{citation.quote}”", citation, notes)


def conflict(figures):
    first = figures[0]
    notes = [Note(f"{one.display()} – {figure_period(one)} – {one.citation.source}", one) for one in figures]
    whom = f" – {first.population}" if str(first.population) else ""
    return Row(f"{first.subject.name} – {first.indicator} ({first.get_kind_display()}){whom}", first.subject, notes)


def counts():
    return [(count_gaps(), count)]


def count(claim):
    figure = claim.figure
    text = _("%(stated)s stated, %(named)d named: %(gap)s.") % {
        "stated": figure.display(),
        "named": claim.named,
        "gap": gap_in_words(*gap(claim)),
    }
    return Row(str(claim.what), figure, [Note(text), Note(str(figure.subject), figure.subject)])


def gap_in_words(size, is_exact):
    if size > 0:
        return (_("%(count)d missing") if is_exact else _("at least %(count)d missing")) % {"count": size}
    return (_("%(count)d too many") if is_exact else _("at least %(count)d too many")) % {"count": -size}


def unresolved():
    return [(unresolved_designations(), designation), (unresolved_roles(), role)]


def designation(row):
    notes = [Note(str(row.scheme), row.scheme)]
    if note := str(pick(row, "resolution_note")):
        notes.append(Note(note))
    return Row(row.designee_as_printed, row, notes)


def role(row):
    return Row(row.organisation_as_printed, row, [Note(f"{row.person}, {row.title}", row.person)])


def translations():
    return [(half_translated(model), translation) for model in bilingual_models()]


def translation(row):
    kind = str(row._meta.verbose_name)
    missing = _("Missing: %(fields)s.") % {"fields": "; ".join(str(name) for name in missing_texts(row))}
    return Row(str(row), row, [Note(kind), Note(missing)])


def links():
    return [(dead_links(), link), (moved_links(), link), (refused_links(), link), (unchecked_links(), unchecked)]


def link(source):
    found = source.link
    status = _("status code %(status)d") % {"status": found.status or 0}
    text = _("%(state)s (%(why)s), checked on %(date)s.") % {
        "state": found.get_state_display(),
        "why": found.get_problem_display() if found.problem else status,
        "date": date_format(localdate(found.checked_at)),
    }
    notes = [Note(source.url), Note(text[:1].upper() + text[1:])]
    if found.state == SourceLink.State.MOVED:
        notes.append(Note(_("New address: %(address)s") % {"address": found.final_url}))
    return Row(str(source), source, notes)


def unchecked(source):
    found = getattr(source, "link", None)
    if found is None or found.url != source.url:
        text = _("Never checked.")
    else:
        text = _("Last checked on %(date)s.") % {"date": date_format(localdate(found.checked_at))}
    return Row(str(source), source, [Note(source.url), Note(text)])


IDLE = timedelta(days=30)


def idle_drafts():
    drafts = Draft.objects.filter(updated_at__lt=timezone.now() - IDLE)
    return [(drafts.defer("base").select_related("author").order_by("updated_at", "pk"), idle_draft)]


def idle_draft(draft):
    notes = [
        Note(capfirst(draft.kind_name)),
        Note(draft.get_state_display()),
        Note(_("Last saved on %(date)s.") % {"date": date_format(localdate(draft.updated_at))}),
    ]
    if draft.author is not None:
        notes.append(Note(_("Begun by %(name)s.") % {"name": draft.author.get_username()}))
    return Row(draft.title, draft, notes)
