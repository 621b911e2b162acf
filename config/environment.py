"""Readers of the process environment that refuse a wrong value in one sentence."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def whole_number(name: str, default: int) -> int:
    text = env.str(name, default=str(default))
    if not (text.isascii() and text.isdecimal()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def switch(name: str, default: bool) -> bool:
    """A yes-or-no setting; a word that is neither is refused instead of meaning no."""
    text = env.str(name, default="").strip().lower()
    if text not in {"", "1", "0", "true", "false", "yes", "no", "on", "off"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}.")
    return text in {"1", "true", "yes", "on"} if text else default


def secret_key(*, local: bool, key_file: Path) -> str:
    """SECRET_KEY; in local use a key that is generated once and kept in `key_file`."""
    key = env.str("SECRET_KEY", default="")
    if key:
        return key
    if not local:
        raise ImproperlyConfigured("SECRET_KEY is not set: give a long random text, or LOCAL=1 on your own machine.")
    if not key_file.exists():
        keep_new_key(key_file)
    return key_file.read_text(encoding="ascii")


def keep_new_key(key_file: Path) -> None:
    """Link a complete file into place, so that processes starting together agree on one key."""
    key_file.parent.mkdir(parents=True, exist_ok=True)
    draft = key_file.with_name(f"{key_file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
    with suppress(FileExistsError):
        key_file.hardlink_to(draft)
    draft.unlink()


def allowed_hosts(*, local: bool) -> list[str]:
    hosts = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if local else [])
    if not hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is not set: give the site's host names, separated by commas.")
    return hosts


def tile_server() -> dict[str, str]:
    """The three settings of a server of map tiles, all or none."""
    found = {
        "MAP_TILE_URL": env.str("MAP_TILE_URL", default="").strip(),
        "MAP_TILE_ATTRIBUTION": env.str("MAP_TILE_ATTRIBUTION", default="").strip(),
        "MAP_TILE_DATUM": env.str("MAP_TILE_DATUM", default="").strip(),
    }
    if not any(found.values()):
        return found
    if missing := [name for name, value in found.items() if not value]:
        raise ImproperlyConfigured(f"A tile server needs {' and '.join(missing)} as well.")
    address = found["MAP_TILE_URL"]
    if urlsplit(address).scheme != "https" or not all(part in address for part in ("{z}", "{x}", "{y}")):
        raise ImproperlyConfigured(
            f"MAP_TILE_URL must be an https address with {{z}}, {{x}} and {{y}}, not {address!r}."
        )
    if set(urlsplit(address).netloc) & set("{}@;, '\""):
        raise ImproperlyConfigured(
            f"MAP_TILE_URL must name one host, without a user or a placeholder, not {address!r}."
        )
    return found


def log_level(*, default: str) -> str:
    level = env.str("LOG_LEVEL", default=default).upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise ImproperlyConfigured(f"LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not {level!r}.")
    return level
