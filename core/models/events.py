"""What happened, and what was said."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import EarliestDay, LatestDay, PartialDateField
from core.models.sources import Sourced
from core.verbs import EventType
from editorial.bilingual import pick
from editorial.models import Publishable, PublishableQuerySet, Record, ValidatedModel, public_q


class EventQuerySet(PublishableQuerySet):
    def for_listing(self):
        """Newest first, undated last."""
        return (
            self.select_related("citation__source__publisher", "series")
            .prefetch_related("participants__record")
            .order_by("-date_earliest", "-pk")
        )


class Event(Sourced, Publishable):
    """Something dated, with the verb as printed."""

    public_through = ("citation__source",)
    parts = ("participants",)
    found_by = ("title_en", "title_zh", "note_en", "note_zh")
    found_under = ("participants__record",)

    kind = models.CharField(
        gettext_lazy("type"),
        max_length=20,
        choices=EventType,
        help_text=gettext_lazy("Follows from the printed verb by a table; “unveiled” is not “opened”."),
    )
    verb_as_printed = models.CharField(
        gettext_lazy("verb as printed"), max_length=80, blank=True, help_text=gettext_lazy("unveiled")
    )
    title_en = models.CharField(
        gettext_lazy("title (English)"), max_length=300, help_text=gettext_lazy("A plain sentence in your own words.")
    )
    title_zh = models.CharField(gettext_lazy("title (Chinese)"), max_length=300, blank=True)
    date = PartialDateField(gettext_lazy("date"))
    date_earliest = EarliestDay("date")
    date_latest = LatestDay("date")
    date_as_printed = models.CharField(
        gettext_lazy("date as printed"), max_length=120, blank=True, help_text=gettext_lazy("a day after; Wednesday")
    )
    date_reasoning_en = models.TextField(
        gettext_lazy("how the date follows (English)"),
        max_length=1000,
        blank=True,
        help_text=gettext_lazy("For a date worked out from words such as Wednesday: from which day, and how."),
    )
    date_reasoning_zh = models.TextField(gettext_lazy("how the date follows (Chinese)"), max_length=1000, blank=True)
    series = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("series"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
        limit_choices_to={"kind": "series"},
    )
    note_en = models.TextField(gettext_lazy("note (English)"), max_length=2000, blank=True)
    note_zh = models.TextField(gettext_lazy("note (Chinese)"), max_length=2000, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("event")
        verbose_name_plural = gettext_lazy("events")
        ordering = ["-date_earliest", "-id"]
        indexes = [
            models.Index(fields=["date_earliest", "id"], name="core_event_date"),
            models.Index(fields=["date_latest", "id"], name="core_event_date_end"),
            models.Index(fields=["kind", "date_earliest", "id"], name="core_event_kind"),
        ]

    def __str__(self):
        return str(pick(self, "title"))

    @property
    def title(self):
        return pick(self, "title")

    @property
    def is_date_derived(self):
        return bool(self.date_reasoning_en or self.date_reasoning_zh)

    def clean(self):
        super().clean()
        if self.kind != EventType.SERIES and not self._state.adding and self.events.exists():
            raise ValidationError({"kind": _("Events belong to this series. Move them before you change its type.")})
        if self.series_id and self.series.kind != EventType.SERIES:
            raise ValidationError({"series": _("Choose an event of the type “series of events”.")})


class EventParticipant(ValidatedModel):
    """A record that an event concerns. Shown while the record is public."""

    class Role(models.TextChoices):
        ACTOR = "actor", gettext_lazy("who acted")
        OBJECT = "object", gettext_lazy("whom or what it concerns")
        PLACE = "place", gettext_lazy("where")
        HOST = "host", gettext_lazy("host")

    event = models.ForeignKey(
        Event, verbose_name=gettext_lazy("event"), on_delete=models.CASCADE, related_name="participants"
    )
    record = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("record"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="event_participations",
    )
    as_printed = models.CharField(
        gettext_lazy("as printed"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("As the source has it: China; local authorities"),
    )
    role = models.CharField(gettext_lazy("role"), max_length=10, choices=Role)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("participant")
        verbose_name_plural = gettext_lazy("participants")
        ordering = ["role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "record", "role"],
                name="core_eventparticipant_once",
                violation_error_message=gettext_lazy("This record already takes part in this role."),
            ),
            models.CheckConstraint(
                condition=models.Q(record__isnull=False) | ~models.Q(as_printed=""),
                name="core_eventparticipant_who",
                violation_error_message=gettext_lazy("Choose a record, or write whom the source names."),
            ),
        ]

    def __str__(self):
        return self.as_printed or str(self.record)

    @classmethod
    def public_q(cls, prefix=""):
        unnamed = models.Q(**{f"{prefix}record__isnull": True})
        return Event.public_q(f"{prefix}event__") & (unnamed | public_q("record", prefix=prefix))


class StatementQuerySet(PublishableQuerySet):
    def for_listing(self):
        return (
            self.select_related("citation__source__publisher", "speaker")
            .prefetch_related("about")
            .order_by("-date_earliest", "-pk")
        )


class Statement(Sourced, Publishable):
    """What someone said. Never a fact: always shown with its speaker."""

    public_through = ("citation__source",)
    found_by = ("summary_en", "summary_zh", "speaker_as_printed", "role_as_printed")
    found_under = ("speaker", "about")

    class Kind(models.TextChoices):
        OPINION = "opinion", gettext_lazy("opinion")
        FORECAST = "forecast", gettext_lazy("forecast")
        POSITION = "position", gettext_lazy("position")
        CLAIM = "claim", gettext_lazy("claim")
        AIM = "aim", gettext_lazy("aim")
        EVALUATION = "evaluation", gettext_lazy("evaluation")
        ANALYSIS = "analysis", gettext_lazy("analysis")
        NEGATIVE = "negative", gettext_lazy("claim that something is not so")

    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind)
    speaker = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("speaker"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        help_text=gettext_lazy("The person or organisation; blank where the source speaks in its own voice."),
    )
    speaker_as_printed = models.CharField(
        gettext_lazy("speaker as printed"), max_length=200, help_text=gettext_lazy("Managing Director Fen; the article")
    )
    role_as_printed = models.CharField(
        gettext_lazy("role as printed"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Managing Director of the ZGC"),
    )
    summary_en = models.CharField(
        gettext_lazy("what was said (English)"),
        max_length=500,
        help_text=gettext_lazy("In your own words, as said by the speaker."),
    )
    summary_zh = models.CharField(gettext_lazy("what was said (Chinese)"), max_length=500, blank=True)
    date = PartialDateField(gettext_lazy("said"))
    date_earliest = EarliestDay("date")
    date_latest = LatestDay("date")
    about = models.ManyToManyField(
        Record, verbose_name=gettext_lazy("about"), blank=True, related_name="statements_about"
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("statement")
        verbose_name_plural = gettext_lazy("statements")
        ordering = ["-date_earliest", "-id"]
        indexes = [
            models.Index(fields=["date_earliest", "id"], name="core_statement_date"),
            models.Index(fields=["date_latest", "id"], name="core_statement_date_end"),
            models.Index(fields=["kind", "date_earliest", "id"], name="core_statement_kind"),
        ]

    def __str__(self):
        return f"{self.speaker_as_printed}: {self.summary}"

    @property
    def summary(self):
        return pick(self, "summary")
