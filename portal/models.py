"""Briefings: an editor's card on something new; the last look at each source's link; what was loaded."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import EarliestDay, LatestDay, PartialDateField
from core.models import Source, SourcedRecord
from core.models.sources import LOCATOR_LENGTH, QUOTE_LENGTH
from editorial.bilingual import pick
from editorial.models import PublishableQuerySet, Record, RecordModel, ValidatedModel, public_q, record_models
from portal.import_models import Import, ImportPart, ImportRow
from portal.reader_models import Comment, Correction

__all__ = [
    "Briefing",
    "BriefingBlock",
    "BriefingQuerySet",
    "Comment",
    "Correction",
    "DataLoad",
    "Import",
    "ImportPart",
    "ImportRow",
]


class BriefingQuerySet(PublishableQuerySet):
    def for_listing(self):
        """Newest first, undated last."""
        return self.select_related("source").order_by("-date_earliest", "-pk")


class Briefing(RecordModel):
    """What changed, why it matters, what to do next, who should care. Machine-drafted text is labelled block by block."""

    record_kind = "briefing"
    parts = ("names", "blocks")
    found_by = ("audience_en", "audience_zh")
    found_on = "date"
    may_be_merged = False

    source = models.ForeignKey(
        Source,
        verbose_name=gettext_lazy("source"),
        on_delete=models.PROTECT,
        related_name="briefings",
        help_text=gettext_lazy("The document it sums up."),
    )
    date = PartialDateField(gettext_lazy("date"))
    date_earliest = EarliestDay("date")
    date_latest = LatestDay("date")
    audience_en = models.CharField(gettext_lazy("audience (English)"), max_length=200, blank=True)
    audience_zh = models.CharField(gettext_lazy("audience (Chinese)"), max_length=200, blank=True)
    reading_seconds = models.PositiveSmallIntegerField(
        gettext_lazy("reading seconds"),
        null=True,
        blank=True,
        help_text=gettext_lazy("As the document states it: 30 for a 30-second summary."),
    )
    about = models.ManyToManyField(
        Record, verbose_name=gettext_lazy("about"), blank=True, related_name="briefings_about"
    )

    public_through = ("source",)

    objects = BriefingQuerySet.as_manager()

    class Meta(RecordModel.Meta):
        verbose_name = gettext_lazy("briefing")
        verbose_name_plural = gettext_lazy("briefings")
        indexes = [
            *RecordModel.Meta.indexes,
            models.Index(fields=["date_earliest", "record"], name="portal_briefing_date"),
            models.Index(fields=["date_latest", "record"], name="portal_briefing_date_end"),
        ]

    def publish_requirements(self):
        missing = super().publish_requirements()
        if not self.blocks.exists():
            missing.append(_("Add at least one block."))
        return missing

    def change_obstacles(self, before):
        """No block of a public briefing lets go of a record that is public because of it alone."""
        named = {key for block in before["parts"]["blocks"].values() for key in block["many"]["about"]}
        groundless = [
            record
            for model in record_models().values()
            if issubclass(model, SourcedRecord)
            for record in model.objects.public().filter(pk__in=named, citations=None)
            if not record.record.briefing_blocks_about.public().exists()
        ]
        return super().change_obstacles(before) + [
            _("Withdraw or cite “%(record)s” first: only this briefing names it.") % {"record": record}
            for record in groundless
        ]

    def withdrawal_obstacles(self):
        """The records that are public only because a block of this briefing names them."""
        only_here = [
            record
            for model in record_models().values()
            if issubclass(model, SourcedRecord)
            for record in model.objects.public()
            .filter(citations=None, record__briefing_blocks_about__briefing=self)
            .distinct()
        ]
        return super().withdrawal_obstacles() + [
            _("Withdraw or cite “%(record)s” first: only this briefing names it.") % {"record": record}
            for record in only_here
        ]


class BriefingBlock(ValidatedModel):
    """One typed piece of a briefing, quoted or written. Never a fact, and nothing may cite it."""

    found_by = ("text_en", "text_zh", "quote")

    class Kind(models.TextChoices):
        HOOK = "hook", gettext_lazy("In one line")
        WHAT_CHANGED = "what_changed", gettext_lazy("What changed")
        WHY_IT_MATTERS = "why_it_matters", gettext_lazy("Why it matters")
        WHAT_TO_DO = "what_to_do", gettext_lazy("What to do next")
        WHO_SHOULD_CARE = "who_should_care", gettext_lazy("Who should care")
        TAKEAWAY = "takeaway", gettext_lazy("Takeaway")
        FORECAST = "forecast", gettext_lazy("Forecast")
        REASON = "reason", gettext_lazy("Reason given for the forecast")
        TIMELINE = "timeline", gettext_lazy("Timeline")

    class Author(models.TextChoices):
        MACHINE = "machine", gettext_lazy("machine-made, unverified")
        EDITOR = "editor", gettext_lazy("written by an editor")

    briefing = models.ForeignKey(
        Briefing, verbose_name=gettext_lazy("briefing"), on_delete=models.CASCADE, related_name="blocks"
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    author = models.CharField(gettext_lazy("author"), max_length=10, choices=Author)
    position = models.PositiveSmallIntegerField(gettext_lazy("position"), default=0)
    text_en = models.CharField(gettext_lazy("text (English)"), max_length=1000, blank=True)
    text_zh = models.CharField(gettext_lazy("text (Chinese)"), max_length=1000, blank=True)
    quote = models.CharField(
        gettext_lazy("quote"),
        max_length=QUOTE_LENGTH,
        blank=True,
        help_text=gettext_lazy("The document's own words, at most one sentence."),
    )
    locator = models.CharField(gettext_lazy("locator"), max_length=LOCATOR_LENGTH, blank=True)
    date = PartialDateField(gettext_lazy("date"), help_text=gettext_lazy("For a timeline entry."))
    date_earliest = EarliestDay("date")
    date_latest = LatestDay("date")
    about = models.ManyToManyField(
        Record, verbose_name=gettext_lazy("about"), blank=True, related_name="briefing_blocks_about"
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("block")
        verbose_name_plural = gettext_lazy("blocks")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text_en="", text_zh="", quote=""),
                name="portal_block_text",
                violation_error_message=gettext_lazy("Write the text or quote it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="timeline") | ~models.Q(date=""),
                name="portal_block_dated",
                violation_error_message=gettext_lazy("A timeline entry needs its date."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text.text or self.quote}"

    @classmethod
    def public_q(cls, prefix=""):
        return public_q("briefing", prefix=prefix)

    @property
    def text(self):
        return pick(self, "text")

    @property
    def is_machine_made(self):
        return self.author == self.Author.MACHINE


class SourceLink(ValidatedModel):
    """What the command `check_links` last found at the address of a source. Of no account once the address is another."""

    class State(models.TextChoices):
        WORKS = "works", gettext_lazy("works")
        MOVED = "moved", gettext_lazy("moved for good")
        REFUSED = "refused", gettext_lazy("refuses programs")
        DEAD = "dead", gettext_lazy("does not open")

    class Problem(models.TextChoices):
        ADDRESS = "address", gettext_lazy("this is no address of a page")
        PRIVATE = "private", gettext_lazy("the address leads into a private network")
        UNKNOWN_HOST = "unknown_host", gettext_lazy("no such host is known")
        TIMEOUT = "timeout", gettext_lazy("no answer in time")
        CERTIFICATE = "certificate", gettext_lazy("the secure connection fails")
        CONNECTION = "connection", gettext_lazy("the connection fails")
        REDIRECTS = "redirects", gettext_lazy("too many redirects")

    source = models.OneToOneField(
        Source, verbose_name=gettext_lazy("source"), on_delete=models.CASCADE, related_name="link"
    )
    url = models.CharField(gettext_lazy("address checked"), max_length=500)
    state = models.CharField(gettext_lazy("state"), max_length=10, choices=State)
    checked_at = models.DateTimeField(gettext_lazy("checked"))
    status = models.PositiveSmallIntegerField(gettext_lazy("status code"), null=True, blank=True)
    problem = models.CharField(gettext_lazy("problem"), max_length=20, choices=Problem, blank=True)
    final_url = models.CharField(gettext_lazy("address it led to"), max_length=2000, blank=True)

    class Meta:
        verbose_name = gettext_lazy("link of a source")
        verbose_name_plural = gettext_lazy("links of sources")
        ordering = ["checked_at", "id"]
        indexes = [models.Index(fields=["state", "checked_at", "id"], name="portal_sourcelink_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__isnull=True) | models.Q(problem=""),
                name="portal_sourcelink_either",
                violation_error_message=gettext_lazy("Either the server answered or there was a problem."),
            )
        ]

    def __str__(self):
        return f"{self.url}: {self.get_state_display()}"


class DataLoad(models.Model):
    """That a data set was loaded whole: written last, in the same transaction."""

    name = models.SlugField(gettext_lazy("name"), primary_key=True, max_length=100)
    fingerprint = models.CharField(gettext_lazy("fingerprint"), max_length=64)
    loaded_at = models.DateTimeField(gettext_lazy("loaded"), auto_now=True)

    class Meta:
        verbose_name = gettext_lazy("data load")
        verbose_name_plural = gettext_lazy("data loads")

    def __str__(self):
        return self.name
