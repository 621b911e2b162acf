"""What a page does behind its reader's back, and what stands in the way of readers."""

import json
import os
from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = Axe().axe_script
# Preloading would copy each style sheet into the page, where its imports lead nowhere.
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False}
RUN = "async (options) => (await axe.run({ exclude: ['#swagger-ui'] }, options)).violations"
OVERFLOWING = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) { return []; }
  const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > width + 1);
  return ["the page", ...wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))];
}
"""


class Watch:
    """Gathers `complaints` of one page: console errors and warnings, scripts that fail, foreign requests, answers of 500."""

    def __init__(self, page, home):
        self.complaints = []
        self.home = home
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", self.on_request)
        page.on("response", self.on_response)

    def on_console(self, message):
        if message.type not in ("error", "warning"):
            return
        # A page that is meant to answer 403 or 404 is no fault; what it loads is checked as a response.
        if message.text.startswith("Failed to load resource: the server responded"):
            return
        self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def on_request(self, request):
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.complaints.append(f"asks another host: {request.url}")

    def on_response(self, response):
        is_part = not response.request.is_navigation_request()
        if response.status >= 500 or (is_part and response.status >= 400):
            self.complaints.append(f"{response.status}: {response.url}")


class Look(NamedTuple):
    """One way in which a page may be shown."""

    width: int
    scheme: str

    def __str__(self):
        return f"{self.width} px, {self.scheme}"

    def apply(self, page):
        page.set_viewport_size({"width": self.width, "height": 900})
        page.emulate_media(
            color_scheme="dark" if self.scheme == "dark" else "light",
            forced_colors="active" if self.scheme == "forced colours" else "none",
        )


def looks(*chosen, widths=(320, 1280)):
    """The looks in which pages are tried: those chosen, or with EVERY_LOOK=1 all."""
    if os.environ.get("EVERY_LOOK", "") in ("", "0"):
        return chosen
    return [Look(width, scheme) for width in widths for scheme in ("light", "dark", "forced colours")]


def barriers(page, look):
    """What axe finds on the page as it is shown now: `rule: the first places`."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    # With forced colours the browser paints other colours than the computed ones that axe reads.
    rules = {"color-contrast": {"enabled": look.scheme != "forced colours"}}
    violations = page.evaluate(RUN, OPTIONS | {"rules": rules})
    return [f"{one['id']}: {places(one)}" for one in violations]


def places(violation):
    shown = [f"{node['html'][:160]} {reason(node)}" for node in violation["nodes"][:3]]
    return f"{len(violation['nodes'])} × {' | '.join(shown)}"


def reason(node):
    data = next((check["data"] for check in node["any"] if check.get("data")), None)
    return json.dumps(data, ensure_ascii=False)[:200] if data else ""


def sideways(page):
    wide = page.evaluate(OVERFLOWING)
    return [f"scrolls sideways: {wide}"] if wide else []


def faults(page, tried, *, widths=()):
    """Sentences about everything that is wrong with the open page in each look; at `widths` it must not scroll sideways."""
    found = []
    for look in tried:
        look.apply(page)
        found += [f"{page.url} ({look}) {one}" for one in [*sideways(page), *barriers(page, look)]]
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{page.url} ({width} px) {one}" for one in sideways(page)]
    return found
