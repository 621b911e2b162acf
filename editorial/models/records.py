"""The card of a record, and the one way from unpublished to public."""

import uuid

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.bilingual import pick
from editorial.sorting import SortKeyField, folded, suggested_pinyin
from editorial.text import refuse_unstorable


class ValidatedModel(models.Model):
    """Validated wherever it is saved: admin, import, loader, shell. UUID keys, so no serial number can leave."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    # Reverse names of the rows that are drafted and published with it, seen from the row or from its card.
    parts = ()

    # For the search: columns whose words it is found by; of a fact, the paths to the records under which it is found.
    found_by = ()
    found_under = ()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.full_clean(exclude=self.unvalidated_fields())
        super().save(*args, **kwargs)

    def clean_fields(self, exclude=None):
        errors = {}
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if not isinstance(value, str) or field.name in (exclude or ()):
                continue
            try:
                refuse_unstorable(value, multiline=isinstance(field, models.TextField))
            except ValidationError as error:
                errors[field.name] = error
        if errors:
            raise ValidationError(errors)
        super().clean_fields(exclude=exclude)

    def unvalidated_fields(self):
        """Names of fields that `save()` itself fills."""
        return set()


def public_q(*paths, prefix=""):
    """The condition that everything reached by `paths` is public: `public_q("subject", "citation__source")`.

    "" is the row itself; a tuple of paths asks that one of them is. `prefix` is the relation all of it is seen across.
    """
    condition = models.Q()
    for path in paths:
        alternatives = path if isinstance(path, tuple) else (path,)
        part = models.Q()
        for name in alternatives:
            part |= models.Q(**{f"{prefix}{name}__is_public" if name else f"{prefix}is_public": True})
        condition &= part
    return condition


# What an index holds that serves public lists alone; PublishableQuerySet.listed() as far as one row can tell.
LISTED = models.Q(is_public=True, withdrawn_at=None)


class PublishableQuerySet(models.QuerySet):
    def public(self):
        """Only what everyone may read; the sole way public code gets rows."""
        return self.filter(self.model.public_q())

    def listed(self):
        """What stands in public lists: all that is public but what was withdrawn and only stays readable."""
        return self.public().filter(withdrawn_at=None)


class Record(models.Model):
    """The index card of everything that has a page. Its id is the public id and is never used again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(gettext_lazy("kind"), max_length=20)
    section = models.CharField(
        gettext_lazy("section"), max_length=20, help_text=gettext_lazy("The part of the site its page stands in.")
    )
    slug = models.SlugField(gettext_lazy("address"), max_length=120)
    name_en = models.CharField(gettext_lazy("name (English)"), max_length=300, blank=True)
    name_zh = models.CharField(gettext_lazy("name (Chinese)"), max_length=300, blank=True)
    sort_key = SortKeyField()
    is_public = models.BooleanField(gettext_lazy("public"), default=False)
    published_at = models.DateTimeField(gettext_lazy("published"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_records",
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("record")
        verbose_name_plural = gettext_lazy("records")
        ordering = ["sort_key", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="editorial_record_slug")]
        indexes = [models.Index(fields=["sort_key", "id"], name="editorial_record_order")]

    def __str__(self):
        model = record_models().get(self.kind)
        return f"{pick(self, 'name')} ({model._meta.verbose_name if model else self.kind})"

    def get_absolute_url(self):
        return reverse(f"{self.section}:detail", args=[self.slug])

    @classmethod
    def public_q(cls, prefix=""):
        return public_q("", prefix=prefix)

    @property
    def name(self):
        return pick(self, "name")

    @property
    def subject(self):
        """The park, organisation, … this card stands for. One query; raises ObjectDoesNotExist for a bare card."""
        model = record_models().get(self.kind)
        if model is None:
            raise ObjectDoesNotExist(self.kind)
        return model.objects.get(pk=self.pk)


def record_models():
    """`{kind: model}` of every model that has a card."""
    return {model.record_kind: model for model in apps.get_models() if issubclass(model, RecordModel)}


def unit_models():
    """`{label: model}` of everything that is published by itself, such as `parks.park` and `core.event`."""
    return {model._meta.label_lower: model for model in apps.get_models() if issubclass(model, Publishable)}


class FollowsFeed(models.Model):
    """The base of tables that are computed from public rows: told of what changed, before the transaction ends."""

    class Meta:
        abstract = True

    @classmethod
    def follow(cls, told):
        """Bring the rows in step with what was published, changed, withdrawn or merged: pairs of a model and a key."""
        raise NotImplementedError


class FormerSlug(models.Model):
    """An address a record once had; it redirects for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(
        Record, verbose_name=gettext_lazy("record"), on_delete=models.CASCADE, related_name="former_slugs"
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=20)
    slug = models.SlugField(gettext_lazy("address"), max_length=120)

    class Meta:
        verbose_name = gettext_lazy("former address")
        verbose_name_plural = gettext_lazy("former addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="editorial_formerslug_slug")]

    def __str__(self):
        return f"{self.kind}/{self.slug}"


class Publishable(ValidatedModel):
    """Something an editor makes public, by `editorial.publishing.publish()` alone."""

    is_public = models.BooleanField(gettext_lazy("public"), default=False, editable=False)
    published_at = models.DateTimeField(gettext_lazy("published"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(
        gettext_lazy("withdrawn"),
        null=True,
        blank=True,
        editable=False,
        help_text=gettext_lazy("Still readable at its address, with a notice, but in no list any more."),
    )
    updated_at = models.DateTimeField(gettext_lazy("last saved"), auto_now=True)

    objects = PublishableQuerySet.as_manager()

    # Fields that no reader ever sees; a change of nothing else makes no entry in the feed.
    private_fields = ()

    # Forward keys whose records must be public too, as lookup paths; an alternative key is a tuple of them.
    public_through = ()

    class Meta:
        abstract = True

    @classmethod
    def public_q(cls, prefix=""):
        """The condition for being public, as seen across the relation `prefix` (`"park__"`)."""
        return public_q("", *cls.public_through, prefix=prefix)

    def clean(self):
        super().clean()
        if not self.is_public:
            return
        if self._state.adding:
            raise ValidationError(_("Save it first, then publish it."))
        if missing := self.publish_requirements():
            raise ValidationError(missing)

    def publish_requirements(self):
        """Sentences naming everything that is missing before this may be public; empty when nothing is."""
        missing = []
        for key in self.public_through:
            alternatives = key if isinstance(key, tuple) else (key,)
            for name in alternatives:
                related = self
                for step in name.split("__"):
                    related = related and getattr(related, step)
                if related is not None and not related.is_public:
                    missing.append(_("Publish “%(record)s” first: this rests on it.") % {"record": related})
        return missing

    def withdrawal_obstacles(self):
        """Sentences naming what public content would lose its ground if this were withdrawn."""
        return []

    def change_obstacles(self, before):
        """Sentences naming what public content would lose its ground by the change from the snapshot `before`."""
        return []

    def grounds(self):
        """What becomes public along with this because it says nothing by itself: quotes, what a figure measures."""
        return []

    def public_state_changed(self):
        """Called by publish() and withdraw() inside their transaction, for what is computed from public rows."""


class RecordModel(Publishable):
    """A record with its own page: names, slug and sort keys of its own, and its card kept in step.

    The card is written in the same transaction as the row; lists need no join to it.
    """

    id = None
    record = models.OneToOneField(
        Record,
        verbose_name=gettext_lazy("record"),
        on_delete=models.CASCADE,
        primary_key=True,
        editable=False,
        related_name="%(class)s",
    )
    slug = models.SlugField(
        gettext_lazy("address"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=gettext_lazy(
            "The last part of the page's address, for example haidian-park. Left blank, it is made from the name."
        ),
    )
    name_en = models.CharField(
        gettext_lazy("name (English)"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("The official name in English, for example Haidian Park."),
    )
    name_zh = models.CharField(
        gettext_lazy("name (Chinese)"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy(
            "The official name in Chinese, for example 海淀园. Leave blank unless a source gives it."
        ),
    )
    pinyin = models.CharField(
        gettext_lazy("pinyin"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy(
            "How the Chinese name is read, syllables apart: hai dian yuan. Left blank, a machine reads it."
        ),
    )
    sort_key = SortKeyField()
    sort_key_zh = SortKeyField()

    record_kind = ""
    parts = ("names",)

    # For the search: relations to records that it can be found by as well, and the partial date it is sorted by.
    found_with = ()
    found_on = ""

    # Whether two of them that turn out to be one can be merged.
    may_be_merged = True

    class Meta:
        abstract = True
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key", "record"], name="%(app_label)s_%(class)s_en"),
            models.Index(fields=["sort_key_zh", "record"], name="%(app_label)s_%(class)s_zh"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_en="", name_zh=""),
                name="%(app_label)s_%(class)s_named",
                violation_error_message=gettext_lazy("Give a name in English or in Chinese."),
            )
        ]

    def __str__(self):
        return str(pick(self, "name"))

    def save(self, *args, **kwargs):
        self.set_sort_keys()
        with transaction.atomic():
            card = self._card()
            if card.merged_into_id:
                raise ValidationError(
                    _("This was merged into “%(record)s”. Take the merger back before you change it.")
                    % {"record": card.merged_into.name}
                )
            self.full_clean(exclude=self.unvalidated_fields())
            self._write_card(card)
            models.Model.save(self, *args, **kwargs)

    def get_absolute_url(self):
        return reverse(f"{self.section}:detail", args=[self.slug])

    def set_sort_keys(self):
        self.sort_key = folded(self.name_en or suggested_pinyin(self.name_zh))[:300]
        self.sort_key_zh = folded((self.name_zh and (self.pinyin or suggested_pinyin(self.name_zh))) or self.name_en)[
            :300
        ]

    @property
    def name(self):
        return pick(self, "name")

    @property
    def section(self):
        """The part of the site its page stands in; also the URL namespace."""
        return f"{self.record_kind}s"

    def names_for(self, survivor):
        """Unsaved rows for the official names that `survivor`, into which this is merged, does not have yet."""
        return []

    def clean(self):
        if not self.slug:
            self.slug = self.unused_slug()
        super().clean()
        taken = FormerSlug.objects.filter(kind=self.record_kind, slug=self.slug).exclude(record_id=self.pk)
        if taken.exists():
            raise ValidationError(
                {"slug": _("This address once belonged to another record and still leads to it. Choose another.")}
            )

    def slug_from_name(self):
        """The address that the name (its pinyin where there is no English one) makes, whether it is taken or not."""
        base = slugify(self.name_en)[:100] or slugify(self.pinyin or suggested_pinyin(self.name_zh))[:100]
        return base or self.record_kind

    def unused_slug(self, without=frozenset()):
        """The slug from the name, numbered where it is taken or stands in `without`."""
        base = self.slug_from_name()
        others = set(without) | set(
            type(self).objects.filter(slug__startswith=base).exclude(pk=self.pk).values_list("slug", flat=True)
        )
        others |= set(
            FormerSlug.objects.filter(kind=self.record_kind, slug__startswith=base).values_list("slug", flat=True)
        )
        return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(others) + 3))) if slug not in others)

    def unvalidated_fields(self):
        return {"record"}

    def delete(self, *args, **kwargs):
        return self.record.delete()

    def withdrawal_obstacles(self):
        """Public records that could not be public without this one: a scheme's batches, a source's briefings."""
        dependants = [
            record
            for model in record_models().values()
            for name in model.public_through
            if model._meta.get_field(name).related_model is type(self)
            for record in model.objects.public().filter(**{name: self})
        ]
        return [_("Withdraw “%(record)s” first: it rests on this.") % {"record": record} for record in dependants]

    def _card(self):
        """Its card as it is stored, or a new one."""
        card = Record.objects.filter(pk=self.record_id).first() if self.record_id else None
        return card or Record(kind=self.record_kind, **({"pk": self.record_id} if self.record_id else {}))

    def _write_card(self, card):
        if card.slug and card.slug != self.slug and card.published_at:
            FormerSlug.objects.get_or_create(kind=card.kind, slug=card.slug, defaults={"record": card})
        FormerSlug.objects.filter(kind=self.record_kind, slug=self.slug, record_id=card.pk).delete()
        self.fill_card(card)
        card.save()
        self.record = card

    def fill_card(self, card):
        """Repeat on `card` what lists of cards show."""
        for field in ("section", "slug", "name_en", "name_zh", "sort_key", "is_public", "published_at"):
            setattr(card, field, getattr(self, field))

    def publish_requirements(self):
        missing = super().publish_requirements()
        if not (self.name_en or self.name_zh):
            missing.append(_("Give a name in English or in Chinese."))
        return missing
