#!/bin/bash
# usage: configured.sh OPTIONS COMMAND...
# Runs a command of runc for which CRIU's options are those of a file. Called in a mount namespace of its own, so that no other
# checkpoint of the machine is touched.
options=$1
shift
mkdir -p /etc/criu && mount -t tmpfs -o mode=0755,size=64k,nosuid,nodev,noexec podferry /etc/criu &&
  cat "$options" > /etc/criu/runc.conf || { echo "CRIU's options cannot be set up in /etc/criu" >&2; exit 97; }
exec "$@"
