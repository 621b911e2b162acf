"""Every name of a record but the two official ones."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models.sources import Citation
from editorial.models import PublishableQuerySet, Record, ValidatedModel, public_q
from editorial.sorting import SortKeyField, folded


class Name(ValidatedModel):
    """A further name. Public with its record."""

    class Kind(models.TextChoices):
        SHORT = "short", gettext_lazy("short name")
        ALIAS = "alias", gettext_lazy("other name")
        FORMER = "former", gettext_lazy("former name")
        ABBREVIATION = "abbreviation", gettext_lazy("abbreviation")
        BRAND = "brand", gettext_lazy("brand")
        MISSPELLING = "misspelling", gettext_lazy("wrong form seen in a source")
        ROMANISATION = "romanisation", gettext_lazy("romanisation")

    record = models.ForeignKey(
        Record, verbose_name=gettext_lazy("record"), on_delete=models.CASCADE, related_name="names"
    )
    text = models.CharField(
        gettext_lazy("text"), max_length=200, help_text=gettext_lazy("For example BDA, or Beijing E-Town.")
    )
    language = models.CharField(
        gettext_lazy("language"),
        max_length=12,
        default="en",
        help_text=gettext_lazy("en, zh-hans, zh-hant, zh-latn (pinyin)"),
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    folded = SortKeyField()
    citation = models.ForeignKey(
        Citation,
        verbose_name=gettext_lazy("citation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="name_set",
    )
    note_en = models.CharField(
        gettext_lazy("note (English)"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("In which sense it is used, or what is wrong with it."),
    )
    note_zh = models.CharField(gettext_lazy("note (Chinese)"), max_length=300, blank=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("further name")
        verbose_name_plural = gettext_lazy("further names")
        ordering = ["kind", "folded", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "text", "kind"],
                name="core_name_once",
                violation_error_message=gettext_lazy("This name is already listed."),
            ),
            models.CheckConstraint(
                condition=models.Q(citation__isnull=False) | models.Q(kind="romanisation"),
                name="core_name_cited",
                violation_error_message=gettext_lazy(
                    "Cite where this name stands; only a romanisation needs no citation."
                ),
            ),
        ]
        indexes = [models.Index(fields=["folded", "record"], name="core_name_folded")]

    def __str__(self):
        return self.text

    @classmethod
    def texts_of(cls, record):
        """The texts of all further names of `record`."""
        return cls.objects.filter(record_id=record.pk).values_list("text", flat=True)

    @classmethod
    def public_q(cls, prefix=""):
        uncited = models.Q(**{f"{prefix}citation__isnull": True})
        return public_q("record", prefix=prefix) & (uncited | public_q("citation__source", prefix=prefix))

    def clean(self):
        super().clean()
        self.folded = folded(self.text)[:300]
        if not self.folded:
            raise ValidationError({"text": _("Write the name.")})
