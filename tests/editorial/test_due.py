"""What is due becomes public with the first request after its moment, once, by the database's clock."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from accounts import outbox
from editorial import due, snapshots, workflow
from editorial.drafting import begin, keep
from editorial.models import Change, Draft, Schedule, Step
from editorial.publishing import database_now, withdraw
from parks.models import Park
from tests.factories import make_citation, make_park, make_role_user, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_in_step")]


@pytest.fixture
def publisher():
    return make_role_user("publisher", email="wei@example.org")


def approved(unit, **fields):
    """`unit` with an approved draft in which `fields` differ."""
    author = make_user()
    if unit.is_public:
        before = snapshots.read(unit)
        keep(unit, by=author, base=before, mine={**before, "fields": {**before["fields"], **fields}})
    else:
        begin(unit, by=author)
    workflow.submit(unit, by=author)
    workflow.approve(unit, by=make_user())
    return unit


def scheduled(unit, publisher, seconds=60):
    return workflow.schedule(unit, by=publisher, at=database_now() + timedelta(seconds=seconds))


def let_pass(planned, seconds=120):
    """As if `seconds` had passed since."""
    Schedule.objects.filter(pk=planned.pk).update(due_at=database_now() + timedelta(seconds=60 - seconds))
    due.clock.forget()


def test_a_new_record_becomes_public_with_the_first_request_after_its_moment(client, publisher):
    park = approved(make_park(name_en="Daxing Park", citations=[make_citation(public=True)]))
    planned = scheduled(park, publisher)
    assert client.get("/en/parks/daxing-park/").status_code == 404
    let_pass(planned)
    assert client.get("/en/parks/daxing-park/").status_code == 200
    assert "Daxing Park" in client.get("/en/parks/").content.decode()
    assert not Draft.objects.exists() and not Schedule.objects.exists()
    entry = Change.objects.filter(unit_id=park.pk).get()
    assert (entry.action, entry.by) == ("published", publisher.username)


def test_a_change_of_a_live_record_and_its_end_come_by_themselves(client, publisher):
    park = approved(make_park(name_en="Daxing Park", public=True), name_en="Daxing Science Park")
    change = scheduled(park, publisher)
    end = workflow.schedule_withdrawal(
        park, by=publisher, at=database_now() + timedelta(hours=1), reason="error", note_en="It ended."
    )
    page = client.get("/api/v1/parks/daxing-park/").json()
    assert page["name_en"] == "Daxing Park"
    let_pass(change)
    assert client.get("/api/v1/parks/daxing-park/").json()["name_en"] == "Daxing Science Park"
    let_pass(end)
    assert client.get("/en/parks/daxing-park/").status_code == 410


def test_nothing_is_asked_of_the_database_while_nothing_is_due(client, publisher):
    scheduled(approved(make_park(citations=[make_citation(public=True)])), publisher)
    client.get("/healthz")
    with CaptureQueriesContext(connection) as first:
        client.get("/en/parks/")
    with CaptureQueriesContext(connection) as second:
        client.get("/en/parks/")
    asked = [[query for query in queries if "editorial_schedule" in query["sql"]] for queries in (first, second)]
    assert [len(queries) for queries in asked] == [1, 0]


def test_what_another_process_has_scheduled_is_known_after_a_few_seconds(client, publisher, monkeypatch):
    planned = scheduled(approved(make_park(name_en="Daxing", citations=[make_citation(public=True)])), publisher)
    client.get("/en/parks/")
    Schedule.objects.filter(pk=planned.pk).update(due_at=database_now())
    assert client.get("/en/parks/daxing/").status_code == 404
    monkeypatch.setattr(due, "REFRESH_SECONDS", 0)
    assert client.get("/en/parks/daxing/").status_code == 200


def test_the_clock_of_the_application_does_not_count(client, publisher, monkeypatch):
    park = approved(make_park(name_en="Daxing", citations=[make_citation(public=True)]))
    planned = scheduled(park, publisher, seconds=7200)
    there = database_now()
    monkeypatch.setattr(due, "database_now", lambda: there)
    monkeypatch.setattr("django.utils.timezone.now", lambda: there + timedelta(hours=3))
    monkeypatch.setattr(workflow, "database_now", lambda: there)
    client.get("/en/parks/daxing/")
    assert Schedule.objects.filter(pk=planned.pk).exists()


def test_a_failure_is_reported_once_and_holds_up_no_page(client, publisher, settings):
    settings.SENDS_LETTERS = True
    make_role_user("administrator", email="li@example.org")
    citation = make_citation(public=True)
    park = approved(make_park(name_en="Daxing", citations=[citation]))
    other = approved(make_park(name_en="Fangshan", citations=[make_citation(public=True)]))
    planned, fine = scheduled(park, publisher), scheduled(other, publisher)
    withdraw(citation, by="test")
    withdraw(citation.source, by="test")
    sentence = f"Publish the source “{citation.source}” first."
    let_pass(planned)
    let_pass(fine)
    assert client.get("/en/parks/").status_code == 200
    assert client.get("/en/parks/").status_code == 200
    planned.refresh_from_db()
    assert (planned.failure, planned.failed_at is None) == (sentence, False)
    assert list(Park.objects.public()) == [other]
    assert Step.objects.filter(action="failed").get().note == sentence
    outbox._sender.submit(int).result()
    assert sorted(letter.to for letter in mail.outbox) == [["li@example.org"], ["wei@example.org"]]
    assert {letter.body for letter in mail.outbox} == {sentence}


def test_the_command_does_the_same_and_fails_where_something_did(publisher):
    park = approved(make_park(name_en="Daxing", citations=[make_citation(public=True)]))
    let_pass(scheduled(park, publisher))
    told = StringIO()
    call_command("publish_due", stdout=told)
    assert told.getvalue() == "1 carried out, 0 failed.\n"
    assert Park.objects.public().get() == park
    call_command("publish_due", stdout=told)
    assert told.getvalue() == "1 carried out, 0 failed.\n"
    citation = make_citation(public=True)
    let_pass(scheduled(approved(make_park(name_en="Fangshan", citations=[citation])), publisher))
    withdraw(citation, by="test")
    withdraw(citation.source, by="test")
    with pytest.raises(CommandError, match=r"(?s)Fangshan \(parks.park .*: Publish the source"):
        call_command("publish_due", stdout=told)


def test_what_it_rests_on_may_vanish_before_its_moment(client, publisher):
    park = approved(make_park(name_en="Daxing", public=True), name_en="Daxing Park")
    successor = make_park(public=True)
    end = workflow.schedule_withdrawal(
        park, by=publisher, at=database_now() + timedelta(hours=1), reason="replaced", successor=successor
    )
    workflow.withdraw(successor, by=publisher, reason="error")
    let_pass(end)
    assert client.get("/en/parks/daxing/").status_code == 200
    end.refresh_from_db()
    assert end.failure == "Choose the public entry that replaces it."


def test_a_locked_database_holds_up_no_page(client, publisher, monkeypatch):
    planned = scheduled(approved(make_park(name_en="Daxing", citations=[make_citation(public=True)])), publisher)
    let_pass(planned)

    def locked():
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr("editorial.middleware.carry_out_due", locked)
        assert client.get("/en/parks/").status_code == 200
    assert client.get("/en/parks/daxing/").status_code == 200
