"""From logging in to the public page by the keyboard alone; wherever the focus goes, it is seen and nothing covers it."""

import re

import pytest
from playwright.sync_api import expect

from parks.models import Park
from tests import factories as make

FOCUS = """
() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const shown = one.closest(".select2-selection") || one.parentElement.closest(".select2-selection") || one;
  const ring = getComputedStyle(shown);
  const at = document.elementFromPoint(box.left + box.width / 2, Math.max(box.top, 0) + Math.min(box.height / 2, 12));
  return {
    what: one.outerHTML.slice(0, 160),
    isRinged: [style, ring].some((each) => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) >= 2),
    isInSight: box.bottom > 0 && box.top < window.innerHeight,
    coveredBy: at && (one.contains(at) || at.contains(one)) ? "" : at && at.outerHTML.slice(0, 160),
  };
}
"""
MOST_STEPS = 90


def tab_to(page, target):
    """Press Tab until `target` has the focus; every stop on the way must be visible."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["isRinged"] and focus["isInSight"] and not focus["coveredBy"], focus
        if target.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {target}")


def press(page, target):
    tab_to(page, target)
    page.keyboard.press("Enter")


def skip_to_content(page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")


def test_an_entry_is_written_submitted_approved_and_published_by_keyboard(visit):
    make.make_citation(public=True, quote="Haidian is the core of Zhongguancun")
    make.make_role_user("editor", username="mei", password="a long and quiet password")
    page = visit()
    page.goto("/admin/")
    page.keyboard.type("mei")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type("a long and quiet password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()

    press(page, page.get_by_role("row", name="Parks").get_by_role("link", name="Add"))
    expect(page.get_by_role("heading", name="Add park")).to_be_visible()
    expect(page.get_by_label("Name (English):")).to_be_focused()
    page.keyboard.type("Haidian Park")
    tab_to(page, page.get_by_label("Kind:"))
    page.keyboard.type("park")
    tab_to(page, page.locator(".field-citations .select2-search__field"))
    page.keyboard.type("Haidian is the core")
    expect(page.locator(".select2-results__option--highlighted")).to_contain_text("Haidian is the core")
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name="Save draft"))
    expect(page.locator(".messagelist")).to_contain_text("Saved as a draft.")

    skip_to_content(page)
    press(page, page.get_by_label("This entry").get_by_role("link", name="Draft and review"))
    expect(page.get_by_role("heading", name="Draft of Haidian Park")).to_be_visible()
    tab_to(page, page.get_by_label("Note to the reviewer"))
    page.keyboard.type("Please look at it.")
    press(page, page.get_by_role("button", name="Submit for review"))
    expect(page.locator(".messagelist")).to_contain_text("Submitted for review.")

    page = visit(make.make_role_user("publisher"), viewport={"width": 800, "height": 500})
    page.goto("/admin/")
    press(page, page.get_by_role("region", name="To review").get_by_role("link", name="Haidian Park"))
    expect(page.get_by_role("heading", name="Draft of Haidian Park")).to_be_visible()
    skip_to_content(page)
    press(page, page.get_by_role("button", name="Approve"))
    expect(page.locator(".messagelist")).to_contain_text("Approved.")
    press(page, page.get_by_role("button", name="Publish now"))
    expect(page.locator(".messagelist")).to_contain_text("Now public.")
    assert Park.objects.get().is_public


def test_the_bar_of_buttons_never_covers_the_field_with_the_focus(visit):
    """Backwards through a long form, so that the browser scrolls each field in from below."""
    park = make.make_park(name_en="Haidian Park")
    for _ in range(4):
        make.make_name(record=park.record)
    page = visit(make.make_role_user("editor"), viewport={"width": 1280, "height": 700})
    page.goto(f"/admin/parks/park/{park.pk}/change/")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(MOST_STEPS):
            page.keyboard.press(key)
            focus = page.evaluate(FOCUS)
            covered = re.search("submit-row", focus["coveredBy"] or "")
            assert not covered and focus["isInSight"], focus
