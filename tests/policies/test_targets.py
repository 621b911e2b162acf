"""What became of a target is computed from the calendar and from assessments."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from policies.models import Relation, Target
from tests.factories import (
    make_assessment,
    make_citation,
    make_figure,
    make_policy,
    make_relation,
    make_source,
    make_target,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2021, 6, 1), "open"),
        (date(2023, 9, 30), "open"),
        (date(2023, 10, 1), "due"),
        (date(2025, 10, 31), "due"),
        (date(2025, 11, 1), "lapsed"),
    ],
)
def test_the_state_follows_the_calendar(on, state):
    target = make_target(horizon="2023-10/2025-10", public=True)
    assert target.state_on(on) == state


def test_an_assessment_settles_the_state_from_its_day_on():
    target = make_target(horizon="2023-10/2025-10", public=True)
    make_assessment(target=target, outcome="met", date="2024-05-01", citation=make_citation(public=True))
    assert target.state_on(date(2024, 4, 30)) == "due"
    assert target.state_on(date(2024, 5, 1)) == "met"
    make_assessment(target=target, outcome="revised", date="2025-01-01", citation=make_citation(public=True))
    assert target.state_on(date(2026, 1, 1)) == "revised"


def test_an_assessment_from_a_hidden_source_changes_nothing():
    target = make_target(horizon="2023", public=True)
    make_assessment(target=target, citation=make_citation(source=make_source()))
    assert target.state_on(date(2026, 1, 1)) == "lapsed"


def test_only_a_target_figure_has_a_horizon():
    with pytest.raises(ValidationError, match="Only a figure of the kind “target” has a horizon"):
        make_target(figure=make_figure(kind="plan"))
    with pytest.raises(ValidationError):
        make_target(horizon="")


def test_a_list_of_targets_takes_one_query_however_long(django_assert_num_queries):
    make_target(public=True)
    make_target(public=True)
    with django_assert_num_queries(1):
        shown = [
            (t.state, t.figure.subject.name_en, t.figure.citation.source.name_en)
            for t in Target.objects.public().for_listing()
        ]
    assert len(shown) == 2


def test_a_policy_cannot_relate_to_itself():
    policy = make_policy()
    with pytest.raises(ValidationError, match="cannot relate to itself"):
        make_relation(policy=policy, other=policy)
    relation = make_relation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.filter(pk=relation.pk).update(other=relation.policy)
