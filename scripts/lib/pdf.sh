# shellcheck shell=bash
# wkhtmltopdf, which draws Odoo's papers. Debian 12 has it as a package; later Debians dropped
# it, and get Debian 12's, unpacked with all it needs into var/pdf and run with its own loader.

PDF_UNPACKED="$VAR/pdf"
PDF_PROGRAM="$PDF_UNPACKED/bin/wkhtmltopdf"

pdf_missing() { ! command -v wkhtmltopdf >/dev/null && [[ ! -x "$PDF_PROGRAM" ]]; }

# The package to install with the others, where this Debian has it; after apt's update.
pdf_package() {
  if pdf_missing && [[ -n "$(apt-cache madison wkhtmltopdf 2>/dev/null)" ]]; then
    printf 'wkhtmltopdf\n'
  fi
}

download_pdf() {
  local apt="$VAR/downloads/apt-pdf"
  read_private_lists "$apt" bookworm
  # As on a machine with nothing installed, so that every library comes along.
  : >"$apt/status"
  logged pdf-download private_apt "$apt" apt-get install --yes --download-only \
    --no-install-recommends -o Dir::State::status="$apt/status" \
    -o Dir::State::extended_states="$apt/extended_states" -o Debug::NoLocking=1 wkhtmltopdf ||
    fail "wkhtmltopdf could not be downloaded from the Debian mirror (details in $VAR/log/pdf-download.log)."
}

unpack_pdf() {
  local part="$PDF_UNPACKED.part" deb
  rm -rf "$part"
  mkdir -p "$part/bin"
  for deb in "$VAR"/downloads/apt-pdf/cache/archives/*.deb; do
    dpkg-deb --extract "$deb" "$part"
  done
  rm -rf "$PDF_UNPACKED"
  mv "$part" "$PDF_UNPACKED"
}

# Debian's own loader and libraries of the same age, whatever this machine has.
write_pdf_program() {
  local libraries loader triplet
  triplet=$(basename "$(dirname "$(find "$PDF_UNPACKED/usr/lib" -name 'libQt5Core.so.5' -print -quit)")")
  loader=$(find "$PDF_UNPACKED/lib" "$PDF_UNPACKED/lib64" -name 'ld-linux-*' -print -quit 2>/dev/null)
  libraries="$PDF_UNPACKED/lib/$triplet:$PDF_UNPACKED/usr/lib/$triplet"
  cat >"$PDF_PROGRAM.part" <<PROGRAM
#!/bin/sh
export QT_PLUGIN_PATH="$PDF_UNPACKED/usr/lib/$triplet/qt5/plugins" QT_QPA_PLATFORM=offscreen
exec "$loader" --library-path "$libraries" "$PDF_UNPACKED/usr/bin/wkhtmltopdf" "\$@"
PROGRAM
  chmod +x "$PDF_PROGRAM.part"
  "$PDF_PROGRAM.part" --version >/dev/null ||
    fail "wkhtmltopdf of Debian 12 does not run on this machine."
  mv "$PDF_PROGRAM.part" "$PDF_PROGRAM"
}

setup_pdf() {
  pdf_missing || return 0
  say "Downloading wkhtmltopdf of Debian 12 (this Debian has none) and unpacking it"
  download_pdf
  unpack_pdf
  write_pdf_program
}
