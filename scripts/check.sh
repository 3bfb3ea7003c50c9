#!/bin/bash
# check.sh: everything CI runs. check.sh lint: all of it but the tests.
# The quick checks run beside each other; each one's output is shown whole, failures last.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
export DJANGO_SETTINGS_MODULE=tests.settings
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

check() {  # check NAME COMMAND…: run it in the background, its output and its verdict kept
    local name=$1; shift
    ( if "$@" >"$results/$name.out" 2>&1; then echo ok; else echo FAILED; fi >"$results/$name.verdict" ) &
}

deploy_check() {
    env DJANGO_SETTINGS_MODULE=mentorship.settings DEMO=0 DATABASE_URL=postgres://u:p@localhost/none \
        REDIS_URL=redis://localhost:6379 SECRET_KEY="$(head -c 60 /dev/urandom | base64 | tr -d '\n')" \
        CONTENT_KEYS=for-this-check-only EMAIL_URL=submission://u:p@mail.example.com:587 \
        PUBLIC_URL=https://mentoring.example.com ALLOWED_HOSTS=mentoring.example.com COMPANY_NAME=Example \
        TRUSTED_PROXY_COUNT=1 \
        python manage.py check --deploy --fail-level WARNING
}

check ruff-lint ruff check .
check ruff-format ruff format --check .
check ladder lint-imports
check migrations python manage.py makemigrations --check --dry-run
check deploy deploy_check
check types mypy .
wait

failed=0
for verdict in "$results"/*.verdict; do
    name=$(basename "$verdict" .verdict)
    printf '%-12s %s\n' "$name" "$(cat "$verdict")"
    if [ "$(cat "$verdict")" != ok ]; then failed=1; cat "$results/$name.out"; fi
done
[ "$failed" = 0 ] || exit 1
[ "${1:-}" = lint ] && exit 0

scripts/find_chromium.sh >/dev/null
CHROMIUM=$(scripts/find_chromium.sh) exec pytest -q -n "${PYTEST_WORKERS:-2}" --dist loadgroup
