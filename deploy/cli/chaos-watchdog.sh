#!/usr/bin/env bash
# chaos-watchdog.sh PID HOME   waits until the process is gone; if it has left anything behind, undoes it: what the journal has open,
# the last first, then, if they are its own, the machines' processes, namespaces and bridge, and the folder itself
pid=$1
export TANDEM_HOME=$2
TANDEM_ROOT=$(cd "$(dirname "$0")/../.." && pwd)
export TANDEM_ROOT
while kill -0 "$pid" 2>/dev/null; do sleep 0.5; done
[ -d "$TANDEM_HOME" ] || exit 0
[ ! -e "$TANDEM_HOME/namespaces" ] || pkill -KILL -f 'io.tandem.acceptance.chaos.[C]haos' 2>/dev/null
tac "$TANDEM_HOME/undo.journal" | while read -r word number command; do
	if [ "$word" = closed ]; then closed[$number]=1; continue; fi
	[ -n "${closed[$number]:-}" ] || bash -c "$command" </dev/null
done
[ ! -e "$TANDEM_HOME/namespaces" ] || for machine in mainpc pc2; do
	kill -9 $(ip netns pids "tandem-$machine") 2>/dev/null
	umount "$TANDEM_HOME/$machine/nats" 2>/dev/null
	ip netns delete "tandem-$machine" 2>/dev/null
	rmdir /sys/fs/cgroup{,/blkio,/memory}/tandem-$machine 2>/dev/null
done
[ ! -e "$TANDEM_HOME/namespaces" ] || ip link delete tandem0 2>/dev/null
rm -rf "${TANDEM_HOME:?}"
