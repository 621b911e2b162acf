"""Gunicorn's settings: `gunicorn --config python:config.gunicorn config.wsgi`."""

import subprocess
import sys
from pathlib import Path

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"

worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
graceful_timeout = 30
keepalive = 5
control_socket_disable = True  # It would write to the home directory.
access_log_format = "%(m)s %(U)s %(s)s %(B)s bytes %(D)s us"  # Neither address nor query; nginx logs the rest.


def on_starting(server):
    """End with one sentence where a setting is wrong; workers that fail alone would be restarted for ever."""
    check = subprocess.run([sys.executable, MANAGE, "check"], stdout=subprocess.DEVNULL, check=False)
    if check.returncode:
        sys.exit(check.returncode)
