"""Logging in, staying in, getting a new password, and managing the accounts of others."""

import re
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import middleware, outbox, throttle
from accounts.models import AttemptCount
from tests.admin.forms import form_data, open_form
from tests.factories import make_park, make_superuser, make_user

PASSWORD = "a long and quiet password"
LOGIN = "/admin/login/"
ROLES = ["contributor", "editor", "reviewer", "publisher", "administrator"]


def account(name="mei", role="editor", **overrides):
    user = make_user(username=name, password=PASSWORD, email=f"{name}@example.org", **overrides)
    user.groups.add(Group.objects.get(name=role))
    return user


def log_in(client, name="mei", password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, **extra)


def signed_in(response):
    return response.status_code == 302 and response.headers["Location"] == "/admin/"


@pytest.fixture
def hashes(monkeypatch):
    """Collects one entry for each time a password is hashed."""
    done = []
    encode = PBKDF2PasswordHasher.encode
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)
    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", lambda self, *args: done.append(1) or encode(self, *args))
    return done


@pytest.fixture
def later(monkeypatch):
    """Stops the clock so many seconds after the start of the test: `later(61)`."""
    start = timezone.now()

    def move(seconds):
        moment = start + timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


# Limits


def test_a_hundred_wrong_passwords_cost_five_hashes_and_pages_stay_open(client, db, hashes):
    account()
    park = make_park(public=True)
    hashes.clear()
    answers = [log_in(client, password=f"wrong {number}").status_code for number in range(100)]
    assert answers == [200] * 5 + [429] * 95
    assert len(hashes) == 5
    assert client.get(f"/en{park.get_absolute_url().removeprefix('/en')}").status_code == 200
    assert client.get(LOGIN).status_code == 200


def test_many_names_from_one_address_cost_twenty_hashes(client, db, hashes):
    answers = [log_in(client, name=f"name {number}").status_code for number in range(100)]
    assert answers == [200] * 20 + [429] * 80
    assert len(hashes) == 20
    assert AttemptCount.objects.count() == 21, "what is refused leaves no row"


def test_the_right_password_is_refused_too_until_a_minute_has_passed(client, db, hashes, later):
    account()
    for _ in range(5):
        log_in(client, password="wrong")
    refused = log_in(client)
    assert refused.status_code == 429
    assert SESSION_KEY not in client.session
    assert 55 <= int(refused.headers["Retry-After"]) <= 60
    later(61)
    assert signed_in(log_in(client))


def test_no_minute_whatever_sees_more_than_five(client, db, hashes, later):
    """Attempts at the end of one minute and at the beginning of the next count together."""
    account()
    log_in(client, password="wrong")
    later(58)
    answers = [log_in(client, password="wrong").status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    later(62)
    assert log_in(client, password="wrong").status_code == 429
    later(120)
    assert log_in(client, password="wrong").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"), [("en", ['<html lang="en">', "Too many attempts"]), ("zh-hans", ['<html lang="zh-Hans">'])]
)
def test_the_refusal_is_a_page_of_ours(client, db, hashes, language, words):
    client.cookies["django_language"] = language
    for _ in range(6):
        response = log_in(client, name="nobody")
    page = response.content.decode()
    assert response.status_code == 429
    assert all(word in page for word in [*words, "ParkAtlas", f'href="{LOGIN}"', response.headers["Retry-After"]])
    assert response.headers["Cache-Control"] == "private, no-store"


def test_failures_from_elsewhere_shut_nobody_out(client, db, hashes):
    account()
    for _ in range(6):
        assert log_in(client, password="wrong", REMOTE_ADDR="203.0.113.9").status_code in (200, 429)
    assert signed_in(log_in(client, REMOTE_ADDR="203.0.113.10"))


def test_who_gets_in_is_not_counted(client, db, hashes):
    account()
    assert all(signed_in(log_in(Client())) for _ in range(25))
    log_in(client, password="wrong")
    assert signed_in(log_in(client))
    assert [log_in(client, password="wrong").status_code for _ in range(6)] == [200] * 5 + [429]


def test_getting_in_wins_no_further_guesses_at_others(client, db, hashes):
    account("own")
    account("victim")
    codes = []
    for _ in range(10):
        codes.append(log_in(client, "victim", "wrong").status_code)
        log_in(Client(), "own")
    assert codes == [200] * 5 + [429] * 5


@pytest.mark.parametrize(
    ("name", "overrides"),
    [("nobody", None), ("mei", {}), ("mei", {"is_active": False}), ("mei", {"is_staff": False})],
    ids=["unknown", "known", "inactive", "not of the desk"],
)
def test_known_and_unknown_names_cost_and_say_the_same(client, db, hashes, name, overrides):
    if overrides is not None:
        account(**overrides)
    hashes.clear()
    response = log_in(client, name, "wrong")
    assert len(hashes) == 1
    assert "Please enter the correct username and password for a staff account." in response.content.decode()


def test_without_name_or_password_nothing_is_counted(client, db, hashes):
    assert [log_in(client, "mei", "").status_code for _ in range(30)] == [200] * 30
    assert [log_in(client, "a\0b", "x").status_code for _ in range(30)] == [200] * 30
    assert (len(hashes), AttemptCount.objects.count()) == (0, 0)


def test_neither_names_nor_addresses_are_kept(client, db, hashes):
    log_in(client, "secretname", "wrong", REMOTE_ADDR="203.0.113.9")
    for row in AttemptCount.objects.all():
        assert re.fullmatch("[0-9a-f]{64}", row.key)


def test_counters_are_swept_away(client, db, hashes, later):
    log_in(client, "nobody", "wrong")
    later(3700)
    log_in(client, "somebody", "wrong", REMOTE_ADDR="203.0.113.9")
    assert AttemptCount.objects.count() == 2


@pytest.mark.parametrize(
    ("behind", "remote", "forwarded", "counted"),
    [
        (False, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (True, "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (True, "127.0.0.1", "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        (True, "127.0.0.1", "nonsense", "127.0.0.1"),
        (True, "127.0.0.1", "", "127.0.0.1"),
        (False, "2001:db8:1:2:3:4:5:6", "", "20010db800010002/64"),
        (False, "2001:db8:1:2::1", "", "20010db800010002/64"),
        (False, "::ffff:203.0.113.9", "", "203.0.113.9"),
        (False, "", "198.51.100.1", "unknown"),
    ],
)
def test_whom_an_attempt_is_counted_against(settings, behind, remote, forwarded, counted):
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert throttle.client_address(request) == counted


def test_a_forged_header_wins_no_further_guesses(client, db, hashes):
    for number in range(40):
        log_in(client, "mei", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert len(hashes) == 5


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's test database is in one connection's memory")
@pytest.mark.django_db(transaction=True)
def test_attempts_at_the_same_moment_do_not_slip_past_together():
    request, taken, gate = RequestFactory().post(LOGIN), [], threading.Barrier(12)

    def attempt():
        gate.wait()
        try:
            taken.append(throttle.take(request, "login", "mei"))
        except throttle.TooManyAttempts:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == throttle.PER_ACCOUNT


def test_logging_in_in_between_wins_no_further_names(client, db, hashes):
    account("own")
    codes = []
    for number in range(30):
        codes.append(log_in(client, f"name {number}", "wrong").status_code)
        log_in(Client(), "own")
    assert codes == [200] * 20 + [429] * 10


# Sessions


def demote(user):
    user.is_staff = False
    user.save()


def deactivate(user):
    user.is_active = False
    user.save()


def give_password(user):
    user.set_password("another long password")
    user.save()


@pytest.mark.parametrize("ending", [demote, deactivate, give_password, User.delete])
def test_the_very_next_request_finds_the_session_ended(db, ending):
    user, browsers = account(), [Client(), Client()]
    for browser in browsers:
        browser.force_login(user)
        assert browser.get("/admin/").status_code == 200
    ending(User.objects.get(pk=user.pk))
    for browser in browsers:
        response = browser.get("/admin/")
        assert (response.status_code, response.headers["Location"]) == (302, "/admin/login/?next=/admin/")
        assert browser.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert Session.objects.count() == 0


def test_an_ended_session_does_not_come_back_with_the_account(client, db):
    user = account()
    client.force_login(user)
    deactivate(user)
    client.get("/admin/")
    user.is_active = True
    user.save()
    assert client.get("/admin/").status_code == 302


def test_taking_away_a_role_works_at_the_very_next_request(client, db):
    user = account()
    client.force_login(user)
    change = reverse("admin:parks_park_change", args=[make_park().pk])
    assert client.get(change).status_code == 200
    user.groups.clear()
    assert client.get(change).status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_everyone_changes_their_own_password_which_ends_their_other_sessions(db, role, hashes):
    user, here, elsewhere = account(role=role), Client(), Client()
    for browser in (here, elsewhere):
        browser.force_login(user)
    new = "another long password"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.get("/admin/password_change/").status_code == 200
    response = here.post("/admin/password_change/", fields)
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/password_change/done/")
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    assert User.objects.get().check_password(new)


def test_a_session_lasts_twelve_idle_hours_and_is_renewed_by_visits(client, db, monkeypatch):
    client.force_login(account())
    first = client.get("/admin/")
    assert first.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 12 * 3600
    assert settings.SESSION_COOKIE_NAME not in client.get("/admin/").cookies, "not written at every visit"
    start = middleware.time()
    monkeypatch.setattr(middleware, "time", lambda: start + 16 * 60)
    assert client.get("/admin/").cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 12 * 3600


def test_no_session_lasts_longer_than_fourteen_days(client, db, monkeypatch):
    client.force_login(account())
    start = middleware.time()
    for day, status in ((0, 200), (13.9, 200), (14.1, 302)):
        monkeypatch.setattr(middleware, "time", lambda day=day: start + day * 86400)
        assert client.get("/admin/").status_code == status
    assert Session.objects.count() == 0


def test_logging_in_changes_the_key_of_the_session(client, db, hashes):
    account()
    client.get("/admin/")
    session = client.session
    session["seen"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    log_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


# A new password by e-mail


def ask(client, email):
    response = client.post("/admin/password_reset/", {"email": email})
    outbox._sender.submit(int).result()
    return response


def test_the_login_page_leads_to_a_new_password(client, db):
    assert 'href="/admin/password_reset/"' in client.get(LOGIN).content.decode()
    for address in ("/admin/password_reset/", "/admin/password_reset/done/", "/admin/reset/done/"):
        page = client.get(address).content.decode()
        assert "ParkAtlas" in page
        assert "Django" not in page


def test_a_letter_leads_to_a_new_password_once(client, db, hashes):
    user, elsewhere = account(), Client()
    elsewhere.force_login(user)
    ask(client, "MEI@example.org")
    (letter,) = mail.outbox
    assert letter.to == ["mei@example.org"]
    link = re.search(r"http://testserver(/admin/reset/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    assert form.status_code == 200
    address = form.redirect_chain[-1][0]
    weak = client.post(address, {"new_password1": "short", "new_password2": "short"})
    assert "at least 12 characters" in weak.content.decode()
    new = "another long password"
    done = client.post(address, {"new_password1": new, "new_password2": new})
    assert (done.status_code, done.headers["Location"]) == (302, "/admin/reset/done/")
    assert elsewhere.get("/admin/").status_code == 302
    assert signed_in(log_in(Client(), password=new))
    assert "The password reset link was invalid" in Client().get(link, follow=True).content.decode()


def without_tokens(response):
    return re.sub(r'value="\w{64}"', "", response.content.decode()), response.status_code, dict(response.headers)


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(db, hashes):
    account()
    account("idle", is_active=False)
    account("reader", is_staff=False)
    answers = [without_tokens(ask(Client(), f"{name}@example.org")) for name in ("mei", "idle", "reader", "nobody")]
    assert answers == answers[:1] * 4
    assert [letter.to for letter in mail.outbox] == [["mei@example.org"]]


def test_the_answer_does_not_wait_for_the_mail_server(client, db, monkeypatch):
    account()
    gate = threading.Event()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: gate.wait(10) and mail.outbox.append(self))
    response = client.post("/admin/password_reset/", {"email": "mei@example.org"})
    assert response.status_code == 302
    assert mail.outbox == []
    gate.set()
    outbox._sender.submit(int).result()
    assert len(mail.outbox) == 1


def test_a_mail_server_that_fails_is_logged_without_the_address(client, db, monkeypatch, caplog):
    account()

    def fail(self):
        raise OSError("mei@example.org refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert ask(client, "mei@example.org").status_code == 302
    assert "A letter could not be sent: OSError." in caplog.text
    assert "example.org" not in caplog.text


def test_letters_are_limited_like_logins(client, db):
    account()
    codes = [ask(client, "mei@example.org").status_code for _ in range(7)]
    assert codes == [302] * 5 + [429] * 2
    assert len(mail.outbox) == 5


# Managing others


@pytest.fixture
def administrator(db, client):
    user = account("admin", role="administrator")
    client.force_login(user)
    return user


def change_of(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def test_an_administrator_gives_a_role(administrator, client):
    user, editors = make_user(username="other"), Group.objects.get(name="editor")
    fields = open_form(client, change_of(user))
    assert client.post(change_of(user), fields | {"groups": [editors.pk]}).status_code == 302
    assert list(user.groups.all()) == [editors]


def test_an_administrator_makes_an_account(administrator, client):
    fields = {"username": "new", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post("/admin/auth/user/add/", fields | {"is_superuser": "on", "is_staff": "on"})
    assert response.status_code == 302
    made = User.objects.get(username="new")
    assert (made.is_superuser, made.is_staff) == (False, False)


@pytest.mark.parametrize("whom", ["self", "other"])
def test_nobody_is_made_a_superuser_by_an_administrator(administrator, client, whom):
    user = administrator if whom == "self" else make_user(username="other")
    page = client.get(change_of(user)).content.decode()
    assert 'name="is_superuser"' not in page
    assert 'name="user_permissions"' not in page
    every = [permission.pk for permission in Permission.objects.all()]
    forged = open_form(client, change_of(user)) | {"is_superuser": "on", "user_permissions": every}
    assert client.post(change_of(user), forged).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert not user.is_superuser
    assert not user.user_permissions.exists()


def test_an_administrator_cannot_touch_a_superuser(administrator, client):
    superuser = make_superuser(password=PASSWORD)
    before = User.objects.values().get(pk=superuser.pk)
    page = client.get(change_of(superuser))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    fields = {"username": "gone", "email": "mine@example.org", "_save": "Save"}
    assert client.post(change_of(superuser), fields).status_code == 403
    new = {"password1": "another long password", "password2": "another long password", "usable_password": "true"}
    assert client.post(f"/admin/auth/user/{superuser.pk}/password/", new).status_code == 403
    assert client.post(f"/admin/auth/user/{superuser.pk}/delete/", {"post": "yes"}).status_code == 403
    ticked = {"action": "delete_selected", "_selected_action": [superuser.pk], "post": "yes"}
    assert client.post("/admin/auth/user/", ticked).status_code == 403
    assert User.objects.values().get(pk=superuser.pk) == before


def test_a_superuser_may_do_both(client, db):
    client.force_login(make_superuser())
    other = make_user(username="other")
    assert (
        client.post(change_of(other), open_form(client, change_of(other)) | {"is_superuser": "on"}).status_code == 302
    )
    assert User.objects.get(pk=other.pk).is_superuser
    assert client.post(f"/admin/auth/user/{other.pk}/delete/", {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("role", ["contributor", "editor", "reviewer", "publisher"])
def test_the_other_roles_see_no_accounts(client, db, role):
    client.force_login(account(role=role))
    for address in ("user/", "group/", "user/add/"):
        assert client.get(f"/admin/auth/{address}").status_code == 403
    assert client.post("/admin/auth/user/add/", {"username": "x"}).status_code == 403


def test_the_groups_of_the_roles_stay_as_the_program_keeps_them(administrator, client):
    group = Group.objects.get(name="contributor")
    address = f"/admin/auth/group/{group.pk}/"
    page = client.get(f"{address}change/").content.decode()
    assert "The program keeps the rights of this role." in page
    for target, fields in ((f"{address}change/", {"name": "mine"}), (f"{address}delete/", {"post": "yes"})):
        assert client.post(target, fields).status_code == 403
    ticked = {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"}
    assert client.post("/admin/auth/group/", ticked).status_code == 403
    assert Group.objects.filter(name="contributor").exists()


def test_a_group_of_ones_own_holds_only_what_roles_hold(administrator, client):
    def key(label, codename):
        return Permission.objects.get(content_type__app_label=label, codename=codename).pk

    moderate, sessions = key("accounts", "moderate"), key("sessions", "change_session")
    refused = client.post("/admin/auth/group/add/", {"name": "Moderators", "permissions": [moderate, sessions]})
    assert refused.status_code == 200
    assert not Group.objects.filter(name="Moderators").exists()
    made = client.post("/admin/auth/group/add/", {"name": "Moderators", "permissions": [moderate]})
    assert made.status_code == 302
    assert [permission.pk for permission in Group.objects.get(name="Moderators").permissions.all()] == [moderate]


def test_the_list_of_accounts_shows_the_roles(administrator, client, django_assert_max_num_queries):
    two = account("both", role="publisher")
    two.groups.add(Group.objects.get(name="reviewer"))
    make_superuser(username="root")
    with django_assert_max_num_queries(14):
        page = client.get("/admin/auth/user/").content.decode()
    shown = re.findall(r'<td class="field-roles">(.*?)</td>', page)
    assert shown == ["Administrators", "Publishers, Reviewers", "superuser"]


def test_the_forms_of_accounts_come_back_unchanged(administrator, client):
    user = account("both", role="publisher")
    before = form_data(client.get(change_of(user)))
    assert client.post(change_of(user), before).status_code == 302
    assert {group.name for group in user.groups.all()} == {"publisher"}
