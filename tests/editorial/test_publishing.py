"""The way from unpublished to public, and the card that goes with every record."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.models import Citation, Event, Figure, Indicator, Source
from editorial.models import FormerSlug, Record
from editorial.models.changes import Reason
from editorial.publishing import NotReady, publish, withdraw
from parks.models import Park
from tests.factories import (
    make_batch,
    make_briefing,
    make_citation,
    make_event,
    make_figure,
    make_indicator,
    make_name,
    make_park,
    make_source,
)

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


def test_a_figure_is_public_once_published_with_its_subject_and_its_source():
    subject, source = make_park(), make_source(name_en="Report", public=True)
    figure = make_figure(subject=subject.record, citation=make_citation(source=source))
    with pytest.raises(NotReady) as refusal:
        publish(figure, by="test")
    assert refusal.value.messages == [f"Publish “{subject.record}” first: this rests on it."]
    subject.citations.set([make_citation(public=True)])
    publish(subject, by="test")
    assert not Figure.objects.public().exists()
    publish(figure, by="test")
    assert list(Figure.objects.public()) == [figure]
    withdraw(subject, by="test")
    assert not Figure.objects.public().exists()
    publish(subject, by="test")
    assert list(Figure.objects.public()) == [figure]


def test_quotes_and_indicators_become_public_with_what_rests_on_them():
    source = make_source(public=True)
    quotes = [make_citation(source=source) for _ in range(5)]
    indicator = make_indicator()
    park = make_park(citations=[quotes[0]])
    make_name(record=park.record, citation=quotes[1])
    assert not Citation.objects.public().exists()
    park = publish(park, by="test")
    assert set(Citation.objects.public()) == set(quotes[:2])
    figure = make_figure(subject=park.record, citation=quotes[2], indicator=indicator)
    figure.further_citations.set([quotes[3], make_citation()])
    assert set(Citation.objects.public()) == set(quotes[:2]) and not Indicator.objects.public().exists()
    publish(figure, by="test")
    assert set(Citation.objects.public()) == set(quotes[:4]) and list(Indicator.objects.public()) == [indicator]


def test_what_is_missing_publishes_no_quote_along():
    source = make_source(public=True)
    quote = make_citation(source=source)
    with pytest.raises(NotReady):
        publish(make_figure(citation=quote), by="test")
    assert not Citation.objects.public().exists() and not Indicator.objects.public().exists()


def test_a_quote_and_an_indicator_in_public_use_cannot_be_withdrawn():
    figure = make_figure(public=True)
    with pytest.raises(NotReady, match="1 public entries rest on this quote"):
        withdraw(figure.citation, by="test")
    with pytest.raises(NotReady, match="1 public figures are measured by this indicator"):
        withdraw(figure.indicator, by="test")
    withdraw(figure, by="test")
    assert not withdraw(figure.citation, by="test").is_public
    assert not withdraw(figure.indicator, by="test").is_public


def test_published_in_error_is_public_no_more():
    event = make_event(public=True)
    event = withdraw(event, by="test", reason=Reason.ERROR)
    assert (event.is_public, event.withdrawn_at) == (False, None) and event.published_at is not None
    assert not Event.objects.public().exists()


def test_replaced_needs_a_public_successor_of_its_own_kind():
    event, hidden, successor = make_event(public=True), make_event(), make_event(public=True)
    for wrong in (None, event, hidden):
        with pytest.raises(NotReady, match="Choose the public entry that replaces it"):
            withdraw(event, by="test", reason=Reason.REPLACED, successor=wrong)
    assert Event.objects.public().count() == 2
    withdraw(event, by="test", reason=Reason.REPLACED, successor=successor)
    assert list(Event.objects.public()) == [successor]


def test_withdrawn_stays_readable_and_leaves_the_lists_until_it_is_published_again():
    figure = make_figure(public=True)
    park = Park.objects.get(pk=figure.subject_id)
    park = withdraw(park, by="test", reason=Reason.WITHDRAWN)
    assert park.is_public and park.withdrawn_at is not None
    assert list(Park.objects.public()) == [park] and not Park.objects.listed().exists()
    assert list(Figure.objects.public()) == [figure]
    publish(park, by="test")
    assert list(Park.objects.listed()) == [park]


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
