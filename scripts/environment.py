"""Makes the virtual environment in .venv and installs a lock file into it, only when the lock has changed.

Usage: python3 scripts/environment.py requirements.txt. Needs nothing but the standard library.
"""

import hashlib
import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
USABLE = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Max retries|No matching distribution"
)


def ensure_environment(lock_name):
    """The environment's Python, with everything in the lock file installed."""
    lock = ROOT / lock_name
    stamp = FOLDER / f"installed-{lock_name}"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and runs(PYTHON):
        return PYTHON
    if not runs(PYTHON):
        print("Creating the environment in .venv ...", flush=True)
        venv.create(FOLDER, with_pip=True, clear=True)
    print(f"Installing {lock_name} (about a minute the first time) ...", flush=True)
    install(lock)
    stamp.write_text(wanted)
    return PYTHON


def runs(python):
    """Whether the interpreter is there, recent enough, and has pip: not so after a half-made or moved environment."""
    try:
        return subprocess.run([python, "-c", USABLE], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install(lock, *options, python=PYTHON):
    """Install exactly the hashed files of `lock`; pip's own words are shown only when it fails."""
    command = [python, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "--retries", "2"]
    outcome = subprocess.run([*command, *options, "-r", lock], capture_output=True, text=True, check=False)
    if outcome.returncode == 0:
        return
    if NO_NETWORK.search(outcome.stdout + outcome.stderr):
        sys.exit(f"{lock.name} cannot be installed because the package index (pypi.org) cannot be reached: go online.")
    sys.exit(f"{outcome.stderr.strip()}\n{lock.name} cannot be installed: pip's reason stands above.")


if __name__ == "__main__":
    ensure_environment(*sys.argv[1:])
