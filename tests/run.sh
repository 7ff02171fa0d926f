#!/usr/bin/env bash
# What has to hold, from nothing: own environment, a browser if none is there, lint, types, tests.
#   bash tests/run.sh            within minutes
#   bash tests/run.sh --all      also what is slow and rarely finds anything: the tests marked slow (all stories in
#                                both languages, processes that are killed, speed, an installation as the README
#                                has it), Ray, PostgreSQL, and types on Windows
# Further arguments are pytest's, and choose tests; without them the unit tests' coverage is counted too.
set -euo pipefail
cd "$(dirname "$0")/.."

also="and not slow"
examples=project
if [ "${1:-}" = --all ]; then
  shift
  also=""
  examples=all
  with_all_packages=yes
fi
SECONDS=0
source tests/environment.sh
[ -z "${with_all_packages:-}" ] || source tests/postgres.sh
echo "Set-up: $SECONDS s. Python packages: $environment. Browser: $SENTIMOTION_BROWSER."

SECONDS=0
failed=""
ruff check .
ruff format --check .
oxlint --deny-warnings --quiet assets/js
# Beside the tests: with the types of an earlier run it takes seconds, without them a minute or two.
check_types() {
lint-imports pyproject.toml --no-logo --no-cache &&
mypy
}
check_types >"$environment/types-$$.log" 2>&1 &
types=$!
# Two at a time, each with a server and a browser of its own; one file's tests stay together. Files that drive the
# browser come first (tests/conftest.py).
tests=(-m pytest -n 2 --dist loadfile --no-loadscope-reorder --hypothesis-profile="$examples"
  -m "(browser or not browser) $also" "$@")
if [ $# -gt 0 ]; then
  python "${tests[@]}" || failed=yes
else
  coverage="$environment/coverage-$$.json"
  python -W "ignore:Unable to activate pytest branch coverage" -m slipcover --json --out "$coverage" "${tests[@]}" || failed=yes
  # A step of its own: asked for the least share at once, slipcover forgets what it has of the two processes.
  python -m slipcover --merge "$coverage" --out "$coverage" --fail-under 97 || { echo "Coverage is under 97 %."; failed=yes; }
  rm -f "$coverage"
fi
wait "$types" || failed=yes
cat "$environment/types-$$.log"
rm "$environment/types-$$.log"
# What a branch for another system holds is unreachable.
[ -z "${with_all_packages:-}" ] || mypy --platform win32 --no-warn-unreachable --cache-dir "$environment/mypy-windows" || failed=yes
echo "Lint, types and tests: $SECONDS s."
[ -z "$failed" ] || { echo "Something above has failed."; exit 1; }
