#!/bin/sh
# make_venv.sh REQUIREMENTS…: the virtual environment .venv with these pinned requirements.
# Takes the first Python 3.11 to 3.13 it finds (or $PYTHON); says in one line what is missing.
set -eu
cd "$(dirname "$0")/.."

suitable() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

if [ ! -x .venv/bin/pip ] || ! suitable .venv/bin/python; then
    found=
    for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if suitable "$python"; then found=$python; break; fi
    done
    if [ -z "$found" ]; then
        echo "Python 3.11, 3.12 or 3.13 is needed and was not found. On Debian: apt-get install python3 python3-venv" >&2
        exit 1
    fi
    if ! "$found" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "Python's venv module is missing. On Debian: apt-get install python3-venv" >&2
        exit 1
    fi
    rm -rf .venv
    echo "Making the virtual environment .venv …"
    "$found" -m venv .venv
fi

echo "Installing the pinned requirements …"
for file in "$@"; do set -- "$@" -r "$file"; shift; done
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes "$@"
