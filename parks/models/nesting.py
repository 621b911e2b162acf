"""Parks and how they nest."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import EarliestDay, LatestDay, PartialDateField
from core.models import Positioned, Region, Sector, Sourced, SourcedRecord
from editorial.locks import serialise
from editorial.models import Publishable, PublishableQuerySet, ValidatedModel, public_q


class ParkQuerySet(PublishableQuerySet):
    def for_listing(self):
        """With the region; ordered by name."""
        return self.select_related("region").order_by("sort_key", "pk")

    def inside(self, park):
        """The parks below `park` at any depth and any time, by public memberships."""
        return self.filter(models.Exists(ParkAncestry.objects.filter(ancestor=park, descendant=models.OuterRef("pk"))))


class Park(Positioned, SourcedRecord):
    """A zone, a park of a zone, a base, a test site."""

    record_kind = "park"
    parts = ("names", "park_sectors")
    found_by = (*SourcedRecord.found_by, "place_as_printed")
    found_with = ("region", "sectors")

    class Kind(models.TextChoices):
        ZONE = "zone", gettext_lazy("zone")
        PARK = "park", gettext_lazy("park")
        DISTINCTIVE = "distinctive", gettext_lazy("distinctive industrial park")
        BASE = "base", gettext_lazy("base")
        SCIENCE_CITY = "science_city", gettext_lazy("science city or centre")
        TEST_SITE = "test_site", gettext_lazy("test site")
        CLUSTER = "cluster", gettext_lazy("cluster")

    class Level(models.TextChoices):
        NATIONAL = "national", gettext_lazy("national")
        PROVINCIAL = "provincial", gettext_lazy("provincial or municipal")
        DISTRICT = "district", gettext_lazy("district")

    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    level = models.CharField(
        gettext_lazy("level"),
        max_length=12,
        choices=Level,
        blank=True,
        help_text=gettext_lazy("Blank where no source states it."),
    )
    region = models.ForeignKey(
        Region,
        verbose_name=gettext_lazy("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parks",
        help_text=gettext_lazy("The smallest region a source names. A park is not its district."),
    )
    place_as_printed = models.CharField(
        gettext_lazy("place as printed"), max_length=200, blank=True, help_text=gettext_lazy("in Yizhuang county")
    )
    sectors = models.ManyToManyField(
        Sector, verbose_name=gettext_lazy("sectors"), through="ParkSector", related_name="parks"
    )

    objects = ParkQuerySet.as_manager()

    class Meta(SourcedRecord.Meta):
        verbose_name = gettext_lazy("park")
        verbose_name_plural = gettext_lazy("parks")
        indexes = [
            *SourcedRecord.Meta.indexes,
            models.Index(fields=["kind", "sort_key", "record"], name="parks_park_kind"),
            models.Index(fields=["level", "sort_key", "record"], name="parks_park_level"),
            models.Index(fields=["region", "sort_key", "record"], name="parks_park_region"),
            models.Index(fields=["kind", "sort_key_zh", "record"], name="parks_park_kind_zh"),
            models.Index(fields=["level", "sort_key_zh", "record"], name="parks_park_level_zh"),
            models.Index(fields=["region", "sort_key_zh", "record"], name="parks_park_region_zh"),
        ]
        constraints = [*SourcedRecord.Meta.constraints, *Positioned.Meta.constraints]

    def public_state_changed(self):
        rebuild_ancestry(self.pk)


class ParkSector(Sourced, ValidatedModel):
    """What a park is about, and how firmly. Public with its park."""

    class Role(models.TextChoices):
        LEADING = "leading", gettext_lazy("leading")
        CULTIVATING = "cultivating", gettext_lazy("being cultivated")
        SUPPORTED = "supported", gettext_lazy("supported")
        PLANNED = "planned", gettext_lazy("planned")
        APPLICATION = "application", gettext_lazy("field of application")
        PRESENT = "present", gettext_lazy("firms present")
        NAMED = "named", gettext_lazy("in its name")

    park = models.ForeignKey(
        Park, verbose_name=gettext_lazy("park"), on_delete=models.CASCADE, related_name="park_sectors"
    )
    sector = models.ForeignKey(
        Sector, verbose_name=gettext_lazy("sector"), on_delete=models.PROTECT, related_name="park_sectors"
    )
    role = models.CharField(gettext_lazy("role"), max_length=12, choices=Role)
    as_printed = models.CharField(gettext_lazy("as printed"), max_length=200, blank=True)

    found_by = ("as_printed",)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("sector of a park")
        verbose_name_plural = gettext_lazy("sectors of parks")
        ordering = ["role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["park", "sector", "role"],
                name="parks_parksector_once",
                violation_error_message=gettext_lazy("This sector is already listed in this role."),
            )
        ]
        indexes = [models.Index(fields=["sector", "park"], name="parks_parksector_sector")]

    def __str__(self):
        return f"{self.sector} ({self.get_role_display()})"

    @classmethod
    def public_q(cls, prefix=""):
        return public_q("park", "sector", "citation__source", prefix=prefix)


class Membership(Sourced, Publishable):
    """One park inside another, for a time. The tree of parks changes with time and never runs in a circle."""

    public_through = ("child", "parent", "citation__source")
    found_under = ("child", "parent")

    class Role(models.TextChoices):
        PART = "part", gettext_lazy("part of")
        DISTINCTIVE = "distinctive", gettext_lazy("distinctive park of")
        SITE = "site", gettext_lazy("site in")
        ASSOCIATED = "associated", gettext_lazy("associated with")

    child = models.ForeignKey(
        Park, on_delete=models.CASCADE, related_name="memberships", verbose_name=gettext_lazy("park")
    )
    parent = models.ForeignKey(
        Park, on_delete=models.PROTECT, related_name="member_parks", verbose_name=gettext_lazy("part of")
    )
    role = models.CharField(gettext_lazy("role"), max_length=12, choices=Role, default=Role.PART)
    period = PartialDateField(gettext_lazy("when"))
    period_earliest = EarliestDay("period")
    period_latest = LatestDay("period")

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("membership")
        verbose_name_plural = gettext_lazy("memberships")
        ordering = ["period_earliest", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "parent", "role", "period"],
                name="parks_membership_once",
                violation_error_message=gettext_lazy("This membership is already recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(child=models.F("parent")),
                name="parks_membership_not_self",
                violation_error_message=gettext_lazy("A park cannot be part of itself."),
            ),
        ]

    def __str__(self):
        return f"{self.child} – {self.get_role_display()} {self.parent}"

    def save(self, *args, **kwargs):
        with transaction.atomic():
            serialise("parks.membership")
            former = Membership.objects.filter(pk=self.pk).values_list("child_id", flat=True).first()
            super().save(*args, **kwargs)
            for park_id in {self.child_id, former} - {None}:
                rebuild_ancestry(park_id)

    def clean(self):
        super().clean()
        if not (self.child_id and self.parent_id) or self.child_id == self.parent_id:
            return
        if self.child_id in ancestor_ids({self.parent_id}, without=self.pk):
            raise ValidationError(
                {
                    "parent": _("“%(parent)s” is itself inside “%(child)s”: a park cannot contain what contains it.")
                    % {"parent": self.parent, "child": self.child}
                }
            )

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            result = super().delete(*args, **kwargs)
            rebuild_ancestry(self.child_id)
        return result


class ParkAncestry(models.Model):
    """The closure of public memberships: one row for every way up from a park, with the days on which it holds."""

    ancestor = models.ForeignKey(
        Park, verbose_name=gettext_lazy("ancestor"), on_delete=models.CASCADE, related_name="descendant_paths"
    )
    descendant = models.ForeignKey(
        Park, verbose_name=gettext_lazy("descendant"), on_delete=models.CASCADE, related_name="ancestor_paths"
    )
    depth = models.PositiveSmallIntegerField(
        gettext_lazy("depth"),
    )
    earliest = models.DateField(
        gettext_lazy("earliest"),
    )
    latest = models.DateField(
        gettext_lazy("latest"),
    )

    class Meta:
        ordering = ["depth", "id"]
        indexes = [
            models.Index(fields=["ancestor", "descendant"], name="parks_ancestry_down"),
            models.Index(fields=["descendant", "depth"], name="parks_ancestry_up"),
        ]

    def __str__(self):
        return f"{self.descendant_id} < {self.ancestor_id}"


def ancestor_ids(park_ids, *, without=None):
    """The keys of `park_ids` and of every park above them by any membership but `without`; one query per level."""
    return _reach(park_ids, "child", "parent_id", without)


def descendant_ids(park_ids):
    """The keys of `park_ids` and of every park below them by any membership; one query per level."""
    return _reach(park_ids, "parent", "child_id", None)


def _reach(park_ids, here, there, without):
    found, level = set(park_ids), set(park_ids)
    while level:
        level = (
            set(Membership.objects.exclude(pk=without).filter(**{f"{here}__in": level}).values_list(there, flat=True))
            - found
        )
        found |= level
    return found


def rebuild_ancestry(park_id):
    """Write the closure rows of `park_id` and of all parks below it anew, from public memberships."""
    affected = descendant_ids({park_id})
    relevant = ancestor_ids(affected)
    edges = {}
    for child, parent, earliest, latest in (
        Membership.objects.public()
        .filter(child__in=relevant)
        .values_list("child_id", "parent_id", "period_earliest", "period_latest")
    ):
        edges.setdefault(child, []).append((parent, earliest, latest))
    ParkAncestry.objects.filter(descendant__in=affected).delete()
    ParkAncestry.objects.bulk_create(row for key in affected for row in _ways_up(key, edges))


def _ways_up(park_id, edges):
    pending = [(park_id, 0, date.min, date.max)]
    while pending:
        node, depth, earliest, latest = pending.pop()
        for parent, start, end in edges.get(node, ()):
            start, end = max(start, earliest), min(end, latest)
            if start <= end:
                yield ParkAncestry(
                    ancestor_id=parent, descendant_id=park_id, depth=depth + 1, earliest=start, latest=end
                )
                pending.append((parent, depth + 1, start, end))
