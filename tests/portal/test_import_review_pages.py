"""The pages on which a table is submitted, decided and written, and who has which button."""

import uuid

import pytest
from django.urls import reverse

from companies.models import Organisation
from portal.imports import writing
from portal.models import Import
from tests import factories
from tests.portal.test_import_pages import run

pytestmark = pytest.mark.django_db
TEXT = "name_en,kind,citations\nNew,company,{quote}\nBare,company,\nBad,robot,\n"


@pytest.fixture
def people():
    return {role: factories.make_role_user(role, username=role) for role in ("editor", "reviewer", "publisher")}


@pytest.fixture
def kept(client, people):
    """A checked table that the editor uploaded: one row for the public, one for a draft, one refused."""
    quote = factories.make_citation(source=factories.make_source(public=True))
    client.force_login(people["editor"])
    return run(client, TEXT.format(quote=quote.pk), "firms.csv")


def press(client, kept, button, **data):
    """Press a button of the report; return the sentences of the page it leads to."""
    kept.refresh_from_db()
    address = reverse("imports:act", args=[kept.pk])
    response = client.post(address, {"act": button, "run": str(kept.run), **data}, follow=True)
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"]]


def shown(client, kept):
    return client.get(reverse("imports:report", args=[kept.pk])).content.decode()


def buttons(client, kept):
    names = ("submit", "approve", "return", "recall", "check", "call_off", "retry")
    page = shown(client, kept)
    return [name for name in names if f'name="act" value="{name}"' in page]


def test_a_table_goes_from_its_check_to_the_public(client, kept, people):
    page = shown(client, kept)
    assert "becomes public: 1" in page
    assert "becomes a draft: 1" in page
    assert "Add at least one citation." in page
    assert buttons(client, kept) == ["submit", "check"]
    sentences = press(client, kept, "submit", note="Please look.", note_en="The list of 2026.", is_minor="on")
    assert sentences == ["The table is submitted for review."]
    kept.refresh_from_db()
    assert (kept.state, kept.submit_note, kept.note_en, kept.is_minor) == (
        "in_review",
        "Please look.",
        "The list of 2026.",
        True,
    )
    assert buttons(client, kept) == ["recall", "check"]

    client.force_login(people["publisher"])
    front = client.get(reverse("admin:index")).content.decode()
    assert "Imports to review" in front
    assert "firms.csv" in front
    assert buttons(client, kept) == ["approve", "return", "recall", "check"]
    assert "Please look." in shown(client, kept)
    assert press(client, kept, "approve") == ["The table is approved. It is written now."]
    page = shown(client, kept)
    assert "data-import-continue" in page
    while Import.objects.get(pk=kept.pk).state == "approved":
        assert client.post(reverse("imports:report", args=[kept.pk])).status_code == 302
    page = shown(client, kept)
    assert "What was ready is public, all of it at once." in page
    assert "publisher approved" in page
    assert reverse("admin:companies_organisation_history", args=[Organisation.objects.get(name_en="New").pk]) in page
    assert list(Organisation.objects.order_by("name_en").values_list("name_en", "is_public")) == [
        ("Bare", False),
        ("New", True),
    ]
    assert buttons(client, kept) == []
    assert "Delete this table" not in page


@pytest.mark.parametrize("button", ["submit", "recall", "return", "approve", "retry", "call_off", "check"])
def test_buttons_are_only_for_who_may(client, kept, people, button):
    address = reverse("imports:act", args=[kept.pk])
    allowed = {"publisher", "editor"} if button in ("submit", "recall", "call_off", "check") else {"publisher"}
    for role, user in people.items():
        client.force_login(user)
        response = client.post(address, {"act": button, "run": str(uuid.uuid4())})
        assert response.status_code == (302 if role in allowed else 403), role
    kept.refresh_from_db()
    assert kept.state == "checked"


def test_an_editor_may_not_write_what_was_approved(client, kept, people):
    press(client, kept, "submit")
    client.force_login(people["publisher"])
    press(client, kept, "approve")
    client.force_login(people["editor"])
    assert client.post(reverse("imports:report", args=[kept.pk])).status_code == 403
    assert "data-import-continue" not in shown(client, kept)
    people["publisher"].groups.clear()
    client.force_login(people["publisher"])
    assert client.post(reverse("imports:report", args=[kept.pk])).status_code == 403


def test_stale_pages_get_a_sentence(client, kept, people):
    old = kept.run
    press(client, kept, "submit")
    assert press(client, kept, "submit") == ["This cannot be done now. The state of the table is: in review."]
    press(client, kept, "check")
    client.post(reverse("imports:report", args=[kept.pk]))
    press(client, kept, "submit")
    client.force_login(people["publisher"])
    sentence = "The table was checked anew after you opened this page. Look at it once more, then decide."
    assert press(client, kept, "approve", run=str(old)) == [sentence]
    assert press(client, kept, "approve", run="x") == [sentence]
    assert press(client, kept, "dance") == ["There is no such button. Load the page again."]
    assert press(client, kept, "return") == ["Say what should be changed."]
    assert press(client, kept, "approve", note="x" * 3000) == ["A note has at most 2000 characters."]
    assert "U+0000" in press(client, kept, "approve", note="x\0")[0]
    press(client, kept, "approve")
    assert press(client, kept, "approve") == ["This table has been approved already."]
    columns = client.post(reverse("imports:columns", args=[kept.pk]), {"model": "companies.organisation", "column-0": "name_en"}, follow=True)  # fmt: skip
    kept.refresh_from_db()
    assert (columns.status_code, kept.state) == (200, "checking")


def test_a_table_deleted_under_an_open_page_gets_a_sentence(client, kept, people):
    addresses = [reverse(f"imports:{name}", args=[kept.pk]) for name in ("report", "columns", "act", "delete")]
    assert client.post(addresses[3]).status_code == 302
    for address in addresses:
        response = client.post(address, {"act": "submit"}, follow=True)
        assert response.status_code == 200
        assert [str(one) for one in response.context["messages"]][-1:] == ["This table was deleted meanwhile."]


def test_a_stopped_table_says_why_and_is_called_off(client, kept, people):
    press(client, kept, "submit")
    client.force_login(people["publisher"])
    press(client, kept, "approve")
    kept.refresh_from_db()
    writing._prepare(kept, list(writing.new_units(kept)))
    Organisation.objects.get(name_en="New").delete()
    client.post(reverse("imports:report", args=[kept.pk]))
    page = shown(client, kept)
    assert "Nothing of this table was published" in page
    assert "Row 2: It was deleted after it was written." in page
    assert buttons(client, kept) == ["call_off", "retry"]
    press(client, kept, "call_off")
    assert "Hidden rows are being removed." in shown(client, kept)
    assert client.post(reverse("imports:delete", args=[kept.pk]), follow=True).context["messages"]
    client.post(reverse("imports:report", args=[kept.pk]))
    assert not Organisation.objects.exists()
    assert buttons(client, kept) == ["submit", "check"]


def test_the_log_leads_to_the_report(client, kept):
    press(client, kept, "submit")
    address = reverse("imports:report", args=[kept.pk])
    assert client.get(reverse("admin:portal_import_history", args=[kept.pk])).url == address
    assert client.get(reverse("admin:portal_import_history", args=["x"])).url == reverse("imports:index")
