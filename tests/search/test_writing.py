"""The documents are exactly what is public, from the moment of its publication to that of its withdrawal."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core.models import SearchDocument, SearchGround, SearchName, SearchTerm
from core.search import writing
from core.search.columns import Matches
from core.search.questions import names_with
from editorial import merging
from editorial.models import Record
from editorial.models.changes import Reason
from editorial.publishing import publish, withdraw
from tests import factories as make

pytestmark = pytest.mark.django_db


def named(words):
    return sorted(SearchDocument.objects.filter(Matches(names_with(words))).values_list("name_en", flat=True))


def texts_of(record):
    return [text for _kind, _language, text in SearchDocument.objects.get(record=record.pk).texts]


@pytest.fixture
def in_step():
    """After the test every document is what building it anew would give."""
    yield
    assert writing.drift(SearchDocument, list(Record.objects.values_list("pk", flat=True))) == []
    assert_terms_are_counted()


def assert_terms_are_counted():
    counted = {}
    for words in SearchDocument.objects.values_list("words", flat=True):
        for word in words:
            counted[word] = counted.get(word, 0) + 1
    assert dict(SearchTerm.objects.values_list("term", "frequency")) == counted


def test_a_record_is_found_from_its_publication_to_its_withdrawal(in_step):
    park = make.make_park(name_en="Haidian Park", citations=[make.make_citation(public=True)])
    assert named("haidian") == []
    publish(park, by="test")
    assert named("haidian") == ["Haidian Park"]
    withdraw(park, by="test")
    assert named("haidian") == []
    assert not SearchName.objects.exists() or not SearchName.objects.filter(key__startswith="haidian").exists()
    assert not SearchTerm.objects.filter(term="haidian").exists()


def test_what_only_stays_readable_is_not_found(in_step):
    park = make.make_park(name_en="Haidian Park", public=True)
    withdraw(park, by="test", reason=Reason.WITHDRAWN)
    assert named("haidian") == []


def test_a_rolled_back_publication_leaves_nothing_behind():
    park = make.make_park(name_en="Haidian Park", citations=[make.make_citation(public=True)])
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(park, by="test")
        assert named("haidian") == ["Haidian Park"]
        raise RuntimeError
    assert named("haidian") == []


def test_a_fact_is_told_of_under_what_it_is_about_and_leaves_with_its_withdrawal(in_step):
    presence = make.make_presence(public=True, as_printed="tests its cars at the proving ground")
    for record in (presence.park, presence.organisation):
        assert "tests its cars at the proving ground" in texts_of(record)
    withdraw(presence, by="test")
    for record in (presence.park, presence.organisation):
        assert "tests its cars at the proving ground" not in texts_of(record)


def test_what_rests_on_a_withdrawn_record_leaves_the_documents_of_others(in_step):
    presence = make.make_presence(public=True, as_printed="tests its cars at the proving ground")
    withdraw(presence.organisation, by="test")
    assert "tests its cars at the proving ground" not in texts_of(presence.park)
    publish(presence.organisation, by="test")
    assert "tests its cars at the proving ground" in texts_of(presence.park)


def test_a_fact_that_moves_leaves_the_document_it_stood_in(in_step):
    figure = make.make_figure(public=True, as_printed="over CNY 700 billion")
    first, other = figure.subject, make.make_park(public=True)
    assert "over CNY 700 billion" in texts_of(first.subject)
    figure.subject = other.record
    figure.save()
    make.changed(figure)
    assert "over CNY 700 billion" not in texts_of(first.subject)
    assert "over CNY 700 billion" in texts_of(other)


def test_a_name_of_a_hidden_source_is_found_once_the_source_is_public(in_step):
    park = make.make_park(name_en="Haidian Park", public=True)
    name = make.make_name(record=park.record, text="Secret Alias", kind="alias")
    assert named("secret") == []
    assert SearchGround.objects.filter(unit_id=name.citation.source_id).exists()
    publish(name.citation.source, by="test")
    assert named("secret") == ["Haidian Park"]


def test_a_corrected_quote_is_corrected_in_every_document_that_rests_on_it(in_step):
    figure = make.make_figure(public=True)
    citation = figure.citation
    before = citation.quote
    citation.quote = "Exactly other words"
    citation.save()
    make.changed(citation)
    assert before not in texts_of(figure.subject.subject)
    assert "Exactly other words" in texts_of(figure.subject.subject)


def test_more_documents_than_are_built_at_once_are_marked_and_built_later(in_step, monkeypatch):
    monkeypatch.setattr(writing, "MOST_AT_ONCE", 2)
    citation = make.make_citation(public=True)
    parks = [make.make_park(citations=[citation], public=True) for _ in range(5)]
    citation.quote = "Exactly other words"
    citation.save()
    make.changed(citation)
    assert SearchDocument.objects.filter(is_stale=True).count() == 3
    out = io.StringIO()
    call_command("search_index", "--stale", stdout=out)
    assert out.getvalue() == "3 documents built anew.\n"
    assert all("Exactly other words" in texts_of(park) for park in parks)


def test_a_merged_record_is_found_under_the_one_that_stays_until_the_merger_is_taken_back(in_step):
    stays, goes = (
        make.make_park(name_en="Haidian Park", public=True),
        make.make_park(name_en="Wrongly Twice", public=True),
    )
    figure = make.make_figure(subject=goes.record, public=True, as_printed="over CNY 700 billion")
    merger = merging.propose(stays, goes, by=make.make_role_user("editor"))
    merger = merging.approve(merger, by=make.make_role_user("publisher"))
    assert named("wrongly") == ["Haidian Park"] and "over CNY 700 billion" in texts_of(stays)
    assert not SearchDocument.objects.filter(record=goes.pk).exists()
    merging.take_back(merger, by=make.make_role_user("publisher"))
    assert named("wrongly") == ["Wrongly Twice"] and "over CNY 700 billion" not in texts_of(stays)
    assert figure.as_printed in texts_of(goes)


def test_the_command_finds_drift_and_mends_it():
    park = make.make_park(name_en="Haidian Park", public=True)
    make.make_park(name_en="Chaoyang Park", public=True)
    call_command("search_index", "--check", stdout=io.StringIO())
    SearchDocument.objects.filter(record=park.pk).delete()
    with pytest.raises(CommandError, match="1 documents differ"):
        call_command("search_index", "--check")
    out = io.StringIO()
    call_command("search_index", "--if-empty", stdout=out)
    assert named("haidian") == []
    call_command("search_index", stdout=out)
    assert named("haidian") == ["Haidian Park"]
    call_command("search_index", "--check", stdout=out)


def test_the_command_makes_a_full_text_table_anew_that_differs():
    if connection.vendor != "sqlite":
        return  # PostgreSQL's index cannot differ from its column.
    make.make_park(name_en="Haidian Park", public=True)
    document = SearchDocument.objects.get(name_en="Haidian Park")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_searchtokens(core_searchtokens, rowid, tokens) SELECT 'delete', id, tokens "
            "FROM core_searchdocument WHERE id = %s",
            [document.pk],
        )
    assert named("haidian") == []
    with pytest.raises(CommandError, match="full-text table differs"):
        call_command("search_index", "--check")
    call_command("search_index", stdout=io.StringIO())
    assert named("haidian") == ["Haidian Park"]
    call_command("search_index", "--check", stdout=io.StringIO())


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_is_shown_a_bar():
    make.make_park(public=True)
    out = Terminal()
    call_command("search_index", stdout=out, no_color=True)
    assert "[########################################] 2 of 2, 0 s left" in out.getvalue()


def test_a_stopped_rebuild_goes_on_where_it_stopped(monkeypatch):
    make.make_park(public=True), make.make_park(public=True)
    SearchDocument.objects.all().delete()
    monkeypatch.setattr(writing, "AT_ONCE_IN_A_REBUILD", 1)
    keys = list(Record.objects.order_by("pk").values_list("pk", flat=True))
    call_command("search_index", "--after", str(keys[0]), stdout=io.StringIO())
    assert set(SearchDocument.objects.values_list("record", flat=True)) == set(keys[1:])
