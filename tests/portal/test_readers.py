"""What readers send: the forms, their limits, and that nothing is public before an editor decides."""

import re
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import throttle
from accounts.models import AttemptCount
from editorial import merging, snapshots
from editorial.drafting import keep
from editorial.models import Change
from editorial.models.changes import Reason
from editorial.publishing import publish, withdraw
from parks.models import Park
from portal.models import Comment, Correction
from portal.readers import facts, views
from portal.readers.tokens import link_token
from tests import factories as make
from tests.pages.world import build_world

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="token" value="([^"]+)"')
TYPED = {"text": "It was 600 billion.", "display_name": "Li", "email": "li@example.org", "website": ""}
ABSENT = uuid.UUID("00000000-0000-4000-8000-000000000000")


def form_of(row, language="en"):
    return f"/{language}/corrections/new/{row._meta.model_name}/{row.pk}/"


def comment_form(record, language="en"):
    return f"/{language}/comments/new/{record.pk}/"


def token_at(client, address, **headers):
    return TOKEN.search(client.get(address, **headers).content.decode())[1]


def send(client, address, *, token=None, **typed):
    return client.post(address, {"token": token or token_at(client, address), **TYPED, **typed})


@pytest.fixture
def figure():
    return make.make_figure(public=True)


# The way of one report


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_report_is_held_and_its_private_page_says_so(client, figure, language):
    response = send(client, form_of(figure, language), evidence_url="https://example.org/table")
    kept = Correction.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/{language}/sent/{link_token(kept)}/"
    assert (kept.state, kept.text, kept.display_name, kept.email) == (
        "held",
        "It was 600 billion.",
        "Li",
        "li@example.org",
    )
    assert (kept.fact_kind, kept.fact_id, kept.record_id) == ("core.figure", figure.pk, figure.subject_id)
    assert (kept.language, kept.evidence_url) == (language, "https://example.org/table")
    assert figure.subject.name_en in kept.title_en
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert "It was 600 billion." in page.content.decode()
    assert "li@example.org" not in page.content.decode()
    assert f"/{language}/figures/{figure.pk}/" in page.content.decode()


def test_neither_form_nor_private_page_is_kept_found_or_told_and_no_cookie_is_set(client, figure):
    address = form_of(figure)
    sent = send(client, address)
    for response in (client.get(address), sent, client.get(sent["Location"]), send(client, address, text="")):
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"].startswith("noindex")
        assert not response.cookies
    assert client.get(sent["Location"])["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in client.get(sent["Location"]).content.decode()


def test_a_comment_is_shown_once_it_is_accepted(client):
    park = make.make_park(public=True, name_en="Haidian Park")
    page = "/en/parks/haidian-park/"
    assert "No comments yet" in client.get(page).content.decode()
    send(client, comment_form(park), text="A <b>good</b> park.\n\nCome & see.")
    comment = Comment.objects.get()
    held = client.get(page).content.decode()
    assert "No comments yet" in held
    assert "Come" not in held
    Comment.objects.update(state="accepted", decided_at=timezone.now(), answer_en="Thank you.")
    shown = client.get(page).content.decode()
    assert "<p>A &lt;b&gt;good&lt;/b&gt; park.</p>\n\n<p>Come &amp; see.</p>" in shown
    assert f'id="comment-{comment.pk}"' in shown
    assert "<strong>Li</strong>" in shown
    assert "Thank you." in shown
    assert "li@example.org" not in shown
    Comment.objects.update(hides_name=True)
    assert "<strong>A reader</strong>" in client.get(page).content.decode()


def test_a_briefing_can_be_commented_on(client):
    briefing = make.make_briefing(public=True)
    assert comment_form(briefing) in client.get(briefing.get_absolute_url()).content.decode()
    assert send(client, comment_form(briefing)).status_code == 303


def test_every_kind_of_fact_can_be_reported_from_where_it_stands(client):
    """Each form stands on some page, opens, and names the fact in both languages."""
    world = build_world()
    kinds = set(facts.reportable()) - {"assessment"}  # Shown as the state of its target.
    pattern = re.compile(r'href="(/en/corrections/new/(\w+)/[^"]+)"')
    pages = [client.get(record.get_absolute_url()).content.decode() for record in world.values()]
    found = {kind: path for html in pages for path, kind in pattern.findall(html)}
    assert kinds - set(found) == set()
    for path in found.values():
        for address in (path, path.replace("/en/", "/zh-hans/")):
            response = client.get(address)
            assert response.status_code == 200, address
            assert TOKEN.search(response.content.decode())


def test_a_fact_is_reported_once_and_from_its_opened_evidence(client):
    park = build_world()["parks"]
    html = client.get(park.get_absolute_url()).content.decode()
    evidence = re.findall(r"<details class=\"evidence.*?</details>", html, re.DOTALL)
    links = re.compile(r"/en/corrections/new/(?!park/)\w+/[^\"]+")
    inside = [link for one in evidence for link in links.findall(one)]
    assert sorted(inside) == sorted(links.findall(html))
    assert {link.split("/")[4] for link in inside} >= {"figure", "presence", "membership", "parksector", "scope"}
    assert all(len(links.findall(one)) <= 1 for one in evidence)


def test_a_form_asks_as_often_for_any_fact_and_a_page_once_for_its_comments(client, django_assert_max_num_queries):
    figure = make.make_figure(public=True)
    with django_assert_max_num_queries(6):
        client.get(form_of(figure))
    card = figure.subject
    counts = []
    for number in (1, 12):
        for _ in range(number):
            make.make_sent_comment(record=card, state="accepted")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(card.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]


# What is refused, with the input kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "Write something first."),
        ({"text": " \r\n "}, "Write something first."),
        ({"text": "x" * 10_000}, "At most 4000 characters can be sent; these are 10000. Shorten the text."),
        ({"text": "one\0two"}, "The text held a character that cannot be kept (U+0000)."),
        ({"text": "one\x1b[31mtwo"}, "The text held a character that cannot be kept (U+001B)."),
        ({"text": "http://a https://b www.c HTTP://d"}, "At most 3 links can be sent in one text. Leave some out."),
        ({"website": "https://spam.example"}, "is there to catch programs."),
        ({"display_name": "n" * 81}, "At most 80 characters can be sent; these are 81."),
        ({"display_name": "Li\nWang"}, "The text held a character that cannot be kept (U+000A)."),
        ({"email": "no address"}, "Enter a valid email address."),
        ({"email": "a@b\0.org"}, "The text held a character that cannot be kept (U+0000)."),
        ({"evidence_url": "javascript:alert(1)"}, "This is not the address of a page"),
        ({"evidence_url": "data:text/html,x"}, "This is not the address of a page"),
    ],
)
def test_bad_input_is_refused_in_a_sentence_and_comes_back(client, figure, typed, sentence):
    address = form_of(figure)
    token = token_at(client, address)
    response = send(client, address, token=token, **typed)
    html = response.content.decode()
    assert response.status_code == 400
    assert sentence in html
    assert "Li" in html or "n" * 81 in html
    assert Correction.objects.count() == 0
    assert "\0" not in html
    assert "\x1b" not in html
    fresh = TOKEN.search(html)[1]
    assert fresh != token
    assert send(client, address, token=fresh).status_code == 303


def test_what_was_typed_comes_back_inert(client, figure):
    html = send(client, form_of(figure), email="x", text="</textarea><script>alert(1)</script>").content.decode()
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html


def test_four_thousand_characters_with_line_breaks_of_browsers_are_taken(client, figure):
    text = "中" * 1998 + "\r\n" + "x" * 2001
    assert send(client, form_of(figure), text=text).status_code == 303
    assert Correction.objects.get().text == text.replace("\r\n", "\n")


def test_a_longer_body_than_any_form_is_not_read(client, figure):
    body = urlencode({"text": "x" * views.FORM_BYTES})
    response = client.post(form_of(figure), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "This is more than the form can take." in response.content.decode()


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
def test_a_body_that_is_no_form_is_an_empty_one(client, figure, content_type):
    response = client.post(form_of(figure), b'{"text": ', content_type=content_type)
    assert response.status_code == 400
    assert Correction.objects.count() == 0


# The token


def refused_token(client, address, token):
    html = send(client, address, token=token).content.decode()
    assert "This form was open for too long, or did not come from this page." in html
    assert "It was 600 billion." in html
    assert Correction.objects.count() == 0
    assert send(client, address, token=TOKEN.search(html)[1]).status_code == 303


@pytest.mark.parametrize("forge", [lambda token: "x", lambda token: token[:-1] + "~", lambda token: token + "\0"])
def test_a_forged_token_is_refused(client, figure, forge):
    address = form_of(figure)
    refused_token(client, address, forge(token_at(client, address)))


def test_a_token_of_another_form_is_refused(client, figure):
    other = make.make_figure(public=True)
    refused_token(client, form_of(figure), token_at(client, form_of(other)))


def test_a_token_from_another_network_is_refused(client, figure):
    address = form_of(figure)
    refused_token(client, address, token_at(client, address, REMOTE_ADDR="198.51.100.7"))


def test_a_token_expires(client, figure, monkeypatch):
    address = form_of(figure)
    token = token_at(client, address)
    monkeypatch.setattr("portal.readers.tokens.FORM_SECONDS", -1)
    html = send(client, address, token=token).content.decode()
    assert "This form was open for too long" in html
    monkeypatch.setattr("portal.readers.tokens.FORM_SECONDS", 3600)
    assert send(client, address, token=token).status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_that_another_site_sends_is_refused(client, figure, site):
    address = form_of(figure)
    response = client.post(address, {"token": token_at(client, address), **TYPED}, headers={"Sec-Fetch-Site": site})
    assert response.status_code == 400
    assert Correction.objects.count() == 0


def test_a_form_sent_twice_is_kept_once_and_a_token_serves_once(client, figure):
    address = form_of(figure)
    token = token_at(client, address)
    first, second = (send(client, address, token=token) for _ in range(2))
    assert second.status_code == 303
    assert first["Location"] == second["Location"]
    other = send(client, address, token=token, text="Something else.")
    assert other.status_code == 400
    assert "This form has been sent before." in other.content.decode()
    assert "Something else." in other.content.decode()
    assert Correction.objects.count() == 1


def test_a_form_sent_twice_at_the_same_moment_is_kept_once(client, figure, monkeypatch):
    address = form_of(figure)
    token = token_at(client, address)
    receive = views.ReportFact.about

    def overtaken(self, subject):
        """The other request is kept after this one has looked for it."""
        monkeypatch.setattr(views.ReportFact, "about", receive)
        Client().post(address, {"token": token, **TYPED})
        return receive(self, subject)

    monkeypatch.setattr(views.ReportFact, "about", overtaken)
    response = client.post(address, {"token": token, **TYPED})
    assert response["Location"] == f"/en/sent/{link_token(Correction.objects.get())}/"


def test_private_links_are_signed(client):
    comment, other = make.make_sent_comment(), make.make_sent_comment()
    token = link_token(comment)
    assert client.get(f"/en/sent/{token}/").status_code == 200
    for forged in (
        token[:-2] + "xx",
        token.replace(comment.pk.hex, other.pk.hex),
        token.replace("comment", "correction"),
        str(comment.pk),
        "x",
    ):
        assert client.get(f"/en/sent/{forged}/").status_code == 404


# What is hidden


def test_what_is_hidden_answers_like_what_never_was(client):
    hidden = make.make_figure()
    park = make.make_park()
    client.get("/en/")
    never = client.get(f"/en/corrections/new/figure/{ABSENT}/")
    for address in (
        form_of(hidden),
        f"/en/corrections/new/nothing/{hidden.pk}/",
        f"/en/corrections/new/citation/{hidden.citation_id}/",
        f"/en/corrections/new/park/{hidden.pk}/",
        form_of(park),
        comment_form(park),
    ):
        for answer in (client.get(address), client.post(address, TYPED, REMOTE_ADDR=f"10.0.{len(address)}.1")):
            assert (answer.status_code, answer.content) == (404, never.content)
    assert Correction.objects.count() == Comment.objects.count() == 0


def test_what_was_withdrawn_meanwhile_takes_nothing(client):
    park = make.make_park(public=True)
    address = comment_form(park)
    token = token_at(client, address)
    withdraw(Park.objects.get(), by="test")
    assert send(client, address, token=token).status_code == 404
    assert Comment.objects.count() == 0


def test_a_private_page_names_nothing_that_is_no_longer_public(client):
    park = make.make_park(public=True, name_en="Secret Park")
    links = [link_token(one) for one in (make.make_sent_comment(record=park.record), make.make_sent_correction(park))]
    assert all("Secret Park" in client.get(f"/en/sent/{token}/").content.decode() for token in links)
    withdraw(Park.objects.get(), by="test")
    for token in links:
        html = client.get(f"/en/sent/{token}/").content.decode()
        assert "Secret Park" not in html
        assert "something that is no longer public" in html


def test_what_stays_readable_can_still_be_reported(client):
    park = make.make_park(public=True)
    withdraw(Park.objects.get(), by="test", reason=Reason.WITHDRAWN)
    assert send(client, form_of(park)).status_code == 303


# Limits


def test_three_messages_in_ten_minutes_are_kept_from_one_network(client, figure):
    address = form_of(figure)
    for number in range(3):
        assert send(client, address, text=f"Number {number}").status_code == 303
    token = token_at(client, address)
    with CaptureQueriesContext(connection) as asked:
        response = send(client, address, token=token)
    assert len(asked) <= 4, "looked at before it was counted"
    html = response.content.decode()
    assert response.status_code == 429
    assert 590 <= int(response["Retry-After"]) <= 600
    assert "What you wrote was not sent." in html
    assert "/admin/" not in html
    assert Correction.objects.count() == 3
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    token = token_at(client, address, **elsewhere)
    assert client.post(address, {"token": token, **TYPED}, **elsewhere).status_code == 303
    AttemptCount.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert send(client, address).status_code == 303


def test_slips_do_not_use_up_the_three_but_are_limited_too(client, figure):
    address = form_of(figure)
    token = token_at(client, address)
    for _ in range(throttle.PER_NETWORK_TRIED - 1):
        assert send(client, address, token=token, text="").status_code == 400
    assert send(client, address, token=token).status_code == 303
    assert send(client, address, token=token, text="").status_code == 429


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
    ],
)
def test_messages_are_counted_by_network(remote, counted):
    assert throttle.client_network(RequestFactory().get("/", REMOTE_ADDR=remote)) == counted


def test_no_address_of_a_reader_is_kept(client, figure):
    address, reader = form_of(figure), {"REMOTE_ADDR": "198.51.100.77"}
    token = token_at(client, address, **reader)
    client.post(address, {"token": token, **TYPED}, **reader)
    kept = [str(value) for row in AttemptCount.objects.values_list() for value in row]
    kept += [str(value) for value in Correction.objects.values_list().get()]
    assert [value for value in kept if "198.51.100" in value] == []


# The corrections log


def test_the_log_shows_what_editors_say_and_nothing_of_the_reader(client, figure):
    assert "No correction has been decided on yet." in client.get("/en/corrections/").content.decode()
    fields = {"text": "Q7XTEXT", "email": "q7xmail@example.org", "evidence_url": "https://q7xurl.example/"}
    for state in ("held", "spam", "accepted", "declined"):
        make.make_sent_correction(figure, state=state, answer_en=f"Answer to {state}.", **fields)
    make.make_sent_correction(figure, state="accepted", display_name="Q7XHIDDEN", hides_name=True, **fields)
    make.make_sent_correction(figure, state="declined", display_name="Wang Li", **fields)
    html = client.get("/en/corrections/").content.decode()
    assert "Q7X" not in html.upper()
    assert re.findall(r"Answer to \w+", html) == ["Answer to declined", "Answer to accepted"]
    assert html.count(f'href="/en/figures/{figure.pk}/"') == 4
    assert html.count("Reported by") == html.count("Wang Li") == 1


def test_the_log_names_the_change_that_settled_it(client):
    park = make.make_park(public=True, name_en="Old name")
    before = snapshots.read(park)
    mine = {**before, "fields": {**before["fields"], "name_en": "New name"}}
    keep(park, by=make.make_user(), base=before, mine=mine)
    publish(park, by="test", note_en="Renamed by decree.")
    make.make_sent_correction(park, state="accepted", change=Change.objects.order_by("number").last())
    html = " ".join(client.get("/en/corrections/").content.decode().split())
    assert "changed: Name (English)" in html
    assert "Renamed by decree." in html
    withdraw(Park.objects.get(), by="test")
    html = client.get("/en/corrections/").content.decode()
    assert "something that is no longer public" in html
    assert "New name" not in html
    assert "Renamed by decree." not in html


def test_the_log_asks_as_often_for_any_number_of_corrections_and_is_paged(client):
    world = build_world()
    make.make_sent_correction(world["parks"], state="accepted")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/corrections/")
    rows = [row for model in facts.reportable().values() for row in model.objects.public().order_by("pk")[:2]]
    assert len({type(row) for row in rows}) >= 20
    for row in rows:
        make.make_sent_correction(row, state="declined")
        make.make_sent_correction(row)
    with CaptureQueriesContext(connection) as many:
        html = client.get("/en/corrections/").content.decode()
    assert len(few) == len(many) <= 5
    pages = -(-(len(rows) + 1) // views.LOGGED_PER_PAGE)
    assert f"Page 1 of {pages}" in html
    assert "something that is no longer public" not in html
    assert client.get(f"/en/corrections/?page={pages}").status_code == 200
    for page in (str(pages + 1), "0", "-1", "x", "９", "1" * 400):
        assert client.get("/en/corrections/", {"page": page}).status_code == 404
    assert client.get("/en/corrections/?q=1").status_code == 400


def test_a_fact_is_described_with_its_figures_and_names():
    park = make.make_park(public=True, name_en="Haidian Park", name_zh="海淀园")
    company = make.make_organisation(public=True, name_en="Megvii")
    presence = make.make_presence(public=True, park=park, organisation=company, role="investee")
    fact = facts.find_fact("presence", presence.pk)
    assert fact.titles() == {"title_en": "Megvii: investee, Haidian Park", "title_zh": fact.titles()["title_zh"]}
    assert "海淀园" in fact.titles()["title_zh"]
    assert (fact.record, fact.address) == (park.record, park.get_absolute_url())


# The log of the program


def test_nothing_a_reader_wrote_reaches_the_log_of_the_program(client, figure, caplog):
    with caplog.at_level("DEBUG"):
        send(client, form_of(figure), text="Q7XTEXT", display_name="Q7XNAME", email="q7x@example.org")
        send(client, form_of(figure), text="Q7XTEXT", email="q7x wrong")
    written = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [one for one in written if "q7x" in one.lower()] == []


def test_an_accepted_comment_is_as_public_as_its_record():
    park = make.make_park(public=True)
    comment = make.make_sent_comment(record=park.record, state="accepted")
    assert list(Comment.objects.public()) == [comment]
    withdraw(Park.objects.get(), by="test")
    assert list(Comment.objects.public()) == []


def test_comments_follow_their_record_into_what_it_was_merged_into_and_back(client, db):
    survivor, twice = make.make_park(public=True), make.make_park(public=True)
    make.make_sent_comment(record=twice.record, state="accepted", text="I have been there.")
    make.make_sent_comment(record=twice.record, state="held", text="Nobody has read this.")
    proposed = merging.propose(survivor, twice, by=make.make_role_user("editor"))
    publisher = make.make_role_user("publisher")
    assert "I have been there." not in client.get(survivor.get_absolute_url()).content.decode()
    merger = merging.approve(proposed, by=publisher)
    page = client.get(survivor.get_absolute_url()).content.decode()
    assert "I have been there." in page
    assert "Nobody has read this." not in page
    merging.take_back(merger, by=publisher)
    assert "I have been there." not in client.get(survivor.get_absolute_url()).content.decode()
    assert "I have been there." in client.get(twice.get_absolute_url()).content.decode()
