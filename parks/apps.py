from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ParksConfig(AppConfig):
    name = "parks"
    verbose_name = gettext_lazy("Parks")
