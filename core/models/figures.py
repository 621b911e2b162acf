"""Numbers with their whole nature: interval, hedge, unit, currency, period, kind and source."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.fields import EarliestDay, LatestDay, PartialDateField
from core.hedges import BY_CODE
from core.models.sources import Citation, Sourced
from core.quantities import HEDGE_CHOICES, UnreadableQuantity, display_quantity, parse_quantity
from editorial.bilingual import pick, reading_language
from editorial.models import Publishable, PublishableQuerySet, Record, ValidatedModel


class Unit(models.TextChoices):
    COUNT = "count", gettext_lazy("count")
    MONEY = "money", gettext_lazy("money")
    PERCENT = "percent", gettext_lazy("per cent")
    PERCENTAGE_POINT = "pct_point", gettext_lazy("percentage points")
    RANK = "rank", gettext_lazy("rank")
    SQUARE_KILOMETRE = "km2", gettext_lazy("square kilometres")
    SQUARE_METRE = "m2", gettext_lazy("square metres")
    HECTARE = "ha", gettext_lazy("hectares")
    KILOMETRE = "km", gettext_lazy("kilometres")
    PERSON = "person", gettext_lazy("persons")
    YEAR = "year", gettext_lazy("years")
    DAY = "day", gettext_lazy("days")
    HOUR = "hour", gettext_lazy("hours")
    MINUTE = "minute", gettext_lazy("minutes")
    SECOND = "second", gettext_lazy("seconds")
    TONNE = "tonne", gettext_lazy("tonnes")
    MEGAWATT = "mw", gettext_lazy("megawatts")


class Indicator(Publishable):
    """What is measured. Two families never share an axis or a series."""

    class Family(models.TextChoices):
        OUTPUT = "output", gettext_lazy("output value")
        REVENUE = "revenue", gettext_lazy("revenue")
        GRP_SHARE = "grp_share", gettext_lazy("share of gross regional product")
        MARKET_VALUE = "market_value", gettext_lazy("market value")
        INVESTMENT = "investment", gettext_lazy("investment and funding")
        AREA = "area", gettext_lazy("area")
        COUNT = "count", gettext_lazy("count")
        SHARE = "share", gettext_lazy("share of a count")
        RANK = "rank", gettext_lazy("rank")
        DURATION = "duration", gettext_lazy("duration")
        PAGE = "page", gettext_lazy("measure of a document")

    code = models.SlugField(
        gettext_lazy("code"),
        max_length=80,
        unique=True,
        help_text=gettext_lazy("Stands in addresses: annual-output-value"),
    )
    name_en = models.CharField(gettext_lazy("name (English)"), max_length=200)
    name_zh = models.CharField(gettext_lazy("name (Chinese)"), max_length=200, blank=True)
    definition_en = models.TextField(
        gettext_lazy("definition (English)"),
        max_length=2000,
        help_text=gettext_lazy("What is counted, over whom, how; and what it must not be confused with."),
    )
    definition_zh = models.TextField(gettext_lazy("definition (Chinese)"), max_length=2000, blank=True)
    family = models.CharField(gettext_lazy("family"), max_length=20, choices=Family)
    unit = models.CharField(gettext_lazy("unit"), max_length=10, choices=Unit)
    comparable_with = models.ManyToManyField(
        "self",
        verbose_name=gettext_lazy("comparable with"),
        blank=True,
        help_text=gettext_lazy("Other indicators of the same family it may be compared with."),
    )

    class Meta:
        verbose_name = gettext_lazy("indicator")
        verbose_name_plural = gettext_lazy("indicators")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["family", "code"], name="core_indicator_family"),
            models.Index(fields=["unit", "code"], name="core_indicator_unit"),
        ]

    def __str__(self):
        return str(pick(self, "name"))

    @property
    def name(self):
        return pick(self, "name")

    @property
    def definition(self):
        return pick(self, "definition")

    def clean(self):
        super().clean()
        if not self._state.adding and self.figures.exclude(unit=self.unit).exists():
            raise ValidationError(
                {"unit": _("Figures are measured in another unit by this indicator. Add a new indicator instead.")}
            )

    def withdrawal_obstacles(self):
        measured = self.figures.public().count()
        sentence = _("%(count)d public figures are measured by this indicator. Withdraw them first.")
        return [*super().withdrawal_obstacles(), *([sentence % {"count": measured}] if measured else [])]


class FigureQuerySet(PublishableQuerySet):
    def for_listing(self):
        """With everything a row shows; newest period first, periods not stated last."""
        return self.select_related(
            "subject", "base", "indicator", "citation__source__publisher", "target__owner", "target__policy"
        ).order_by("-period_earliest", "-pk")

    def at_least(self, value):
        """Figures whose low end is at least `value`: “over 700 billion” is found by 7e11."""
        return self.filter(low__gte=value)

    def at_most(self, value):
        """Figures whose high end is at most `value`."""
        return self.filter(high__lte=value)

    def exactly(self, value):
        """Closed points only: “over 700 billion” is not found by 7e11."""
        return self.filter(low=value, high=value, low_open=False, high_open=False)


class Figure(Sourced, Publishable):
    """One number of one subject.

    `low` and `high` are in base units (yuan, not billions; 30 for 30 per cent); None is an end that the wording
    leaves open, and an open end does not belong to the interval.
    """

    public_through = ("subject", "citation__source")
    parts = ("target", "count_claim")
    found_by = ("as_printed", "population_en", "population_zh", "note_en", "note_zh")
    found_under = ("subject",)

    class Kind(models.TextChoices):
        ACTUAL = "actual", gettext_lazy("actual")
        ESTIMATE = "estimate", gettext_lazy("estimate")
        TARGET = "target", gettext_lazy("target")
        PLAN = "plan", gettext_lazy("plan")
        FORECAST = "forecast", gettext_lazy("forecast")
        RANKING = "ranking", gettext_lazy("ranking")

    subject = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("subject"),
        on_delete=models.CASCADE,
        related_name="figures",
        help_text=gettext_lazy("The one record it is a number of."),
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name=gettext_lazy("indicator"), on_delete=models.PROTECT, related_name="figures"
    )
    kind = models.CharField(
        gettext_lazy("kind"),
        max_length=10,
        choices=Kind,
        help_text=gettext_lazy("A target, plan or forecast is never shown as a fact."),
    )
    population_en = models.CharField(
        gettext_lazy("of whom, as printed (English)"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("The 23 distinctive industrial parks combined"),
    )
    population_zh = models.CharField(gettext_lazy("of whom (Chinese)"), max_length=200, blank=True)
    base = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("base"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="figures_as_base",
        help_text=gettext_lazy("For a share: the record whose whole is 100 per cent."),
    )
    base_as_printed = models.CharField(
        gettext_lazy("base as printed"), max_length=200, blank=True, help_text=gettext_lazy("the city's total area")
    )
    as_printed = models.CharField(
        gettext_lazy("as printed"),
        max_length=200,
        help_text=gettext_lazy(
            "The number with its hedge as the source prints it: over CNY 700 billion. The interval is proposed from it."
        ),
    )
    low = models.DecimalField(gettext_lazy("low end"), max_digits=30, decimal_places=6, null=True, blank=True)
    low_open = models.BooleanField(gettext_lazy("low end excluded"), default=False)
    high = models.DecimalField(gettext_lazy("high end"), max_digits=30, decimal_places=6, null=True, blank=True)
    high_open = models.BooleanField(gettext_lazy("high end excluded"), default=False)
    hedge = models.CharField(gettext_lazy("hedge"), max_length=20, choices=HEDGE_CHOICES, blank=True)
    unit = models.CharField(gettext_lazy("unit"), max_length=10, choices=Unit)
    scale = models.CharField(
        gettext_lazy("scale"), max_length=20, blank=True, help_text=gettext_lazy("As printed: billion, 亿")
    )
    currency = models.CharField(
        gettext_lazy("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$")],
        help_text=gettext_lazy("CNY, USD"),
    )
    period = PartialDateField(gettext_lazy("period or day"))
    period_earliest = EarliestDay("period")
    period_latest = LatestDay("period")
    period_not_stated = models.BooleanField(
        gettext_lazy("period not stated"),
        default=False,
        help_text=gettext_lazy("The source gives no period, and none is assumed."),
    )
    period_as_printed = models.CharField(
        gettext_lazy("period as printed"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("as of the end of 2013; so far"),
    )
    is_self_reported = models.BooleanField(
        gettext_lazy("self-reported"), default=False, help_text=gettext_lazy("The subject says it of itself.")
    )
    is_cumulative = models.BooleanField(
        gettext_lazy("cumulative"),
        default=False,
        help_text=gettext_lazy("Counted over all time so far: emerged, nurtured, funded so far."),
    )
    note_en = models.TextField(gettext_lazy("editor's note (English)"), max_length=2000, blank=True)
    note_zh = models.TextField(gettext_lazy("editor's note (Chinese)"), max_length=2000, blank=True)
    further_citations = models.ManyToManyField(
        Citation, verbose_name=gettext_lazy("further citations"), blank=True, related_name="further_figures"
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("figure")
        verbose_name_plural = gettext_lazy("figures")
        ordering = ["-period_earliest", "-id"]
        indexes = [
            models.Index(fields=["indicator", "period_earliest", "id"], name="core_figure_indicator"),
            models.Index(fields=["subject", "indicator", "period_earliest", "id"], name="core_figure_subject"),
            models.Index(fields=["kind", "period_earliest", "id"], name="core_figure_kind"),
            models.Index(fields=["period_earliest", "id"], name="core_figure_period"),
            models.Index(fields=["period_latest", "id"], name="core_figure_period_end"),
            models.Index(fields=["indicator", "low", "id"], name="core_figure_low"),
            models.Index(fields=["indicator", "high", "id"], name="core_figure_high"),
            models.Index(fields=["unit", "currency", "low", "id"], name="core_figure_unit_low"),
            models.Index(fields=["unit", "currency", "high", "id"], name="core_figure_unit_high"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(low__isnull=False) | models.Q(high__isnull=False),
                name="core_figure_value",
                violation_error_message=gettext_lazy("Give at least one end of the interval."),
            ),
            models.CheckConstraint(
                condition=models.Q(low__isnull=True)
                | models.Q(high__isnull=True)
                | models.Q(low__lte=models.F("high")),
                name="core_figure_interval",
                violation_error_message=gettext_lazy("The low end lies above the high end."),
            ),
            models.CheckConstraint(
                condition=(models.Q(unit="money") & ~models.Q(currency=""))
                | (~models.Q(unit="money") & models.Q(currency="")),
                name="core_figure_currency",
                violation_error_message=gettext_lazy("Money needs a currency such as CNY; nothing else has one."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="actual") | ~models.Q(period="") | models.Q(period_not_stated=True),
                name="core_figure_period_known",
                violation_error_message=gettext_lazy(
                    "An actual figure needs a period, or a tick at “period not stated”."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(period="") | models.Q(period_not_stated=False),
                name="core_figure_period_either",
                violation_error_message=gettext_lazy("Either give the period or tick “period not stated”, not both."),
            ),
            models.CheckConstraint(
                condition=~models.Q(unit="percent") | models.Q(low__isnull=True) | models.Q(low__gte=-1000),
                name="core_figure_percent",
                violation_error_message=gettext_lazy("Write 30 for 30 per cent."),
            ),
            models.CheckConstraint(
                condition=~models.Q(low=models.F("high")) | models.Q(low_open=False, high_open=False),
                name="core_figure_point",
                violation_error_message=gettext_lazy("A single value has no open end."),
            ),
        ]

    def __str__(self):
        return f"{self.display()} ({self.get_kind_display()})"

    def grounds(self):
        return [*super().grounds(), self.indicator, *self.further_citations.all()]

    def clean(self):
        super().clean()
        if self.as_printed and self.low is None and self.high is None:
            self.propose_from_print()
        if self.indicator_id and self.unit and self.unit != self.indicator.unit:
            raise ValidationError(
                {
                    "unit": _("“%(indicator)s” is measured in %(unit)s.")
                    % {"indicator": self.indicator, "unit": self.indicator.get_unit_display()}
                }
            )

    def propose_from_print(self):
        """Fill interval, hedge, scale and currency from `as_printed`; a parenthesised conversion is left out.

        Raises ValidationError on `as_printed` where the wording is not understood, or is in another unit.
        """
        try:
            read = parse_quantity(self.as_printed)
        except UnreadableQuantity as error:
            raise ValidationError(
                {"as_printed": _("%(reason)s Or fill in the interval by hand.") % {"reason": error}}, code="unreadable"
            ) from error
        told_apart = {Unit.MONEY, Unit.PERCENT, Unit.PERCENTAGE_POINT}
        printed = Unit.MONEY if read.currency else read.unit
        if printed != self.unit and {printed, self.unit} & told_apart:
            raise ValidationError(
                {
                    "unit": _("“%(printed)s” is not measured in %(unit)s.")
                    % {"printed": self.as_printed, "unit": self.get_unit_display()}
                }
            )
        for name in ("low", "high", "low_open", "high_open", "hedge", "scale", "currency"):
            setattr(self, name, getattr(read, name))

    def display(self, language=None):
        """The interval with its hedge, unit and currency: “over CNY 700 billion”, “超过7000亿元”."""
        language = language or reading_language()
        unit = self.currency if self.unit == Unit.MONEY else self.unit
        with override(language):
            label = "" if self.unit in (Unit.MONEY, Unit.PERCENT, Unit.COUNT) else str(self.get_unit_display())
        return display_quantity(
            self.low, self.high, self.low_open, self.high_open, self.hedge, unit, self.currency, language, label
        )

    @property
    def has_derived_ends(self):
        """True where an end follows from the table of hedges (“nearly”, “about”): it serves filters, no source prints it."""
        return bool(self.hedge) and bool(BY_CODE[self.hedge].width)

    @property
    def population(self):
        return pick(self, "population")

    @property
    def note(self):
        return pick(self, "note")


class CountClaim(ValidatedModel):
    """“23 stated, 0 named”: a stated count beside the members that the sources name. Public with its figure."""

    figure = models.OneToOneField(
        Figure,
        verbose_name=gettext_lazy("figure"),
        on_delete=models.CASCADE,
        related_name="count_claim",
        help_text=gettext_lazy("The stated number."),
    )
    what_en = models.CharField(
        gettext_lazy("what is counted (English)"),
        max_length=200,
        help_text=gettext_lazy("distinctive industrial parks of the first batch"),
    )
    what_zh = models.CharField(gettext_lazy("what is counted (Chinese)"), max_length=200, blank=True)
    members = models.ManyToManyField(
        Record,
        verbose_name=gettext_lazy("members named"),
        blank=True,
        related_name="counted_in",
        help_text=gettext_lazy("Those of them that a source names."),
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("count claim")
        verbose_name_plural = gettext_lazy("count claims")
        ordering = ["what_en", "id"]

    def __str__(self):
        return self.what_en

    @classmethod
    def public_q(cls, prefix=""):
        return Figure.public_q(f"{prefix}figure__")

    @property
    def what(self):
        return pick(self, "what")
