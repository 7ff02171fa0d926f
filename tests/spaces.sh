#!/usr/bin/env bash
# Each preset of `sentimotion deploy`, built from nothing as Spaces builds it, started and asked:
#   bash tests/spaces.sh
# PYTHON names a Python of the version that README.md's front matter has (default: python3.12, or pyenv's). The
# environment (3 GB: PyTorch's CUDA build) is kept beside the tests' own; --anew builds it again. Exit status: 0, every
# rehearsal answered; 1, one did not; 77, nothing was rehearsed, as there is no such Python or no package registry.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/environment.sh
version="$(sed -n 's/^python_version: "\(.*\)"$/\1/p' README.md)"
gradio="$(sed -n 's/^sdk_version: //p' README.md)"

is_wanted() { "$1" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" 2>/dev/null; }
found=""
for python in ${PYTHON:-"python$version" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/python}; do
  if is_wanted "$python"; then found="$python"; break; fi
done
[ -n "$found" ] || { echo "Skipped: no Python $version here, which Spaces run; PYTHON=... names one."; exit 77; }

# What a Space's build installs beside requirements.txt: Gradio with its extras, and spaces on ZeroGPU.
wanted=(--only-binary :all: -r requirements.txt "gradio[oauth,mcp]==$gradio" "uvicorn>=0.14.0" "websockets>=10.4" spaces)
key="$( ("$found" -VV; cat requirements.txt; echo "${wanted[@]}") | sha256sum | cut -c 1-16)"
space="$environments/space-$key"
[ "${1:-}" != --anew ] || rm -rf "$space"
if [ ! -e "$space/complete" ]; then
  SECONDS=0
  "$found" -m venv --clear "$space"
  if ! "$space/bin/python" -m pip install --quiet --disable-pip-version-check --dry-run --no-deps \
    "gradio==$gradio" >"$space/network" 2>&1; then
    echo "Skipped: no package registry can be reached: $(tail -n 1 "$space/network")"
    exit 77
  fi
  # Fails where a pin has no wheel for this Python.
  "$space/bin/python" -m pip install --quiet --disable-pip-version-check "${wanted[@]}"
  touch "$space/complete"
  echo "Installed in $SECONDS s, wheels only."
fi
touch "$space"
exec python -m tests.spaces "$space/bin/python"
