"""Who is in a park, who only has to do with it, and who owns whom."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from companies.models import Organisation, Presence
from parks.dossiers import park_dossier
from tests.factories import make_organisation, make_park, make_presence, make_product, make_stake

pytestmark = pytest.mark.django_db


def test_the_supported_and_the_mentioned_are_no_tenants():
    park = make_park(public=True)
    for role in ("mentioned", "investee", "headquarters", "supported", "test_site"):
        make_presence(park=park, role=role, public=True)
    dossier = park_dossier(park)
    assert [presence.role for presence in dossier.tenants] == ["headquarters", "test_site"]
    assert [presence.role for presence in dossier.not_tenants] == ["supported", "investee", "mentioned"]
    assert {p.role for p in Presence.objects.tenants()} == {"headquarters", "test_site"}


def test_a_presence_is_of_an_organisation_or_a_product_never_both_or_none():
    with pytest.raises(ValidationError, match="Choose an organisation or a product, not both"):
        make_presence(organisation=make_organisation(), product=make_product())
    presence = make_presence(product=make_product())
    with pytest.raises(IntegrityError), transaction.atomic():
        Presence.objects.filter(pk=presence.pk).update(product=None)


def test_firms_and_institutions_are_disjoint_and_complete():
    for kind in Organisation.Kind:
        make_organisation(kind=kind)
    firms, institutions = set(Organisation.objects.firms()), set(Organisation.objects.institutions())
    assert {o.kind for o in firms} == {"company", "investor", "operator"}
    assert not firms & institutions and len(firms | institutions) == len(Organisation.Kind)


def test_an_organisation_of_another_kind_moves_to_the_other_section():
    organisation = make_organisation(kind="company")
    organisation.kind = "university"
    organisation.save()
    assert organisation.record.section == "institutions"


@pytest.mark.parametrize("share", ["0", "101"])
def test_a_share_lies_above_0_and_at_most_at_100(share):
    with pytest.raises(ValidationError, match="A share lies above 0"):
        make_stake(share_percent=share)


def test_an_organisation_cannot_own_itself():
    organisation = make_organisation()
    with pytest.raises(ValidationError, match="cannot own itself"):
        make_stake(owner=organisation.record, organisation=organisation)
