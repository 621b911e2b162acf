from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = gettext_lazy("Desk")
