"""The page of a draft: what it changes, what it lacks, what is said about it, and every decision on it."""

import json
from hashlib import sha256

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import drafting, snapshots, wording, workflow
from editorial.drafting import authors, draft_of, missing
from editorial.models import DeskSetting, Draft, OpenForm, Remark, Schedule, Unit
from editorial.models.changes import Reason
from editorial.publishing import NotReady
from editorial.roles import may

EMPTY = {"fields": {}, "many": {}, "parts": {}}


class SubmitForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note to the reviewer"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    note_en = forms.CharField(
        label=gettext_lazy("Public change note (English)"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Readers see it in the history of the page."),
    )
    note_zh = forms.CharField(label=gettext_lazy("Public change note (Chinese)"), required=False, max_length=500)
    is_minor = forms.BooleanField(label=gettext_lazy("Minor change: no fact is different"), required=False)


class MomentField(forms.DateTimeField):
    """A moment, to the minute; the browser's own picker, or 2026-12-01 09:00 typed."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs):
        super().__init__(
            label=gettext_lazy("When (Shanghai time)"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
            error_messages={"invalid": gettext_lazy("Write date and time as 2026-12-01 09:00.")},
            **kwargs,
        )


class MomentForm(forms.Form):
    at = MomentField()


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "In error: its address answers “gone” with your note. Replaced: its address leads to the other one. Withdrawn: it "
            "stays readable with a notice and leaves all lists."
        ),
    )
    successor = forms.CharField(
        label=gettext_lazy("Replaced by"),
        required=False,
        help_text=gettext_lazy("The public id or the address (the last part, such as haidian-park) of the other one."),
    )
    note_en = forms.CharField(label=gettext_lazy("Public note (English)"), required=False, max_length=500)
    note_zh = forms.CharField(label=gettext_lazy("Public note (Chinese)"), required=False, max_length=500)
    at = MomentField(required=False, help_text=gettext_lazy("Leave blank to withdraw it now."))


class ReviewViews:
    """Mixed into PublishableAdmin. Every address asks for the right to what it does and for the object itself."""

    def get_urls(self):
        return [
            path("<path:object_id>/review/", self.desk_view(self.review_view), name=self.url_name("review")),
            path("<path:object_id>/withdraw/", self.desk_view(self.withdraw_view), name=self.url_name("withdraw")),
            path(
                "<path:object_id>/resolve/<uuid:revision>/",
                self.desk_view(self.resolve_view),
                name=self.url_name("resolve"),
            ),
            *super().get_urls(),
        ]

    def url_name(self, view):
        return f"{self.opts.app_label}_{self.opts.model_name}_{view}"

    def desk_view(self, view):
        """A page about the unpublished states of one unit, as `view(request, unit, ...)`, for those who may read them; like
        Django's own forms it leads back to the index where there is none (any more)."""

        def view_of_unit(request, object_id, **kwargs):
            if not self.has_view_permission(request):
                raise PermissionDenied
            unit = self.unit_at(unquote(object_id))
            if unit is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            if not (self.has_view_permission(request, unit) and self.may_read_draft(request, unit)):
                raise PermissionDenied
            return view(request, unit, **kwargs)

        return self.admin_site.admin_view(view_of_unit)

    def addresses_about(self, unit):
        """`{view: address}` of the desk's pages about `unit`."""
        views = ("change", "review", "history", "preview", "withdraw")
        return {view: reverse(f"admin:{self.url_name(view)}", args=[unit.pk]) for view in views}

    def page(self, request, unit, template, title, **context):
        return TemplateResponse(
            request,
            f"admin/{template}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "unit": unit,
                "title": title,
                "model_admin": self,
                "may_withdraw": unit.is_public and may(request.user, "publish"),
                "addresses": self.addresses_about(unit),
                **context,
            },
        )

    # Review

    def review_view(self, request, unit):
        if request.method == "POST":
            return self.decide(request, unit)
        return self.review_page(request, unit)

    def review_page(self, request, unit, **forms_in_use):
        draft = draft_of(unit)
        before = (draft.base if draft and unit.is_public else None) or EMPTY
        decisions = self.decisions_open(request, unit, draft)
        return self.page(
            request,
            unit,
            "desk_review",
            _("Draft of %(name)s") % {"name": draft.title if draft else unit},
            draft=draft,
            is_live=unit.is_public,
            lines=self.lines_of(before, draft.head.snapshot if unit.is_public else drafting.present(unit, draft))
            if draft
            else [],
            missing=missing(unit, draft),
            remarks=Remark.objects.filter(draft_key=draft.pk) if draft else [],
            unmerged=drafting.unmerged(unit),
            schedules=Schedule.objects.filter(**Unit.key_of(unit)),
            open_forms=OpenForm.objects.filter(**Unit.key_of(unit), is_kept=True).select_related("user"),
            decisions=decisions,
            own=draft is not None and request.user.pk in authors(draft),
            solo=DeskSetting.current().solo_publishing,
            forms={
                "submit": SubmitForm(initial=self.submit_initial(draft), prefix="submit"),
                "schedule": MomentForm(prefix="schedule"),
            }
            | forms_in_use,
        )

    def lines_of(self, before, after):
        return wording.lines(self.model, before, after)

    def submit_initial(self, draft):
        return {name: getattr(draft, name) for name in ("note_en", "note_zh", "is_minor")} if draft else {}

    def decisions_open(self, request, unit, draft):
        """What this editor may do with the draft as it stands: a set of names that the page shows buttons for."""
        if draft is None:
            found = set()
        else:
            state, states = draft.state, Draft.State
            author = draft.author if not unit.is_public else None
            may_review, may_publish = may(request.user, "review"), may(request.user, "publish")
            own = request.user.pk in authors(draft) and not DeskSetting.current().solo_publishing
            ready = state in (states.APPROVED, states.SCHEDULED)
            found = {
                name
                for name, is_open in {
                    "submit": state in (states.DRAFT, states.CHANGES)
                    and may(request.user, "submit", author=draft.author or author),
                    "recall": state in (states.IN_REVIEW, states.APPROVED)
                    and may(request.user, "submit", author=draft.author),
                    "remark": may_review or may(request.user, "edit", author=draft.author),
                    "request": may_review and state in (states.IN_REVIEW, states.APPROVED, states.SCHEDULED),
                    "approve": may_review and state == states.IN_REVIEW and not own,
                    "publish": may_publish and ready,
                    "schedule": may_publish and ready,
                    "discard": unit.is_public and self.has_change_permission(request, unit),
                }.items()
                if is_open
            }
        if may(request.user, "publish") and Schedule.objects.filter(**Unit.key_of(unit)).exists():
            found.add("unschedule")
        return found

    def decide(self, request, unit):
        decision = request.POST.get("decision", "")
        decisions = {
            "submit": self.decide_submit,
            "schedule": self.decide_schedule,
            "recall": lambda request, unit: workflow.recall(unit, by=request.user),
            "remark": self.decide_remark,
            "settle": self.decide_settle,
            "request": lambda request, unit: workflow.request_changes(
                unit, by=request.user, note=request.POST.get("note", ""), revision=request.POST.get("revision")
            ),
            "approve": lambda request, unit: workflow.approve(
                unit, by=request.user, note=request.POST.get("note", ""), revision=request.POST.get("revision")
            ),
            "publish": lambda request, unit: workflow.release(unit, by=request.user),
            "unschedule": lambda request, unit: workflow.unschedule(
                unit, by=request.user, action=request.POST.get("action", "")
            ),
            "discard": lambda request, unit: drafting.discard(unit, by=request.user),
        }
        allowed = self.decisions_open(request, unit, draft_of(unit))
        if decision not in decisions:
            self.message_user(request, _("Choose what to do with the draft."), messages.ERROR)
        elif not self.is_allowed(request, decision, allowed, unit):
            return self.refuse_decision(request, unit, decision)
        else:
            try:
                answer = decisions[decision](request, unit)
            except NotReady as error:
                self.tell(request, _("It is not public. Missing:"), error)
            except ValidationError as error:
                self.tell(request, "", error)
            else:
                if isinstance(answer, TemplateResponse):
                    return answer
                self.message_user(request, DONE[decision], messages.SUCCESS)
                if decision == "discard":
                    return HttpResponseRedirect(self.address_of(unit))
        return HttpResponseRedirect(reverse(f"admin:{self.url_name('review')}", args=[unit.pk]))

    def is_allowed(self, request, decision, allowed, unit):
        return ("remark" if decision == "settle" else decision) in allowed

    def refuse_decision(self, request, unit, decision):
        """In words where the state forbids it; 403 where the role does."""
        rights = {
            "approve": "review",
            "request": "review",
            "publish": "publish",
            "schedule": "publish",
            "unschedule": "publish",
        }
        draft = draft_of(unit)
        right = rights.get(decision, "submit" if decision in ("submit", "recall") else "edit")
        if not may(request.user, right, author=draft.author if draft else request.user):
            raise PermissionDenied
        if decision == "approve" and draft is not None and request.user.pk in authors(draft):
            sentence = _("You wrote some of this draft, so someone else must approve it.")
        else:
            sentence = _("This cannot be done any more: the draft was changed, decided on or published meanwhile.")
        self.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(reverse(f"admin:{self.url_name('review')}", args=[unit.pk]))

    def tell(self, request, heading, error):
        for number, sentence in enumerate(error.messages):
            self.message_user(request, f"{heading} {sentence}".strip() if not number else sentence, messages.ERROR)

    def decide_submit(self, request, unit):
        form = SubmitForm(request.POST, prefix="submit")
        if not form.is_valid():
            return self.review_page(request, unit, submit=form)
        return workflow.submit(unit, by=request.user, **form.cleaned_data)

    def decide_schedule(self, request, unit):
        form = MomentForm(request.POST, prefix="schedule")
        if not form.is_valid():
            return self.review_page(request, unit, schedule=form)
        return workflow.schedule(unit, by=request.user, at=form.cleaned_data["at"])

    def decide_remark(self, request, unit):
        text = request.POST.get("text", "").strip()
        if not text:
            raise ValidationError(_("Write the comment first."))
        if len(text) > 2000:
            raise ValidationError(
                _("A comment has at most 2,000 characters; this one has %(count)d.") % {"count": len(text)}
            )
        field = request.POST.get("field", "")[:120]
        return workflow.remark(unit, by=request.user, text=text, field=field, label=request.POST.get("label", "")[:200])

    def decide_settle(self, request, unit):
        workflow.settle_remark(unit, by=request.user, key=request.POST.get("remark", ""))

    # Two texts of one field

    def resolve_view(self, request, unit, revision):
        if not self.has_change_permission(request, unit):
            raise PermissionDenied
        unmerged = drafting.unmerged(unit).filter(pk=revision).first()
        if unmerged is None:
            self.message_user(request, _("This conflict has been resolved already."), messages.INFO)
            return HttpResponseRedirect(self.address_of(unit))
        if request.method == "POST":
            answer = self.resolve(request, unit, unmerged)
            if answer is not None:
                return answer
        head = drafting.present(unit)
        return self.resolve_page(request, unit, unmerged, head)

    def resolve(self, request, unit, unmerged):
        head = drafting.present(unit)
        if digest(head) != request.POST.get("head"):
            self.message_user(
                request, _("The entry was saved again meanwhile. Look at both versions once more."), messages.ERROR
            )
            return None
        choices = {
            tuple(name.removeprefix("choice:").split("/")): value
            for name, value in request.POST.items()
            if name.startswith("choice:")
        }
        conflicts = snapshots.merge(unmerged.base, head, unmerged.snapshot)[1]
        if any(conflict.path not in choices for conflict in conflicts):
            self.message_user(request, _("Choose one of the two texts for every field."), messages.ERROR)
            return None
        try:
            drafting.resolve(unit, unmerged, by=request.user, head=head, choices=choices)
        except drafting.CannotApply as error:
            self.tell(request, "", error)
            return None
        self.message_user(request, _("The conflict is resolved and saved in the draft."), messages.SUCCESS)
        return HttpResponseRedirect(self.address_of(unit))

    def resolve_page(self, request, unit, unmerged, head):
        conflicts = snapshots.merge(unmerged.base, head, unmerged.snapshot)[1]
        rows = wording.conflict_rows(self.model, conflicts)
        return self.page(
            request,
            unit,
            "desk_resolve",
            _("Two texts of one field: %(name)s") % {"name": unit},
            unmerged=unmerged,
            head=digest(head),
            rows=rows,
        )

    # Withdrawing

    def withdraw_view(self, request, unit):
        return self.withdraw_page(request, [unit])

    def withdraw_page(self, request, units):
        if not may(request.user, "publish"):
            raise PermissionDenied
        is_sent = request.method == "POST" and "withdraw-reason" in request.POST
        form = WithdrawForm(request.POST if is_sent else None, prefix="withdraw", initial={"reason": Reason.ERROR})
        if is_sent and form.is_valid():
            answer = self.withdraw_now_or_then(request, units, form)
            if answer is not None:
                return answer
        return TemplateResponse(
            request,
            "admin/desk_withdraw.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": _("Withdraw from the public"),
                "units": units,
                "form": form,
                "action": request.POST.get("action", "withdraw_selected"),
                "from_list": "_selected_action" in request.POST,
            },
        )

    def withdraw_now_or_then(self, request, units, form):
        wanted = dict(form.cleaned_data)
        at, wanted["successor"] = wanted.pop("at"), self.successor_named(form)
        if form.errors:
            return None
        if at is None:
            self.withdraw_each(request, units, **wanted)
        else:
            self.do_for_each(
                request,
                units,
                lambda unit, by: workflow.schedule_withdrawal(unit, by=by, at=at, **wanted),
                _("Scheduled: %(names)s."),
            )
        one = len(units) == 1 and "_selected_action" not in request.POST
        return HttpResponseRedirect(
            self.address_of(units[0]) if one else reverse(f"admin:{self.url_name('changelist')}")
        )

    def successor_named(self, form):
        """The unit of the same kind that the editor named by key or address; an error on the form where there is none."""
        text = form.cleaned_data.get("successor", "").strip().rstrip("/").rsplit("/", 1)[-1]
        if form.cleaned_data.get("reason") != Reason.REPLACED:
            return None
        found = self.unit_at(text)
        if found is None and hasattr(self.model, "slug"):
            found = self.model._base_manager.filter(slug=text).first()
        if found is None or not found.is_public:
            form.add_error("successor", _("There is no public entry of this kind with that id or address."))
        return found


def digest(snapshot):
    """A short text that is equal for equal snapshots."""
    return sha256(json.dumps(snapshot, sort_keys=True).encode()).hexdigest()[:32]


DONE = {
    "submit": gettext_lazy("Submitted for review."),
    "schedule": gettext_lazy("Scheduled. It becomes public by itself at that moment."),
    "recall": gettext_lazy("Taken back: it is a draft again."),
    "remark": gettext_lazy("Your comment is kept."),
    "settle": gettext_lazy("The comment is settled."),
    "request": gettext_lazy("Returned to its authors with your note."),
    "approve": gettext_lazy("Approved."),
    "publish": gettext_lazy("Now public."),
    "unschedule": gettext_lazy("Taken off the schedule."),
    "discard": gettext_lazy("The draft is discarded; its states stay in the history."),
}
