"""Pages for readers who have something to say: two forms, the private page of each message, the corrections log."""

from typing import NamedTuple

from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View

from accounts.throttle import take_sending
from core.filters import Problem, printable
from editorial import wording
from editorial.bilingual import reading_language
from editorial.models import Record, unit_models
from portal.models import Comment, Correction
from portal.readers import facts
from portal.readers.deciding import MODELS
from portal.readers.forms import CommentForm, CorrectionForm
from portal.readers.tokens import UnusableToken, form_key, form_token, link_token, message_named_by

# The longest form in Chinese, each character percent-encoded, with room to spare.
FORM_BYTES = 256 * 1024
LOGGED_PER_PAGE = 25
# Nobody's to keep or to find.
HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}


# Django's protection against forged forms needs a cookie, and anonymous readers get none. The signed token of the form
# takes its place: it is bound to this form and to the reader's network, expires, and is kept with what is sent, so that it
# serves once. No session is looked at here, so a forged form could borrow nobody's rights.
@method_decorator(csrf_exempt, name="dispatch")
class SendPage(View):
    """A form about something public; what is hidden is answered like what never was."""

    http_method_names = ["get", "head", "options", "post"]
    form_class = None
    template_name = None

    def subject(self):
        """What the form is about; None where nothing public is."""
        raise NotImplementedError

    def about(self, subject):
        """`{field: value}` of a message about `subject`."""
        raise NotImplementedError

    def get(self, request, **kwargs):
        return self.page(self.subject_or_404(), self.form_class())

    def post(self, request, **kwargs):
        sending = take_sending(request)
        refuse_too_large(request)
        subject = self.subject_or_404()
        form = self.form_class(request.POST)
        message, is_new = self.receive(form, subject)
        if not is_new:
            sending.was_not_kept()
        if message is None:
            form.keep_for_another_try()
            return self.page(subject, form, status=400)
        response = HttpResponseRedirect(reverse("sent", args=[link_token(message)]), headers=HEADERS)
        response.status_code = 303
        return response

    def receive(self, form, subject):
        """`(message, is new)`: kept now, or before by the same form; `(None, False)` where `form` says what is wrong."""
        try:
            key = self.key_of_form()
        except UnusableToken:
            form.add_error(
                None,
                _("This form was open for too long, or did not come from this page. Nothing is lost: send it again."),
            )
            return None, False
        if not form.is_valid():
            return None, False
        model = self.form_class.Meta.model
        before = model.objects.filter(form_key=key).first()
        if before is None:
            for name, value in {"form_key": key, "language": reading_language(), **self.about(subject)}.items():
                setattr(form.instance, name, value)
            try:
                with transaction.atomic():
                    form.instance.save()
                return form.instance, True
            except (IntegrityError, ValidationError):
                # The same form, sent twice at the same moment.
                before = model.objects.filter(form_key=key).first()
                if before is None:
                    raise
        if before.text == form.cleaned_data["text"]:
            return before, False
        form.add_error(None, _("This form has been sent before. To send this text as well, send it again."))
        return None, False

    def key_of_form(self):
        if self.request.headers.get("Sec-Fetch-Site", "same-origin") in ("cross-site", "same-site"):
            raise UnusableToken
        return form_key(self.request, self.request.POST.get("token", ""))

    def subject_or_404(self):
        subject = self.subject()
        if subject is None:
            raise Http404
        return subject

    def page(self, subject, form, status=200):
        context = {"subject": subject, "form": form, "token": form_token(self.request)}
        return TemplateResponse(self.request, self.template_name, context, status=status, headers=HEADERS)


def refuse_too_large(request):
    """By the announced size, before anything of it is read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal() or int(announced) > FORM_BYTES:
        raise BadRequest(_("This is more than the form can take. Shorten the text and send it again."))


class ReportFact(SendPage):
    form_class = CorrectionForm
    template_name = "portal/report.html"

    def subject(self):
        return facts.find_fact(self.kwargs["kind"], self.kwargs["pk"])

    def about(self, subject):
        return {"fact_kind": subject.kind, "fact_id": subject.row.pk, "record": subject.record, **subject.titles()}


class WriteComment(SendPage):
    form_class = CommentForm
    template_name = "portal/write_comment.html"

    def subject(self):
        return Record.objects.public().filter(pk=self.kwargs["pk"]).first()

    def about(self, subject):
        return {"record": subject}


class SentPage(TemplateView):
    """What became of one message, for whoever holds its private link."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/sent.html"

    def get(self, request, token):
        message = message_of(token)
        if message is None:
            raise Http404
        context = self.get_context_data(message=message, fact=shown_fact(message))
        return self.render_to_response(context, headers=HEADERS | {"Referrer-Policy": "no-referrer"})


def message_of(token):
    """The message of a private link; None where the link is not ours, or what was sent has been erased."""
    try:
        kind, key = message_named_by(token)
    except UnusableToken:
        return None
    return MODELS[kind].objects.select_related("record").filter(pk=key, erased_at=None).first()


class Shown(NamedTuple):
    """What a message is about, as far as everyone may read it: without title and address where they may not."""

    title: object
    address: str

    @classmethod
    def nothing(cls):
        return cls("", "")


def shown_fact(message):
    if isinstance(message, Comment):
        record = message.record
        return Shown(record.name, record.get_absolute_url()) if record.is_public else Shown.nothing()
    return shown_correction(message, facts.still_public([(message.fact_kind, message.fact_id)]))


def shown_correction(correction, public):
    """`public` holds the `(kind, key)` of what is public."""
    if (correction.fact_kind, correction.fact_id) not in public:
        return Shown.nothing()
    return Shown(correction.title, address_of(correction))


def address_of(correction):
    """The page on which the public fact stands; empty where none is left."""
    page = facts.PAGES.get(correction.fact_kind.partition(".")[2])
    if page:
        return reverse(page[1], args=[correction.fact_id])
    card = correction.record
    return card.get_absolute_url() if card is not None and card.is_public else ""


class Logged(NamedTuple):
    """One line of the corrections log. `changed` names what the change that settled it changed."""

    correction: Correction
    shown: Shown
    changed: list
    has_public_change: bool


class CorrectionsLog(TemplateView):
    """What readers reported and editors decided, the last first."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/corrections.html"

    def get(self, request):
        unknown = [name for name in request.GET if name != "page"]
        if unknown:
            sentence = _("There is no parameter “%(name)s” here.")
            problems = [Problem(printable(one), sentence % {"name": printable(one)}, ("page",)) for one in unknown]
            return self.render_to_response(self.get_context_data(problems=problems), status=400)
        number = request.GET.get("page", "1")
        pages = Paginator(Correction.objects.public().for_listing(), LOGGED_PER_PAGE)
        if not (number.isascii() and number.isdecimal() and len(number) < 7 and 1 <= int(number) <= pages.num_pages):
            raise Http404
        page = pages.page(int(number))
        return self.render_to_response(self.get_context_data(page=page, entries=logged(page.object_list)))


def logged(corrections):
    """Corrections as lines of the log; one query more, whatever their number."""
    corrections = list(corrections)
    pairs = {(one.fact_kind, one.fact_id) for one in corrections}
    pairs |= {(one.change.unit_kind, one.change.unit_id) for one in corrections if one.change}
    public = facts.still_public(pairs)
    return [line(one, public) for one in corrections]


def line(correction, public):
    change = correction.change
    is_shown = change is not None and (change.unit_kind, change.unit_id) in public
    model = unit_models().get(change.unit_kind) if change else None
    changed = wording.what_changed(model, change.changed) if model else []
    return Logged(correction, shown_correction(correction, public), changed, is_shown)
