#!/usr/bin/env bash
# Do the tests see a fault? Plants faults, one after the other, and says which no test has seen.
#   bash tests/mutants.sh [files] [--seed N]
# Without files: the modules that carry the contract (tests/mutants.py). The seed draws 60 faults a module.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/environment.sh
python -m tests.mutants "$@"
