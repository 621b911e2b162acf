"""Policies: who issued them, whom they concern, what they give and demand, and what became of their targets."""

from policies.models.policies import Instrument, Issuer, Policy, PolicyPart, PolicyQuerySet, Relation, Rule, Scope
from policies.models.targets import Assessment, Target, TargetQuerySet, TargetState

__all__ = [
    "Assessment",
    "Instrument",
    "Issuer",
    "Policy",
    "PolicyPart",
    "PolicyQuerySet",
    "Relation",
    "Rule",
    "Scope",
    "Target",
    "TargetQuerySet",
    "TargetState",
]
