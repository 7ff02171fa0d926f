#!/usr/bin/env bash
# What takes too long even for tests/run.sh --all: load, faults of the machine, hundreds of kills, new random examples.
# Each part ends by itself; the bounds below, 40 minutes in all, are for one that hangs.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/environment.sh
fuzz=(330 python -m tests.soak.fuzz)
# bash tests/soak.sh --long fuzzes for an hour instead of five minutes.
if [ "${1:-}" = --long ]; then
  fuzz=(3700 python -m tests.soak.fuzz --long)
fi
failed=""

# SECONDS COMMAND...: a part, its time, and whether it has failed.
part() {
  local bound=$1 start=$SECONDS status=0
  shift
  echo "== $*"
  timeout --kill-after=10 "$bound" "$@" || status=$?
  echo "== $((SECONDS - start)) s of at most $bound"
  if [ "$status" -ne 0 ]; then failed+="; failed: $* (exit status $status)"; fi
}

SECONDS=0
# First, while nothing else has warmed or filled anything.
part 720 python -m tests.soak.load
part 420 python -m tests.soak.faults
part "${fuzz[@]}"
part 150 python -m tests.soak.threads
part 210 python -m tests.soak.score
part 230 python -m tests.soak.review
part 330 python -m pytest -n 2 -p tests.soak.search -m hypothesis --hypothesis-profile=search
echo "soak: $((SECONDS / 60)) min $((SECONDS % 60)) s in all${failed:-; all held}"
[ -z "$failed" ]
