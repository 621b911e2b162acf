"""Briefings with their blocks."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from core.dossiers import Dossier, gathered
from editorial.models import Record
from portal.models import BriefingBlock


@dataclass
class BriefingDossier(Dossier):
    blocks: list = field(default_factory=list)
    subjects: list = field(default_factory=list)

    @property
    def sources(self):
        return [self.record.source]

    def of_kind(self, *kinds):
        return [block for block in self.blocks if block.kind in kinds]

    @property
    def card_blocks(self):
        """The hook and the four-part card."""
        kind = BriefingBlock.Kind
        return self.of_kind(kind.HOOK, kind.WHAT_CHANGED, kind.WHY_IT_MATTERS, kind.WHAT_TO_DO, kind.WHO_SHOULD_CARE)

    @property
    def takeaways(self):
        return self.of_kind(BriefingBlock.Kind.TAKEAWAY)

    @property
    def forecasts(self):
        return self.of_kind(BriefingBlock.Kind.FORECAST, BriefingBlock.Kind.REASON)

    @property
    def timeline(self):
        return sorted(self.of_kind(BriefingBlock.Kind.TIMELINE), key=lambda block: block.date_earliest)


def briefing_dossier(briefing):
    """Of a Briefing: also `blocks` in order and `subjects`, the public cards it is about."""
    shown = Record.objects.public().order_by("sort_key", "pk")
    return BriefingDossier(
        record=briefing,
        **gathered(
            briefing,
            blocks=briefing.blocks.public().prefetch_related(Prefetch("about", queryset=shown, to_attr="subjects")),
            subjects=briefing.about.public().order_by("sort_key", "pk"),
        ),
    )
