"""What readers send: corrections to a fact and comments on a record. Held until an editor decides."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from editorial.bilingual import pick
from editorial.models import Change, Record
from editorial.text import refuse_unstorable

TEXT_LENGTH = 4000
NAME_LENGTH = 80
ANSWER_LENGTH = 2000


class FromReader(models.Model):
    """Not a ValidatedModel, whose rows every role at the desk may see: these only who moderates."""

    class State(models.TextChoices):
        HELD = "held", gettext_lazy("held")
        ACCEPTED = "accepted", gettext_lazy("accepted")
        DECLINED = "declined", gettext_lazy("declined")
        SPAM = "spam", gettext_lazy("spam")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_key = models.UUIDField(
        gettext_lazy("form"),
        unique=True,
        editable=False,
        help_text=gettext_lazy("Of the form it came by: what is sent twice is kept once."),
    )
    state = models.CharField(gettext_lazy("state"), max_length=10, choices=State, default=State.HELD)
    language = models.CharField(gettext_lazy("language of the page"), max_length=10, choices=settings.LANGUAGES)
    text = models.TextField(gettext_lazy("what the reader wrote"), max_length=TEXT_LENGTH, blank=True)
    display_name = models.CharField(gettext_lazy("name to be shown"), max_length=NAME_LENGTH, blank=True)
    hides_name = models.BooleanField(
        gettext_lazy("leave the name out"),
        default=False,
        help_text=gettext_lazy("For a name that is not fit to be shown: the reader then stands unnamed."),
    )
    email = models.EmailField(gettext_lazy("e-mail address"), max_length=254, blank=True)
    sent_at = models.DateTimeField(gettext_lazy("sent"), auto_now_add=True)
    answer_en = models.TextField(gettext_lazy("answer (English)"), max_length=ANSWER_LENGTH, blank=True)
    answer_zh = models.TextField(gettext_lazy("answer (Chinese)"), max_length=ANSWER_LENGTH, blank=True)
    decided_at = models.DateTimeField(gettext_lazy("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("decided by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    erased_at = models.DateTimeField(gettext_lazy("erased"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["sent_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="held", decided_at__isnull=True)
                | (~models.Q(state="held") & models.Q(decided_at__isnull=False)),
                name="portal_%(class)s_decided",
                violation_error_message=gettext_lazy(
                    "What is decided has a moment of decision, what is held has none."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(erased_at__isnull=False),
                name="portal_%(class)s_text",
                violation_error_message=gettext_lazy("Nothing is written here."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "sent_at", "id"], name="portal_%(class)s_queue"),
            models.Index(fields=["state", "decided_at", "id"], name="portal_%(class)s_done"),
        ]

    def __str__(self):
        """Without a word of the reader's: it stands in logs and in titles of pages."""
        moment = date_format(localtime(self.sent_at), "DATETIME_FORMAT") if self.sent_at else ""
        return f"{self._meta.verbose_name} {moment}".strip()

    def save(self, *args, **kwargs):
        self.full_clean()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if isinstance(value, str):
                try:
                    refuse_unstorable(value, multiline=isinstance(field, models.TextField))
                except ValidationError as error:
                    raise ValidationError({field.name: error}) from error

    @property
    def is_decided(self):
        return self.state != self.State.HELD

    @property
    def answer(self):
        return pick(self, "answer")

    @property
    def signature(self):
        """The name the reader agreed to have shown, or the empty text."""
        return "" if self.hides_name else self.display_name


class CorrectionQuerySet(models.QuerySet):
    def public(self):
        """The decided ones, for the corrections log: what the editors say of them, not what the reader wrote."""
        return self.filter(state__in=[FromReader.State.ACCEPTED, FromReader.State.DECLINED])

    def for_listing(self):
        """The last decided first."""
        return self.select_related("record", "change").order_by("-decided_at", "-pk")


class Correction(FromReader):
    """A reader says that something public is wrong. `fact_kind` and `fact_id` name the row, `title_…` what it said then."""

    fact_kind = models.CharField(gettext_lazy("kind"), max_length=60)
    fact_id = models.UUIDField(gettext_lazy("public id"))
    title_en = models.CharField(gettext_lazy("what it is about (English)"), max_length=500)
    title_zh = models.CharField(gettext_lazy("what it is about (Chinese)"), max_length=500)
    record = models.ForeignKey(
        Record,
        verbose_name=gettext_lazy("record"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="corrections",
        help_text=gettext_lazy("On whose page it stands."),
    )
    evidence_url = models.CharField(
        gettext_lazy("page that shows it"),
        max_length=500,
        blank=True,
        validators=[
            URLValidator(
                schemes=["http", "https"],
                message=gettext_lazy("This is not the address of a page: it begins with http:// or https://."),
            )
        ],
    )
    change = models.ForeignKey(
        Change,
        verbose_name=gettext_lazy("settled by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
        help_text=gettext_lazy("The publication or withdrawal that put it right. Shown in the corrections log."),
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta(FromReader.Meta):
        verbose_name = gettext_lazy("correction")
        verbose_name_plural = gettext_lazy("corrections from readers")

    @property
    def title(self):
        return pick(self, "title")


class CommentQuerySet(models.QuerySet):
    def public(self):
        """The accepted ones under what is public itself, or was merged into something that is."""
        shown = Record.public_q("record__") | Record.public_q("record__merged_into__")
        return self.filter(shown, state=FromReader.State.ACCEPTED)


class Comment(FromReader):
    """What a reader has to say of a record or a briefing. Never a fact, and nothing may cite it."""

    record = models.ForeignKey(
        Record, verbose_name=gettext_lazy("record"), on_delete=models.CASCADE, related_name="comments"
    )

    objects = CommentQuerySet.as_manager()

    class Meta(FromReader.Meta):
        verbose_name = gettext_lazy("comment")
        verbose_name_plural = gettext_lazy("comments of readers")
        indexes = [
            *FromReader.Meta.indexes,
            models.Index(fields=["record", "state", "sent_at", "id"], name="portal_comment_page"),
        ]
