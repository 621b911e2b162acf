"""How letters leave: the mail server that EMAIL_URL names; on one's own machine they are printed."""

import django
from django.core.exceptions import ImproperlyConfigured

from config.environment import env

SECONDS = 10
# Of an e-mail address, the parameter that its sender takes.
PARAMETERS = {
    "EMAIL_HOST": "host",
    "EMAIL_PORT": "port",
    "EMAIL_HOST_USER": "username",
    "EMAIL_HOST_PASSWORD": "password",
    "EMAIL_USE_TLS": "use_tls",
    "EMAIL_USE_SSL": "use_ssl",
}


def mail_settings(*, local: bool) -> dict:
    """Django's settings for sending; empty where nothing is configured, so that nothing offers to send a letter."""
    url = env.str("EMAIL_URL", default="consolemail://" if local else "")
    if not url:
        return {}
    if not url.startswith(("smtp://", "smtp+tls://", "smtp+ssl://", "consolemail://")):
        raise ImproperlyConfigured("EMAIL_URL must begin with smtp+tls://, smtp+ssl://, smtp:// or be consolemail://.")
    try:
        found = env.email_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(
            "EMAIL_URL is not the address of a mail server: write smtp+tls://user:password@host:587, with special "
            "characters of the user and the password percent-encoded."
        ) from error
    sender = {"DEFAULT_FROM_EMAIL": env.str("EMAIL_FROM", default="parkatlas@localhost")}
    backend = found.pop("EMAIL_BACKEND")
    server = (
        {name: found[name] for name in PARAMETERS if found.get(name)} if backend.endswith("smtp.EmailBackend") else {}
    )
    if django.VERSION < (6, 1):
        return sender | server | {"EMAIL_BACKEND": backend, "EMAIL_TIMEOUT": SECONDS}
    options = {PARAMETERS[name]: value for name, value in server.items()}
    mailer = {"BACKEND": backend} | ({"OPTIONS": options | {"timeout": SECONDS}} if options else {})
    return sender | {"MAILERS": {"default": mailer}}
