# shellcheck shell=bash
# Loads the library, in the order in which one part builds on another.

LIB="$(dirname "${BASH_SOURCE[0]}")"
. "$LIB/common.sh"
. "$LIB/system.sh"
. "$LIB/odoo_source.sh"
. "$LIB/pdf.sh"
. "$LIB/python.sh"
. "$LIB/node.sh"
. "$LIB/postgres.sh"
. "$LIB/odoo.sh"
. "$LIB/database.sh"
. "$LIB/setup.sh"
. "$LIB/lint.sh"
. "$LIB/demo.sh"
. "$LIB/server.sh"
. "$LIB/test.sh"
