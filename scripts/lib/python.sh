# shellcheck shell=bash
# The virtual environment: pinned packages, and a pointer to Odoo.

python_for_venv() {
  local candidate
  for candidate in "${PYTHON:-}" python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
    [[ -n "$candidate" ]] || continue
    if "$candidate" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

create_venv() {
  local python
  if [[ -x "$VENV/bin/python" ]] && "$VENV/bin/python" -c '' 2>/dev/null; then return; fi
  python=$(python_for_venv) ||
    fail "No Python 3.11, 3.12 or 3.13 with venv was found: name one in PYTHON."
  "$python" -m venv --clear "$VENV"
}

# $1: name of the stamp, then the requirement files.
pip_install() {
  local name="$1" wanted options=() file
  shift
  wanted=$(checksum_of "$@" "$VENV/pyvenv.cfg")
  if stamped "$name" "$wanted"; then return; fi
  for file in "$@"; do options+=(-r "$file"); done
  say "Installing Python packages (${*##*/})"
  logged "$name" "$VENV/bin/python" -m pip install --no-deps --no-input --disable-pip-version-check \
    --progress-bar off --retries 2 "${options[@]}" ||
    fail "pip could not install the Python packages: is the machine offline? (details in $VAR/log/$name.log)"
  stamp "$name" "$wanted"
}

setup_python() {
  create_venv
  pip_install pip "$ROOT/requirements.txt" "$ROOT/requirements-addons.txt"
}

setup_python_dev() { pip_install pip-dev "$ROOT/requirements-dev.txt"; }

# Makes `import odoo` find Odoo's folder from the virtual environment.
point_venv_to_odoo() {
  local site
  site=$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  odoo_path | tee "$site/odoo-source.pth" >"$VAR/stamp/odoo-source"
}
