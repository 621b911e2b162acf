#!/bin/sh
# Prints the path of a Python that can run ParkAtlas (3.11 or later, with venv), or says in one sentence what is missing.
set -u

answers() { # interpreter, statement
    "$1" -c "$2" >/dev/null 2>&1
}

without_venv=
for name in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3 python}; do
    path=$(command -v "$name") || continue
    answers "$path" 'import sys; sys.exit(sys.version_info < (3, 11))' || continue
    if answers "$path" 'import venv, ensurepip, sqlite3'; then
        echo "$path"
        exit 0
    fi
    without_venv=$path
done

if [ -n "$without_venv" ]; then
    echo "$without_venv lacks its venv or sqlite3 module: install it (Debian: apt-get install python3-venv)." >&2
else
    echo "ParkAtlas needs Python 3.11 or later, and none was found: install one from your system or python.org." >&2
fi
exit 1
