#!/usr/bin/env bash
# Writes requirements.lock: every package that requirements.txt brings, with its version and the hashes of its
# files on PyPI. Needs the network; the newest versions that the pins allow are taken.
set -euo pipefail
cd "$(dirname "$0")/.."

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check uv==0.13.9
{
  echo "# requirements.txt and all that it brings, with hashes: pip install --require-hashes -r requirements.lock"
  echo "# For Python 3.11 to 3.13 on Linux, macOS and Windows; torch with CUDA on Linux. The hashes are those of all"
  echo "# files of a release on PyPI. Written by tests/lock.sh."
  "$folder/venv/bin/uv" pip compile requirements.txt --universal --python-version 3.11 --generate-hashes \
    --no-header --no-config --quiet
} >"$folder/requirements.lock"
mv "$folder/requirements.lock" requirements.lock
