#!/bin/bash
# usage: dump.sh ATTEMPT COMMAND...
# Runs "runc checkpoint" in a session of its own and writes its status down, whatever agent process lives then. CRIU must not
# be what the kernel kills for memory while it holds a program still; where that may not be asked for, it is left as it is.
attempt=$1
shift
read -r stat < /proc/$$/stat
fields=(${stat##*) })
printf '%s %s\n' $$ "${fields[19]}" > "$attempt/launcher.tmp" && mv "$attempt/launcher.tmp" "$attempt/launcher"
{ printf '%s' -1000 > /proc/$$/oom_score_adj; } 2> /dev/null
"$@"
status=$?
printf '%s\n' "$status" > "$attempt/exit.tmp" && mv "$attempt/exit.tmp" "$attempt/exit"
