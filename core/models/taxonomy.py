"""Where things are and what they are about: regions and sectors, both trees of records."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import EarliestDay, LatestDay, PartialDateField
from core.models.positions import Positioned
from core.models.sources import Sourced, SourcedRecord
from core.trees import TreeNode, TreeQuerySet
from editorial.models import Publishable, PublishableQuerySet, RecordModel


class TaxonomyQuerySet(TreeQuerySet):
    def for_listing(self):
        return self.select_related("parent").order_by("path", "pk")


class Region(TreeNode, Positioned, SourcedRecord):
    """A country, province, city or district; or a group of regions, which stands outside the tree."""

    record_kind = "region"
    found_by = (*SourcedRecord.found_by, "code")
    found_with = ("parent",)

    class Level(models.TextChoices):
        COUNTRY = "country", gettext_lazy("country")
        PROVINCE = "province", gettext_lazy("province")
        MUNICIPALITY = "municipality", gettext_lazy("municipality")
        CITY = "city", gettext_lazy("city")
        DISTRICT = "district", gettext_lazy("district")
        COUNTY = "county", gettext_lazy("county")
        NEIGHBOURHOOD = "neighbourhood", gettext_lazy("neighbourhood")
        GROUP = "group", gettext_lazy("group of regions")

    level = models.CharField(gettext_lazy("level"), max_length=20, choices=Level)
    code = models.CharField(
        gettext_lazy("code"),
        max_length=12,
        blank=True,
        help_text=gettext_lazy("Administrative division code, for example 110108."),
    )
    objects = TaxonomyQuerySet.as_manager()

    class Meta(SourcedRecord.Meta):
        verbose_name = gettext_lazy("region")
        verbose_name_plural = gettext_lazy("regions")
        indexes = [
            *SourcedRecord.Meta.indexes,
            models.Index(fields=["level", "sort_key", "record"], name="core_region_level"),
            models.Index(fields=["code"], name="core_region_code"),
        ]
        constraints = [
            *SourcedRecord.Meta.constraints,
            *Positioned.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(level="group") | models.Q(parent__isnull=True),
                name="core_region_group_root",
                violation_error_message=gettext_lazy("A group of regions has members, not a parent."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code=""),
                name="core_region_code_once",
                violation_error_message=gettext_lazy("Another region has this code."),
            ),
        ]

    def clean(self):
        super().clean()
        if self.level != self.Level.GROUP and not self._state.adding and self.group_members.exists():
            raise ValidationError(
                {"level": _("This group of regions has members. Remove them before you change its level.")}
            )


class RegionMembership(Sourced, Publishable):
    """A region in a group, as one source has it: sources differ on who belongs."""

    public_through = ("group", "region", "citation__source")
    found_under = ("group", "region")

    group = models.ForeignKey(
        Region,
        verbose_name=gettext_lazy("group"),
        on_delete=models.CASCADE,
        related_name="group_members",
        limit_choices_to={"level": "group"},
    )
    region = models.ForeignKey(
        Region, verbose_name=gettext_lazy("region"), on_delete=models.PROTECT, related_name="group_memberships"
    )
    period = PartialDateField(gettext_lazy("when"))
    period_earliest = EarliestDay("period")
    period_latest = LatestDay("period")

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("region in a group")
        verbose_name_plural = gettext_lazy("regions in groups")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "region", "citation"],
                name="core_regionmembership_once",
                violation_error_message=gettext_lazy("This membership is already recorded with this citation."),
            )
        ]

    def __str__(self):
        return f"{self.region} – {self.group}"

    def clean(self):
        super().clean()
        if self.group_id and self.group.level != Region.Level.GROUP:
            raise ValidationError({"group": _("Choose a group of regions.")})


class Sector(TreeNode, RecordModel):
    """An industry, or a field in which technology is applied."""

    record_kind = "sector"
    found_by = ("definition_en", "definition_zh")
    found_with = ("parent",)

    class Axis(models.TextChoices):
        INDUSTRY = "industry", gettext_lazy("industry")
        APPLICATION = "application", gettext_lazy("application field")

    axis = models.CharField(gettext_lazy("axis"), max_length=20, choices=Axis)
    definition_en = models.TextField(gettext_lazy("definition (English)"), blank=True, max_length=2000)
    definition_zh = models.TextField(gettext_lazy("definition (Chinese)"), blank=True, max_length=2000)

    objects = TaxonomyQuerySet.as_manager()

    class Meta(RecordModel.Meta):
        verbose_name = gettext_lazy("sector")
        verbose_name_plural = gettext_lazy("sectors")
        indexes = [
            *RecordModel.Meta.indexes,
            models.Index(fields=["axis", "sort_key", "record"], name="core_sector_axis"),
        ]

    def clean(self):
        super().clean()
        if self.parent_id and self.parent.axis != self.axis:
            raise ValidationError(
                {"parent": _("Industries stand under industries, application fields under application fields.")}
            )
