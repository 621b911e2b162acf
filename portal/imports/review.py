"""The way of a checked table: submitted, returned or approved by someone else. Every step is logged.

Each function looks at the import again under its lock and raises Refused, a sentence for the editor, where it is not any
more as the page showed it. Who may do what is decided by the caller; that nobody approves their own table, here.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from editorial.models import DeskSetting, Step
from editorial.publishing import database_now, name_of
from editorial.text import refuse_unstorable
from editorial.workflow import Refused
from portal.import_models import Import, ImportRow

UNIT_KIND = "portal.import"
NOTE_LENGTH = 2000


def current(key):
    """The import as it is now, locked until the transaction ends. Raises Refused where it was deleted."""
    found = Import.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if found is None:
        raise Refused(gone())
    return found


def gone():
    return _("This table was deleted meanwhile.")


def as_shown(key, run):
    """The import, if it is still the one that was checked when the page was opened."""
    kept = current(key)
    if str(kept.run) != str(run):
        raise Refused(_("The table was checked anew after you opened this page. Look at it once more, then decide."))
    return kept


def owner_of(kept):
    """Who stands for the rows as their author: who submitted them, or the name of the file where nobody is left."""
    return kept.submitted_by or kept.uploader or kept.file_name


def authors_of(kept):
    return {key for key in (kept.uploader_id, kept.submitted_by_id) if key}


def is_own(kept, user):
    return user.pk in authors_of(kept)


def may_decide(kept, user):
    """Whether `user`, who may let tables in, may let this one in."""
    return not is_own(kept, user) or DeskSetting.current().solo_publishing


def writes_anything(kept):
    return kept.rows.filter(outcome__in=(ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED)).exists()


@transaction.atomic
def submit(key, *, run, by, note="", note_en="", note_zh="", is_minor=False, keeps_drafts=False):
    """Hand the checked table to whoever may let it in."""
    kept = as_shown(key, run)
    if kept.state not in (Import.State.CHECKED, Import.State.RETURNED):
        raise Refused(_in_state(kept))
    if kept.written:
        raise Refused(_("The hidden rows of the last attempt are being removed. Submit it when that is done."))
    if not writes_anything(kept):
        raise Refused(_("No row of this table would change anything, so there is nothing to submit."))
    kept.state, kept.submitted_by, kept.submitted_at = Import.State.IN_REVIEW, by, database_now()
    kept.submit_note, kept.note_en, kept.note_zh = note, note_en, note_zh
    kept.is_minor, kept.keeps_drafts = is_minor, keeps_drafts
    kept.reviewed_by, kept.reviewed_at, kept.review_note, kept.failure = None, None, "", []
    refuse_texts(note, note_en, note_zh)
    kept.clean_fields(exclude=["mapping", "details"])
    kept.save()
    log_step(kept, Step.Action.SUBMITTED, by=by, note=note)
    return kept


def _in_state(kept):
    return _("This cannot be done now. The state of the table is: %(state)s.") % {"state": kept.get_state_display()}


@transaction.atomic
def recall(key, *, run, by):
    """Take the table back from review."""
    kept = as_shown(key, run)
    if kept.state != Import.State.IN_REVIEW:
        raise Refused(_in_state(kept))
    kept.state = Import.State.CHECKED
    kept.save(update_fields=["state"])
    log_step(kept, Step.Action.RECALLED, by=by)
    return kept


@transaction.atomic
def send_back(key, *, run, by, note):
    """Return the table to whoever submitted it."""
    kept = as_shown(key, run)
    if kept.state != Import.State.IN_REVIEW:
        raise Refused(_in_state(kept))
    if not note.strip():
        raise Refused(_("Say what should be changed."))
    _decide(kept, Import.State.RETURNED, by, note)
    log_step(kept, Step.Action.REQUESTED, by=by, note=note)
    return kept


@transaction.atomic
def approve(key, *, run, by, note=""):
    """Approve the table as a whole: from now on it is written. A second approval does nothing."""
    kept = as_shown(key, run)
    if kept.state in (Import.State.APPROVED, Import.State.DONE):
        raise Refused(_("This table has been approved already."))
    if kept.state != Import.State.IN_REVIEW:
        raise Refused(_in_state(kept))
    if not may_decide(kept, by):
        raise Refused(_("You uploaded or submitted this table, so someone else must approve it."))
    _decide(kept, Import.State.APPROVED, by, note)
    log_step(kept, Step.Action.ALONE if is_own(kept, by) else Step.Action.APPROVED, by=by, note=note)
    return kept


def refuse_texts(*texts):
    """Raises ValidationError where a note is too long, or holds what no database keeps."""
    for text in texts:
        refuse_unstorable(text, multiline=True)
        if len(text) > NOTE_LENGTH:
            raise Refused(_("A note has at most %(count)d characters.") % {"count": NOTE_LENGTH})


def _decide(kept, state, by, note):
    kept.state, kept.reviewed_by, kept.reviewed_at, kept.review_note = state, by, database_now(), note
    kept.failure = []
    refuse_texts(note)
    kept.save()


@transaction.atomic
def retry(key, *, run, by):
    """Go on with an approved table that had stopped, once what stood in its way is mended."""
    kept = as_shown(key, run)
    if kept.state != Import.State.APPROVED:
        raise Refused(_in_state(kept))
    kept.failure = []
    kept.save(update_fields=["failure"])
    return kept


@transaction.atomic
def call_off(key, *, run, by):
    """Take the approval back before anything is public; the hidden rows are removed then."""
    kept = as_shown(key, run)
    if kept.state != Import.State.APPROVED:
        raise Refused(_in_state(kept))
    kept.state, kept.failure = Import.State.CHECKED, []
    kept.save(update_fields=["state", "failure"])
    log_step(kept, Step.Action.RECALLED, by=by)
    return kept


def void(kept, *, by):
    """Before columns are chosen anew or the rows checked again: a review or an approval of the old result falls.

    Call it under the lock. Raises Refused where it is too late for that.
    """
    if kept.state == Import.State.DONE:
        raise Refused(_("This table was written already. Upload it again to check it once more."))
    if kept.state == Import.State.APPROVED and kept.written:
        raise Refused(_("This table is being written. Call that off first, then choose again."))
    if kept.written:
        raise Refused(_("The hidden rows of the last attempt are being removed. Choose again when that is done."))
    if kept.state in (Import.State.IN_REVIEW, Import.State.APPROVED):
        log_step(kept, Step.Action.DISAPPROVED, by=by)


@transaction.atomic
def delete(key, *, by):
    """Forget a table that has written nothing."""
    kept = current(key)
    if kept.state == Import.State.DONE:
        raise Refused(_("This table was written, so its report is kept."))
    if kept.state == Import.State.APPROVED or kept.written:
        raise Refused(_("This table is being written. Call that off first, then delete it."))
    log_step(kept, Step.Action.DELETED, by=by)
    kept.delete()
    return kept


def log_step(kept, action, *, by, note=""):
    user = by if hasattr(by, "get_username") else None
    return Step.objects.create(
        unit_kind=UNIT_KIND,
        unit_id=kept.pk,
        action=action,
        title=kept.file_name,
        by=user,
        by_name=name_of(by),
        note=note,
    )


def steps_of(kept):
    return Step.objects.filter(unit_kind=UNIT_KIND, unit_id=kept.pk).order_by("at", "id")
