"""What a list at the desk takes from its address and from the rows ticked on it."""

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

# The endings that Django's own filters give to the field they filter by.
FILTER_ENDINGS = ("", "__exact", "__isnull", "__gte", "__lt")


class GuardedList:
    """Takes only the filters that the list offers, and only keys that can be stored."""

    # Filters that are not in `list_filter`, but that a link of the desk uses.
    linked_lookups = ()

    def lookup_allowed(self, lookup, value, request=None):
        """Django by itself allows every column of the model, with any lookup: a regex, the year 0."""
        filters = self.get_list_filter(request)
        names = (item[0] if isinstance(item, tuple) else item for item in filters)
        offered = {f"{name}{ending}" for name in names for ending in FILTER_ENDINGS}
        offered |= {item.parameter_name for item in filters if hasattr(item, "parameter_name")}
        return lookup in offered or lookup in self.linked_lookups

    def get_changelist_instance(self, request):
        """Values that the database cannot take are refused like any other wrong parameter."""
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters(error) from error

    def response_action(self, request, queryset, **kwargs):
        try:
            for key in request.POST.getlist("_selected_action"):
                self.opts.pk.run_validators(self.opts.pk.to_python(key))
        except ValidationError:
            self.message_user(request, _("Some of the selected rows do not exist. Select again."), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset, **kwargs)
