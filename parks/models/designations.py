"""What parks and others were designated as."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import EarliestDay, LatestDay, PartialDateField
from core.models import Sourced, SourcedRecord
from editorial.bilingual import pick
from editorial.models import Publishable, PublishableQuerySet, Record


class Scheme(SourcedRecord):
    """A programme that designates: the high-tech industrialisation hubs, the distinctive industrial parks."""

    record_kind = "scheme"
    found_by = (*SourcedRecord.found_by, "issuer_as_printed")
    found_with = ("issuer",)

    issuer = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("issuer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="schemes_issued",
        limit_choices_to={"kind": "organisation"},
    )
    issuer_as_printed = models.CharField(
        gettext_lazy("issuer as printed"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("As the source has it; “not stated” is a legal value."),
    )
    started = PartialDateField(gettext_lazy("started"))
    started_as_printed = models.CharField(
        gettext_lazy("started as printed"), max_length=120, blank=True, help_text=gettext_lazy("decade old")
    )

    class Meta(SourcedRecord.Meta):
        verbose_name = gettext_lazy("scheme")
        verbose_name_plural = gettext_lazy("schemes")


class Batch(SourcedRecord):
    """One round of a scheme. Its stated count is a figure with a count claim."""

    record_kind = "batch"
    found_with = ("scheme",)
    found_on = "date"

    scheme = models.ForeignKey(
        Scheme, verbose_name=gettext_lazy("scheme"), on_delete=models.PROTECT, related_name="batches"
    )
    number = models.PositiveSmallIntegerField(gettext_lazy("number"), null=True, blank=True)
    date = PartialDateField(gettext_lazy("designated"))
    date_earliest = EarliestDay("date")
    date_latest = LatestDay("date")
    date_as_printed = models.CharField(gettext_lazy("date as printed"), max_length=120, blank=True)

    public_through = ("scheme",)

    class Meta(SourcedRecord.Meta):
        verbose_name = gettext_lazy("batch")
        verbose_name_plural = gettext_lazy("batches")
        indexes = [
            *SourcedRecord.Meta.indexes,
            models.Index(fields=["date_earliest", "record"], name="parks_batch_date"),
            models.Index(fields=["date_latest", "record"], name="parks_batch_date_end"),
        ]

    @property
    def section(self):
        return "batches"


class DesignationQuerySet(PublishableQuerySet):
    def for_listing(self):
        """Newest publication first."""
        return self.select_related("scheme", "batch", "designee", "issuer", "citation__source__publisher").order_by(
            "-published_earliest", "-pk"
        )


class Designation(Sourced, Publishable):
    """One designee of a scheme, as printed and as resolved."""

    public_through = ("scheme", "citation__source")
    found_by = (
        "title_en",
        "title_zh",
        "designee_as_printed",
        "issuer_as_printed",
        "resolution_note_en",
        "resolution_note_zh",
    )
    found_under = ("designee", "batch", "scheme")

    class Status(models.TextChoices):
        DESIGNATED = "designated", gettext_lazy("designated")
        PROMOTED = "promoted", gettext_lazy("being promoted")
        PLANNED = "planned", gettext_lazy("planned")
        EXPANDED = "expanded", gettext_lazy("scope expanded")
        REVOKED = "revoked", gettext_lazy("revoked")

    scheme = models.ForeignKey(
        Scheme, verbose_name=gettext_lazy("scheme"), on_delete=models.PROTECT, related_name="designations"
    )
    batch = models.ForeignKey(
        Batch,
        verbose_name=gettext_lazy("batch"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="designations",
    )
    title_en = models.CharField(
        gettext_lazy("designated as (English)"),
        max_length=200,
        help_text=gettext_lazy("national AI industrialisation base"),
    )
    title_zh = models.CharField(gettext_lazy("designated as (Chinese)"), max_length=200, blank=True)
    designee_as_printed = models.CharField(
        gettext_lazy("designee as printed"), max_length=200, help_text=gettext_lazy("Exactly as the source names it.")
    )
    designee = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("designee"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="designations",
        help_text=gettext_lazy("The record it is taken to be; blank while that is unsettled."),
    )
    resolution_note_en = models.CharField(gettext_lazy("why this record (English)"), max_length=500, blank=True)
    resolution_note_zh = models.CharField(gettext_lazy("why this record (Chinese)"), max_length=500, blank=True)
    issuer = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("issuer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="designations_issued",
        limit_choices_to={"kind": "organisation"},
    )
    issuer_as_printed = models.CharField(gettext_lazy("issuer as printed"), max_length=200, blank=True)
    status = models.CharField(gettext_lazy("status"), max_length=12, choices=Status, default=Status.DESIGNATED)
    signed = PartialDateField(gettext_lazy("signed"))
    published = PartialDateField(gettext_lazy("published"))
    published_earliest = EarliestDay("published")
    published_latest = LatestDay("published")
    effective = PartialDateField(gettext_lazy("effective"))
    reported = PartialDateField(gettext_lazy("reported"))
    date_reasoning_en = models.TextField(gettext_lazy("how the dates follow (English)"), max_length=1000, blank=True)
    date_reasoning_zh = models.TextField(gettext_lazy("how the dates follow (Chinese)"), max_length=1000, blank=True)

    objects = DesignationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("designation")
        verbose_name_plural = gettext_lazy("designations")
        ordering = ["-published_earliest", "-id"]
        indexes = [
            models.Index(fields=["published_earliest", "id"], name="parks_designation_date"),
            models.Index(fields=["published_latest", "id"], name="parks_designation_date_end"),
            models.Index(fields=["scheme", "published_earliest", "id"], name="parks_designation_scheme"),
            models.Index(fields=["status", "published_earliest", "id"], name="parks_designation_status"),
        ]

    def __str__(self):
        return f"{self.designee_as_printed}: {pick(self, 'title')}"

    @property
    def title(self):
        return pick(self, "title")

    @property
    def first_date(self):
        """The day it stands at in a timeline: published, else signed, else effective, else reported."""
        return self.published or self.signed or self.effective or self.reported

    def clean(self):
        super().clean()
        if self.batch_id and self.scheme_id and self.batch.scheme_id != self.scheme_id:
            raise ValidationError({"batch": _("This batch belongs to another scheme.")})
