# shellcheck shell=bash
# What every script shares: where things are, how to speak, how to stop.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
VAR="${BIANMIN_VAR:-$ROOT/var}"
mkdir -p "$VAR/log" "$VAR/stamp" "$VAR/downloads"
VAR="$(cd "$VAR" && pwd -P)"
VENV="$VAR/venv"

say() { printf '==> %s\n' "$*" >&2; }

note() { printf '    %s\n' "$*" >&2; }

fail() {
  printf 'ERROR: %s\n' "$*" >&2
  exit 1
}

# Runs a command with its output in var/log/NAME.log, says every ten seconds that it goes on,
# and shows the end of the log when it fails.
logged() {
  local name="$1" log pid started=$SECONDS
  shift
  log="$VAR/log/$name.log"
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if ((SECONDS - started >= 10)) && (((SECONDS - started) % 10 == 0)); then
      note "$name: still at it ($((SECONDS - started)) s)"
      sleep 1
    fi
  done
  if ! wait "$pid"; then
    tail -n 5 "$log" >&2
    return 1
  fi
}

# Starts a function in the background under a name; `join` waits for it and ends the script
# when it failed (the function itself has said why).
declare -A BACKGROUND=()

background() {
  local name="$1"
  shift
  ("$@") &
  BACKGROUND[$name]=$!
}

join() {
  local name status=0
  for name in "$@"; do
    wait "${BACKGROUND[$name]}" || status=1
    unset "BACKGROUND[$name]"
  done
  ((status == 0)) || fail "Not everything could be set up: the line with ERROR above says why."
}

# A stamp is a file in var/stamp that holds the checksum of what a finished step was made from.
stamped() { [[ -f "$VAR/stamp/$1" && "$(<"$VAR/stamp/$1")" == "$2" ]]; }

stamp() { printf '%s\n' "$2" >"$VAR/stamp/$1"; }

checksum_of() { cat "$@" | sha256sum | cut -c1-32; }

# Two scripts at once must not both unpack Odoo or both make one database: `lock setup`,
# `lock DATABASE`. A script holds one lock at a time, and lets it go when it ends; children
# that outlive it (the servers) are started without it.
LOCKED=''

lock() {
  [[ "$LOCKED" != "$1" ]] || return 0
  exec 9>"$VAR/stamp/$1.lock"
  LOCKED="$1"
  if ! flock --nonblock 9; then
    say "Waiting for another script that is at work on $1"
    flock 9
  fi
}

unlock() {
  exec 9>&-
  LOCKED=''
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo -- "$@"
  fi
}

# Asks for sudo's password now, not in the middle of a step whose output goes to a file.
require_root_rights() {
  ((EUID == 0)) && return
  command -v sudo >/dev/null && { sudo --non-interactive true 2>/dev/null || sudo --validate; } ||
    fail "Installing $* needs root: run this as root, or as a user with sudo."
}

require_disk() {
  local free_kb
  free_kb=$(df --output=avail -k "$VAR" | tail -n 1)
  ((free_kb >= 3 * 1024 * 1024)) ||
    fail "Less than 3 GB are free where $VAR lies ($((free_kb / 1024)) MB): free some or name another folder in BIANMIN_VAR."
}
