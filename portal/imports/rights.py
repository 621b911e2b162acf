"""Who may bring tables, and who may let them in."""

from editorial.roles import may


def may_import(user):
    """Whether `user` may upload tables and see what they propose."""
    return may(user, "import_propose")


def may_let_in(user):
    """Whether `user` may decide about tables that others submitted, and have them written."""
    return may(user, "import_approve")
