"""Mergers that meet other editors at the same moment: one wins, the others are told, nothing is half-done."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from core.models import Figure
from editorial import snapshots
from editorial.drafting import keep
from editorial.merging import approve, propose, take_back
from editorial.models import Change, Draft, Merger, Record
from editorial.publishing import publish
from editorial.roles import grant
from parks.models import Park
from tests.factories import make_figure, make_park, make_role_user

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite's test database is in one connection's memory"
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def roles(db):
    grant()


def at_once(*verbs):
    """Run all of `verbs` at the same moment; return what each returned or the ValidationError it raised."""
    gate, outcomes = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(place, verb):
        gate.wait()
        try:
            outcomes[place] = verb()
        except ValidationError as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, verb)) for place, verb in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_six_who_approve_at_once_merge_once_and_six_who_take_back_separate_once():
    etda, twice = make_park(public=True), make_park(public=True)
    make_figure(subject=twice.record, public=True)
    publisher = make_role_user("publisher")
    merger = propose(etda, twice, by=make_role_user("editor"))
    for verb, state, action in ((approve, "done", "merged"), (take_back, "taken_back", "published")):
        start = Change.objects.order_by("-number").first().number
        outcomes = at_once(*[lambda verb=verb: verb(Merger.objects.get(pk=merger.pk), by=publisher)] * 6)
        refused = [one for one in outcomes if isinstance(one, ValidationError)]
        assert len(refused) == 5
        assert {one.messages[0] for one in refused} == {"This merger has been decided or taken back meanwhile."}
        assert Merger.objects.get().state == state
        assert Change.objects.filter(number__gt=start, unit_id=twice.pk, action=action).count() == 1


def test_two_who_propose_opposite_ways_at_once_make_one_proposal():
    one, two = make_park(public=True), make_park(public=True)
    editor = make_role_user("editor")
    for _round in range(5):
        outcomes = at_once(lambda: propose(one, two, by=editor), lambda: propose(two, one, by=editor))
        assert sum(isinstance(outcome, Merger) for outcome in outcomes) == 1
        Merger.objects.all().delete()


def test_a_fact_that_is_published_while_its_record_is_merged_is_published_at_the_survivor():
    publisher, editor = make_role_user("publisher"), make_role_user("editor")
    for _round in range(5):
        etda, twice = make_park(public=True), make_park(public=True)
        figure = make_figure(subject=twice.record, public=True)
        base = snapshots.read(figure)
        keep(figure, by=editor, base=base, mine=base | {"fields": base["fields"] | {"note_en": "Looked at again."}})
        merger = propose(etda, twice, by=editor)
        at_once(lambda: approve(merger, by=publisher), lambda: publish(figure, by=publisher))  # noqa: B023
        figure = Figure.objects.get(pk=figure.pk)
        assert (figure.subject_id, figure.note_en) == (etda.pk, "Looked at again.")
        assert (Draft.objects.count(), Park.objects.get(pk=twice.pk).is_public) == (0, False)


def test_a_fact_that_is_entered_while_its_record_is_merged_is_never_left_behind():
    publisher, editor = make_role_user("publisher"), make_role_user("editor")
    for _round in range(5):
        etda, twice = make_park(public=True), make_park(public=True)
        figure = make_figure(public=False)
        base = snapshots.read(figure)
        mine = base | {"fields": base["fields"] | {"subject_id": str(twice.pk)}}
        merger = propose(etda, twice, by=editor)
        at_once(lambda: approve(merger, by=publisher), lambda: keep(figure, by=editor, base=base, mine=mine))  # noqa: B023
        assert Record.objects.get(pk=twice.pk).merged_into_id == etda.pk
        assert not Figure.objects.filter(subject=twice.pk).exists()
