"""Organisations and people, and what they make."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from core.fields import EarliestDay, LatestDay, PartialDateField
from core.models import Region, Sector, Sourced, SourcedRecord
from editorial.bilingual import pick
from editorial.models import LISTED, Publishable, PublishableQuerySet


class OrganisationQuerySet(PublishableQuerySet):
    def firms(self):
        """What `/companies/` shows; disjoint from institutions()."""
        return self.filter(kind__in=Organisation.FIRM_KINDS)

    def institutions(self):
        """What `/institutions/` shows."""
        return self.exclude(kind__in=Organisation.FIRM_KINDS)

    def for_listing(self):
        return self.select_related("region").order_by("sort_key", "pk")


class Organisation(SourcedRecord):
    """Anything that acts: firm, public body, university, publisher."""

    record_kind = "organisation"
    found_by = (*SourcedRecord.found_by, "place_as_printed")
    found_with = ("region", "sectors")

    class Kind(models.TextChoices):
        COMPANY = "company", gettext_lazy("company")
        INVESTOR = "investor", gettext_lazy("investor")
        OPERATOR = "operator", gettext_lazy("park operator")
        PUBLIC_BODY = "public_body", gettext_lazy("public body")
        UNIVERSITY = "university", gettext_lazy("university")
        INSTITUTE = "institute", gettext_lazy("institute")
        PUBLISHER = "publisher", gettext_lazy("publisher")
        PARTY = "party", gettext_lazy("party organ")
        CONFERENCE = "conference", gettext_lazy("conference or forum")
        OTHER = "other", gettext_lazy("other institution")

    FIRM_KINDS = (Kind.COMPANY, Kind.INVESTOR, Kind.OPERATOR)

    class Level(models.TextChoices):
        NATIONAL = "national", gettext_lazy("national")
        REGIONAL = "regional", gettext_lazy("regional")
        MUNICIPAL = "municipal", gettext_lazy("municipal or provincial")
        DISTRICT = "district", gettext_lazy("district or county")
        PARK = "park", gettext_lazy("park")
        FOREIGN = "foreign", gettext_lazy("foreign")

    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    level = models.CharField(
        gettext_lazy("level"),
        max_length=12,
        choices=Level,
        blank=True,
        help_text=gettext_lazy("For public bodies: how far their authority reaches."),
    )
    region = models.ForeignKey(
        Region,
        verbose_name=gettext_lazy("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        help_text=gettext_lazy("Where a source places it."),
    )
    place_as_printed = models.CharField(
        gettext_lazy("place as printed"), max_length=200, blank=True, help_text=gettext_lazy("Beijing-based")
    )
    sectors = models.ManyToManyField(
        Sector, verbose_name=gettext_lazy("sectors"), blank=True, related_name="organisations"
    )
    website = models.URLField(gettext_lazy("website"), max_length=300, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta(SourcedRecord.Meta):
        verbose_name = gettext_lazy("organisation")
        verbose_name_plural = gettext_lazy("organisations")
        indexes = [
            *SourcedRecord.Meta.indexes,
            models.Index(fields=["kind", "sort_key", "record"], name="companies_org_kind"),
            models.Index(fields=["level", "sort_key", "record"], name="companies_org_level"),
            models.Index(fields=["region", "sort_key", "record"], name="companies_org_region"),
            models.Index(fields=["kind", "sort_key_zh", "record"], name="companies_org_kind_zh"),
            models.Index(fields=["level", "sort_key_zh", "record"], name="companies_org_level_zh"),
            models.Index(fields=["region", "sort_key_zh", "record"], name="companies_org_region_zh"),
            # What is counted beside a list is counted in these alone, without a look at the rows.
            *(
                models.Index(fields=[*order, "record"], condition=LISTED, name=f"companies_org_by_{order[0]}")
                for order in (("kind", "level", "region"), ("level", "region", "kind"), ("region", "kind", "level"))
            ),
        ]
        constraints = [
            *SourcedRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(website="") | Q(website__startswith="https://") | Q(website__startswith="http://"),
                name="companies_org_website",
                violation_error_message=gettext_lazy("Begin the address with https:// or http://."),
            ),
        ]

    @property
    def is_firm(self):
        return self.kind in self.FIRM_KINDS

    @property
    def section(self):
        return "companies" if self.is_firm else "institutions"


class PersonQuerySet(PublishableQuerySet):
    def for_listing(self):
        return self.order_by("sort_key", "pk")


class Person(SourcedRecord):
    """Someone with a public role. The name columns hold the display name; the parts say which is the family name."""

    record_kind = "person"

    family_name_en = models.CharField(
        gettext_lazy("family name (English)"), max_length=100, blank=True, help_text=gettext_lazy("He, of He Fen")
    )
    given_name_en = models.CharField(
        gettext_lazy("given name (English)"), max_length=100, blank=True, help_text=gettext_lazy("Fen, of He Fen")
    )
    family_name_zh = models.CharField(
        gettext_lazy("family name (Chinese)"),
        max_length=50,
        blank=True,
        help_text=gettext_lazy("Only as a source gives it."),
    )
    given_name_zh = models.CharField(gettext_lazy("given name (Chinese)"), max_length=50, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta(SourcedRecord.Meta):
        verbose_name = gettext_lazy("person")
        verbose_name_plural = gettext_lazy("people")

    @property
    def section(self):
        return "people"


class Role(Sourced, Publishable):
    """What a person is in an organisation, as a source has it."""

    public_through = ("person", "citation__source")
    found_by = ("title_en", "title_zh", "organisation_as_printed", "note_en", "note_zh")
    found_under = ("person", "organisation")

    person = models.ForeignKey(
        Person, verbose_name=gettext_lazy("person"), on_delete=models.CASCADE, related_name="roles"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=gettext_lazy("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="roles",
        help_text=gettext_lazy("Blank while it is unsettled which organisation is meant."),
    )
    organisation_as_printed = models.CharField(
        gettext_lazy("organisation as printed"), max_length=200, help_text=gettext_lazy("the ZGC")
    )
    title_en = models.CharField(
        gettext_lazy("role (English)"), max_length=200, help_text=gettext_lazy("Managing Director")
    )
    title_zh = models.CharField(gettext_lazy("role (Chinese)"), max_length=200, blank=True)
    period = PartialDateField(gettext_lazy("when"))
    period_earliest = EarliestDay("period")
    period_latest = LatestDay("period")
    note_en = models.CharField(gettext_lazy("note (English)"), max_length=500, blank=True)
    note_zh = models.CharField(gettext_lazy("note (Chinese)"), max_length=500, blank=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("role")
        verbose_name_plural = gettext_lazy("roles")
        ordering = ["-period_earliest", "id"]

    def __str__(self):
        return f"{self.person}, {pick(self, 'title')}, {self.organisation_as_printed}"

    @property
    def title(self):
        return pick(self, "title")


class Product(SourcedRecord):
    """What an organisation makes: a model, a platform."""

    record_kind = "product"
    found_with = ("maker",)

    maker = models.ForeignKey(
        Organisation,
        verbose_name=gettext_lazy("maker"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="products",
        help_text=gettext_lazy("Only where a source says who makes it; ownership is a stake."),
    )

    class Meta(SourcedRecord.Meta):
        verbose_name = gettext_lazy("product")
        verbose_name_plural = gettext_lazy("products")
