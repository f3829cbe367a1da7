#!/usr/bin/env bash
# Makes sure that a Chromium is there for the browser tests; says clearly what to do where it cannot install one.
set -euo pipefail
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
    command -v "$name"
    exit 0
  fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >&2 && command -v chromium && exit 0
fi
echo "no Chromium found: install one (Debian: apt-get install chromium) or set CHROMIUM=/path/to/it" >&2
exit 1
