# shellcheck shell=bash
# The tests' databases and pytest.

# Makes $1 a clone of the test database, so that two runs do not meet in one. The whole suite
# (no paths follow) starts from freshly installed addons, after lint and the demo's check.
prepare_test_database() {
  local name="$1" all
  shift
  mapfile -t all < <(addons order)
  if (($#)); then
    ensure_addons "$TEST_DB" update "${all[@]}"
  else
    ensure_addons "$TEST_DB" fresh "${all[@]}"
    lint_everything
    check_demo
  fi
  clone_database "$TEST_DB" "$name"
}

# Tests roll back what they write. Autovacuum would come by, count the rows that never were and
# note that a table is empty: for the next test PostgreSQL would plan as if it had one row.
stop_autovacuum() {
  psql -X -q -d "$1" <<'SQL'
DO $$
DECLARE name regclass;
BEGIN
  FOR name IN
    SELECT oid FROM pg_class
    WHERE relkind = 'r' AND relpersistence = 'p' AND relnamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', name);
  END LOOP;
END $$
SQL
}

run_pytest() {
  local database="$1"
  shift
  stop_autovacuum "$database"
  say "Running pytest in $database"
  # queue_job starts its runner with the tests' HTTP server: it must take no job there.
  (cd "$ROOT" && ODOO_QUEUE_JOB_CHANNELS=root:0 "$VENV/bin/python" -m pytest \
    --odoo-config="$ODOO_RC" --odoo-database="$database" "$@")
}

# Each addon by itself: a database that holds what its manifest asks for and nothing else, and
# its own tests in it. The template is no help here: it would hide a dependency left out.

BARE_DB=bianmin_alone

alone_database() { printf '%s_%s\n' "$BARE_DB" "${1#bianmin_}"; }

create_bare_database() {
  local log="$VAR/log/$BARE_DB.log"
  drop_database "$BARE_DB"
  logged "$BARE_DB" odoo -d "$BARE_DB" -i base --load-language=zh_CN --no-http --stop-after-init ||
    fail "An empty database could not be created (details in $log)."
  store_files_in_database "$BARE_DB"
}

# Installs $1 on a copy of the database of the addon it builds on, or of the bare one.
install_alone() {
  local addon="$1" name below
  name=$(alone_database "$addon")
  below=$(addons foundation "$addon")
  drop_database "$name"
  clone_database "$([[ -z "$below" ]] && echo "$BARE_DB" || alone_database "$below")" "$name"
  run_odoo_on_addons "$name" "$addon" ''
}

test_alone() {
  local addon all failed=()
  lock "$BARE_DB"
  mapfile -t all < <(addons order "$@")
  create_bare_database
  for addon in "${all[@]}"; do install_alone "$addon"; done
  drop_database "$BARE_DB"
  for addon in "${@:-${all[@]}}"; do
    # The one that holds all the others was tested with them already.
    [[ $# -gt 0 || "$addon" != "${all[-1]}" ]] || continue
    run_pytest "$(alone_database "$addon")" "addons/$addon" || failed+=("$addon")
  done
  for addon in "${all[@]}"; do drop_database "$(alone_database "$addon")"; done
  ((${#failed[@]} == 0)) || fail "Not green without the addons that build on it: ${failed[*]}."
}
