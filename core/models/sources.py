"""Where a fact comes from: documents, and the exact words in them."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import EarliestDay, LatestDay, PartialDateField
from core.quotes import quote_stands_in
from editorial.bilingual import CHINESE, ENGLISH, pick
from editorial.models import Publishable, PublishableQuerySet, Record, RecordModel, ValidatedModel
from editorial.sorting import folded

# Quote and locator stand in one unique index; PostgreSQL's rows there end at 2704 bytes.
QUOTE_LENGTH, LOCATOR_LENGTH = 500, 120


class SourceQuerySet(PublishableQuerySet):
    def for_listing(self):
        return self.select_related("publisher").order_by("-published_earliest", "pk")


class Source(RecordModel):
    """One document, whether at hand, seen elsewhere, or only named by another."""

    record_kind = "source"
    parts = ("names", "titles")
    # Two documents are never one: a copy is the descendant of its origin.
    may_be_merged = False
    private_fields = ("private_text", "text_hash")
    found_by = ("publisher_as_printed", "note_en", "note_zh")
    found_on = "published"

    class Kind(models.TextChoices):
        PRIMARY = "primary", gettext_lazy("primary document")
        OFFICIAL = "official", gettext_lazy("official statement or translation")
        PRESS = "press", gettext_lazy("press")
        SYNDICATION = "syndication", gettext_lazy("syndicated copy")
        AGGREGATOR = "aggregator", gettext_lazy("aggregator")
        REPORT = "report", gettext_lazy("report or study")
        REFERENCE = "reference", gettext_lazy("reference data")

    class OriginRelation(models.TextChoices):
        TRANSLATION = "translation", gettext_lazy("translation of")
        SYNDICATION = "syndication", gettext_lazy("syndicated from")
        SUMMARY = "summary", gettext_lazy("summary of")
        QUOTATION = "quotation", gettext_lazy("draws on")

    class Seen(models.TextChoices):
        FULL = "full", gettext_lazy("read in full")
        PART = "part", gettext_lazy("read in part")
        NAMED = "named", gettext_lazy("only named by another source")

    kind_of_source = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    seen = models.CharField(gettext_lazy("how it was read"), max_length=10, choices=Seen, default=Seen.FULL)
    publisher = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("publisher"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="published_sources",
        limit_choices_to={"kind": "organisation"},
        help_text=gettext_lazy("The organisation that published it. Leave blank where the document does not say."),
    )
    publisher_as_printed = models.CharField(
        gettext_lazy("publisher as printed"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("As the document names it: Source: CGTN."),
    )
    language = models.CharField(
        gettext_lazy("language"),
        max_length=10,
        default="en",
        help_text=gettext_lazy("Language code of the document: en, zh-hans."),
    )
    title_is_supplied = models.BooleanField(
        gettext_lazy("title is supplied"),
        default=False,
        help_text=gettext_lazy("The document has no headline; an editor described it."),
    )
    published = PartialDateField(gettext_lazy("published"))
    published_earliest = EarliestDay("published")
    published_latest = LatestDay("published")
    published_as_printed = models.CharField(
        gettext_lazy("published as printed"), max_length=120, blank=True, help_text=gettext_lazy("7:00pm, 15 Oct, 2020")
    )
    date_note = models.CharField(
        gettext_lazy("date note"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("What is unsure about the date: a date line that may be the crawl's; no time zone."),
    )
    retrieved_on = models.DateField(gettext_lazy("read on"), null=True, blank=True)
    checked_on = models.DateField(gettext_lazy("last checked on"), null=True, blank=True)
    url = models.URLField(
        "URL",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=gettext_lazy("Where it stands, beginning with https:// or http://."),
    )
    origin = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("origin"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="descendants",
        help_text=gettext_lazy("The document this one repeats, translates or sums up."),
    )
    origin_relation = models.CharField(
        gettext_lazy("origin relation"), max_length=20, choices=OriginRelation, blank=True
    )
    is_machine_written = models.BooleanField(
        gettext_lazy("machine-written"),
        default=False,
        help_text=gettext_lazy("Its text, or the part used here, was made by a machine. It can never support a fact."),
    )
    note_en = models.TextField(
        gettext_lazy("note (English)"),
        blank=True,
        help_text=gettext_lazy("Public: the condition of the text, what was lost or appended."),
    )
    note_zh = models.TextField(gettext_lazy("note (Chinese)"), blank=True)
    rights = models.CharField(
        gettext_lazy("rights"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Licence or rights line of the document."),
    )
    private_text = models.TextField(
        gettext_lazy("private text"),
        blank=True,
        help_text=gettext_lazy("The full text, seen by editors only; quotes are checked against it."),
    )
    text_hash = models.CharField(
        "SHA-256",
        max_length=64,
        blank=True,
        validators=[RegexValidator(r"^[0-9a-f]{64}$")],
        help_text=gettext_lazy("Of the file as read. Computed from the private text where that is given."),
    )

    objects = SourceQuerySet.as_manager()

    class Meta(RecordModel.Meta):
        verbose_name = gettext_lazy("source")
        verbose_name_plural = gettext_lazy("sources")
        indexes = [
            *RecordModel.Meta.indexes,
            models.Index(fields=["published_earliest", "record"], name="core_source_date"),
            models.Index(fields=["published_latest", "record"], name="core_source_date_end"),
            models.Index(fields=["kind_of_source", "published_earliest", "record"], name="core_source_kind"),
            models.Index(fields=["seen", "published_earliest", "record"], name="core_source_seen"),
            models.Index(fields=["language", "published_earliest", "record"], name="core_source_language"),
            models.Index(fields=["is_machine_written", "published_earliest", "record"], name="core_source_machine"),
            models.Index(fields=["text_hash"], name="core_source_hash"),
        ]
        constraints = [
            *RecordModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(url="") | models.Q(url__startswith="https://") | models.Q(url__startswith="http://"),
                name="core_source_url_scheme",
                violation_error_message=gettext_lazy("Begin the address with https:// or http://."),
            ),
            models.CheckConstraint(
                condition=models.Q(origin__isnull=True, origin_relation="")
                | (models.Q(origin__isnull=False) & ~models.Q(origin_relation="")),
                name="core_source_origin_pair",
                violation_error_message=gettext_lazy(
                    "Give the original and how this document relates to it, or neither."
                ),
            ),
        ]

    def clean(self):
        super().clean()
        seen, source = {self.pk}, self.origin
        while source is not None:
            if source.pk in seen:
                raise ValidationError(
                    {"origin": _("This chain of originals runs in a circle. Choose another original.")}
                )
            seen.add(source.pk)
            source = source.origin
        if self.is_machine_written and not self._state.adding and self.citations.exists():
            raise ValidationError(
                {"is_machine_written": _("Facts cite this source. Cite other sources for them before you mark it so.")}
            )
        if self.private_text and not self.text_hash:
            self.text_hash = hashlib.sha256(self.private_text.encode()).hexdigest()

    def chain(self):
        """The documents behind this one, nearest first; one query each."""
        links, source = [], self.origin
        while source is not None and len(links) < 20:
            links.append(source)
            source = source.origin
        return links

    def publish_requirements(self):
        missing = super().publish_requirements()
        if not (self.publisher_id or self.publisher_as_printed):
            missing.append(_("Name the publisher, or write as printed “not stated”."))
        if self.origin_id and not self.origin.is_public:
            missing.append(_("Publish the original “%(name)s” first.") % {"name": self.origin})
        return missing

    def withdrawal_obstacles(self):
        resting = len(public_uses(source=self))
        obstacles = super().withdrawal_obstacles()
        obstacles += [
            _("Withdraw “%(record)s” first: it rests on this.") % {"record": source}
            for source in type(self).objects.public().filter(origin=self)
        ]
        if resting:
            obstacles.append(
                _("%(count)d public entries rest on this source. Withdraw or re-cite them first.") % {"count": resting}
            )
        return obstacles


class SourceTitle(ValidatedModel):
    """A further title of a document: a second headline, a share card, a title in another stored copy."""

    class Version(models.TextChoices):
        HEADLINE = "headline", gettext_lazy("headline")
        ALTERNATE = "alternate", gettext_lazy("second headline")
        SHARE = "share", gettext_lazy("share card")
        SUMMARY = "summary", gettext_lazy("share-card summary")
        TRANSLATION = "translation", gettext_lazy("translated title")

    found_by = ("text",)

    source = models.ForeignKey(
        Source, verbose_name=gettext_lazy("source"), on_delete=models.CASCADE, related_name="titles"
    )
    text = models.CharField(gettext_lazy("text"), max_length=500)
    language = models.CharField(gettext_lazy("language"), max_length=10, default="en")
    version = models.CharField(gettext_lazy("version"), max_length=20, choices=Version)
    note = models.CharField(
        gettext_lazy("note"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Why this wording misleads, or where it stands."),
    )

    class Meta:
        verbose_name = gettext_lazy("further title")
        verbose_name_plural = gettext_lazy("further titles")
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "text", "version"],
                name="core_sourcetitle_once",
                violation_error_message=gettext_lazy("This title is already listed."),
            )
        ]

    def __str__(self):
        return self.text


class Citation(Publishable):
    """The exact words of one source, with the place where they stand; shared by every fact that rests on them."""

    public_through = ("source",)

    class Check(models.TextChoices):
        UNCHECKED = "unchecked", gettext_lazy("not checked against the text")
        VERIFIED = "verified", gettext_lazy("stands in the text")
        MISSING = "missing", gettext_lazy("not found in the text")

    source = models.ForeignKey(
        Source, verbose_name=gettext_lazy("source"), on_delete=models.PROTECT, related_name="citations"
    )
    quote = models.CharField(
        gettext_lazy("quote"),
        max_length=QUOTE_LENGTH,
        help_text=gettext_lazy(
            "The source's own words, at most one sentence. Mark what you leave out by an ellipsis …"
        ),
    )
    locator = models.CharField(
        gettext_lazy("locator"),
        max_length=LOCATOR_LENGTH,
        blank=True,
        help_text=gettext_lazy("paragraph 3; page 12; row 110108"),
    )
    attributed_to = models.CharField(
        gettext_lazy("attributed to"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy(
            "Whom the source itself names for this: the Beijing Municipal Bureau of Economy and Information Technology."
        ),
    )
    check_state = models.CharField(
        gettext_lazy("quote"), max_length=10, choices=Check, default=Check.UNCHECKED, editable=False
    )
    checked_at = models.DateTimeField(gettext_lazy("checked"), null=True, blank=True, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("citation")
        verbose_name_plural = gettext_lazy("citations")
        ordering = ["source", "locator", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "quote", "locator"],
                name="core_citation_once",
                violation_error_message=gettext_lazy(
                    "This quote is already kept for this source and place: use that citation."
                ),
            )
        ]

    def __str__(self):
        return f"{self.source}: “{self.quote[:80]}”"

    def withdrawal_obstacles(self):
        resting = len(public_uses(pk=self.pk))
        sentence = _("%(count)d public entries rest on this quote. Withdraw or re-cite them first.")
        return [*super().withdrawal_obstacles(), *([sentence % {"count": resting}] if resting else [])]

    def clean(self):
        super().clean()
        if not self.source_id or not self.quote:
            return
        if self.source.is_machine_written:
            raise ValidationError(
                {"source": _("This source is machine-written: a briefing can quote it, but it cannot be cited.")}
            )
        if "\n" in self.quote.strip():
            raise ValidationError({"quote": _("Quote at most one sentence, without line breaks.")})
        moved = not self._state.adding and not Citation.objects.filter(pk=self.pk, source=self.source_id).exists()
        if moved and not self.source.is_public and public_uses(pk=self.pk):
            raise ValidationError(
                {"source": _("Public entries rest on this citation. Publish this source first, or re-cite them.")}
            )
        if self.source.private_text and not quote_stands_in(self.quote, self.source.private_text):
            raise ValidationError(
                {
                    "quote": _(
                        "These words do not stand in the source's text. Copy them exactly; mark omissions by an ellipsis …"
                    )
                }
            )

    def delete(self, *args, **kwargs):
        """Raises ProtectedError while a record or figure rests on it: their links would vanish without a word."""
        users = [
            user
            for relation in self._meta.related_objects
            if relation.field.many_to_many
            for user in relation.related_model.objects.filter(**{relation.field.name: self})
        ]
        if users:
            raise ProtectedError(_("Records rest on this citation. Re-cite them first."), users)
        return super().delete(*args, **kwargs)


def public_uses(**citation):
    """The public facts and records that rest on the citations that satisfy `citation` (lookups of Citation)."""
    return [
        item
        for relation in Citation._meta.related_objects
        if hasattr(relation.related_model, "public_q")
        for item in relation.related_model.objects.public()
        .filter(**{f"{relation.field.name}__{name}": value for name, value in citation.items()})
        .distinct()
    ]


class Sourced(models.Model):
    """A fact: it rests on one citation, without which no path can store it, and may have further ones."""

    citation = models.ForeignKey(
        Citation,
        verbose_name=gettext_lazy("citation"),
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
        help_text=gettext_lazy("The words this rests on. Add one with the plus sign if it is not yet kept."),
    )

    class Meta:
        abstract = True

    def grounds(self):
        """The quote becomes public with the first fact that rests on it."""
        return [self.citation]


class SourcedRecord(RecordModel):
    """A record whose existence and description rest on citations of its own.

    One that only a briefing's machine-made block names may be public without: its page says so.
    """

    found_by = ("summary_en", "summary_zh")

    summary_en = models.TextField(
        gettext_lazy("summary (English)"),
        blank=True,
        max_length=2000,
        help_text=gettext_lazy("One or two plain sentences; only what the citations support."),
    )
    summary_zh = models.TextField(gettext_lazy("summary (Chinese)"), blank=True, max_length=2000)
    citations = models.ManyToManyField(
        Citation,
        verbose_name=gettext_lazy("citations"),
        blank=True,
        related_name="%(class)s_records",
        help_text=gettext_lazy("The words that show it exists and is what the summary says."),
    )

    class Meta(RecordModel.Meta):
        abstract = True

    @property
    def summary(self):
        return pick(self, "summary")

    def grounds(self):
        return list(self.citations.all())

    def names_for(self, survivor):
        """Each rests on the words that show that this record exists; without any it cannot become a name."""
        cited = list(self.citations.order_by("pk"))
        rows = survivor.record.names.model
        known = {folded(text) for text in (survivor.name_en, survivor.name_zh, *rows.texts_of(survivor))}
        longest, found = rows._meta.get_field("text").max_length, []
        for text, language in ((self.name_en, ENGLISH), (self.name_zh, CHINESE)):
            if text and cited and len(text) <= longest and folded(text) not in known:
                citation = next((one for one in cited if text in one.quote), cited[0])
                found.append(
                    rows(record=survivor.record, text=text, language=language, kind=rows.Kind.ALIAS, citation=citation)
                )
                known.add(folded(text))
        return found

    def publish_requirements(self):
        missing = super().publish_requirements()
        is_at_hand = "citations" in getattr(self, "_prefetched_objects_cache", ())
        cited = list(self.citations.all() if is_at_hand else self.citations.select_related("source"))
        if not cited and not self.record.briefing_blocks_about.public().exists():
            missing.append(_("Add at least one citation."))
        for citation in cited:
            if not citation.source.is_public:
                missing.append(_("Publish the source “%(source)s” first.") % {"source": citation.source})
        return missing
