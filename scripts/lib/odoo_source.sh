# shellcheck shell=bash
# Odoo 19 itself: the one that ODOO_HOME names, or Debian's package unpacked into var/odoo.
# Unpacked, not installed: the package is in Debian's unstable suite, whose dependencies a stable
# machine cannot and need not take; Python's come from requirements.txt.

ODOO_UNPACKED="$VAR/odoo"
ODOO_PACKAGES=(
  # Odoo's package links to these for its fonts and JavaScript libraries.
  odoo-19/sid
  fonts-inconsolata/sid
  fonts-montserrat/sid
  fonts-ocr-b/sid
  fonts-roboto-unhinted/sid
  libjs-jquery/sid
  libjs-jquery-form/sid
  libjs-underscore/sid
  # Unstable's Font Awesome is a later series without the files that Odoo names.
  fonts-font-awesome/bookworm
)

# The folder that has the Python package `odoo` in it.
odoo_path() {
  if [[ -z "${ODOO_HOME:-}" ]]; then
    printf '%s\n' "$ODOO_UNPACKED/usr/lib/python3/dist-packages"
    return
  fi
  [[ -f "$ODOO_HOME/odoo/release.py" ]] ||
    fail "ODOO_HOME=$ODOO_HOME is not Odoo: no odoo/release.py in it."
  grep -q '^version_info = (19, 0' "$ODOO_HOME/odoo/release.py" ||
    fail "ODOO_HOME=$ODOO_HOME is not Odoo 19.0."
  (cd "$ODOO_HOME" && pwd -P)
}

debian_mirror() {
  local mirror="${BIANMIN_DEBIAN_MIRROR:-}"
  if [[ -z "$mirror" ]]; then
    # shellcheck disable=SC2016 # apt itself fills these in
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL)' 'Created-By: Packages' |
      awk '$2 == "Debian" && $3 == "Debian" { print $1; exit }')
  fi
  [[ -n "$mirror" ]] ||
    fail "This machine's apt knows no Debian mirror to take Odoo 19 from: name one in BIANMIN_DEBIAN_MIRROR, or an Odoo 19 in ODOO_HOME."
  printf '%s\n' "$mirror"
}

# apt with a configuration of its own, in the folder $1, so the machine's sources stay as they are.
private_apt() {
  local apt="$1" tool="$2"
  shift 2
  "$tool" -q \
    -o Dir::State::Lists="$apt/lists" \
    -o Dir::Cache="$apt/cache" \
    -o Dir::Etc::sourcelist="$apt/sources.list" \
    -o Dir::Etc::sourceparts=/dev/null \
    -o Acquire::Languages=none \
    -o Acquire::Retries=2 \
    -o APT::Update::Error-Mode=any \
    -o APT::Sandbox::User=root \
    -o APT::Update::Post-Invoke-Success= \
    -o APT::Update::Post-Invoke= \
    "$@"
}

# Reads the lists of some suites of Debian into the folder $1; the rest are the suites.
read_private_lists() {
  local apt="$1" keyring=/usr/share/keyrings/debian-archive-keyring.gpg mirror suite
  shift
  mirror=$(debian_mirror)
  [[ -r "$keyring" ]] || fail "The Debian archive keyring is missing: install the package debian-archive-keyring."
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/debs"
  for suite in "$@"; do
    printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$suite"
  done >"$apt/sources.list"
  logged "lists-$1" private_apt "$apt" apt-get update ||
    fail "The Debian mirror's lists could not be read: the machine seems to be offline, or the lists are out of date (details in $VAR/log/lists-$1.log)."
}

download_odoo() {
  local apt="$VAR/downloads/apt"
  read_private_lists "$apt" sid bookworm
  (cd "$apt/debs" && logged odoo-download private_apt "$apt" apt-get download "${ODOO_PACKAGES[@]}") ||
    fail "Odoo 19 could not be downloaded from the Debian mirror (details in $VAR/log/odoo-download.log)."
}

unpack_odoo() {
  local part="$ODOO_UNPACKED.part" deb
  rm -rf "$part"
  mkdir -p "$part"
  for deb in "$VAR"/downloads/apt/debs/*.deb; do
    dpkg-deb --extract "$deb" "$part"
  done
  add_blur_placeholder "$part/usr/lib/python3/dist-packages/odoo"
  rm -rf "$ODOO_UNPACKED"
  mv "$part" "$ODOO_UNPACKED"
}

# Debian leaves one library out that mail's asset bundle lists, and the browser complains about
# it on every page. It blurs the background in video calls, with models from the internet.
add_blur_placeholder() {
  local folder="$1/addons/mail/static/lib/selfie_segmentation"
  mkdir -p "$folder"
  printf '/* Left out of this package of Odoo: background blur in calls is off. */\n' \
    >"$folder/selfie_segmentation.js"
}

setup_odoo() {
  local wanted
  if [[ -n "${ODOO_HOME:-}" ]]; then
    odoo_path >/dev/null
    return
  fi
  wanted=$(printf '%s\n' "${ODOO_PACKAGES[@]}" | checksum_of -)
  if stamped odoo "$wanted" && [[ -d "$ODOO_UNPACKED" ]]; then return; fi
  say "Downloading Odoo 19 (130 MB) and unpacking it"
  download_odoo
  unpack_odoo
  stamp odoo "$wanted"
}
