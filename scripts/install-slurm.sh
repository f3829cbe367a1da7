#!/usr/bin/env bash
# Makes sure that Slurm and munge are there for scripts/slurm-cluster.sh: silent where they are, installs Debian's or Ubuntu's
# packages as root where they are not, and otherwise says clearly what to do.
set -uo pipefail
[ $# = 0 ] || { echo "usage: $0" >&2; exit 2; }
# An ordinary user has no /usr/sbin on the path, where the daemons are.
PATH=$PATH:/usr/sbin:/sbin
packages=(slurmctld slurmd slurm-client munge)
programs=(slurmctld slurmd sbatch squeue munged)
# Until given up [s]; chosen: the packages are a few tens of megabytes, and a browser may be installed before them.
patience=600

missing() {
  local name
  for name in "${programs[@]}"; do command -v "$name" >/dev/null || echo "$name"; done
}

give_up() {
  echo "no Slurm found ($(echo $(missing)) missing): $1" >&2
  exit 1
}

# Waits for an apt of others instead of failing; stops at servers that cannot be reached; never asks.
apt() {
  DEBIAN_FRONTEND=noninteractive timeout "$patience" apt-get -qq -o DPkg::Lock::Timeout="$patience" \
    -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 "$@" </dev/null 2>&1
}

by_hand="install it (Debian, Ubuntu: apt-get install ${packages[*]})"
[ -z "$(missing)" ] && exit 0
command -v apt-get >/dev/null || give_up "$by_hand"
[ "$(id -u)" = 0 ] || give_up "only root can install it: sudo $0"

# One installation at a time: apt-get update does not wait for the one of install-browser.sh, which holds the same lock.
exec 9<"$(dirname "$0")"
flock -w "$patience" 9 || give_up "another installation has not ended after $patience s"
[ -z "$(missing)" ] && exit 0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt update >"$log" && apt install -y --no-install-recommends "${packages[@]}" >>"$log"
[ -z "$(missing)" ] && exit 0
# What apt says comes first, so that the last line is the reason.
tail -n 15 "$log" >&2
give_up "apt-get did not install ${packages[*]}; is a package server within reach?"
