# shellcheck shell=bash
# Every quality gate, once. Each function lints the folders it is given; FIX=1 lets it mend.

LINTERS=(ruff pylint oca prettier eslint shell schema layering size machine translations)
FIX=0

python_module() { (cd "$ROOT" && "$VENV/bin/python" -m "$@"); }

lint_ruff() {
  if ((FIX)); then
    python_module ruff check --quiet --fix "$@" && python_module ruff format --quiet "$@"
  else
    python_module ruff check --quiet "$@" && python_module ruff format --quiet --check "$@"
  fi
}

addons_among() {
  local folder
  for folder in "$@"; do
    if [[ "$folder" == . ]]; then
      addons order | sed 's|^|addons/|'
    elif [[ -f "$ROOT/$folder/__manifest__.py" ]]; then
      printf '%s\n' "${folder%/}"
    fi
  done
}

lint_pylint() {
  local found
  mapfile -t found < <(addons_among "$@")
  ((${#found[@]} == 0)) || python_module pylint "${found[@]}"
}

lint_oca() {
  local found options=()
  mapfile -t found < <(addons_among "$@")
  ((${#found[@]})) || return 0
  ((FIX == 0)) || options=(--fix)
  (cd "$ROOT" && "$VENV/bin/oca-checks-odoo-module" "${options[@]}" "${found[@]}") || return 1
  local translations
  mapfile -t translations < <(cd "$ROOT" && find "${found[@]}" -path '*/i18n/*.po')
  ((${#translations[@]} == 0)) ||
    # Not its format: that empties a translation which equals its term, such as "SMS".
    (cd "$ROOT" && "$VENV/bin/oca-checks-po" --disable=po-pretty-format "${translations[@]}")
}

lint_prettier() {
  local mode=--check
  ((FIX == 0)) || mode=--write
  (cd "$ROOT" && prettier "$mode" --log-level=warn --no-error-on-unmatched-pattern \
    "${@/%/\/**\/*.{js,mjs,xml,scss,json,yml,yaml\}}")
}

lint_eslint() {
  local options=()
  ((FIX == 0)) || options=(--fix)
  (cd "$ROOT" && eslint --no-error-on-unmatched-pattern --no-warn-ignored "${options[@]}" "$@")
}

shell_scripts() {
  (cd "$ROOT" && git ls-files --cached --others --exclude-standard -- scripts .ci |
    while read -r path; do
      [[ -f "$path" ]] || continue
      if [[ "$path" == *.sh ]] || head -n 1 "$path" | grep -q '^#!.*bash'; then
        printf '%s\n' "$path"
      fi
    done)
}

# Of the whole project only, as the compose file: an addon has neither.
lint_shell() {
  local found
  [[ "$*" == . ]] || return 0
  mapfile -t found < <(shell_scripts)
  (cd "$ROOT" && "$VENV/bin/shellcheck" "${found[@]}")
}

lint_schema() {
  [[ "$*" == . ]] || return 0
  (cd "$ROOT" && "$VENV/bin/check-jsonschema" --quiet \
    --builtin-schema vendor.compose-spec docker-compose.yml)
}

lint_layering() { python_module scripts.checks.layering; }

lint_size() { python_module scripts.checks.size "$@"; }

lint_machine() { python_module scripts.checks.machine; }

# $1: check or refresh; then addons. The database must hold them.
translate() {
  local action="$1" database="$2" folder status=0
  shift 2
  folder=$(mktemp -d)
  BIANMIN_TERMS="$folder" BIANMIN_ADDONS="$(printf '%s\n' "$@" | paste -sd,)" \
    odoo shell -d "$database" --no-http --log-level=error \
    <"$ROOT/scripts/tools/export_terms.py" >/dev/null
  python_module scripts.checks.translations "$action" "$ROOT/addons" "$folder"/*.po || status=1
  rm -rf "$folder"
  return "$status"
}

lint_translations() {
  local found
  mapfile -t found < <(addons_among "$@" | sed 's|.*/||')
  ((${#found[@]})) || return 0
  ensure_lint_database "${found[@]}"
  translate check "$LINT_DB" "${found[@]}"
}

# The whole project is linted in the database of the tests, one addon in one of its own.
ensure_lint_database() {
  local wanted
  mapfile -t wanted < <(addons order "$@")
  if [[ "$(addons order)" == "$(printf '%s\n' "${wanted[@]}")" ]]; then
    LINT_DB="$TEST_DB"
    lock "$LINT_DB"
    ensure_addons "$LINT_DB" fresh "${wanted[@]}"
  else
    LINT_DB="bianmin_lint_${wanted[-1]#bianmin_}"
    lock "$LINT_DB"
    ensure_addons "$LINT_DB" update "${wanted[@]}"
  fi
}

# Runs one linter and says how it went; all of them run, also after one has failed.
run_linter() {
  local linter="$1" started=$SECONDS
  shift
  if "lint_$linter" "$@"; then
    note "$linter: clean ($((SECONDS - started)) s)"
  else
    note "$linter: FAILED"
    return 1
  fi
}

# $1: names of linters; the other arguments are folders.
run_linters() {
  local names="$1" failed=0 linter
  shift
  say "Linting $*"
  for linter in $names; do
    run_linter "$linter" "$@" || failed=1
  done
  ((failed == 0)) || fail "Lint found what is written above; scripts/lint --fix mends some of it."
  say "Lint is clean."
}

lint_everything() { run_linters "${LINTERS[*]}" .; }
