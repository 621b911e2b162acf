"""The two forms of readers. What is refused comes back with its sentence, and with all that was typed."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.text import unstorable_character
from portal.models import Comment, Correction
from portal.reader_models import NAME_LENGTH, TEXT_LENGTH

MOST_LINKS = 3
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class CleanText(forms.CharField):
    """Refuses what cannot be stored and counts characters as they will be kept."""

    def __init__(self, *, most, is_multiline=False, **options):
        super().__init__(**options)
        self.most, self.is_multiline = most, is_multiline
        # Django's own would answer a NUL first, in words for programmers.
        self.validators = [one for one in self.validators if "Null" not in type(one).__name__]

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value):
        super().validate(value)
        character = unstorable_character(value, multiline=self.is_multiline)
        if character is not None:
            raise ValidationError(
                _(
                    "The text held a character that cannot be kept (U+%(code)04X). It was taken out: look the text over "
                    "and send it again."
                )
                % {"code": ord(character)},
                code="unstorable",
            )
        if len(value) > self.most:
            raise ValidationError(
                _("At most %(most)d characters can be sent; these are %(length)d. Shorten the text.")
                % {"most": self.most, "length": len(value)},
                code="too_long",
            )


def storable(text):
    """`text` without what cannot be stored."""
    return "".join(one for one in text if one in "\n\r\t" or unstorable_character(one) is None)


class ReaderForm(forms.ModelForm):
    """`website` is the field no reader sees: only programs fill it in."""

    text_label = ""

    text = CleanText(
        most=TEXT_LENGTH,
        is_multiline=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("At most 4,000 characters and three links. It is read as plain text."),
        error_messages={"required": gettext_lazy("Write something first.")},
    )
    display_name = CleanText(
        most=NAME_LENGTH,
        required=False,
        label=gettext_lazy("Name to be shown (optional)"),
        help_text=gettext_lazy(
            "Readers will see it if an editor accepts what you send. Leave it empty to stay unnamed."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = CleanText(
        most=254,
        required=False,
        label=gettext_lazy("E-mail address (optional)"),
        help_text=gettext_lazy("Never shown to anyone but an administrator."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(
        required=False,
        label=gettext_lazy("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = self.text_label

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(
                _("The field “Leave this field empty” is there to catch programs. Empty it and send again."),
                code="trapped",
            )
        return ""

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(LINK.findall(text)) > MOST_LINKS:
            raise ValidationError(
                _("At most %(most)d links can be sent in one text. Leave some out.") % {"most": MOST_LINKS},
                code="links",
            )
        return text

    def keep_for_another_try(self):
        """Show again what was typed, without characters that no page can show, beside what was found wrong with it."""
        if self.errors:  # Found in what was typed, before that is changed.
            self.data = {name: storable(self.data.get(name, "")) for name in self.fields}


class CorrectionForm(ReaderForm):
    evidence_url = CleanText(
        most=500,
        required=False,
        label=gettext_lazy("A page that shows it (optional)"),
        help_text=gettext_lazy("A document or page with the right words, beginning with https://."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    text_label = gettext_lazy("What is wrong, and what would be right?")
    field_order = ["text", "evidence_url", "display_name", "email", "website"]

    class Meta:
        model = Correction
        fields = ["text", "evidence_url", "display_name", "email"]


class CommentForm(ReaderForm):
    class Meta:
        model = Comment
        fields = ["text", "display_name", "email"]

    text_label = gettext_lazy("Your comment")
