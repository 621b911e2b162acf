"""The way from unpublished to public, and the card that goes with every record."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.models import Event, Figure, Source
from editorial.models import FormerSlug, Record
from editorial.publishing import NotReady, publish, withdraw
from parks.models import Park
from tests.factories import make_batch, make_briefing, make_citation, make_event, make_figure, make_park, make_source

pytestmark = pytest.mark.django_db


def test_a_record_and_its_card_are_written_together():
    park = make_park(name_en="Haidian Park", name_zh="海淀园", pinyin="hai dian yuan")
    card = Record.objects.get(pk=park.pk)
    assert (card.kind, card.section, card.slug, card.name_zh, card.is_public) == (
        "park",
        "parks",
        "haidian-park",
        "海淀园",
        False,
    )
    assert (park.sort_key, park.sort_key_zh) == ("haidian park", "hai dian yuan")


def test_a_slug_is_made_from_pinyin_where_there_is_no_english_name():
    assert make_park(name_en="", name_zh="亦庄园").slug == "yi-zhuang-yuan"


def test_a_second_record_of_the_same_name_gets_a_numbered_slug():
    make_park(name_en="Haidian Park")
    assert make_park(name_en="Haidian Park").slug == "haidian-park-2"


def test_publishing_names_everything_that_is_missing_at_once():
    hidden = make_source(name_en="Unread report")
    park = make_park(citations=[make_citation(source=hidden)])
    event = make_event(citation=make_citation(source=hidden))
    with pytest.raises(NotReady) as refusal:
        publish(make_park(citations=[]), by="test")
    assert refusal.value.messages == ["Add at least one citation."]
    with pytest.raises(NotReady) as refusal:
        publish(park, by="test")
    assert refusal.value.messages == ["Publish the source “Unread report” first."]
    with pytest.raises(NotReady):
        publish(event, by="test")
    assert not Event.objects.public().exists()


def test_publishing_makes_record_and_card_public_and_keeps_the_first_date():
    park = publish(make_park(citations=[make_citation(public=True)]), by="test")
    first = park.published_at
    assert first is not None
    assert Record.objects.public().get(pk=park.pk).published_at == first
    assert list(Park.objects.public()) == [park]
    withdraw(park, by="test")
    assert not Park.objects.public().exists() and not Record.objects.public().filter(kind="park").exists()
    assert publish(park, by="test").published_at == first


def test_only_publish_turns_a_new_row_public():
    with pytest.raises(ValidationError, match="Save it first, then publish it"):
        Park(name_en="Sneaky Park", kind="park", is_public=True).save()
    assert not Record.objects.exists()


def test_a_public_record_cannot_be_saved_into_what_could_not_be_published():
    park = make_park(public=True)
    park.citations.clear()
    park.name_en = "Renamed Park"
    with pytest.raises(ValidationError, match="Add at least one citation"):
        park.save()
    assert Park.objects.get().name_en != "Renamed Park"


def test_a_source_that_public_facts_rest_on_cannot_be_withdrawn():
    figure = make_figure(public=True)
    source = figure.citation.source
    with pytest.raises(NotReady, match="1 public entries rest on this source"):
        withdraw(source, by="test")
    assert Source.objects.public().filter(pk=source.pk).exists()


def test_a_figure_is_public_with_its_subject_and_its_source():
    figure = make_figure(public=True)
    assert list(Figure.objects.public()) == [figure]
    withdraw(Park.objects.get(pk=figure.subject_id), by="test")
    assert not Figure.objects.public().exists()


def test_a_former_address_of_a_published_record_is_kept_and_stays_taken():
    park = make_park(name_en="Yizhuang Park", public=True)
    park.slug = "yizhuang"
    park.save()
    assert FormerSlug.objects.get().record_id == park.pk
    with pytest.raises(ValidationError, match="once belonged to another record"):
        make_park(slug="yizhuang-park")
    assert make_park(name_en="Yizhuang Park").slug == "yizhuang-park-2"


def test_taking_a_former_address_back_ends_the_redirect():
    park = make_park(name_en="Yizhuang Park", public=True)
    for slug in ("yizhuang", "yizhuang-park"):
        park.slug = slug
        park.save()
    assert [former.slug for former in FormerSlug.objects.all()] == ["yizhuang"]


def test_deleting_a_record_takes_its_card_along():
    make_park().delete()
    assert not Record.objects.filter(kind="park").exists() and not Park.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["Hai\x00dian", "Hai\x1bdian", "Hai\ud800dian", "Hai\ufffedian"],
    ids=["nul", "escape", "surrogate", "non-character"],
)
def test_text_that_cannot_be_stored_is_refused_by_the_model(text):
    with pytest.raises(ValidationError, match=r"Remove the invisible character U\+[0-9A-F]{4} at position 4"):
        make_park(name_en=text, citations=[])
    assert not Record.objects.exists()


def test_over_long_text_is_refused_on_both_engines():
    with pytest.raises(ValidationError, match="at most 300 characters"):
        make_park(name_en="x" * 301, citations=[])


def test_a_nameless_record_is_refused_by_model_and_database():
    with pytest.raises(ValidationError, match="Give a name in English or in Chinese"):
        Park(kind="park", slug="x").save()
    park = make_park()
    with pytest.raises(IntegrityError), transaction.atomic():
        Park.objects.filter(pk=park.pk).update(name_en="", name_zh="")


def test_what_public_records_rest_on_cannot_be_withdrawn_before_them():
    batch = make_batch(name_en="First batch", public=True)
    with pytest.raises(NotReady, match="Withdraw “First batch” first: it rests on this"):
        withdraw(batch.scheme, by="test")
    briefing = make_briefing(name_en="News", public=True)
    with pytest.raises(NotReady, match="Withdraw “News” first: it rests on this"):
        withdraw(briefing.source, by="test")
    withdraw(batch, by="test")
    assert not withdraw(batch.scheme, by="test").is_public


def test_a_public_record_whose_names_and_address_are_cleared_keeps_an_address():
    """The form that refuses it links to the page, so the address must not be empty."""
    park = make_park(public=True)
    park.name_en = park.slug = ""
    with pytest.raises(ValidationError):
        park.full_clean()
    assert park.get_absolute_url()
