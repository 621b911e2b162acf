"""What the search finds: one document for each public record, written by `core.search.index` alone."""

from django.db import models
from django.utils.translation import gettext_lazy

from core.search.columns import TokensField
from core.search.writing import follow
from editorial.models import FollowsFeed, Record
from editorial.sorting import SortKeyField

KEY_LENGTH = 100


class SearchDocument(FollowsFeed):
    """All that a public record is found by. Exists exactly while the record stands in public lists."""

    id = models.BigAutoField(primary_key=True)
    record = models.OneToOneField(
        Record, verbose_name=gettext_lazy("record"), on_delete=models.CASCADE, related_name="search_document"
    )
    section = models.CharField(gettext_lazy("section"), max_length=20)
    kind = models.CharField(gettext_lazy("kind"), max_length=20, blank=True)
    level = models.CharField(gettext_lazy("level"), max_length=20, blank=True)
    region = models.UUIDField(gettext_lazy("region"), null=True, blank=True)
    sectors = models.JSONField(gettext_lazy("sectors"), default=list)
    related = models.JSONField(
        gettext_lazy("related records"),
        default=list,
        help_text=gettext_lazy("Ids of its region, its sectors and whatever else its own columns name."),
    )
    day = models.DateField(gettext_lazy("date"), null=True, blank=True)
    slug = models.SlugField(gettext_lazy("address"), max_length=120)
    name_en = models.CharField(gettext_lazy("name (English)"), max_length=300, blank=True)
    name_zh = models.CharField(gettext_lazy("name (Chinese)"), max_length=300, blank=True)
    sort_key = SortKeyField()
    texts = models.JSONField(
        gettext_lazy("texts"),
        default=list,
        help_text=gettext_lazy("[kind of text, language, text], as the public reads it."),
    )
    words = models.JSONField(gettext_lazy("words of its names"), default=list)
    digest = models.CharField(gettext_lazy("digest"), max_length=64)
    is_stale = models.BooleanField(gettext_lazy("to be built anew"), default=False)
    tokens = TokensField(gettext_lazy("tokens"))

    class Meta:
        verbose_name = gettext_lazy("search document")
        verbose_name_plural = gettext_lazy("search documents")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["is_stale", "id"], name="core_searchdocument_stale"),
        ]

    def __str__(self):
        return self.name_en or self.name_zh

    @classmethod
    def follow(cls, told):
        follow(cls, told)


class SearchName(models.Model):
    """One way to type a name: whole, by its reading, by initials, or from a later word on."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", gettext_lazy("official name")
        OTHER = "other", gettext_lazy("other name")
        READING = "reading", gettext_lazy("pinyin")
        FORMER = "former", gettext_lazy("former name")
        MISSPELLING = "misspelling", gettext_lazy("wrong form seen in a source")
        INITIALS = "initials", gettext_lazy("initials of the pinyin")
        MACHINE = "machine", gettext_lazy("pinyin as a machine reads it")

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(
        SearchDocument, verbose_name=gettext_lazy("document"), on_delete=models.CASCADE, related_name="names"
    )
    section = models.CharField(gettext_lazy("section"), max_length=20)
    key = SortKeyField(max_length=KEY_LENGTH)
    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind)
    is_whole = models.BooleanField(gettext_lazy("from its beginning"), default=True)
    text = models.CharField(gettext_lazy("as it is written"), max_length=300)
    language = models.CharField(gettext_lazy("language"), max_length=12)

    class Meta:
        verbose_name = gettext_lazy("searched name")
        verbose_name_plural = gettext_lazy("searched names")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["key", "document"], name="core_searchname_key"),
            models.Index(fields=["section", "key", "document"], name="core_searchname_section"),
        ]

    def __str__(self):
        return self.text


class SearchGround(models.Model):
    """That a document is to be built anew when a unit (a fact, a quote, a source) changes."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(
        SearchDocument, verbose_name=gettext_lazy("document"), on_delete=models.CASCADE, related_name="grounds"
    )
    unit_id = models.UUIDField(gettext_lazy("unit"))

    class Meta:
        verbose_name = gettext_lazy("ground of a search document")
        verbose_name_plural = gettext_lazy("grounds of search documents")
        ordering = ["id"]
        indexes = [models.Index(fields=["unit_id", "document"], name="core_searchground_unit")]

    def __str__(self):
        return f"{self.unit_id} → {self.document_id}"


class SearchTerm(models.Model):
    """A Latin word of public names, and in how many documents it stands: what a mistyped word is compared with."""

    term = models.CharField(gettext_lazy("term"), max_length=60, primary_key=True)
    frequency = models.IntegerField(gettext_lazy("frequency"))
    length = models.PositiveSmallIntegerField(gettext_lazy("length"))
    head = models.CharField(gettext_lazy("first letters"), max_length=2)
    tail = models.CharField(gettext_lazy("last letters"), max_length=2)

    class Meta:
        verbose_name = gettext_lazy("searched term")
        verbose_name_plural = gettext_lazy("searched terms")
        ordering = ["term"]
        indexes = [
            models.Index(fields=["head", "length"], name="core_searchterm_head"),
            models.Index(fields=["tail", "length"], name="core_searchterm_tail"),
        ]

    def __str__(self):
        return self.term
