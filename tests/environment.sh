# Sourced by the scripts of this folder, from the repository's root: Python with all that tests need, first on
# PATH, and a browser in SENTIMOTION_BROWSER. The environment lies outside the checkout, so that a clean clone
# finds the one of an earlier run; its name is the hash of what is required, so that it never holds anything else.

requirements=(requirements.txt tests/requirements.txt sentimotion/{review,scoring,training}/requirements*.txt)
# Its own Python has the same base, so that who has sourced this and runs a script gets no second one.
key="$( (python3 -c 'import sys; print(sys.version, sys.base_prefix)'; cat "${requirements[@]}") | sha256sum | cut -c 1-16)"
environments="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/sentimotion-tests"
environment="$environments/$key"
mkdir -p "$environments"

install_packages() { "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }

# One at a time; who comes second finds it complete.
exec {environment_lock}>"$environment.lock"
flock "$environment_lock"
if [ ! -e "$environment/complete" ]; then
  rm -rf "$environment"
  python3 -m venv "$environment"
  install_packages -r tests/requirements.txt
  touch "$environment/complete"
fi
if [ -n "${with_all_packages:-}" ] && [ ! -e "$environment/complete-all" ]; then
  install_packages -r sentimotion/scoring/requirements.txt -r sentimotion/review/requirements-postgres.txt
  touch "$environment/complete-all"
fi
exec {environment_lock}>&-
# Environments of older requirements that nobody has used for two weeks.
touch "$environment"
find "$environments" -mindepth 1 -maxdepth 1 -mtime +14 -exec rm -rf {} +
PATH="$environment/bin:$PATH"
export MYPY_CACHE_DIR="$environment/mypy-cache"

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if [ -z "${SENTIMOTION_BROWSER:-}" ] && ! browser >/dev/null; then
  echo "No Chromium here: installing the distribution's."
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium >/dev/null
fi
export SENTIMOTION_BROWSER="${SENTIMOTION_BROWSER:-$(browser)}"

# Where nothing compiled is kept, each of some hundred processes compiles the package anew.
unset PYTHONDONTWRITEBYTECODE
# Two servers that each want all cores wait for each other most of the time.
export OMP_NUM_THREADS=1
