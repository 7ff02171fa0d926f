# Sourced by run.sh --all: the distribution's PostgreSQL with a data folder and a socket of its own, no
# port, nothing that another server on this machine could be taken for; stopped and removed when the run ends.
# It sets SENTIMOTION_TEST_POSTGRES, with which the tests of spot checks run on both kinds of database.

postgres_programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
if [ -z "$(postgres_programs)" ]; then
  echo "No PostgreSQL here: installing the distribution's."
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq postgresql >/dev/null
fi

postgres_folder="$(mktemp -d)"
# The server refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
[ "$(id -u)" -ne 0 ] || chown postgres "$postgres_folder"

stop_postgres() {
  (cd / && as_postgres "$(postgres_programs)/pg_ctl" stop -D "$postgres_folder/data" -m immediate >/dev/null 2>&1) || true
  rm -rf "$postgres_folder"
}
trap stop_postgres EXIT

(
  cd /
  as_postgres "$(postgres_programs)/initdb" -D "$postgres_folder/data" -U tests -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
  as_postgres "$(postgres_programs)/pg_ctl" start -w -D "$postgres_folder/data" -l "$postgres_folder/log" \
    -o "-k '$postgres_folder' -c listen_addresses=''" >/dev/null
)
export SENTIMOTION_TEST_POSTGRES="postgresql+psycopg://tests@/postgres?host=$postgres_folder"
