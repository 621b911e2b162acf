"""Policies: who issued them, whom they concern, what they give and demand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from core.fields import EarliestDay, LatestDay, PartialDateField
from core.models import Sourced, SourcedRecord
from editorial.bilingual import pick
from editorial.models import PublishableQuerySet, Record, ValidatedModel, public_q


class PolicyQuerySet(PublishableQuerySet):
    def for_listing(self):
        """Newest publication first, undated last."""
        return self.prefetch_related("issuers__record").order_by("-published_earliest", "-pk")


class Policy(SourcedRecord):
    """A plan, strategy, law, programme or measure."""

    record_kind = "policy"
    found_by = (*SourcedRecord.found_by, "number_as_printed", "scope_as_printed")
    found_on = "published"
    parts = ("names", "issuers", "scopes", "instruments", "rules", "relations")

    class Kind(models.TextChoices):
        PLAN = "plan", gettext_lazy("plan")
        STRATEGY = "strategy", gettext_lazy("strategy")
        LAW = "law", gettext_lazy("law or regulation")
        PROGRAMME = "programme", gettext_lazy("programme")
        ACTION_PLAN = "action_plan", gettext_lazy("action plan")
        MEASURE = "measure", gettext_lazy("measure")
        SUPPORT = "support", gettext_lazy("support policy")
        SET = "set", gettext_lazy("set of policies without titles")

    class Level(models.TextChoices):
        NATIONAL = "national", gettext_lazy("national")
        REGIONAL = "regional", gettext_lazy("regional")
        MUNICIPAL = "municipal", gettext_lazy("municipal or provincial")
        DISTRICT = "district", gettext_lazy("district or county")
        PARK = "park", gettext_lazy("park")
        FOREIGN = "foreign", gettext_lazy("foreign")
        NOT_STATED = "not_stated", gettext_lazy("not stated")

    class Status(models.TextChoices):
        IN_FORCE = "in_force", gettext_lazy("in force")
        ANNOUNCED = "announced", gettext_lazy("announced")
        PROMOTED = "promoted", gettext_lazy("being promoted")
        EXPIRED = "expired", gettext_lazy("expired")
        REPLACED = "replaced", gettext_lazy("replaced")
        REPEALED = "repealed", gettext_lazy("repealed")
        NOT_STATED = "not_stated", gettext_lazy("not stated")

    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind)
    level = models.CharField(gettext_lazy("level"), max_length=12, choices=Level, default=Level.NOT_STATED)
    status = models.CharField(gettext_lazy("status"), max_length=12, choices=Status, default=Status.NOT_STATED)
    title_is_supplied = models.BooleanField(
        gettext_lazy("title is supplied"),
        default=False,
        help_text=gettext_lazy("No source gives the title; the name describes it."),
    )
    number_as_printed = models.CharField(gettext_lazy("document number"), max_length=100, blank=True)
    signed = PartialDateField(gettext_lazy("signed"))
    published = PartialDateField(gettext_lazy("published"))
    published_earliest = EarliestDay("published")
    published_latest = LatestDay("published")
    published_as_printed = models.CharField(
        gettext_lazy("published as printed"), max_length=120, blank=True, help_text=gettext_lazy("early in 2026")
    )
    effective = PartialDateField(gettext_lazy("in force from"))
    expires = PartialDateField(gettext_lazy("expires"))
    scope_as_printed = models.CharField(
        gettext_lazy("scope as printed"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("To whom it applies, in the source's words."),
    )

    objects = PolicyQuerySet.as_manager()

    class Meta(SourcedRecord.Meta):
        verbose_name = gettext_lazy("policy")
        indexes = [
            *SourcedRecord.Meta.indexes,
            models.Index(fields=["published_earliest", "record"], name="policies_policy_date"),
            models.Index(fields=["published_latest", "record"], name="policies_policy_date_end"),
            models.Index(fields=["kind", "published_earliest", "record"], name="policies_policy_kind"),
            models.Index(fields=["level", "published_earliest", "record"], name="policies_policy_level"),
            models.Index(fields=["status", "published_earliest", "record"], name="policies_policy_status"),
        ]
        verbose_name_plural = gettext_lazy("policies")

    @property
    def section(self):
        return "policies"


class PolicyPart(Sourced, ValidatedModel):
    """A cited part of a policy. Public with it, if its source is public."""

    policy = models.ForeignKey(
        Policy, verbose_name=gettext_lazy("policy"), on_delete=models.CASCADE, related_name="%(class)ss"
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def public_q(cls, prefix=""):
        return public_q("policy", "citation__source", prefix=prefix)


class Issuer(PolicyPart):
    """Who issued it. As printed where the source is vague: “Beijing”, “China”, “not stated”."""

    found_by = ("as_printed",)

    record = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("record"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="policies_issued",
        limit_choices_to={"kind": "organisation"},
    )
    as_printed = models.CharField(
        gettext_lazy("as printed"), max_length=200, help_text=gettext_lazy("Beijing; not stated")
    )

    class Meta:
        verbose_name = gettext_lazy("issuer")
        verbose_name_plural = gettext_lazy("issuers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "as_printed"],
                name="policies_issuer_once",
                violation_error_message=gettext_lazy("This issuer is already listed."),
            )
        ]

    def __str__(self):
        return self.as_printed


class Scope(PolicyPart):
    """A park, region, sector or organisation that a policy concerns."""

    found_by = ("as_printed",)

    class Effect(models.TextChoices):
        APPLIES = "applies", gettext_lazy("applies to")
        SUPPORTS = "supports", gettext_lazy("supports")
        PARTNER = "partner", gettext_lazy("in collaboration with")
        RESTRICTS = "restricts", gettext_lazy("restricts")

    record = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("record"),
        on_delete=models.PROTECT,
        related_name="policy_scopes",
        limit_choices_to={"kind__in": ["park", "region", "sector", "organisation", "product"]},
    )
    effect = models.CharField(gettext_lazy("effect"), max_length=10, choices=Effect, default=Effect.APPLIES)
    as_printed = models.CharField(gettext_lazy("as printed"), max_length=300, blank=True)

    class Meta:
        verbose_name = gettext_lazy("scope")
        verbose_name_plural = gettext_lazy("scopes")
        ordering = ["effect", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "record", "effect"],
                name="policies_scope_once",
                violation_error_message=gettext_lazy("This record is already listed with this effect."),
            )
        ]
        indexes = [models.Index(fields=["record", "policy"], name="policies_scope_record")]

    def __str__(self):
        return f"{self.get_effect_display()} {self.record}"

    @classmethod
    def public_q(cls, prefix=""):
        return super().public_q(prefix) & public_q("record", prefix=prefix)


class Instrument(PolicyPart):
    """What a policy gives or does. Never shown as an amount: amounts are figures."""

    found_by = ("text_en", "text_zh", "to_whom_as_printed")

    class Kind(models.TextChoices):
        SUBSIDY = "subsidy", gettext_lazy("subsidy or grant")
        TAX = "tax", gettext_lazy("tax relief")
        PRIORITY = "priority", gettext_lazy("priority in resources")
        FACILITY = "facility", gettext_lazy("premises and facilities")
        TALENT = "talent", gettext_lazy("talent and housing")
        REGULATION = "regulation", gettext_lazy("regulation or restriction")
        DESIGNATION = "designation", gettext_lazy("designation")
        SUPPORT = "support", gettext_lazy("support, not further stated")

    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind)
    text_en = models.CharField(gettext_lazy("what it gives (English)"), max_length=500)
    text_zh = models.CharField(gettext_lazy("what it gives (Chinese)"), max_length=500, blank=True)
    to_whom_as_printed = models.CharField(gettext_lazy("to whom as printed"), max_length=200, blank=True)

    class Meta:
        verbose_name = gettext_lazy("instrument")
        verbose_name_plural = gettext_lazy("instruments")
        ordering = ["kind", "id"]

    def __str__(self):
        return str(pick(self, "text"))

    @property
    def text(self):
        return pick(self, "text")


class Rule(PolicyPart):
    """One testable condition, with the clause it comes from."""

    found_by = ("condition_en", "condition_zh", "addressee_as_printed")

    clause = models.CharField(
        gettext_lazy("clause"), max_length=100, blank=True, help_text=gettext_lazy("Article 5 (2)")
    )
    condition_en = models.CharField(
        gettext_lazy("condition (English)"),
        max_length=500,
        help_text=gettext_lazy("Registered in the park for at least one year"),
    )
    condition_zh = models.CharField(gettext_lazy("condition (Chinese)"), max_length=500, blank=True)
    addressee_as_printed = models.CharField(
        gettext_lazy("addressee as printed"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Whom the clause addresses: the bases; local authorities"),
    )

    class Meta:
        verbose_name = gettext_lazy("rule")
        verbose_name_plural = gettext_lazy("rules")
        ordering = ["clause", "id"]

    def __str__(self):
        return str(pick(self, "condition"))

    @property
    def condition(self):
        return pick(self, "condition")


class Relation(PolicyPart):
    """How one policy stands to another."""

    class Kind(models.TextChoices):
        SUPERSEDES = "supersedes", gettext_lazy("supersedes")
        AMENDS = "amends", gettext_lazy("amends")
        IMPLEMENTS = "implements", gettext_lazy("implements")
        PART = "part", gettext_lazy("part of")
        FOLLOWS = "follows", gettext_lazy("follows")

    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind)
    other = models.ForeignKey(
        Policy, verbose_name=gettext_lazy("other policy"), on_delete=models.PROTECT, related_name="relations_from"
    )

    class Meta:
        verbose_name = gettext_lazy("relation")
        verbose_name_plural = gettext_lazy("relations")
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "kind", "other"],
                name="policies_relation_once",
                violation_error_message=gettext_lazy("This relation is already listed."),
            ),
            models.CheckConstraint(
                condition=~Q(policy=models.F("other")),
                name="policies_relation_not_self",
                violation_error_message=gettext_lazy("A policy cannot relate to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.other}"

    @classmethod
    def public_q(cls, prefix=""):
        return super().public_q(prefix) & public_q("other", prefix=prefix)
