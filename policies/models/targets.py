"""Targets, and what became of them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import today
from core.fields import EarliestDay, LatestDay, PartialDateField
from core.models import Figure, Sourced
from editorial.models import PublishableQuerySet, Record, ValidatedModel, public_q
from policies.models.policies import Policy


class TargetState(models.TextChoices):
    OPEN = "open", gettext_lazy("open")
    DUE = "due", gettext_lazy("due")
    LAPSED = "lapsed", gettext_lazy("lapsed without evidence")
    MET = "met", gettext_lazy("met")
    MET_LATE = "met_late", gettext_lazy("met late")
    MISSED = "missed", gettext_lazy("missed")
    REVISED = "revised", gettext_lazy("revised")


class TargetQuerySet(PublishableQuerySet):
    def with_state(self, on=None):
        """Add `state` (a TargetState value) as it is on the day `on`, today in Shanghai by default.

        Of an assessment only its own source is asked whether it is public: the target is the row at hand.
        """
        on = on or today()
        outcome = (
            Assessment.objects.filter(public_q("citation__source"))
            .filter(target=models.OuterRef("pk"), date_earliest__lte=on)
            .order_by("-date_earliest", "-pk")
            .values("outcome")[:1]
        )
        return self.annotate(
            state=models.functions.Coalesce(
                models.Subquery(outcome),
                models.Case(
                    models.When(horizon_latest__lt=on, then=models.Value(TargetState.LAPSED)),
                    models.When(horizon_earliest__lte=on, then=models.Value(TargetState.DUE)),
                    default=models.Value(TargetState.OPEN),
                ),
            )
        )

    def for_listing(self, on=None):
        """With figure, source and state; the earliest horizon first."""
        return (
            self.with_state(on)
            .select_related(
                "figure__subject",
                "figure__base",
                "figure__indicator",
                "figure__citation__source__publisher",
                "owner",
                "policy",
            )
            .order_by("horizon_latest", "pk")
        )


class Target(ValidatedModel):
    """What makes a figure a target: its horizon and owner. Its state is computed, never stored. Public with its figure."""

    parts = ("assessments",)

    id = None
    figure = models.OneToOneField(
        Figure,
        verbose_name=gettext_lazy("figure"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="target",
        limit_choices_to={"kind": "target"},
    )
    horizon = PartialDateField(
        gettext_lazy("horizon"),
        blank=False,
        help_text=gettext_lazy("When it is to be reached: 2030, or 2023-10/2025-10 for a span."),
    )
    horizon_earliest = EarliestDay("horizon")
    horizon_latest = LatestDay("horizon")
    horizon_as_printed = models.CharField(
        gettext_lazy("horizon as printed"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("over the next three to five years"),
    )
    horizon_reasoning_en = models.TextField(
        gettext_lazy("how the horizon follows (English)"), max_length=1000, blank=True
    )
    horizon_reasoning_zh = models.TextField(
        gettext_lazy("how the horizon follows (Chinese)"), max_length=1000, blank=True
    )
    owner = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets_owned",
        help_text=gettext_lazy("Who set it."),
    )
    owner_as_printed = models.CharField(gettext_lazy("owner as printed"), max_length=200)
    policy = models.ForeignKey(
        Policy,
        verbose_name=gettext_lazy("policy"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets",
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("target")
        verbose_name_plural = gettext_lazy("targets")
        ordering = ["horizon_latest", "figure"]
        indexes = [
            models.Index(fields=["horizon_latest", "figure"], name="policies_target_horizon"),
            models.Index(fields=["horizon_earliest", "figure"], name="policies_target_start"),
        ]

    def __str__(self):
        return str(self.figure)

    @classmethod
    def public_q(cls, prefix=""):
        return Figure.public_q(f"{prefix}figure__")

    def clean(self):
        super().clean()
        if self.figure_id and self.figure.kind != Figure.Kind.TARGET:
            raise ValidationError({"figure": _("Only a figure of the kind “target” has a horizon.")})

    @property
    def state_label(self):
        """“lapsed without evidence”: its state in words, where with_state() has told it, else the empty text."""
        return TargetState(self.state).label if hasattr(self, "state") else ""

    def state_on(self, on=None):
        """Its TargetState on the day `on` (today in Shanghai by default). One query."""
        return TargetState(Target.objects.with_state(on).values_list("state", flat=True).get(pk=self.pk))


class Assessment(Sourced, ValidatedModel):
    """What a source says became of a target. Public with it, if its source is public."""

    class Outcome(models.TextChoices):
        MET = "met", gettext_lazy("met")
        MET_LATE = "met_late", gettext_lazy("met late")
        MISSED = "missed", gettext_lazy("missed")
        REVISED = "revised", gettext_lazy("revised")

    target = models.ForeignKey(
        Target, verbose_name=gettext_lazy("target"), on_delete=models.CASCADE, related_name="assessments"
    )
    outcome = models.CharField(gettext_lazy("outcome"), max_length=10, choices=Outcome)
    date = PartialDateField(gettext_lazy("assessed"), blank=False)
    date_earliest = EarliestDay("date")
    date_latest = LatestDay("date")
    note_en = models.CharField(gettext_lazy("note (English)"), max_length=500, blank=True)
    note_zh = models.CharField(gettext_lazy("note (Chinese)"), max_length=500, blank=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("assessment")
        verbose_name_plural = gettext_lazy("assessments")
        ordering = ["-date_earliest", "-id"]
        indexes = [
            models.Index(fields=["target", "date_earliest", "id"], name="policies_assessment_date"),
            models.Index(fields=["outcome", "date_earliest", "target"], name="policies_assessment_outcome"),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()} ({self.date})"

    @classmethod
    def public_q(cls, prefix=""):
        return Target.public_q(f"{prefix}target__") & public_q("citation__source", prefix=prefix)
