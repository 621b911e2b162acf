"""Who may bring tables."""

PERMISSION = "editorial.import_propose"


def may_import(user):
    """Whether `user` may upload tables and see what they propose. Before the permission exists superusers alone may."""
    return user.is_active and user.is_staff and user.has_perm(PERMISSION)
