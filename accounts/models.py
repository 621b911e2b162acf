"""The rights of the desk as permissions of Django, and the counters of attempts to log in."""

from django.db import models
from django.utils.translation import gettext_lazy


class DeskRight(models.Model):
    """Has no table: it lends its permissions a name, so that they are given like any other permission.

    What ends in `_own` reaches only as far as one's own drafts and steps. `editorial.roles` says which role has which.
    """

    class Meta:
        managed = False
        default_permissions = ()
        verbose_name = gettext_lazy("right at the desk")
        verbose_name_plural = gettext_lazy("rights at the desk")
        permissions = [
            ("read_unpublished", "Read everything unpublished"),
            ("read_unpublished_own", "Read one's own drafts"),
            ("create", "Create drafts"),
            ("edit", "Edit every draft"),
            ("edit_own", "Edit one's own drafts"),
            ("submit", "Submit every draft for review"),
            ("submit_own", "Submit one's own drafts for review"),
            ("review", "Approve and return drafts of others"),
            ("publish", "Publish, schedule and withdraw"),
            ("delete", "Delete what has never been published"),
            ("import_propose", "Propose an import"),
            ("import_approve", "Approve an import"),
            ("moderate", "Moderate what readers send"),
            ("see_readers", "See the addresses of readers"),
            ("audit", "Read the whole audit log"),
            ("audit_own", "Read one's own part of the audit log"),
            ("administer", "Manage accounts, roles and settings"),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)


class AttemptCount(models.Model):
    """How often something was tried lately. The key is a keyed digest: neither names nor addresses are kept."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveSmallIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = gettext_lazy("count of attempts")
        verbose_name_plural = gettext_lazy("counts of attempts")

    def __str__(self):
        return self.key
