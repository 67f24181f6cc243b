#!/usr/bin/env bash
# All checks in the order in which a fault is cheapest to see: style, types, floors, tests.
# With arguments: only pytest, with those arguments. ANJUAN_COVERAGE=1 tells which lines were run;
# counting them takes half as much again, and the whole run has to stay short.
set -euo pipefail
venv=$1; shift
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$venv/bin:$PATH"
if [ $# -gt 0 ]; then exec pytest "$@"; fi
ruff format --check --quiet . || { ruff format --diff . | head -50; exit 1; }
ruff check --quiet .
mypy --no-error-summary
lint-imports --no-cache >/dev/null || { lint-imports --no-cache; exit 1; }
# Two workers, a file each: a test session of many small waits uses both cores that way.
exec pytest ${ANJUAN_COVERAGE:+--cov --cov-report=term:skip-covered} -n "${ANJUAN_TEST_WORKERS:-2}" --dist loadfile
