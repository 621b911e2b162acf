"""Policies with their public parts."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.dossiers import EVIDENCE, Dossier, gathered
from core.timeline import dated
from policies.models import Relation


@dataclass
class PolicyDossier(Dossier):
    issuers: list = field(default_factory=list)
    concerns: list = field(default_factory=list)
    instruments: list = field(default_factory=list)
    rules: list = field(default_factory=list)
    relations: list = field(default_factory=list)
    relations_from: list = field(default_factory=list)

    def facts(self):
        return [
            *super().facts(),
            *self.issuers,
            *self.concerns,
            *self.instruments,
            *self.rules,
            *self.relations,
            *self.relations_from,
            *(target.figure for target in self.policy_targets),
        ]

    def all_targets(self):
        """The targets in the policy and those set for it, each once."""
        return list({target.pk: target for target in [*self.policy_targets, *self.targets]}.values())

    def dated(self):
        """With its own days, and with the policies before and after it."""
        policy, template = self.record, "policies/_own_date.html"
        days = (
            (policy.signed, _("Signed")),
            (policy.published, _("Published")),
            (policy.effective, _("In force from")),
            (policy.expires, _("Expires")),
        )
        others = [
            *(relation.other for relation in self.relations),
            *(relation.policy for relation in self.relations_from),
        ]
        set_in_it = (target for target in self.policy_targets if target not in self.targets)
        return [
            *super().dated(),
            *(dated(day, template, label) for day, label in days if day),
            *(dated(other.published, "policies/_policy_entry.html", other) for other in others),
            *(dated(target.horizon, "policies/_target_entry.html", target) for target in set_in_it),
        ]


def policy_dossier(policy):
    """Of a Policy: also `issuers`, `concerns` (Scope rows: whom it concerns), `instruments`, `rules`, `relations` to other
    policies, `relations_from` them, and `policy_targets` with their state."""
    return PolicyDossier(
        record=policy,
        **gathered(
            policy,
            issuers=policy.issuers.public().select_related("record", EVIDENCE),
            concerns=policy.scopes.public().select_related("record", EVIDENCE).order_by("effect", "record__sort_key"),
            instruments=policy.instruments.public().select_related(EVIDENCE),
            rules=policy.rules.public().select_related(EVIDENCE),
            relations=policy.relations.public().select_related("other", EVIDENCE),
            relations_from=Relation.objects.public().filter(other=policy).select_related("policy", EVIDENCE),
        ),
    )
