"""Forms that never lose an editor's input: neither to a colleague's save nor to a refusal by the database."""

from collections import defaultdict

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import ModelChoiceField
from django.utils.translation import gettext as _


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
    """Refuses to overwrite what someone else saved while the form was open.

    The admin sets `version` (None for a new record), a digest of what the database holds now, and `refusal`, the
    ValidationError that saving this very input has just met.
    """

    version = None
    refusal = None
    desk_version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["desk_version"] = self.version

    def full_clean(self):
        super().full_clean()
        if not self.is_bound:
            return
        if self.refusal is not None:
            self.add_error(None, self.refusal)
        if self.version is not None and self.data.get("desk_version") != self.version:
            self.refuse_stale()

    def refuse_stale(self):
        """Show what is saved now beside the editor's own input; saving again is then a decision."""
        differing = [name for name in self.changed_data if name != "desk_version"]
        self.data = self.data.copy()
        self.data["desk_version"] = self.version
        self.add_error(
            None,
            _(
                "Someone else saved this after you opened it, so your input was not saved. It is still here; where it "
                "differs, what is saved now stands at the field. Save again to replace it."
            ),
        )
        for name in differing:
            self.add_error(name, _("Saved now: “%(value)s”.") % {"value": self.shown_value(name)})

    def shown_value(self, name):
        """What the database holds for the field, in words."""
        field, value = self.fields[name], self.initial.get(name)
        if isinstance(field, ModelChoiceField):
            keys = [getattr(one, "pk", one) for one in (value if isinstance(value, list | tuple) else [value]) if one]
            value = "; ".join(str(related) for related in field.queryset.filter(pk__in=keys))
        elif isinstance(field, forms.ChoiceField):
            value = dict(field.choices).get(value, value)
        elif isinstance(value, bool):
            value = _("yes") if value else _("no")
        return _("nothing") if value in (None, "") else value
