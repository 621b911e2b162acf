"""Two records become one, with everything that points at them, and two again: nothing is lost, nothing leaks."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from companies.models import Presence, Stake
from core.models import EventParticipant, Figure, Name, Region
from editorial import drafting, snapshots
from editorial.merging import approve, decline, plan, plan_back, plan_of, propose, take_back
from editorial.models import (
    Change,
    DeskSetting,
    Draft,
    FormerSlug,
    Merger,
    Record,
    RecordModel,
    Revision,
    Step,
    ValidatedModel,
    unit_models,
)
from editorial.models.changes import Reason
from editorial.pointers import links_to, rows_at
from editorial.publishing import NotReady, publish, withdraw
from editorial.workflow import approve as approve_draft
from editorial.workflow import release, schedule_withdrawal, submit
from parks.models import Park, ParkAncestry
from policies.models import Target
from portal.loading import load
from tests.factories import changed as written_past_publication
from tests.factories import (
    make_briefing,
    make_citation,
    make_count_claim,
    make_designation,
    make_event,
    make_event_participant,
    make_figure,
    make_issuer,
    make_membership,
    make_name,
    make_organisation,
    make_park,
    make_park_sector,
    make_person,
    make_presence,
    make_product,
    make_region,
    make_role,
    make_role_user,
    make_scope,
    make_sector,
    make_source,
    make_stake,
    make_statement,
    make_target,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_in_step")]

DATA = Path(__file__).parent.parent.parent / "data" / "zhongguancun"
ETDA = "Beijing Economic and Technological Development Area"
TWICE = "Beijing Economic-Technological Development Area"
TWICE_SLUG = "beijing-economic-technological-development-area"


@pytest.fixture
def editor():
    return make_role_user("editor")


@pytest.fixture
def publisher():
    return make_role_user("publisher")


@pytest.fixture
def etda():
    return make_park(name_en=ETDA, name_zh="北京经济技术开发区", kind="zone", level="national", public=True)


@pytest.fixture
def twice():
    return make_park(name_en=TWICE, kind="zone", place_as_printed="in Yizhuang county", public=True)


@pytest.fixture
def merge(editor, publisher):
    def merge(survivor, merged, **how):
        return approve(propose(survivor, merged, by=editor, **how), by=publisher)

    return merge


def entries(start):
    return list(Change.objects.filter(number__gt=start).order_by("number"))


def last_number():
    return Change.objects.order_by("-number").values_list("number", flat=True).first() or 0


def fresh(row):
    return type(row)._base_manager.filter(pk=row.pk).first()


def differing(before):
    """What is not as it was."""
    now = state_of_everything()
    units = before["units"].keys() | now["units"].keys()
    found = {key: (before["units"].get(key), now["units"].get(key)) for key in units}
    found = {key: pair for key, pair in found.items() if pair[0] != pair[1]}
    return found | {name: now[name] for name in ("slugs", "ways") if now[name] != before[name]}


def state_of_everything():
    """`{(label, key): (snapshot, public, withdrawn)}` of every unit there is, and all former addresses."""
    found = {
        (label, row.pk): (snapshots.read(row), row.is_public, row.withdrawn_at, row.published_at)
        for label, model in unit_models().items()
        for row in model._base_manager.all()
    }
    slugs = set(FormerSlug.objects.values_list("kind", "slug", "record"))
    ways = set(ParkAncestry.objects.values_list("ancestor", "descendant", "depth"))
    return {"units": found, "slugs": slugs, "ways": ways}


# What moves


def test_every_key_to_a_record_is_moved_or_known_to_follow_by_itself():
    follow = {"editorial.FormerSlug.record", "editorial.Record.merged_into"}
    follow |= {"parks.ParkAncestry.ancestor", "parks.ParkAncestry.descendant"}
    follow |= {"portal.Comment.record", "portal.Correction.record", "core.SearchDocument.record"}
    records = [Record, *(model for model in apps.get_models() if issubclass(model, RecordModel))]
    missed = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.remote_field
        and field.related_model in records
        and not field.primary_key
        and not issubclass(model, ValidatedModel)
        and not model._meta.auto_created
    }
    assert missed == follow


def test_a_zone_entered_twice_becomes_one_with_its_facts_names_and_addresses(etda, twice, merge):
    figure = make_figure(subject=twice.record, public=True)
    name = make_name(record=twice.record, text="Beijing E-Town")
    presence = make_presence(park=twice, role="headquarters", public=True)
    twice.slug = "bda"
    twice.save()
    start = last_number()
    merger = merge(etda, twice, note_en="They are one.")
    assert {fresh(figure).subject_id, fresh(name).record_id, fresh(presence).park_id} == {etda.pk}
    assert set(Name.objects.filter(record=etda.pk).values_list("text", "kind", "language")) == {
        ("Beijing E-Town", "brand", "en"),
        (TWICE, "alias", "en"),
    }
    assert set(FormerSlug.objects.values_list("slug", "record")) == {("bda", etda.pk), (TWICE_SLUG, etda.pk)}
    twice = fresh(twice)
    assert (twice.is_public, twice.record.is_public, twice.record.merged_into_id) == (False, False, etda.pk)
    merged, *changed = entries(start)
    assert (merged.action, merged.unit_id, merged.successor_id) == ("merged", twice.pk, etda.pk)
    assert (merged.title_en, merged.note_en, merged.revision) == (TWICE, "They are one.", None)
    assert {(one.action, one.unit_id, tuple(one.changed)) for one in changed} == {
        ("changed", etda.pk, ("citations", "names")),
        ("changed", figure.pk, ("subject_id",)),
        ("changed", presence.pk, ("park_id",)),
    }
    assert {one.unit_id: one.revision.snapshot for one in changed}[etda.pk] == snapshots.read(etda)
    assert (merger.state, merger.proposed_by_name[:6], merger.decided_by_name[:9]) == ("done", "editor", "publisher")


def test_the_other_name_is_not_added_where_it_is_known_already(etda, twice, merge):
    make_name(record=etda.record, text=TWICE.upper(), kind="alias")
    merge(etda, twice)
    assert list(Name.objects.filter(record=etda.pk).values_list("text", flat=True)) == [TWICE.upper()]


def test_the_name_cites_the_words_in_which_it_stands(etda, merge):
    silent = make_citation(quote="China makes Beijing an AI hub", public=True)
    telling = make_citation(quote=f"the {TWICE} opened", public=True)
    merge(etda, make_park(name_en=TWICE, kind="zone", citations=[silent, telling], public=True))
    assert Name.objects.get(record=etda.pk).citation == telling


def everything_about(record, park=None, organisation=None):
    """A public row of every kind that may point at the card `record`, and at the park or the organisation itself."""
    made = [
        make_figure(subject=record, public=True),
        make_designation(designee=record, public=True),
        make_event_participant(record=record, event=make_event(public=True)),
        make_statement(speaker=record, public=True),
        make_statement(about=[record], public=True),
        make_scope(record=record),
        make_name(record=record),
        make_target(owner=record),
        make_count_claim(members=[record], figure=make_figure(unit="count", public=True)),
        make_stake(owner=record, public=True),
        make_briefing(about=[record], public=True),
    ]
    if park is not None:
        made += [
            make_membership(child=park, public=True),
            make_membership(parent=park, public=True),
            make_presence(park=park, public=True),
            make_park_sector(park=park),
        ]
    if organisation is not None:
        made += [
            make_source(publisher=record, public=True),
            make_designation(issuer=record, public=True),
            make_issuer(record=record),
            make_presence(organisation=organisation, public=True),
            make_role(organisation=organisation, public=True),
            make_product(maker=organisation, public=True),
            make_stake(organisation=organisation, public=True),
        ]
    return made


@pytest.mark.parametrize("kind", ["park", "organisation"])
def test_nothing_points_at_the_merged_record_and_everything_goes_back(kind, merge, publisher):
    make = {"park": make_park, "organisation": make_organisation}[kind]
    survivor, merged = make(name_en="One", public=True), make(name_en="Two", name_zh="二", public=True)
    made = everything_about(merged.record, **{kind: merged})
    before = state_of_everything()
    merger = merge(survivor, merged)
    assert [row for row, _names in rows_at(type(merged), [merged.pk]).values()] == []
    assert not any(link.through.objects.filter(**{link.there: merged.pk}).exists() for link in links_to(type(merged)))
    moved = {one["key"] for one in merger.journal["moved"]} | {one["here"] for one in merger.journal["links"]}
    assert {str(row.pk) for row in made} <= moved
    assert plan_back(merger).stays == []
    take_back(merger, by=publisher)
    assert differing(before) == {}


@pytest.mark.parametrize("make", [make_person, make_region, make_product, make_sector])
def test_other_kinds_are_merged_by_the_same_code(make, merge, publisher):
    survivor, merged = make(name_en="One", public=True), make(name_en="Two", public=True)
    figure = make_figure(subject=merged.record, public=True)
    before = state_of_everything()
    merger = merge(survivor, merged)
    assert fresh(figure).subject_id == survivor.pk
    take_back(merger, by=publisher)
    assert differing(before) == {}


def test_the_regions_in_a_merged_region_move_with_their_paths(merge, publisher):
    china = make_region(name_en="China", level="country", public=True)
    one = make_region(name_en="Peking", parent=china, level="municipality", public=True)
    two = make_region(name_en="Beijing", parent=china, level="municipality", public=True)
    haidian = make_region(name_en="Haidian", parent=one, public=True)
    merger = merge(two, one)
    assert Region.objects.get(pk=haidian.pk).path == "china/beijing/haidian/"
    take_back(merger, by=publisher)
    assert Region.objects.get(pk=haidian.pk).path == "china/peking/haidian/"


def test_sources_and_briefings_are_not_merged(editor):
    with pytest.raises(ValidationError, match="Records of this kind cannot be merged"):
        propose(make_source(), make_source(), by=editor)


def test_what_changes_by_a_part_alone_is_saved_anew_with_its_day(etda, twice, merge, publisher):
    event = make_event(public=True)
    make_event_participant(event=event, record=twice.record)
    first = fresh(event).updated_at
    merger = merge(etda, twice)
    second = fresh(event).updated_at
    take_back(merger, by=publisher)
    assert first < second < fresh(event).updated_at


# What collides


def test_what_the_survivor_has_already_is_dropped_and_comes_back_under_its_key(etda, twice, merge, publisher):
    citation, sector, event = make_citation(public=True), make_sector(public=True), make_event(public=True)
    company = make_organisation(public=True)
    pairs = [
        [make_name(record=park.record, text="BDA", kind="abbreviation", citation=citation) for park in (etda, twice)],
        [make_park_sector(park=park, sector=sector, citation=citation) for park in (etda, twice)],
        [make_event_participant(event=event, record=park.record) for park in (etda, twice)],
        [
            make_presence(park=park, organisation=company, citation=citation, as_printed=park.name_en, public=True)
            for park in (etda, twice)
        ],
    ]
    statement = make_statement(about=[etda.record, twice.record], public=True)
    before = state_of_everything()
    start = last_number()
    merger = merge(etda, twice)
    assert [fresh(other) for _one, other in pairs] == [None, None, None, None]
    assert list(statement.about.values_list("pk", flat=True)) == [etda.pk]
    assert {one["key"]: (one["why"], one["instead"]) for one in merger.journal["dropped"]} == {
        str(other.pk): ("twin", str(one.pk)) for one, other in pairs
    }
    presence = next(one for one in entries(start) if one.unit_id == pairs[3][1].pk)
    assert (presence.action, presence.successor_id) == ("merged", pairs[3][0].pk)
    start = last_number()
    take_back(merger, by=publisher)
    assert differing(before) == {}
    again = next(one for one in entries(start) if one.unit_id == pairs[3][1].pk)
    assert (again.action, again.revision.snapshot) == ("published", snapshots.read(pairs[3][1]))


def test_a_fact_that_would_be_there_twice_word_for_word_is_dropped(etda, twice, merge, publisher):
    citation = make_citation(public=True)
    said = {"citation": citation, "public": True, "indicator": make_figure(public=True).indicator}
    kept, dropped = (make_figure(subject=park.record, **said) for park in (etda, twice))
    other = make_figure(subject=twice.record, low=1, as_printed="1 billion", **said)
    before = state_of_everything()
    start = last_number()
    merger = merge(etda, twice)
    assert set(Figure.objects.filter(subject=etda.pk)) == {kept, other}
    entry = next(one for one in entries(start) if one.unit_id == dropped.pk)
    assert (entry.action, entry.successor_id) == ("merged", kept.pk)
    take_back(merger, by=publisher)
    assert differing(before) == {}


def test_an_event_entered_twice_is_one_again_with_its_participants(etda, twice, merge, publisher):
    citation = make_citation(public=True)
    events = [make_event(title_en="Identified as a hub", citation=citation, public=True) for _park in (etda, twice)]
    for event, park in zip(events, (etda, twice), strict=True):
        make_event_participant(event=event, record=park.record)
        make_event_participant(event=event, record=None, as_printed="the science ministry", role="actor")
    before = state_of_everything()
    merger = merge(etda, twice)
    assert [fresh(event) for event in events] == [events[0], None]
    assert EventParticipant.objects.filter(record=etda.pk).count() == 1
    take_back(merger, by=publisher)
    assert differing(before) == {}


def test_of_two_that_collide_the_public_one_stays(etda, twice, merge, publisher):
    citation, company = make_citation(public=True), make_organisation(public=True)
    said = {"organisation": company, "citation": citation}
    hidden = make_presence(park=etda, **said)
    seen = make_presence(park=twice, public=True, **said)
    before = state_of_everything()
    merger = merge(etda, twice)
    assert list(Presence.objects.filter(park=etda)) == [seen]
    take_back(merger, by=publisher)
    assert differing(before) == {}
    assert fresh(hidden).is_public is False


def test_what_would_point_at_itself_is_dropped(merge, publisher):
    one, two = make_organisation(name_en="DeepSeek", public=True), make_organisation(name_en="Deep Seek", public=True)
    stake = make_stake(owner=two.record, organisation=one, public=True)
    before = state_of_everything()
    start = last_number()
    merger = merge(one, two)
    assert not Stake.objects.exists()
    (dropped,) = merger.journal["dropped"]
    assert (dropped["key"], dropped["why"]) == (str(stake.pk), "self")
    entry = next(one for one in entries(start) if one.unit_id == stake.pk)
    assert (entry.action, entry.reason, entry.successor_id) == ("withdrawn", "error", None)
    take_back(merger, by=publisher)
    assert differing(before) == {}


def test_a_park_in_its_own_duplicate_and_a_circle_of_memberships(etda, twice, merge, publisher):
    between = make_park(name_en="Core area", public=True)
    inside = make_park(name_en="Apollo Park", kind="test_site", public=True)
    own = make_membership(child=twice, parent=etda, role="site", public=True)
    upper = make_membership(child=twice, parent=between, public=True)
    make_membership(child=between, parent=etda, public=True)
    lower = make_membership(child=inside, parent=twice, public=True)
    before = state_of_everything()
    merger = merge(etda, twice)
    dropped = {one["key"]: (one["why"], one["sentences"]) for one in merger.journal["dropped"]}
    assert dropped == {
        str(own.pk): ("self", ["A park cannot be part of itself."]),
        str(upper.pk): (
            "rule",
            [f"“Core area” is itself inside “{ETDA}”: a park cannot contain what contains it."],
        ),
    }
    assert fresh(lower).parent_id == etda.pk
    assert set(ParkAncestry.objects.values_list("ancestor", "descendant", "depth")) == {
        (etda.pk, between.pk, 1),
        (etda.pk, inside.pk, 1),
    }
    take_back(merger, by=publisher)
    assert differing(before) == {}
    assert ParkAncestry.objects.filter(ancestor=etda, descendant=inside).count() == 2


def test_a_fact_that_cannot_be_saved_as_it_is_holds_the_merger_up_and_nothing_is_lost(etda, twice, editor):
    figure = make_figure(subject=twice.record, public=True)
    Figure.objects.filter(pk=figure.pk).update(as_printed="over CNY\x00 700 billion".replace("\x00", "\x07"))
    written_past_publication(figure)
    looked = plan(etda, twice)
    assert len(looked.obstacles) == 1
    assert "cannot be saved as it is" in looked.obstacles[0]
    assert fresh(figure).subject_id == twice.pk


# Blank fields


def test_blank_fields_are_filled_as_chosen_and_emptied_again(etda, twice, merge, publisher):
    region = make_region(name_en="Yizhuang", public=True)
    twice.region = region
    twice.save()
    before = state_of_everything()
    merger = merge(etda, twice, choices=["region_id", "level", "slug", "nonsense"])
    etda = fresh(etda)
    assert (etda.region, etda.level, etda.place_as_printed) == (region, "national", "")
    assert etda.slug == "beijing-economic-and-technological-development-area"
    take_back(merger, by=publisher)
    assert differing(before) == {}


# Drafts


def test_the_draft_of_a_fact_that_moves_follows_and_is_published_at_the_survivor(etda, twice, merge, editor, publisher):
    presence = make_presence(park=twice, as_printed="There", public=True)
    base = snapshots.read(presence)
    mine = base | {"fields": base["fields"] | {"as_printed": "At last there"}}
    draft = drafting.keep(presence, by=editor, base=base, mine=mine).draft
    submit(presence, by=editor)
    approve_draft(presence, by=publisher)
    merge(etda, twice)
    draft = Draft.objects.get(pk=draft.pk)
    fields = draft.head.snapshot["fields"]
    assert (fields["park_id"], fields["as_printed"], draft.state) == (str(etda.pk), "At last there", "draft")
    assert Step.objects.filter(unit_id=presence.pk, action="disapproved").exists()
    submit(presence, by=editor)
    approve_draft(presence, by=publisher)
    release(presence, by=publisher)
    presence = fresh(presence)
    assert (presence.park_id, presence.as_printed) == (etda.pk, "At last there")


def test_a_draft_that_was_about_to_choose_the_merged_record_chooses_the_survivor(etda, twice, merge, editor):
    presence = make_presence(public=True)
    base = snapshots.read(presence)
    mine = base | {"fields": base["fields"] | {"park_id": str(twice.pk)}}
    draft = drafting.keep(presence, by=editor, base=base, mine=mine).draft
    merge(etda, twice)
    assert Draft.objects.get(pk=draft.pk).head.snapshot["fields"]["park_id"] == str(etda.pk)


def test_an_unpublished_fact_moves_with_its_draft(etda, twice, merge, editor, publisher):
    presence = make_presence(
        park=twice, citation=make_citation(public=True), organisation=make_organisation(public=True)
    )
    drafting.begin(presence, by=editor)
    merger = merge(etda, twice)
    assert Draft.objects.get(unit_id=presence.pk).head.snapshot["fields"]["park_id"] == str(etda.pk)
    take_back(merger, by=publisher)
    assert Draft.objects.get(unit_id=presence.pk).head.snapshot["fields"]["park_id"] == str(twice.pk)
    submit(presence, by=editor)
    approve_draft(presence, by=publisher)
    release(presence, by=publisher)
    assert fresh(presence).park_id == twice.pk


def test_the_survivor_keeps_its_open_draft(etda, twice, merge, editor):
    base = snapshots.read(etda)
    mine = base | {"fields": base["fields"] | {"summary_en": "A development area in Yizhuang."}}
    drafting.keep(etda, by=editor, base=base, mine=mine)
    make_name(record=twice.record, text="BDA", kind="abbreviation")
    merge(etda, twice)
    wanted = Draft.objects.get(unit_id=etda.pk).head.snapshot
    assert wanted["fields"]["summary_en"] == "A development area in Yizhuang."
    assert wanted["parts"] == snapshots.read(etda)["parts"]
    assert len(wanted["parts"]["names"]) == 2


def test_an_open_draft_of_the_merged_record_is_settled_first(etda, twice, editor):
    base = snapshots.read(twice)
    mine = base | {"fields": base["fields"] | {"summary_en": "A draft."}}
    drafting.keep(twice, by=editor, base=base, mine=mine)
    with pytest.raises(ValidationError, match=f"“{TWICE}” has an open draft. Publish or discard it first."):
        propose(etda, twice, by=editor)


def test_what_is_scheduled_for_the_merged_record_is_settled_first(etda, twice, editor, publisher):

    schedule_withdrawal(twice, by=publisher, at=timezone.now() + timedelta(days=1), reason=Reason.ERROR)
    with pytest.raises(ValidationError, match="Take it off the schedule first"):
        propose(etda, twice, by=editor)


def test_a_merged_record_takes_no_change_and_nothing_new_chooses_it(etda, twice, merge, editor, publisher):
    merge(etda, twice)
    twice = fresh(twice)
    twice.summary_en = "Changed."
    with pytest.raises(ValidationError, match=f"This was merged into “{ETDA}”"):
        twice.save()
    with pytest.raises(ValidationError, match=f"This was merged into “{ETDA}”"):
        publish(twice, by=publisher)
    presence = make_presence(public=True)
    base = snapshots.read(presence)
    mine = base | {"fields": base["fields"] | {"park_id": str(twice.pk)}}
    with pytest.raises(drafting.CannotApply, match=f"“{TWICE}” was merged into “{ETDA}”. Choose that one instead."):
        drafting.keep(presence, by=editor, base=base, mine=mine)


def test_a_draft_that_named_the_merged_record_at_the_last_moment_is_not_published(
    etda, twice, merge, editor, publisher
):
    presence = make_presence(public=True)
    base = snapshots.read(presence)
    mine = base | {"fields": base["fields"] | {"park_id": str(etda.pk)}}
    draft = drafting.keep(presence, by=editor, base=base, mine=mine).draft
    merge(etda, twice)
    draft.head.snapshot["fields"]["park_id"] = str(twice.pk)
    draft.head.save()
    submit(presence, by=editor)
    approve_draft(presence, by=publisher)
    with pytest.raises(NotReady, match=f"“{TWICE}” was merged into “{ETDA}”. Choose that one instead"):
        release(presence, by=publisher)
    assert fresh(presence).park_id != twice.pk


# Unpublished records


def test_a_record_that_was_never_public_leaves_no_trace(etda, merge, publisher):
    hidden = make_park(name_en=TWICE, kind="zone", citations=[make_citation(public=True)])
    figure = make_figure(subject=hidden.record, citation=make_citation(public=True))
    drafting.begin(hidden, by=publisher)
    start = last_number()
    merger = merge(etda, hidden)
    assert [(one.action, one.unit_id) for one in entries(start)] == [("changed", etda.pk)]
    assert not Change.objects.filter(unit_id=hidden.pk).exists()
    assert str(hidden.pk) not in str(list(Change.objects.values())) + str(
        list(Revision.objects.filter(changes__isnull=False).values("snapshot"))
    )
    assert not FormerSlug.objects.exists()
    assert (fresh(figure).subject_id, fresh(figure).is_public) == (etda.pk, False)
    take_back(merger, by=publisher)
    assert (fresh(hidden).is_public, fresh(figure).subject_id) == (False, hidden.pk)
    assert Draft.objects.get(unit_id=hidden.pk).head.snapshot == snapshots.read(hidden)


def test_what_rests_on_a_hidden_source_does_not_become_part_of_a_public_record(etda, editor, publisher):
    hidden = make_park(
        name_en=TWICE, kind="zone", citations=[make_citation(source=make_source(name_en="A draft report"))]
    )
    sentence = f"“{ETDA}” would not be complete: Publish the source “A draft report” first."
    assert plan(etda, hidden).obstacles == [sentence]
    with pytest.raises(ValidationError, match="would not be complete"):
        approve(propose(etda, hidden, by=editor), by=publisher)
    assert (fresh(etda).citations.count(), Name.objects.count()) == (1, 0)


def test_of_two_hidden_records_the_feed_says_nothing(merge, publisher):
    one, two = make_park(), make_park()
    event = make_event(public=True)
    make_event_participant(event=event, record=two.record)
    before = state_of_everything()
    start = last_number()
    merger = merge(one, two)
    take_back(merger, by=publisher)
    assert entries(start) == []
    assert differing(before) == {}


def test_a_hidden_record_becomes_visible_where_public_facts_named_it(etda, merge):
    hidden = make_park(citations=[make_citation(public=True)])
    event = make_event(public=True)
    make_event_participant(event=event, record=hidden.record)
    start = last_number()
    merge(etda, hidden)
    changed = {one.unit_id: one for one in entries(start)}
    assert set(changed) == {etda.pk, event.pk}
    assert (changed[event.pk].action, changed[event.pk].changed) == ("changed", ["participants"])


def test_facts_hidden_with_a_withdrawn_record_are_public_again(etda, twice, merge):
    figure = make_figure(subject=twice.record, public=True)
    twice = withdraw(twice, by="test")
    start = last_number()
    merge(etda, twice)
    assert {(one.action, one.unit_id) for one in entries(start)} == {("changed", etda.pk), ("published", figure.pk)}
    assert FormerSlug.objects.get(record=etda.pk).slug == TWICE_SLUG


def test_the_public_one_stays(etda, editor):
    with pytest.raises(ValidationError, match="Let the public one stay"):
        propose(make_park(name_en=TWICE, kind="zone"), etda, by=editor)


def test_a_listed_record_does_not_vanish_in_a_withdrawn_one(etda, twice, editor):
    withdraw(twice, by="test", reason=Reason.WITHDRAWN)
    with pytest.raises(ValidationError, match=f"“{TWICE}” was withdrawn, but “{ETDA}” was not"):
        propose(fresh(twice), etda, by=editor)


def test_one_that_only_stays_readable_is_so_again(etda, twice, merge, publisher):
    twice = withdraw(twice, by="test", reason=Reason.WITHDRAWN)
    merger = merge(etda, twice)
    start = last_number()
    take_back(merger, by=publisher)
    assert fresh(twice).withdrawn_at == twice.withdrawn_at
    own = [(one.action, one.reason) for one in entries(start) if one.unit_id == twice.pk]
    assert own == [("published", ""), ("withdrawn", "withdrawn")]


# Taking back


def test_what_was_changed_since_stays_with_the_survivor_and_is_named(etda, twice, merge, publisher):
    changed = make_figure(subject=twice.record, public=True)
    moved_on = make_presence(park=twice, as_printed="There", public=True)
    deleted = make_presence(park=twice, as_printed="Gone", organisation=make_organisation(public=True))
    untouched = make_presence(park=twice, as_printed="Still", public=True)
    merger = merge(etda, twice, choices=["place_as_printed"])
    changed.refresh_from_db()
    changed.note_en = "Looked at again."
    changed.save()
    elsewhere = make_park(name_en="Haidian Park", public=True)
    moved_on.refresh_from_db()
    moved_on.park = elsewhere
    moved_on.save()
    fresh(deleted).delete()
    etda = fresh(etda)
    etda.place_as_printed = "Yizhuang"
    etda.save()
    for unit in (changed, moved_on, etda):
        written_past_publication(unit)
    assert {one.get("key"): one["why"] for one in plan_back(merger).stays} == {
        str(changed.pk): "changed",
        str(moved_on.pk): "elsewhere",
        str(deleted.pk): "gone",
        None: "changed",
    }
    done = take_back(merger, by=publisher)
    assert len(done.stayed) == 4
    assert fresh(changed).subject_id == etda.pk
    assert fresh(moved_on).park_id == elsewhere.pk
    assert fresh(untouched).park_id == twice.pk
    assert fresh(etda).place_as_printed == "Yizhuang"


def test_a_dropped_fact_that_was_entered_again_stays_dropped(etda, twice, merge, publisher):
    citation, company = make_citation(public=True), make_organisation(public=True)
    said = {"organisation": company, "citation": citation, "public": True}
    make_presence(park=etda, **said)
    dropped = make_presence(park=twice, **said)
    merger = merge(etda, twice)
    withdraw(company, by="test")
    done = take_back(merger, by=publisher)
    assert [(one["key"], one["why"], one["sentences"]) for one in done.stayed] == [
        (str(dropped.pk), "refused", [f"Publish “{company}” first: this rests on it."])
    ]
    assert fresh(dropped) is None


def test_a_record_that_could_not_be_public_as_it_was_holds_the_taking_back_up(etda, merge, publisher):
    citation = make_citation(public=True)
    twice = make_park(name_en=TWICE, kind="zone", citations=[citation], public=True)
    merger = merge(etda, twice)
    etda.citations.remove(citation)
    Name.objects.all().delete()
    withdraw(citation, by="test")
    withdraw(citation.source, by="test")
    with pytest.raises(ValidationError, match=f"“{TWICE}” cannot be public as it was: Publish the source"):
        take_back(merger, by=publisher)
    assert (fresh(twice).is_public, Record.objects.get(pk=twice.pk).merged_into_id) == (False, etda.pk)


def test_chains_come_apart_in_the_reverse_order(etda, twice, merge, publisher):
    third = make_park(name_en="E-Town", kind="zone", public=True)
    figure = make_figure(subject=third.record, public=True)
    before = state_of_everything()
    first = merge(twice, third)
    second = merge(etda, fresh(twice))
    assert fresh(figure).subject_id == etda.pk
    assert set(FormerSlug.objects.values_list("slug", "record")) == {("e-town", etda.pk), (TWICE_SLUG, etda.pk)}
    with pytest.raises(ValidationError, match=f"Take back first that “{TWICE}” was merged into “{ETDA}”"):
        take_back(first, by=publisher)
    take_back(second, by=publisher)
    assert (fresh(figure).subject_id, fresh(twice).is_public) == (twice.pk, True)
    take_back(first, by=publisher)
    assert differing(before) == {}


def test_the_same_two_can_be_merged_again_and_the_other_way_round(etda, twice, merge, publisher):
    before = state_of_everything()
    for survivor, merged in ((etda, twice), (etda, twice), (twice, etda)):
        take_back(merge(fresh(survivor), fresh(merged)), by=publisher)
        assert differing(before) == {}


# Who decides


def test_nobody_approves_what_they_proposed_but_on_a_solo_site(etda, twice, publisher):
    merger = propose(etda, twice, by=publisher)
    with pytest.raises(ValidationError, match="You proposed this merger, so someone else must approve it"):
        approve(merger, by=publisher)
    assert fresh(twice).is_public
    DeskSetting.objects.create(solo_publishing=True)
    approve(merger, by=publisher)
    assert not fresh(twice).is_public
    assert Step.objects.filter(action="alone", unit_id=twice.pk).exists()


def test_the_log_of_both_names_the_other(etda, twice, editor, publisher):
    merger = approve(propose(etda, twice, by=editor, note="Same address."), by=publisher)
    take_back(merger, by=publisher)
    logged = Step.objects.order_by("at", "id").values_list("unit_id", "action", "by_name", "note")
    assert [one for one in logged if one[1] in ("submitted", "joined", "separated")] == [
        (twice.pk, "submitted", editor.username, f"Merge it into “{ETDA}”.\nSame address."),
        (etda.pk, "submitted", editor.username, f"Merge “{TWICE}” into it.\nSame address."),
        (twice.pk, "joined", publisher.username, f"Merge it into “{ETDA}”."),
        (etda.pk, "joined", publisher.username, f"Merge “{TWICE}” into it."),
        (twice.pk, "separated", publisher.username, f"Merge it into “{ETDA}”."),
        (etda.pk, "separated", publisher.username, f"Merge “{TWICE}” into it."),
    ]


def test_a_declined_proposal_changes_nothing_and_can_be_made_again(etda, twice, editor, publisher):
    before = state_of_everything()
    decline(propose(etda, twice, by=editor), by=publisher, note="They are two.")
    assert differing(before) == {}
    assert propose(etda, twice, by=editor).state == "proposed"


def test_what_was_looked_at_is_what_is_done(etda, twice, editor, publisher):
    merger = propose(etda, twice, by=editor)
    seen = plan_of(merger, etda, twice).fingerprint
    make_figure(subject=twice.record, public=True)
    with pytest.raises(ValidationError, match="Look at it once more"):
        approve(merger, by=publisher, fingerprint=seen)
    assert fresh(twice).is_public
    approve(merger, by=publisher, fingerprint=plan_of(merger, etda, twice).fingerprint)
    assert not fresh(twice).is_public


# Bad input


def test_wrong_pairs_are_refused_in_words(etda, twice, editor, merge):
    with pytest.raises(ValidationError, match="A record cannot be merged with itself"):
        propose(etda, etda, by=editor)
    with pytest.raises(ValidationError, match="Only two records of the same kind can be merged"):
        propose(etda, make_organisation(), by=editor)
    merge(etda, twice)
    with pytest.raises(ValidationError, match=f"“{TWICE}” has been merged into “{ETDA}” already."):
        propose(make_park(public=True), twice, by=editor)
    with pytest.raises(ValidationError, match=f"“{TWICE}” has been merged into “{ETDA}” already."):
        propose(twice, make_park(), by=editor)


def test_what_is_proposed_twice_or_decided_twice_is_refused(etda, twice, editor, publisher):
    merger = propose(etda, twice, by=editor)
    with pytest.raises(ValidationError, match="It is proposed already"):
        propose(etda, twice, by=editor)
    with pytest.raises(ValidationError, match="It is proposed already"):
        propose(twice, make_park(), by=editor)
    approve(merger, by=publisher)
    with pytest.raises(ValidationError, match="decided or taken back meanwhile"):
        approve(merger, by=publisher)
    take_back(merger, by=publisher)
    with pytest.raises(ValidationError, match="decided or taken back meanwhile"):
        take_back(merger, by=publisher)


def test_a_record_deleted_meanwhile_is_refused_in_words(editor, publisher):
    one, two = make_park(), make_park()
    merger = propose(one, two, by=editor)
    two.delete()
    with pytest.raises(ValidationError, match="One of the two was deleted meanwhile"):
        approve(merger, by=publisher)
    assert decline(merger, by=publisher).state == "declined"
    with pytest.raises(ValidationError, match="One of the two was deleted meanwhile"):
        propose(one, two, by=editor)


def test_looking_ahead_writes_nothing(etda, twice):
    make_figure(subject=twice.record, public=True)
    before, start = state_of_everything(), last_number()
    looked = plan(etda, twice)
    assert [one["model"] for one in looked.journal["moved"]] == ["core.figure"]
    assert (differing(before), entries(start), Merger.objects.count()) == ({}, [], 0)


# The sample data


def test_the_development_area_of_the_sample_merges_into_its_duplicate_and_comes_back(merge, publisher):
    load(DATA, name="zhongguancun", by="tests")
    etda = Park.objects.get(slug="beijing-economic-and-technological-development-area")
    twice = make_park(name_en=TWICE, kind="zone", public=True)
    before = state_of_everything()
    merger = merge(twice, etda, choices=["name_zh", "level", "region_id"])
    twice = fresh(twice)
    assert (twice.name_zh, twice.level, twice.region.name_en) == ("北京经济技术开发区", "national", "Yizhuang")
    names = set(Name.objects.filter(record=twice.pk).values_list("text", flat=True))
    assert {ETDA, "ETDA", "Beijing E-Town"} <= names
    assert "北京经济技术开发区" not in names
    target = Target.objects.get(figure__subject=twice.pk)
    assert (target.figure.low, target.figure.currency) == (50_000_000_000, "CNY")
    assert set(Presence.objects.filter(park=twice).values_list("organisation__name_en", "role")) == {
        ("JD.com", "headquarters")
    }
    assert (
        Stake.objects.get(owner=twice.pk).organisation.slug == "beijing-e-town-international-investment-and-development"
    )
    assert plan_back(merger).stays == []
    take_back(merger, by=publisher)
    assert differing(before) == {}
