"""What can be asked of policies and targets."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from core.clock import today
from core.filters import (
    AnyRecordFilter,
    ChoiceFilter,
    DateFrom,
    DateTo,
    DayFilter,
    IndicatorFilter,
    RecordFilter,
    RecordFilterSet,
    StrictFilterSet,
    SubtreeFilter,
)
from policies.models import Assessment, Issuer, Policy, Scope, Target, TargetState

SCOPE_KINDS = ("organisation", "park", "product", "region", "sector")


def concerning(**record):
    return Q(pk__in=Scope.objects.public().filter(**record).values("policy"))


class PolicyFilterSet(RecordFilterSet):
    kind = ChoiceFilter("kind", choices=Policy.Kind.choices, label=gettext_lazy("Kind"))
    level = ChoiceFilter("level", choices=Policy.Level.choices, label=gettext_lazy("Level"))
    status = ChoiceFilter("status", choices=Policy.Status.choices, label=gettext_lazy("Status"))
    issuer = RecordFilter(
        "organisation",
        label=gettext_lazy("Issuer"),
        condition=lambda organisation: Q(
            pk__in=Issuer.objects.public().filter(record=organisation.pk).values("policy")
        ),
    )
    applies_to = AnyRecordFilter(
        kinds=SCOPE_KINDS,
        condition=lambda card: concerning(record=card),
        label=gettext_lazy("Concerns"),
        help_text=gettext_lazy("kind:slug or id of a park, region, sector, organisation or product."),
    )
    park = RecordFilter("park", condition=lambda park: concerning(record=park.pk), label=gettext_lazy("Park"))
    region = SubtreeFilter(
        "region", condition=lambda regions: concerning(record__in=regions), label=gettext_lazy("Region")
    )
    sector = SubtreeFilter(
        "sector", condition=lambda sectors: concerning(record__in=sectors), label=gettext_lazy("Sector")
    )
    published_from = DateFrom("published", label=gettext_lazy("From"))
    published_to = DateTo("published", label=gettext_lazy("To"))

    orderings = {**RecordFilterSet.orderings, "published": ("published_earliest", "pk")}
    default_ordering = "-published"
    spans = (("published_from", "published_to"),)

    facets = (
        "kind",
        "level",
        "status",
        "region",
        "sector",
        "year",
    )

    class Meta:
        model = Policy
        fields = []


def in_state(state, on):
    """The part of a target's state that an index serves; the exact one is the `state` of with_state()."""
    calendar = {
        TargetState.OPEN: Q(horizon_earliest__gt=on, horizon_latest__gte=on),
        TargetState.DUE: Q(horizon_earliest__lte=on, horizon_latest__gte=on),
        TargetState.LAPSED: Q(horizon_latest__lt=on),
    }
    assessed = Assessment.objects.public().filter(outcome=state, date_earliest__lte=on)
    return calendar.get(state) or Q(pk__in=assessed.values("target"))


class TargetFilterSet(StrictFilterSet):
    state = ChoiceFilter(
        condition=lambda state: Q(state=state), choices=TargetState.choices, label=gettext_lazy("State")
    )
    on = DayFilter(
        condition=lambda day: Q(),
        label=gettext_lazy("On the day"),
        help_text=gettext_lazy("The day of the state; today in Shanghai where not given."),
    )
    subject = AnyRecordFilter(
        "figure__subject",
        label=gettext_lazy("Subject"),
        help_text=gettext_lazy("kind:slug or id of the record it is a target of."),
    )
    indicator = IndicatorFilter("figure__indicator", label=gettext_lazy("Indicator"))
    owner = AnyRecordFilter(
        "owner", label=gettext_lazy("Owner"), help_text=gettext_lazy("kind:slug or id of the record that set it.")
    )
    policy = RecordFilter("policy", "policy", label=gettext_lazy("Policy"))
    horizon_from = DateFrom("horizon", label=gettext_lazy("From"))
    horizon_to = DateTo("horizon", label=gettext_lazy("To"))

    orderings = {"horizon": ("horizon_latest", "pk")}
    default_ordering = "horizon"
    withdrawn = "figure__withdrawn_at"
    spans = (("horizon_from", "horizon_to"),)

    facets = (
        "state",
        "year",
    )

    class Meta:
        model = Target
        fields = []

    @property
    def day(self):
        """The day of every shown state."""
        return self.value("on") or today()

    def filter_queryset(self, queryset):
        queryset = queryset.with_state(self.day)
        if state := self.value("state"):
            queryset = queryset.filter(in_state(state, self.day))
        return super().filter_queryset(queryset)
