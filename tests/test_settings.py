import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.databases import default_database
from config.environment import log_level, secret_key, switch, tile_server, whole_number
from config.mail import mail_settings

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "a-long-random-text-of-more-than-fifty-characters-for-the-check",
    "ALLOWED_HOSTS": "atlas.example.org",
}
OWN_NAMES = ("DEBUG", "LOCAL", "HTTPS", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "WEB_PROCESS", *PRODUCTION)
READ_NAME = re.compile(r'(?:env\.\w+|switch|whole_number)\(\s*"(\w+)"')


def start(*command, **variables):
    """Run Python in the project's folder with a production environment that holds only `variables` of ours."""
    clean = {name: text for name, text in os.environ.items() if name not in OWN_NAMES}
    return subprocess.run([sys.executable, *command], env=clean | variables, cwd=ROOT, capture_output=True, text=True)


def read_names():
    sources = [path.read_text() for path in (ROOT / "config").glob("*.py")]
    return sorted({name for source in sources for name in READ_NAME.findall(source)})


@pytest.mark.parametrize("name", read_names())
def test_every_environment_variable_is_documented(name):
    assert f"| `{name}` |" in (ROOT / "docs" / "operations.md").read_text()


def test_the_documented_variables_are_those_that_are_read():
    table = (ROOT / "docs" / "operations.md").read_text()
    assert sorted(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == read_names()


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("SECRET_KEY", "SECRET_KEY is not set: give a long random text, or LOCAL=1 on your own machine.\n"),
        ("ALLOWED_HOSTS", "ALLOWED_HOSTS is not set: give the site's host names, separated by commas.\n"),
    ],
)
@pytest.mark.parametrize("command", [("manage.py", "runserver"), ("-c", "import config.wsgi")], ids=["manage", "wsgi"])
def test_production_refuses_to_start_in_one_sentence(command, missing, sentence):
    outcome = start(*command, **PRODUCTION | {missing: ""})
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (1, "", sentence)


@pytest.mark.parametrize(
    ("name", "text", "read", "sentence"),
    [
        ("DEBUG", "perhaps", lambda: switch("DEBUG", default=False), "DEBUG must be 1 or 0, not 'perhaps'."),
        (
            "HSTS_SECONDS",
            "-1",
            lambda: whole_number("HSTS_SECONDS", 0),
            "HSTS_SECONDS must be a whole number, not '-1'.",
        ),
        (
            "LOG_LEVEL",
            "loud",
            lambda: log_level(default="INFO"),
            "LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not 'LOUD'.",
        ),
        (
            "DATABASE_URL",
            "mysql://host/name",
            lambda: default_database(var_dir=ROOT),
            "DATABASE_URL must begin with postgres:// or sqlite:///.",
        ),
        (
            "DATABASE_URL",
            "postgres://user:pass/word@host/name",
            lambda: default_database(var_dir=ROOT),
            "DATABASE_URL is not a database address: write postgres://user:password@host:port/name, with special "
            "characters of the password percent-encoded.",
        ),
        (
            "EMAIL_URL",
            "smtps://mail.example.org",
            lambda: mail_settings(local=False),
            "EMAIL_URL must begin with smtp+tls://, smtp+ssl://, smtp:// or be consolemail://.",
        ),
        (
            "EMAIL_URL",
            "smtp://user:pass/word@mail.example.org",
            lambda: mail_settings(local=False),
            "EMAIL_URL is not the address of a mail server: write smtp+tls://user:password@host:587, with special "
            "characters of the user and the password percent-encoded.",
        ),
    ],
    ids=["switch", "number", "level", "engine", "address", "kind of mail server", "mail server"],
)
def test_a_wrong_value_is_refused_in_one_sentence(monkeypatch, name, text, read, sentence):
    monkeypatch.setenv(name, text)
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    assert str(refusal.value) == sentence


def test_the_mail_server_is_named_as_each_django_wants_it(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://park%40atlas:a%2Fb@mail.example.org:587")
    monkeypatch.setenv("EMAIL_FROM", "desk@example.org")
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr("django.VERSION", (5, 2, 19))
    assert mail_settings(local=False) == {
        "DEFAULT_FROM_EMAIL": "desk@example.org",
        "EMAIL_BACKEND": smtp,
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "park@atlas",
        "EMAIL_HOST_PASSWORD": "a/b",
        "EMAIL_USE_TLS": True,
        "EMAIL_TIMEOUT": 10,
    }
    monkeypatch.setattr("django.VERSION", (6, 1, 0))
    options = {
        "host": "mail.example.org",
        "port": 587,
        "username": "park@atlas",
        "password": "a/b",
        "use_tls": True,
        "timeout": 10,
    }
    assert mail_settings(local=False) == {
        "DEFAULT_FROM_EMAIL": "desk@example.org",
        "MAILERS": {"default": {"BACKEND": smtp, "OPTIONS": options}},
    }


@pytest.mark.parametrize(
    ("variables", "offered"), [({}, False), ({"EMAIL_URL": "smtp://mail.example.org"}, True)], ids=["without", "with"]
)
def test_new_passwords_are_offered_where_letters_can_be_sent(variables, offered):
    reader = (
        "import django; django.setup(); from django.urls import NoReverseMatch, reverse\n"
        "try: print(reverse('admin_password_reset'))\nexcept NoReverseMatch: print(None)"
    )
    outcome = start("-c", reader, **PRODUCTION, DJANGO_SETTINGS_MODULE="config.settings", **variables)
    assert (outcome.stdout, outcome.stderr) == ("/admin/password_reset/\n" if offered else "None\n", "")


def test_the_local_key_is_made_once_and_private(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY")
    key_file = tmp_path / "var" / "secret_key"
    first = secret_key(local=True, key_file=key_file)
    assert len(first) >= 50
    assert secret_key(local=True, key_file=key_file) == first
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == ["secret_key"]


def test_production_settings_pass_the_deployment_check():
    outcome = start("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (outcome.returncode, outcome.stderr) == (0, "")


def test_gunicorn_ends_at_once_with_the_sentence():
    outcome = start(
        "-m",
        "gunicorn",
        "--config",
        "python:config.gunicorn",
        "--bind",
        "127.0.0.1:0",
        "config.wsgi",
        ALLOWED_HOSTS="x",
    )
    assert outcome.returncode == 1
    assert outcome.stderr.count("SECRET_KEY is not set") == 1
    assert "Traceback" not in outcome.stderr


def test_static_files_collect_into_the_manifest(tmp_path):
    outcome = start("manage.py", "collectstatic", "--noinput", STATIC_ROOT=str(tmp_path), **PRODUCTION)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert (tmp_path / "staticfiles.json").exists()


@pytest.mark.parametrize(
    ("web", "limits"), [("1", "-c jit=off -c statement_timeout=1500 -c lock_timeout=2000"), ("0", "-c jit=off")]
)
def test_only_web_requests_have_time_limits(web, limits):
    reader = "from config.settings import DATABASES; print(DATABASES['default']['OPTIONS'].get('options'))"
    outcome = start(
        "-c",
        reader,
        **PRODUCTION,
        DATABASE_URL="postgres://user@127.0.0.1/name",
        WEB_PROCESS=web,
        STATEMENT_TIMEOUT_MS="1500",
    )
    assert outcome.stdout == f"{limits}\n"


TILES = {
    "MAP_TILE_URL": "https://tiles.example.org/{z}/{x}/{y}.png",
    "MAP_TILE_ATTRIBUTION": "Example",
    "MAP_TILE_DATUM": "WGS-84",
}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"MAP_TILE_DATUM": ""}, "A tile server needs MAP_TILE_DATUM as well."),
        ({"MAP_TILE_URL": "", "MAP_TILE_DATUM": ""}, "A tile server needs MAP_TILE_URL and MAP_TILE_DATUM as well."),
        ({"MAP_TILE_URL": "http://tiles.example.org/{z}/{x}/{y}"}, "MAP_TILE_URL must be an https address"),
        ({"MAP_TILE_URL": "https://tiles.example.org/"}, "MAP_TILE_URL must be an https address"),
        ({"MAP_TILE_URL": "https://{s}.example.org/{z}/{x}/{y}"}, "MAP_TILE_URL must name one host"),
        ({"MAP_TILE_URL": "https://a;script-src/{z}/{x}/{y}"}, "MAP_TILE_URL must name one host"),
    ],
)
def test_a_tile_server_is_stated_whole_or_refused(changes, sentence, monkeypatch):
    for name, text in (TILES | changes).items():
        monkeypatch.setenv(name, text)
    with pytest.raises(ImproperlyConfigured) as refused:
        tile_server()
    assert str(refused.value).startswith(sentence)


def test_a_tile_server_is_read_and_none_is_none(monkeypatch):
    for name in TILES:
        monkeypatch.delenv(name, raising=False)
    assert tile_server() == dict.fromkeys(TILES, "")
    for name, text in TILES.items():
        monkeypatch.setenv(name, text)
    assert tile_server() == TILES
