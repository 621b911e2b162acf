"""Actions of a list that give the ticked rows as a table: a mixin for the admins of the desk."""

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from editorial.tables.exports import CONTENT_TYPES, CSV, XLSX, export_rows


class ExportActions:
    """Adds two actions to a ModelAdmin; whoever may see the rows may take them."""

    @admin.action(permissions=["view"], description=gettext_lazy("Export selected %(verbose_name_plural)s as CSV"))
    def export_csv(self, request, queryset):
        return table_response(self.model, queryset, CSV)

    @admin.action(permissions=["view"], description=gettext_lazy("Export selected %(verbose_name_plural)s for Excel"))
    def export_xlsx(self, request, queryset):
        return table_response(self.model, queryset, XLSX)

    def get_actions(self, request):
        found = super().get_actions(request)
        if self.actions is None or IS_POPUP_VAR in request.GET:
            return found
        own = [self.get_action(name) for name in ("export_csv", "export_xlsx")]
        return found | {
            name: (func, name, text) for func, name, text in self._filter_actions_by_permissions(request, own)
        }


def table_response(model, queryset, table_format):
    """A download named after the model and the day."""
    day = timezone.localdate().isoformat()
    name = f"{model._meta.model_name}-{day}.{table_format}"
    return StreamingHttpResponse(
        export_rows(model, queryset, table_format),
        content_type=CONTENT_TYPES[table_format],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
