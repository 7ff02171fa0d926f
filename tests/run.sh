#!/usr/bin/env bash
# Everything that has to hold, from nothing: own environment, a browser if none is there, lint, types, tests.
# With --postgres first, the tests of spot checks run on PostgreSQL as well as on SQLite.
set -euo pipefail
cd "$(dirname "$0")/.."

environment=.venv-test
[ -x "$environment/bin/python" ] || python3 -m venv "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check -r tests/requirements.txt
PATH="$PWD/$environment/bin:$PATH"

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if ! browser >/dev/null; then
  echo "No Chromium here: installing the distribution's."
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium >/dev/null
fi
SENTIMOTION_BROWSER="$(browser)"
export SENTIMOTION_BROWSER

# Two servers that each want all cores wait for each other most of the time.
export OMP_NUM_THREADS=1
if [ "${1:-}" = --postgres ]; then
  shift
  pip install --quiet --disable-pip-version-check -r sentimotion/review/requirements-postgres.txt
  source tests/postgres.sh
fi

echo "Visitors' stories in Bangla; in English too: bash tests/soak.sh."
ruff check .
ruff format --check .
mypy
# Two at a time, each with a server and a browser of its own; one file's tests stay together. In the order of the
# files, browser tests first: those with the most tests, which are quick, fill what is left.
pytest -n 2 --dist loadfile --no-loadscope-reorder "$@"
