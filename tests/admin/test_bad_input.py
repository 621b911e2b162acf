"""Bad input through the real forms: status 200, a clear sentence, nothing saved, never a server error."""

import html
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from companies.models import Organisation, Presence
from core.models import Citation, Event, Figure, Name, Source
from parks.models import Membership, Park
from tests.admin.forms import form_data, open_form, shown_errors
from tests.factories import (
    make_citation,
    make_event,
    make_figure,
    make_indicator,
    make_membership,
    make_organisation,
    make_park,
    make_region,
    make_source,
    make_superuser,
    make_target,
)

BLANK_FORMS = {}  # An add form is the same whenever it is opened; opening it costs more than sending it.
UNKNOWN = "4f6f4a4e-0000-4000-8000-000000000000"


@pytest.fixture
def editor(db, client):
    client.force_login(make_superuser())
    return client


def add(client, model, **values):
    """Fill in the add form of `model` and send it."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    if address not in BLANK_FORMS:
        BLANK_FORMS[address] = open_form(client, address)
    return client.post(address, BLANK_FORMS[address] | {"_save": "Save"} | values)


def refused(response, model, *sentences):
    assert response.status_code == 200
    errors = html.unescape(shown_errors(response))
    for sentence in sentences:
        assert sentence in errors, errors
    assert not model.objects.exists()


def figure_values(**values):
    defaults = {
        "subject": lambda: make_park().pk, "indicator": lambda: make_indicator().pk, "citation": lambda: make_citation().pk,
        "kind": lambda: "actual", "as_printed": lambda: "over CNY 700 billion", "period_not_stated": lambda: "on",
    }  # fmt: skip
    return {name: make() for name, make in defaults.items() if name not in values} | values


def test_a_figure_is_read_from_what_the_editor_types(editor):
    response = add(editor, Figure, **figure_values())
    assert response.status_code == 302, shown_errors(response)
    figure = Figure.objects.get()
    assert (figure.low, figure.low_open, figure.high, figure.hedge) == (700_000_000_000, True, None, "over")
    assert (figure.unit, figure.scale, figure.currency) == ("money", "billion", "CNY")
    page = editor.get(reverse("admin:core_figure_change", args=[figure.pk])).content.decode()
    assert "over CNY 700 billion" in page
    assert "超过7000亿元" in page
    assert 'name="low" value="700000000000"' in page


def test_a_new_wording_moves_the_interval_that_the_old_one_proposed(editor):
    add(editor, Figure, **figure_values())
    address = reverse("admin:core_figure_change", args=[Figure.objects.get().pk])
    editor.post(address, open_form(editor, address) | {"as_printed": "over CNY 800 billion"})
    assert Figure.objects.get().low == 800_000_000_000
    editor.post(address, open_form(editor, address) | {"low": "810000000000"})
    editor.post(address, open_form(editor, address) | {"as_printed": "over CNY 900 billion"})
    assert Figure.objects.get().low == 810_000_000_000


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"as_printed": "over 700 billion"}, "“over 700 billion” is not measured in money."),
        ({"low": "700", "high": "", "currency": ""}, "Money needs a currency such as CNY; nothing else has one."),
        ({"low": "9", "high": "3", "currency": "CNY"}, "The low end lies above the high end."),
        ({"period_not_stated": ""}, "An actual figure needs a period, or a tick at “period not stated”."),
        ({"period": "2025"}, "Either give the period or tick “period not stated”, not both."),
        ({"period": "2025-13", "period_not_stated": ""}, "2025-13"),
        ({"period": "last year", "period_not_stated": ""}, "is not a date that can be read. Write for example 2020, 2020-10,"),
        ({"citation": ""}, "This field is required."),
        ({"citation": UNKNOWN}, "Select a valid choice."),
        ({"citation": "no key at all"}, " valid "),  # Django 5.2 and 6.1 word these three differently.
        ({"subject": UNKNOWN}, "Select a valid choice."),
        ({"indicator": "1"}, " valid "),
        ({"further_citations": ["1", UNKNOWN]}, "“1” is not a valid "),
        ({"unit": "furlong"}, "furlong is not one of the available choices."),
        ({"currency": "cny", "low": "7"}, "Enter a valid value."),
        ({"as_printed": "quite a lot"}, "Or fill in the interval by hand."),
        ({"as_printed": "over CNY 700 billion\0"}, "Null characters are not allowed."),
        ({"as_printed": "over CNY\x07 700 billion"}, "Remove the invisible character U+0007 at position 9."),
        ({"as_printed": "over " + "9" * 300}, "Ensure this value has at most 200 characters (it has 305)."),
        ({"note_en": "n" * 2001}, "Ensure this value has at most 2000 characters (it has 2001)."),
        ({"low": "1e400", "currency": "CNY"}, "Ensure that there are no more than"),
        ({"low": "NaN", "currency": "CNY"}, "Enter a number."),
        ({"low": "9" * 6000, "currency": "CNY"}, "Ensure that there are no more than"),
        ({"kind": "rumour"}, "rumour is not one of the available choices."),
    ],
)  # fmt: skip
def test_a_figure_is_refused_with_a_sentence(editor, values, sentence):
    refused(add(editor, Figure, **figure_values(**values)), Figure, sentence)


def test_a_refused_form_keeps_the_editors_input(editor):
    values = figure_values(as_printed="quite a lot", note_en="Typed with care.")
    kept = form_data(add(editor, Figure, **values))
    assert (kept["as_printed"], kept["note_en"]) == (["quite a lot"], ["Typed with care."])
    assert kept["subject"] == [str(values["subject"])]


def test_a_lone_surrogate_never_reaches_the_database(editor):
    """Browsers cannot send one; a forged body arrives as the replacement character, which no source prints."""
    address = reverse("admin:parks_park_add")
    data = open_form(editor, address) | {"kind": "park", "name_en": "SURROGATE"}
    body = urlencode(data, doseq=True).replace("SURROGATE", "Park+%ED%A0%80")
    response = editor.post(address, body, content_type="application/x-www-form-urlencoded")
    refused(response, Park, "was lost in copying (U+FFFD).")


@pytest.mark.parametrize(
    "parameter", ["subject", "further_citations", "kind", "low", "period", "desk_version", "nothing"]
)
@pytest.mark.parametrize("value", ["no key", UNKNOWN, "%", "a,b"])
def test_a_form_opened_with_a_wrong_parameter_still_opens(editor, parameter, value):
    assert editor.get(reverse("admin:core_figure_add"), {parameter: value}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "is_public__exact=perhaps",
        "is_public__isnull=perhaps",
        "kind__exact=no-such-kind",
        "p=99999",
        "p=x",
        "o=99.x",
        "all=x",
        "e=1",
        "q=" + "x" * 5000,
        "_facets=x",
    ],
)
def test_a_list_opened_with_a_wrong_parameter_still_opens(editor, query):
    make_park()
    assert editor.get(f"{reverse('admin:parks_park_changelist')}?{query}", follow=True).status_code == 200


@pytest.mark.parametrize("keys", [["no key"], [UNKNOWN], ["no key", UNKNOWN], ["\0"]])
def test_an_action_on_rows_that_do_not_exist_changes_nothing(editor, keys):
    park = make_park()
    for action in ("publish_selected", "withdraw_selected", "delete_selected", "no_such_action"):
        data = {"action": action, "_selected_action": keys, "post": "yes"}
        response = editor.post(reverse("admin:parks_park_changelist"), data, follow=True)
        assert response.status_code == 200
    park.refresh_from_db()
    assert not park.is_public


@pytest.mark.parametrize("key", ["no-key", UNKNOWN, "%20", "1' OR 1=1"])
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_the_page_of_an_unknown_record_leads_back_to_the_index(editor, page, key):
    response = editor.get(f"/admin/parks/park/{key}/{page}/")
    assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))


# Rules of other records


def test_a_membership_loop_is_refused(editor):
    zone, park = make_park(name_en="Zhongguancun"), make_park(name_en="Haidian Park")
    membership = make_membership(child=park, parent=zone)
    response = add(editor, Membership, child=zone.pk, parent=park.pk, role="part", citation=make_citation().pk)
    assert "“Haidian Park” is itself inside “Zhongguancun”: a park cannot contain what contains it." in shown_errors(
        response
    )
    assert list(Membership.objects.all()) == [membership]
    itself = add(editor, Membership, child=zone.pk, parent=zone.pk, role="part", citation=make_citation().pk)
    assert itself.status_code == 200
    assert list(Membership.objects.all()) == [membership]


def test_a_quote_that_does_not_stand_in_the_private_text_is_refused(editor):
    source = make_source(private_text="Beijing will host 23 parks.")
    response = add(editor, Citation, source=source.pk, quote="Beijing will host 32 parks.")
    refused(response, Citation, "These words do not stand in the source's text.")
    assert add(editor, Citation, source=source.pk, quote="Beijing … 23 parks.").status_code == 302
    del BLANK_FORMS[reverse("admin:core_citation_add")]  # The key it carries is that of the citation just made.
    again = add(editor, Citation, source=source.pk, quote="Beijing … 23 parks.")
    assert "This quote is already kept for this source and place: use that citation." in shown_errors(again)


def test_machine_written_text_is_not_cited(editor):
    machine, cited = make_source(is_machine_written=True), make_citation().source
    sentence = "This source is machine-written: a briefing can quote it, but it cannot be cited."
    response = add(editor, Citation, source=machine.pk, quote="Beijing wins.")
    assert sentence in shown_errors(response)
    assert not machine.citations.exists()
    address = reverse("admin:core_source_change", args=[cited.pk])
    response = editor.post(address, open_form(editor, address) | {"is_machine_written": "on"})
    assert "Facts cite this source. Cite other sources for them before you mark it so." in shown_errors(response)


def test_a_javascript_address_is_refused(editor):
    response = add(editor, Source, name_en="A", kind_of_source="press", url="javascript:alert(1)")
    refused(response, Source, "Enter a valid URL.")
    refused(
        add(editor, Organisation, name_en="A", kind="company", website="javascript:alert(1)"),
        Organisation,
        "Enter a valid URL.",
    )


def test_a_record_without_a_name_is_refused(editor):
    refused(add(editor, Park, kind="park"), Park, "Give a name in English or in Chinese.")


def test_a_circle_of_regions_is_refused(editor):
    outer = make_region(name_en="Beijing")
    inner = make_region(name_en="Haidian", parent=outer)
    address = reverse("admin:core_region_change", args=[outer.pk])
    response = editor.post(address, open_form(editor, address) | {"parent": inner.pk})
    assert "“Haidian” stands below this itself. Choose another parent." in shown_errors(response)
    outer.refresh_from_db()
    assert outer.parent is None


def test_a_presence_is_of_an_organisation_or_a_product(editor):
    values = {"park": make_park().pk, "role": "tenant", "citation": make_citation().pk}
    refused(add(editor, Presence, **values), Presence, "Choose an organisation or a product, not both.")


def test_the_type_of_an_event_follows_from_the_verb(editor):
    values = {"title_en": "The park was unveiled", "citation": make_citation().pk}
    refused(add(editor, Event, **values), Event, "Choose the type, or write the verb as printed")
    unknown = add(editor, Event, verb_as_printed="pondered", **values)
    refused(unknown, Event, "The table of verbs does not know “pondered”. Choose the type.")
    assert add(editor, Event, verb_as_printed="was unveiled", **values).status_code == 302
    assert Event.objects.get().kind == "unveiled"


# Inlines


def inline_row(prefix, number=0, total=1, **values):
    return {f"{prefix}-TOTAL_FORMS": total} | {f"{prefix}-{number}-{name}": value for name, value in values.items()}


def test_a_new_record_is_saved_together_with_its_rows(editor):
    citation = make_citation()
    names = inline_row("names", text="京西园", language="zh-hans", kind="short", citation=citation.pk)
    assert add(editor, Park, name_en="Jingxi", kind="park", **names).status_code == 302
    park = Park.objects.get()
    assert [(name.text, name.record_id) for name in park.record.names.all()] == [("京西园", park.pk)]
    participants = inline_row("participants", record=park.pk, role="object")
    values = {"title_en": "Unveiled", "kind": "unveiled", "citation": citation.pk}
    assert add(editor, Event, **values, **participants).status_code == 302
    assert Event.objects.get().participants.get().record == park.record


def test_a_row_that_breaks_a_rule_holds_back_the_whole_form(editor):
    uncited = inline_row("names", text="Jingxi", language="en", kind="short")
    response = add(editor, Park, name_en="Jingxi", kind="park", **uncited)
    refused(response, Park, "Cite where this name stands; only a romanisation needs no citation.")


def test_a_horizon_on_what_is_no_target_is_refused_when_it_is_saved(editor):
    target = inline_row("target", horizon="2030", owner_as_printed="Yizhuang")
    response = add(editor, Figure, **figure_values(), **target)
    refused(response, Figure, "target: Only a figure of the kind “target” has a horizon.")
    assert form_data(response)["target-0-horizon"] == ["2030"]


def test_what_is_wrong_with_a_field_that_is_not_on_the_form_is_said_above_it(editor):
    target = make_target()
    Figure.objects.update(kind="plan")
    address = reverse("admin:policies_target_change", args=[target.pk])
    response = editor.post(address, open_form(editor, address) | {"horizon": "2031"})
    assert response.status_code == 200
    assert "Only a figure of the kind “target” has a horizon." in shown_errors(response)


@pytest.mark.parametrize("values", [{}, {"target-0-horizon": "2031"}], ids=["row unchanged", "row changed"])
def test_a_figure_with_a_target_stays_a_target(editor, values):
    figure = make_target().figure
    address = reverse("admin:core_figure_change", args=[figure.pk])
    response = editor.post(address, open_form(editor, address) | {"kind": "estimate"} | values)
    page = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert '<ul class="errorlist nonfield"><li>Only a figure of the kind “target” has a horizon.</li></ul>' in page
    figure.refresh_from_db()
    assert figure.kind == "target"


def test_the_same_name_twice_on_one_form_is_refused(editor):
    citation = make_citation()
    row = {"text": "BDA", "language": "en", "kind": "abbreviation", "citation": citation.pk}
    rows = inline_row("names", 0, 2, **row) | inline_row("names", 1, 2, **row)
    response = add(editor, Park, name_en="Yizhuang", kind="park", **rows)
    assert response.status_code == 200
    assert not Park.objects.exists()


def test_a_form_sent_twice_adds_its_rows_once(editor):
    park = make_park()
    citation = make_citation()
    address = reverse("admin:parks_park_change", args=[park.pk])
    row = inline_row("names", text="BDA", language="en", kind="abbreviation", citation=citation.pk)
    data = open_form(editor, address) | row
    assert editor.post(address, data).status_code == 302
    assert editor.post(address, data).status_code == 302
    assert Name.objects.count() == 1


# Forged requests


def test_state_and_ids_cannot_be_posted(editor):
    victim = make_park(name_en="Victim")
    forged = {
        "is_public": "on", "published_at": "2020-01-01", "published_at_0": "2020-01-01", "id": str(victim.pk), "record": str(victim.pk),
        "pk": str(victim.pk), "sort_key": "aaa", "path": "x/", "updated_at": "2020-01-01",
    }  # fmt: skip
    assert add(editor, Park, name_en="Forged", kind="park", **forged).status_code == 302
    park = Park.objects.get(name_en="Forged")
    assert (park.is_public, park.published_at, park.record.is_public) == (False, None, False)
    assert park.pk != victim.pk
    assert park.sort_key == "forged"
    address = reverse("admin:parks_park_change", args=[park.pk])
    editor.post(address, open_form(editor, address) | forged)
    park.refresh_from_db()
    victim.refresh_from_db()
    assert (park.is_public, park.published_at, victim.name_en) == (False, None, "Victim")


@pytest.mark.parametrize("delete", [False, True])
@pytest.mark.parametrize("initial", [0, 1])
def test_a_row_of_another_record_cannot_be_changed_or_taken(editor, initial, delete):
    event, other = make_event(), make_event()
    row = other.participants.create(as_printed="China", role="actor")
    address = reverse("admin:core_event_change", args=[event.pk])
    forged = {
        "participants-TOTAL_FORMS": 1, "participants-INITIAL_FORMS": initial, "participants-0-id": row.pk,
        "participants-0-event": event.pk, "participants-0-as_printed": "Stolen", "participants-0-role": "host",
    }  # fmt: skip
    response = editor.post(
        address, open_form(editor, address) | forged | ({"participants-0-DELETE": "on"} if delete else {})
    )
    assert response.status_code in (200, 302)
    row.refresh_from_db()
    assert (row.event, row.as_printed, row.role) == (other, "China", "actor")
    assert other.participants.count() == 1


@pytest.mark.parametrize("initial", [0, 1])
def test_a_name_of_another_record_cannot_be_changed_or_taken(editor, initial):
    park, other = make_park(), make_park()
    citation = make_citation()
    row = other.record.names.create(text="BDA", kind="abbreviation", citation=citation)
    address = reverse("admin:parks_park_change", args=[park.pk])
    forged = {
        "names-TOTAL_FORMS": 1, "names-INITIAL_FORMS": initial, "names-0-id": row.pk, "names-0-record": other.pk,
        "names-0-text": "Stolen", "names-0-language": "en", "names-0-kind": "alias", "names-0-citation": citation.pk,
    }  # fmt: skip
    assert editor.post(address, open_form(editor, address) | forged).status_code in (200, 302)
    row.refresh_from_db()
    assert (row.record, row.text) == (other.record, "BDA")


def test_save_as_new_is_not_offered_and_takes_no_rows_along(editor):
    event = make_event()
    row = event.participants.create(as_printed="China", role="actor")
    address = reverse("admin:core_event_change", args=[event.pk])
    response = editor.post(address, open_form(editor, address) | {"_saveasnew": "1"})
    assert response.status_code == 403
    assert type(event).objects.get() == event
    row.refresh_from_db()
    assert row.event == event


@pytest.mark.parametrize(
    ("management", "sentence"),
    [
        ({"names-TOTAL_FORMS": "x"}, "ManagementForm data is missing or has been tampered with."),
        ({"names-TOTAL_FORMS": "100000"}, "Please submit at most 500 forms."),
    ],
)
def test_a_broken_management_form_is_refused(editor, management, sentence):
    refused(add(editor, Park, name_en="Jingxi", kind="park", **management), Park, sentence)


def test_the_key_of_a_target_cannot_be_moved(editor):
    figure, other = make_figure(kind="target"), make_figure(kind="target")
    make_target(figure=figure, horizon="2030", owner_as_printed="Yizhuang")
    address = reverse("admin:policies_target_change", args=[figure.pk])
    editor.post(address, open_form(editor, address) | {"figure": other.pk, "horizon": "2031"})
    figure.refresh_from_db()
    assert figure.target.horizon == "2031"
    assert not hasattr(type(other).objects.get(pk=other.pk), "target")


def test_nothing_is_saved_without_the_token_against_forged_requests(editor):
    editor.handler.enforce_csrf_checks = True
    park = make_park(public=True)
    assert editor.post(reverse("admin:parks_park_withdraw", args=[park.pk])).status_code == 403
    park.refresh_from_db()
    assert park.is_public


def test_names_with_markup_are_shown_as_text(editor):
    park = make_park(name_en='<img src=x onerror="alert(1)">', citations=[])
    public = make_organisation(name_en="<b>Megvii</b>", public=True)
    data = {"action": "publish_selected", "_selected_action": [park.pk]}
    refused_page = editor.post(reverse("admin:parks_park_changelist"), data, follow=True).content.decode()
    withdrawal = reverse("admin:companies_organisation_withdraw", args=[public.pk])
    withdrawn_page = editor.post(withdrawal, {"withdraw-reason": "error"}, follow=True).content.decode()
    assert "&lt;img src=x" in refused_page
    assert "<img src=x" not in refused_page
    assert "Withdrawn: &lt;b&gt;Megvii&lt;/b&gt;." in withdrawn_page
