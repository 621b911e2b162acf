"""Merging duplicates: two records of one kind become one, proposed by one person, approved by another, and taken back.

What is moved is the business of `editorial.joining` and `editorial.parting`; here is who stands in the way of whom, the feed and the log. Every
function takes the locks of both records in one order, checks the state it needs, and raises Refused, sentences for the
editor, where it is not so.
"""

import json
import logging
from dataclasses import dataclass, field
from hashlib import sha256

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from editorial import publishing
from editorial.drafting import draft_of, log, unmerged
from editorial.joining import join
from editorial.models import Change, DeskSetting, Merger, Publishable, Record, Schedule, Step, Unit
from editorial.models.changes import Reason
from editorial.parting import part
from editorial.publishing import database_now, lock, name_of, ready_grounds
from editorial.telling import gathering
from editorial.touched import is_seen
from editorial.workflow import Refused

logger = logging.getLogger(__name__)


@dataclass
class Plan:
    """What a merger, or its taking back, would do: the journal, what stays behind, or the sentences that refuse it."""

    journal: dict = field(default_factory=dict)
    stays: list = field(default_factory=list)
    obstacles: list = field(default_factory=list)

    @property
    def fingerprint(self):
        """A short text that is equal while it would do the same."""
        told = {name: value for name, value in self.journal.items() if name not in ("names", "drafts", "addresses")}
        told["moved"] = [[one["model"], one["key"]] for one in told.get("moved", ())]
        told |= {name: [one["key"] for one in told.get(name, ())] for name in ("dropped", "equal")}
        told["stays"] = [[one.get("key"), one["why"]] for one in self.stays]
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


# Looking ahead


def plan(survivor, merged, choices=()):
    """What merging would do, found out by doing it and undoing it at once."""
    return _tried(lambda: _join(*_pair(survivor, merged), choices))


def plan_of(merger, survivor, merged):
    """What approving the proposal would do."""

    def approved():
        held = _locked(survivor, merged)
        _refuse_joining(*held, but=merger)
        return _join(*held, merger.choices)

    return _tried(approved)


def plan_back(merger):
    """What taking the merger back would do."""
    return _tried(lambda: _part(merger, *_locked(*_records(merger))))


def _tried(do):
    result = Plan()
    try:
        with transaction.atomic():
            result.journal, result.stays = do()
            transaction.set_rollback(True)
    except ValidationError as error:
        result.obstacles = error.messages
    return result


def _join(survivor, merged, choices):
    journal, _touched = join(survivor, merged, choices)
    return journal, []


def _part(merger, survivor, merged):
    _refuse_parting(merger)
    _touched, stays = part(survivor, merged, merger.journal)
    return merger.journal, stays


# Proposing and deciding


@transaction.atomic
def propose(survivor, merged, *, by, choices=(), note="", note_en="", note_zh=""):
    """Propose that `merged` becomes `survivor`; returns the Merger, which someone else approves."""
    survivor, merged = _pair(survivor, merged)
    merger = Merger.objects.create(
        **Unit.key_of(merged),
        survivor_id=survivor.pk,
        title=str(merged)[:300],
        survivor_title=str(survivor)[:300],
        choices=list(choices),
        note=note,
        note_en=note_en,
        note_zh=note_zh,
        proposed_by=by,
        proposed_by_name=name_of(by),
    )
    _log_both(Step.Action.SUBMITTED, merger, survivor, merged, by=by, note=note)
    return merger


@transaction.atomic
@gathering()
def approve(merger, *, by, fingerprint=None):
    """Carry out a proposed merger. `fingerprint` is that of the plan that was looked at.

    Nobody approves what they proposed, but on a site with solo publishing.
    """
    survivor, merged = _locked(*_records(merger))
    merger = _in_state(merger, Merger.State.PROPOSED)
    own = merger.proposed_by_id == by.pk
    if own and not DeskSetting.current().solo_publishing:
        raise Refused(_("You proposed this merger, so someone else must approve it."))
    _refuse_joining(survivor, merged, but=merger)
    merger.journal, touched = join(survivor, merged, merger.choices)
    if fingerprint is not None and Plan(merger.journal).fingerprint != fingerprint:
        raise Refused(_("One of the two was changed after you opened this page. Look at it once more, then decide."))
    merger.state, merger.decided_by_name, merger.decided_at = Merger.State.DONE, name_of(by), database_now()
    merger.save()
    _enter_joined(merger, touched, merged, by)
    if own:
        _log_both(Step.Action.ALONE, merger, survivor, merged, by=by)
    _log_both(Step.Action.JOINED, merger, survivor, merged, by=by)
    logger.info("%s %s merged into %s by %s", merger.unit_kind, merged.pk, survivor.pk, name_of(by))
    return merger


@transaction.atomic
def decline(merger, *, by, note=""):
    """Decline a proposal, or take one's own back."""
    survivor, merged = _locked(*_records(merger, missing=True))
    merger = _in_state(merger, Merger.State.PROPOSED)
    merger.state, merger.decided_by_name, merger.decided_at = Merger.State.DECLINED, name_of(by), database_now()
    merger.save()
    _log_both(Step.Action.RECALLED, merger, survivor, merged, by=by, note=note)
    return merger


@transaction.atomic
@gathering()
def take_back(merger, *, by):
    """Separate the two again. What was changed since the merger stays where it is; `merger.stayed` names it."""
    survivor, merged = _locked(*_records(merger))
    merger = _in_state(merger, Merger.State.DONE)
    _refuse_parting(merger)
    touched, stays = part(survivor, merged, merger.journal)
    merger.state, merger.taken_back_by_name, merger.taken_back_at = Merger.State.TAKEN_BACK, name_of(by), database_now()
    merger.stayed = stays
    merger.save()
    _enter_parted(merger, touched, by)
    _log_both(Step.Action.SEPARATED, merger, survivor, merged, by=by)
    logger.info("%s %s separated from %s by %s", merger.unit_kind, merged.pk, survivor.pk, name_of(by))
    return merger


def _in_state(merger, state):
    found = Merger.objects.select_for_update().filter(pk=merger.pk).first()
    if found is None or found.state != state:
        raise Refused(_("This merger has been decided or taken back meanwhile."))
    return found


def _log_both(action, merger, survivor, merged, *, by, note=""):
    """A line in the log of each, naming the other."""
    lines = (
        (merged, _("Merge it into “%(record)s”.") % {"record": merger.survivor_title}),
        (survivor, _("Merge “%(record)s” into it.") % {"record": merger.title}),
    )
    for unit, line in lines:
        if unit is not None:
            log(action, unit, by=by, note=f"{line}\n{note}".strip())


# What stands in the way


def _records(merger, *, missing=False):
    """(survivor, merged); with `missing`, None for what was deleted."""
    if merger.model is None:
        raise Refused(_("This kind of record does not exist any more."))
    found = [merger.model._base_manager.filter(pk=key).first() for key in (merger.survivor_id, merger.unit_id)]
    if None in found and not missing:
        raise Refused(_("One of the two was deleted meanwhile."))
    return found


def _locked(survivor, merged):
    """Both as they are now, locked in the order of their keys, so that nobody waits for somebody who waits for them."""
    held = {}
    for unit in sorted(filter(None, (survivor, merged)), key=lambda one: str(one.pk)):
        try:
            held[unit.pk] = lock(unit)
        except ObjectDoesNotExist as error:
            raise Refused(_("One of the two was deleted meanwhile.")) from error
    return survivor and held[survivor.pk], merged and held[merged.pk]


def _pair(survivor, merged):
    """Both locked; raises Refused with everything that stands in the way of their merger."""
    if type(survivor) is not type(merged):
        raise Refused(_("Only two records of the same kind can be merged."))
    if survivor.pk == merged.pk:
        raise Refused(_("A record cannot be merged with itself. Choose two."))
    survivor, merged = _locked(survivor, merged)
    _refuse_joining(survivor, merged)
    return survivor, merged


def _refuse_joining(survivor, merged, but=None):
    found = [
        *_refusals_of_kind(merged),
        *_refusals_of_state(survivor, merged),
        *(sentence for one in (survivor, merged) for sentence in _refusals_of_mergers(one, but)),
        *_refusals_of_work(merged),
    ]
    if found:
        raise Refused(found)


def _refusals_of_kind(merged):
    if not merged.may_be_merged:
        yield _("Records of this kind cannot be merged.")


def _refusals_of_state(survivor, merged):
    if merged.is_public and not survivor.is_public:
        yield _(
            "“%(survivor)s” is not public, but “%(merged)s” is. Let the public one stay, or publish the other first."
        ) % {
            "survivor": survivor,
            "merged": merged,
        }
    elif merged.is_public and survivor.withdrawn_at and not merged.withdrawn_at:
        yield _("“%(survivor)s” was withdrawn, but “%(merged)s” was not. Let the other one stay.") % {
            "survivor": survivor,
            "merged": merged,
        }


def _refusals_of_mergers(record, but):
    card = Record.objects.select_related("merged_into").get(pk=record.pk)
    if card.merged_into_id:
        yield _("“%(record)s” has been merged into “%(survivor)s” already.") % {
            "record": record,
            "survivor": card.merged_into.name,
        }
        return
    proposed = _involving(record.pk).filter(state=Merger.State.PROPOSED).exclude(pk=but.pk if but else None)
    for merger in proposed:
        yield _("It is proposed already: “%(merged)s” is to become “%(survivor)s”. Decide on that first.") % {
            "merged": merger.title,
            "survivor": merger.survivor_title,
        }


def _refusals_of_work(merged):
    if merged.is_public and draft_of(merged) is not None:
        yield _("“%(record)s” has an open draft. Publish or discard it first.") % {"record": merged}
    if unmerged(merged).exists():
        yield _("An editor's input on “%(record)s” waits to be resolved. Resolve it first.") % {"record": merged}
    if Schedule.objects.filter(**Unit.key_of(merged)).exists():
        yield _("Something is scheduled for “%(record)s”. Take it off the schedule first.") % {"record": merged}


def _involving(*keys):
    return Merger.objects.filter(models.Q(unit_id__in=keys) | models.Q(survivor_id__in=keys))


def _refuse_parting(merger):
    """Mergers come apart in the reverse order: a later one may have moved on what this one moved."""
    later = _involving(merger.unit_id, merger.survivor_id).filter(
        state=Merger.State.DONE, decided_at__gt=merger.decided_at
    )
    if found := [
        _("Take back first that “%(merged)s” was merged into “%(survivor)s”.")
        % {"merged": one.title, "survivor": one.survivor_title}
        for one in later.order_by("-decided_at")
    ]:
        raise Refused(found)


def mergers_of(record):
    """Every merger that `record` was or is part of, newest first."""
    return _involving(record.pk).filter(unit_kind=record._meta.label_lower).order_by("-proposed_at", "pk")


# The feed


def _enter_joined(merger, touched, merged, by):
    """What the public sees changed: the survivor, the facts, and the merged record if it was seen.

    Of two hidden records nobody outside the desk sees anything, so nothing is entered.
    """
    if not touched.units[merger.survivor_id].is_seen:
        return
    _publish_grounds(touched, by)
    notes = {"note_en": merger.note_en, "note_zh": merger.note_zh}
    if merger.journal["was"]["is_public"]:
        publishing.enter(merged, Change.Action.MERGED, by, successor_id=merger.survivor_id, **notes)
    instead = {one["key"]: one["instead"] for one in (*merger.journal["dropped"], *merger.journal["equal"])}
    for before in touched.dropped():
        if before.is_seen:
            _enter_dropped(before.unit, instead.get(str(before.unit.pk)), by)
    _enter_changed(touched, merger, by, **notes)


def _publish_grounds(touched, by):
    for _before, unit in list(touched.changed()):
        if unit.is_public:
            for ground in ready_grounds(unit):
                publishing.publish(ground, by=by)


def _enter_dropped(unit, instead, by):
    """A fact that was there twice is merged into the other; one that would point at itself is withdrawn."""
    if instead is not None:
        publishing.enter(unit, Change.Action.MERGED, by, successor_id=instead)
    else:
        publishing.enter(unit, Change.Action.WITHDRAWN, by, reason=Reason.ERROR)


def _enter_changed(touched, merger, by, **notes):
    for before, unit in list(touched.changed()):
        told = notes if unit.pk == merger.survivor_id else {"because_of": merger.survivor_id}
        sees = is_seen(unit)
        if sees and before.is_seen:
            publishing.enter(unit, Change.Action.CHANGED, by, before=before.snapshot, **told)
        elif sees:
            publishing.enter(unit, Change.Action.PUBLISHED, by, **told)
        elif before.is_seen:
            publishing.enter(unit, Change.Action.WITHDRAWN, by, reason=Reason.ERROR, **told)


def _enter_parted(merger, touched, by):
    """The merged record is public again, and so are the facts that were dropped for it."""
    survivor, merged = _records(merger)
    if not survivor.is_public:
        return
    if merged.is_public:
        publishing.enter(merged, Change.Action.PUBLISHED, by)
        if merged.withdrawn_at:
            publishing.enter(merged, Change.Action.WITHDRAWN, by, reason=Reason.WITHDRAWN)
    stayed = {one.get("key") for one in merger.stayed}
    for one in (*merger.journal["equal"], *merger.journal["dropped"]):
        model = apps.get_model(one["model"])
        row = model._base_manager.filter(pk=one["key"]).first() if issubclass(model, Publishable) else None
        if row is not None and one["key"] not in stayed and is_seen(row):
            publishing.enter(row, Change.Action.PUBLISHED, by, because_of=survivor.pk)
    _enter_changed(touched, merger, by)
