"""Merging from the admin: found, compared, proposed by one person, approved by another, taken back."""

import re
import uuid

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial.merging import approve, propose
from editorial.models import DeskSetting, Merger
from parks.models import Park
from tests.factories import (
    make_batch,
    make_citation,
    make_figure,
    make_membership,
    make_name,
    make_organisation,
    make_park,
    make_person,
    make_policy,
    make_presence,
    make_product,
    make_region,
    make_role_user,
    make_scheme,
    make_sector,
    make_source,
)

pytestmark = pytest.mark.django_db

ETDA = "Beijing Economic and Technological Development Area"
TWICE = "Beijing Economic-Technological Development Area"


@pytest.fixture
def etda():
    park = make_park(name_en=ETDA, kind="zone", level="national", public=True)
    make_presence(park=park, public=True)
    return park


@pytest.fixture
def twice():
    return make_park(name_en=TWICE, kind="zone", place_as_printed="in Yizhuang county", public=True)


@pytest.fixture
def as_role(client):
    def as_role(role):
        user = make_role_user(role)
        client.force_login(user)
        return user

    return as_role


def page_of(obj, view, **query):
    address = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{view}", args=[obj.pk])
    return address + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def told(response):
    return [(message.level_tag, str(message)) for message in get_messages(response.wsgi_request)]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def merger_page(merger, **query):
    return merger.get_absolute_url() + ("?back=1" if query else "")


def fingerprint_on(client, merger):
    page = client.get(merger_page(merger)).content.decode()
    return re.search(r'name="fingerprint" value="(\w+)"', page)[1]


def decide(client, merger, decision, **values):
    return client.post(merger_page(merger), {"decision": decision, **values})


def test_the_way_of_a_merger_from_the_list_to_the_history(client, as_role, etda, twice):
    figure = make_figure(subject=twice.record, as_printed="50 billion", low=50_000_000_000, public=True)
    as_role("editor")
    chosen = {"action": "merge_selected", "_selected_action": [twice.pk, etda.pk]}
    response = client.post(reverse("admin:parks_park_changelist"), chosen)
    assert response.status_code == 302
    page = client.get(response["Location"])
    shown = text_of(page)
    assert f"“{ETDA}” stays. “{TWICE}” becomes part of it" in shown
    assert "Fill “Place as printed” with this" in shown
    assert f"Official names of the other that become further names: “{TWICE}”" in shown
    assert str(figure) in shown
    sent = {"with": twice.pk, "stays": etda.pk, "fill": ["place_as_printed"], "note": "Same place."}
    response = client.post(page_of(etda, "merge"), sent)
    merger = Merger.objects.get()
    assert (response["Location"], merger.choices) == (merger.get_absolute_url(), ["place_as_printed"])
    assert "so someone else must approve it" in text_of(client.get(merger_page(merger)))
    assert decide(client, merger, "approve").status_code == 403

    as_role("publisher")
    assert f"{TWICE} → {ETDA}" in client.get(reverse("admin:index")).content.decode()
    response = decide(client, merger, "approve", fingerprint=fingerprint_on(client, merger))
    assert told(response) == [("success", "The two are one now.")]
    etda.refresh_from_db()
    figure.refresh_from_db()
    assert (etda.place_as_printed, figure.subject_id) == ("in Yizhuang county", etda.pk)
    for park in (etda, twice):
        history = text_of(client.get(page_of(park, "history")))
        assert "merged duplicates" in history
        assert f"{TWICE} → {ETDA}" in history

    shown = text_of(client.get(merger_page(merger, back=1)))
    assert "Everything goes back as it was." in shown
    assert told(decide(client, merger, "take_back")) == [("success", "The two are separate again, as they were.")]
    figure.refresh_from_db()
    assert (figure.subject_id, Park.objects.get(pk=twice.pk).is_public) == (twice.pk, True)


def test_the_other_record_is_asked_for_and_the_weightier_one_stays(client, as_role, etda, twice):
    as_role("editor")
    assert "Merge with another …" in client.get(page_of(twice, "change")).content.decode()
    assert "Merge with another …" in client.get(page_of(twice, "review")).content.decode()
    page = client.get(page_of(twice, "merge"))
    assert "The other record" in page.content.decode()
    shown = text_of(client.get(page_of(twice, "merge", **{"with": etda.pk})))
    assert f"“{ETDA}” stays." in shown
    shown = text_of(client.get(page_of(twice, "merge", **{"with": etda.pk, "stays": twice.pk})))
    assert f"“{TWICE}” stays." in shown
    hidden = make_park(name_en="E-Town")
    assert f"“{TWICE}” stays." in text_of(client.get(page_of(hidden, "merge", **{"with": twice.pk})))


def test_what_collides_is_named(client, as_role, etda, twice):
    citation = make_citation(public=True)
    for park in (etda, twice):
        make_name(record=park.record, text="BDA", kind="abbreviation", citation=citation)
    make_membership(child=twice, parent=etda, public=True)
    as_role("editor")
    shown = text_of(client.get(page_of(etda, "merge", **{"with": twice.pk})))
    assert "BDA: the other one has it already." in shown
    assert "it would point from the record to itself." in shown


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ("itself", "A record cannot be merged with itself. Choose two."),
        ("organisation", "There is no such record of this kind, or not any more. Choose another."),
        ("nothing", "There is no such record of this kind, or not any more. Choose another."),
        ("nonsense", "is not a valid UUID."),
    ],
)
def test_a_wrong_partner_is_refused_on_the_form(client, as_role, etda, other, sentence):
    as_role("editor")
    keys = {"itself": etda.pk, "organisation": make_organisation().pk, "nothing": uuid.uuid4(), "nonsense": "x'y"}
    for answer in (
        client.get(page_of(etda, "merge", **{"with": keys[other]})),
        client.post(page_of(etda, "merge"), {"with": keys[other]}),
    ):
        assert answer.status_code == 200
        assert sentence in text_of(answer)
    assert not Merger.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_for_exactly_two(client, as_role, count):
    as_role("editor")
    chosen = {"action": "merge_selected", "_selected_action": [make_park().pk for _one in range(count)]}
    response = client.post(reverse("admin:parks_park_changelist"), chosen)
    assert told(response) == [("error", "Select exactly two rows that are the same.")]


def test_sources_offer_no_merger(client, as_role):
    as_role("editor")
    source = make_source()
    assert "merge_selected" not in client.get(reverse("admin:core_source_changelist")).content.decode()
    assert "Merge with another" not in client.get(page_of(source, "change")).content.decode()
    response = client.get(page_of(source, "merge"))
    assert told(response) == [("error", "Records of this kind cannot be merged.")]


def test_what_was_merged_has_no_form_and_is_in_no_list_and_no_picker(client, as_role, etda, twice):
    publisher = as_role("publisher")
    merger = approve(propose(etda, twice, by=make_role_user("editor")), by=publisher)
    response = client.get(page_of(twice, "change"))
    assert response["Location"] == merger.get_absolute_url()
    assert told(response)[0][1].startswith(f"“{TWICE}” was merged into “{ETDA}”.")
    assert client.post(page_of(twice, "change"), {"name_en": "X"})["Location"] == merger.get_absolute_url()
    assert "It was merged into" in text_of(client.get(page_of(twice, "review")))
    search = {"app_label": "companies", "model_name": "presence", "field_name": "park", "term": "Technological"}
    found = client.get(reverse("admin:autocomplete"), search).json()["results"]
    assert [one["id"] for one in found] == [str(etda.pk)]
    search = {"app_label": "core", "model_name": "figure", "field_name": "subject", "term": "Technological"}
    found = client.get(reverse("admin:autocomplete"), search).json()["results"]
    assert [one["id"] for one in found] == [str(etda.pk)]
    shown = client.get(reverse("admin:parks_park_changelist")).content.decode()
    assert page_of(etda, "change") in shown
    assert page_of(twice, "change") not in shown
    again = client.get(page_of(etda, "merge", **{"with": twice.pk}))
    assert "There is no such record of this kind, or not any more. Choose another." in text_of(again)


@pytest.mark.parametrize(
    ("role", "may_propose", "may_approve"),
    [
        ("contributor", False, False),
        ("editor", True, False),
        ("reviewer", False, False),
        ("publisher", True, True),
        ("administrator", True, True),
    ],
)
def test_who_may_propose_and_who_may_decide(client, as_role, etda, twice, role, may_propose, may_approve):
    as_role(role)
    expected = 200 if may_propose else 403
    assert client.get(page_of(etda, "merge", **{"with": twice.pk})).status_code == expected
    sent = {"with": twice.pk, "stays": etda.pk}
    assert client.post(page_of(etda, "merge"), sent).status_code == (302 if may_propose else 403)
    assert Merger.objects.exists() == may_propose
    Merger.objects.all().delete()
    merger = propose(etda, twice, by=make_role_user("editor"))
    for decision in ("approve", "take_back"):
        values = {"fingerprint": fingerprint_on(client, merger)} if may_approve and decision == "approve" else {}
        assert decide(client, merger, decision, **values).status_code == (302 if may_approve else 403)
    merger.refresh_from_db()
    assert merger.state == ("taken_back" if may_approve else "proposed")


def test_whoever_may_not_read_the_unpublished_sees_only_their_own_mergers(client, as_role, etda, twice):
    merger = propose(etda, twice, by=make_role_user("editor"))
    as_role("contributor")
    assert client.get(merger_page(merger)).status_code == 403
    assert TWICE not in client.get(reverse("admin:editorial_merger_changelist")).content.decode()
    client.logout()
    assert client.get(merger_page(merger)).status_code == 302


def test_own_proposals_are_approved_on_a_solo_site_only(client, as_role, etda, twice):
    publisher = as_role("publisher")
    merger = propose(etda, twice, by=publisher)
    assert "someone else must approve it" in text_of(client.get(merger_page(merger)))
    response = decide(client, merger, "approve")
    assert told(response) == [("error", "You proposed this merger, so someone else must approve it.")]
    DeskSetting.objects.create(solo_publishing=True)
    assert "logged as one of your own work" in text_of(client.get(merger_page(merger)))
    response = decide(client, merger, "approve", fingerprint=fingerprint_on(client, merger))
    assert told(response)[-1] == ("success", "The two are one now.")


def test_double_clicks_stale_pages_and_vanished_records_are_told_in_words(client, as_role, etda, twice):
    as_role("publisher")
    merger = propose(etda, twice, by=make_role_user("editor"))
    seen = fingerprint_on(client, merger)
    make_figure(subject=twice.record, public=True)
    sentence = "One of the two was changed after you opened this page. Look at it once more, then decide."
    assert told(decide(client, merger, "approve", fingerprint=seen)) == [("error", sentence)]
    seen = fingerprint_on(client, merger)
    decide(client, merger, "approve", fingerprint=seen)
    meanwhile = ("error", "This merger has been decided or taken back meanwhile.")
    assert told(decide(client, merger, "approve", fingerprint=seen))[-1] == meanwhile
    assert told(decide(client, merger, "decline"))[-1] == meanwhile
    assert told(decide(client, merger, "nonsense"))[-1] == ("error", "Choose what to do with the merger.")
    decide(client, merger, "take_back")
    assert told(decide(client, merger, "take_back"))[-1] == meanwhile
    assert client.get(f"/admin/editorial/merger/{uuid.uuid4()}/").status_code == 404

    one, two = make_park(), make_park()
    gone = propose(one, two, by=make_role_user("editor"))
    two.delete()
    assert client.get(merger_page(gone)).status_code == 200
    response = decide(client, gone, "approve", fingerprint="x")
    assert told(response)[-1] == ("error", "One of the two was deleted meanwhile.")
    assert told(decide(client, gone, "decline"))[-1] == ("success", "The proposal is off; both stay as they are.")


def test_the_same_proposal_twice_is_told_in_words(client, as_role, etda, twice):
    as_role("editor")
    sent = {"with": twice.pk, "stays": etda.pk}
    client.post(page_of(etda, "merge"), sent)
    response = client.post(page_of(etda, "merge"), sent, follow=True)
    assert f"It is proposed already: “{TWICE}” is to become “{ETDA}”." in text_of(response)
    assert Merger.objects.count() == 1


def test_who_proposed_may_take_the_proposal_back(client, as_role, etda, twice):
    editor = as_role("editor")
    merger = propose(etda, twice, by=editor)
    assert told(decide(client, merger, "decline", note="I was wrong.")) == [
        ("success", "The proposal is off; both stay as they are.")
    ]
    as_role("editor")
    other = propose(etda, twice, by=editor)
    assert decide(client, other, "decline").status_code == 403


@pytest.mark.parametrize(
    "make",
    [
        make_organisation,
        make_park,
        make_person,
        make_product,
        make_policy,
        make_region,
        make_sector,
        make_scheme,
        make_batch,
    ],
)
def test_every_mergeable_kind_has_its_chooser_and_its_comparison(client, as_role, make):
    as_role("editor")
    one, two = make(), make()
    assert client.get(page_of(one, "merge")).status_code == 200
    assert "stays." in text_of(client.get(page_of(one, "merge", **{"with": two.pk})))


def test_the_page_of_a_merger_takes_as_many_queries_for_12_facts_as_for_2(client, as_role):
    publisher, editor, counted = as_role("publisher"), make_role_user("editor"), []
    for facts in (2, 12):
        survivor, merged = make_park(public=True), make_park(public=True)
        for _number in range(facts):
            make_figure(subject=merged.record, public=True)
        merger = approve(propose(survivor, merged, by=editor), by=publisher)
        client.get(merger_page(merger))
        with CaptureQueriesContext(connection) as queries:
            client.get(merger_page(merger))
        counted.append(len(queries))
    assert counted[0] == counted[1]
