#!/usr/bin/env bash
# What takes too long even for tests/run.sh --all: load, hundreds of kills, new random examples.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/environment.sh
python -m tests.soak.threads "$@"
python -m tests.soak.score
python -m tests.soak.review
pytest -n 2 -m hypothesis --hypothesis-profile=search
