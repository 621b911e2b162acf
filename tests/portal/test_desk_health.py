"""The desk's page of what needs work: who may see it, what it finds, and how much it asks the database."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core.clock import today
from core.models import CountClaim
from editorial.drafting import begin
from editorial.models import Draft
from editorial.translation_gaps import bilingual_models
from parks.models import Designation, Park
from portal import desk_health
from portal.models import SourceLink
from tests.factories import (
    make_citation,
    make_count_claim,
    make_designation,
    make_event,
    make_figure,
    make_indicator,
    make_instrument,
    make_name,
    make_park,
    make_presence,
    make_role,
    make_role_user,
    make_source,
    make_superuser,
    make_user,
)

DATA = Path(__file__).parents[2] / "data" / "zhongguancun"
OVERVIEW = "/admin/health/"
SLUGS = ["checks", "links", "conflicts", "counts", "names", "translations", "idle"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_superuser())
    return client


def found(client, slug):
    """(size, rows) of one section of the overview."""
    sections = {item["section"].slug: item for item in client.get(OVERVIEW).context["sections"]}
    return sections[slug]["size"], sections[slug]["rows"]


def words(row):
    return [row["text"], *(note["text"] for note in row["notes"])]


def form(instance):
    return reverse(f"admin:{instance._meta.app_label}_{instance._meta.model_name}_change", args=[instance.pk])


# Who may see it


@pytest.mark.parametrize("address", [OVERVIEW, *(f"{OVERVIEW}{slug}/" for slug in SLUGS)])
def test_strangers_are_sent_to_the_login_and_readers_with_accounts_too(client, address):
    login = f"{reverse('admin:login')}?next={address}"
    assert client.get(address).url == login
    client.force_login(make_user(is_staff=False))
    assert client.get(address).url == login


@pytest.mark.parametrize("permissions", [[], ["auth.view_user"], ["core.view_source", "accounts.read_unpublished_own"]])
def test_staff_who_may_not_read_everything_are_refused_and_shown_no_way(client, permissions):
    client.force_login(make_user(*permissions))
    assert client.get(OVERVIEW).status_code == 403
    assert client.get(f"{OVERVIEW}checks/").status_code == 403
    assert OVERVIEW not in client.get("/admin/").content.decode()


def test_staff_who_may_read_everything_are_led_to_what_they_may_open(client):
    claim = make_count_claim(public=True)
    client.force_login(make_user("accounts.read_unpublished"))
    assert f'href="{OVERVIEW}"' in client.get("/admin/").content.decode()
    size, [row] = found(client, "counts")
    assert (size, row["text"], row["address"]) == ("1", "distinctive industrial parks", None)
    client.force_login(make_user("accounts.read_unpublished", "core.view_figure"))
    assert found(client, "counts")[1][0]["address"] == form(claim.figure)


# What it finds


def test_the_sample_data(desk):
    call_command("load_data", DATA, verbosity=0)
    context = desk.get(OVERVIEW).context["sections"]
    assert [(item["section"].slug, item["size"]) for item in context] == [
        ("checks", "116"),
        ("links", "2"),
        ("conflicts", "0"),
        ("counts", "14"),
        ("names", "2"),
        ("translations", "47"),
        ("idle", "0"),
    ]
    counts = {words(row)[0]: words(row)[1] for row in found(desk, "counts")[1]}
    assert counts["distinctive industrial parks of the first batch"] == "23 stated, 0 named: 23 missing."
    assert counts["parks of the zone that the first batch covers"] == "11 stated, 7 named: 4 missing."
    assert counts["unicorn enterprises that emerged from Zhongguancun"] == (
        "more than 90 stated, 0 named: at least 91 missing."
    )
    named = CountClaim.objects.get(what_en="distinctive industrial parks of the first batch")
    named.members.set([park.record for park in Park.objects.all()[:7]])
    counts = {words(row)[0]: words(row)[1] for row in found(desk, "counts")[1]}
    assert counts["distinctive industrial parks of the first batch"] == "23 stated, 7 named: 16 missing."
    designation, role = found(desk, "names")[1]
    assert words(designation)[:2] == [
        "The first batch of 23 distinctive industrial parks",
        "Distinctive industrial parks of Zhongguancun",
    ]
    assert designation["address"] == form(Designation.objects.get(designee=None))
    assert words(role) == ["the ZGC", "He Fen, Managing Director"]


def test_evidence_due_for_a_check(desk):
    citation = make_citation(public=True, quote="Over 20", source=make_source(public=True, name_en="Report"))
    make_event(public=True, citation=citation)
    size, [row] = found(desk, "checks")
    assert (size, words(row)) == ("1", ["“Over 20”", "Report", "Never checked."])
    assert row["address"] == form(citation)
    assert row["notes"][0]["address"] == form(citation.source)
    citation.source.checked_on = "2020-01-31"
    citation.source.save()
    type(citation).objects.update(check_state="missing")
    assert words(found(desk, "checks")[1][0])[2:] == [
        "The quote was not found in the text.",
        "Last checked on 31 January 2020.",
    ]
    type(citation).objects.update(check_state="verified", checked_at=timezone.now())
    assert found(desk, "checks") == ("0", [])


def test_links_of_sources(desk):
    def linked(name, **found):
        source = make_source(name_en=name, url=f"https://www.example.org/{name}")
        if found:
            SourceLink(source=source, url=source.url, **found).save()
        return source

    checked_at = timezone.now() - timedelta(days=100)
    day = date_format(timezone.localdate(checked_at))
    linked("dead", state="dead", status=404, checked_at=checked_at - timedelta(minutes=1))
    linked("lost", state="dead", problem="unknown_host", checked_at=checked_at)
    linked("moved", state="moved", status=200, final_url="https://new.example.org/", checked_at=checked_at)
    linked("refused", state="refused", status=403, checked_at=checked_at)
    linked("old", state="works", status=200, checked_at=checked_at)
    linked("works", state="works", status=200, checked_at=timezone.now())
    size, rows = found(desk, "links")
    assert (size, [words(row) for row in rows]) == (
        "5",
        [
            ["dead", "https://www.example.org/dead", f"Does not open (status code 404), checked on {day}."],
            ["lost", "https://www.example.org/lost", f"Does not open (no such host is known), checked on {day}."],
            [
                "moved",
                "https://www.example.org/moved",
                f"Moved for good (status code 200), checked on {day}.",
                "New address: https://new.example.org/",
            ],
            ["refused", "https://www.example.org/refused", f"Refuses programs (status code 403), checked on {day}."],
            ["old", "https://www.example.org/old", f"Last checked on {day}."],
        ],
    )
    linked("never")
    texts = [words(row) for row in found(desk, "links")[1]]
    assert ["never", "https://www.example.org/never", "Never checked."] in texts


def conflicting_pair():
    park, indicator = make_park(public=True, name_en="Haidian Park"), make_indicator(unit="count", name_en="Firms")
    return [
        make_figure(
            public=True,
            subject=park.record,
            indicator=indicator,
            unit="count",
            period="2020",
            low=number,
            high=number,
            citation=make_citation(public=True, source=make_source(public=True, name_en=name)),
        )
        for number, name in ((20, "Daily"), (23, "Weekly"))
    ]


def test_figures_in_conflict_stand_side_by_side_with_their_sources(desk):
    figures = {str(form(figure)) for figure in conflicting_pair()}
    size, [row] = found(desk, "conflicts")
    assert (size, row["text"]) == ("1", "Haidian Park – Firms (actual)")
    assert sorted(words(row)[1:]) == ["20 – 2020 – Daily", "23 – 2020 – Weekly"]
    assert {note["address"] for note in row["notes"]} == figures
    assert row["address"] == form(Park.objects.get(name_en="Haidian Park"))


def test_missing_translations_name_the_field_and_lead_to_a_form(desk):
    make_park(public=True, name_en="Haidian Park", summary_en="A park.", name_zh="海淀园")
    make_park(name_en="Not public")
    name = make_name(record=make_park(public=True, name_zh="朝阳园").record, note_zh="注", text="CY", public=True)
    part = make_instrument(text_en="Priority", public=True)
    rows = {words(row)[0]: row for row in found(desk, "translations")[1]}
    assert words(rows["Haidian Park"])[1:] == ["park", "Missing: summary (Chinese)."]
    assert words(rows["CY"])[1:] == ["further name", "Missing: note (English)."]
    assert rows["CY"]["address"] == form(Park.objects.get(pk=name.record_id))
    assert rows[str(part)]["address"] == form(part.policy)
    assert "Not public" not in rows


def test_every_model_with_two_languages_has_a_form_that_edits_it():
    for model in bilingual_models():
        while model._meta.model_name in desk_health.FORM_OF:
            model = model._meta.get_field(desk_health.FORM_OF[model._meta.model_name]).related_model
        assert model in admin.site._registry, model


def test_the_pairs_are_found_from_the_models():
    found = {model.__name__: names for model, names in bilingual_models().items()}
    assert found["Park"] == ["name", "summary"]
    assert found["Designation"] == ["title", "resolution_note", "date_reasoning"]
    assert "Record" not in found
    assert "Citation" not in found


def test_what_is_settled_is_not_listed(desk):
    make_designation(designee=make_park().record)
    make_role(organisation_as_printed="not stated")
    make_presence()
    assert found(desk, "names") == ("0", [])
    assert "Nothing needs work here." in desk.get(OVERVIEW).content.decode()


# Pages


def test_a_long_section_is_cut_and_its_list_paged(desk, monkeypatch):
    monkeypatch.setattr(desk_health, "MOST", 60)
    Designation.objects.bulk_create(
        Designation(
            scheme=first.scheme, citation=first.citation, title_en="base", designee_as_printed=f"Designee {number}"
        )
        for first in [make_designation(designee=make_park().record)]
        for number in range(61)
    )
    size, rows = found(desk, "names")
    assert (size, len(rows)) == ("more than 60", 20)
    first = desk.get(f"{OVERVIEW}names/")
    assert (len(first.context["rows"]), first.context["start"], first.context["most"]) == (50, 1, 60)
    second = desk.get(f"{OVERVIEW}names/?page=2")
    assert (len(second.context["rows"]), second.context["start"]) == (10, 51)
    shown = [row["text"] for page in (first, second) for row in page.context["rows"]]
    assert len(set(shown)) == 60
    text = unescape(re.sub(r"<[^>]+>", "", second.content.decode()))
    assert "The first 60 are listed" in text
    assert "Page 2 of 2" in text


def test_a_list_is_read_across_the_queries_it_comes_from(desk, monkeypatch):
    monkeypatch.setattr(desk_health, "PAGE_ROWS", 2)
    for number in range(3):
        make_designation(designee_as_printed=f"Designee {number}")
        make_role(organisation_as_printed=f"Organisation {number}")
    pages = [[row["text"] for row in desk.get(f"{OVERVIEW}names/?page={n}").context["rows"]] for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 2]
    assert [text.split()[0] for page in pages for text in page] == ["Designee"] * 3 + ["Organisation"] * 3
    assert len({text for page in pages for text in page}) == 6


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "", "1.5"])
def test_a_page_that_does_not_exist_is_the_nearest_one(desk, page):
    make_designation()
    response = desk.get(f"{OVERVIEW}names/?page={page}")
    assert (response.status_code, len(response.context["rows"])) == (200, 1)


def test_a_section_that_does_not_exist(desk):
    assert desk.get(f"{OVERVIEW}nonsense/").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_both_languages_open(desk, language):
    conflicting_pair()
    make_count_claim(what_en="parks", what_zh="园区")
    desk.cookies["django_language"] = language
    for address in (OVERVIEW, *(f"{OVERVIEW}{slug}/" for slug in SLUGS)):
        assert desk.get(address).status_code == 200
    assert words(found(desk, "counts")[1][0])[0] == ("parks" if language == "en" else "园区")


def fill():
    """One row or more for every section and every bilingual model that has a factory of its own."""
    conflicting_pair()
    make_count_claim(public=True)
    make_designation(public=True, resolution_note_en="Unsettled.")
    make_role(public=True)
    make_name(public=True, note_en="Seen once.")
    make_presence(public=True, note_en="As printed.")
    make_instrument(public=True)
    make_event(public=True)
    make_source(public=True, url="https://www.example.org/", checked_on=today() - timedelta(days=200))


def queries_by_address(client):
    counts = {}
    for address in (OVERVIEW, *(f"{OVERVIEW}{slug}/" for slug in SLUGS)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts[address] = len(queries)
    return counts


def test_the_number_of_queries_does_not_grow_with_what_is_found(desk):
    fill()
    queries_by_address(desk)
    few = queries_by_address(desk)
    fill()
    fill()
    many = queries_by_address(desk)
    assert {address: count for address, count in many.items() if count > few[address]} == {}
    assert max(few.values()) < 70


# Drafts lying idle


def test_a_draft_that_nobody_touched_for_a_month_is_named_with_its_state_and_author(desk):
    author = make_user(username="mei")
    for name, days in (("Old Park", 31), ("Recent Park", 29)):
        begin(make_park(name_en=name), by=author)
        Draft.objects.filter(title=name).update(updated_at=timezone.now() - timedelta(days=days))
    size, rows = found(desk, "idle")
    draft = Draft.objects.get(title="Old Park")
    day = date_format(timezone.localdate(draft.updated_at))
    assert (size, len(rows)) == ("1", 1)
    assert words(rows[0]) == ["Old Park", "Park", "draft", f"Last saved on {day}.", "Begun by mei."]
    assert rows[0]["address"] == draft.form_address


def test_drafts_of_others_are_named_to_nobody_who_may_not_read_them(client):
    begin(make_park(name_en="Old Park"), by=make_user())
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=40))
    client.force_login(make_role_user("contributor"))
    assert client.get(f"{OVERVIEW}idle/").status_code == 403
    client.force_login(make_role_user("reviewer"))
    assert "Old Park" in client.get(f"{OVERVIEW}idle/").content.decode()


def test_the_first_page_leads_to_what_is_due_for_a_check(desk):
    [address] = re.findall(r'<h3 id="desk-queue-due"><a href="([^"]+)"', desk.get("/admin/").content.decode())
    assert desk.get(address).status_code == 200
