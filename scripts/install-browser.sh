#!/usr/bin/env bash
# Makes sure that a browser is there for the browser tests, chromium (the default) or firefox, and prints its path; says clearly
# what to do where it cannot install one.
set -euo pipefail
case "${1:-chromium}" in
  chromium) title=Chromium package=chromium variable=CHROMIUM names=("${CHROMIUM:-}" chromium chromium-browser google-chrome) ;;
  firefox) title=Firefox package=firefox-esr variable=FIREFOX names=("${FIREFOX:-}" firefox-esr firefox) ;;
  *) echo "unknown browser '$1': chromium or firefox" >&2 && exit 2 ;;
esac

# A snap cannot read the temporary profile of a test: its launcher is a script that names /snap/.
is_snap() { [ "$(head -c 2 "$1")" = '#!' ] && grep -q /snap/ "$1"; }

find_browser() {
  local name path
  for name in "${names[@]}"; do
    path=$([ -n "$name" ] && command -v "$name") && ! is_snap "$path" && echo "$path" && return 0
  done
  return 1
}

# Several test files ask at once: one installs, the others wait for it and then find what it brought.
install_browser() {
  exec 9<"$(dirname "$0")"
  flock 9
  find_browser && return 0
  apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >&2 && find_browser
}

find_browser && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  install_browser && exit 0
fi
echo "no $title found: install one (Debian: apt-get install $package) or set $variable=/path/to/it" >&2
exit 1
