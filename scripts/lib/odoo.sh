# shellcheck shell=bash
# Running Odoo with our configuration, addons and database server.

export ODOO_RC="$VAR/odoo.conf"

write_odoo_config() {
  cat >"$ODOO_RC.part" <<CONFIG
[options]
addons_path = $ROOT/addons
bin_path = $PDF_UNPACKED/bin
data_dir = $VAR/data
db_host = $PGHOST
db_port = ${PGPORT:-5432}
db_user = $PGUSER
db_maxconn = 48
http_interface = 127.0.0.1
list_db = False
server_wide_modules = base,rpc,web,queue_job

[queue_job]
channels = root:1
CONFIG
  mv "$ODOO_RC.part" "$ODOO_RC"
}

odoo() {
  # Odoo's warning for root is right on a server; here root is who set the project up.
  "$VENV/bin/python" -m odoo "$@"
}
