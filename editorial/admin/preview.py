"""Previews: in a frame at the desk, and by a signed link for someone without an account."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from editorial import drafting
from editorial.bilingual import CHINESE, ENGLISH
from editorial.drafting import log
from editorial.models import PreviewLink, Revision, Step, Unit
from editorial.preview import HEADERS, render
from editorial.publishing import database_now

SALT = "editorial.preview"
LONGEST_LINK = timedelta(hours=24)
LANGUAGES = {"en": ENGLISH, "zh-hans": CHINESE}


class PreviewViews:
    """Mixed into PublishableAdmin, after ReviewViews."""

    def get_urls(self):
        return [
            path("<path:object_id>/preview/", self.desk_view(self.preview_page), name=self.url_name("preview")),
            path("<path:object_id>/preview/page/", self.desk_view(self.preview_frame), name=self.url_name("frame")),
            *super().get_urls(),
        ]

    def preview_page(self, request, unit):
        """The frame with its switches; a POST makes or revokes a link."""
        if request.method == "POST":
            return self.share(request, unit)
        revision = self.revision_asked(request, unit)
        return self.page(
            request,
            unit,
            "desk_preview",
            _("Preview of %(name)s") % {"name": unit},
            revision=revision,
            language=language_asked(request),
            width="phone" if request.GET.get("width") == "phone" else "desktop",
            frame=reverse(f"admin:{self.url_name('frame')}", args=[unit.pk]),
            draft=drafting.draft_of(unit),
            links=self.links_of(unit),
            now=database_now(),
            made=request.session.pop("desk_link", None),
            has_page=self.page_address(unit) is not None,
        )

    def revision_asked(self, request, unit):
        """The revision with the number in the address; None for the present state. Raises Http404."""
        number = request.GET.get("revision", "")
        if not number:
            return None
        if not number.isdecimal() or len(number) > 9:
            raise Http404
        return get_object_or_404(Revision, **Unit.key_of(unit), number=int(number))

    def preview_frame(self, request, unit):
        revision = self.revision_asked(request, unit)
        snapshot = revision.snapshot if revision else drafting.present(unit)
        return preview_response(unit, snapshot, language_asked(request), request)

    def links_of(self, unit):
        return PreviewLink.objects.filter(
            revision__unit_kind=self.opts.label_lower, revision__unit_id=unit.pk
        ).select_related("revision", "made_by")[:50]

    def share(self, request, unit):
        if not (self.has_change_permission(request, unit) or self.has_review_permission(request, unit)):
            raise PermissionDenied
        if request.POST.get("decision") == "revoke":
            self.revoke(request, unit)
        else:
            draft = drafting.draft_of(unit)
            if draft is None:
                self.message_user(request, _("There is no draft to share."), messages.ERROR)
            else:
                expires = database_now() + LONGEST_LINK
                link = PreviewLink.objects.create(revision=draft.head, made_by=request.user, expires_at=expires)
                log(Step.Action.SHARED, unit, by=request.user, revision=draft.head)
                request.session["desk_link"] = request.build_absolute_uri(reverse("preview", args=[token_of(link)]))
        return HttpResponseRedirect(reverse(f"admin:{self.url_name('preview')}", args=[unit.pk]))

    def revoke(self, request, unit):
        try:
            link = self.links_of(unit).model.objects.get(
                pk=request.POST.get("link"), revision__unit_id=unit.pk, revoked_at=None
            )
        except (ObjectDoesNotExist, ValidationError, ValueError):
            self.message_user(request, _("This link has been revoked already."), messages.INFO)
            return
        link.revoked_at = database_now()
        link.save(update_fields=["revoked_at"])
        log(Step.Action.REVOKED, unit, by=request.user, revision=link.revision)
        self.message_user(request, _("The link no longer works."), messages.SUCCESS)


def language_asked(request):
    return LANGUAGES.get(request.GET.get("lang", ""), ENGLISH)


def token_of(link):
    return signing.dumps(str(link.pk), salt=SALT)


def link_of(token):
    """The PreviewLink of a token that is ours, in time and not revoked; None otherwise."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return (
        PreviewLink.objects.filter(pk=key, revoked_at=None, expires_at__gt=database_now())
        .select_related("revision")
        .first()
    )


def preview_response(unit, snapshot, language, request, *, banner=None):
    """The drawn page with the headers of every preview; a sentence where it cannot be drawn."""
    model_admin = admin.site.get_model_admin(type(unit))
    try:
        drawn = render(unit, snapshot, address_of=model_admin.page_address, language=language, host=request.get_host())
        content, status = drawn.content, drawn.status_code
    except drafting.CannotApply as error:
        with override(language):
            content, status = render_to_string("error.html", {"message": " ".join(error.messages)}).encode(), 409
    if banner:
        content = content.replace(b"<main", banner.encode() + b"<main", 1)
    return HttpResponse(content, status=status, headers=HEADERS)


@require_safe
def shared_preview(request, token):
    """What a signed link shows: one revision, to anyone who holds it, until it expires or is revoked."""
    link = link_of(token)
    try:
        unit = link.revision.get_unit() if link else None
    except ObjectDoesNotExist:
        unit = None
    if unit is None:
        raise Http404(_("This preview link has expired, was revoked, or is not one of ours. Ask for a new one."))
    language = language_asked(request)
    with override(language):
        banner = render_to_string(
            "admin/desk_preview_banner.html", {"link": link, "other": "zh-hans" if language == ENGLISH else "en"}
        )
    return preview_response(unit, link.revision.snapshot, language, request, banner=banner)
