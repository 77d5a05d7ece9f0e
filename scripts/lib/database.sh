# shellcheck shell=bash
# Databases. All are made by Odoo itself, or cloned from one that was: Odoo creates them with
# the C collation, without which LIKE 'path%' finds no index.

TEMPLATE_DB=bianmin_template
TEST_DB=bianmin_test
TEMPLATE_ADDONS=base,web,mail,sms,portal,base_setup,auth_totp,auth_timeout,queue_job,report_xlsx,base_user_role,password_security,web_leaflet_lib

# Answers of scripts/tools/addons.py: `addons order [ADDON…]`, `addons checksum ADDON…`.
addons() { (cd "$ROOT" && "$VENV/bin/python" -m scripts.tools.addons "$@"); }

template_checksum() {
  checksum_of "$ROOT/requirements-addons.txt" "$VAR/stamp/odoo-source" - <<<"$TEMPLATE_ADDONS"
}

# Files go into the database, so that a clone by `createdb --template` is whole.
store_files_in_database() {
  odoo shell -d "$1" --no-http --log-level=error <<'PYTHON' >/dev/null
env["ir.config_parameter"].set_param("ir_attachment.location", "db")
env["ir.attachment"].force_storage()
env.cr.commit()
PYTHON
}

create_template() {
  local wanted
  wanted=$(template_checksum)
  if stamped "$TEMPLATE_DB" "$wanted" && database_exists "$TEMPLATE_DB"; then return; fi
  say "Creating the template database $TEMPLATE_DB in zh_CN"
  drop_database "$TEMPLATE_DB"
  logged "$TEMPLATE_DB" odoo -d "$TEMPLATE_DB" -i "$TEMPLATE_ADDONS" --load-language=zh_CN \
    --no-http --stop-after-init ||
    fail "The template database could not be created (details in $VAR/log/$TEMPLATE_DB.log)."
  store_files_in_database "$TEMPLATE_DB"
  stamp "$TEMPLATE_DB" "$wanted"
}

drop_database() { PGOPTIONS=--client-min-messages=warning dropdb --if-exists --force "$1"; }

clone_database() { createdb --template="$1" "$2"; }

# What a database was last updated from is kept as its comment: it goes when the database goes,
# and a clone starts without it.
database_state() {
  psql -X -q -t -A -d postgres -v name="$1" <<'SQL'
SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :'name'
SQL
}

set_database_state() {
  psql -X -q -d postgres -v name="$1" -v state="$2" <<<"COMMENT ON DATABASE :\"name\" IS :'state'"
}

# The state that a database with these addons, freshly updated, has: one line for each addon.
wanted_state() {
  printf 'template %s\n' "$(template_checksum)"
  addons checksum "$@"
}

# $1 and $2 are states: the addons of $2 that $1 has in another version (`changed`), or not at
# all (`added`), separated by commas.
addons_between() {
  awk -v which="$3" '
    NR == FNR { had[$1] = $2; next }
    which == "changed" && $1 in had && had[$1] != $2 { print $1 }
    which == "added" && !($1 in had) { print $1 }
  ' <(printf '%s\n' "$1") <(printf '%s\n' "$2") | paste -sd,
}

# Ends the script when Odoo's log holds a warning or an error about our own addons.
require_clean_log() {
  local problems
  problems=$(awk -v var="$VAR/" '
    $4 ~ /^(WARNING|ERROR|CRITICAL)$/ {
      database = $5
      $5 = ""
      gsub(var, "")
      if ($0 ~ /bianmin[._][a-z]/) print
    }' "$1")
  if [[ -n "$problems" ]]; then
    printf '%s\n' "$problems" >&2
    fail "Odoo logged warnings about our addons (all of it in $1)."
  fi
}

# $1 database, $2 addons to install, $3 addons to update, separated by commas.
run_odoo_on_addons() {
  local log="$VAR/log/$1.log" options=()
  [[ -z "$2" ]] || options+=(-i "$2")
  [[ -z "$3" ]] || options+=(-u "$3")
  say "Database $1: odoo ${options[*]}"
  logged "$1" odoo -d "$1" "${options[@]}" --load-language=zh_CN --no-http --stop-after-init || {
    grep -n -m 20 -E 'ERROR|CRITICAL|Error:' "$log" >&2 || true
    fail "Odoo could not install the addons (details in $log).${ADDONS_FAILED_HINT:-}"
  }
  # Odoo ends with 0 also when it left out an addon that it could not load.
  require_clean_log "$log"
}

# A database can be brought up to date when it was made from the same Odoo and OCA addons and
# none of our addons has gone.
can_update() {
  local state="$1" wanted="$2"
  [[ -n "$state" && "${state%%$'\n'*}" == "${wanted%%$'\n'*}" ]] &&
    [[ -z "$(addons_between "$wanted" "$state" added)" ]]
}

# Makes database $1 hold the addons as they are on disk now. With `fresh` as $2 a database that
# is out of date is made anew, with `update` it is updated; with `direct` too, but it is not
# made from the template, which only tests need. The other arguments are the addons.
ensure_addons() {
  local name="$1" how="$2" state wanted
  shift 2
  wanted=$(wanted_state "$@")
  state=$(database_state "$name")
  [[ "$state" != "$wanted" ]] || return 0
  if [[ "$how" != fresh ]] && can_update "$state" "$wanted"; then
    set_database_state "$name" 'being updated'
    run_odoo_on_addons "$name" "$(addons_between "$state" "$wanted" added)" \
      "$(addons_between "$state" "$wanted" changed)"
  else
    drop_database "$name"
    [[ "$how" == direct ]] || clone_database "$TEMPLATE_DB" "$name"
    run_odoo_on_addons "$name" "$(printf '%s\n' "$@" | paste -sd,)" ''
  fi
  set_database_state "$name" "$wanted"
}
