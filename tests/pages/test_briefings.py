"""Briefings: the four parts in one order, what a machine wrote set apart, and what belongs beside them by rule."""

import pytest

from editorial.models.changes import Reason
from editorial.publishing import withdraw
from portal.dossiers import briefing_dossier
from portal.models import Briefing
from tests import factories as make

pytestmark = pytest.mark.django_db

FOUR = ["what_changed", "why_it_matters", "what_to_do", "who_should_care"]


def briefing(**values):
    """A public briefing that is read as its page reads it."""
    return Briefing.objects.public().get(pk=make.make_briefing(public=True, **values).pk)


def with_block(found, **values):
    make.make_briefing_block(briefing=found, **values)
    return found


def test_the_four_parts_stand_in_one_order_whatever_their_positions(client):
    found = briefing(name_en="News")
    for position, kind in enumerate(reversed(FOUR)):
        with_block(found, kind=kind, author="editor", text_en=kind, position=position)
    assert [block.kind for block in briefing_dossier(found).card_blocks] == ["hook", *FOUR]
    html = client.get("/en/briefings/news/").content.decode()
    places = [html.index(f"block-{kind}") for kind in FOUR]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ({"text_en": "word " * 150}, 1),
        ({"text_en": "word " * 199, "quote": "word " * 90}, 2),
        ({"text_en": "", "text_zh": "字" * 380}, 1),
        ({"text_en": "", "text_zh": "字" * 801}, 3),
    ],
)
def test_reading_time_is_reckoned_from_words_and_characters(text, minutes):
    found = with_block(briefing(), author="editor", **{name: value.strip() for name, value in text.items()})
    assert briefing_dossier(found).minutes == minutes


def test_briefings_about_the_same_public_record_are_related():
    park, hidden = make.make_park(public=True), make.make_park()
    one = briefing(about=[park.record, hidden.record], date="2025")
    newer, older = (briefing(about=[park.record], date=date) for date in ("2026", "2024"))
    briefing(about=[hidden.record])
    briefing(about=[make.make_park(public=True).record])
    make.make_briefing(about=[park.record])
    withdraw(briefing(about=[park.record]), by="test", reason=Reason.WITHDRAWN)
    assert briefing_dossier(one).related == [newer, older]


def test_records_named_in_blocks_are_told_from_what_it_is_about(client):
    park, other, hidden = make.make_park(public=True), make.make_park(public=True, name_en="Other"), make.make_park()
    found = briefing(name_en="News", about=[park.record])
    make.make_briefing_block(briefing=found).about.set([park.record, other.record, hidden.record])
    assert briefing_dossier(found).also_named == [other.record]
    part = client.get("/en/briefings/news/").content.decode().partition('id="named"')[2].partition("</section>")[0]
    assert '<a href="/en/parks/other/">Other</a>' in part


def test_the_list_shows_the_line_of_each_and_says_what_a_machine_wrote(client):
    briefing(name_en="News", audience_en="Founders")
    html = client.get("/en/briefings/").content.decode()
    row = html.partition('<li class="row">')[2].partition("</li>")[0]
    assert "China makes Beijing a hub." in row and "Machine-made, unverified" in row and "Audience: Founders" in row
