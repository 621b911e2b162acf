"""Parks nest by dated memberships; the closure holds the public ones."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from editorial.publishing import withdraw
from parks.dossiers import park_dossier
from parks.models import Membership, Park, ParkAncestry
from tests.factories import make_batch, make_designation, make_membership, make_park

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    """zone > Haidian Park > campus, all public."""
    zone, park, campus = (make_park(name_en=name, public=True) for name in ("Zone", "Haidian Park", "Campus"))
    make_membership(child=park, parent=zone, period="2012/..", public=True)
    make_membership(child=campus, parent=park, period="2020/2024", public=True)
    return zone, park, campus


def test_the_closure_holds_every_way_up_with_its_days(family):
    zone, park, campus = family
    rows = ParkAncestry.objects.values_list("descendant__slug", "ancestor__slug", "depth", "earliest", "latest")
    assert {(d, a, n, str(first), str(last)) for d, a, n, first, last in rows} == {
        ("haidian-park", "zone", 1, "2012-01-01", "9999-12-31"),
        ("campus", "haidian-park", 1, "2020-01-01", "2024-12-31"),
        ("campus", "zone", 2, "2020-01-01", "2024-12-31"),
    }
    assert set(Park.objects.inside(zone)) == {park, campus}


def test_memberships_that_never_overlap_give_no_way_up(family):
    zone, park, campus = family
    Membership.objects.get(child=park).delete()
    make_membership(child=park, parent=zone, period="1999/2010", public=True)
    assert not ParkAncestry.objects.filter(descendant=campus, ancestor=zone).exists()


def test_a_loop_is_refused_whatever_its_length_and_dates(family):
    zone, park, campus = family
    with pytest.raises(ValidationError, match="cannot contain what contains it"):
        make_membership(child=zone, parent=campus, period="1990/1991")
    with pytest.raises(ValidationError, match="cannot be part of itself"):
        make_membership(child=zone, parent=zone)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(child=park).update(parent=park)
    assert Membership.objects.count() == 2


def test_withdrawing_a_park_between_cuts_the_public_way_up(family):
    zone, park, _ = family
    withdraw(park, by="test")
    assert not ParkAncestry.objects.exists()
    assert not Park.objects.inside(zone).exists()


def test_an_unpublished_membership_gives_no_way_up():
    zone, park = make_park(public=True), make_park(public=True)
    make_membership(child=park, parent=zone)
    assert not ParkAncestry.objects.exists()


def test_moving_a_membership_rebuilds_both_ends(family):
    zone, park, _ = family
    other = make_park(name_en="Other zone", public=True)
    membership = Membership.objects.get(child=park)
    membership.child = other
    membership.save()
    assert set(Park.objects.inside(zone)) == {other}


def test_the_ancestors_of_today_are_shown_nearest_first(family):
    zone, park, campus = family
    assert park_dossier(park).ancestors == [zone]
    assert park_dossier(campus).ancestors == []


def test_a_designation_stays_within_its_scheme():
    with pytest.raises(ValidationError, match="belongs to another scheme"):
        make_designation(batch=make_batch())
