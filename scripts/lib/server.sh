# shellcheck shell=bash
# The web client: start, wait for its login page, stop.

SERVER_PID_FILE="$VAR/server.pid"
SERVER_ADDRESS_FILE="$VAR/server.address"
SERVER_LOG="$VAR/log/server.log"

server_running() {
  [[ -f "$SERVER_PID_FILE" ]] && kill -0 "$(<"$SERVER_PID_FILE")" 2>/dev/null
}

require_free_port() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    fail "Port $1 is taken by another program: stop it, or name another port with --port."
  fi
}

# Papers are drawn by a program that fetches their styles from the server itself.
set_report_address() {
  psql -X -q -d "$1" -v address="http://127.0.0.1:$2" <<'SQL'
INSERT INTO ir_config_parameter (key, value) VALUES ('report.url', :'address')
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value
SQL
}

start_server() {
  local port="$1" database="$2"
  set_report_address "$database" "$port"
  say "Starting the web client (log in $SERVER_LOG)"
  # A session of its own, so that Ctrl-C reaches this script first and stops it in order.
  setsid "$VENV/bin/python" -m odoo -d "$database" --http-port "$port" \
    >"$SERVER_LOG" 2>&1 </dev/null 9>&- &
  printf '%s\n' $! >"$SERVER_PID_FILE"
  printf 'http://127.0.0.1:%s\n' "$port" >"$SERVER_ADDRESS_FILE"
}

login_page_answers() {
  "$VENV/bin/python" - "http://127.0.0.1:$1/web/login" <<'PYTHON' 2>/dev/null
import sys
import urllib.request

with urllib.request.urlopen(sys.argv[1], timeout=60) as answer:
    sys.exit(answer.status != 200)
PYTHON
}

wait_for_login_page() {
  local port="$1" end=$((SECONDS + 120))
  until login_page_answers "$port"; do
    server_running || {
      tail -n 15 "$SERVER_LOG" >&2
      fail "The server ended at its start (details in $SERVER_LOG)."
    }
    ((SECONDS < end)) || fail "The login page did not answer within two minutes (details in $SERVER_LOG)."
    sleep 0.5
  done
}

stop_server() {
  local pid end=$((SECONDS + 20))
  if ! server_running; then
    rm -f "$SERVER_PID_FILE"
    return
  fi
  pid=$(<"$SERVER_PID_FILE")
  say "Stopping the web client"
  kill -TERM "$pid"
  while kill -0 "$pid" 2>/dev/null; do
    ((SECONDS < end)) || kill -KILL "$pid"
    sleep 0.2
  done
  rm -f "$SERVER_PID_FILE"
}
