"""What is published by itself: its state, what it lacks, and the way to its review, history and preview."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from editorial.admin.drafting import DraftingAdmin
from editorial.admin.history import HistoryViews
from editorial.admin.preview import PreviewViews
from editorial.admin.review import ReviewViews
from editorial.admin.typing import TypingViews
from editorial.drafting import delete as delete_unit
from editorial.drafting import open_remarks, unmerged
from editorial.models import Draft, OpenForm, Schedule, Unit
from editorial.roles import may
from editorial.workflow import approve, release, submit
from editorial.workflow import withdraw as withdraw_unit

REPORTED_ROWS = 20


class DeskStateFilter(admin.SimpleListFilter):
    """By where the open draft stands."""

    title = gettext_lazy("draft")
    parameter_name = "draft"

    def lookups(self, request, model_admin):
        return [
            ("any", _("with an open draft")),
            *Draft.State.choices,
            ("incomplete", _("something is missing")),
            ("none", _("without a draft")),
        ]

    def queryset(self, request, queryset):
        drafts = readable_drafts(request.user, queryset.model).filter(unit_id=OuterRef("pk"))
        value = self.value()
        if value in Draft.State.values:
            return queryset.filter(Exists(drafts.filter(state=value)))
        if value == "incomplete":
            return queryset.filter(Exists(drafts.filter(missing_count__gt=0)))
        if value == "any":
            return queryset.filter(Exists(drafts))
        if value == "none":
            return queryset.exclude(Exists(drafts))
        return queryset


class PublishableAdmin(ReviewViews, HistoryViews, PreviewViews, TypingViews, DraftingAdmin):
    """A model whose rows are public or not."""

    # For rows without an address of their own: the section in which they have a page by their public id ("events"), or the
    # relation whose page shows them ("park").
    page_section = None
    page_of = None

    actions = ["submit_selected", "approve_selected", "publish_selected", "withdraw_selected", "delete_selected"]
    list_filter = ["is_public"]
    readonly_fields = ["public_id", "published_at", "updated_at"]

    KEEPING = (
        gettext_lazy("Keeping"),
        {
            "fields": ["public_id", "published_at", "updated_at"],
            "classes": ["collapse"],
            "description": gettext_lazy("Written by the program. The public id never changes and is never used again."),
        },
    )

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, self.KEEPING] if obj else fieldsets

    def get_list_filter(self, request):
        return [DeskStateFilter, *super().get_list_filter(request)]

    def get_list_display(self, request):
        return [*super().get_list_display(request), "draft_state"]

    @admin.display(description=gettext_lazy("public id"))
    def public_id(self, obj):
        return obj.pk

    @admin.display(description=gettext_lazy("public"), ordering="is_public")
    def state(self, obj):
        if not obj.is_public:
            return _("not public")
        label = _("withdrawn, readable") if obj.withdrawn_at else _("public")
        page = self.view_on_site(obj)
        return format_html('<a href="{}">{}</a>', page, label) if page else label

    @admin.display(description=gettext_lazy("draft"))
    def draft_state(self, obj):
        draft = getattr(obj, "desk_draft", None)
        if draft is None:
            return "–"
        badge = format_html(
            '<a class="desk-state desk-state--{}" href="{}">{}</a>',
            draft.state,
            reverse(self.list_name("review"), args=[obj.pk]),
            draft.get_state_display(),
        )
        if not draft.missing_count:
            return badge
        lacks = ngettext("%(count)d thing missing", "%(count)d things missing", draft.missing_count)
        sentences = " ".join(draft.missing.get(get_language(), draft.missing.get("en", [])))
        return format_html(
            '{} <span class="desk-state desk-state--incomplete" title="{}">{}</span>',
            badge,
            sentences,
            lacks % {"count": draft.missing_count},
        )

    def get_changelist_instance(self, request):
        """With the drafts of the page's rows at hand, in one query."""
        changelist = super().get_changelist_instance(request)
        keys = [row.pk for row in changelist.result_list]
        found = readable_drafts(request.user, self.model).filter(unit_id__in=keys).defer("base")
        drafts = {draft.unit_id: draft for draft in found}
        for row in changelist.result_list:
            row.desk_draft = drafts.get(row.pk)
        return changelist

    def view_on_site(self, obj):
        """The address of the page where everyone sees it; None where there is none."""
        if not obj.is_public:
            return None
        return self.page_address(obj)

    def page_address(self, obj):
        """The address of the page that shows it, public or not; None where no page shows it."""
        if self.page_section:
            return reverse(f"{self.page_section}:detail", args=[obj.pk])
        shown_on = getattr(obj, self.page_of) if self.page_of else obj
        return shown_on.get_absolute_url() if shown_on else None

    # Permissions

    def has_publish_permission(self, request, obj=None):
        return may(request.user, "publish")

    def has_submit_permission(self, request, obj=None):
        desk = self.desk_of(request, obj) if obj is not None else None
        author = desk["draft"].author if desk and desk["draft"] else request.user
        return may(request.user, "submit", author=author)

    def has_review_permission(self, request, obj=None):
        return may(request.user, "review")

    def deletion_obstacle(self, obj):
        if obj.published_at:
            return _("It has been public, so it is kept. Withdraw it instead of deleting it.")
        return super().deletion_obstacle(obj)

    def delete_model(self, request, obj):
        delete_unit(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            delete_unit(obj, by=request.user)

    # The log of the desk tells more than Django's.

    def construct_change_message(self, request, form, formsets, add=False):
        return ""

    def log_addition(self, request, obj, message):
        pass

    def log_change(self, request, obj, message):
        pass

    def log_deletions(self, request, queryset):
        pass

    # The form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context |= self.desk_context(request, obj)
        context["waiting"] = getattr(request, "desk_waiting", None)
        context["begun"] = self.forms_begun(request) if obj is None and not context["waiting"] else []
        context["desk_unit_kind"] = self.model._meta.label_lower
        context["desk_unit_id"] = obj.pk if obj is not None else getattr(request, "desk_key", None)
        context["show_submit"] = not context["is_popup"] and may(request.user, "submit", author=request.user)
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def forms_begun(self, request):
        """Forms of new entries that the editor typed in and never saved, such as those of closed tabs."""
        return OpenForm.objects.filter(
            user=request.user, unit_kind=self.opts.label_lower, is_new=True, content__isnull=False
        )[:5]

    def desk_context(self, request, obj):
        desk = self.desk_of(request, obj)
        unit, draft = desk["unit"], desk["draft"]
        if not self.may_read_draft(request, obj):
            return {"show_delete": False}
        row = self.model._default_manager.filter(pk=obj.pk).first() or obj
        return {
            "stored": unit,
            "addresses": self.addresses_about(unit),
            "is_live": desk["is_public"],
            "may_withdraw": desk["is_public"] and may(request.user, "publish"),
            "draft": draft,
            "public_page": self.view_on_site(unit) if desk["is_public"] else None,
            "show_delete": self.has_delete_permission(request, unit) and self.deletion_obstacle(unit) is None,
            "missing": row.publish_requirements() if not desk["is_public"] or draft else [],
            "remarks": open_remarks(draft) if draft else [],
            "unmerged": [one for one in unmerged(unit) if one.author_id == request.user.pk],
            "schedules": Schedule.objects.filter(**Unit.key_of(unit)),
            "people": people_on(unit, request.user),
            "recoverable": None if hasattr(request, "desk_waiting") else self.waiting_form(request, unit.pk),
        }

    def response_add(self, request, obj, post_url_continue=None):
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.after_form(request, obj, _("Saved as a draft. Nobody outside the desk sees it."))

    def response_change(self, request, obj):
        if "_popup" in request.POST:
            return super().response_change(request, obj)
        if self.desk_of(request, obj)["is_public"]:
            return self.after_form(
                request, obj, _("Saved as a draft. The public page stays as it is until the draft is published.")
            )
        return self.after_form(request, obj, _("Saved as a draft. Nobody outside the desk sees it."))

    def after_form(self, request, obj, sentence):
        self.message_user(request, sentence, messages.SUCCESS)
        if "_submit" in request.POST:
            return HttpResponseRedirect(reverse(self.list_name("review"), args=[obj.pk]))
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse(self.list_name("add")))
        if "_continue" in request.POST:
            return HttpResponseRedirect(self.address_of(obj))
        return HttpResponseRedirect(reverse(self.list_name("changelist")))

    # Lists

    @admin.action(permissions=["submit"], description=gettext_lazy("Submit the drafts of selected rows for review"))
    def submit_selected(self, request, queryset):
        self.do_for_each(request, queryset, submit, _("Submitted for review: %(names)s."), self.has_submit_permission)

    @admin.action(permissions=["review"], description=gettext_lazy("Approve the drafts of selected rows"))
    def approve_selected(self, request, queryset):
        self.do_for_each(request, queryset, approve, _("Approved: %(names)s."))

    @admin.action(permissions=["publish"], description=gettext_lazy("Publish the approved drafts of selected rows"))
    def publish_selected(self, request, queryset):
        self.do_for_each(request, queryset, release, _("Now public: %(names)s."))

    @admin.action(permissions=["publish"], description=gettext_lazy("Withdraw selected rows …"))
    def withdraw_selected(self, request, queryset):
        return self.withdraw_page(request, list(queryset[: self.list_max_show_all]))

    def withdraw_each(self, request, objs, **how):
        self.do_for_each(
            request,
            [obj for obj in objs if obj.is_public],
            lambda obj, by: withdraw_unit(obj, by=by, **how),
            _("Withdrawn: %(names)s."),
        )

    def do_for_each(self, request, objs, verb, template, allowed=None):
        """Do `verb` for each by itself: one that is refused holds no other up, and says why."""
        done, refused = [], []
        for obj in objs:
            if allowed is not None and not allowed(request, obj):
                refused.append((obj, [_("It is not yours.")]))
                continue
            try:
                verb(obj, by=request.user)
            except ValidationError as error:
                refused.append((obj, error.messages))
            except self.model.DoesNotExist:
                refused.append((obj, [_("Someone else has deleted it.")]))
            else:
                done.append(obj)
        if done:
            self.message_user(request, self._sentence(template, done), messages.SUCCESS)
        self._report(request, refused)

    def _sentence(self, template, objs):
        names = "; ".join(str(obj) for obj in objs[:REPORTED_ROWS])
        if len(objs) > REPORTED_ROWS:
            names = _("%(names)s and %(count)d more") % {"names": names, "count": len(objs) - REPORTED_ROWS}
        return template % {"names": names}

    def _report(self, request, refused):
        for obj, sentences in refused[:REPORTED_ROWS]:
            items = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences))
            told = format_html("{}<ul>{}</ul>", _("“%(name)s” stays as it is:") % {"name": obj}, items)
            self.message_user(request, told, messages.ERROR)
        if len(refused) > REPORTED_ROWS:
            rest = _("%(count)d more were refused. Select fewer to see why.") % {"count": len(refused) - REPORTED_ROWS}
            self.message_user(request, rest, messages.ERROR)


def readable_drafts(user, model):
    """The drafts of units of `model` that `user` may read."""
    drafts = Draft.objects.filter(unit_kind=model._meta.label_lower)
    return drafts if may(user, "read_unpublished") else drafts.filter(author=user)


def people_on(unit, user):
    """The other editors who have the form of `unit` open now."""
    since = timezone.now() - timedelta(seconds=45)
    return OpenForm.objects.filter(**Unit.key_of(unit), seen_at__gte=since).exclude(user=user).select_related("user")
