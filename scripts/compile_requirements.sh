#!/bin/sh
# Compiles requirements*.in into pinned requirements*.txt with hashes, for Python 3.11 to 3.13.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
compile() { .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header "$@"; }
compile requirements.in -o requirements.txt
compile requirements-local.in -c requirements.txt -o requirements-local.txt
compile requirements-dev.in -c requirements.txt -o requirements-dev.txt
compile requirements-bench.in -c requirements.txt -o requirements-bench.txt
