"""Who may do what at the desk: five roles, the rights of each, and the one question `may()`.

A right is an ordinary permission of Django (`accounts.publish`), so an administrator may make further groups with any of
them. That nobody reviews or publishes a draft of their own is no right: whoever asks about a draft checks it there.
"""

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import DEFAULT_DB_ALIAS, models
from django.utils.translation import gettext_lazy

from editorial.models import Record, ValidatedModel


class Role(models.TextChoices):
    """The name of the group, which never changes, and how it is shown.

    Shown in the plural: a “publisher” is also whoever brings out a source, which Chinese calls by another word.
    """

    CONTRIBUTOR = "contributor", gettext_lazy("Contributors")
    EDITOR = "editor", gettext_lazy("Editors")
    REVIEWER = "reviewer", gettext_lazy("Reviewers")
    PUBLISHER = "publisher", gettext_lazy("Publishers")
    ADMINISTRATOR = "administrator", gettext_lazy("Administrators")


READ_UNPUBLISHED = "read_unpublished"
CREATE = "create"
EDIT = "edit"
SUBMIT = "submit"
REVIEW = "review"
PUBLISH = "publish"
DELETE = "delete"
IMPORT_PROPOSE = "import_propose"
IMPORT_APPROVE = "import_approve"
MODERATE = "moderate"
SEE_READERS = "see_readers"
AUDIT = "audit"
ADMINISTER = "administer"

FULL, OWN, NONE = "full", "own", ""

# In the order of the roles above. "own" reaches the drafts one wrote oneself; of the audit log, one's own steps.
TABLE = {
    #                 contributor editor reviewer publisher administrator
    READ_UNPUBLISHED: (OWN, FULL, FULL, FULL, FULL),
    CREATE: (FULL, FULL, NONE, FULL, FULL),
    EDIT: (OWN, FULL, NONE, FULL, FULL),
    SUBMIT: (OWN, FULL, NONE, FULL, FULL),
    REVIEW: (NONE, NONE, FULL, FULL, FULL),
    PUBLISH: (NONE, NONE, NONE, FULL, FULL),
    DELETE: (NONE, NONE, NONE, NONE, FULL),
    IMPORT_PROPOSE: (NONE, FULL, NONE, FULL, FULL),
    IMPORT_APPROVE: (NONE, NONE, NONE, FULL, FULL),
    MODERATE: (NONE, NONE, FULL, FULL, FULL),
    SEE_READERS: (NONE, NONE, NONE, NONE, FULL),
    AUDIT: (OWN, OWN, FULL, FULL, FULL),
    ADMINISTER: (NONE, NONE, NONE, NONE, FULL),
}
RIGHTS = {right: dict(zip(Role, reaches, strict=True)) for right, reaches in TABLE.items()}


def may(user, right, *, author=None):
    """Whether `user` has `right`, on a draft (or step) of `author` where the right may reach one's own only.

    To ask whether a user has any use for a page or a button at all, pass the user as `author`.
    """
    reaches = RIGHTS[right].values()
    if not (user.is_active and user.is_staff):
        return False
    if user.has_perm(f"accounts.{right}"):
        return True
    is_own = OWN in reaches and author is not None and author.pk == user.pk
    return is_own and user.has_perm(f"accounts.{right}_own")


def role_label(name):
    """How the group of this name is shown: a role in the reader's language, any other by its name."""
    return Role(name).label if name in Role.values else name


def content_models():
    """Every model whose rows are entered at the desk, and the card."""
    return [model for model in all_apps.get_models() if issubclass(model, ValidatedModel)] + [Record]


def permissions_of(role):
    """`{(app label, codename)}` of everything the role may do, with what Django's own admin asks for."""
    rights = {right: reaches[role] for right, reaches in RIGHTS.items() if reaches[role]}
    found = {("accounts", right if reach == FULL else f"{right}_own") for right, reach in rights.items()}
    verbs = [
        "view",
        *(verb for verb, right in (("add", CREATE), ("change", EDIT), ("delete", DELETE)) if right in rights),
    ]
    found |= {
        (model._meta.app_label, f"{verb}_{model._meta.model_name}") for model in content_models() for verb in verbs
    }
    if ADMINISTER in rights:
        found |= {
            ("auth", f"{verb}_{name}") for name in ("user", "group") for verb in ("view", "add", "change", "delete")
        }
    return found


def grant(apps=all_apps, using=DEFAULT_DB_ALIAS):
    """Make the groups of the five roles and give each exactly its permissions; other groups stay as they are.

    `apps` holds the tables that exist: after a partial migration not yet all of them.
    """
    wanted = {role: permissions_of(role) for role in Role}
    labels = {label for permissions in wanted.values() for label, _codename in permissions}
    for label in sorted(labels):
        create_permissions(all_apps.get_app_config(label), verbosity=0, using=using, apps=apps)
    try:
        groups = apps.get_model("auth", "Group").objects.using(using)
        permissions = apps.get_model("auth", "Permission").objects.using(using)
    except LookupError:
        return
    stored = permissions.filter(content_type__app_label__in=labels)
    keys = {(label, code): key for label, code, key in stored.values_list("content_type__app_label", "codename", "pk")}
    for role in Role:
        group, _created = groups.get_or_create(name=role.value)
        group.permissions.set([keys[permission] for permission in wanted[role] if permission in keys])
