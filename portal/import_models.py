"""Tables that editors uploaded, row by row, with what a dry run says of each."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy

from editorial.models import Revision


class Import(models.Model):
    """One uploaded table. Its rows are kept, so that nothing has to be uploaded again."""

    class State(models.TextChoices):
        READING = "reading", gettext_lazy("being read")
        READ = "read", gettext_lazy("columns to be chosen")
        CHECKING = "checking", gettext_lazy("being checked")
        CHECKED = "checked", gettext_lazy("checked")
        IN_REVIEW = "in_review", gettext_lazy("in review")
        RETURNED = "returned", gettext_lazy("returned")
        APPROVED = "approved", gettext_lazy("approved, being written")
        DONE = "done", gettext_lazy("done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(gettext_lazy("file"), max_length=200)
    sha256 = models.CharField(gettext_lazy("fingerprint"), max_length=64)
    details = models.JSONField(
        gettext_lazy("how it was read"),
        default=dict,
        blank=True,
        help_text=gettext_lazy("Sheet, encoding and delimiter."),
    )
    headings = models.JSONField(gettext_lazy("headings"), default=list)
    total = models.PositiveIntegerField(gettext_lazy("rows"), default=0)
    done = models.PositiveIntegerField(gettext_lazy("rows checked"), default=0)
    label = models.CharField(gettext_lazy("kind of rows"), max_length=100, blank=True)
    mapping = models.JSONField(gettext_lazy("columns"), default=dict, blank=True)
    run = models.UUIDField(
        gettext_lazy("run"),
        default=uuid.uuid4,
        help_text=gettext_lazy("Changes with the columns: older results are void."),
    )
    state = models.CharField(gettext_lazy("state"), max_length=10, choices=State, default=State.READING)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("uploaded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="imports",
    )
    created_at = models.DateTimeField(gettext_lazy("uploaded"), auto_now_add=True)
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
    note_en = models.CharField(gettext_lazy("public change note (English)"), max_length=500, blank=True)
    note_zh = models.CharField(gettext_lazy("public change note (Chinese)"), max_length=500, blank=True)
    is_minor = models.BooleanField(gettext_lazy("minor change"), default=False)
    keeps_drafts = models.BooleanField(
        gettext_lazy("keep everything as drafts"),
        default=False,
        help_text=gettext_lazy("Nothing becomes public: every row becomes a draft to be completed."),
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(gettext_lazy("reviewed"), null=True, blank=True)
    review_note = models.TextField(gettext_lazy("note of the reviewer"), max_length=2000, blank=True)
    written = models.PositiveIntegerField(
        gettext_lazy("last row written"),
        default=0,
        help_text=gettext_lazy("New rows up to this one are written, hidden until all of the table becomes public."),
    )
    failure = models.JSONField(
        gettext_lazy("why it was not published"),
        default=list,
        blank=True,
        help_text=gettext_lazy("Pairs of a row and a sentence."),
    )
    finished_at = models.DateTimeField(gettext_lazy("done at"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("import of a table")
        verbose_name_plural = gettext_lazy("imports of tables")
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="portal_import_queue")]

    def __str__(self):
        return self.file_name


class ImportPart(models.Model):
    """Some hundred rows as they were uploaded, `[[number, [cell, …]], …]`: quickly stored, checked at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(
        Import,
        verbose_name=gettext_lazy("import"),
        on_delete=models.CASCADE,
        related_name="parts",
        db_column="import_id",
    )
    offset = models.PositiveIntegerField(gettext_lazy("rows before"))
    rows = models.JSONField(gettext_lazy("rows"))

    class Meta:
        verbose_name = gettext_lazy("part of a table")
        verbose_name_plural = gettext_lazy("parts of tables")
        ordering = ["source", "offset"]
        constraints = [models.UniqueConstraint(fields=["source", "offset"], name="portal_importpart_once")]

    def __str__(self):
        return f"{self.source_id}, {self.offset}"


class ImportRow(models.Model):
    """One row that was checked."""

    class Outcome(models.TextChoices):
        NEW = "new", gettext_lazy("new")
        CHANGED = "changed", gettext_lazy("changed")
        UNCHANGED = "unchanged", gettext_lazy("unchanged")
        REFUSED = "refused", gettext_lazy("refused")

    class Fate(models.TextChoices):
        PUBLISH = "publish", gettext_lazy("becomes public")
        DRAFT = "draft", gettext_lazy("becomes a draft")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(
        Import,
        verbose_name=gettext_lazy("import"),
        on_delete=models.CASCADE,
        related_name="rows",
        db_column="import_id",
    )
    number = models.PositiveIntegerField(
        gettext_lazy("row"), help_text=gettext_lazy("As a spreadsheet program shows it.")
    )
    raw = models.JSONField(gettext_lazy("cells"))
    outcome = models.CharField(gettext_lazy("outcome"), max_length=10, choices=Outcome)
    proposal = models.JSONField(gettext_lazy("proposal"), null=True, blank=True, encoder=DjangoJSONEncoder)
    changes = models.JSONField(gettext_lazy("changes"), default=list, blank=True)
    problems = models.JSONField(gettext_lazy("problems"), default=list, blank=True)
    label = models.CharField(gettext_lazy("name"), max_length=300, blank=True)
    identity = models.CharField(
        gettext_lazy("identity"),
        max_length=64,
        blank=True,
        help_text=gettext_lazy("The same for two rows that mean one record."),
    )
    fate = models.CharField(gettext_lazy("what becomes of it"), max_length=10, choices=Fate, blank=True)
    missing = models.JSONField(
        gettext_lazy("why it stays a draft"), default=list, blank=True, help_text=gettext_lazy("Sentences.")
    )
    unit_kind = models.CharField(gettext_lazy("kind of the entry"), max_length=60, blank=True)
    unit_id = models.UUIDField(
        gettext_lazy("entry"),
        null=True,
        blank=True,
        help_text=gettext_lazy("What the row belongs to and is published with; of a new entry once it is written."),
    )
    target = models.UUIDField(gettext_lazy("row it wrote"), null=True, blank=True)
    revision = models.ForeignKey(
        Revision,
        verbose_name=gettext_lazy("state it wrote"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = gettext_lazy("row of a table")
        verbose_name_plural = gettext_lazy("rows of tables")
        ordering = ["source", "number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="portal_importrow_once")]
        indexes = [
            models.Index(fields=["source", "outcome", "number"], name="portal_importrow_outcome"),
            models.Index(fields=["source", "identity", "number"], name="portal_importrow_identity"),
            models.Index(fields=["source", "fate", "number"], name="portal_importrow_fate"),
        ]

    def __str__(self):
        return f"{self.source_id}, {self.number}"
