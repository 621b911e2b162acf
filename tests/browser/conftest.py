"""A real Chromium on the pages of a real server.

The server's threads need database connections of their own, so on SQLite the test database is a file here, not memory.
"""

import os
import shutil
import tempfile

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.browser.watching import Watch

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
REQUIRED = os.environ.get("REQUIRE_BROWSER", "") not in ("", "0")
HOW_TO_GET = (
    "The tests in a browser did NOT run: there is no Chromium on this machine. Install it with `apt-get install chromium "
    "fonts-noto-cjk` (Debian) or install Google Chrome, then run `make test-browser`."
)
FOLDER = tempfile.mkdtemp(prefix="parkatlas-browser-")

if connections["default"].vendor == "sqlite":
    connections["default"].settings_dict["TEST"]["NAME"] = os.path.join(FOLDER, "test.sqlite3")


def pytest_collection_modifyitems(items):
    if CHROMIUM or REQUIRED:
        return
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_unconfigure(config):
    """The last words of a run without a browser; of several processes, of the one that reports."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    if not CHROMIUM and not REQUIRED and not hasattr(config, "workerinput"):
        print(f"\n{HOW_TO_GET}")  # noqa: T201 - after the summary there is nothing else to write to


@pytest.fixture(scope="module")
def chromium():
    """The machine's own browser; where one is required (REQUIRE_BROWSER=1), its lack is a failure."""
    if not CHROMIUM:
        pytest.fail(HOW_TO_GET)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, where Django would take any query for a mistake.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=as_root)
        yield browser
        browser.close()


@pytest.fixture
def visit(transactional_db, live_server, chromium):
    """`visit(user=None, **options of a browser context)`: a watched page of a browser of its own, logged in as `user`.

    Afterwards nothing may have been said on the console, asked of another host, or answered by 500.
    """
    contexts, watches = [], []

    def open_page(user=None, **options):
        context = chromium.new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_of(user) | {"url": live_server.url}])
        page = context.new_page()
        watches.append(Watch(page, live_server.url))
        page.watch = watches[-1]
        return page

    yield open_page
    for context in contexts:
        context.close()
    complaints = [said for watch in watches for said in watch.complaints]
    assert not complaints, "\n".join(complaints)


def session_of(user):
    client = Client()
    client.force_login(user)
    cookie = client.cookies["session"]
    return {"name": cookie.key, "value": cookie.value}
