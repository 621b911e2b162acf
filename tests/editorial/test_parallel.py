"""Several at the same record at the same time: nothing is lost, nothing happens twice; and each guard is needed."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from editorial import drafting, publishing, snapshots, workflow
from editorial.admin import forms as desk_forms
from editorial.admin.drafting import DraftingAdmin
from editorial.models import Change, Draft, OpenForm, Revision, Schedule, Step
from editorial.models.changes import Reason
from editorial.publishing import database_now
from parks.models import Park
from tests.admin.forms import open_form
from tests.editorial.races import PATIENCE, database_that_threads_share, elsewhere, together, without
from tests.factories import make_citation, make_figure, make_indicator, make_name, make_park, make_role_user, make_user

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = connection.vendor == "postgresql"


@pytest.fixture(autouse=True)
def shared_database(tmp_path):
    with database_that_threads_share(tmp_path):
        yield


# The people, and what they do


def client_of(role):
    client = Client()
    client.user = make_role_user(role)
    client.force_login(client.user)
    return client


def page(unit, view, *args):
    return reverse(f"admin:{unit._meta.app_label}_{unit._meta.model_name}_{view}", args=[unit.pk, *args])


def live_park(**values):
    return make_park(name_en="Haidian Park", public=True, **values)


def saving(client, unit, **typed):
    """Open the form of `unit` now; return what sends it with `typed` in it."""
    data = open_form(client, page(unit, "change")) | typed
    return lambda: client.post(page(unit, "change"), data)


def deciding(client, unit, decision):
    """Open the review of `unit` now; return what sends `decision`."""
    draft = Draft.objects.get(unit_id=unit.pk)
    client.get(page(unit, "review"))
    return lambda: client.post(page(unit, "review"), {"decision": decision, "revision": draft.head_id})


def state(unit):
    """The draft of `unit`; None where there is none."""
    return Draft.objects.filter(unit_id=unit.pk).select_related("head").first()


def in_review(unit, **fields):
    before = snapshots.read(unit)
    drafting.keep(unit, by=make_user(), base=before, mine={**before, "fields": {**before["fields"], **fields}})
    workflow.submit(unit, by=make_user())
    return unit


def approved(unit, **fields):
    workflow.approve(in_review(unit, **fields), by=make_user())
    return unit


def entries_of(unit):
    return Change.objects.filter(unit_id=unit.pk)


# The scenes. Each fails where a guard that it needs is missing.


def eight_editors_of_different_fields(monkeypatch=None):
    park = live_park()
    cited = make_citation(public=True)
    names = [make_name(record=park.record, text=f"Name {number}", citation=cited) for number in range(4)]
    live = snapshots.read(park)
    own = {"summary_en": "In English.", "summary_zh": "中文。", "level": "national", "pinyin": "haidian"}
    saves = [saving(client_of("editor"), park, **{field: text}) for field, text in own.items()]
    for name in names:
        client = client_of("editor")
        typed = open_form(client, page(park, "change"))
        row = next(field for field, values in typed.items() if values == [name.text]).removesuffix("-text")
        saves.append(saving(client, park, **{f"{row}-text": f"{name.text}, renamed"}))
    assert [answer.status_code for answer in together(*saves)] == [302] * 8
    kept = state(park).head.snapshot
    assert {field: kept["fields"][field] for field in own} == own
    assert {row["fields"]["text"] for row in kept["parts"]["names"].values()} == {
        f"Name {number}, renamed" for number in range(4)
    }
    assert snapshots.read(park) == live
    assert not drafting.unmerged(park).exists()


def eight_editors_of_one_field(monkeypatch=None):
    park = live_park()
    texts = {f"By editor {number}." for number in range(8)}
    answers = together(*(saving(client_of("editor"), park, summary_en=text) for text in texts))
    assert [answer.status_code for answer in answers] == [302] * 8
    won = state(park).head.snapshot["fields"]["summary_en"]
    apart = list(drafting.unmerged(park))
    assert len(apart) == 7
    assert {won} | {one.snapshot["fields"]["summary_en"] for one in apart} == texts
    assert sum("/resolve/" in answer["Location"] for answer in answers) == 7
    numbers = list(Revision.objects.filter(unit_id=park.pk).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def six_schedulers(monkeypatch):
    """All six have read the schedule before the first of them begins."""
    park = approved(live_park(), summary_en="Due.")
    workflow.schedule(park, by=make_user(), at=database_now() + timedelta(hours=1))
    Schedule.objects.update(due_at=database_now() - timedelta(seconds=1))
    gate, carry_out = threading.Barrier(6), workflow._carry_out

    def after_all_have_read(planned):
        gate.wait(PATIENCE)
        return carry_out(planned)

    monkeypatch.setattr(workflow, "_carry_out", after_all_have_read)
    done = together(*[workflow.carry_out_due] * 6)
    assert sum(one.count for one in done) == 1
    assert not any(one.failed for one in done)
    assert [entry.action for entry in entries_of(park)] == ["published", "changed"]
    assert not Step.objects.filter(action=Step.Action.FAILED).exists()
    park.refresh_from_db()
    assert park.summary_en == "Due."


def a_publication_that_commits_late(monkeypatch):
    """The second publication begins when the first has its number and is not committed."""
    first, second = (make_park(citations=[make_citation(public=True)]) for _number in range(2))
    start = Change.objects.count()
    numbered, done, order = threading.Event(), threading.Event(), []

    def late():
        with transaction.atomic():
            publishing.publish(first, by="test")
            numbered.set()
            done.wait(0.5)
            order.append(first.pk)

    def early():
        numbered.wait(PATIENCE)
        try:
            publishing.publish(second, by="test")
            order.append(second.pk)
        finally:
            done.set()

    def reader():
        seen = set()
        while not done.wait(0.02):
            numbers = list(Change.objects.values_list("number", flat=True))
            seen.add(numbers == list(range(1, len(numbers) + 1)))
        return seen

    *_both, seen = together(late, early, reader)
    entries = list(Change.objects.filter(number__gt=start))
    assert [entry.unit_id for entry in entries] == order == [first.pk, second.pk]
    assert [entry.number for entry in entries] == [start + 1, start + 2]
    assert entries[0].at <= entries[1].at
    assert seen == {True}


def meeting(monkeypatch, verb):
    """Two who call `workflow.<verb>` have both passed the page's own checks before either begins."""
    gate, begin = threading.Barrier(2), getattr(workflow, verb)

    def together_now(*args, **options):
        gate.wait(PATIENCE)
        return begin(*args, **options)

    monkeypatch.setattr(workflow, verb, together_now)


def two_approvals(monkeypatch):
    park = in_review(live_park(), summary_en="Twice?")
    approvals = [deciding(client_of("reviewer"), park, "approve") for _number in range(2)]
    meeting(monkeypatch, "approve")
    answers = together(*approvals)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Step.objects.filter(unit_id=park.pk, action=Step.Action.APPROVED).count() == 1
    assert state(park).state == Draft.State.APPROVED


def two_publications(monkeypatch):
    park = approved(live_park(), summary_en="Once.")
    publications = [deciding(client_of("publisher"), park, "publish") for _number in range(2)]
    meeting(monkeypatch, "release")
    answers = together(*publications)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [entry.action for entry in entries_of(park)] == ["published", "changed"]
    assert Step.objects.filter(unit_id=park.pk, action=Step.Action.PUBLISHED).count() == 1


def an_edit_against_an_approval(monkeypatch=None):
    """Whoever is first: what was edited is not approved."""
    park = in_review(live_park(), summary_en="Submitted.")
    edit = saving(client_of("editor"), park, summary_en="Edited.")
    answers = together(edit, deciding(client_of("reviewer"), park, "approve"))
    assert [answer.status_code for answer in answers] == [302, 302]
    draft = state(park)
    assert draft.head.snapshot["fields"]["summary_en"] == "Edited."
    assert draft.state in (Draft.State.DRAFT, Draft.State.IN_REVIEW)
    assert draft.approved_revision_id is None


def an_approval_of_what_was_edited_meanwhile(monkeypatch=None):
    park = in_review(live_park(), summary_en="Submitted.")
    approve, publisher = deciding(client_of("reviewer"), park, "approve"), client_of("publisher")
    saving(client_of("editor"), park, summary_en="Edited.")()
    approve()
    assert state(park).state != Draft.State.APPROVED
    publisher.post(page(park, "review"), {"decision": "publish"})
    park.refresh_from_db()
    assert park.summary_en == ""


def an_edit_after_the_approval(monkeypatch=None):
    park = approved(live_park(), summary_en="Approved.")
    saving(client_of("editor"), park, summary_en="Edited.")()
    assert state(park).state == Draft.State.DRAFT
    with pytest.raises(workflow.Refused):
        workflow.release(park, by=make_user())


def a_release_of_another_state_than_the_approved(monkeypatch=None):
    """As if a program had moved the head without taking the approval back."""
    park = approved(live_park(), summary_en="Approved.")
    other = Revision.objects.get(pk=state(park).head_id)
    other.pk, other.number, other._state.adding = None, 99, True
    other.id = Revision._meta.pk.get_default()
    other.save()
    Draft.objects.update(head=other)
    with raises_assertion_unless(workflow.Refused):
        workflow.release(park, by=make_user())


def an_approval_of_ones_own(monkeypatch=None):
    park, author = live_park(), make_user()
    before = snapshots.read(park)
    drafting.keep(park, by=author, base=before, mine={**before, "fields": {**before["fields"], "summary_en": "Mine."}})
    workflow.submit(park, by=author)
    with raises_assertion_unless(workflow.Refused):
        workflow.approve(park, by=author)


def a_forged_base(monkeypatch=None):
    """A base made up by the sender would pass another's text off as one's own change."""
    park = live_park(summary_en="Public.")
    client = client_of("editor")
    forged = snapshots.read(park)
    forged["fields"]["summary_en"] = "Never stood there."
    typed = open_form(client, page(park, "change"))
    answer = client.post(page(park, "change"), typed | {"desk_base": json.dumps(forged)})
    assert answer.status_code == 200
    assert "so nothing was saved" in answer.content.decode()
    assert state(park) is None


def a_quote_deleted_while_the_form_is_saved(monkeypatch):
    """After the form has found the quote and before the row that cites it is kept."""
    park, quote, saved = live_park(), make_citation(), []
    save = saving(
        client_of("editor"),
        park,
        **{
            "names-TOTAL_FORMS": "1",
            "names-0-text": "HDP",
            "names-0-language": "en",
            "names-0-kind": "short",
            "names-0-citation": str(quote.pk),
        },
    )
    save_related = DraftingAdmin.save_related

    def meanwhile(self, *args):
        """On PostgreSQL the row is written and only its key is not looked at yet; on SQLite nobody else writes by then."""
        if on_postgresql:
            save_related(self, *args)
        if not saved:
            saved.append(elsewhere(quote.delete) if on_postgresql else quote.delete())
        if not on_postgresql:
            save_related(self, *args)

    monkeypatch.setattr(DraftingAdmin, "save_related", meanwhile)
    answer = save()
    assert answer.status_code == 200
    assert state(park) is None
    assert OpenForm.objects.get().content["names-0-text"] == ["HDP"]


def a_draft_that_nobody_sees(monkeypatch=None):
    park = live_park()
    public_page = Client().get(park.get_absolute_url()).content
    assert saving(client_of("editor"), park, name_en="Another name", summary_en="Draft.")().status_code == 302
    assert state(park).head.snapshot["fields"]["summary_en"] == "Draft."
    assert Client().get(park.get_absolute_url()).content == public_page
    park.refresh_from_db()
    assert (park.name_en, park.summary_en, park.is_public) == ("Haidian Park", "", True)


def an_incomplete_draft_of_what_is_public(monkeypatch=None):
    """What is public may be drafted into what could not be published yet."""
    event = make_figure(public=True)
    client = client_of("editor")
    assert saving(client, event, citation=str(make_citation().pk))().status_code == 302
    assert state(event).missing_count > 0


def a_public_row_written_under_a_draft(monkeypatch=None):
    """An import of the program writes the public row; the draft that was begun before keeps it when it is published."""
    park = approved(live_park(), summary_en="By the editor.")
    before = snapshots.read(park)
    park.refresh_from_db()
    park.pinyin = "haidian"
    park.save()
    publishing.enter_written(park, before, by="load")
    workflow.release(park, by=make_user())
    park.refresh_from_db()
    assert (park.summary_en, park.pinyin) == ("By the editor.", "haidian")


def a_conflict_resolved_twice(monkeypatch=None):
    """The second choice was made over a state that is no more."""
    park = live_park()
    saves = [saving(client_of("editor"), park, summary_en=text) for text in ("First.", "Second.", "Third.")]
    for save in saves:
        save()
    head = drafting.present(park)
    one, other = drafting.unmerged(park)
    path = ("fields", "summary_en")
    drafting.resolve(park, one, by=make_user(), head=head, choices={path: "mine"})
    with raises_assertion_unless(drafting.CannotApply):
        drafting.resolve(park, other, by=make_user(), head=head, choices={path: "mine"})
    assert drafting.present(park)["fields"]["summary_en"] == one.snapshot["fields"]["summary_en"]


def an_unresolved_conflict(monkeypatch=None):
    """Nothing is approved over another editor's words."""
    park = live_park()
    for save in [saving(client_of("editor"), park, summary_en=text) for text in ("First.", "Second.")]:
        save()
    workflow.submit(park, by=make_user())
    with raises_assertion_unless(workflow.Refused):
        workflow.approve(park, by=make_user())


def a_double_click_on_a_new_form(monkeypatch=None):
    """The same form twice at the same moment makes one record, and both answers lead to it."""
    client, cited = client_of("editor"), make_citation()
    address = reverse("admin:parks_park_add")
    data = open_form(client, address) | {"name_en": "Once", "kind": "park", "citations": [str(cited.pk)]}
    clicks = [Client(), Client()]
    for click in clicks:
        click.force_login(client.user)
    answers = together(*(lambda click=click: click.post(address, data) for click in clicks))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Park.objects.count() == Draft.objects.count() == 1
    assert not OpenForm.objects.exclude(content=None).exists()


def a_double_click_on_a_change(monkeypatch=None):
    park, client = live_park(), client_of("editor")
    data = open_form(client, page(park, "change")) | {"summary_en": "Once."}
    clicks = [Client(), Client()]
    for click in clicks:
        click.force_login(client.user)
    answers = together(*(lambda click=click: click.post(page(park, "change"), data) for click in clicks))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Revision.objects.filter(draft_key=state(park).pk).count() == 1
    assert not drafting.unmerged(park).exists()


def a_deletion_under_an_open_form(monkeypatch=None):
    """Saved and then deleted, or deleted and kept as the input of a new one."""
    park, editor, administrator = make_park(name_en="New Park"), client_of("editor"), client_of("administrator")
    save = saving(editor, park, summary_en="Typed with care.")
    answer, deletion = together(save, lambda: administrator.post(page(park, "delete"), {"post": "yes"}))
    assert (answer.status_code, deletion.status_code) == (302, 302)
    assert not Park.objects.exists() and not Draft.objects.exists()
    if "?form=" in answer["Location"]:
        assert OpenForm.objects.get(is_kept=True).content["summary_en"] == ["Typed with care."]
    else:
        texts = [one.snapshot["fields"]["summary_en"] for one in Revision.objects.filter(unit_id=park.pk)]
        assert texts == ["Typed with care."]


def a_withdrawal_under_an_open_form(monkeypatch=None):
    park, publisher = live_park(), client_of("publisher")
    save = saving(client_of("editor"), park, summary_en="Typed with care.")
    answer, withdrawal = together(
        save, lambda: publisher.post(page(park, "withdraw"), {"withdraw-reason": Reason.ERROR})
    )
    assert (answer.status_code, withdrawal.status_code) == (302, 302)
    assert drafting.present(type(park).objects.get())["fields"]["summary_en"] == "Typed with care."
    assert [entry.action for entry in entries_of(park)] == ["published", "withdrawn"]


def a_withdrawal_of_what_has_a_draft(monkeypatch=None):
    """The draft stands in the row from then on, and no approval from before publishes it."""
    park = approved(live_park(), summary_en="Typed with care.")
    client_of("publisher").post(page(park, "withdraw"), {"withdraw-reason": Reason.ERROR})
    park = Park.objects.get()
    assert (park.is_public, drafting.present(park)["fields"]["summary_en"]) == (False, "Typed with care.")
    assert state(park).state == Draft.State.DRAFT
    with raises_assertion_unless(workflow.Refused):
        workflow.release(park, by=make_user())


def an_import_while_publishing(monkeypatch=None):
    """Before the publication: the approval falls. After it: a draft of its own. Never lost, never public by itself."""
    park = approved(live_park(), summary_en="Approved.")
    base = drafting.present(park)
    mine = {**base, "fields": {**base["fields"], "pinyin": "haidian"}}

    def publish():
        try:
            return workflow.release(park, by=make_user())
        except workflow.Refused:
            return None

    imports = {"by": make_user(), "base": base, "mine": mine, "origin": Revision.Origin.IMPORTED}
    kept, published = together(lambda: drafting.keep(park, **imports), publish)
    assert not kept.conflicts
    park.refresh_from_db()
    draft = state(park)
    assert draft.state == Draft.State.DRAFT
    assert (draft.head.snapshot["fields"]["pinyin"], draft.head.snapshot["fields"]["summary_en"]) == (
        "haidian",
        "Approved.",
    )
    assert (park.pinyin, park.summary_en) == ("", "Approved." if published else "")


def two_publications_resting_on_the_same(monkeypatch):
    """Each needs the quotes of the other, in the other order: nobody waits for one who waits for them."""
    figures = [make_figure(public=True) for _number in range(2)]
    subject, source = figures[0].subject, figures[0].citation.source
    quotes = [make_citation(source=source), make_citation(source=source)]
    both = []
    for mine, other in (quotes, reversed(quotes)):
        figure = make_figure(subject=subject, citation=mine, indicator=make_indicator(public=True))
        figure.further_citations.add(other)
        both.append(figure)
    gate, grounds = threading.Barrier(2), publishing.ready_grounds

    def after_both(unit):
        found = grounds(unit)
        if on_postgresql and unit in both:
            gate.wait(PATIENCE)
        return found

    monkeypatch.setattr(publishing, "ready_grounds", after_both)
    together(*(lambda figure=figure: publishing.publish(figure, by="test") for figure in both))
    assert all(type(figure).objects.get(pk=figure.pk).is_public for figure in both)
    for quote in quotes:
        assert entries_of(quote).count() == 1


class raises_assertion_unless:
    """Like pytest.raises, but fails as an assertion, as the scenes do."""

    def __init__(self, expected):
        self.expected = expected

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        assert kind is not None and issubclass(kind, self.expected), f"not refused: {error!r}"
        return True


SCENES = [
    eight_editors_of_different_fields,
    eight_editors_of_one_field,
    six_schedulers,
    a_publication_that_commits_late,
    two_approvals,
    two_publications,
    an_edit_against_an_approval,
    an_approval_of_what_was_edited_meanwhile,
    an_edit_after_the_approval,
    a_release_of_another_state_than_the_approved,
    an_approval_of_ones_own,
    a_forged_base,
    a_quote_deleted_while_the_form_is_saved,
    a_draft_that_nobody_sees,
    an_incomplete_draft_of_what_is_public,
    a_public_row_written_under_a_draft,
    a_conflict_resolved_twice,
    an_unresolved_conflict,
    a_double_click_on_a_new_form,
    a_double_click_on_a_change,
    a_deletion_under_an_open_form,
    a_withdrawal_under_an_open_form,
    a_withdrawal_of_what_has_a_draft,
    an_import_while_publishing,
    two_publications_resting_on_the_same,
]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_nothing_is_lost_and_nothing_happens_twice(scene, monkeypatch):
    scene(monkeypatch)


# Each guard by itself: taken out, the scene that needs it fails. SQLite admits one writer, with or without our locks.

LOCK = (publishing, "lock", 'serialise(f"unit:{unit.pk}")', '.select_for_update(of=("self",))')

GUARDS = {
    "the lock of a unit": (eight_editors_of_one_field, LOCK, "postgresql"),
    "the schedule is read again after the lock": (
        six_schedulers,
        (
            workflow,
            "_carry_out",
            (
                "Schedule.objects.filter(pk=planned.pk, failed_at=None, due_at__lte=database_now()).first()",
                "planned",
            ),
        ),
    ),
    "the lock of the feed": (
        a_publication_that_commits_late,
        (publishing, "number", 'serialise("editorial.change")'),
        "postgresql",
    ),
    "grounds are held in one order, before the feed": (
        two_publications_resting_on_the_same,
        (publishing, "_locked", ("sorted(grounds, key=lambda one: one.pk)", "()")),
        "postgresql",
    ),
    "only what is in review is approved": (
        two_approvals,
        (workflow, "approve", ("draft.state != Draft.State.IN_REVIEW", "False")),
    ),
    "a decision is on the state that was looked at": (
        an_approval_of_what_was_edited_meanwhile,
        (workflow, "_locked_draft", ("revision is not None and str(draft.head_id) != str(revision)", "False")),
    ),
    "an approval falls with the next edit": (
        an_edit_after_the_approval,
        (drafting, "_advance", ("draft.state in (Draft.State.APPROVED, Draft.State.SCHEDULED)", "False")),
    ),
    "what is published is what was approved": (
        a_release_of_another_state_than_the_approved,
        (workflow, "_approved", (" or draft.approved_revision_id != draft.head_id", "")),
    ),
    "nobody approves their own": (
        an_approval_of_ones_own,
        (workflow, "approve", ("own and not DeskSetting.current().solo_publishing", "False")),
    ),
    "the base of a form is sealed": (
        a_forged_base,
        (desk_forms, "unsealed", ('signing.loads(text or "", salt=SALT)', '__import__("json").loads(text)')),
    ),
    "two texts of one field are a conflict": (
        eight_editors_of_one_field,
        (snapshots, "_merge", ("conflicts.append(Conflict(one_path, old, other, own))", "pass")),
    ),
    "the foreign keys of a form are asked for": (
        a_quote_deleted_while_the_form_is_saved,
        (DraftingAdmin, "django_form", ("check_keys()", "pass")),
        "postgresql",
    ),
    "a draft is taken out of the rows again": (
        a_draft_that_nobody_sees,
        (drafting, "applied", "transaction.set_rollback(True)"),
    ),
    "a form's draft is taken out of the rows again": (
        a_draft_that_nobody_sees,
        (DraftingAdmin, "save_draft", "transaction.set_rollback(not is_written)"),
    ),
    "a draft is no public row while it is checked": (
        an_incomplete_draft_of_what_is_public,
        (DraftingAdmin, "put", ("unset_public(unit)", "pass")),
    ),
    "what was written under a draft is merged": (
        a_public_row_written_under_a_draft,
        (publishing, "_with_draft", ("live is not None and draft.base is not None and live != draft.base", "False")),
    ),
    "a conflict is resolved over what is there": (
        a_conflict_resolved_twice,
        (drafting, "resolve", ("now != head", "False")),
    ),
    "nothing is approved over a conflict": (
        an_unresolved_conflict,
        (workflow, "approve", ("unmerged(unit).exists()", "False")),
    ),
    "a new form is saved once": (
        a_double_click_on_a_new_form,
        (DraftingAdmin, "saved_already", ("self.unit_at(request.desk_key)", "None")),
    ),
    "a withdrawal keeps the draft": (
        a_withdrawal_of_what_has_a_draft,
        (publishing, "withdraw", ("unit = _with_draft_as_row(unit)", "pass")),
    ),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_without_its_guard_a_scene_fails(guard, monkeypatch):
    scene, (owner, name, *texts), *only = GUARDS[guard]
    if only and not on_postgresql:
        pytest.skip("SQLite admits one writer at a time, so this guard has nothing to do there.")
    without(monkeypatch, owner, name, *texts)
    with pytest.raises((AssertionError, AttributeError)):  # The latter of a draft that is not there.
        scene(monkeypatch)


# A database that somebody else holds


@pytest.fixture
def impatient():
    """A database that is given up after a fifth of a second, and what holds it for so many seconds in another thread."""
    if on_postgresql:
        pytest.skip("PostgreSQL locks rows, not the database.")
    options = connection.settings_dict["OPTIONS"]
    connection.settings_dict["OPTIONS"] = options | {"timeout": 0.2}
    connection.close()
    yield
    connection.settings_dict["OPTIONS"] = options
    connection.close()


def while_held(seconds, call):
    """Run `call` while another writer holds the database for `seconds`; return what it returned."""
    held = threading.Event()

    def holder():
        with transaction.atomic():
            held.set()
            threading.Event().wait(seconds)

    def after():
        held.wait(PATIENCE)
        return call()

    return together(holder, after)[1]


def test_a_database_held_for_a_moment_is_waited_for(impatient):
    park = live_park()
    save = saving(client_of("editor"), park, summary_en="Waited.")
    assert while_held(0.1, save).status_code == 302
    assert state(park).head.snapshot["fields"]["summary_en"] == "Waited."


def test_a_database_held_for_too_long_is_a_sentence_and_saving_again_works(impatient):
    park = live_park()
    save = saving(client_of("editor"), park, summary_en="Again.")
    answer = while_held(1, save)
    assert answer.status_code == 503
    assert "Try again in a few seconds." in answer.content.decode()
    assert state(park) is None
    assert save().status_code == 302
    assert state(park).head.snapshot["fields"]["summary_en"] == "Again."


@pytest.mark.parametrize("address", ["", "parks/park/", "parks/park/add/"])
def test_pages_that_only_read_open_while_somebody_writes(impatient, address):
    client = client_of("editor")
    client.get("/admin/")
    assert while_held(1, lambda: client.get(f"/admin/{address}")).status_code == 200
