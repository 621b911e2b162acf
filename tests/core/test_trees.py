"""A region or sector is public only under a public one, for its place in lists says what it stands under."""

import pytest

from editorial.publishing import NotReady, publish, withdraw
from tests.factories import make_citation, make_region, make_sector

pytestmark = pytest.mark.django_db


def test_it_is_published_after_what_it_stands_under():
    quote = make_citation(public=True)
    beijing = make_region(name_en="Beijing", citations=[quote])
    haidian = make_region(name_en="Haidian", parent=beijing, citations=[quote])
    with pytest.raises(NotReady) as refused:
        publish(haidian, by="test")
    assert refused.value.messages == ["Publish “Beijing” first: this rests on it."]
    publish(beijing, by="test")
    assert publish(haidian, by="test").is_public


def test_what_public_ones_stand_under_is_not_withdrawn_before_them():
    machines = make_sector(name_en="Machines", public=True)
    robots = make_sector(name_en="Robots", parent=machines, public=True)
    make_sector(name_en="Drones", parent=machines)
    with pytest.raises(NotReady) as refused:
        withdraw(machines, by="test")
    assert refused.value.messages == ["Withdraw “Robots” first: it rests on this."]
    withdraw(robots, by="test")
    assert not withdraw(machines, by="test").is_public
