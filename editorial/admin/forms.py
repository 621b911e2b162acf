"""Forms that never lose an editor's input, and know the state they were opened on."""

from collections import defaultdict

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

SALT = "editorial.desk"


class ClearForm(forms.ModelForm):
    """Shows above the form a message about a field that is hidden, or not on it, where Django shows none or fails."""

    def add_error(self, field, error):
        if field is None and hasattr(error, "error_dict"):
            placed = defaultdict(list)
            for name, errors in error.error_dict.items():
                placed[name if self.is_shown(name) else NON_FIELD_ERRORS].extend(errors)
            error = ValidationError(placed)
        elif field is not None and not self.is_shown(field):
            field = None
        super().add_error(field, error)

    def is_shown(self, name):
        return name == NON_FIELD_ERRORS or (name in self.fields and not self.fields[name].widget.is_hidden)


class DeskForm(ClearForm):
    """Carries what it was opened on: `desk_base`, the signed snapshot of a unit, or `desk_key`, the key of a new one.

    The admin sets `base` and `key`, and `refusal`, the ValidationError that saving this very input has just met.
    """

    base = None
    key = None
    refusal = None
    desk_base = forms.CharField(required=False, widget=forms.HiddenInput)
    desk_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["desk_base"] = self.base
        self.initial["desk_key"] = self.key

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.refusal is not None:
            self.add_error(None, self.refusal)


def sealed(snapshot):
    """`snapshot` as a text that a form may carry to the browser and back."""
    return signing.dumps(snapshot, salt=SALT, compress=True)


def unsealed(text):
    """The snapshot that `sealed` made `text` of; None where it was not."""
    try:
        return signing.loads(text or "", salt=SALT)
    except signing.BadSignature:
        return None
