"""scripts/postgres.py leaves nothing behind, passes on the command's answer, and never meets another server."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import postgres
import psycopg
import pytest

STARTER = Path(postgres.__file__)


def environment(**variables):
    return {name: text for name, text in os.environ.items() if name != "DATABASE_URL"} | variables


def run(*command, **variables):
    return subprocess.run(
        [sys.executable, STARTER, "--", *command], env=environment(**variables), capture_output=True, text=True
    )


def is_reachable(url):
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_command_meets_a_fresh_server_that_is_gone_afterwards(tmp_path):
    question = (
        "import os, psycopg; url = os.environ['DATABASE_URL']; "
        "row = psycopg.connect(url).execute(\"select current_setting('server_encoding'), current_setting('fsync'), "
        "current_setting('data_directory'), current_setting('listen_addresses')\").fetchone(); print(url, *row)"
    )
    outcome = run(sys.executable, "-c", question, TMPDIR=str(tmp_path))
    url, encoding, fsync, folder, address = outcome.stdout.split()
    assert (outcome.returncode, encoding, fsync, address) == (0, "UTF8", "off", "127.0.0.1")
    assert not Path(folder).parent.exists()
    assert list(tmp_path.iterdir()) == []
    assert not is_reachable(url)


def test_the_command_s_exit_status_is_passed_on():
    assert run("sh", "-c", "exit 5").returncode == 5


def test_a_server_named_in_the_environment_is_used_and_none_is_started():
    url = "postgres://user@127.0.0.1:1/elsewhere"
    outcome = run("sh", "-c", 'echo "$DATABASE_URL"', DATABASE_URL=url)
    assert (outcome.returncode, outcome.stdout) == (0, f"{url}\n")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_removes_server_and_command(stop):
    script = "echo $$ $DATABASE_URL; exec sleep 60"
    with subprocess.Popen(
        [sys.executable, STARTER, "--", "sh", "-c", script],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as starter:
        command, url = starter.stdout.readline().split()
        assert is_reachable(url)
        os.killpg(starter.pid, stop)
        assert starter.wait(timeout=120) == 128 + stop
    assert not is_reachable(url)
    assert not is_running(int(command))


def is_running(process_id):
    for _ in range(20):
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


def test_without_any_server_programs_it_says_how_to_get_them(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "FOLDERS", ())
    monkeypatch.setattr(postgres, "WHEEL_FOLDER", tmp_path / "pgserver")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    with pytest.raises(SystemExit) as refusal, postgres.temporary_server():
        pytest.fail("There is no server to run.")
    assert "apt-get install postgresql" in str(refusal.value)
    assert "brew install postgresql@16" in str(refusal.value)
