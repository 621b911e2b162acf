"""The one column that differs by engine: a `tsvector` with GIN on PostgreSQL, on SQLite a text that FTS5 keeps beside it."""

from contextlib import contextmanager

from django.db import DatabaseError, connection, models, transaction

# On SQLite the tokens are asked of the full-text table `core_searchtokens`, which triggers keep in step with the documents
# (core/migrations/0004_search.py). A later migration that makes the documents' table anew must make its triggers anew too.

# Beyond it PostgreSQL keeps no positions.
LAST_POSITION = 16_383


class TokensField(models.Field):
    """Lists of tokens, each list counting its positions from one. Written only; asked by `Matches`."""

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None or isinstance(value, str):
            return value
        if connection.vendor != "postgresql":
            return " ".join(token for tokens in value for token in tokens)
        places = {}
        for tokens in value:
            for place, token in enumerate(tokens[:LAST_POSITION], start=1):
                places.setdefault(token, []).append(place)
        return " ".join(f"'{token}':{','.join(map(str, found[:255]))}" for token, found in places.items())


class Matches(models.Func):
    """Whether the tokens of a SearchDocument satisfy `question` (see `core.search.questions`)."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, question):
        super().__init__(models.F("pk"), models.F("tokens"))
        self.question = question

    def as_postgresql(self, compiler, connection, **_context):
        column, parameters = compiler.compile(self.source_expressions[1])
        return f"{column} @@ %s::tsquery", [*parameters, self.question.for_postgresql()]

    def as_sqlite(self, compiler, connection, **_context):
        column, parameters = compiler.compile(self.source_expressions[0])
        found = "(SELECT rowid FROM core_searchtokens WHERE core_searchtokens MATCH %s)"
        return f"{column} IN {found}", [*parameters, self.question.for_sqlite()]


@contextmanager
def by_index():
    """Inside, PostgreSQL looks what matches up in the index. By itself it reads all rows where it takes a word that nobody
    uses, or the beginning of one, for a frequent one; and it looks at rows again where the memory for their places ends."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    server = connection.connection
    server.execute("SET enable_seqscan = off; SET work_mem = '64MB'")
    try:
        yield
    finally:
        # What a transaction that failed has set is gone with it.
        if not server.closed and server.info.transaction_status.name != "INERROR":
            server.execute("RESET enable_seqscan; RESET work_mem")


def is_engine_in_step():
    """Whether FTS5 holds the tokens of all documents and no others; PostgreSQL keeps its index in step by itself."""
    try:
        with transaction.atomic():
            _ask_fts5("integrity-check", 1)
    except DatabaseError:
        return False
    return True


def renew_engine():
    """Read FTS5's tokens anew from the documents."""
    _ask_fts5("rebuild")


def _ask_fts5(order, rank=None):
    """Give FTS5 an order; with the rank 1 it also compares itself with the documents."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_searchtokens(core_searchtokens, rank) VALUES (%s, %s)", [order, rank])
