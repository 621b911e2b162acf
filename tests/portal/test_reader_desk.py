"""Deciding at the desk on what readers sent: who may, what follows, what is told, what is erased."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import outbox
from editorial.models import Change, Step
from editorial.publishing import publish
from parks.models import Park
from portal.models import Comment, Correction
from portal.readers.tokens import link_token
from tests import factories as make
from tests.admin.forms import form_data

pytestmark = pytest.mark.django_db

LISTS = ("/admin/portal/correction/", "/admin/portal/comment/")


def as_role(role):
    client = Client()
    client.force_login(make.make_role_user(role))
    return client


def form_address(message):
    return f"/admin/portal/{message._meta.model_name}/{message.pk}/change/"


def decide(client, message, **fields):
    address = form_address(message)
    return client.post(address, form_data(client.get(address)) | fields)


@pytest.fixture
def letters(settings, monkeypatch):
    """Letters are configured, and gone when the answer is there."""
    settings.SENDS_LETTERS = True
    monkeypatch.setattr(outbox._sender, "submit", lambda send, letter: send(letter))
    return mail.outbox


# Who may


@pytest.mark.parametrize("role", ["reviewer", "publisher", "administrator"])
def test_who_moderates_sees_and_decides(role):
    comment = make.make_sent_comment(text="A good park.", email="q7x@example.org")
    client = as_role(role)
    assert "A good park." in client.get("/admin/portal/comment/").content.decode()
    assert decide(client, comment, state="accepted").status_code == 302
    comment.refresh_from_db()
    assert comment.state == "accepted"
    assert comment.decided_at is not None
    assert comment.decided_by.groups.get().name == role


@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_who_does_not_moderate_sees_nothing_of_it(role):
    comment = make.make_sent_comment(text="Q7XTEXT")
    client = as_role(role)
    for address in (*LISTS, form_address(comment), f"/admin/portal/comment/{comment.pk}/history/"):
        assert client.get(address).status_code == 403
    assert client.post(form_address(comment), {"state": "accepted"}).status_code == 403
    index = client.get("/admin/").content.decode()
    assert "From readers" not in index
    assert "/admin/portal/comment/" not in index
    comment.refresh_from_db()
    assert comment.state == "held"


def test_only_who_may_see_addresses_sees_one():
    comment = make.make_sent_comment(email="q7x@example.org")
    for role, sees in (("reviewer", False), ("publisher", False), ("administrator", True)):
        client = as_role(role)
        assert ("q7x@example.org" in client.get(form_address(comment)).content.decode()) is sees
        for address in (*LISTS, "/admin/", "/admin/portal/comment/?q=q7x", f"/en/sent/{link_token(comment)}/"):
            assert "q7x@example.org" not in client.get(address).content.decode()


@pytest.mark.parametrize("query", ["email=q7x%40example.org", "email__startswith=q", "text__contains=a", "form_key=1"])
def test_no_filter_tells_what_a_reader_wrote(query):
    make.make_sent_comment(email="q7x@example.org")
    response = as_role("reviewer").get(f"/admin/portal/comment/?{query}")
    assert response.status_code in (302, 400)


def test_nothing_is_added_deleted_or_exported_there():
    comment = make.make_sent_comment()
    client = as_role("administrator")
    for kind in ("comment", "correction"):
        assert client.get(f"/admin/portal/{kind}/add/").status_code == 403
    assert client.post(f"/admin/portal/comment/{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    for action in ("export_csv", "export_xlsx", "delete_selected"):
        client.post(LISTS[1], {"action": action, "_selected_action": [str(comment.pk)], "post": "yes"})
    assert Comment.objects.count() == 1
    offered = client.get(LISTS[1]).content.decode()
    assert "Export selected" not in offered


def test_what_the_reader_wrote_cannot_be_edited():
    comment = make.make_sent_comment(text="A good park.", display_name="Li")
    decide(as_role("administrator"), comment, state="accepted", text="Bought.", display_name="X", email="x@y.org")
    comment.refresh_from_db()
    assert (comment.text, comment.display_name, comment.email) == ("A good park.", "Li", "")


# The first page


def test_the_first_page_counts_what_waits():
    figure = make.make_figure(public=True)
    for state in ("held", "held", "accepted", "spam"):
        make.make_sent_correction(figure, state=state, text="Q7XTEXT")
    make.make_sent_comment(state="declined")
    html = " ".join(as_role("reviewer").get("/admin/").content.decode().split())
    assert '>Corrections from readers</a> <span class="desk-count">2</span>' in html
    assert '>Comments of readers</a> <span class="desk-count">0</span>' in html
    assert "Q7XTEXT" not in html


# Deciding


def test_a_correction_is_settled_by_a_change_and_answered(client):
    park = make.make_park(public=True)
    other = make.make_park(public=True)
    correction = make.make_sent_correction(park)
    own, foreign = (Change.objects.get(unit_id=one.pk) for one in (park, other))
    desk = as_role("reviewer")
    assert decide(desk, correction, state="accepted", change=str(foreign.pk)).status_code == 200
    fields = {"state": "accepted", "change": str(own.pk), "answer_en": "Put right.", "answer_zh": "已更正。"}
    assert decide(desk, correction, **fields).status_code == 302
    correction.refresh_from_db()
    assert (correction.state, correction.change) == ("accepted", own)
    private = client.get(f"/en/sent/{link_token(correction)}/").content.decode()
    assert "An editor has accepted it." in private
    assert "Put right." in private
    assert "已更正。" in client.get("/zh-hans/corrections/").content.decode()


def test_the_steps_are_logged_without_a_word_of_the_reader():
    comment = make.make_sent_comment(text="Q7XTEXT", display_name="Q7XNAME", email="q7x@example.org")
    client = as_role("publisher")
    decide(client, comment, state="declined", answer_en="No.")
    [step] = Step.objects.filter(action=Step.Action.MODERATED)
    assert (step.unit_kind, step.unit_id, step.note) == ("portal.comment", comment.pk, "Decision: declined.")
    assert step.by_name.startswith("publisher")
    log = client.get("/admin/editorial/step/").content.decode()
    assert "Decision: declined." in log
    history = client.get(f"/admin/portal/comment/{comment.pk}/history/").content.decode()
    assert "q7x" not in (log + history).lower()


def test_a_decision_can_be_taken_back(client):
    comment = make.make_sent_comment(state="accepted", text="A good park.")
    page = comment.record.get_absolute_url()
    assert "A good park." in client.get(page).content.decode()
    decide(as_role("reviewer"), comment, state="held")
    comment.refresh_from_db()
    assert (comment.state, comment.decided_at, comment.decided_by) == ("held", None, None)
    assert "A good park." not in client.get(page).content.decode()


def test_a_decision_made_meanwhile_is_not_overwritten_unread():
    comment = make.make_sent_comment()
    first, second = as_role("reviewer"), as_role("publisher")
    opened = form_data(second.get(form_address(comment)))
    decide(first, comment, state="declined")
    response = second.post(form_address(comment), opened | {"state": "accepted"})
    assert "decided: declined." in response.content.decode()
    comment.refresh_from_db()
    assert comment.state == "declined"


def test_a_flood_is_marked_as_spam_at_once():
    record = make.make_park(public=True).record
    held = [make.make_sent_comment(record=record) for _ in range(3)]
    accepted = make.make_sent_comment(record=record, state="accepted")
    keys = [str(one.pk) for one in (*held, accepted)]
    as_role("reviewer").post(LISTS[1], {"action": "mark_as_spam", "_selected_action": keys})
    assert Comment.objects.filter(state="spam", decided_at__isnull=False).count() == 3
    assert Step.objects.filter(action=Step.Action.MODERATED).count() == 3
    as_role("editor").post(LISTS[1], {"action": "mark_as_spam", "_selected_action": keys})
    accepted.refresh_from_db()
    assert accepted.state == "accepted"


@pytest.mark.parametrize("value", ["published", "", "x\0"])
def test_an_unknown_decision_is_refused(value):
    comment = make.make_sent_comment()
    assert decide(as_role("reviewer"), comment, state=value).status_code == 200
    comment.refresh_from_db()
    assert comment.state == "held"


def test_html_is_inert_at_the_desk():
    correction = make.make_sent_correction(text="<script>alert(1)</script>", display_name="<img src=x>")
    client = as_role("administrator")
    for address in (LISTS[0], form_address(correction), "/admin/"):
        html = client.get(address).content.decode()
        assert "<script>alert(1)" not in html
        assert "<img src=x>" not in html


# Letters


def test_the_reader_is_told_once_by_letter_in_their_language(letters, django_capture_on_commit_callbacks, client):
    comment = make.make_sent_comment(email="q7x@example.org", language="zh-hans", text="Q7XTEXT")
    desk = as_role("reviewer")
    with django_capture_on_commit_callbacks(execute=True):
        decide(desk, comment, state="accepted", answer_en="Thank you.", answer_zh="谢谢。")
    [letter] = letters
    assert letter.to == ["q7x@example.org"]
    link = f"http://testserver/zh-hans/sent/{link_token(comment)}/"
    assert link in letter.body
    assert "谢谢。" in letter.body
    assert "Q7XTEXT" not in letter.body
    assert client.get(link).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        decide(desk, comment, answer_zh="谢谢！")
    assert len(letters) == 1


@pytest.mark.parametrize(
    ("sends", "email", "state"), [(False, "a@b.org", "accepted"), (True, "", "accepted"), (True, "a@b.org", "spam")]
)
def test_no_letter_without_mail_server_or_address_nor_to_spammers(
    letters, settings, django_capture_on_commit_callbacks, sends, email, state
):
    settings.SENDS_LETTERS = sends
    comment = make.make_sent_comment(email=email)
    with django_capture_on_commit_callbacks(execute=True):
        assert decide(as_role("reviewer"), comment, state=state).status_code == 302
    assert letters == []


# Giving out and erasing


def test_addresses_and_spam_are_erased_ninety_days_after_the_decision(capsys):
    now = timezone.now()
    old, young = now - timedelta(days=91), now - timedelta(days=89)
    record = make.make_park(public=True).record
    for decided, state in ((old, "accepted"), (young, "accepted"), (old, "spam"), (young, "spam")):
        make.make_sent_comment(record=record, state=state, decided_at=decided, email="a@b.org")
    held = make.make_sent_comment(record=record, email="a@b.org")
    Comment.objects.filter(pk=held.pk).update(sent_at=now - timedelta(days=400))
    call_command("erase_readers")
    assert capsys.readouterr().out == "Erased: 1 e-mail addresses, 1 messages of spam.\n"
    kept = set(Comment.objects.values_list("state", "email"))
    assert kept == {("accepted", ""), ("accepted", "a@b.org"), ("spam", "a@b.org"), ("held", "a@b.org")}
    assert Comment.objects.count() == 4


def test_a_person_gets_what_they_sent(capsys):
    make.make_sent_comment(email="Li@Example.org", text="One")
    make.make_sent_correction(email="li@example.org", text="Two", state="declined")
    make.make_sent_comment(email="wang@example.org", text="Three")
    call_command("export_person", "li@example.ORG")
    found = json.loads(capsys.readouterr().out)
    assert [(one["kind"], one["text"], one["state"]) for one in found] == [
        ("comment", "One", "held"),
        ("correction", "Two", "declined"),
    ]
    call_command("export_person", " ")
    assert json.loads(capsys.readouterr().out) == []


def test_a_person_is_erased_and_the_words_of_the_editors_stay(client, capsys):
    park = make.make_park(public=True)
    canary = {"email": "q7x@example.org", "text": "Q7XTEXT", "display_name": "Q7XNAME"}
    comment = make.make_sent_comment(record=park.record, state="accepted", **canary)
    logged = make.make_sent_correction(
        park, state="accepted", answer_en="Put right.", evidence_url="https://q7x.example/", **canary
    )
    held = make.make_sent_correction(park, **canary)
    other = make.make_sent_comment(record=park.record, email="wang@example.org")
    links = [f"/en/sent/{link_token(one)}/" for one in (comment, logged, held)]
    assert "Q7XNAME" in client.get("/en/corrections/").content.decode()
    call_command("erase_person", "Q7X@example.org")
    assert capsys.readouterr().out == "Erased: 3 messages.\n"
    rows = [*Comment.objects.values_list(), *Correction.objects.values_list(), *Step.objects.values_list()]
    assert "q7x" not in str(rows).lower()
    assert [client.get(link).status_code for link in links] == [404, 404, 404]
    html = client.get("/en/corrections/").content.decode()
    assert "Put right." in html
    assert "Q7X" not in html
    assert list(Comment.objects.all()) == [other]
    administrator = as_role("administrator")
    assert administrator.get(form_address(logged)).status_code == 200
    assert administrator.post(form_address(logged), {"state": "held"}).status_code == 403


def test_nobody_is_erased_without_an_address():
    make.make_sent_comment()
    with pytest.raises(CommandError):
        call_command("erase_person", "")
    assert Comment.objects.count() == 1


def test_a_park_with_comments_is_published_and_changed_as_before():
    park = make.make_park(public=True)
    make.make_sent_comment(record=park.record, state="accepted")
    make.make_sent_correction(park)
    publish(Park.objects.get(), by="test")
    assert Comment.objects.public().count() == 1
