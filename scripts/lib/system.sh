# shellcheck shell=bash
# Debian packages: the machine's own, through apt.

PYTHON_PACKAGES=(python3 python3-venv)
SYSTEM_PACKAGES=(
  ca-certificates
  chromium
  fonts-noto-cjk
  poppler-utils
  postgresql
)

require_debian() {
  local id='' like=''
  if [[ -r /etc/os-release ]]; then
    id=$(. /etc/os-release && printf '%s' "${ID:-}")
    like=$(. /etc/os-release && printf '%s' "${ID_LIKE:-}")
  fi
  [[ "$id $like" == *debian* ]] && command -v apt-get >/dev/null ||
    fail "These scripts install with apt and need Debian or a system made from it (this is '${id:-unknown}'); docker-compose.yml runs anywhere."
  case "$(dpkg --print-architecture)" in
    amd64 | arm64) ;;
    *) fail "Odoo's Python packages have wheels for amd64 and arm64 only, not for $(dpkg --print-architecture)." ;;
  esac
}

package_installed() {
  [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

missing_packages() {
  local package
  for package in "$@"; do
    package_installed "$package" || printf '%s\n' "$package"
  done
}

apt_update() {
  logged apt-update as_root apt-get update -q -o Acquire::Retries=2 ||
    fail "apt could not read its package lists: the machine seems to be offline (details in $VAR/log/apt-update.log)."
}

apt_install() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  say "Installing Debian packages: ${missing[*]}"
  logged "apt-install-${missing[0]}" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${missing[@]}" ||
    fail "apt could not install ${missing[*]}: is the machine offline? (details in $VAR/log/apt-install-${missing[0]}.log)."
}
