#!/usr/bin/env bash
# A real Slurm on this machine for tests and for trying: munged, slurmctld and one slurmd per virtual node, with key, sockets,
# configuration, state and logs in one folder and on free ports. No service of the system is touched, several clusters run side
# by side, and an ordinary user can start one: its jobs run as that user. Jobs are not confined to their share of memory and cores.
set -uo pipefail
# An ordinary user has no /usr/sbin on the path, where the daemons are.
PATH=$PATH:/usr/sbin:/sbin

usage() {
  echo "usage: $0 start FOLDER [NODES] | status FOLDER | stop FOLDER" >&2
  exit 2
}

fail() {
  echo "$1" >&2
  exit 1
}

{ [ $# = 2 ] || { [ $# = 3 ] && [ "$1" = start ]; }; } || usage
verb=$1 folder=$(realpath -m -- "$2") nodes=${3:-2}
conf=$folder/slurm.conf
name_of_cluster=milieu
[[ $nodes =~ ^[1-9][0-9]?$ ]] || usage

# Until given up [s]; chosen: a start takes one to two seconds, on a busy machine many times as long.
patience=60
# A requeued job waits one second longer than this before it may start again [s]; Slurm's own value is 120. The machine must
# launch a job within the same time.
credential_lifetime=5

# Names in /proc of the processes of this cluster: daemons by the configuration that they were started with, and of jobs what
# has both this configuration and this cluster's name in its environment. The shell of a user with the same SLURM_CONF is neither.
members() {
  local file process name
  grep -lxzsF -e "$conf" -e "--socket=$folder/munge.socket" -e "SLURM_CONF=$conf" /proc/[0-9]*/{cmdline,environ} |
    while read -r file; do
      process=${file%/*}
      { read -r name <"$process/comm"; } 2>/dev/null || continue
      case $name in
        munged | slurmctld | slurmd | slurmstepd | slurmscriptd) echo "${process#/proc/}" ;;
        *) grep -qzxsF "SLURM_CLUSTER_NAME=$name_of_cluster" "$process/environ" && echo "${process#/proc/}" ;;
      esac
    done | sort -u
}

controller_runs() {
  local pid
  for pid in $(members); do grep -qxs slurmctld "/proc/$pid/comm" && return; done
  return 1
}

ask() { SLURM_CONF=$conf timeout 10 "$@" 2>/dev/null; }

all_idle() { [ "$(ask sinfo -h -N -o %T | sort | uniq -c | xargs)" = "$nodes idle" ]; }

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The first of one port for the controller and one per node, below those that Linux gives to connections (from 32768).
free_ports() {
  local first port
  while first=$((20000 + RANDOM % 12000)); do
    for ((port = first; port <= first + nodes; port++)); do is_taken "$port" && continue 2; done
    echo "$first" && return
  done
}

# Share of a node: [CPUs, memory in MB].
share() {
  local cpus memory
  cpus=$(($(nproc) / nodes))
  memory=$(($(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo) / 1024 / nodes))
  echo "CPUs=$((cpus > 0 ? cpus : 1)) RealMemory=$memory"
}

# What a test or a trial relies on stands first. AuthInfo: the cluster's own munge.
write_configuration() {
  local port=$1 host user
  host=$(uname -n) host=${host%%.*} user=$(id -un)
  cat >"$conf" <<CONFIGURATION
SchedulerParameters=batch_sched_delay=0,sched_interval=1
MinJobAge=300
KillWait=2
ReturnToService=2
ClusterName=$name_of_cluster
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket,cred_expire=$credential_lifetime
SlurmUser=$user
SlurmdUser=$user
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/%n.log
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
MpiDefault=none
MailProg=/bin/true
NodeName=node[1-$nodes] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + nodes))] $(share)
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONFIGURATION
  echo "CgroupPlugin=$(cgroup_plugin)" >"$folder/cgroup.conf"
}

# Nothing here uses control groups, yet slurmd looks for them, and containers may lack them. From 24.05 they can be declined; before
# that the plugin for the first version of them is the one that touches none until asked.
cgroup_plugin() {
  local version
  version=$(slurmd -V | sed 's/[^0-9]*\([0-9]*\)\.\([0-9]*\).*/\1\2/')
  [ "$version" -ge 2405 ] && echo disabled || echo cgroup/v1
}

# Numbers of the processes that this start has brought up.
daemons=()

# In a session of its own, so that a Ctrl-C in the terminal ends no daemon; early complaints go to a file of their own.
launch() {
  local name=$1
  shift
  SLURM_CONF=$conf setsid "$@" </dev/null >"$folder/$name.out" 2>&1 &
  daemons+=($!)
  disown
}

launch_all() {
  local port=$1 node
  daemons=()
  [ -s "$folder/munge.key" ] || (umask 077 && head -c 128 /dev/urandom >"$folder/munge.key")
  # --force: munged refuses a folder that others cannot enter, or that the user's group may write to; here it is for one user.
  launch munged munged --foreground --force --socket="$folder/munge.socket" --key-file="$folder/munge.key" \
    --pid-file="$folder/munged.pid" --log-file="$folder/munged.log" --seed-file="$folder/munged.seed"
  until_so test -S "$folder/munge.socket" || return 1
  launch slurmctld slurmctld -D -f "$conf"
  until_so is_taken "$port" || return 1
  for ((node = 1; node <= nodes; node++)); do
    launch "node$node" slurmd -D -f "$conf" -N "node$node"
  done
}

# Tries a command ten times a second, for so many seconds [s] at most.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

# The same while daemons start, given up as soon as one of them has ended.
until_so() { until_true "$patience" ended_or_so "$@" && ! some_ended; }
ended_or_so() { some_ended || "$@"; }
some_ended() {
  local pid
  for pid in "${daemons[@]}"; do kill -0 "$pid" 2>/dev/null || return 0; done
  return 1
}

start() {
  local attempt port
  bash "$(dirname "$0")/install-slurm.sh" || exit 1
  # Slurm's files know no spaces, and the paths of its sockets must stay below 108 bytes.
  [[ $folder =~ ^[A-Za-z0-9/._+-]{2,66}$ ]] ||
    fail "$folder: a folder for Slurm needs a path of at most 66 letters, digits and ./_+- because of its sockets"
  if [ -n "$(members)" ]; then
    controller_runs && announce && return
    fail "$folder: parts of an earlier cluster run there; end them with: $0 stop $folder"
  fi
  [ -d "$folder" ] || mkdir -p -m 700 "$folder" || exit 1
  mkdir -p "$folder/state" "$folder/spool" && cd "$folder" || exit 1
  # Somebody else may take a port between the look and the start.
  for attempt in 1 2 3; do
    rm -f "$folder"/{munge.socket,*.pid,*.out}
    port=$(free_ports)
    write_configuration "$port" || exit 1
    launch_all "$port" && until_so all_idle && announce && return
    stop
    grep -qs 'Address already in use' "$folder"/*.out || break
  done
  complain >&2
  fail "$folder: Slurm did not start"
}

announce() { echo "export SLURM_CONF=$conf"; }

# The last lines of every log [10 lines each].
complain() {
  local log
  for log in "$folder"/*.{log,out}; do
    [ -s "$log" ] && echo "--- $log" && tail -n 10 "$log"
  done
}

no_jobs() { [ -z "$(ask squeue -h -o %A)" ]; }
none_left() { [ -z "$(members)" ]; }

# Jobs first, while the daemons can still end them; KillWait (2 s) passes between their SIGTERM and SIGKILL.
stop() {
  if controller_runs && ! no_jobs; then
    ask squeue -h -o %F | sort -u | SLURM_CONF=$conf xargs -r timeout 10 scancel
    until_true 8 no_jobs
  fi
  signal TERM
  until_true 5 none_left && return
  signal KILL
  until_true 5 none_left || fail "$folder: processes are left: $(members | paste -sd ' ')"
}

# Each by its number; one may have ended since.
signal() { members | xargs -r kill -"$1" 2>/dev/null; }

case $verb in
  start) start ;;
  stop) stop ;;
  status)
    controller_runs || fail "$folder: no cluster runs there"
    SLURM_CONF=$conf timeout 10 sinfo
    ;;
  *) usage ;;
esac
