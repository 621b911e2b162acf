"""The lists behind the queues of the front page, and the log, the feed and the one switch of the desk."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.admin.desk import DeskAdmin, ReadOnlyAdmin
from editorial.models import Change, DeskSetting, Draft, Merger, OpenForm, Revision, Schedule, Step
from editorial.models.drafts import desk_address
from editorial.roles import may

WORK = (5, gettext_lazy("Work at the desk"))


class UnitList(ReadOnlyAdmin):
    """Rows that each belong to a unit; a row leads to the unit's own page of the desk."""

    index_group = WORK
    unit_view = "review"
    list_display_links = None
    right = "read_unpublished"

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return may(request.user, self.right, author=request.user)

    def get_queryset(self, request):
        """Whoever may only see their own sees only their own."""
        queryset = super().get_queryset(request)
        return queryset if may(request.user, self.right) else queryset.filter(**{self.own_field: request.user})

    def get_list_filter(self, request):
        """Who has only their own has no use for the names of the others."""
        offered = super().get_list_filter(request)
        return offered if may(request.user, self.right) else [one for one in offered if one != self.own_field]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, unquote(object_id))
        address = address_of(row, self.unit_view) if row else None
        if address is None or not self.has_view_permission(request, row):
            return super().change_view(request, object_id, form_url, extra_context)
        return HttpResponseRedirect(address)

    @admin.display(description=gettext_lazy("what"), ordering="title")
    def what(self, obj):
        title = obj.title or str(obj.unit_id)
        address = address_of(obj, self.unit_view)
        return format_html('<a href="{}">{}</a>', address, title) if address else title

    @admin.display(description=gettext_lazy("kind"), ordering="unit_kind")
    def kind(self, obj):
        return obj.kind_name


def address_of(row, view):
    """The page of the desk for the unit of `row`; None where the unit's kind has none."""
    try:
        return desk_address(row.unit_kind, view, row.unit_id)
    except NoReverseMatch:
        return None


@admin.register(Draft)
class DraftAdmin(UnitList):
    index_position = 1
    own_field = "author"
    list_display = ["what", "kind", "state", "missing_count", "author", "submitted_by", "approved_by", "updated_at"]
    list_filter = ["state", "unit_kind", "author"]
    list_select_related = ["author", "submitted_by", "approved_by"]
    search_fields = ["title"]
    search_help_text = gettext_lazy("Words of the title.")
    ordering = ["-updated_at", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("base")


@admin.register(Schedule)
class ScheduleAdmin(UnitList):
    index_position = 2
    own_field = "set_by"
    list_display = ["what", "kind", "action", "due_at", "set_by", "failure"]
    list_filter = ["action", ("failed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["set_by"]
    search_fields = ["title"]
    ordering = ["due_at", "pk"]


@admin.register(OpenForm)
class OpenFormAdmin(UnitList):
    """Input of one's own that is not saved as a draft: it was refused, or its form was left."""

    index_position = 3
    own_field = "user"
    unit_view = "change"
    list_display = ["what", "kind", "problems", "seen_at"]
    ordering = ["-seen_at", "pk"]

    def get_queryset(self, request):
        return ReadOnlyAdmin.get_queryset(self, request).filter(user=request.user, content__isnull=False)

    @admin.display(description=gettext_lazy("what"), ordering="title")
    def what(self, obj):
        label = obj.title or _("without a title")
        address = form_address(obj)
        return format_html('<a href="{}">{}</a>', address, label) if address else label


def form_address(open_form):
    """The form with the input in it."""
    try:
        if open_form.is_new:
            return f"{desk_address(open_form.unit_kind, 'add')}?form={open_form.unit_id}"
        return desk_address(open_form.unit_kind, "change", open_form.unit_id)
    except NoReverseMatch:
        return None


@admin.register(Step)
class StepAdmin(UnitList):
    index_position = 7
    own_field = "by"
    right = "audit"
    unit_view = "history"
    list_display = ["at", "by_name", "action", "what", "kind", "note"]
    list_filter = ["action", "unit_kind", "at"]
    search_fields = ["title", "by_name", "note"]
    search_help_text = gettext_lazy("Words of the title or the note, or who.")
    ordering = ["-at", "-pk"]


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """The feed: readable for everyone at the desk, written by publishing alone."""

    index_group = WORK
    index_position = 8
    list_display = ["number", "at", "action", "title_en", "title_zh", "unit_kind", "reason", "by"]
    list_filter = ["action", "reason", "unit_kind"]
    search_fields = ["title_en", "title_zh", "note_en", "note_zh"]
    search_help_text = gettext_lazy("Words of the title or the public note in both languages.")
    ordering = ["-number"]
    list_display_links = None

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff


@admin.register(DeskSetting)
class DeskSettingAdmin(DeskAdmin):
    """One row; an administrator switches, and every switch is logged."""

    index_group = WORK
    index_position = 9
    fields = ["solo_publishing"]
    actions = None

    def has_module_permission(self, request):
        return may(request.user, "administer")

    def has_view_permission(self, request, obj=None):
        return may(request.user, "administer")

    has_change_permission = has_view_permission

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:editorial_desksetting_change", args=[DeskSetting.THE_ONE]))

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        return found or (DeskSetting() if unquote(object_id) == str(DeskSetting.THE_ONE) else None)

    def save_model(self, request, obj, form, change):
        before = DeskSetting.current().solo_publishing
        obj.save()
        if obj.solo_publishing != before:
            note = _("Solo publishing is on.") if obj.solo_publishing else _("Solo publishing is off.")
            Step.objects.create(
                unit_kind="editorial.desksetting",
                unit_id=DeskSetting.THE_ONE,
                action=Step.Action.SETTING,
                title=str(obj),
                by=request.user,
                by_name=request.user.get_username(),
                note=note,
            )


def queues_of(user):
    """The queues of the front page: `[(key, title, explanation, count, rows, address)]`, only those the user has."""
    drafts = Draft.objects.defer("base").select_related("author")
    authored = Revision.objects.filter(author=user, draft_key__isnull=False).values("draft_key")
    listing = reverse("admin:editorial_draft_changelist")
    found = []
    if may(user, "edit", author=user):
        found.append(
            queue(
                "mine",
                _("Mine"),
                _("Drafts you wrote, returned to you, or in review."),
                drafts.filter(pk__in=authored),
                f"{listing}?author__id__exact={user.pk}",
            )
        )
        kept = OpenForm.objects.filter(user=user, content__isnull=False)
        found.append(
            queue(
                "unsaved",
                _("Input not saved yet"),
                _("What you typed, and was refused or left without saving."),
                kept,
                reverse("admin:editorial_openform_changelist"),
            )
        )
        apart = Revision.objects.filter(author=user, origin=Revision.Origin.UNMERGED, settled_at=None)
        found.append(
            queue(
                "conflicts",
                _("Conflicts to resolve"),
                _("You and another editor changed the same field."),
                apart.defer("snapshot", "base"),
                None,
            )
        )
    if may(user, "review"):
        found.append(
            queue(
                "to-review",
                _("To review"),
                _("Submitted drafts that someone else wrote."),
                drafts.filter(state=Draft.State.IN_REVIEW).exclude(pk__in=authored).order_by("submitted_at"),
                f"{listing}?state__exact=in_review",
            )
        )
    if may(user, "publish"):
        found.append(
            queue(
                "approved",
                _("Approved"),
                _("Ready to be published or scheduled."),
                drafts.filter(state=Draft.State.APPROVED),
                f"{listing}?state__exact=approved",
            )
        )
        found.append(
            queue(
                "mergers",
                _("Mergers to decide"),
                _("Two records that someone else takes for one."),
                Merger.objects.filter(state=Merger.State.PROPOSED).exclude(proposed_by=user).order_by("proposed_at"),
                f"{reverse('admin:editorial_merger_changelist')}?state__exact=proposed",
            )
        )
        schedules = Schedule.objects.filter(failed_at=None)
        address = reverse("admin:editorial_schedule_changelist")
        found.append(
            queue("scheduled", _("Scheduled"), _("What becomes public or ends by itself."), schedules, address)
        )
        failed = Schedule.objects.exclude(failed_at=None)
        found.append(
            queue("failed", _("Failed"), _("Scheduled, but could not be done when it was due."), failed, address)
        )
    return [one for one in found if one["total"] or one["key"] in ("mine", "to-review", "scheduled")]


SHOWN_ROWS = 8


def queue(key, title, explanation, rows, address):
    return {
        "key": key,
        "title": title,
        "explanation": explanation,
        "total": rows.count(),
        "rows": [(row_title(row), row_address(row), row) for row in rows[:SHOWN_ROWS]],
        "address": address,
    }


def row_title(row):
    if isinstance(row, Merger):
        return str(row)
    return getattr(row, "title", "") or row.kind_name


def row_address(row):
    if isinstance(row, OpenForm):
        return form_address(row)
    if isinstance(row, Merger):
        return row.get_absolute_url()
    if isinstance(row, Revision):
        try:
            return desk_address(row.unit_kind, "resolve", row.unit_id, row.pk)
        except NoReverseMatch:
            return None
    return address_of(row, "review")
