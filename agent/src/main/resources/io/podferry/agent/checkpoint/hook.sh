#!/bin/bash
# Called by CRIU at the steps of a dump or restore (CRTOOLS_SCRIPT_ACTION). Lives in the folder of one attempt, which it
# shares with the agent and outlives it. Holds the container until the agent votes; without a heartbeat for the dead-man's
# time it decides for the program to run on (dump) or to be removed (restore), unless the agent has promised.
#   settings   FREEZER, FREEZE, THAW, FROZEN, PROCS, TIMEOUT    from the agent, before the start
#   heartbeat  changes as long as the agent lives              from the agent
#   claim      who decides: "agent" (promise) or "timeout"     whoever is first, O_EXCL
#   vote       0 die / execute, 1 run on / be removed          from the agent, once
#   bell       fifo; a byte wakes the script                   from the agent
#   criu, begun, frozen, waiting, dumped, held, lost, ended             from here; microseconds since the epoch, or process ids
here=${0%/*}
. "$here/settings"

say() { printf '%s\n' "${2:-${EPOCHREALTIME/[.,]/}}" > "$here/$1"; }

vote() { [ -s "$here/vote" ] && read -r decision < "$here/vote"; }

# The nearest ancestor that is CRIU: "pid starttime".
remember_criu() {
  local pid=$PPID name stat fields
  while [ "$pid" -gt 1 ]; do
    read -r name < "/proc/$pid/comm" && read -r stat < "/proc/$pid/stat" || return
    fields=(${stat##*) })
    [ "$name" = criu ] && { say criu "$pid ${fields[19]}"; return; }
    pid=${fields[1]}
  done
}

freeze() {
  local state i
  printf '%s' "$FREEZE" > "$FREEZER" || return 1
  for ((i = 0; i < 400; i++)); do
    while read -r state; do [ "$state" = "$FROZEN" ] && return 0; done < "$STATE"
    read -rt 0.005 -u 3 _
  done
  return 1
}

thaw() { [ ! -e "$FREEZER" ] || printf '%s' "$THAW" > "$FREEZER"; }

traced() {
  local key value
  while read -r key value; do [ "$key" = TracerPid: ] && { [ "$value" != 0 ]; return; }; done \
    < "/proc/$CRTOOLS_INIT_PID/status"
}

# Sets decision to 0 or 1, as the agent voted or the dead-man's timer decided. 1, too, when there is nothing to decide any more:
# the folder was removed, or the program is gone.
await() {
  local beat= last= up since
  read -r up _ < /proc/uptime; since=${up%.*}
  until vote; do
    [ -e "$here/settings" ] && [ -e "/proc/$CRTOOLS_INIT_PID" ] || { decision=1; return; }
    [ ! -s "$here/heartbeat" ] || read -r beat < "$here/heartbeat"
    read -r up _ < /proc/uptime; up=${up%.*}
    if [ "$beat" != "$last" ]; then
      last=$beat since=$up
    elif ((up - since >= TIMEOUT)); then
      set -C
      if { printf 'timeout\n' > "$here/claim"; } 2> /dev/null; then set +C; decision=1; return; fi
      set +C
    fi
    read -rt 0.2 -u 3 _
  done
}

exec 3<> "$here/bell"
case $CRTOOLS_SCRIPT_ACTION in
  pre-dump | pre-restore)
    remember_criu
    say begun
    vote && [ "$decision" = 1 ] && exit 1
    ;;
  network-lock) say frozen ;;
  post-dump)
    say waiting "$$ $CRTOOLS_INIT_PID"
    if ! { freeze && traced; }; then say lost; thaw; exit 1; fi
    say dumped
    await
    if [ "$decision" = 0 ]; then
      # Killed while it stands still: no death of CRIU from here on can make it execute again.
      while read -r pid; do kill -KILL "$pid"; done < "$PROCS"
      thaw
      say ended
      exit 0
    fi
    thaw
    say ended
    exit 1
    ;;
  post-restore)
    say waiting "$$ $CRTOOLS_INIT_PID"
    say held
    await
    say ended
    exit "$decision"
    ;;
  post-resume) say resumed ;;
esac
exit 0
