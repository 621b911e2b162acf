"""How to cite a page: a line for readers, BibTeX and CSL-JSON, each with the number and day of the version shown."""

import re
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial.models import Change

PUBLISHER = "ParkAtlas"
BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class Cited(NamedTuple):
    """A page as it stands today. `version` and `day` are those of its last entry in the feed; None where there is none."""

    title: str
    url: str
    language: str
    key: str
    version: int | None
    day: object
    is_data: bool = False

    @property
    def line(self):
        if self.version is None:
            return _("“%(title)s”. ParkAtlas. %(url)s") % {"title": self.title, "url": self.url}
        return _("“%(title)s”. ParkAtlas, version %(version)d of %(day)s. %(url)s") % {
            "title": self.title,
            "version": self.version,
            "day": date_format(self.day),
            "url": self.url,
        }


def cited(title, url, language, key, change, *, is_data=False):
    """A Cited of a page whose last entry in the feed is `change`, or None."""
    day = timezone.localtime(change.at).date() if change else None
    return Cited(title, url, language, key, change.number if change else None, day, is_data)


def last_change_of(unit_id):
    return Change.objects.filter(unit_id=unit_id).order_by("-number").first()


def bibtex(page):
    fields = {"author": f"{{{PUBLISHER}}}", "title": f"{{{escaped(page.title)}}}"}
    if page.version is not None:
        fields |= {"year": str(page.day.year), "month": MONTHS[page.day.month - 1], "note": f"Version {page.version}"}
    fields |= {"url": page.url, "language": page.language}
    bare = {"month"}
    lines = [f"  {name} = {value if name in bare else f'{{{value}}}'}" for name, value in fields.items()]
    return "@misc{{{key},\n{fields}\n}}\n".format(key=f"parkatlas-{page.key}", fields=",\n".join(lines))


def escaped(text):
    return re.sub(r"[\\{}$&%#_~^]", lambda found: BIBTEX_SPECIAL[found[0]], text)


def csl(page):
    """The page as an item of CSL-JSON, which reference managers read."""
    item = {
        "id": f"parkatlas-{page.key}",
        "type": "dataset" if page.is_data else "webpage",
        "title": page.title,
        "author": [{"literal": PUBLISHER}],
        "container-title": PUBLISHER,
        "URL": page.url,
        "language": page.language,
    }
    if page.version is not None:
        item |= {
            "version": str(page.version),
            "issued": {"date-parts": [[page.day.year, page.day.month, page.day.day]]},
        }
    return [item]
