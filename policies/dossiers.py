"""Policies with their public parts."""

from dataclasses import dataclass, field

from core.dossiers import EVIDENCE, Dossier, shared_parts
from policies.models import Relation, Target


@dataclass
class PolicyDossier(Dossier):
    issuers: list = field(default_factory=list)
    concerns: list = field(default_factory=list)
    instruments: list = field(default_factory=list)
    rules: list = field(default_factory=list)
    relations: list = field(default_factory=list)
    relations_from: list = field(default_factory=list)
    policy_targets: list = field(default_factory=list)

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


def policy_dossier(policy):
    """Of a Policy: also `issuers`, `concerns` (Scope rows: whom it concerns), `instruments`, `rules`, `relations` to other
    policies, `relations_from` them, and `policy_targets` with their state."""
    return PolicyDossier(
        record=policy,
        **shared_parts(policy),
        issuers=list(policy.issuers.public().select_related("record", EVIDENCE)),
        concerns=list(
            policy.scopes.public().select_related("record", EVIDENCE).order_by("effect", "record__sort_key", "pk")
        ),
        instruments=list(policy.instruments.public().select_related(EVIDENCE)),
        rules=list(policy.rules.public().select_related(EVIDENCE)),
        relations=list(policy.relations.public().select_related("other", EVIDENCE)),
        relations_from=list(Relation.objects.public().filter(other=policy).select_related("policy", EVIDENCE)),
        policy_targets=list(Target.objects.public().for_listing().filter(policy=policy)),
    )
