#!/usr/bin/env bash
# The unit tests with the lowest version that pyproject.toml allows of each package, in an environment of their own:
#   bash tests/lowest.sh [PYTHON [arguments of pytest]]     PYTHON is python3.12 if none is named
# With UV_TORCH_BACKEND=cpu, PyTorch's CPU build comes from its own index, which saves gigabytes.
set -euo pipefail
cd "$(dirname "$0")/.."
python="${1:-python3.12}"
key="$( ("$python" -c 'import sys; print(sys.version, sys.base_prefix)'; cat pyproject.toml) | sha256sum | cut -c 1-16)"
environment="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/sentimotion-tests/lowest-$key"
if [ ! -e "$environment/complete" ]; then
  "$python" -m venv --clear "$environment"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check uv
  "$environment/bin/uv" pip install --quiet --python "$environment" --only-binary :all: --resolution lowest-direct \
    --requirements pyproject.toml --all-extras
  touch "$environment/complete"
fi
export PATH="$environment/bin:$PATH" OMP_NUM_THREADS=1
python - <<'END'
# A bound that another package's range excludes is never installed: it promises what nothing tests.
import sys, tomllib
from importlib.metadata import version
from packaging.requirements import Requirement, SpecifierSet
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
for line in map(Requirement, sum(project["optional-dependencies"].values(), project["dependencies"])):
    for bound in (part.version for part in line.specifier if part.operator == ">="):
        if version(line.name) not in SpecifierSet(f"=={bound}"):
            sys.exit(f"{line}: the lowest version that can be installed is {version(line.name)}; raise the bound")
END
python -m pytest -m "not browser and not slow" "${@:2}"
