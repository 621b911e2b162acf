"""Every kind of page of the desk, in both languages, on phones and desks, light and dark; see `watching.looks`."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.browser.desk_world import DeskWorld, page_of
from tests.browser.watching import Look, faults, looks

LOOKS = {"en": looks(Look(1280, "light"), Look(320, "dark")), "zh-hans": looks(Look(320, "light"))}


def pages_before_login():
    names = ("login", "admin_password_reset", "password_reset_done", "password_reset_complete")
    addresses = [reverse(f"admin:{name}" if name == "login" else name) for name in names]
    return [*addresses, reverse("password_reset_confirm", args=["MQ", "no-token"])]


def lists():
    def address(model, query=""):
        return reverse(f"admin:{model}_changelist") + query

    return [
        address("parks_park"),
        address("parks_park", "?draft=incomplete&o=-1.2"),
        address("core_figure", "?_facets=True&q=nothing+of+this+name"),
        address("editorial_draft"),
        address("editorial_step"),
        address("auth_user"),
    ]


def forms(world):
    add = [reverse(f"admin:{name}_add") for name in ("parks_park", "core_figure", "core_source", "auth_user")]
    target = world.zone.record.figures.filter(kind="target").first()
    changed = [
        page_of(one, "change")
        for one in (world.zone, world.records["policies"], world.records["companies"], target, world.administrator)
    ]
    return [
        *add,
        reverse("admin:core_citation_add") + "?_popup=1",
        *changed,
        page_of(Group.objects.get(name="editor"), "change"),
        page_of(world.records["briefings"], "change"),
        reverse("admin:editorial_desksetting_change", args=[1]),
        reverse("admin:auth_user_password_change", args=[world.lin.pk]),
        reverse("admin:password_change"),
    ]


def pages_about_one(world):
    zone, bare = world.zone, world.bare
    return [
        page_of(zone, "review"),
        page_of(bare, "review"),
        page_of(world.records["companies"], "review"),
        page_of(world.records["regions"], "review"),
        page_of(zone, "history"),
        page_of(zone, "compare"),
        page_of(zone, "preview") + "?width=phone&lang=zh-hans",
        page_of(zone, "frame"),
        page_of(zone, "withdraw"),
        page_of(bare, "delete"),
        page_of(bare, "merge"),
        f"{page_of(world.twins[0], 'merge')}?with={world.twins[1].pk}",
        world.merger.get_absolute_url(),
        reverse("admin:editorial_merger_changelist"),
        page_of(world.records["policies"], "resolve", world.conflict.pk),
        world.shared_link,
    ]


def desk(world):
    return [
        reverse("admin:index"),
        reverse("admin:app_list", args=["parks"]),
        reverse("health:overview"),
        reverse("health:section", args=["checks"]),
        reverse("imports:index"),
        reverse("imports:columns", args=[world.imported.pk]),
        reverse("imports:report", args=[world.imported.pk]),
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_list_or_form_of_the_desk_puts_a_barrier_in_the_way(visit, language):
    world = DeskWorld()
    page = visit(world.administrator, locale=language)
    assert_no_faults(page, [*lists(), *forms(world)], LOOKS[language])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_other_page_of_the_desk_puts_a_barrier_in_the_way(visit, language):
    """As an administrator; before logging in; with input that was refused, or met another's; without the right to."""
    world = DeskWorld()
    page = visit(world.administrator, locale=language)
    assert_no_faults(page, [*pages_about_one(world), *desk(world)], LOOKS[language])
    assert_no_faults(page, [reverse("admin:index") + "nothing/here/"], LOOKS[language], status=404)
    page = visit(world.lin, locale=language)
    in_trouble = [page_of(world.bare, "change"), reverse("admin:editorial_openform_changelist")]
    assert_no_faults(page, in_trouble, LOOKS[language])
    assert_no_faults(page, [page_of(world.administrator, "change")], LOOKS[language], status=403)
    page = visit(world.wang, locale=language)
    assert_no_faults(page, [reverse("admin:index"), page_of(world.records["policies"], "change")], LOOKS[language])
    assert page.locator(".desk-notice--error").count() == 1
    page = visit(locale=language)
    assert_no_faults(page, pages_before_login(), LOOKS[language])
    page.goto(reverse("admin:login"))
    page.fill("#id_username", "lin")
    page.fill("#id_password", "wrong")
    page.click("[type=submit]")
    assert not (found := faults(page, LOOKS[language])), "\n".join(found)


def assert_no_faults(page, addresses, tried, *, status=200):
    found = []
    for address in addresses:
        response = page.goto(address)
        assert response.status == status, address
        assert "script-src 'self';" in response.headers["content-security-policy"], address
        found += faults(page, tried)
    assert not found, "\n".join(found)
