from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = gettext_lazy("Portal")

    def ready(self):
        post_migrate.connect(grant_roles, sender=self)


def grant_roles(*, using, **kwargs):
    """After every `migrate`, and after the last app's tables: a migration would miss the models that come later."""
    from editorial.roles import grant  # noqa: PLC0415 (models cannot be imported before all apps are loaded)

    grant(using=using, **({"apps": kwargs["apps"]} if "apps" in kwargs else {}))
