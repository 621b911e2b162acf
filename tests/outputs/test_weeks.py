"""The weekly digest: what became public in a week of the calendar in Shanghai, and what came due in it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from editorial.models import Change
from editorial.models.changes import Reason
from editorial.publishing import withdraw
from parks.models import Park
from portal.outputs import weeks
from tests import factories as make

pytestmark = pytest.mark.django_db


def moved(unit, at):
    """The entries of the feed about `unit` as if they had been made at `at`."""
    Change.objects.filter(unit_id=unit.pk).update(at=at)


@pytest.mark.parametrize("text", ["2026-W54", "2026-W00", "2026-47", "2026-W4", "x", "0000-W01", "2025-W53"])
def test_only_weeks_are_read(text, client):
    make.make_park(public=True)
    assert weeks.read_week(text) is None
    assert client.get(f"/en/briefings/weeks/{text}/").status_code == 404


def test_a_week_reaches_from_monday_to_sunday_in_shanghai():
    week = weeks.read_week("2026-W01")
    assert (week.monday, week.sunday, str(week)) == (date(2025, 12, 29), date(2026, 1, 4), "2026-W01")
    assert week.start == datetime(2025, 12, 28, 16, tzinfo=UTC)
    assert week.end - week.start == timedelta(days=7)


def test_a_week_tells_what_became_public_in_it(client):
    names = ("Inside", "Last", "Before", "After", "Hidden")
    inside, last, before, after, hidden = (make.make_park(public=True, name_en=name) for name in names)
    start = weeks.read_week("2024-W10").start
    moved(inside, start)
    moved(last, start + timedelta(days=7, seconds=-1))
    moved(before, start - timedelta(seconds=1))
    moved(after, start + timedelta(days=7))
    moved(hidden, start)
    withdraw(hidden, by="test")
    Change.objects.exclude(unit_id__in=[inside.pk, last.pk, before.pk, after.pk, hidden.pk]).update(
        at=start - timedelta(days=30)
    )
    html = client.get("/en/briefings/weeks/2024-W10/").content.decode()
    assert '<a href="/en/parks/inside/">Inside</a>' in html
    assert '<a href="/en/parks/last/">Last</a>' in html
    assert all(name not in html for name in ("Before", "After", "Hidden"))
    assert "Before" in client.get("/en/briefings/weeks/2024-W09/").content.decode()


def test_a_week_tells_what_was_withdrawn_but_stays_readable(client):
    park = make.make_park(public=True, name_en="Old zone")
    withdraw(Park.objects.get(pk=park.pk), by="test", reason=Reason.WITHDRAWN, note_en="Outdated.")
    html = client.get(f"/en/briefings/weeks/{weeks.this_week()}/").content.decode()
    part = html.partition('id="withdrawn-title"')[2].partition("</section>")[0]
    assert '<a href="/en/parks/old-zone/">Old zone</a>' in part and "Withdrawn; it stays readable. Outdated." in part


def test_a_week_tells_which_targets_came_due(client):
    Change.objects.all().delete()
    for name, horizon in (("Due", "2024-03-06"), ("Later", "2024-03-11")):
        figure = make.make_figure(
            public=True, kind="target", subject=make.make_park(public=True, name_en=f"{name} zone").record
        )
        make.make_target(figure=figure, horizon=horizon)
    hidden = make.make_figure(kind="target", subject=make.make_park(public=True, name_en="Hidden zone").record)
    make.make_target(figure=hidden, horizon="2024-03-06")
    Change.objects.update(at=weeks.read_week("2024-W01").start)
    html = client.get("/en/briefings/weeks/2024-W10/").content.decode()
    part = html.partition('id="due-title"')[2].partition("</section>")[0]
    assert "Due zone" in part and "Later zone" not in part and "Hidden zone" not in part


def test_the_weeks_lead_to_each_other_from_the_first_to_this_one(client):
    make.make_park(public=True)
    this = weeks.this_week()
    Change.objects.filter(number=1).update(at=this.beside(-1).start)
    now = client.get(f"/en/briefings/weeks/{this}/").content.decode()
    assert f'<a rel="prev" href="/en/briefings/weeks/{this.beside(-1)}/">' in now and 'rel="next"' not in now
    first = client.get(f"/en/briefings/weeks/{this.beside(-1)}/").content.decode()
    assert 'rel="prev"' not in first and f'<a rel="next" href="/en/briefings/weeks/{this}/">' in first
    for beyond in (this.beside(1), this.beside(-2)):
        assert client.get(f"/en/briefings/weeks/{beyond}/").status_code == 404
    assert f'<a href="/en/briefings/weeks/{this}/">' in client.get("/en/briefings/").content.decode()


def test_a_site_without_a_publication_has_no_week(client):
    assert client.get(f"/en/briefings/weeks/{weeks.this_week()}/").status_code == 404
    assert "weeks/" not in client.get("/en/briefings/").content.decode()


def test_the_feed_has_an_entry_for_every_week_with_news(fetch):
    old, new = make.make_park(public=True, name_en="Old"), make.make_park(public=True, name_en="New")
    this = weeks.this_week()
    Change.objects.update(at=this.start)
    moved(old, this.beside(-2).start)
    body = fetch("/en/briefings/weeks.atom").decode()
    assert body.index(f"Week {this}<") < body.index(f"Week {this.beside(-2)}<")
    assert str(this.beside(-1)) not in body and "Published: 1. Changed: 0. Withdrawn: 0." in body
    withdraw(Park.objects.get(pk=old.pk), by="test")
    assert str(this.beside(-2)) not in fetch("/en/briefings/weeks.atom").decode() and new.pk


def test_the_queries_of_a_week_do_not_grow(queries):
    path = f"/en/briefings/weeks/{weeks.this_week()}/"
    for make_one in (make.make_park, make.make_figure, make.make_event, make.make_statement, make.make_designation):
        make_one(public=True)
    few = queries(path)
    for make_one in (make.make_park, make.make_figure, make.make_event, make.make_statement, make.make_designation):
        make_one(public=True)
    assert queries(path) == few <= 12
