#!/usr/bin/env bash
# What takes too long for every run; needs the environment that tests/run.sh has made.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv-test/bin/python -m tests.soak.threads "$@"
.venv-test/bin/python -m tests.soak.score
.venv-test/bin/python -m tests.soak.review
OMP_NUM_THREADS=1 .venv-test/bin/pytest -n 2 -m hypothesis --hypothesis-profile=search
SENTIMOTION_STORIES=en,bn OMP_NUM_THREADS=1 .venv-test/bin/pytest -n 2 --dist loadfile tests/browser/test_stories_*.py
