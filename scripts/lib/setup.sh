# shellcheck shell=bash
# From a bare machine to one that can run Odoo; every step finds out by itself that it is done.

setup_runtime() {
  require_disk
  require_debian
  local missing packages
  mapfile -t missing < <(missing_packages "${PYTHON_PACKAGES[@]}" "${SYSTEM_PACKAGES[@]}")
  if ((${#missing[@]})); then
    require_root_rights "${missing[@]}"
    apt_update
    apt_install "${PYTHON_PACKAGES[@]}"
  fi
  mapfile -t packages < <(printf '%s\n' "${SYSTEM_PACKAGES[@]}" && pdf_package)
  background packages apt_install "${packages[@]}"
  background odoo setup_odoo
  background python setup_python
  join packages odoo python
  setup_pdf
  point_venv_to_odoo
  start_postgres
  write_odoo_config
}

# What tests, lint and other tools need on top.
setup_development() {
  setup_runtime
  setup_python_dev
  setup_node
  create_template
}
