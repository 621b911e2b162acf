"""Trees kept as a parent and a path of slugs: `china/beijing/haidian/`."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.locks import serialise
from editorial.models import PublishableQuerySet
from editorial.sorting import SortKeyField


def subtree_q(path, prefix=""):
    """The condition for standing at or below `path`: a range, because an index serves it on both engines."""
    return models.Q(**{f"{prefix}path__gte": path, f"{prefix}path__lt": path[:-1] + "0"})


class TreeQuerySet(PublishableQuerySet):
    def at_or_below(self, node):
        return self.filter(subtree_q(node.path))

    def above(self, node):
        """The ancestors of `node`, root first."""
        steps = node.path.split("/")[:-2]
        paths = ["/".join(steps[: n + 1]) + "/" for n in range(len(steps))]
        return self.filter(path__in=paths).order_by("path")


class TreeNode(models.Model):
    """A record with a parent of its own kind. The path follows every change of parent or address."""

    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=gettext_lazy("part of"),
    )
    path = SortKeyField(max_length=900, db_index=True)

    objects = TreeQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with transaction.atomic():
            serialise(self._meta.label_lower)
            if self.parent_id:
                self.parent.refresh_from_db()
            former = type(self).objects.filter(pk=self.pk).values_list("path", flat=True).first()
            super().save(*args, **kwargs)
            self.path = f"{self.parent.path if self.parent_id else ''}{self.slug}/"
            type(self).objects.filter(pk=self.pk).update(path=self.path)
            if former and former != self.path:
                self._move_descendants(former)

    @property
    def depth(self):
        return self.path.count("/") - 1

    def publish_requirements(self):
        """Its place in every list says what it stands under, so that must be public too."""
        missing = super().publish_requirements()
        if self.parent_id and not self.parent.is_public:
            missing.append(_("Publish “%(record)s” first: this rests on it.") % {"record": self.parent})
        return missing

    def withdrawal_obstacles(self):
        below = self.children.public()
        sentence = _("Withdraw “%(record)s” first: it rests on this.")
        return [*super().withdrawal_obstacles(), *(sentence % {"record": child} for child in below)]

    def clean(self):
        super().clean()
        seen, node = {self.pk}, self.parent
        while node is not None:
            if node.pk in seen:
                raise ValidationError(
                    {"parent": _("“%(name)s” stands below this itself. Choose another parent.") % {"name": self.parent}}
                )
            seen.add(node.pk)
            node = node.parent

    def _move_descendants(self, former):
        below = type(self).objects.filter(subtree_q(former)).exclude(pk=self.pk)
        below.update(
            path=models.functions.Concat(
                models.Value(self.path),
                models.functions.Substr("path", len(former) + 1),
                output_field=models.CharField(),
            )
        )
