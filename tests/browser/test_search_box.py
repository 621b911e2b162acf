"""The suggestions below the search box: by keyboard, for screen readers, and only as much script as is allowed."""

from pathlib import Path

from playwright.sync_api import expect

from tests import factories as make
from tests.browser.watching import Look, faults, looks

STATIC = Path(__file__).parent.parent.parent / "static"
MOST_BYTES = 25_000


def typed(page, words, *, place="/en/"):
    page.goto(place)
    box = page.get_by_role("combobox", name="Search in English, Chinese or pinyin")
    box.press_sequentially(words)
    expect(page.get_by_role("listbox")).to_be_visible()
    return box


def test_a_reader_chooses_a_suggestion_by_keyboard(visit):
    make.make_park(name_en="Haidian Park", name_zh="海淀园", pinyin="hai dian yuan", public=True)
    make.make_organisation(name_en="Haidian Robots", public=True)
    page = visit()
    box = typed(page, "haid")
    options = page.get_by_role("option")
    expect(options).to_have_text(["Haidian Park", "Haidian Robots"])
    expect(page.get_by_role("group", name="Companies")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Suggestions: 2")
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert faults(page, looks(Look(1280, "light"), Look(320, "dark"))) == []


def test_enter_opens_what_is_chosen_and_searches_where_nothing_is(visit):
    park = make.make_park(name_en="Haidian Park", name_zh="海淀园", pinyin="hai dian yuan", public=True)
    page = visit()
    typed(page, "hdy", place="/en/parks/").press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{park.get_absolute_url()}")
    typed(page, "haid").press("Enter")
    page.wait_for_url("**/en/search/?q=haid")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Haidian Park 海淀园")


def test_escape_closes_the_suggestions_and_keeps_the_words(visit):
    make.make_park(name_en="Haidian Park", public=True)
    page = visit()
    box = typed(page, "haid")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert (box.input_value(), box.get_attribute("aria-expanded")) == ("haid", "false")
    box.press("ArrowUp")
    expect(page.get_by_role("option", name="Haidian Park")).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None


def test_the_scripts_of_a_page_stay_small():
    assert sum((STATIC / name).stat().st_size for name in ("lists.js", "suggest.js")) <= MOST_BYTES
