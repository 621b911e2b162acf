"""The desk at work on the open world: drafts in every state, of public entries and of such as nobody has seen, and all that
goes with them. Everything an editor types holds a token."""

from copy import deepcopy
from datetime import timedelta
from itertools import count

from django.urls import reverse
from django.utils import timezone

from editorial import drafting, workflow
from editorial.models import DeskSetting, OpenForm, PreviewLink, Unit
from editorial.models.changes import Reason
from editorial.publishing import publish, withdraw
from portal.models import DataLoad, Import, ImportPart, ImportRow, SourceLink
from tests import factories as make
from tests.leaks.hidden_rows import SLUG, TOKEN

numbers = count(5000)


def token():
    return f"{TOKEN} {next(numbers)}"


class Desk:
    """`withdrawn` and `renamed` are parks that were public once; `drafted` has an open draft under its public page."""

    def __init__(self, world):
        self.world = world
        self.editor = make.make_role_user("editor", username=f"{TOKEN}editor", email="q7xcanary@example.org")
        self.unseen = token()
        self.publisher = make.make_role_user("publisher", username=f"{TOKEN}publisher")

    def work(self):
        self.drafts_of_public_entries()
        self.drafts_never_public()
        self.leave_traces()
        self.receive()
        return self

    # Drafts

    def changed(self, unit, **fields):
        before = drafting.present(unit)
        after = deepcopy(before)
        after["fields"] |= fields
        return drafting.keep(unit, by=self.editor, base=before, mine=after)

    def advance(self, unit, state):
        """Take the draft of `unit` to `state`."""
        workflow.submit(unit, by=self.editor, note=token(), note_en=token(), note_zh=token())
        if state == "changes_requested":
            workflow.request_changes(unit, by=self.publisher, note=token())
        if state in ("approved", "scheduled"):
            workflow.approve(unit, by=self.publisher, note=token())
        if state == "scheduled":
            workflow.schedule(unit, by=self.publisher, at=timezone.now() + timedelta(days=9))

    def drafts_of_public_entries(self):
        world = self.world
        self.drafted = world["campus"]
        for unit, state in (
            (world["megvii"], "in_review"),
            (world["plan"], "changes_requested"),
            (world["fen"], "approved"),
            (world["zone"], "scheduled"),
        ):
            self.changed(unit, name_en=token(), name_zh=token(), summary_en=token())
            self.advance(unit, state)
        self.changed(self.drafted, name_en=token(), summary_en=token(), kind="base", slug=f"{SLUG}new")
        workflow.remark(self.drafted, by=self.publisher, text=token(), field="name_en", label=token())
        self.changed(world["figure"], note_en=token(), high="999999999999", low="999999999998")
        self.changed(world["event"], title_en=token(), date="2019")
        self.collide()
        workflow.schedule_withdrawal(
            world["gao"], by=self.publisher, at=timezone.now() + timedelta(days=9), reason=Reason.ERROR, note_en=token()
        )

    def collide(self):
        """Two editors changed the same field: the second text is kept apart."""
        unit = self.world["law"]
        base = drafting.present(unit)
        for editor in (self.editor, self.publisher):
            mine = deepcopy(base)
            mine["fields"]["name_en"] = token()
            kept = drafting.keep(unit, by=editor, base=base, mine=mine)
        assert kept.conflicts

    def drafts_never_public(self):
        quote = self.world["quotes"][0]
        self.never_public = {}
        for state in ("draft", "in_review", "changes_requested", "approved", "scheduled"):
            park = make.make_park(name_en=token(), slug=f"{SLUG}{state.replace('_', '-')}", citations=[quote])
            drafting.begin(park, by=self.editor)
            if state != "draft":
                self.advance(park, state)
            self.never_public[state] = park
        hidden = self.never_public["scheduled"]
        make.make_figure(subject=hidden.record, citation=quote, note_en=token())

    # What was public once, and what everyone may know of it

    def withdraw_in_error(self):
        quote = self.world["quotes"][0]
        self.withdrawn = make.make_park(name_en="Gone Park", slug="gone-park", citations=[quote], public=True)
        make.make_presence(park=self.withdrawn, organisation=self.world["megvii"], citation=quote, public=True)
        make.make_name(record=self.withdrawn.record, text="Gone or so", citation=quote)
        self.changed(self.withdrawn, slug="gone-and-renamed")
        publish(self.withdrawn, by="test")
        withdraw(self.withdrawn, by="test", reason=Reason.ERROR, note_en="It never existed.")

    # Whatever else the desk keeps

    def leave_traces(self):
        park, unit = self.drafted, Unit.key_of(self.drafted)
        draft = drafting.draft_of(park)
        PreviewLink.objects.create(
            revision=draft.head, made_by=self.editor, expires_at=timezone.now() + timedelta(hours=9)
        )
        OpenForm.objects.create(user=self.editor, **unit, content={"name_en": [token()]}, title=token(), is_kept=True)
        DeskSetting(solo_publishing=False).save()
        kept = Import.objects.create(file_name=token(), headings=[token()], label="parks.park", uploader=self.editor)
        ImportPart.objects.create(source=kept, offset=0, rows=[[1, [token()]]])
        ImportRow.objects.create(source=kept, number=1, raw=[token()], outcome="new", label=token())
        DataLoad.objects.create(name=f"{SLUG}load", fingerprint=token())
        SourceLink.objects.create(
            source=self.world["source"],
            url="https://q7xcanary.example/",
            state="dead",
            checked_at=timezone.now(),
            status=404,
        )

    def receive(self):
        """What readers sent and nobody has decided on, or was not accepted, with a token in every field that they fill in."""
        sent = {"email": "q7xcanary@example.org", "text": token(), "display_name": token(), "answer_en": token()}
        for state in ("held", "declined", "spam"):
            for record in (self.world["campus"], self.world["megvii"], self.world["news"]):
                make.make_sent_comment(record=record.record, state=state, **sent)
        make.make_sent_comment(record=self.never_public["draft"].record, state="accepted", **sent)
        for state in ("held", "spam"):
            for _ in range(30):
                make.make_sent_correction(
                    self.world["figure"], state=state, evidence_url="https://q7xcanary.example/", **sent
                )

    def look(self, client):
        """What editors look at while readers read: forms, previews, comparisons. Nothing of it may stay."""
        client.force_login(self.editor)
        for unit in (self.drafted, self.never_public["scheduled"], self.world["figure"]):
            for view in ("change", "frame", "review", "compare", "history"):
                name = f"admin:{unit._meta.app_label}_{unit._meta.model_name}_{view}"
                response = client.get(reverse(name, args=[unit.pk]))
                assert response.status_code == 200, (unit, view)
        client.logout()
