"""From a record's pages and list to the page that compares two records, on which a merger is proposed."""

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import merging, snapshots, wording
from editorial.admin.widgets import OneChoice
from editorial.joining import fillable
from editorial.models import Merger
from editorial.pointers import keys_to, rows_at


class ProposeForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why they are one"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For whoever decides: what shows that both are the same."),
    )
    note_en = forms.CharField(
        label=gettext_lazy("Public note (English)"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Readers see it in the history of the page."),
    )
    note_zh = forms.CharField(label=gettext_lazy("Public note (Chinese)"), required=False, max_length=500)


def partner_form(model_admin, request, data=None):
    """The form that asks for the other record, searched among all names of its kind."""
    model = model_admin.model
    choosing = next(key.field for key in keys_to(model) if key.field.related_model is model)
    field = forms.ModelChoiceField(
        model_admin.get_queryset(request),
        label=_("The other record"),
        widget=OneChoice(choosing, model_admin.admin_site),
        help_text=_("Search by any of its names, in either language."),
        error_messages={"invalid_choice": _("There is no such record of this kind, or not any more. Choose another.")},
    )
    return type("PartnerForm", (forms.Form,), {"with": field})(data)


class MergingViews:
    """Mixed into the admin of records, before PublishableAdmin."""

    def get_urls(self):
        merge = path("<path:object_id>/merge/", self.desk_view(self.merge_view), name=self.url_name("merge"))
        return [merge, *super().get_urls()]

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not self.model.may_be_merged:
            actions.pop("merge_selected", None)
        return actions

    @admin.action(permissions=["change"], description=gettext_lazy("Merge two selected rows …"))
    def merge_selected(self, request, queryset):
        keys = [str(key) for key in queryset.values_list("pk", flat=True)[:3]]
        if len(keys) != 2:
            self.message_user(request, _("Select exactly two rows that are the same."), messages.ERROR)
            return None
        return HttpResponseRedirect(self.merge_address(keys[0], **{"with": keys[1]}))

    def merge_address(self, key, **query):
        address = reverse(f"admin:{self.url_name('merge')}", args=[key])
        return f"{address}?{urlencode(query)}" if query else address

    # What was merged is found through its merger only

    def get_queryset(self, request):
        return super().get_queryset(request).filter(record__merged_into=None)

    def change_form_of(self, request, object_id, form_url, extra_context):
        """A merged record has no form: its merger's page tells what became of it."""
        unit = self.unit_at(object_id)
        merger = unit and merger_in_force(unit)
        if merger is None or not self.has_view_permission(request, unit):
            return super().change_form_of(request, object_id, form_url, extra_context)
        sentence = _("“%(merged)s” was merged into “%(survivor)s”. Take the merger back before you change it.")
        level = messages.ERROR if request.method == "POST" else messages.INFO
        self.message_user(request, sentence % {"merged": unit, "survivor": merger.survivor_title}, level)
        return HttpResponseRedirect(merger.get_absolute_url())

    def page(self, request, unit, template, title, **context):
        return super().page(request, unit, template, title, **self.merging_context(request, unit), **context)

    def desk_context(self, request, obj):
        return super().desk_context(request, obj) | self.merging_context(request, self.desk_of(request, obj)["unit"])

    def merging_context(self, request, unit):
        merger = merger_in_force(unit)
        is_open = merger is None and unit.may_be_merged and self.has_change_permission(request, unit)
        return {
            "merger": merger,
            "merge_address": self.merge_address(unit.pk) if is_open else None,
            "mergers": merging.mergers_of(unit),
        }

    # Comparing and proposing

    def merge_view(self, request, unit):
        if not self.has_change_permission(request, unit):
            raise PermissionDenied
        if not unit.may_be_merged:
            self.message_user(request, _("Records of this kind cannot be merged."), messages.ERROR)
            return HttpResponseRedirect(self.address_of(unit))
        asked = request.POST if request.method == "POST" else request.GET
        form = partner_form(self, request, asked if "with" in asked else None)
        if form.is_bound and form.is_valid() and form.cleaned_data["with"].pk == unit.pk:
            form.add_error("with", _("A record cannot be merged with itself. Choose two."))
        if not form.is_bound or not form.is_valid():
            return self.choose_page(request, unit, form)
        other = form.cleaned_data["with"]
        if not self.has_change_permission(request, other):
            raise PermissionDenied
        survivor, merged = self.in_roles(unit, other, asked.get("stays", ""))
        if request.method == "POST":
            return self.propose(request, unit, survivor, merged)
        return self.merge_page(request, unit, survivor, merged, ProposeForm())

    def in_roles(self, unit, other, stays):
        """(survivor, merged): as chosen, else the public one stays, and of two the one with more to it."""
        if stays in (str(unit.pk), str(other.pk)):
            return (unit, other) if stays == str(unit.pk) else (other, unit)
        return sorted((unit, other), key=weight, reverse=True)

    def choose_page(self, request, unit, form):
        return self.page(
            request, unit, "desk_merge_choose", _("Merge “%(name)s” with another") % {"name": unit}, form=form
        )

    def propose(self, request, unit, survivor, merged):
        form = ProposeForm(request.POST)
        if not form.is_valid():
            return self.merge_page(request, unit, survivor, merged, form)
        try:
            merger = merging.propose(
                survivor, merged, by=request.user, choices=request.POST.getlist("fill"), **form.cleaned_data
            )
        except ValidationError as error:
            self.tell(request, "", error)
            other = merged if unit.pk == survivor.pk else survivor
            return HttpResponseRedirect(self.merge_address(unit.pk, **{"with": other.pk, "stays": survivor.pk}))
        self.message_user(request, _("Proposed. Someone with the right to publish decides on it."), messages.SUCCESS)
        return HttpResponseRedirect(merger.get_absolute_url())

    def merge_page(self, request, unit, survivor, merged, form):
        other = merged if unit.pk == survivor.pk else survivor
        offered = {one.attname for one in fillable(survivor, merged)}
        chosen = set(request.POST.getlist("fill")) if form.is_bound else offered
        plan = merging.plan(survivor, merged, sorted(chosen & offered))
        return self.page(
            request,
            unit,
            "desk_merge",
            _("Merge two records"),
            survivor=survivor,
            merged=merged,
            other=other,
            sides=sides(survivor, merged),
            offered=offered,
            chosen=chosen,
            plan=plan,
            told=told(plan.journal),
            form=form,
            swap=self.merge_address(unit.pk, **{"with": other.pk, "stays": merged.pk}),
        )


def merger_in_force(unit):
    """The Merger by which `unit` became another record, or None."""
    return Merger.objects.filter(**Merger.key_of(unit), state=Merger.State.DONE).first()


def weight(record):
    """By which one of two stays: public, not withdrawn, more that points at it, published earlier."""
    published = record.published_at.timestamp() if record.published_at else 0
    return (
        record.is_public,
        record.withdrawn_at is None,
        len(rows_at(type(record), [record.pk])),
        -published,
        str(record.pk),
    )


def sides(survivor, merged):
    """Their own fields beside each other, the survivor's first."""
    return wording.side_by_side(type(survivor), snapshots.read(survivor), snapshots.read(merged))


# The journal in words

SHOWN_ROWS = 100


def told(journal):
    """What the page says of a journal: `{part: [(kind, entries shown, how many more)]}`."""
    links = [one | {"title": f"{one['title']} ({link_label(one)})", "why": "twin"} for one in journal.get("links", ())]
    moved = [*journal.get("moved", ()), *(one for one in links if not one["was_there"])]
    dropped = [
        *journal.get("dropped", ()),
        *journal.get("equal", ()),
        *(one for one in links if one["was_there"]),
    ]
    return {"moved": grouped(moved), "dropped": grouped(dropped), "names": journal.get("names", [])}


def link_label(entry):
    """What the link is called by which something names the record: a statement “about” it."""
    return wording.label_of(apps.get_model(entry["model"]), entry["field"])


def grouped(entries):
    """`[(kind in the plural, total, entries shown, how many more)]`, kinds in alphabetical order."""
    found = {}
    for entry in entries:
        found.setdefault(wording.kind_of_row(entry["model"]), []).append(entry)
    return [
        (kind, len(rows), rows[:SHOWN_ROWS], max(0, len(rows) - SHOWN_ROWS)) for kind, rows in sorted(found.items())
    ]
