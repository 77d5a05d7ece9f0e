# shellcheck shell=bash
# The demonstration: all our addons with their demo data, none of Odoo's own.

DEMO_DB=bianmin_demo

# Runs scripts/tools/$2.py in an Odoo shell on database $1 and prints what it prints.
demo_tool() {
  BIANMIN_ADDONS=$(addons order | paste -sd,) \
    odoo shell -d "$1" --no-http --log-level=warn <"$ROOT/scripts/tools/$2.py"
}

load_demo() {
  say "Database $1: loading the demo data"
  demo_tool "$1" load_demo >"$VAR/log/$1-demo.log" 2>&1 || {
    tail -n 20 "$VAR/log/$1-demo.log" >&2
    fail "The demo data could not be loaded (details in $VAR/log/$1-demo.log)."
  }
  require_clean_log "$VAR/log/$1-demo.log"
}

# The demo that scripts/run shows; it is updated, so what a visitor tried out stays.
ensure_demo() {
  local all before ADDONS_FAILED_HINT=' With scripts/run --fresh the demo is made anew; what was tried out in it is lost.'
  mapfile -t all < <(addons order)
  before=$(database_state "$DEMO_DB")
  ensure_addons "$DEMO_DB" direct "${all[@]}"
  if [[ "$before" != "$(database_state "$DEMO_DB")" ]] || ! stamped demo-loaded "$DEMO_DB"; then
    rm -f "$VAR/stamp/demo-loaded"
    load_demo "$DEMO_DB"
    stamp demo-loaded "$DEMO_DB"
  fi
}

# A throw-away demo in which every demo user must be able to log in and open his menus.
check_demo() {
  local name=bianmin_test_demo
  [[ -d "$ROOT/addons/bianmin_hebei" ]] || return 0
  drop_database "$name"
  clone_database "$TEST_DB" "$name"
  load_demo "$name"
  say "Logging in as every demo user"
  demo_tool "$name" check_demo || fail "A demo user cannot log in."
  drop_database "$name"
}
