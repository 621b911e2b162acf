"""What became public when, who did what at the desk, and who may look at a draft without an account."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from editorial.models.drafts import Revision, Unit


class Reason(models.TextChoices):
    """Why something is no longer public as it was."""

    ERROR = "error", gettext_lazy("published in error")
    REPLACED = "replaced", gettext_lazy("replaced by another")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn, stays readable")


class Change(models.Model):
    """One entry of the feed of publications and withdrawals; `number` is the order in which they were committed.

    Written once and never changed. `revision` is the state that became public, None of a withdrawal. `changed` lists what
    differs from the state before: names of fields and parts, only such as the public sees.
    """

    class Action(models.TextChoices):
        PUBLISHED = "published", gettext_lazy("published")
        CHANGED = "changed", gettext_lazy("changed")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
        MERGED = "merged", gettext_lazy("merged into another")

    number = models.BigIntegerField(gettext_lazy("number"), primary_key=True)
    at = models.DateTimeField(gettext_lazy("at"))
    unit_kind = models.CharField(gettext_lazy("kind"), max_length=60)
    unit_id = models.UUIDField(gettext_lazy("public id"))
    title_en = models.CharField(gettext_lazy("title (English)"), max_length=300, blank=True)
    title_zh = models.CharField(gettext_lazy("title (Chinese)"), max_length=300, blank=True)
    action = models.CharField(gettext_lazy("what"), max_length=10, choices=Action)
    reason = models.CharField(gettext_lazy("reason"), max_length=12, choices=Reason, blank=True)
    note_en = models.CharField(gettext_lazy("note (English)"), max_length=500, blank=True)
    note_zh = models.CharField(gettext_lazy("note (Chinese)"), max_length=500, blank=True)
    is_minor = models.BooleanField(gettext_lazy("minor change"), default=False)
    changed = models.JSONField(gettext_lazy("what differs"), default=list)
    revision = models.ForeignKey(
        Revision,
        verbose_name=gettext_lazy("state"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
    )
    successor_id = models.UUIDField(gettext_lazy("replaced by"), null=True, blank=True)
    because_of = models.UUIDField(
        gettext_lazy("went with"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The unit that this one rests on and that took it along."),
    )
    by = models.CharField(gettext_lazy("by"), max_length=150)

    class Meta:
        verbose_name = gettext_lazy("change")
        verbose_name_plural = gettext_lazy("changes")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["unit_id", "number"], name="editorial_change_unit"),
            models.Index(fields=["at"], name="editorial_change_at"),
            models.Index(fields=["unit_kind", "number"], name="editorial_change_kind"),
        ]

    def __str__(self):
        return f"{self.number} {self.action} {self.unit_kind} {self.unit_id}"


class Step(Unit):
    """One entry of the desk's log: who did what to which unit. Only ever added to."""

    class Action(models.TextChoices):
        SAVED = "saved", gettext_lazy("saved a draft")
        MERGED = "merged", gettext_lazy("saved, merged with another editor's change")
        COLLIDED = "collided", gettext_lazy("changed what another editor had changed too; kept apart")
        RESOLVED = "resolved", gettext_lazy("resolved a conflict")
        RESTORED = "restored", gettext_lazy("restored an earlier state as a draft")
        DISCARDED = "discarded", gettext_lazy("discarded the draft")
        IMPORTED = "imported", gettext_lazy("imported a table")
        SUBMITTED = "submitted", gettext_lazy("submitted for review")
        RECALLED = "recalled", gettext_lazy("took it back from review")
        REMARKED = "remarked", gettext_lazy("commented")
        REQUESTED = "requested", gettext_lazy("requested changes")
        APPROVED = "approved", gettext_lazy("approved")
        ALONE = "alone", gettext_lazy("approved own work (solo publishing)")
        DISAPPROVED = "disapproved", gettext_lazy("edited after the approval, which fell with it")
        SCHEDULED = "scheduled", gettext_lazy("scheduled")
        UNSCHEDULED = "unscheduled", gettext_lazy("took it off the schedule")
        FAILED = "failed", gettext_lazy("could not be done when it was due")
        PUBLISHED = "published", gettext_lazy("published")
        WITHDREW = "withdrew", gettext_lazy("withdrew")
        JOINED = "joined", gettext_lazy("merged duplicates")
        SEPARATED = "separated", gettext_lazy("took a merger back")
        DELETED = "deleted", gettext_lazy("deleted")
        SHARED = "shared", gettext_lazy("made a preview link")
        REVOKED = "revoked", gettext_lazy("revoked a preview link")
        SETTING = "setting", gettext_lazy("changed a setting of the desk")
        MODERATED = "moderated", gettext_lazy("decided on what a reader sent")

    action = models.CharField(gettext_lazy("what"), max_length=12, choices=Action)
    title = models.CharField(gettext_lazy("title"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("who"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by_name = models.CharField(gettext_lazy("who"), max_length=150)
    at = models.DateTimeField(gettext_lazy("when"), auto_now_add=True)
    note = models.TextField(gettext_lazy("note"), blank=True)
    revision = models.ForeignKey(
        Revision,
        verbose_name=gettext_lazy("state"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="steps",
    )

    class Meta:
        verbose_name = gettext_lazy("step")
        verbose_name_plural = gettext_lazy("log of the desk")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["unit_kind", "unit_id", "at"], name="editorial_step_unit"),
            models.Index(fields=["at", "id"], name="editorial_step_at"),
            models.Index(fields=["by", "at"], name="editorial_step_by"),
        ]

    def __str__(self):
        return f"{self.by_name} {self.get_action_display()}: {self.title}"


class PreviewLink(models.Model):
    """Shows one revision to whoever holds its signed address, until it expires or is revoked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.ForeignKey(
        Revision, verbose_name=gettext_lazy("state"), on_delete=models.CASCADE, related_name="links"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(gettext_lazy("made"), auto_now_add=True)
    expires_at = models.DateTimeField(gettext_lazy("expires"))
    revoked_at = models.DateTimeField(gettext_lazy("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("preview link")
        verbose_name_plural = gettext_lazy("preview links")
        ordering = ["-made_at", "id"]

    def __str__(self):
        return f"{self.revision} → {self.expires_at:%Y-%m-%d %H:%M}"


class DeskSetting(models.Model):
    """The one row of switches that an administrator sets for the whole desk."""

    THE_ONE = uuid.UUID(int=1)

    id = models.UUIDField(primary_key=True, default=THE_ONE, editable=False)
    solo_publishing = models.BooleanField(
        gettext_lazy("solo publishing"),
        default=False,
        help_text=gettext_lazy(
            "For a site with one editor: whoever may publish may approve their own work too. Shown on every page of the "
            "desk, and every such approval is logged as one."
        ),
    )

    class Meta:
        verbose_name = gettext_lazy("setting of the desk")
        verbose_name_plural = gettext_lazy("settings of the desk")

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls):
        """The row in force; unsaved, with the defaults, while nobody has set anything."""
        return cls.objects.filter(pk=cls.THE_ONE).first() or cls()
