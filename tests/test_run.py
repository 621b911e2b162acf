"""What `make run` and `make test` say on a machine that cannot run them."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


def refusal(*command, **variables):
    outcome = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True)
    assert outcome.returncode == 1
    assert outcome.stdout == ""
    return outcome.stderr


def fake_python(folder, body):
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_a_port_in_use_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = f"Port {port} is already in use: choose another, as in `make run PORT=8123`.\n"
        assert refusal(sys.executable, SCRIPTS / "run.py", str(port)) == sentence


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", ""])
def test_a_port_that_is_none_is_refused(text):
    sentence = f"PORT must be a number from 1 to 65535, not {text!r}.\n"
    assert refusal(sys.executable, SCRIPTS / "run.py", text) == sentence


def test_a_python_too_old_is_refused(tmp_path):
    old = fake_python(tmp_path, "exit 1")
    sentence = "ParkAtlas needs Python 3.11 or later, and none was found: install one from your system or python.org.\n"
    assert refusal("sh", SCRIPTS / "find_python.sh", PYTHON=old) == sentence


def test_a_python_without_venv_is_refused(tmp_path):
    bare = fake_python(tmp_path, 'case "$2" in *version_info*) exit 0 ;; *) exit 1 ;; esac')
    sentence = f"{bare} lacks its venv or sqlite3 module: install it (Debian: apt-get install python3-venv).\n"
    assert refusal("sh", SCRIPTS / "find_python.sh", PYTHON=bare) == sentence


def test_no_network_is_one_sentence(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n")
    attempt = "import environment, pathlib, sys; "
    attempt += f"environment.install(pathlib.Path({str(lock)!r}), python=sys.executable)"
    offline = {"PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": ""}
    sentence = "lock.txt cannot be installed because the package index (pypi.org) cannot be reached: go online.\n"
    assert refusal(sys.executable, "-c", attempt, PYTHONPATH=str(SCRIPTS), **offline) == sentence
