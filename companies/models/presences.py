"""Where organisations and products are, and who owns whom."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from companies.models.organisations import Organisation, Product
from core.fields import EarliestDay, LatestDay, PartialDateField
from core.models import Sourced
from editorial.bilingual import pick
from editorial.models import Publishable, PublishableQuerySet, public_q
from parks.models import Park

ALREADY_PRESENT = gettext_lazy("This presence is already recorded with this citation.")
EXACTLY_ONE = gettext_lazy("Choose an organisation or a product, not both.")


class PresenceQuerySet(PublishableQuerySet):
    def tenants(self):
        """Those that really are in the park; never the supported, investees or mentioned."""
        return self.filter(role__in=Presence.TENANT_ROLES)

    def shown_of_public(self):
        """Those that are public of an organisation or product known to be public: asks no more of it."""
        return self.filter(public_q("", "park", "citation__source"))

    def for_listing(self):
        return self.select_related("park", "organisation", "product", "citation__source__publisher").order_by(
            "park__sort_key", "pk"
        )


class Presence(Sourced, Publishable):
    """An organisation or product in a park, on a ladder from headquarters down to a mere mention."""

    public_through = ("park", ("organisation", "product"), "citation__source")
    found_by = ("as_printed", "note_en", "note_zh")
    found_under = ("park", "organisation", "product")

    class Role(models.TextChoices):
        HEADQUARTERS = "headquarters", gettext_lazy("headquarters")
        TENANT = "tenant", gettext_lazy("tenant")
        RESEARCH = "research", gettext_lazy("research")
        PRODUCTION = "production", gettext_lazy("production")
        TEST_SITE = "test_site", gettext_lazy("test site")
        OPERATOR = "operator", gettext_lazy("operator")
        SUPPORTED = "supported", gettext_lazy("supported")
        INVESTEE = "investee", gettext_lazy("investee")
        MENTIONED = "mentioned", gettext_lazy("mentioned")

    LADDER = tuple(Role)
    TENANT_ROLES = (Role.HEADQUARTERS, Role.TENANT, Role.RESEARCH, Role.PRODUCTION, Role.TEST_SITE, Role.OPERATOR)

    park = models.ForeignKey(
        Park, verbose_name=gettext_lazy("park"), on_delete=models.CASCADE, related_name="presences"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=gettext_lazy("organisation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="presences",
    )
    product = models.ForeignKey(
        Product,
        verbose_name=gettext_lazy("product"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="presences",
    )
    role = models.CharField(
        gettext_lazy("role"),
        max_length=14,
        choices=Role,
        help_text=gettext_lazy("Supported, investee and mentioned are not tenancy and never shown as such."),
    )
    as_printed = models.CharField(
        gettext_lazy("as printed"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("emerging startups like Zhipu AI"),
    )
    period = PartialDateField(gettext_lazy("when"))
    period_earliest = EarliestDay("period")
    period_latest = LatestDay("period")
    note_en = models.CharField(gettext_lazy("note (English)"), max_length=500, blank=True)
    note_zh = models.CharField(gettext_lazy("note (Chinese)"), max_length=500, blank=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("presence")
        verbose_name_plural = gettext_lazy("presences")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, product__isnull=True)
                | Q(organisation__isnull=True, product__isnull=False),
                name="companies_presence_who",
                violation_error_message=EXACTLY_ONE,
            ),
            models.UniqueConstraint(
                fields=["park", "organisation", "role", "citation"],
                condition=Q(product__isnull=True),
                name="companies_presence_org_once",
                violation_error_message=ALREADY_PRESENT,
            ),
            models.UniqueConstraint(
                fields=["park", "product", "role", "citation"],
                condition=Q(organisation__isnull=True),
                name="companies_presence_product_once",
                violation_error_message=ALREADY_PRESENT,
            ),
        ]
        indexes = [
            models.Index(fields=["park", "role", "id"], name="companies_presence_park"),
            models.Index(fields=["organisation", "role"], name="companies_presence_org"),
            models.Index(fields=["role", "park"], name="companies_presence_role"),
        ]

    def __str__(self):
        return f"{self.who} – {self.get_role_display()} – {self.park}"

    @property
    def who(self):
        """The organisation or product."""
        return self.organisation or self.product

    @property
    def is_tenancy(self):
        return self.role in self.TENANT_ROLES

    @property
    def note(self):
        return pick(self, "note")


class Stake(Sourced, Publishable):
    """Who owns or funds whom, worded as printed."""

    public_through = ("owner", ("organisation", "product"), "citation__source")
    found_by = ("as_printed", "note_en", "note_zh")
    found_under = ("owner", "organisation", "product")

    class Kind(models.TextChoices):
        OWNER = "owner", gettext_lazy("owns")
        INVESTOR = "investor", gettext_lazy("invested in")
        INVOLVED = "involved", gettext_lazy("involved with investments in")
        FUNDER = "funder", gettext_lazy("funds")

    owner = models.ForeignKey(
        "editorial.Record",
        verbose_name=gettext_lazy("owner"),
        on_delete=models.CASCADE,
        related_name="stakes_held",
        limit_choices_to={"kind__in": ["organisation", "park", "region"]},
        help_text=gettext_lazy("An organisation, or a park whose administration holds it."),
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="stakes",
        verbose_name=gettext_lazy("owned organisation"),
    )
    product = models.ForeignKey(
        Product,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="stakes",
        verbose_name=gettext_lazy("owned product"),
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=Kind)
    as_printed = models.CharField(
        gettext_lazy("wording"), max_length=300, help_text=gettext_lazy("High-Flyer's DeepSeek")
    )
    share_percent = models.DecimalField(
        gettext_lazy("share in per cent"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=gettext_lazy("Only as a source states it."),
    )
    is_self_reported = models.BooleanField(gettext_lazy("self-reported"), default=False)
    period = PartialDateField(gettext_lazy("when"))
    period_earliest = EarliestDay("period")
    period_latest = LatestDay("period")
    note_en = models.CharField(gettext_lazy("note (English)"), max_length=500, blank=True)
    note_zh = models.CharField(gettext_lazy("note (Chinese)"), max_length=500, blank=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("stake")
        verbose_name_plural = gettext_lazy("stakes")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, product__isnull=True)
                | Q(organisation__isnull=True, product__isnull=False),
                name="companies_stake_what",
                violation_error_message=EXACTLY_ONE,
            ),
            models.CheckConstraint(
                condition=Q(share_percent__isnull=True) | Q(share_percent__gt=0, share_percent__lte=100),
                name="companies_stake_share",
                violation_error_message=gettext_lazy("A share lies above 0 and at most at 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | ~Q(organisation=models.F("owner")),
                name="companies_stake_not_self",
                violation_error_message=gettext_lazy("An organisation cannot own itself."),
            ),
        ]

    def __str__(self):
        return f"{self.owner} {self.get_kind_display()} {self.owned}"

    @property
    def owned(self):
        """The organisation or product."""
        return self.organisation or self.product

    @property
    def note(self):
        return pick(self, "note")
