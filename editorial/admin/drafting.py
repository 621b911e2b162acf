"""Forms whose saving makes a draft: the public row is written by nobody but `editorial.publishing`."""

import uuid

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, ProtectedError, RestrictedError
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from editorial import snapshots
from editorial.admin.desk import DeskAdmin, refusal_in_words
from editorial.admin.forms import sealed, unsealed
from editorial.drafting import CannotApply, begin, draft_of, keep, present
from editorial.locks import check_keys, serialise
from editorial.models import Draft, OpenForm, Publishable
from editorial.publishing import lock, unset_public
from editorial.roles import may

NOT_TYPED = ("csrfmiddlewaretoken", "_save", "_continue", "_addanother", "_submit")


class DraftingAdmin(DeskAdmin):
    """A unit, or a part with a form of its own (a target), which is drafted with the unit it belongs to."""

    # The model that is drafted; its rows have the keys of this model's rows.
    @property
    def unit_model(self):
        return self.model if issubclass(self.model, Publishable) else self.model._meta.pk.remote_field.model

    def unit_at(self, object_id):
        """The unit with the key that stands in an address; None where there is none."""
        try:
            key = self.opts.pk.to_python(unquote(str(object_id)))
            return self.unit_model._base_manager.filter(pk=key).first()
        except (ValidationError, ValueError):
            return None

    def get_queryset(self, request):
        """Whoever may not read the unpublished finds what is public and what they began themselves."""
        rows = super().get_queryset(request)
        if may(request.user, "read_unpublished"):
            return rows
        begun = Draft.objects.filter(
            unit_kind=self.unit_model._meta.label_lower, unit_id=OuterRef("pk"), author=request.user
        )
        through = "" if self.unit_model is self.model else f"{self.opts.pk.name}__"
        return rows.filter(self.unit_model.public_q(through) | Exists(begun))

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        if not may(request.user, "read_unpublished"):
            for row in changelist.result_list:
                leave_out_hidden(row)
        return changelist

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is not None and not may(request.user, "read_unpublished"):
            leave_out_hidden(row)
        return row

    # Rights: what the role allows, and for contributors only while it is their own.

    def has_view_permission(self, request, obj=None):
        if not super().has_view_permission(request, obj):
            return False
        return obj is None or self.is_within_reach(request, obj)

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or may(request.user, "edit", author=self.author_of(request, obj))

    def is_within_reach(self, request, obj):
        is_public = self.desk_of(request, obj)["is_public"]
        return is_public or may(request.user, "read_unpublished", author=self.author_of(request, obj))

    def may_read_draft(self, request, obj):
        """Whether the unpublished states of `obj` may be read: everyone's, or those of a draft of one's own."""
        draft = self.desk_of(request, obj)["draft"]
        return may(request.user, "read_unpublished", author=draft.author if draft else None)

    def author_of(self, request, obj):
        """Who began the draft of `obj`; None where there is no draft, or the row is public and so nobody's own."""
        desk = self.desk_of(request, obj)
        return desk["draft"].author if desk["draft"] and not desk["is_public"] else None

    def desk_of(self, request, obj):
        """What the database says of the unit of `obj` before a draft is written over its row; read once a request."""
        known = request.__dict__.setdefault("desk_states", {})
        if obj.pk not in known:
            unit = self.unit_at(obj.pk)
            known[obj.pk] = {
                "unit": unit,
                "draft": draft_of(unit) if unit is not None else None,
                "is_public": unit is not None and unit.is_public,
            }
        return known[obj.pk]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and may(request.user, "delete")

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.base = getattr(request, "desk_base", None)
        form.key = getattr(request, "desk_key", None)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        view = self.add_form if object_id is None else self.change_form_of
        return view(request, object_id, form_url, extra_context)

    def django_form(self, request, object_id, form_url, extra_context):
        """Django's own view, rendered; what the database refuses only at saving is shown on the form."""
        try:
            with transaction.atomic():
                response = super().changeform_view(request, object_id, form_url, extra_context)
                if hasattr(request, "desk_saved"):
                    check_keys()
        except (ValidationError, ProtectedError, RestrictedError, IntegrityError) as error:
            if request.method != "POST" or hasattr(request, "desk_refusal"):
                raise
            request.desk_refusal = refusal_in_words(error)
            request.__dict__.pop("desk_saved", None)
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if hasattr(response, "render"):
            response.render()
        return response

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.desk_saved = form.instance

    # A new one

    def add_form(self, request, object_id, form_url, extra_context):
        waiting = None
        if request.method == "POST":
            request.desk_key = self.key_typed(request)
            if not self.has_add_permission(request):
                self.refuse_saving(request, request.desk_key, is_new=True)
        else:
            waiting = self.waiting_form(request, request.GET.get("form"))
            request.desk_key = str(waiting.unit_id if waiting else uuid.uuid4())
        if waiting:
            return self.show_typed(request, None, form_url, extra_context, waiting)
        if request.method != "POST":
            return super().changeform_view(request, None, form_url, extra_context)
        with transaction.atomic():
            if (unit := self.saved_already(request)) is not None:
                return HttpResponseRedirect(self.address_of(unit))
            response = self.django_form(request, None, form_url, extra_context)
            saved = getattr(request, "desk_saved", None)
            if saved is not None and (unit := snapshots.unit_of(saved)) is not None:
                begin(unit, by=request.user)
                self.forget_typed(request, unit.pk)
        if saved is None:
            self.keep_typed(request, request.desk_key, response, is_new=True)
        return response

    def saved_already(self, request):
        """The unit that the same form has made before, however short a time ago; None where it has not."""
        if not request.desk_key:
            return None
        serialise(f"unit:{request.desk_key}")
        unit = self.unit_at(request.desk_key)
        if unit is not None:
            self.message_user(request, _("It was saved already; here it is."), messages.INFO)
        return unit

    def key_typed(self, request):
        try:
            return str(uuid.UUID(request.POST.get("desk_key", "")))
        except ValueError:
            return None

    def save_form(self, request, form, change):
        """A new row gets the key that its form carries, so that a form sent twice makes one row."""
        instance = super().save_form(request, form, change)
        if not change and getattr(request, "desk_key", None) and issubclass(self.model, Publishable):
            setattr(instance, self.opts.pk.attname, uuid.UUID(request.desk_key))
        return instance

    # One that there is

    def change_form_of(self, request, object_id, form_url, extra_context):
        unit = self.unit_at(object_id)
        if unit is None:
            return self.gone(request, object_id, form_url, extra_context)
        if request.method == "POST":
            if not self.has_change_permission(request, unit):
                self.refuse_saving(request, unit.pk)
            return self.save_draft(request, unit, object_id, form_url, extra_context)
        if not self.has_view_permission(request, unit):
            raise PermissionDenied
        if not self.may_read_draft(request, unit):
            return super().changeform_view(request, object_id, form_url, extra_context)
        waiting = self.waiting_form(request, unit.pk, kept=None if "recover" in request.GET else True)
        if waiting:
            return self.show_typed(request, object_id, form_url, extra_context, waiting)
        draft = draft_of(unit)
        snapshot = present(unit, draft)
        request.desk_base = sealed(snapshot)
        if draft is None or not unit.is_public:
            return super().changeform_view(request, object_id, form_url, extra_context)
        self.desk_of(request, unit)
        try:
            return self.in_state(
                request, unit, snapshot, lambda: self.django_form(request, object_id, form_url, extra_context)
            )
        except CannotApply as error:
            self.message_user(request, self.cannot_apply(error), messages.ERROR)
            return HttpResponseRedirect(self.page_of_draft(unit, "review"))

    def refuse_saving(self, request, key, *, is_new=False):
        """Raise PermissionDenied. What was typed is kept where this editor had the form open with the right to save it."""
        had_it = self.waiting_form(request, key) if is_new else unsealed(request.POST.get("desk_base"))
        if not had_it:
            raise PermissionDenied
        self.keep_typed(request, key, is_new=is_new)
        raise PermissionDenied(
            _(
                "Nothing was saved: your account may not do this any more. What you typed is kept and comes back into the form with the right to save it."
            )
        )

    def in_state(self, request, unit, snapshot, show):
        """Return what `show()` returns with `snapshot` in the rows, and undo everything."""
        with transaction.atomic():
            self.put(unit, snapshot)
            response = show()
            transaction.set_rollback(True)
        return response

    def put(self, unit, snapshot, *, present=None):
        if unit.is_public:
            unset_public(unit)
        try:
            snapshots.write(type(unit)._base_manager.get(pk=unit.pk), snapshot, present=present)
        except (ValidationError, ProtectedError, RestrictedError) as error:
            raise CannotApply(getattr(error, "messages", None) or [str(error.args[0])]) from error

    def cannot_apply(self, error):
        return _("This state can no longer be shown in the form: %(reasons)s") % {"reasons": " ".join(error.messages)}

    def save_draft(self, request, unit, object_id, form_url, extra_context):
        """Save the form over the state it was opened on, then merge that change with what others saved meanwhile."""
        base = unsealed(request.POST.get("desk_base"))
        if base is None:
            request.desk_refusal = ValidationError(
                _("The form came without the state it was opened on, so nothing was saved. Check it and save again.")
            )
        kept = None
        try:
            with transaction.atomic():
                try:
                    unit = lock(unit)
                except self.unit_model.DoesNotExist:
                    return self.gone(request, object_id, form_url, extra_context)
                self.desk_of(request, unit)
                draft = draft_of(unit)
                now = present(unit, draft)
                live = now if draft is None or not unit.is_public else None
                base = base or now
                request.desk_base = sealed(now) if hasattr(request, "desk_refusal") else request.POST["desk_base"]
                is_written = False
                with transaction.atomic():
                    self.put(unit, base, present=live)
                    response = self.django_form(request, object_id, form_url, extra_context)
                    mine = snapshots.read(unit) if hasattr(request, "desk_saved") else None
                    is_written = mine is not None and not unit.is_public and base == now
                    transaction.set_rollback(not is_written)
                if mine is not None:
                    kept = keep(unit, by=request.user, base=base, mine=mine, is_written=is_written, live=live)
                    self.forget_typed(request, unit.pk)
        except CannotApply as error:
            self.keep_typed(request, unit.pk)
            self.message_user(
                request,
                _(
                    "Your input could not be saved with what others saved meanwhile: %(reasons)s It is kept here; put it right and save again."
                )
                % {"reasons": " ".join(error.messages)},
                messages.ERROR,
            )
            return HttpResponseRedirect(self.address_of(unit))
        if kept is None:
            self.keep_typed(request, unit.pk, response)
            return response
        return self.after_saving(request, unit, kept, response)

    def after_saving(self, request, unit, kept, response):
        if kept.conflicts:
            self.message_user(
                request,
                _("Another editor changed the same field. Nothing is lost: choose between both texts here."),
                messages.WARNING,
            )
            return HttpResponseRedirect(self.page_of_draft(unit, "resolve", kept.revision.pk))
        if kept.is_merged:
            self.message_user(request, _("Another editor saved meanwhile; both changes were merged."), messages.SUCCESS)
        return response

    def page_of_draft(self, unit, view, *args):
        name = f"{self.unit_model._meta.app_label}_{self.unit_model._meta.model_name}_{view}"
        return reverse(f"{self.admin_site.name}:{name}", args=[unit.pk, *args])

    def gone(self, request, object_id, form_url, extra_context):
        """It was deleted: what was typed, now or before, goes into the form of a new one."""
        typed_now = request.method == "POST" and "desk_base" in request.POST
        waiting = None if typed_now else self.waiting_form(request, object_id)
        if not self.has_add_permission(request) or not (typed_now or waiting):
            return super().changeform_view(request, object_id, form_url, extra_context)
        key = uuid.uuid4()
        content = as_new(dict(request.POST.lists()) if typed_now else waiting.content) | {"desk_key": [str(key)]}
        self.keep_typed(request, key, is_new=True, content=content)
        OpenForm.objects.filter(user=request.user, unit_kind=self.model._meta.label_lower, unit_id=object_id).delete()
        self.message_user(
            request,
            _("Someone else has deleted this. What you typed is here: save it as a new one, or discard it."),
            messages.WARNING,
        )
        return HttpResponseRedirect(f"{reverse(self.list_name('add'))}?form={key}")

    def list_name(self, view):
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{view}"

    # What was typed and could not be saved, or not yet

    def waiting_form(self, request, key, *, kept=None):
        """The OpenForm with input of this editor for the unit `key`; `kept`: only such as was saved on purpose."""
        try:
            found = OpenForm.objects.filter(
                user=request.user, unit_kind=self.model._meta.label_lower, unit_id=uuid.UUID(str(key))
            )
        except ValueError:
            return None
        found = found.exclude(content=None)
        return found.filter(is_kept=True).first() if kept else found.first()

    def show_typed(self, request, object_id, form_url, extra_context, waiting):
        """The form as it was typed, with its messages; nothing is saved."""
        request.desk_waiting = waiting
        request.desk_refusal = ValidationError(_("This is input of yours that is not saved yet."))
        # Read the body now: read later, it would put an empty form in place of the typed one.
        request.FILES.clear()
        request.POST = typed(waiting.content)
        unit = self.unit_at(object_id) if object_id else None
        request.desk_base = waiting.content.get("desk_base", [""])[0]
        request.method = "POST"
        try:
            if unit is None:
                return self.django_form(request, None, form_url, extra_context)
            self.desk_of(request, unit)
            base = unsealed(request.desk_base) or present(unit)
            return self.in_state(
                request, unit, base, lambda: self.django_form(request, object_id, form_url, extra_context)
            )
        except CannotApply as error:
            self.message_user(request, self.cannot_apply(error), messages.ERROR)
            return HttpResponseRedirect(self.page_of_draft(unit, "review"))
        finally:
            request.method = "GET"

    def keep_typed(self, request, key, response=None, *, is_new=False, content=None):
        """Keep the input of a form that was refused, so that its author finds it again."""
        if "_popup" in request.POST or not key:
            return
        content = content or input_of(request, NOT_TYPED)
        OpenForm.objects.update_or_create(
            user=request.user,
            unit_kind=self.model._meta.label_lower,
            unit_id=key,
            defaults={
                "content": content,
                "is_kept": True,
                "is_new": is_new,
                "title": title_typed(content),
                "problems": problems_on(response),
            },
        )

    def forget_typed(self, request, key):
        OpenForm.objects.filter(user=request.user, unit_kind=self.model._meta.label_lower, unit_id=key).update(
            content=None, is_kept=False, problems=0
        )
        OpenForm.objects.filter(user=request.user, unit_id=key, is_new=True).delete()


def leave_out_hidden(row):
    """Let a public row that is only shown name nothing hidden: such a key is as good as empty, here as for readers."""
    if not getattr(row, "is_public", True):
        return
    for field in row._meta.concrete_fields:
        if field.many_to_one and field.null:
            named = getattr(row, field.name)
            if not getattr(named, "is_public", True):
                setattr(row, field.name, None)


def input_of(request, left_out):
    """`{name: [values]}` of a form as it was sent, without the one character that PostgreSQL cannot store."""
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in request.POST.lists()
        if name not in left_out
    }


def typed(content):
    """What a browser would send, from `{name: [values]}`."""
    data = QueryDict(mutable=True)
    for name, values in content.items():
        data.setlist(name, values)
    return data


def as_new(content):
    """The input of a form, `{name: [values]}`, as that of a new row: its rows of parts are all new."""
    content = {name: values for name, values in content.items() if name not in (*NOT_TYPED, "desk_base")}
    for name in list(content):
        if name.endswith("-INITIAL_FORMS"):
            prefix = name.removesuffix("-INITIAL_FORMS")
            content[name] = ["0"]
            for row in [one for one in content if one.startswith(f"{prefix}-") and one.endswith(("-id", "-DELETE"))]:
                content[row] = [""]
    return content


def title_typed(content):
    named = (content.get(name, [""])[0] for name in ("name_en", "name_zh", "title_en", "title_zh", "as_printed"))
    return next(filter(None, named), "")[:300]


def problems_on(response):
    """How many messages the form shows."""
    context = getattr(response, "context_data", None) or {}
    if "adminform" not in context:
        return 1
    count = sum(len(errors) for errors in context["adminform"].form.errors.values())
    for inline in context.get("inline_admin_formsets", ()):
        count += sum(len(errors) for form in inline.formset.forms for errors in form.errors.values())
        count += len(inline.formset.non_form_errors())
    return count
