"""One writer at a time for work whose rule spans more rows than a constraint can see."""

from zlib import crc32

from django.db import connection
from django.db.transaction import TransactionManagementError


def serialise(subject):
    """Hold the lock named `subject` until the running transaction ends.

    SQLite's IMMEDIATE transactions already admit one writer only. Raises TransactionManagementError outside a
    transaction, where the lock would be released at once.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"serialise({subject!r}) needs a transaction to hold the lock in.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(subject.encode())])


def check_keys():
    """Ask PostgreSQL now for the foreign keys that it would only check at the end of the transaction.

    The rows they lead to are then held until that end: nobody can delete or merge them meanwhile. SQLite admits one writer
    only, so nothing can go between the form's own check and this.
    """
    if connection.vendor == "postgresql":
        connection.check_constraints()
