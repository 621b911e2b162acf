"""The marks of a map: parks that would lie on each other share one. The same parks give the same marks, in any order."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.records import colon, comma
from portal.maps.outlines import FRAME

# A finger needs 24 pixels, and the map is never narrower than 288: marks stay that far apart there. A script that knows
# the width of the screen parts them further.
NARROWEST, FINGER = 288, 24
NEAR = FRAME * FINGER / NARROWEST
EXACT, ABOUT, MIXED = "exact", "about", "mixed"
NAMED_IN_KEY = 20


class Mark(NamedTuple):
    number: int
    x: float
    y: float
    spots: tuple

    @property
    def kind(self):
        exact = sum(spot.is_exact for spot in self.spots)
        return EXACT if exact == len(self.spots) else MIXED if exact else ABOUT

    @property
    def is_single(self):
        return len(self.spots) == 1

    @property
    def left(self):
        return percent(self.x)

    @property
    def top(self):
        return percent(self.y)

    @property
    def regions(self):
        """The regions in whose middle its parks are placed, each once."""
        return list(dict.fromkeys(spot.point for spot in self.spots if spot.point is not spot.park))

    @property
    def label(self):
        """What the mark is called for those who do not see it."""
        if self.is_single:
            name = str(self.spots[0].park.name)
            return name if self.kind == EXACT else _("%(park)s (about here)") % {"park": name}
        count = ngettext("%(count)d park", "%(count)d parks", len(self.spots)) % {"count": len(self.spots)}
        names = comma().join(str(spot.park.name) for spot in self.spots[:3])
        more = "…" if len(self.spots) > 3 else ""
        return f"{count}{colon()}{names}{more}"

    @property
    def named(self):
        return self.spots[:NAMED_IN_KEY]

    @property
    def unnamed(self):
        return len(self.spots) - len(self.named)

    @property
    def slugs(self):
        return " ".join(spot.park.slug for spot in self.named)


def percent(value):
    return f"{value * 100 / FRAME:.2f}%"


def marks(placed):
    """Marks for `[(x, y, spot)]`, from north to south: each stands where most of its parks do, none nearer to another than
    NEAR."""
    together = {}
    for x, y, spot in placed:
        together.setdefault((x, y), []).append(spot)
    most_first = sorted(together, key=lambda point: (-len(together[point]), point[1], point[0]))
    gathered = {}
    for x, y in most_first:
        centre = nearest_centre(x, y, gathered)
        gathered.setdefault(centre or (x, y), []).extend(together[x, y])
    return [
        Mark(number, x, y, tuple(sorted(gathered[x, y], key=lambda spot: (spot.park.sort_key, spot.park.pk))))
        for number, (x, y) in enumerate(sorted(gathered, key=lambda point: (point[1], point[0])), start=1)
    ]


def nearest_centre(x, y, gathered):
    """The nearest of the marks so far, or None where none is nearer than NEAR."""
    near = [
        ((x - other_x) ** 2 + (y - other_y) ** 2, (other_x, other_y))
        for other_x, other_y in gathered
        if abs(x - other_x) < NEAR and abs(y - other_y) < NEAR
    ]
    distance, centre = min(near, default=(NEAR**2, None))
    return centre if distance < NEAR**2 else None
