# shellcheck shell=bash
# Loads the library, in the order in which one part builds on another.

for part in common system odoo_source python node postgres odoo database setup; do
  # shellcheck source=/dev/null
  . "$(dirname "${BASH_SOURCE[0]}")/$part.sh"
done
unset part
