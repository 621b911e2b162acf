"""Rewrite the hashed lock files from requirements.in and requirements-dev.in, with each dependency's reason beside it.

One file serves every supported Python: Python 3.11 gets Django 5.2 LTS, later ones Django 6.1.
"""

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"
COMPILE = (
    "pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url"
)
DIRECT = re.compile(r"^(?P<name>[A-Za-z0-9-]+)[^#]*#\s+(?P<reason>.+)$")


def main():
    with tempfile.TemporaryDirectory() as folder:
        uv = install_uv(Path(folder))
        lock(uv, ["requirements.in"])
        lock(uv, ["requirements-dev.in", "--constraint", "requirements.txt"])
        lock(uv, ["requirements-pgserver.in", "--no-deps"])


def install_uv(folder):
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", UV], check=True)
    return folder / "bin" / "uv"


def lock(uv, inputs):
    output = ROOT / inputs[0].replace(".in", ".txt")
    subprocess.run([uv, *COMPILE.split(), *inputs, "--output-file", output], check=True, cwd=ROOT)
    output.write_text(header(inputs[0]) + output.read_text())


def header(source):
    """Comment lines that name each direct dependency of `source` and say what it is for."""
    lines = [f"# Locked from {source} by `make lock`; do not edit by hand. What each direct dependency is for:"]
    lines += [f"#   {name}: {reason}" for name, reason in direct_dependencies(source)]
    return "\n".join(lines) + "\n\n"


def direct_dependencies(source):
    for line in (ROOT / source).read_text().splitlines():
        if line.startswith("-r "):
            yield from direct_dependencies(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            match = DIRECT.match(line)
            if match is None:
                sys.exit(f"{source}: the line {line!r} has no comment that says what the dependency is for.")
            yield match["name"].lower(), match["reason"]


if __name__ == "__main__":
    main()
