"""The editor's day through the real pages, and what may go wrong in it: a closed tab, a lost network, a second click."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from editorial.models import Change, Draft, OpenForm, Revision, Schedule
from editorial.workflow import carry_out_due
from parks.models import Park
from tests import factories as make

PASSWORD = "a long and quiet password"


@pytest.fixture
def staff(transactional_db):
    """Two editors and a publisher, who log in by themselves."""
    return {
        name: make.make_role_user(role, username=name, password=PASSWORD)
        for name, role in (("mei", "editor"), ("jun", "editor"), ("rui", "publisher"))
    }


def log_in(page, name):
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()
    return page


def choose(page, field, words):
    """Choose in a field with a search what `words` find."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field:focus").fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


def save(page):
    page.get_by_role("button", name="Save draft").click()


def told(page, sentence):
    expect(page.locator(".messagelist")).to_contain_text(sentence)


def wait_until_kept(page):
    expect(page.locator("[data-desk-typing]")).to_contain_text("Kept at", timeout=8_000)


def test_the_day_of_an_editor(visit, staff):
    quote = make.make_citation(public=True, quote="Haidian is the core of Zhongguancun")
    mei, jun, rui = (log_in(visit(), name) for name in staff)

    # A new entry: the tab is closed before it is saved.
    mei.get_by_role("table", name="Parks and designations").get_by_role("row", name="Parks").get_by_role(
        "link", name="Add"
    ).click()
    mei.get_by_label("Name (English):").fill("Haidian Park")
    wait_until_kept(mei)
    assert not Park.objects.exists()
    mei.goto("about:blank")
    mei.goto("/admin/")
    mei.get_by_role("region", name="Input not saved yet").get_by_role("link", name="Haidian Park").click()
    expect(mei.get_by_label("Name (English):")).to_have_value("Haidian Park")
    mei.get_by_label("Kind:").select_option("park")
    save(mei)
    told(mei, "Saved as a draft. Nobody outside the desk sees it.")
    expect(mei.locator(".desk-checklist")).to_contain_text("Add at least one citation.")
    choose(mei, "citations", "Haidian is the core")
    save(mei)
    expect(mei.get_by_text("Nothing is missing before publication.")).to_be_visible()
    park = Park.objects.get()
    form = reverse("admin:parks_park_change", args=[park.pk])
    public_page = "/en/parks/haidian-park/"
    assert visit().goto(public_page).status == 404

    # Two editors, different fields: both changes stay.
    mei.goto(form)
    jun.goto(form)
    expect(jun.locator("[data-desk-people]")).to_contain_text("mei")
    mei.get_by_label("Summary (English):").fill("The core of Zhongguancun.")
    save(mei)
    told(mei, "Saved as a draft")
    jun.get_by_label("Name (Chinese):").fill("海淀园")
    save(jun)
    told(jun, "Another editor saved meanwhile; both changes were merged.")
    expect(jun.get_by_label("Summary (English):")).to_have_value("The core of Zhongguancun.")

    # The same field twice: nothing is lost, the second chooses.
    mei.goto(form)
    jun.goto(form)
    mei.get_by_label("Summary (English):").fill("The northern core.")
    save(mei)
    told(mei, "Saved as a draft")
    jun.get_by_label("Summary (English):").fill("The core, as the source says.")
    save(jun)
    expect(jun.get_by_role("heading", name=re.compile("Two texts of one field"))).to_be_visible()
    both = jun.get_by_role("group", name="Summary (English)")
    for text in ("The core of Zhongguancun.", "The northern core.", "The core, as the source says."):
        expect(both).to_contain_text(text)
    both.get_by_label("What jun wrote").check()
    jun.get_by_role("button", name="Save the choice").click()
    told(jun, "The conflict is resolved and saved in the draft.")
    expect(jun.get_by_label("Summary (English):")).to_have_value("The core, as the source says.")

    # Review: a comment on a field, changes requested, submitted again, approved by someone else.
    review = reverse("admin:parks_park_review", args=[park.pk])
    submit(mei, review, "Please look at it.")
    expect(mei.get_by_text("You wrote some of this draft, so someone else must approve it.")).to_be_visible()
    expect(mei.get_by_role("button", name="Approve")).to_have_count(0)
    rui.goto("/admin/")
    rui.get_by_role("region", name="To review").get_by_role("link", name="Haidian Park").click()
    expect(rui.get_by_text("Please look at it.")).to_be_visible()
    row = rui.get_by_role("row", name="Summary (English)")
    row.get_by_text("Comment on this field").click()
    row.get_by_role("textbox").fill("Which paragraph?")
    row.get_by_role("button", name="Comment").click()
    told(rui, "Your comment is kept.")
    rui.get_by_label("Note to the authors").fill("Name the paragraph.")
    rui.get_by_role("button", name="Request changes").click()
    told(rui, "Returned to its authors with your note.")
    mei.goto(form)
    expect(mei.get_by_text("Which paragraph?")).to_be_visible()
    mei.get_by_label("Summary (English):").fill("The core, as paragraph 3 says.")
    save(mei)
    told(mei, "Saved as a draft")
    submit(mei, review, "")
    rui.goto(review)
    rui.get_by_role("button", name="Approve").click()
    told(rui, "Approved.")

    # Scheduled, and public when it is due.
    rui.get_by_label("When").fill(f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}")
    rui.get_by_role("button", name="Schedule", exact=True).click()
    told(rui, "Scheduled. It becomes public by itself at that moment.")
    reader = visit()
    assert reader.goto(public_page).status == 404
    Schedule.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert carry_out_due().count == 1
    assert reader.goto(public_page).status == 200
    expect(reader.get_by_role("main")).to_contain_text("The core, as paragraph 3 says.")
    first = Change.objects.get(unit_id=park.pk)

    # A change to the live record, published at once; compared; restored.
    mei.goto(form)
    mei.get_by_label("Summary (English):").fill("Something wrong.")
    save(mei)
    told(mei, "The public page stays as it is until the draft is published.")
    reader.reload()
    expect(reader.get_by_role("main")).not_to_contain_text("Something wrong.")
    mei.get_by_role("link", name="Preview").click()
    expect(mei.frame_locator("iframe").get_by_role("main")).to_contain_text("Something wrong.")
    submit(mei, review, "")
    rui.goto(review)
    rui.get_by_role("button", name="Approve").click()
    rui.get_by_role("button", name="Publish now").click()
    told(rui, "Now public.")
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text("Something wrong.")
    mei.goto(review)
    mei.get_by_role("link", name="History").click()
    mei.get_by_role("button", name="Compare the two chosen states").click()
    changed = mei.get_by_role("row", name="Summary (English)")
    expect(changed).to_contain_text("Something wrong.")
    expect(changed).to_contain_text("paragraph 3")
    mei.get_by_role("link", name="History").click()
    state = mei.get_by_role("row", name=f"Compare from state {first.revision.number} ")
    state.get_by_role("button", name="Restore as a draft").click()
    told(mei, "is restored as a draft.")
    assert Draft.objects.get().head.snapshot == first.revision.snapshot
    assert first.revision.snapshot["many"]["citations"] == [str(quote.pk)]


def submit(page, review, note):
    page.goto(review)
    page.get_by_label("Note to the reviewer").fill(note)
    page.get_by_role("button", name="Submit for review").click()
    told(page, "Submitted for review.")


@pytest.fixture
def open_form(visit):
    """An editor's page with the form of a park that is not public; see `form.park`."""
    park = make.make_park(name_en="Haidian Park")
    page = visit(make.make_role_user("editor"))
    page.clock.install()
    page.goto(reverse("admin:parks_park_change", args=[park.pk]))
    page.park = park
    return page


def test_what_is_typed_without_a_network_is_kept_and_recovered(open_form):
    page = open_form
    page.context.set_offline(True)
    page.get_by_label("Summary (English):").fill("Typed on a train.")
    page.clock.fast_forward(5_000)
    expect(page.locator("[data-desk-typing]")).to_contain_text("No connection.")
    assert not OpenForm.objects.filter(content__isnull=False).exists()
    page.context.set_offline(False)
    page.watch.complaints.clear()
    page.reload()
    expect(page.locator("[data-desk-typing]")).to_contain_text("What you typed without a connection was found")
    page.reload()
    page.get_by_role("link", name="Bring it back").click()
    expect(page.get_by_label("Summary (English):")).to_have_value("Typed on a train.")
    save(page)
    told(page, "Saved as a draft")
    assert Draft.objects.get().head.snapshot["fields"]["summary_en"] == "Typed on a train."
    assert not OpenForm.objects.filter(content__isnull=False).exists()


def test_a_network_that_comes_back_while_the_form_is_open_keeps_what_was_typed(open_form):
    page = open_form
    page.context.set_offline(True)
    page.get_by_label("Summary (English):").fill("Typed in a tunnel.")
    page.clock.fast_forward(5_000)
    expect(page.locator("[data-desk-typing]")).to_contain_text("No connection.")
    page.context.set_offline(False)
    page.clock.fast_forward(9_000)
    expect(page.locator("[data-desk-typing]")).to_contain_text("Kept at")
    page.watch.complaints.clear()
    kept = OpenForm.objects.get(content__isnull=False)
    assert kept.content["summary_en"] == ["Typed in a tunnel."]
    assert page.evaluate("Object.keys(window.localStorage).filter((key) => key.startsWith('desk:'))") == []


def test_a_second_click_on_save_saves_once(open_form):
    page = open_form
    page.get_by_label("Summary (English):").fill("Saved once.")
    page.get_by_role("button", name="Save draft").dblclick()
    told(page, "Saved as a draft")
    assert Revision.objects.filter(unit_id=page.park.pk).count() == 1


def test_a_second_click_on_save_makes_one_new_entry(visit):
    page = visit(make.make_role_user("editor"))
    page.goto(reverse("admin:parks_park_add"))
    page.get_by_label("Name (English):").fill("Haidian Park")
    page.get_by_label("Kind:").select_option("park")
    page.get_by_role("button", name="Save draft").dblclick()
    expect(page.locator(".messagelist")).to_contain_text(re.compile("Saved as a draft|It was saved already"))
    assert Park.objects.count() == 1


def test_a_new_form_sent_four_times_at_once_makes_one_entry(visit):
    page = visit(make.make_role_user("editor"))
    page.goto(reverse("admin:parks_park_add"))
    page.get_by_label("Name (English):").fill("Haidian Park")
    page.get_by_label("Kind:").select_option("park")
    statuses = page.evaluate(
        """async () => {
          const form = document.querySelector("#park_form");
          const send = () => fetch(location.href, { method: "POST", body: new FormData(form) });
          return (await Promise.all([send(), send(), send(), send()])).map((answer) => answer.status);
        }"""
    )
    assert statuses == [200, 200, 200, 200]
    assert (Park.objects.count(), Draft.objects.count()) == (1, 1)


def test_the_back_button_after_saving_shows_what_is_saved_and_takes_further_changes(open_form):
    page = open_form
    page.get_by_label("Summary (English):").fill("First.")
    save(page)
    told(page, "Saved as a draft")
    page.go_back()
    expect(page.get_by_label("Summary (English):")).to_have_value("First.")
    page.get_by_label("Summary (English):").fill("Second.")
    page.get_by_label("Name (Chinese):").fill("海淀园")
    save(page)
    told(page, "Saved as a draft")
    fields = Draft.objects.get().head.snapshot["fields"]
    assert (fields["summary_en"], fields["name_zh"]) == ("Second.", "海淀园")
