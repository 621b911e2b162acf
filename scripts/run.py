"""`make run`: from a bare Python to the site with its sample data, on http://127.0.0.1:PORT/."""

import os
import socket
import subprocess
import sys

from environment import ROOT, ensure_environment

HOST = "127.0.0.1"
SAMPLE = "data/zhongguancun"


def main(port_text):
    port = free_port(port_text)
    os.chdir(ROOT)
    os.environ.setdefault("LOCAL", "1")
    python = ensure_environment("requirements.txt")
    manage(python, "migrate", "--verbosity", "0")
    manage(python, "load_data", SAMPLE, "--if-new")
    manage(python, "search_index", "--if-empty")
    manage(python, "ensure_admin")
    print(addresses(port), flush=True)
    serve = ["-m", "gunicorn", "--config", "python:config.gunicorn", "--log-level", "warning"]
    os.execv(python, [str(python), *serve, "--bind", f"{HOST}:{port}", "config.wsgi"])


def free_port(text):
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except PermissionError:
            sys.exit(f"Port {text} needs administrator rights: choose one above 1023, as in `make run PORT=8123`.")
        except OSError:
            sys.exit(f"Port {text} is already in use: choose another, as in `make run PORT=8123`.")
    return int(text)


def manage(python, *arguments):
    outcome = subprocess.run([python, "manage.py", *arguments], check=False)
    if outcome.returncode:
        sys.exit(outcome.returncode)


def addresses(port):
    site = f"http://{HOST}:{port}"
    return f"""
  Site   {site}/
  Admin  {site}/admin/
  API    {site}/api/v1/

Stop with Ctrl-C."""


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
