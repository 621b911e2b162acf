"""Briefings with their blocks."""

import math
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Prefetch

from core.dossiers import Dossier, gathered
from editorial.models import Record
from portal.models import Briefing, BriefingBlock

CARD = (
    BriefingBlock.Kind.HOOK,
    BriefingBlock.Kind.WHAT_CHANGED,
    BriefingBlock.Kind.WHY_IT_MATTERS,
    BriefingBlock.Kind.WHAT_TO_DO,
    BriefingBlock.Kind.WHO_SHOULD_CARE,
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
# What most people read in a minute.
WORDS_A_MINUTE, CHARACTERS_A_MINUTE = 230, 400
MOST_RELATED = 6


@dataclass
class BriefingDossier(Dossier):
    blocks: list = field(default_factory=list)
    subjects: list = field(default_factory=list)
    related: list = field(default_factory=list)

    @property
    def sources(self):
        return [self.record.source]

    def of_kind(self, *kinds):
        return [block for block in self.blocks if block.kind in kinds]

    @property
    def card_blocks(self):
        """The hook and the four parts, always in this order."""
        return card_blocks(self.blocks)

    @property
    def also_named(self):
        """The public records that its blocks name and that it is not about as a whole, in order of first appearance."""
        about = {card.pk for card in self.subjects}
        named = {card.pk: card for block in self.blocks for card in block.subjects if card.pk not in about}
        return list(named.values())

    @property
    def minutes(self):
        return minutes_to_read(self.blocks)

    @property
    def takeaways(self):
        return self.of_kind(BriefingBlock.Kind.TAKEAWAY)

    @property
    def forecasts(self):
        return self.of_kind(BriefingBlock.Kind.FORECAST, BriefingBlock.Kind.REASON)

    @property
    def timeline(self):
        return sorted(self.of_kind(BriefingBlock.Kind.TIMELINE), key=lambda block: block.date_earliest)


def card_blocks(blocks):
    return sorted((block for block in blocks if block.kind in CARD), key=lambda block: CARD.index(block.kind))


def minutes_to_read(blocks):
    """How long reading all of them takes, in whole minutes, reckoned from their words."""
    text = " ".join(f"{block.text.text} {block.quote}" for block in blocks)
    words = len(CHINESE.sub(" ", text).split()) / WORDS_A_MINUTE
    return max(1, math.ceil(words + len(CHINESE.findall(text)) / CHARACTERS_A_MINUTE))


class Card(NamedTuple):
    """A briefing as the front page shows it: `hooks` and `blocks`, the four parts, in their order; `minutes` for all of it."""

    briefing: Briefing
    hooks: list
    blocks: list
    minutes: int


def newest_cards(most):
    """The newest listed briefings as Cards. Two queries."""
    blocks = Prefetch("blocks", queryset=BriefingBlock.objects.public(), to_attr="public_blocks")
    return [card(briefing) for briefing in Briefing.objects.listed().for_listing().prefetch_related(blocks)[:most]]


def card(briefing):
    blocks = card_blocks(briefing.public_blocks)
    hooks = [block for block in blocks if block.kind == BriefingBlock.Kind.HOOK]
    return Card(briefing, hooks, blocks[len(hooks) :], minutes_to_read(briefing.public_blocks))


def briefing_dossier(briefing):
    """Of a Briefing: also `blocks` in order, `subjects`, the public cards it is about, and `related`, the newest other
    briefings about one of them."""
    shown = Record.objects.public().order_by("sort_key", "pk")
    return BriefingDossier(
        record=briefing,
        **gathered(
            briefing,
            blocks=briefing.blocks.public().prefetch_related(Prefetch("about", queryset=shown, to_attr="subjects")),
            subjects=briefing.about.public().order_by("sort_key", "pk"),
        ),
        related=list(related_briefings(briefing)[:MOST_RELATED]),
    )


def related_briefings(briefing):
    """The other listed briefings about a public record that `briefing` is about, the newest first."""
    about = Briefing.about.through.objects
    shared = about.filter(briefing=briefing, record__in=Record.objects.public()).values("record")
    found = about.filter(record__in=shared).values("briefing")
    return Briefing.objects.listed().for_listing().filter(pk__in=found).exclude(pk=briefing.pk)
