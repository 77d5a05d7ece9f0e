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

run_pytest() {
  local database="$1"
  shift
  say "Running pytest in $database"
  # queue_job starts its runner with the tests' HTTP server: it must take no job there.
  (cd "$ROOT" && ODOO_QUEUE_JOB_CHANNELS=root:0 "$VENV/bin/python" -m pytest \
    --odoo-config="$ODOO_RC" --odoo-database="$database" "$@")
}
