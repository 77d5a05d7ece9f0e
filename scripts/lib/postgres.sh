# shellcheck shell=bash
# PostgreSQL: the server that PGHOST names, or a private cluster that leaves a system one alone.
# The private cluster listens on a socket in its own folder and on no network port.

if ((EUID == 0)); then
  # initdb refuses root, and the user postgres may be unable to enter the project's folder.
  PG_HOME="${BIANMIN_PG_HOME:-/var/lib/postgresql/bianmin-$(printf '%s' "$VAR" | sha256sum | cut -c1-8)}"
  PG_OWNER=postgres
else
  PG_HOME="${BIANMIN_PG_HOME:-$VAR/postgresql}"
  PG_OWNER=$(id -un)
fi

PG_PRIVATE=0
if [[ -z "${PGHOST:-}" ]]; then
  PG_PRIVATE=1
  export PGHOST="$PG_HOME/run" PGPORT=5432
  PGUSER=$(id -un)
fi
export PGUSER="${PGUSER:-$(id -un)}"

as_pg_owner() {
  # The lock of the calling script must not live on in the server.
  if ((EUID == 0)); then
    (cd / && runuser -u "$PG_OWNER" -- "$@" 9>&-)
  else
    (cd / && "$@" 9>&-)
  fi
}

pg_program() {
  local folders
  mapfile -t folders < <(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5 -n)
  [[ -x "${folders[-1]}/$1" ]] || fail "PostgreSQL's $1 was not found under /usr/lib/postgresql."
  printf '%s\n' "${folders[-1]}/$1"
}

shared_buffers_mb() {
  local memory_mb
  memory_mb=$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
  printf '%s\n' $((memory_mb / 8 < 1024 ? memory_mb / 8 : 1024))
}

pg_settings() {
  cat <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$PG_HOME/run'
max_connections = 200
shared_buffers = $(shared_buffers_mb)MB
work_mem = 32MB
maintenance_work_mem = 256MB
effective_cache_size = $(($(shared_buffers_mb) * 3))MB
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
SETTINGS
}

create_cluster() {
  # 107 bytes is what a socket's path may have; the file's own name takes 15 of them.
  ((${#PG_HOME} + 4 + 15 <= 107)) ||
    fail "The path $PG_HOME is too long for a PostgreSQL socket: name a shorter folder in BIANMIN_PG_HOME."
  say "Creating a PostgreSQL cluster in $PG_HOME"
  if ((EUID == 0)); then
    install -d -o "$PG_OWNER" -g "$PG_OWNER" -m 755 "$PG_HOME"
  else
    mkdir -p "$PG_HOME"
  fi
  as_pg_owner rm -rf "$PG_HOME/data.part"
  as_pg_owner mkdir -p "$PG_HOME/run"
  logged initdb as_pg_owner "$(pg_program initdb)" --pgdata="$PG_HOME/data.part" --username="$PGUSER" \
    --auth=peer --encoding=UTF8 --locale=C.UTF-8 ||
    fail "PostgreSQL's initdb failed (details in $VAR/log/initdb.log)."
  pg_settings | as_pg_owner tee -a "$PG_HOME/data.part/postgresql.conf" >/dev/null
  as_pg_owner mv "$PG_HOME/data.part" "$PG_HOME/data"
}

start_cluster() {
  [[ -d "$PG_HOME/data" ]] || create_cluster
  if as_pg_owner "$(pg_program pg_ctl)" status --pgdata="$PG_HOME/data" >/dev/null; then return; fi
  say "Starting PostgreSQL"
  logged pg-start as_pg_owner "$(pg_program pg_ctl)" start --wait --timeout=60 \
    --pgdata="$PG_HOME/data" --log="$PG_HOME/server.log" ||
    fail "PostgreSQL did not start (details in $PG_HOME/server.log)."
}

stop_cluster() {
  ((PG_PRIVATE)) || fail "The PostgreSQL server at $PGHOST is not this project's own."
  as_pg_owner "$(pg_program pg_ctl)" stop --wait --mode=fast --pgdata="$PG_HOME/data"
}

start_postgres() {
  if ((PG_PRIVATE)); then start_cluster; fi
  psql -X -q -d postgres -c 'SELECT 1' >/dev/null ||
    fail "No PostgreSQL answers at ${PGHOST}:${PGPORT:-5432} for user $PGUSER."
}

database_exists() {
  [[ "$(psql -X -q -t -A -d postgres -v name="$1" <<<"SELECT count(*) FROM pg_database WHERE datname = :'name'")" == 1 ]]
}
