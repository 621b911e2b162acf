"""The way of a draft: submitted, commented, approved by someone else, published now or when it is due.

Each function checks the state it needs after taking the lock and raises Refused, a sentence for the editor, where it is
not so any more. Who may do what is decided by the caller (`editorial.roles`); that nobody approves their own work is
decided here.
"""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.outbox import send_later
from editorial import due, publishing
from editorial.drafting import authors, draft_of, log, missing, open_remarks, title_of, unmerged
from editorial.models import DeskSetting, Draft, OpenForm, Remark, Schedule, Step, Unit, unit_models
from editorial.models.changes import Reason
from editorial.publishing import NotReady, database_now, lock, name_of

logger = logging.getLogger(__name__)


class Refused(ValidationError):
    """The draft is not in the state that this needs; the message says which and what to do."""


def _locked_draft(unit, *, revision=None):
    """Lock `unit` and return (unit, its draft). `revision` is the state that the editor looked at."""
    unit = lock(unit)
    draft = draft_of(unit)
    if draft is None:
        raise Refused(_("There is no draft of this any more: it was published or discarded meanwhile."))
    if revision is not None and str(draft.head_id) != str(revision):
        raise Refused(_("The draft was edited after you opened this page. Look at it once more, then decide."))
    return unit, draft


@transaction.atomic
def submit(unit, *, by, note="", note_en="", note_zh="", is_minor=False):
    """Hand the draft to the reviewers. What is missing is named, but does not hold it up: a reviewer sees it too."""
    unit, draft = _locked_draft(unit)
    if draft.state not in (Draft.State.DRAFT, Draft.State.CHANGES):
        raise Refused(_("It has been submitted already."))
    if OpenForm.objects.filter(**Unit.key_of(unit), user=by, is_kept=True).exists():
        raise Refused(_("Some of your input could not be saved yet. Put it right or discard it, then submit."))
    if unmerged(unit).filter(author=by).exists():
        raise Refused(_("Your input conflicts with another editor's. Resolve the conflict, then submit."))
    draft.state = Draft.State.IN_REVIEW
    draft.submitted_by, draft.submitted_at, draft.submit_note = by, database_now(), note
    draft.note_en, draft.note_zh, draft.is_minor = note_en, note_zh, is_minor
    draft.save()
    log(Step.Action.SUBMITTED, unit, by=by, revision=draft.head, note=note)
    return draft


@transaction.atomic
def recall(unit, *, by):
    """Take the draft back from review, or an approval back: it is a draft again."""
    unit, draft = _locked_draft(unit)
    if draft.state == Draft.State.DRAFT:
        raise Refused(_("It is not in review."))
    _back_to(Draft.State.DRAFT, draft)
    log(Step.Action.RECALLED, unit, by=by, revision=draft.head)
    return draft


def _back_to(state, draft):
    draft.state = state
    draft.approved_by = draft.approved_at = draft.approved_revision = None
    draft.save()
    _schedules(draft, Schedule.Action.PUBLISH).delete()


def _schedules(one, action):
    return Schedule.objects.filter(unit_kind=one.unit_kind, unit_id=one.unit_id, action=action)


@transaction.atomic
def remark(unit, *, by, text, field="", label=""):
    """Comment on the draft, or on one field of it."""
    unit, draft = _locked_draft(unit)
    written = Remark.objects.create(
        **Unit.key_of(unit),
        draft_key=draft.pk,
        field=field,
        label=label,
        text=text,
        author=by,
        author_name=name_of(by),
    )
    log(Step.Action.REMARKED, unit, by=by, revision=draft.head, note=f"{label}: {text}" if label else text)
    return written


def settle_remark(unit, *, by, key):
    """Mark the comment `key` as dealt with. Raises Refused where there is none that is open."""
    try:
        found = Remark.objects.filter(**Unit.key_of(unit), pk=key, settled_at=None)
        if not found.update(settled_by=by, settled_at=database_now()):
            raise Refused(_("This comment has been settled already."))
    except ValidationError as error:
        raise Refused(_("There is no such comment.")) from error


@transaction.atomic
def request_changes(unit, *, by, note, revision=None):
    """Return the draft to its authors with a note."""
    unit, draft = _locked_draft(unit, revision=revision)
    if draft.state not in (Draft.State.IN_REVIEW, Draft.State.APPROVED, Draft.State.SCHEDULED):
        raise Refused(_("It is not in review."))
    if not note.strip():
        raise Refused(_("Say what should be changed."))
    _back_to(Draft.State.CHANGES, draft)
    log(Step.Action.REQUESTED, unit, by=by, revision=draft.head, note=note)
    return draft


@transaction.atomic
def approve(unit, *, by, revision=None, note=""):
    """Approve the state `revision` of the draft. Nobody approves what they wrote, but on a site with solo publishing."""
    unit, draft = _locked_draft(unit, revision=revision)
    if draft.state != Draft.State.IN_REVIEW:
        raise Refused(
            _("Only what is in review can be approved. Its state is: %(state)s.") % {"state": draft.get_state_display()}
        )
    own = by.pk in authors(draft)
    if own and not DeskSetting.current().solo_publishing:
        raise Refused(_("You wrote some of this draft, so someone else must approve it."))
    if unmerged(unit).exists():
        raise Refused(_("An editor's input conflicts with this draft and waits to be resolved. Resolve it first."))
    draft.state, draft.approved_by, draft.approved_at = Draft.State.APPROVED, by, database_now()
    draft.approved_revision = draft.head
    draft.save()
    open_remarks(draft).update(settled_by=by, settled_at=draft.approved_at)
    log(Step.Action.ALONE if own else Step.Action.APPROVED, unit, by=by, revision=draft.head, note=note)
    return draft


@transaction.atomic
def release(unit, *, by):
    """Publish the approved draft now. Raises Refused, or NotReady naming what is missing."""
    unit, draft = _approved(unit)
    return _publish(unit, draft, by)


def _approved(unit):
    unit, draft = _locked_draft(unit)
    is_approved = draft.state in (Draft.State.APPROVED, Draft.State.SCHEDULED)
    if not is_approved or draft.approved_revision_id != draft.head_id:
        raise Refused(
            _("Only an approved draft can be published. Its state is: %(state)s.")
            % {"state": draft.get_state_display()}
        )
    return unit, draft


def _publish(unit, draft, by):
    published = publishing.publish(unit, by=by, note_en=draft.note_en, note_zh=draft.note_zh, is_minor=draft.is_minor)
    log(Step.Action.PUBLISHED, published, by=by, revision=draft.head)
    return published


@transaction.atomic
def withdraw(unit, *, by, reason, note_en="", note_zh="", successor=None):
    """Withdraw a public unit; see `editorial.publishing.withdraw`."""
    withdrawn = publishing.withdraw(unit, by=by, reason=reason, note_en=note_en, note_zh=note_zh, successor=successor)
    log(Step.Action.WITHDREW, withdrawn, by=by, note=note_en or note_zh)
    return withdrawn


# What is due


@transaction.atomic
def schedule(unit, *, by, at):
    """Publish the approved draft at the moment `at` of the database's clock. Raises Refused."""
    unit, draft = _approved(unit)
    _refuse_past(at)
    if stands_in_the_way := missing(unit, draft):
        raise NotReady(stands_in_the_way)
    draft.state = Draft.State.SCHEDULED
    draft.save()
    return _set_schedule(unit, Schedule.Action.PUBLISH, by, at, title=title_of(unit, draft.head.snapshot))


@transaction.atomic
def schedule_withdrawal(unit, *, by, at, reason, note_en="", note_zh="", successor=None):
    """Withdraw a public unit, or one that is scheduled to become public, at the moment `at`."""
    unit = lock(unit)
    begins = Schedule.objects.filter(**Unit.key_of(unit), action=Schedule.Action.PUBLISH).first()
    if not unit.is_public and begins is None:
        raise Refused(_("It is not public, nor scheduled to become so. Publish or schedule it first."))
    _refuse_past(at)
    if begins is not None and not unit.is_public and at <= begins.due_at:
        raise Refused(_("It would end before it begins. Choose a later moment."))
    if reason == Reason.REPLACED and (successor is None or successor.pk == unit.pk):
        raise Refused(_("Choose the public entry that replaces it."))
    return _set_schedule(
        unit,
        Schedule.Action.WITHDRAW,
        by,
        at,
        title=title_of(unit, {"fields": {}}),
        reason=reason,
        note_en=note_en,
        note_zh=note_zh,
        successor_id=successor.pk if successor is not None else None,
    )


def _refuse_past(at):
    if at <= database_now():
        raise Refused(_("This moment has passed. Choose one to come, or publish now."))


def _set_schedule(unit, action, by, at, **values):
    planned, _created = Schedule.objects.update_or_create(
        **Unit.key_of(unit),
        action=action,
        defaults={"due_at": at, "set_by": by, "failed_at": None, "failure": "", **values},
    )
    due.clock.forget()
    log(Step.Action.SCHEDULED, unit, by=by, note=f"{planned.get_action_display()}: {at:%Y-%m-%d %H:%M %Z}")
    return planned


@transaction.atomic
def unschedule(unit, *, by, action):
    """Take a publication or withdrawal off the schedule; an approved draft stays approved."""
    unit = lock(unit)
    planned = Schedule.objects.filter(**Unit.key_of(unit), action=action)
    if not planned.exists():
        raise Refused(_("Nothing of the kind is scheduled any more."))
    planned.delete()
    if action == Schedule.Action.PUBLISH:
        Draft.objects.filter(**Unit.key_of(unit), state=Draft.State.SCHEDULED).update(state=Draft.State.APPROVED)
    log(Step.Action.UNSCHEDULED, unit, by=by, note=str(Schedule.Action(action).label))


@dataclass
class Done:
    """What was due: how many were carried out, and the schedules that failed, with their reasons in `failure`."""

    count: int
    failed: list


def schedules_due():
    """Schedules whose moment has come by the database's clock and that have not failed, in their order."""
    return Schedule.objects.filter(failed_at=None, due_at__lte=database_now()).order_by("due_at", "id")


def carry_out_due():
    """Publish and withdraw everything that is due, each once, in transactions of its own; return a Done.

    What fails is marked, logged, and reported by mail to who set it and to the administrators; it is not tried again by itself.
    """
    result = Done(0, [])
    for key in list(schedules_due().values_list("pk", flat=True)):
        planned = Schedule.objects.filter(pk=key).first()
        if planned is None:
            continue
        try:
            result.count += _carry_out(planned)
        except (ValidationError, ObjectDoesNotExist, IntegrityError, models.ProtectedError) as error:
            _fail(planned, error)
            result.failed.append(planned)
    return result


@transaction.atomic
def _carry_out(planned):
    """Do it unless someone else has just done so; returns how many were done (0 or 1)."""
    unit = lock(planned.get_unit())
    planned = Schedule.objects.filter(pk=planned.pk, failed_at=None, due_at__lte=database_now()).first()
    if planned is None:
        return 0
    by = planned.set_by or _("schedule")
    if planned.action == Schedule.Action.PUBLISH:
        unit, draft = _approved(unit)
        _publish(unit, draft, by)
        return 1
    successor = None
    if planned.successor_id:
        successor = unit_models()[planned.unit_kind].objects.get(pk=planned.successor_id)
    withdraw(
        unit,
        by=by,
        reason=planned.reason,
        note_en=planned.note_en,
        note_zh=planned.note_zh,
        successor=successor,
    )
    return 1


def _fail(planned, error):
    sentences = _reasons(error)
    planned.failed_at, planned.failure = database_now(), "\n".join(sentences)
    Schedule.objects.filter(pk=planned.pk).update(failed_at=planned.failed_at, failure=planned.failure)
    logger.error("A scheduled %s of %s %s failed.", planned.action, planned.unit_kind, planned.unit_id)
    try:
        log(Step.Action.FAILED, planned.get_unit(), by=_("schedule"), note=planned.failure)
    except ObjectDoesNotExist:
        planned.delete()
    _report(planned)


def _reasons(error):
    if isinstance(error, ValidationError):
        return error.messages
    if isinstance(error, ObjectDoesNotExist):
        return [_("It does not exist any more.")]
    return [_("Something it rests on was changed or deleted meanwhile.")]


def _report(planned):
    """Write to who set it and to every administrator that has an address."""
    if not settings.SENDS_LETTERS:
        return
    is_administrator = models.Q(is_superuser=True) | models.Q(groups__name="administrator")
    people = get_user_model().objects.filter(is_administrator | models.Q(pk=planned.set_by_id), is_active=True)
    addresses = sorted(set(people.exclude(email="").values_list("email", flat=True)))
    subject = f"{planned.get_action_display()}: {planned.title}".replace("\n", " ")
    for address in addresses:
        send_later(EmailMessage(subject, planned.failure, to=[address]))
