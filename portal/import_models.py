"""Tables that editors uploaded, row by row, with what a dry run says of each."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy


class Import(models.Model):
    """One uploaded table. Its rows are kept, so that nothing has to be uploaded again."""

    class State(models.TextChoices):
        READING = "reading", gettext_lazy("being read")
        READ = "read", gettext_lazy("columns to be chosen")
        CHECKING = "checking", gettext_lazy("being checked")
        CHECKED = "checked", gettext_lazy("checked")

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

    class Meta:
        verbose_name = gettext_lazy("import of a table")
        verbose_name_plural = gettext_lazy("imports of tables")
        ordering = ["-created_at", "id"]

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

    class Meta:
        verbose_name = gettext_lazy("row of a table")
        verbose_name_plural = gettext_lazy("rows of tables")
        ordering = ["source", "number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="portal_importrow_once")]
        indexes = [
            models.Index(fields=["source", "outcome", "number"], name="portal_importrow_outcome"),
            models.Index(fields=["source", "identity", "number"], name="portal_importrow_identity"),
        ]

    def __str__(self):
        return f"{self.source_id}, {self.number}"
