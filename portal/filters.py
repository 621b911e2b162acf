"""What can be asked of briefings."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from core.filters import AnyRecordFilter, DateFrom, DateTo, RecordFilter, RecordFilterSet
from portal.models import Briefing


class BriefingFilterSet(RecordFilterSet):
    about = AnyRecordFilter(
        condition=lambda card: Q(pk__in=Briefing.about.through.objects.filter(record=card).values("briefing")),
        label=gettext_lazy("About"),
        help_text=gettext_lazy("kind:slug or id of a record it is about."),
    )
    source = RecordFilter("source", "source", label=gettext_lazy("Source"))
    date_from = DateFrom("date", label=gettext_lazy("From"))
    date_to = DateTo("date", label=gettext_lazy("To"))

    orderings = {**RecordFilterSet.orderings, "date": ("date_earliest", "pk")}
    default_ordering = "-date"
    spans = (("date_from", "date_to"),)

    facets = ("year",)

    class Meta:
        model = Briefing
        fields = []
