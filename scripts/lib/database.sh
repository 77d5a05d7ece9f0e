# shellcheck shell=bash
# Databases. All are made by Odoo itself, or cloned from one that was: Odoo creates them with
# the C collation, without which LIKE 'path%' finds no index.

TEMPLATE_DB=bianmin_template
TEMPLATE_ADDONS=base,web,mail,sms,portal,base_setup,queue_job,report_xlsx,base_user_role,auditlog

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
  wanted=$(checksum_of "$ROOT/requirements-addons.txt" "$VAR/stamp/odoo-source" - <<<"$TEMPLATE_ADDONS")
  if stamped "$TEMPLATE_DB" "$wanted" && database_exists "$TEMPLATE_DB"; then return; fi
  say "Creating the template database $TEMPLATE_DB in zh_CN"
  dropdb --if-exists --force "$TEMPLATE_DB"
  logged "$TEMPLATE_DB" odoo -d "$TEMPLATE_DB" -i "$TEMPLATE_ADDONS" --load-language=zh_CN \
    --no-http --stop-after-init ||
    fail "The template database could not be created (details in $VAR/log/$TEMPLATE_DB.log)."
  store_files_in_database "$TEMPLATE_DB"
  stamp "$TEMPLATE_DB" "$wanted"
}

clone_database() { createdb --template="$1" "$2"; }
