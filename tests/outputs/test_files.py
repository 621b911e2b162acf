"""The files that programs look for at fixed addresses."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.staticfiles.finders import find
from django.test import override_settings
from PIL import Image

from portal.outputs.views import expiry


def test_robots_are_shown_the_map_and_kept_from_endless_pages(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response.content.decode() == (
        "User-agent: *\nDisallow: /en/search/\nDisallow: /zh-hans/search/\nDisallow: /*cursor=\n\n"
        "Sitemap: http://testserver/sitemap.xml\n"
    )


def test_who_finds_a_weakness_is_told_whom_to_tell(client, db):
    assert client.get("/.well-known/security.txt").status_code == 404
    with override_settings(SECURITY_CONTACT="mailto:security@example.org"):
        lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert list(fields) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    ahead = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) - datetime.now(UTC)
    assert 150 < ahead.days < 186


@pytest.mark.parametrize(
    ("month", "expires"), [(1, "2026-07-01"), (6, "2026-12-01"), (7, "2027-01-01"), (12, "2027-06-01")]
)
def test_the_day_of_expiry_stays_for_a_month(month, expires):
    assert f"{expiry(datetime(2026, month, 28, 5, 6, 7, tzinfo=UTC)):%Y-%m-%d}" == expires


def test_the_manifest_names_icons_that_are_there(client, db):
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    for icon in response.json()["icons"]:
        path = find(icon["src"].removeprefix("/static/"))
        assert path
        if icon["type"] == "image/png":
            with Image.open(path) as picture:
                assert "x".join(str(side) for side in picture.size) == icon["sizes"]
    assert find(client.get("/favicon.ico")["Location"].removeprefix("/static/"))
    html = client.get("/en/").content.decode()
    assert re.search(r'<link rel="manifest" href="/site.webmanifest">', html)
