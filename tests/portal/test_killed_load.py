"""A load killed before it is done leaves nothing behind, and the next one is whole. Runs in processes of its own."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DATA = "tests/portal/mini_data"


@pytest.fixture
def manage(tmp_path):
    """Starts a management command on an embedded database of its own, already migrated."""
    database = tmp_path / "atlas.sqlite3"
    environment = {
        **os.environ,
        "LOCAL": "1",
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": "only-for-tests",
        "DATABASE_URL": f"sqlite:///{database}",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    def start(*arguments):
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    start.database = database
    migrating = start("migrate", "--verbosity=0")
    output, _ = migrating.communicate(timeout=120)
    assert migrating.returncode == 0, output
    return start


def counts(database):
    with closing(sqlite3.connect(database)) as connection:
        tables = ("editorial_record", "core_citation", "core_figure", "portal_dataload")
        return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_a_killed_load_leaves_nothing_and_a_rerun_is_whole(manage):
    for last_line in ("regions: 3 rows read", "citations: 3 rows read", "figures: 1 rows read"):
        with manage("load_data", DATA, "--verbosity=2") as loading:
            for line in loading.stdout:
                if line.startswith(last_line):
                    loading.kill()
        assert loading.returncode == -9
        assert counts(manage.database) == [0, 0, 0, 0]
    rerun = manage("load_data", DATA)
    output, _ = rerun.communicate(timeout=60)
    assert "14 created, 0 changed, 0 unchanged; 14 published" in output
    assert counts(manage.database) == [8, 3, 1, 1]
