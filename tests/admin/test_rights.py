"""Who may do what at the desk: every route, every kind of user, drafts in every state. What is not in a table is refused."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from editorial import drafting, merging, workflow
from editorial.admin.drafting import DraftingAdmin
from editorial.admin.publishable import PublishableAdmin
from editorial.models import Draft, Publishable, Remark, Schedule
from portal.models import Import
from tests import factories as make
from tests.admin.test_pages import FACTORIES

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-4000-8000-000000000000"
# “own” and “other” are contributors: the one who began the draft in question, and another.
USERS = ("anonymous", "no_role", "own", "other", "editor", "reviewer", "publisher", "administrator")


def table(text):
    """`{row: {user: cell}}`; the last of the columns are those of USERS."""
    rows = [line.rsplit(maxsplit=len(USERS)) for line in text.strip().splitlines()[1:]]
    return {row[0].strip(): dict(zip(USERS, row[1:], strict=True)) for row in rows}


# L to the login, N 403, Y 200, R 302 to another page, X 400, 404, 405 as they stand.
PAGES = table("""
                                           anonymous no_role own other editor reviewer publisher administrator
GET  admin:index                           L Y Y Y Y Y Y Y
GET  admin:app_list                        L 404 Y Y Y Y Y Y
GET  admin:jsi18n                          L Y Y Y Y Y Y Y
GET  admin:password_change                 L Y Y Y Y Y Y Y
GET  admin:password_change_done            L Y Y Y Y Y Y Y
GET  admin:autocomplete                    L N N N N N N N
GET  admin:editorial_record_changelist     L N Y Y Y Y Y Y
GET  admin:editorial_draft_changelist      L N Y Y Y Y Y Y
GET  admin:editorial_schedule_changelist   L N Y Y Y Y Y Y
GET  admin:editorial_openform_changelist   L N Y Y Y Y Y Y
GET  admin:editorial_step_changelist       L N Y Y Y Y Y Y
GET  admin:editorial_change_changelist     L Y Y Y Y Y Y Y
GET  admin:editorial_desksetting_changelist L N N N N N N R
GET  admin:auth_user_changelist            L N N N N N N Y
POST admin:auth_user_add                   L N N N N N N Y
GET  admin:auth_group_changelist           L N N N N N N Y
POST admin:auth_group_add                  L N N N N N N Y
GET  admin:portal_import_changelist        L R R R R R R R
GET  admin:portal_dataload_changelist      L N N N N N N N
GET  admin:portal_sourcelink_changelist    L N Y Y Y Y Y Y
GET  admin:parks_park_changelist           L N Y Y Y Y Y Y
GET  admin:parks_park_add                  L N Y Y Y N Y Y
POST admin:parks_park_add                  L N Y Y Y N Y Y
GET  admin:policies_target_changelist      L N Y Y Y Y Y Y
GET  admin:policies_target_add             L N N N N N N N
GET  health:overview                       L N N N Y Y Y Y
GET  health:section                        L N N N Y Y Y Y
GET  imports:index                         L N N N Y N Y Y
POST imports:index                         L N N N X N X X
GET  imports:columns                       L N N N Y N Y Y
GET  imports:report                        L N N N Y N Y Y
GET  imports:refused                       L N N N Y N Y Y
POST imports:act                           L N N N R N R R
POST imports:delete                        L N N N R N R R
GET  admin:editorial_merger_page           L N N N Y Y Y Y
""")

# A park in three situations: never public, begun by “own”; public, with an editor's draft; public, without any.
OBJECT_PAGES = table("""
                              anonymous no_role own other editor reviewer publisher administrator
new    GET  change            L N Y N Y Y Y Y
new    POST change            L N Y N Y N Y Y
new    GET  review            L N Y N Y Y Y Y
new    GET  history           L N Y N Y Y Y Y
new    GET  compare           L N Y N Y Y Y Y
new    GET  preview           L N Y N Y Y Y Y
new    POST preview           L N R N R R R R
new    GET  frame             L N Y N Y Y Y Y
new    GET  merge             L N Y N Y N Y Y
new    GET  withdraw          L N N N N N Y Y
new    POST withdraw          L N N N N N R R
new    GET  delete            L N N N N N N Y
new    POST delete            L N N N N N N R
new    POST restore           L N R N R N R R
new    GET  resolve           L N R N R N R R
new    POST typed             L N Y N Y N Y Y
live   GET  change            L N Y Y Y Y Y Y
live   POST change            L N N N Y N Y Y
live   GET  review            L N N N Y Y Y Y
live   GET  history           L N N N Y Y Y Y
live   GET  compare           L N N N Y Y Y Y
live   GET  preview           L N N N Y Y Y Y
live   POST preview           L N N N R R R R
live   GET  frame             L N N N Y Y Y Y
live   GET  merge             L N N N Y N Y Y
live   GET  withdraw          L N N N N N Y Y
live   POST withdraw          L N N N N N R R
live   GET  delete            L N N N N N N R
live   POST delete            L N N N N N N R
live   POST restore           L N N N R N R R
live   GET  resolve           L N N N R N R R
live   POST typed             L N N N Y N Y Y
public GET  change            L N Y Y Y Y Y Y
public POST change            L N N N Y N Y Y
public GET  review            L N N N Y Y Y Y
public GET  history           L N N N Y Y Y Y
public GET  compare           L N N N Y Y Y Y
public GET  preview           L N N N Y Y Y Y
public GET  frame             L N N N Y Y Y Y
public GET  merge             L N N N Y N Y Y
public POST withdraw          L N N N N N R R
public POST delete            L N N N N N N R
public POST typed             L N N N Y N Y Y
""")

# Decisions on a draft: whose role allows them (y), and in which states they are open to them.
DECISIONS = table("""
             anonymous no_role own other editor reviewer publisher administrator
submit       L n y n y n y y
recall       L n y n y n y y
remark       L n y n y y y y
settle       L n y n y y y y
request      L n n n n y y y
approve      L n n n n y y y
publish      L n n n n n y y
schedule     L n n n n n y y
unschedule   L n n n n n y y
""")
OPEN = {
    "draft": {"submit", "remark", "settle"},
    "in_review": {"recall", "remark", "settle", "request", "approve"},
    "changes_requested": {"submit", "remark", "settle"},
    # An approval settles every remark.
    "approved": {"recall", "remark", "request", "publish", "schedule"},
    "scheduled": {"remark", "request", "publish", "schedule", "unschedule"},
}

ENTRIES = {"changelist", "add", "change", "delete", "history", ""}
WORK = {"review", "withdraw", "resolve", "compare", "restore", "preview", "frame", "typed", "merge"}
OPEN_TO_ALL = {"admin:login", "admin:logout", "admin_password_reset", "password_reset_done", "password_reset_confirm", "password_reset_complete"}  # fmt: skip
# Routes that only redirect, or answer nobody: Django's way from `<key>/` to the form, its view of a page by a type's number.
DIRECTED = {"admin:", "no_shortcut", "admin:view_on_site", "admin:auth_user_password_change"}
MOMENT = "2099-12-01T09:00"


# The people and the parks


@pytest.fixture
def people(db):
    found = {"no_role": make.make_user(username="no_role"), "own": make.make_role_user("contributor")}
    found["other"] = make.make_role_user("contributor")
    return found | {role: make.make_role_user(role) for role in USERS[4:]}


@pytest.fixture
def clients(people):
    found = {"anonymous": Client()}
    for name, user in people.items():
        found[name] = Client()
        found[name].force_login(user)
    return found


def park_in(situation, people, quote):
    park = make.make_park(name_en="Yard", citations=[quote], public=situation != "new")
    if situation == "new":
        drafting.begin(park, by=people["own"])
    if situation == "live":
        before = drafting.present(park)
        after = deepcopy(before)
        after["fields"]["name_en"] = "Back yard"
        drafting.keep(park, by=make.make_role_user("editor"), base=before, mine=after)
    return park


def answer(client, method, address, data=None):
    """The cell of a table; whatever was written is undone."""
    with transaction.atomic():
        response = (
            client.generic(method, address)
            if method not in ("GET", "POST")
            else getattr(client, method.lower())(address, data)
        )
        transaction.set_rollback(True)
    if response.status_code == 302:
        return "L" if response["Location"].startswith("/admin/login/") else "R"
    return {200: "Y", 400: "X", 403: "N"}.get(response.status_code, str(response.status_code))


# Routes


def routes():
    """`{view name: pattern}` of the desk."""
    return {name: path for path, name in _walk(get_resolver().url_patterns) if path.startswith("admin/")}


def _walk(found, prefix="", namespace=""):
    for one in found:
        path = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _walk(one.url_patterns, path, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        else:
            yield path, f"{namespace}{one.name or ''}"


def admin_of(name):
    """(ModelAdmin, view) of the route of a model; None for any other."""
    for model, model_admin in admin.site._registry.items():
        prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(prefix):
            return model_admin, name.removeprefix(prefix)
    return None


def test_every_route_of_the_desk_stands_in_a_table():
    listed = {row.split()[1] for row in PAGES}
    unlisted = []
    for name in routes():
        found = admin_of(name)
        known = name in listed | OPEN_TO_ALL | DIRECTED
        if found is not None:
            model_admin, view = found
            known = known or view in (ENTRIES | WORK if isinstance(model_admin, PublishableAdmin) else ENTRIES)
        if not known:
            unlisted.append(name)
    assert unlisted == []


def address_of(pattern):
    """An address that the pattern matches, of something that is not there."""
    for text, value in (
        ("<path:object_id>", NOBODY), ("<uuid:revision>", NOBODY), ("<uuid:key>", NOBODY), ("<uuid:pk>", NOBODY), ("<id>", "1"), ("<uuid:merger>", NOBODY),
        ("<slug:slug>", "checks"), ("<path:content_type_id>", "1"), ("(?P<url>.*)$", "nothing"),
    ):  # fmt: skip
        pattern = pattern.replace(text, value)
    return "/" + pattern.replace("^(?P<app_label>auth|editorial|core|parks|companies|policies|portal)/$", "parks/")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_gets_past_the_login_by_any_route(client, method):
    passed = [
        name
        for name, pattern in routes().items()
        if name not in OPEN_TO_ALL and answer(client, method, address_of(pattern)) != "L"
    ]
    assert passed == []


def test_an_account_without_a_role_is_refused_by_every_route_of_every_model(clients):
    """Django's histories lead back to the index where there is nothing, before they ask for a right."""
    opened = {
        name: cell
        for name, pattern in routes().items()
        if admin_of(name) and (cell := answer(clients["no_role"], "GET", address_of(pattern))) not in expected_of(name)
    }
    assert opened == {"admin:editorial_change_changelist": "Y", "admin:editorial_change_change": "R"}


def expected_of(name):
    """Imports have pages of their own, which ask."""
    model_admin, view = admin_of(name)
    if view == "typed":
        return ["405"]
    led_on = view == "history" and not isinstance(model_admin, PublishableAdmin)
    return "NR" if led_on or name in ("admin:portal_import_changelist", "admin:portal_import_change") else "N"


# Pages


def test_who_opens_which_page(clients):
    table = SimpleUploadedFile("parks.csv", b"name_en\nYard\n", content_type="text/csv")
    clients["editor"].post(reverse("imports:index"), {"table": table})
    kept = Import.objects.get()
    merger = merging.propose(
        make.make_park(name_en="Yard").record.subject,
        make.make_park(name_en="Yards").record.subject,
        by=make.make_role_user("editor"),
    )
    args = {
        "imports": [kept.pk],
        "health:section": ["checks"],
        "admin:app_list": ["parks"],
        "admin:editorial_merger_page": [merger.pk],
    }
    found = {}
    for row in PAGES:
        method, name = row.split()
        given = args.get(name) or (args["imports"] if name.startswith("imports:") and name != "imports:index" else [])
        found[row] = {user: answer(client, method, reverse(name, args=given)) for user, client in clients.items()}
    assert differing(found, PAGES) == {}


def differing(found, expected):
    return {
        f"{row}, {user}": (cell, expected[row][user])
        for row, cells in found.items()
        for user, cell in cells.items()
        if cell != expected[row][user]
    }


@pytest.mark.parametrize("situation", ["new", "live", "public"])
def test_who_opens_which_page_of_a_park(people, clients, situation):
    park = park_in(situation, people, make.make_citation(public=True))
    revision = drafting.draft_of(park).head_id if situation != "public" else NOBODY
    data = {
        "withdraw": {"withdraw-reason": "error"},
        "delete": {"post": "yes"},
        "typed": {"desk_action": "typed", "name_en": "x"},
    }
    found = {}
    for row in OBJECT_PAGES:
        of, method, view = row.split()
        if of != situation:
            continue
        args = [park.pk, revision] if view in ("restore", "resolve") else [park.pk]
        address = reverse(f"admin:parks_park_{view}", args=args)
        found[row] = {
            user: answer(client, method, address, data.get(view) if method == "POST" else None)
            for user, client in clients.items()
        }
    assert differing(found, OBJECT_PAGES) == {}


UNITS = sorted(
    (model for model, one in admin.site._registry.items() if isinstance(one, DraftingAdmin) and FACTORIES.get(model)),
    key=lambda model: model._meta.label,
)


@pytest.mark.parametrize("model", UNITS, ids=lambda model: model.__name__)
def test_no_page_of_anothers_draft_opens_for_a_contributor_and_no_form_is_saved_by_a_reviewer(clients, model):
    row = FACTORIES[model]()
    unit = row if isinstance(row, Publishable) else row.figure
    drafting.begin(unit, by=make.make_role_user("editor"))
    views = ["change", "delete"]
    views += ["review", "history", "compare", "preview", "frame", "withdraw"] if issubclass(model, Publishable) else []
    prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
    opened = [view for view in views if answer(clients["other"], "GET", reverse(prefix + view, args=[row.pk])) != "N"]
    assert opened == []
    for view in ("change", "delete"):
        for user in ("other", "reviewer", "no_role"):
            assert answer(clients[user], "POST", reverse(prefix + view, args=[row.pk]), {"post": "yes"}) == "N"
    listed = clients["other"].get(reverse(prefix + "changelist"))
    assert row.pk not in {one.pk for one in listed.context["cl"].result_list}


# Decisions


@pytest.mark.parametrize("state", OPEN)
def test_who_decides_what_on_a_draft_in_each_state(people, clients, state):
    park = park_in("new", people, make.make_citation(public=True))
    remark = workflow.remark(park, by=make.make_role_user("reviewer"), text="Why?")
    bring_to(park, state)
    before = fingerprint(park)
    found, expected = {}, {}
    for decision, cells in DECISIONS.items():
        for user, cell in cells.items():
            found[decision, user] = outcome(clients[user], park, decision, remark, before)
            open_to = "done" if decision in OPEN[state] else "refused"
            expected[decision, user] = {"L": "L", "n": "N", "y": open_to}[cell]
    assert {key: (value, expected[key]) for key, value in found.items() if value != expected[key]} == {}


def bring_to(park, state):
    author, reviewer, publisher = (make.make_role_user(role) for role in ("editor", "reviewer", "publisher"))
    if state != "draft":
        workflow.submit(park, by=author)
    if state == "changes_requested":
        workflow.request_changes(park, by=reviewer, note="Why?")
    if state in ("approved", "scheduled"):
        workflow.approve(park, by=reviewer)
    if state == "scheduled":
        workflow.schedule(park, by=publisher, at=timezone.now() + timedelta(days=9))
    if state != "draft":
        assert drafting.draft_of(park).state == state


def fingerprint(park):
    """All that a decision can change."""
    park.refresh_from_db()
    return (
        park.is_public,
        list(Draft.objects.filter(unit_id=park.pk).values_list("state", "head")),
        list(Schedule.objects.filter(unit_id=park.pk).values_list("action", "due_at")),
        list(Remark.objects.filter(unit_id=park.pk).order_by("pk").values_list("pk", "settled_at")),
    )


def outcome(client, park, decision, remark, before):
    """L, N, or whether the decision was done or refused in words."""
    data = {
        "decision": decision, "revision": drafting.draft_of(park).head_id, "note": "Because.", "text": "Why?", "remark": remark.pk,
        "schedule-at": MOMENT, "action": "publish",
    }  # fmt: skip
    with transaction.atomic():
        response = client.post(reverse("admin:parks_park_review", args=[park.pk]), data)
        after = fingerprint(park)
        transaction.set_rollback(True)
    park.refresh_from_db()
    if response.status_code == 403:
        assert after == before
        return "N"
    if response["Location"].startswith("/admin/login/"):
        return "L"
    return "done" if after != before else "refused"


def test_nobody_approves_what_they_wrote_by_any_door(people, clients):
    """Not by the page, not by the list, not by leaving out the state that was looked at."""
    park = make.make_park(citations=[make.make_citation(public=True)])
    drafting.begin(park, by=people["publisher"])
    workflow.submit(park, by=people["publisher"])
    review, listing = reverse("admin:parks_park_review", args=[park.pk]), reverse("admin:parks_park_changelist")
    for data in ({"revision": drafting.draft_of(park).head_id}, {}):
        clients["publisher"].post(review, {"decision": "approve", **data})
    clients["publisher"].post(listing, {"action": "approve_selected", "_selected_action": [park.pk]})
    clients["publisher"].post(review, {"decision": "publish"})
    assert drafting.draft_of(park).state == "in_review"
    clients["reviewer"].post(review, {"decision": "approve", "revision": drafting.draft_of(park).head_id})
    assert drafting.draft_of(park).state == "approved"


def test_an_approval_falls_with_the_next_edit(people, clients):
    park = make.make_park(name_en="Yard", citations=[make.make_citation(public=True)])
    drafting.begin(park, by=people["editor"])
    workflow.submit(park, by=people["editor"])
    workflow.approve(park, by=people["reviewer"])
    before = drafting.present(park)
    after = deepcopy(before)
    after["fields"]["name_en"] = "Other yard"
    drafting.keep(park, by=people["own"], base=before, mine=after)
    draft = drafting.draft_of(park)
    assert (draft.state, draft.approved_by, draft.approved_revision) == ("draft", None, None)
    assert (
        clients["publisher"]
        .post(reverse("admin:parks_park_review", args=[park.pk]), {"decision": "publish"})
        .status_code
        == 302
    )
    park.refresh_from_db()
    assert not park.is_public
