"""The table of rights, cell by cell; and the groups that carry it."""

import io
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from accounts.models import DeskRight
from editorial.roles import FULL, OWN, RIGHTS, Role, content_models, grant, may, permissions_of
from tests.factories import make_park, make_superuser, make_user

pytestmark = pytest.mark.django_db

# Written down a second time, so that a slip in the table does not agree with itself: Y all, o own only, - none.
EXPECTED = """
                  contributor editor reviewer publisher administrator
read_unpublished  o           Y      Y        Y         Y
create            Y           Y      -        Y         Y
edit              o           Y      -        Y         Y
submit            o           Y      -        Y         Y
review            -           -      Y        Y         Y
publish           -           -      -        Y         Y
delete            -           -      -        -         Y
import_propose    -           Y      -        Y         Y
import_approve    -           -      -        Y         Y
moderate          -           -      Y        Y         Y
see_readers       -           -      -        -         Y
audit             o           o      Y        Y         Y
administer        -           -      -        -         Y
"""
HEADING, *ROWS = (line.split() for line in EXPECTED.strip().splitlines())
CELLS = [(role, row[0], cell) for row in ROWS for role, cell in zip(HEADING, row[1:], strict=True)]


def member(role, **overrides):
    user = make_user(**overrides)
    user.groups.add(Group.objects.get(name=role))
    return user


def answers(user, right):
    """What `may` says of no draft in particular, of one's own, and of another's."""
    return may(user, right), may(user, right, author=user), may(user, right, author=make_user())


def test_the_table_is_complete():
    assert [row[0] for row in ROWS] == list(RIGHTS)
    assert Role.values == HEADING


@pytest.mark.parametrize(("role", "right", "cell"), CELLS, ids=lambda value: value)
def test_a_role_has_exactly_its_rights(role, right, cell):
    expected = {"Y": (True, True, True), "o": (False, True, False), "-": (False, False, False)}[cell]
    assert answers(member(role), right) == expected


def test_the_documented_table_is_the_same():
    guide = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    table = guide.split("| right |")[1].split("\n\n")[0].splitlines()[2:]
    cells = [re.findall(r"\| (yes|own|–) (?=\|)", line) for line in table]
    words = {"Y": "yes", "o": "own", "-": "–"}
    assert cells == [[words[cell] for cell in row[1:]] for row in ROWS]


@pytest.mark.parametrize("right", RIGHTS)
def test_a_superuser_has_every_right_and_an_account_without_a_role_none(right):
    assert answers(make_superuser(), right) == (True, True, True)
    assert answers(make_user(), right) == (False, False, False)
    assert not may(AnonymousUser(), right)


@pytest.mark.parametrize("right", RIGHTS)
@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_who_is_inactive_or_no_longer_staff_has_none(right, lost):
    for user in (member("administrator", **{lost: False}), make_superuser(**{lost: False})):
        assert answers(user, right) == (False, False, False)


def test_a_right_that_does_not_exist_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        may(make_superuser(), "publsh")


def test_every_reach_in_the_table_is_a_permission():
    named = {code for code, _name in DeskRight._meta.permissions}
    used = {right if reach == FULL else f"{right}_own" for right in RIGHTS for reach in RIGHTS[right].values() if reach}
    assert named == used
    assert {reach for reaches in RIGHTS.values() for reach in reaches.values()} == {FULL, OWN, ""}


def test_a_group_of_ones_own_may_have_single_rights():
    group = Group.objects.create(name="Moderators")
    group.permissions.add(Permission.objects.get(content_type__app_label="accounts", codename="moderate"))
    user = make_user()
    user.groups.add(group)
    assert may(user, "moderate")
    assert [right for right in RIGHTS if may(user, right, author=user)] == ["moderate"]


@pytest.mark.parametrize("role", Role)
def test_the_admin_offers_a_role_what_its_rights_need(role):
    user = member(role)
    expected = {
        "contributor": {"view", "add", "change"},
        "editor": {"view", "add", "change"},
        "reviewer": {"view"},
        "publisher": {"view", "add", "change"},
        "administrator": {"view", "add", "change", "delete"},
    }[role]
    for model in content_models():
        verbs = {
            verb
            for verb in ("view", "add", "change", "delete")
            if user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")
        }
        assert verbs == expected, model
    managed = user.has_perms(["auth.view_user", "auth.change_user", "auth.add_group", "auth.delete_group"])
    assert managed == (role == "administrator")


def test_a_reviewer_opens_forms_that_cannot_be_saved(client):
    client.force_login(member("reviewer"))
    change = reverse("admin:parks_park_change", args=[make_park().pk])
    page = client.get(change)
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.post(change, {}).status_code == 403
    assert client.get(reverse("admin:parks_park_add")).status_code == 403


def held(group):
    labels = group.permissions.values_list("content_type__app_label", "codename")
    return set(labels)


def test_granting_again_mends_the_roles_and_leaves_other_groups_alone():
    editors, own = Group.objects.get(name="editor"), Group.objects.create(name="Editors of parks")
    own.permissions.add(Permission.objects.get(codename="add_park"))
    editors.permissions.add(Permission.objects.get(content_type__app_label="accounts", codename="publish"))
    editors.permissions.remove(Permission.objects.get(codename="add_park"))
    user = member("editor")
    grant()
    grant()
    assert held(editors) == permissions_of(Role.EDITOR)
    assert held(own) == {("parks", "add_park")}
    assert list(user.groups.all()) == [editors]
    assert Group.objects.count() == len(Role) + 1


def test_migrating_makes_the_groups():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0, stdout=io.StringIO())
    assert {group.name: held(group) for group in Group.objects.all()} == {
        role.value: permissions_of(role) for role in Role
    }


def test_the_rights_have_no_table_of_their_own():
    assert DeskRight._meta.db_table not in connection.introspection.table_names()
