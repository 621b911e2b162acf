"""From the verb a source prints to the type of the event.

The printed verb is always kept: “unveiled” is not “opened”, and a nod to a designation does not approve a target.
"""

from django.db import models
from django.utils.translation import gettext_lazy


class EventType(models.TextChoices):
    UNVEILED = "unveiled", gettext_lazy("unveiled")
    OPENED = "opened", gettext_lazy("opened")
    COMPLETED = "completed", gettext_lazy("completed")
    CONSTRUCTION = "construction", gettext_lazy("under construction")
    DESIGNATED = "designated", gettext_lazy("designated")
    APPROVED = "approved", gettext_lazy("approved")
    DECIDED = "decided", gettext_lazy("decided")
    PUBLISHED = "published", gettext_lazy("published")
    LAUNCHED = "launched", gettext_lazy("launched")
    INTRODUCED = "introduced", gettext_lazy("introduced")
    PLEDGED = "pledged", gettext_lazy("pledged")
    PROMOTED = "promoted", gettext_lazy("being promoted")
    SUPPORTED = "supported", gettext_lazy("supported")
    RESTRICTED = "restricted", gettext_lazy("restricted")
    INVESTED = "invested", gettext_lazy("invested")
    FOUNDED = "founded", gettext_lazy("founded")
    HELD = "held", gettext_lazy("held")
    STATED = "stated", gettext_lazy("stated")
    SERIES = "series", gettext_lazy("series of events")
    OTHER = "other", gettext_lazy("other")


VERBS = {
    "unveil": EventType.UNVEILED,
    "open": EventType.OPENED,
    "inaugurate": EventType.OPENED,
    "complete": EventType.COMPLETED,
    "finish": EventType.COMPLETED,
    "build": EventType.CONSTRUCTION,
    "construct": EventType.CONSTRUCTION,
    "break ground": EventType.CONSTRUCTION,
    "name": EventType.DESIGNATED,
    "identify": EventType.DESIGNATED,
    "designate": EventType.DESIGNATED,
    "nod": EventType.DESIGNATED,
    "recognise": EventType.DESIGNATED,
    "recognize": EventType.DESIGNATED,
    "approve": EventType.APPROVED,
    "authorise": EventType.APPROVED,
    "authorize": EventType.APPROVED,
    "decide": EventType.DECIDED,
    "expand": EventType.DECIDED,
    "elevate": EventType.DECIDED,
    "publish": EventType.PUBLISHED,
    "release": EventType.PUBLISHED,
    "issue": EventType.PUBLISHED,
    "launch": EventType.LAUNCHED,
    "create": EventType.LAUNCHED,
    "implement": EventType.INTRODUCED,
    "introduce": EventType.INTRODUCED,
    "prioritise": EventType.INTRODUCED,
    "prioritize": EventType.INTRODUCED,
    "pledge": EventType.PLEDGED,
    "plan": EventType.PLEDGED,
    "aim": EventType.PLEDGED,
    "target": EventType.PLEDGED,
    "promote": EventType.PROMOTED,
    "support": EventType.SUPPORTED,
    "fund": EventType.SUPPORTED,
    "restrict": EventType.RESTRICTED,
    "add": EventType.RESTRICTED,
    "sanction": EventType.RESTRICTED,
    "invest": EventType.INVESTED,
    "found": EventType.FOUNDED,
    "establish": EventType.FOUNDED,
    "hold": EventType.HELD,
    "say": EventType.STATED,
    "confirm": EventType.STATED,
    "acknowledge": EventType.STATED,
    "announce": EventType.STATED,
    "发布": EventType.PUBLISHED,
    "印发": EventType.PUBLISHED,
    "批复": EventType.APPROVED,
    "批准": EventType.APPROVED,
    "认定": EventType.DESIGNATED,
    "揭牌": EventType.OPENED,
    "开园": EventType.OPENED,
    "竣工": EventType.COMPLETED,
    "开工": EventType.CONSTRUCTION,
    "启动": EventType.LAUNCHED,
    "亮相": EventType.UNVEILED,
    "举行": EventType.HELD,
    "召开": EventType.HELD,
}
IRREGULAR = {"held": "hold", "said": "say", "built": "build", "broke ground": "break ground"}
AUXILIARIES = ("has been ", "have been ", "is being ", "are being ", "has ", "have ", "was ", "were ", "is ", "be ")


def event_type(verb):
    """The type the printed `verb` (“identified”, “has added”, 揭牌) stands for, or None where the table has none."""
    word = " ".join(verb.lower().split())
    for auxiliary in AUXILIARIES:
        word = word.removeprefix(auxiliary)
    word = IRREGULAR.get(word, word)
    for ending, replacement in (
        ("", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ied", "y"),
        ("ied", "i"),
        ("ed", ""),
        ("ed", "e"),
        ("es", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and (stem := word.removesuffix(ending) + replacement) in VERBS:
            return VERBS[stem]
    doubled = word.removesuffix("ed")
    return VERBS.get(doubled[:-1]) if len(doubled) > 2 and doubled[-1:] == doubled[-2:-1] else None
