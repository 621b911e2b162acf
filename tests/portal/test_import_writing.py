"""A checked table on its way to the public: submitted, approved by another, written, published as a whole."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from companies.models import Organisation
from core.models import Figure, Name, Region
from editorial import drafting, snapshots
from editorial.bulk import give_addresses
from editorial.models import Change, DeskSetting, Draft, Record, Revision, Step
from editorial.publishing import publish, withdraw
from portal.imports import review, writing
from portal.imports.mapping import propose_mapping
from portal.imports.running import advance, check_again, choose, first_rows, keep
from portal.models import Import
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_in_step")]


@pytest.fixture
def editor():
    return factories.make_role_user("editor", username="editor")


@pytest.fixture
def publisher():
    return factories.make_role_user("publisher", username="publisher")


@pytest.fixture
def table(tmp_path, editor):
    """A function that keeps a table of `model`, mapped by its headings, and checks all of it."""

    def make(model, text, by=editor):
        path = tmp_path / "table.csv"
        path.write_text(text)
        kept = keep(path, "table.csv", by)
        choose(kept, model, propose_mapping(model, kept.headings, first_rows(kept)), by=by)
        while kept.state != "checked":
            advance(kept)
        return kept

    return make


def submit(kept, by, **options):
    return review.submit(kept.pk, run=kept.run, by=by, **options)


def approve(kept, by, **options):
    return review.approve(kept.pk, run=kept.run, by=by, **options)


def write_all(kept):
    kept.refresh_from_db()
    while kept.state == "approved" and not kept.failure:
        writing.write(kept, seconds=0)
    return kept


def let_in(kept, editor, publisher, **options):
    submit(kept, editor, **options)
    approve(kept, publisher)
    return write_all(kept)


def prospects(kept):
    rows = kept.rows.order_by("number").values_list("number", "outcome", "fate", "missing")
    return [(number, outcome, fate, missing) for number, outcome, fate, missing in rows]


def organisations(*rows):
    return "name_en,kind,citations\n" + "".join(f"{name},company,{citation}\n" for name, citation in rows)


# What will become of each row


def test_the_check_says_what_becomes_public_and_what_stays_a_draft(table):
    quote = factories.make_citation(source=factories.make_source(public=True))
    hidden = factories.make_citation(source=factories.make_source(name_en="Hidden paper"))
    factories.make_organisation(name_en="Live", kind="company", citations=[quote], public=True)
    factories.make_organisation(name_en="Draft", kind="company", citations=[quote])
    text = organisations(("New", quote.pk), ("Bare", ""), ("Resting", hidden.pk), ("Live", ""), ("Draft", ""))
    kept = table(Organisation, text.replace("company", "investor"))
    assert prospects(kept) == [
        (2, "new", "publish", []),
        (3, "new", "draft", ["Add at least one citation."]),
        (4, "new", "draft", ["Publish the source “Hidden paper” first."]),
        (5, "changed", "publish", []),
        (6, "changed", "draft", ["“Draft” is not public yet: the change is kept in its draft."]),
    ]
    assert Organisation.objects.count() == 2


def test_a_withdrawn_entry_is_changed_in_a_draft_only(table, editor, publisher):
    old = factories.make_organisation(name_en="Old", kind="company", public=True)
    withdraw(old, by="test", reason="withdrawn")
    kept = table(Organisation, organisations(("Old", "")).replace("company", "investor"))
    assert prospects(kept)[0][2:] == ("draft", ["“Old” was withdrawn: the change is kept as its draft."])
    let_in(kept, editor, publisher)
    old.refresh_from_db()
    assert (kept.state, old.kind, old.withdrawn_at is None) == ("done", "company", False)
    assert drafting.draft_of(old).head.snapshot["fields"]["kind"] == "investor"


# Publishing


def test_a_table_becomes_public_as_a_whole(table, editor, publisher):
    quote = factories.make_citation(source=factories.make_source(public=True))
    live = factories.make_organisation(name_en="Live", kind="company", public=True)
    same = factories.make_organisation(name_en="Same", kind="company", public=True)
    before, last = snapshots.read(live), Change.objects.latest("number").number
    text = "name_en,kind,citations,summary_en\n"
    text += f"Live,investor,,\nSame,company,,\nNew,company,{quote.pk},Makes robots.\nBare,company,,\nBad,robot,,\n"
    kept = let_in(
        table(Organisation, text), editor, publisher, note="From the list.", note_en="List of 2026.", is_minor=True
    )
    assert (kept.state, kept.failure) == ("done", [])

    live.refresh_from_db()
    new, bare = (Organisation.objects.get(name_en=name) for name in ("New", "Bare"))
    assert (live.kind, live.is_public, live.record.is_public) == ("investor", True, True)
    assert (new.is_public, new.record.is_public, new.slug, new.record.slug) == (True, True, "new", "new")
    assert new.published_at == new.record.published_at is not None
    assert list(new.citations.all()) == [quote]
    quote.refresh_from_db()
    assert quote.is_public
    assert (bare.is_public, bare.record.is_public, bare.published_at) == (False, False, None)
    assert not Organisation.objects.filter(name_en="Bad").exists()

    entries = list(Change.objects.filter(number__gt=last))
    assert [entry.number for entry in entries] == list(range(last + 1, last + 4))
    assert [(entry.unit_id, entry.action, entry.note_en, entry.is_minor, entry.by) for entry in entries] == [
        (live.pk, "changed", "List of 2026.", True, "publisher"),
        (quote.pk, "published", "", False, "publisher"),
        (new.pk, "published", "List of 2026.", True, "publisher"),
    ]
    assert entries[0].changed == ["kind"]
    first = Revision.objects.get(unit_id=new.pk)
    assert (first.number, first.origin, first.author, first.snapshot) == (1, "imported", editor, snapshots.read(new))
    assert entries[2].revision == first
    changed = Revision.objects.get(unit_id=live.pk, origin="imported")
    assert (changed.author, changed.snapshot) == (editor, snapshots.read(live))
    assert changed.snapshot != before
    assert not Revision.objects.filter(unit_id=same.pk, origin="imported").exists()

    draft = Draft.objects.get()
    assert (draft.unit_id, draft.author, draft.missing["en"]) == (bare.pk, editor, ["Add at least one citation."])
    assert (draft.missing_count, draft.head.snapshot, draft.head.draft_key) == (1, snapshots.read(bare), draft.pk)
    steps = Step.objects.filter(unit_kind="portal.import").order_by("at", "id")
    assert [(step.action, step.by_name, step.note) for step in steps] == [
        ("submitted", "editor", "From the list."),
        ("approved", "publisher", ""),
        ("imported", "publisher", ""),
    ]
    steps = Step.objects.filter(unit_id=new.pk).order_by("at", "id").values_list("action", "by_name", "note")
    assert list(steps) == [("imported", "editor", "table.csv"), ("published", "publisher", "")]


def test_the_same_file_again_changes_nothing(table, editor, publisher):
    quote = factories.make_citation(source=factories.make_source(public=True))
    text = organisations(("New", quote.pk), ("Bare", ""))
    let_in(table(Organisation, text), editor, publisher)
    entries, revisions = Change.objects.count(), Revision.objects.count()
    again = table(Organisation, text)
    assert [row[1] for row in prospects(again)] == ["unchanged", "unchanged"]
    with pytest.raises(ValidationError, match="No row of this table would change anything"):
        submit(again, editor)
    assert (Change.objects.count(), Revision.objects.count()) == (entries, revisions)


def test_everything_can_be_kept_as_drafts(table, editor, publisher):
    quote = factories.make_citation(source=factories.make_source(public=True))
    live = factories.make_organisation(name_en="Live", kind="company", public=True)
    entries = Change.objects.count()
    text = organisations(("New", quote.pk), ("Live", "")).replace("Live,company", "Live,investor")
    kept = let_in(table(Organisation, text), editor, publisher, keeps_drafts=True)
    assert (kept.state, Change.objects.count()) == ("done", entries)
    live.refresh_from_db()
    new = Organisation.objects.get(name_en="New")
    assert (live.kind, new.is_public) == ("company", False)
    draft = drafting.draft_of(live)
    assert (draft.head.snapshot["fields"]["kind"], draft.head.origin, draft.author) == ("investor", "imported", editor)
    assert (drafting.draft_of(new).missing, drafting.draft_of(new).missing_count) == ({"en": [], "zh-hans": []}, 0)


def test_nothing_is_visible_before_all_of_it_is(table, editor, publisher, monkeypatch):
    quote = factories.make_citation(source=factories.make_source(public=True))
    monkeypatch.setattr(writing, "ROWS_AT_ONCE", 2)
    entries = Change.objects.count()
    kept = table(Organisation, organisations(*((f"New {n}", quote.pk) for n in range(5))))
    submit(kept, editor)
    approve(kept, publisher)
    seen = []
    kept.refresh_from_db()
    while kept.state == "approved":
        seen.append((kept.written, Organisation.objects.count(), Organisation.objects.public().count()))
        writing.write(kept, seconds=-1)
    assert seen == [(0, 0, 0), (3, 2, 0), (5, 4, 0), (6, 5, 0)]
    assert (
        Organisation.objects.public().count(),
        Record.objects.filter(kind="organisation", is_public=True).count(),
    ) == (5, 5)
    assert Change.objects.count() == entries + 6


def test_parts_are_published_with_what_they_belong_to(table, editor, publisher):
    quote = factories.make_citation(public=True)
    park = factories.make_park(name_en="Haidian Park", slug="haidian", public=True)
    hidden = factories.make_park(name_en="Hidden Park", slug="hidden")
    text = "record,text,language,kind,citation\n"
    text += "".join(
        f"park:{slug},{name},en,short,{quote.pk}\n"
        for slug, name in (("haidian", "HP"), ("haidian", "Hai"), ("hidden", "Hid"))
    )
    last = Change.objects.latest("number").number
    kept = let_in(table(Name, text), editor, publisher)
    assert (kept.state, kept.failure) == ("done", [])
    assert sorted(park.record.names.values_list("text", flat=True)) == ["HP", "Hai"]
    entry = Change.objects.get(number__gt=last)
    assert (entry.unit_id, entry.action, entry.changed) == (park.pk, "changed", ["names"])
    assert {row["fields"]["text"] for row in entry.revision.snapshot["parts"]["names"].values()} == {"HP", "Hai"}
    assert [row["fields"]["text"] for row in drafting.draft_of(hidden).head.snapshot["parts"]["names"].values()] == [
        "Hid"
    ]
    assert [row[1] for row in prospects(table(Name, text))] == ["unchanged"] * 3


def test_facts_and_trees_go_the_same_way(table, editor, publisher):
    quote = factories.make_citation(public=True)
    factories.make_park(slug="haidian", name_en="Haidian Park", public=True)
    factories.make_indicator(code="output", unit="money")
    text = "subject,indicator,kind,as_printed,unit,period,citation\n"
    text += f"park:haidian,output,actual,over CNY 700 billion,money,2023,{quote.pk}\n"
    let_in(table(Figure, text), editor, publisher)
    figure = Figure.objects.public().get()
    assert (figure.low, figure.low_open, figure.indicator.is_public) == (700_000_000_000, True, True)
    factories.make_region(name_en="Beijing", slug="beijing", level="municipality", public=True)
    let_in(
        table(Region, f"name_en,level,parent,citations\nHaidian District,district,beijing,{quote.pk}\n"),
        editor,
        publisher,
    )
    assert Region.objects.public().get(name_en="Haidian District").path == "beijing/haidian-district/"


# What others do meanwhile


def test_a_change_of_another_field_is_merged(table, editor, publisher):
    live = factories.make_organisation(name_en="Live", kind="company", public=True)
    kept = table(Organisation, "name_en,kind\nLive,investor\n")
    kept_draft = drafting.keep(
        live, by=publisher, base=snapshots.read(live), mine=_with(snapshots.read(live), summary_en="Meanwhile.")
    )
    publish(live, by=publisher)
    assert kept_draft.draft
    assert let_in(kept, editor, publisher).failure == []
    live.refresh_from_db()
    assert (live.kind, live.summary_en) == ("investor", "Meanwhile.")


def _with(snapshot, **fields):
    return {**snapshot, "fields": {**snapshot["fields"], **fields}}


def test_a_change_of_the_same_field_is_named_and_nothing_becomes_public(table, editor, publisher):
    quote = factories.make_citation(source=factories.make_source(public=True))
    live = factories.make_organisation(name_en="Live", kind="company", public=True)
    other = factories.make_organisation(name_en="Other", kind="company", public=True)
    text = organisations(("New", quote.pk), ("Other", ""), ("Live", "")).replace("r,company", "r,investor")
    kept = table(Organisation, text.replace("Live,company", "Live,investor"))
    drafting.keep(live, by=publisher, base=snapshots.read(live), mine=_with(snapshots.read(live), kind="operator"))
    publish(live, by=publisher)
    entries = Change.objects.count()
    let_in(kept, editor, publisher)
    assert kept.state == "approved"
    assert kept.failure == [[4, "Someone else changed the same fields after the check (kind). Check the table again."]]
    for one in (live, other):
        one.refresh_from_db()
    assert (live.kind, other.kind, Change.objects.count()) == ("operator", "company", entries)
    assert not Organisation.objects.public().filter(name_en="New").exists()
    # Called off, its hidden row goes; checked again, the difference is another.
    review.call_off(kept.pk, run=kept.run, by=publisher)
    kept.refresh_from_db()
    writing.remove(kept)
    assert not Organisation.objects.filter(name_en="New").exists()
    again = check_again(kept.pk, run=kept.run, by=editor)
    advance(again)
    assert again.rows.get(number=4).changes == [["kind", "operator", "investor"]]
    assert let_in(again, editor, publisher).state == "done"


def test_an_open_draft_stays_and_is_merged_when_it_is_published(table, editor, publisher):
    live = factories.make_organisation(name_en="Live", kind="company", public=True)
    drafting.keep(live, by=publisher, base=snapshots.read(live), mine=_with(snapshots.read(live), summary_en="Mine."))
    let_in(table(Organisation, "name_en,kind\nLive,investor\n"), editor, publisher)
    live.refresh_from_db()
    assert (live.kind, live.summary_en) == ("investor", "")
    assert drafting.draft_of(live).head.snapshot["fields"]["summary_en"] == "Mine."
    publish(live, by=publisher)
    live.refresh_from_db()
    assert (live.kind, live.summary_en) == ("investor", "Mine.")


def test_links_are_merged(table, editor, publisher):
    first, second, third = (factories.make_citation(public=True) for _ in range(3))
    live = factories.make_organisation(name_en="Live", kind="company", citations=[first], public=True)
    kept = table(Organisation, f"name_en,citations\nLive,{first.pk};{second.pk}\n")
    mine = snapshots.read(live)
    mine["many"]["citations"] = sorted([str(first.pk), str(third.pk)])
    drafting.keep(live, by=publisher, base=snapshots.read(live), mine=mine)
    publish(live, by=publisher)
    let_in(kept, editor, publisher)
    assert set(live.citations.all()) == {first, second, third}


@pytest.mark.parametrize("what", ["deleted", "edited", "withdrawn source"])
def test_a_hidden_row_touched_before_publication_stops_it(table, editor, publisher, monkeypatch, what):
    source = factories.make_source(name_en="Paper", public=True)
    quote = factories.make_citation(source=source)
    kept = table(Organisation, organisations(("New", quote.pk), ("Second", quote.pk)))
    submit(kept, editor)
    approve(kept, publisher)
    kept.refresh_from_db()
    monkeypatch.setattr(writing, "ROWS_AT_ONCE", 2)
    writing.write(kept, seconds=-1)
    new = Organisation.objects.get(name_en="New")
    if what == "deleted":
        new.delete()
        expected = [[2, "It was deleted after it was written."]]
    elif what == "edited":
        drafting.keep(new, by=publisher, base=snapshots.read(new), mine=_with(snapshots.read(new), summary_en="x"))
        expected = [[2, "“New” was edited after it was written."]]
    else:
        withdraw(source, by="test")
        expected = [[number, "Publish the source “Paper” first."] for number in (2, 3)]
    write_all(kept)
    assert (kept.state, kept.failure) == ("approved", expected)
    assert Organisation.objects.public().count() == 0
    if what == "withdrawn source":
        publish(source, by="test")
        review.retry(kept.pk, run=kept.run, by=publisher)
        assert (write_all(kept).state, Organisation.objects.public().count()) == ("done", 2)


def test_removing_keeps_what_an_editor_worked_on_or_used(table, editor, publisher):
    quote = factories.make_citation(source=factories.make_source(public=True))
    kept = table(Organisation, organisations(*((name, quote.pk) for name in ("Edited", "Used", "Idle"))))
    submit(kept, editor)
    approve(kept, publisher)
    kept.refresh_from_db()
    writing.write(kept, seconds=-1)
    edited, used = (Organisation.objects.get(name_en=name) for name in ("Edited", "Used"))
    drafting.keep(edited, by=editor, base=snapshots.read(edited), mine=_with(snapshots.read(edited), summary_en="x"))
    factories.make_product(maker=used)
    review.call_off(kept.pk, run=kept.run, by=publisher)
    kept.refresh_from_db()
    writing.remove(kept)
    assert sorted(Organisation.objects.values_list("name_en", flat=True)) == ["Edited", "Used"]
    assert Record.objects.filter(kind="organisation").count() == 2
    assert (kept.written, kept.rows.exclude(target=None).count()) == (0, 0)
    assert (
        not Revision.objects.filter(unit_kind="companies.organisation")
        .exclude(unit_id__in=[edited.pk, used.pk])
        .exists()
    )


# Who and when


def test_nobody_approves_their_own_table(table, publisher):
    kept = table(Organisation, organisations(("New", "")), by=publisher)
    submit(kept, publisher)
    with pytest.raises(ValidationError, match="someone else must approve it"):
        approve(kept, publisher)
    DeskSetting(solo_publishing=True).save()
    approve(kept, publisher)
    assert write_all(kept).state == "done"
    assert Step.objects.filter(unit_id=kept.pk, action="alone", by=publisher).count() == 1


def test_an_uploader_does_not_approve_what_another_submitted(table, editor, publisher):
    kept = table(Organisation, organisations(("New", "")), by=publisher)
    submit(kept, editor)
    with pytest.raises(ValidationError, match="someone else must approve it"):
        approve(kept, publisher)


def test_a_table_is_returned_with_a_note_and_submitted_again(table, editor, publisher):
    kept = table(Organisation, organisations(("New", "")))
    submit(kept, editor)
    with pytest.raises(ValidationError, match="Say what should be changed"):
        review.send_back(kept.pk, run=kept.run, by=publisher, note=" ")
    review.send_back(kept.pk, run=kept.run, by=publisher, note="Add the source.")
    kept.refresh_from_db()
    assert (kept.state, kept.review_note) == ("returned", "Add the source.")
    submit(kept, editor)
    review.recall(kept.pk, run=kept.run, by=editor)
    assert list(Step.objects.filter(unit_id=kept.pk).order_by("at", "id").values_list("action", flat=True)) == [
        "submitted",
        "requested",
        "submitted",
        "recalled",
    ]


def test_a_second_approval_does_nothing(table, editor, publisher):
    kept = table(Organisation, organisations(("New", "")))
    submit(kept, editor)
    approve(kept, publisher)
    with pytest.raises(ValidationError, match="approved already"):
        approve(kept, factories.make_role_user("publisher"))
    stale = Import.objects.get(pk=kept.pk)
    write_all(kept)
    entries = Step.objects.count()
    writing.write(stale)
    writing._finish(stale)
    assert (stale.state, Step.objects.count(), Organisation.objects.count()) == ("done", entries, 1)


def test_a_piece_is_written_once_by_two_pages(table, editor, publisher):
    kept = table(Organisation, organisations(("New", "")))
    submit(kept, editor)
    approve(kept, publisher)
    first, second = Import.objects.get(pk=kept.pk), Import.objects.get(pk=kept.pk)
    writing._prepare(first, list(writing.new_units(first)))
    writing._prepare(second, list(writing.new_units(second)))
    assert (Organisation.objects.count(), second.written) == (1, 2)


def test_new_columns_void_the_review(table, editor, publisher):
    kept = table(Organisation, organisations(("New", "")))
    submit(kept, editor)
    old = kept.run
    again = check_again(kept.pk, run=kept.run, by=editor)
    advance(again)
    assert again.state == "checked"
    assert Step.objects.filter(unit_id=kept.pk, action="disapproved").count() == 1
    with pytest.raises(ValidationError, match="checked anew after you opened this page"):
        review.approve(kept.pk, run=old, by=publisher)


def test_the_approval_falls_with_the_right(table, editor, publisher):
    kept = table(Organisation, organisations(("New", "")))
    submit(kept, editor)
    approve(kept, publisher)
    publisher.groups.clear()
    write_all(kept)
    assert (kept.state, kept.failure[0][1]) == (
        "approved",
        "Whoever approved this may no longer approve imports. Someone else must approve it.",
    )


def test_what_was_written_stays_on_record(table, editor, publisher):
    kept = let_in(table(Organisation, organisations(("New", ""))), editor, publisher)
    with pytest.raises(ValidationError, match="its report is kept"):
        review.delete(kept.pk, by=editor)
    with pytest.raises(ValidationError, match="written already"):
        check_again(kept.pk, run=kept.run, by=editor)
    row = kept.rows.get()
    assert (row.target, row.unit_id) == (Organisation.objects.get().pk,) * 2


# Sets


def test_addresses_given_at_once_are_those_given_one_by_one(table, editor, publisher):
    factories.make_organisation(name_en="Robot", kind="company")
    former = factories.make_organisation(name_en="Former", kind="company", public=True)
    former.slug = "other"
    former.save()
    factories.changed(former)
    instances = [Organisation(name_en=name) for name in ("Robot", "Robot", "Former", "Fresh", "Robot")]
    give_addresses(instances)
    assert [one.slug for one in instances] == ["robot-2", "robot-3", "former-2", "fresh", "robot-4"]


def test_many_snapshots_are_what_each_would_be():
    quote = factories.make_citation(public=True)
    parks = [factories.make_park(citations=[quote]) for _ in range(3)]
    factories.make_name(record=parks[0].record, citation=quote)
    factories.make_park_sector(park=parks[1], citation=quote)
    assert snapshots.read_all(parks) == {park.pk: snapshots.read(park) for park in parks}


@pytest.mark.django_db(transaction=True)
def test_a_row_that_lost_its_ground_is_named(table, editor, publisher):
    region = factories.make_region(name_en="Gone", slug="gone")
    kept = table(Organisation, "name_en,kind,region\nNew,company,gone\nSecond,company,\n")
    region.delete()
    let_in(kept, editor, publisher)
    assert kept.failure == [[2, "Something this row rests on was changed or deleted meanwhile. Check the table again."]]
    assert Organisation.objects.count() == 0


def test_the_command_writes_what_was_approved(table, editor, publisher):
    quote = factories.make_citation(source=factories.make_source(public=True))
    waiting = table(Organisation, organisations(("Waiting", quote.pk)))
    submit(waiting, editor)
    kept = table(Organisation, organisations(("New", quote.pk)))
    submit(kept, editor)
    approve(kept, publisher)
    output = io.StringIO()
    call_command("write_imports", stdout=output)
    assert output.getvalue() == "table.csv: written to row 2, done\n"
    assert list(Organisation.objects.public().values_list("name_en", flat=True)) == ["New"]
    call_command("write_imports", stdout=output)
    assert output.getvalue().count("\n") == 1
