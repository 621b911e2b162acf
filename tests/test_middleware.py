import gzip
import json
import logging

import pytest
from django.db import OperationalError, connection

from core.logs import JsonFormatter
from tests.factories import make_park

POLICY = (
    "default-src 'none'; script-src 'self'; style-src {style}; img-src {image}; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'{frame}"
)


@pytest.mark.parametrize(
    ("address", "style", "image", "readers"),
    [
        ("/healthz", "'self'", "'self'", "same-origin"),
        ("/admin/login/", "'self' 'unsafe-inline'", "'self'", "same-origin"),
        ("/api/v1/no-such-list/", "'self'", "'self' data:", "cross-origin"),
    ],
)
def test_every_answer_carries_the_security_headers(client, db, address, style, image, readers):
    headers = client.get(address).headers
    frame = "; frame-src 'self'" if address.startswith("/admin/") else ""
    assert headers["Content-Security-Policy"] == POLICY.format(style=style, image=image, frame=frame)
    assert headers["Cross-Origin-Resource-Policy"] == readers
    assert headers.get("Access-Control-Allow-Origin") == ("*" if readers == "cross-origin" else None)
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_only_the_card_made_for_it_may_stand_in_a_foreign_frame(client, db):
    make_park(public=True, name_en="Zone")
    embed, page = (client.get(path) for path in ("/embed/en/parks/zone/", "/en/parks/zone/"))
    assert embed.status_code == page.status_code == 200
    assert "frame-ancestors *;" in embed["Content-Security-Policy"] and "X-Frame-Options" not in embed
    assert "script-src 'none'" in embed["Content-Security-Policy"]
    assert embed["Cross-Origin-Resource-Policy"] == "cross-origin" and not embed.cookies
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"] and page["X-Frame-Options"] == "DENY"
    card = client.get("/cards/en/parks/zone.png")
    assert (card["Content-Type"], card["Cross-Origin-Resource-Policy"]) == ("image/png", "cross-origin")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "BREW"])
def test_unknown_methods_are_refused_everywhere(client, method):
    response = client.generic(method, "/admin/login/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE"


@pytest.mark.parametrize("address", ["/healthz?q=%00", "/healthz%00", "/static/%00", "/en/%00/?a=1"])
def test_a_nul_in_the_address_is_refused_with_a_page(client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_an_answer_to_a_signed_in_reader_is_never_stored(client, django_user_model, db):
    assert client.get("/healthz").headers["Cache-Control"] != "private, no-store"
    client.force_login(django_user_model.objects.create(username="editor", is_staff=True))
    assert client.get("/healthz").headers["Cache-Control"] == "private, no-store"
    assert client.get("/admin/").headers["Cache-Control"] == "private, no-store"


def test_health_answers_without_cookies(client, db):
    for address in ("/healthz", "/readyz"):
        response = client.get(address)
        assert (response.status_code, response.content, dict(response.cookies)) == (200, b"ok\n", {})
    assert client.post("/healthz").status_code == 405


def test_readiness_fails_while_the_database_does_not_answer(client, db):
    def refuse(*_):
        raise OperationalError("The connection is closed.")

    with connection.execute_wrapper(refuse):
        assert client.get("/healthz").status_code == 200
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"The database does not answer.\n")


def test_a_log_line_is_one_json_object_without_the_query(client, caplog):
    with caplog.at_level(logging.WARNING, "django.request"):
        client.get("/no-such-page/?q=canary")
    lines = [JsonFormatter().format(record) for record in caplog.records if record.name == "django.request"]
    assert [json.loads(line)["message"] for line in lines] == ["Not Found: /no-such-page/"]
    assert "canary" not in "".join(lines)


def test_a_failure_s_traceback_stays_on_its_line():
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        record = logging.LogRecord("atlas", logging.ERROR, "", 0, "It %s.", ("failed",), (type(error), error, None))
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line) | {"time": ""} == {
        "time": "",
        "level": "ERROR",
        "logger": "atlas",
        "message": "It failed.",
        "traceback": "ValueError: first\nsecond",
    }


@pytest.mark.parametrize(
    "address", ["/en/parks/", "/en/parks/haidian-park/", "/api/v1/parks/", "/api/v1/parks/haidian-park/"]
)
def test_a_database_that_does_not_answer_is_a_passing_fault(client, db, address):
    def unreachable(execute, *arguments):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(unreachable):
        response = client.get(address)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    if address.startswith("/api/"):
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == 503
    else:
        assert "The database does not answer at the moment." in response.content.decode()


@pytest.mark.parametrize("verb", ["load", "save"])
def test_a_session_that_cannot_be_read_or_kept_is_a_passing_fault_too(client, admin_user, monkeypatch, verb):
    """Sessions are read and kept outside of every view, where no middleware hears of the failure."""
    client.force_login(admin_user)
    client.raise_request_exception = False

    def locked(*arguments, **options):
        raise OperationalError("database is locked")

    monkeypatch.setattr(f"django.contrib.sessions.backends.db.SessionStore.{verb}", locked)
    response = client.get("/admin/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "The database does not answer at the moment." in response.content.decode()


def test_any_other_fault_is_one_of_ours(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("core.list_pages.ListPage.get", lambda *arguments, **options: 1 / 0)
    response = client.get("/en/parks/")
    assert response.status_code == 500
    assert "Retry-After" not in response.headers


@pytest.mark.parametrize(
    "address",
    ["/en/search/", "/en/parks/", "/healthz", "/en/corrections/", "/en/comments/", "/corrections/new/park/x/"],
)
def test_what_is_only_read_refuses_to_be_written_to(client, db, address):
    for method in ("POST", "PUT", "DELETE"):
        response = client.generic(method, address)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_form_with_too_many_fields_is_refused_in_a_sentence(admin_client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    response = admin_client.post("/admin/parks/park/add/", dict.fromkeys("abcde", "x"))
    assert response.status_code == 400
    assert "The form is too large to be sent at once." in response.content.decode()


@pytest.mark.django_db
def test_a_page_is_sent_compressed_to_who_can_read_that(client):
    plain = client.get("/en/method/")
    packed = client.get("/en/method/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content


@pytest.mark.django_db
def test_what_others_append_to_an_address_is_taken_off(client):
    answer = client.get("/en/parks/?kind=zone&utm_source=letter&q=a%26b&fbclid=x")
    assert (answer.status_code, answer["Location"]) == (302, "/en/parks/?kind=zone&q=a%26b")
    assert client.get("/en/map/?utm_medium=mail")["Location"] == "/en/map/"
    assert client.get("/api/v1/parks/?utm_source=letter").status_code == 400
    assert client.get("/en/parks/?utm=1").status_code == 400
