"""Every address: the pages stand under their language (`/en/`, `/zh-hans/`), all else outside of it."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from companies import urls as companies
from core import urls as core
from core.health import healthz, readyz
from core.views import no_shortcut
from editorial.admin.preview import shared_preview
from parks import urls as parks
from policies import urls as policies
from portal import admin_imports, desk_health
from portal import urls as portal
from portal.comparing import urls as comparing
from portal.outputs import urls as outputs

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    *([path("admin/", include("accounts.urls"))] if settings.SENDS_LETTERS else []),
    path("admin/health/", include(desk_health.urls)),
    path("admin/imports/", include(admin_imports)),
    path("admin/r/<path:target>", admin.site.admin_view(no_shortcut), name="no_shortcut"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("preview/<str:token>/", shared_preview, name="preview"),
    path("api/v1/", include("config.api")),
    path("", include(outputs.files)),
]

# `/` and `/parks/` lead to the reader's language: LocaleMiddleware redirects them.
urlpatterns += i18n_patterns(
    path("", include(portal.pages)),
    path("", include(outputs.pages)),
    path("parks/", include(parks.parks)),
    path("schemes/", include(parks.schemes)),
    path("batches/", include(parks.batches)),
    path("designations/", include(parks.designations)),
    path("companies/", include(companies.companies)),
    path("institutions/", include(companies.institutions)),
    path("people/", include(companies.people)),
    path("products/", include(companies.products)),
    path("policies/", include(policies.policies)),
    path("targets/", include(policies.targets)),
    path("sources/", include(core.sources)),
    path("regions/", include(core.regions)),
    path("sectors/", include(core.sectors)),
    path("figures/", include(core.figures)),
    path("indicators/", include(core.indicators)),
    path("events/", include(core.events)),
    path("statements/", include(core.statements)),
    path("briefings/", include(portal.briefings)),
    path("compare/", include(comparing.pages)),
    path("map/", include(portal.maps)),
)

handler400 = "core.views.bad_request"
handler500 = "core.views.failed"
