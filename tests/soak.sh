#!/usr/bin/env bash
# What takes too long even for tests/run.sh --all: load, faults of the machine, hundreds of kills, new random examples.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/environment.sh
# bash tests/soak.sh --long fuzzes for an hour instead of five minutes.
long=""
if [ "${1:-}" = --long ]; then
  shift
  long=--long
fi
# First, while nothing else has warmed or filled anything.
python -m tests.soak.load
python -m tests.soak.faults
python -m tests.soak.fuzz $long
python -m tests.soak.threads "$@"
python -m tests.soak.score
python -m tests.soak.review
pytest -n 2 -m hypothesis --hypothesis-profile=search
