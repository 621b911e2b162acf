"""Nothing unpublished leaks: every public answer is the same, byte for byte, whether hidden rows exist or not.

A small world is built public and every public address is asked. Then hidden copies of everything, with a token in each of
their texts, are tied to it, and the desk works on it in every state; everything is asked again. That this would notice a
leak is shown by planting the usual ones, one by one. The worlds are built once for all tests here.
"""

import re

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from editorial.models import Draft, Publishable, RecordModel
from editorial.publishing import publish, withdraw
from tests import factories as make
from tests.leaks import open_world, probes
from tests.leaks.desk_work import Desk
from tests.leaks.hidden_rows import SLUG, TOKEN, Hiding, models_in_order
from tests.leaks.planted import LEAKS
from tests.leaks.probes import Probe

pytestmark = pytest.mark.django_db


class Worlds:
    """What was answered before anything was hidden (`before`, and with each leak planted: `leaky`), then the hiding."""

    def __init__(self):
        self.world = open_world.build()
        self.desk = Desk(self.world)
        self.desk.withdraw_in_error()
        self.probes = probes.all_probes(self.world)
        self.before = probes.answers(self.probes)
        self.readers = (make.make_user(username="reader", is_staff=False), make.make_user(username="no-role"))
        self.few = [probe for probe in self.probes if probe.method == "GET" and "?" not in probe.address][::9]
        self.signed_in = {reader: probes.answers(self.few, signed_in(reader)) for reader in self.readers}
        self.leaky = {leak.name: self.with_leak(leak, probes.answers) for leak in LEAKS}
        self.order = models_in_order()
        self.desk.work()
        self.hiding = Hiding(self.order).run()

    def probes_of(self, leak):
        return [probe for probe in self.probes if any(part in probe.address for part in leak.where)]

    def with_leak(self, leak, do):
        with pytest.MonkeyPatch.context() as patch:
            leak.plant(patch)
            return do(self.probes_of(leak))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Worlds()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def after(worlds, django_db_blocker):
    """Everything asked again, after editors have looked at their drafts; and what was logged meanwhile."""
    with django_db_blocker.unblock(), transaction.atomic():
        worlds.desk.look(Client())
        with probes.kept_log() as log:
            found = probes.answers(worlds.probes)
        worlds.log = log
        transaction.set_rollback(True)
    return found


# The worlds are what they should be


def test_every_public_address_is_asked(worlds):
    assert set(probes.patterns()) - probes.asked_views(worlds.probes) == set()
    readable = [probe for probe, answer in worlds.before.items() if answer.status == 200]
    assert len(readable) > 450
    assert [probe for probe, answer in worlds.before.items() if answer.status >= 500] == []


def test_every_kind_of_row_is_hidden_for_every_reason(worlds):
    """By its own state, and by everything it is public through."""
    missed = {}
    for model in worlds.order:
        wanted = {"itself"} if issubclass(model, Publishable) else set()
        for path in getattr(model, "public_through", ()):
            if isinstance(path, str) and not issubclass(model, RecordModel):
                wanted.add(path.split("__")[0])
        if lacking := wanted - worlds.hiding.why.get(model, set()):
            missed[model.__name__] = lacking
    assert missed == {}
    assert set(worlds.order) - set(worlds.hiding.why) == set()


def test_public_rows_point_at_hidden_ones_by_every_key_that_may_be_empty(worlds):
    assert worlds.hiding.pointed == {
        "core.source.publisher", "core.figure.base", "core.event.series", "core.statement.speaker",
        "parks.park.region", "parks.scheme.issuer", "parks.designation.batch", "parks.designation.designee",
        "parks.designation.issuer", "companies.organisation.region", "companies.product.maker", "companies.role.organisation",
        "policies.issuer.record", "policies.target.owner", "policies.target.policy",
    }  # fmt: skip


def test_the_desk_has_drafts_in_every_state_of_what_is_public_and_of_what_never_was(worlds):
    never = {park.pk for park in worlds.desk.never_public.values()}
    for keys in ({"unit_id__in": never}, {"base__isnull": False}):
        assert set(Draft.objects.filter(**keys).values_list("state", flat=True)) == set(Draft.State.values)


# 1. Non-interference and 2. tokens


def test_hidden_rows_change_no_public_answer(worlds, after):
    assert probes.differences(worlds.before, after) == []


def test_no_hidden_text_stands_in_any_answer_or_log(worlds, after):
    assert probes.spilt(after, worlds.log) == []


def test_readers_who_are_signed_in_without_rights_see_no_more(worlds):
    for reader, before in worlds.signed_in.items():
        again = probes.answers(worlds.few, signed_in(reader))
        assert probes.differences(before, again) == [], reader
        assert probes.spilt(again) == []
        anonymous = {probe: worlds.before[probe] for probe in worlds.few}
        assert [probe for probe in worlds.few if again[probe].body != anonymous[probe].body] == []


def test_no_answer_sets_a_cookie_or_gives_a_key_that_counts(after):
    for probe, answer in after.items():
        assert not answer.cookies, probe
        if answer.status == 200 and probe.address.startswith("/api/") and "openapi" not in probe.address:
            keys = re.findall(rb'"(?:id|[a-z_]*_id|pk)":\s*("?[^",}]*"?)', answer.body)
            assert all(re.fullmatch(rb'"[0-9a-f-]{36}"|null', key) for key in keys), probe


# 3. What is hidden is answered like what never was


def test_something_hidden_is_answered_like_something_that_never_was(worlds):
    found = list(probes.pairs(worlds.hiding, worlds.desk))
    assert len(found) > 250
    assert probes.told_apart(found) == []


# 4. Coming and going


def test_what_is_withdrawn_is_hidden_at_once_and_validators_do_not_bring_it_back(worlds):
    park = worlds.desk.never_public["draft"]
    few = [probe for probe in worlds.probes if "/parks/" in probe.address or "/search/" in probe.address]
    before = probes.answers(few)
    page, entry = f"/en/parks/{park.slug}/", f"/api/v1/parks/{park.slug}/"
    publish(park, by="test")
    shown = {address: Client().get(address) for address in (page, entry)}
    assert [response.status_code for response in shown.values()] == [200, 200]
    assert probes.differences(before, probes.answers(few)) != []

    withdraw(park, by="test")
    assert probes.differences(before, probes.answers(few)) == []
    for address, response in shown.items():
        validators = {
            "HTTP_IF_NONE_MATCH": response.headers.get("ETag", "*"),
            "HTTP_IF_MODIFIED_SINCE": response.headers.get("Last-Modified", "Wed, 25 Nov 2099 00:00:00 GMT"),
        }
        assert Client().get(address, **validators).status_code in (404, 410)

    publish(park, by="test")
    assert Client().get(entry).content == shown[entry].content


def test_what_was_withdrawn_in_error_says_only_what_was_public(worlds):
    """Neither what the desk wrote since nor where it would stand now."""
    park = worlds.desk.withdrawn
    park.refresh_from_db()
    park.name_en, park.slug = worlds.desk.unseen, f"{SLUG}unseen"
    park.save()
    client = Client()
    for address in ("/en/parks/gone-park/", "/zh-hans/parks/gone-and-renamed/", "/api/v1/parks/gone-park/"):
        answer = probes.ask(Probe(address), client)
        assert answer.status == 410
        assert b"It never existed." in answer.body
        assert probes.spilt({Probe(address): answer}) == []
    unseen = [
        *probes.pair(f"/en/parks/{park.slug}/", park.slug),
        *probes.pair(f"/api/v1/parks/{park.slug}/", park.slug),
    ]
    assert probes.told_apart(unseen) == []
    assert client.get(f"/en/parks/{park.slug}/").status_code == 404


# 5. At the desk


def test_a_contributor_sees_nothing_hidden_in_any_list_or_on_the_first_page(worlds):
    """Names that a public row points at stand in no list either."""
    client = signed_in(make.make_role_user("contributor"))
    names = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    pages = {name: client.get(reverse(name)) for name in (*names, "admin:index")}
    shown = {name: response.content for name, response in pages.items() if response.status_code == 200}
    assert len(shown) > 25
    assert [name for name, body in shown.items() if TOKEN.encode() in body] == []


# 6. It would notice


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_a_planted_leak_is_noticed(worlds, leak):
    found = []

    def look(asked):
        if leak.is_looked_at:
            worlds.desk.look(Client())
        with probes.kept_log() as log:
            again = probes.answers(asked)
        found.extend(probes.differences(worlds.leaky[leak.name], again))
        found.extend(probes.spilt(again, log))
        pairs = [
            pair for pair in probes.pairs(worlds.hiding, worlds.desk) if any(part in pair[0] for part in leak.where)
        ]
        found.extend(probes.told_apart([*pairs[:4], *pairs[-4:]]))

    worlds.with_leak(leak, look)
    assert found


def test_without_a_leak_the_same_questions_notice_nothing(worlds):
    """What the planted leaks are held against: the addresses alone make no difference."""
    asked = {probe for leak in LEAKS[::4] for probe in worlds.probes_of(leak)[:5]}
    again = probes.answers(asked)
    assert [probe for probe in asked if worlds.before[probe] != again[probe]] == []
    assert Probe("/en/parks/") in worlds.before
