"""Where something lies: a point in degrees, with the datum in which its source gives it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy

# What spellings of the one datum of the map come down to without spaces, hyphens and capitals.
WGS_84 = frozenset({"wgs84", "wgs1984", "epsg4326"})


class Positioned(models.Model):
    """A point or none. It is never converted: a number in one datum says nothing exact in another."""

    latitude = models.DecimalField(
        gettext_lazy("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=gettext_lazy("In degrees, south is negative. State the datum beside it."),
    )
    longitude = models.DecimalField(
        gettext_lazy("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=gettext_lazy("In degrees, west is negative."),
    )
    datum = models.CharField(
        gettext_lazy("datum"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("WGS-84, GCJ-02, or “not stated by the source”."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | (models.Q(latitude__isnull=False, longitude__isnull=False) & ~models.Q(datum="")),
                name="%(app_label)s_%(class)s_point",
                violation_error_message=gettext_lazy("Give latitude, longitude and datum together, or none of them."),
            )
        ]

    @property
    def has_point(self):
        return self.latitude is not None


def same_datum(one, other):
    """Whether two spellings mean the same datum."""
    first, second = folded_datum(one), folded_datum(other)
    return first == second or {first, second} <= WGS_84


def is_wgs84(datum):
    return folded_datum(datum) in WGS_84


def folded_datum(datum):
    return "".join(character for character in datum.casefold() if character.isalnum())
