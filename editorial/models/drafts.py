"""What editors have written and the public does not see yet: drafts, their revisions, forms that stand open."""

import uuid

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from editorial.models.records import unit_models


class Unit(models.Model):
    """Abstract: something that belongs to one unit, known by its kind (`parks.park`) and its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit_kind = models.CharField(gettext_lazy("kind"), max_length=60)
    unit_id = models.UUIDField(gettext_lazy("public id"))

    class Meta:
        abstract = True

    @staticmethod
    def key_of(unit):
        """`{unit_kind, unit_id}` of a model instance, for filters and for new rows."""
        return {"unit_kind": unit._meta.label_lower, "unit_id": unit.pk}

    @property
    def model(self):
        """The model of the unit; None where it is no longer part of the program."""
        return unit_models().get(self.unit_kind)

    @property
    def kind_name(self):
        return self.model._meta.verbose_name if self.model else self.unit_kind

    def get_unit(self):
        """The unit's row; raises ObjectDoesNotExist where there is none (any more)."""
        if self.model is None:
            raise ObjectDoesNotExist(self.unit_kind)
        return self.model._base_manager.get(pk=self.unit_id)

    @property
    def form_address(self):
        """The form of the desk that edits the unit."""
        return desk_address(self.unit_kind, "change", self.unit_id)


def desk_address(unit_kind, view, *args):
    """The address of a page of the desk: `desk_address("parks.park", "history", key)`."""
    return reverse(f"admin:{unit_kind.replace('.', '_')}_{view}", args=args)


class Revision(Unit):
    """One saved state of a unit with all its parts. Never changed after it is written.

    `snapshot` has the shape of `editorial.snapshots.read`. Of an input that met another's change of the same field
    (`UNMERGED`), `base` is the state that its author had before them, and `settled_at` says when it was resolved.
    """

    class Origin(models.TextChoices):
        SAVED = "saved", gettext_lazy("saved")
        MERGED = "merged", gettext_lazy("merged with another editor's change")
        RESOLVED = "resolved", gettext_lazy("saved after a conflict was resolved")
        UNMERGED = "unmerged", gettext_lazy("kept apart: another editor changed the same field")
        RESTORED = "restored", gettext_lazy("restored from an earlier state")
        IMPORTED = "imported", gettext_lazy("imported from a table")
        LOADED = "loaded", gettext_lazy("written by the program")

    number = models.PositiveIntegerField(gettext_lazy("number"))
    draft_key = models.UUIDField(gettext_lazy("draft"), null=True, blank=True)
    origin = models.CharField(gettext_lazy("origin"), max_length=12, choices=Origin)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    author_name = models.CharField(gettext_lazy("author"), max_length=150)
    made_at = models.DateTimeField(gettext_lazy("saved at"), auto_now_add=True)
    snapshot = models.JSONField(gettext_lazy("content"))
    base = models.JSONField(gettext_lazy("content before"), null=True, blank=True)
    settled_at = models.DateTimeField(gettext_lazy("resolved at"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("revision")
        verbose_name_plural = gettext_lazy("revisions")
        ordering = ["unit_kind", "unit_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["unit_kind", "unit_id", "number"], name="editorial_revision_number")
        ]
        indexes = [
            models.Index(fields=["draft_key"], name="editorial_revision_draft"),
            models.Index(fields=["origin", "settled_at", "author"], name="editorial_revision_unmerged"),
        ]

    def __str__(self):
        return f"{self.unit_kind} {self.unit_id} #{self.number}"


class Draft(Unit):
    """The one open change of a unit, from its first saving to its publication. `head` is its present state.

    `base` is what was public when the change was begun; None for what was never public. An approval belongs to one
    revision (`approved_revision`) and falls with the next edit.
    """

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        IN_REVIEW = "in_review", gettext_lazy("in review")
        CHANGES = "changes_requested", gettext_lazy("changes requested")
        APPROVED = "approved", gettext_lazy("approved")
        SCHEDULED = "scheduled", gettext_lazy("scheduled")

    title = models.CharField(gettext_lazy("title"), max_length=300)
    state = models.CharField(gettext_lazy("state"), max_length=20, choices=State, default=State.DRAFT)
    head = models.ForeignKey(
        Revision, verbose_name=gettext_lazy("present state"), on_delete=models.PROTECT, related_name="+"
    )
    base = models.JSONField(gettext_lazy("content before"), null=True, blank=True)
    missing = models.JSONField(
        gettext_lazy("missing before publication"),
        default=dict,
        blank=True,
        help_text=gettext_lazy("Sentences by language, as of the last saving; worked out anew when it is published."),
    )
    missing_count = models.PositiveSmallIntegerField(gettext_lazy("missing"), default=0)
    begun_at = models.DateTimeField(gettext_lazy("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(gettext_lazy("last saved"), auto_now=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("begun by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("submitted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    submitted_at = models.DateTimeField(gettext_lazy("submitted"), null=True, blank=True)
    submit_note = models.TextField(gettext_lazy("note to the reviewer"), max_length=2000, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("approved by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_at = models.DateTimeField(gettext_lazy("approved"), null=True, blank=True)
    approved_revision = models.ForeignKey(
        Revision,
        verbose_name=gettext_lazy("approved state"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note_en = models.CharField(
        gettext_lazy("public change note (English)"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("What readers see in the history of the page: why it changed."),
    )
    note_zh = models.CharField(gettext_lazy("public change note (Chinese)"), max_length=500, blank=True)
    is_minor = models.BooleanField(
        gettext_lazy("minor change"),
        default=False,
        help_text=gettext_lazy("A correction of form that changes no fact: a typing error, a comma."),
    )

    class Meta:
        verbose_name = gettext_lazy("draft")
        verbose_name_plural = gettext_lazy("drafts")
        ordering = ["-updated_at", "id"]
        constraints = [models.UniqueConstraint(fields=["unit_kind", "unit_id"], name="editorial_draft_unit")]
        indexes = [
            models.Index(fields=["state", "updated_at"], name="editorial_draft_state"),
            models.Index(fields=["author", "updated_at"], name="editorial_draft_author"),
        ]

    def __str__(self):
        return self.title


class OpenForm(Unit):
    """One editor's form on one unit: who is on it, and what they typed and have not saved as a draft.

    `content` is the form as the browser would send it, `{name: [values]}`; None where nothing was typed. `is_kept` marks
    input that its author saved although it cannot be applied yet.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("editor"), on_delete=models.CASCADE, related_name="+"
    )
    is_new = models.BooleanField(gettext_lazy("new"), default=False)
    title = models.CharField(gettext_lazy("title"), max_length=300, blank=True)
    opened_at = models.DateTimeField(gettext_lazy("opened"), auto_now_add=True)
    seen_at = models.DateTimeField(gettext_lazy("last seen"), auto_now=True)
    content = models.JSONField(gettext_lazy("typed"), null=True, blank=True)
    is_kept = models.BooleanField(gettext_lazy("kept"), default=False)
    problems = models.PositiveIntegerField(gettext_lazy("problems"), default=0)

    class Meta:
        verbose_name = gettext_lazy("open form")
        verbose_name_plural = gettext_lazy("open forms")
        ordering = ["-seen_at", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "unit_kind", "unit_id"], name="editorial_openform_once")]
        indexes = [
            models.Index(fields=["unit_kind", "unit_id", "seen_at"], name="editorial_openform_unit"),
            models.Index(fields=["is_kept", "user", "seen_at"], name="editorial_openform_kept"),
        ]

    def __str__(self):
        return f"{self.user}: {self.title}"


class Remark(Unit):
    """A comment on a draft, or on one field of it (`field` is its name on the form; blank for the whole)."""

    draft_key = models.UUIDField(gettext_lazy("draft"))
    field = models.CharField(gettext_lazy("field"), max_length=120, blank=True)
    label = models.CharField(gettext_lazy("field"), max_length=200, blank=True)
    text = models.TextField(gettext_lazy("comment"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    author_name = models.CharField(gettext_lazy("author"), max_length=150)
    made_at = models.DateTimeField(gettext_lazy("written"), auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("settled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    settled_at = models.DateTimeField(gettext_lazy("settled"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("comment")
        verbose_name_plural = gettext_lazy("comments")
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["draft_key", "made_at"], name="editorial_remark_draft")]

    def __str__(self):
        return self.text[:80]


class Schedule(Unit):
    """What is to happen to a unit at a moment of the database's clock: a publication or a withdrawal, one of each."""

    class Action(models.TextChoices):
        PUBLISH = "publish", gettext_lazy("publication")
        WITHDRAW = "withdraw", gettext_lazy("withdrawal")

    action = models.CharField(gettext_lazy("what"), max_length=10, choices=Action)
    due_at = models.DateTimeField(gettext_lazy("when"))
    title = models.CharField(gettext_lazy("title"), max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("set by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(gettext_lazy("reason"), max_length=12, blank=True)
    note_en = models.CharField(gettext_lazy("note (English)"), max_length=500, blank=True)
    note_zh = models.CharField(gettext_lazy("note (Chinese)"), max_length=500, blank=True)
    successor_id = models.UUIDField(gettext_lazy("replaced by"), null=True, blank=True)
    failed_at = models.DateTimeField(gettext_lazy("failed"), null=True, blank=True)
    failure = models.TextField(gettext_lazy("why it failed"), blank=True)

    class Meta:
        verbose_name = gettext_lazy("scheduled change")
        verbose_name_plural = gettext_lazy("scheduled changes")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit_kind", "unit_id", "action"], name="editorial_schedule_once")
        ]
        indexes = [models.Index(fields=["failed_at", "due_at"], name="editorial_schedule_due")]

    def __str__(self):
        return f"{self.get_action_display()}: {self.title}"
