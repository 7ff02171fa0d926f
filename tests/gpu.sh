#!/usr/bin/env bash
# The published size on a CUDA card: precision, explanations, speed, memory, threads. About five minutes.
#
#   bash tests/gpu.sh [--out FILE.json] [--sections NAME ...]
#
# Python is the first of `python` and `python3` whose torch sees a CUDA device, or the one that PYTHON names; it
# needs the packages of requirements.txt that the model imports (captum, torch, transformers and theirs). Nothing is
# installed or downloaded. Exit status: 0, all bounds are met; 1, a bound is missed or a section failed, after all
# tables are printed; 77, nothing was checked, as there is no CUDA device (automake's and meson's status of a
# skipped test).
set -euo pipefail
cd "$(dirname "$0")/.."
export HF_HUB_OFFLINE=1
for python in ${PYTHON:-python python3}; do
  if "$python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' 2>/dev/null; then
    exec "$python" -m tests.gpu "$@"
  fi
done
echo "Skipped: ${PYTHON:-neither python nor python3} has no torch with a CUDA device; PYTHON=... names another Python."
exit 77
