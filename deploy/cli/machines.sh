# The machines that run on this computer, each under a supervisor of its own: both, unless TANDEM_MACHINES says otherwise.

# read_settings: lines NAME=VALUE of the file settings in TANDEM_HOME; what is set already stays
read_settings() {
	local line
	[ -e "$TANDEM_HOME/settings" ] || return 0
	while read -r line || [ -n "$line" ]; do
		case $line in '' | '#'*) continue ;; esac
		[[ $line =~ ^(TANDEM_[A-Z0-9_]+)=(.*)$ ]] || die "$TANDEM_HOME/settings: this is no line TANDEM_NAME=VALUE: $line" 2
		[ -n "${!BASH_REMATCH[1]+set}" ] || export "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}"
	done <"$TANDEM_HOME/settings"
}

read_settings
read -ra MACHINES <<<"${TANDEM_MACHINES:-mainpc pc2}"
for machine in "${MACHINES[@]}"; do
	[ -e "$TANDEM_ROOT/deploy/$machine/machine.env" ] || die "TANDEM_MACHINES names '$machine', and there is no deploy/$machine/machine.env" 2
done
unset machine

# on MACHINE COMMAND...: runs the command with the machine's settings
on() (
	set -a
	TANDEM_SECRETS=${TANDEM_SECRETS:-$TANDEM_HOME/secrets}
	TANDEM_MACHINE=$1 TANDEM_DEPLOY=$TANDEM_ROOT/deploy
	. "$TANDEM_DEPLOY/bin/settings"
	TANDEM_STATE=$TANDEM_HOME/$1
	TANDEM_APP=$APP
	set +a
	shift
	"$@"
)

known_machine() {
	case " ${MACHINES[*]} " in *" ${1:-} "*) ;; *) die "name a machine: ${MACHINES[*]}" 2 ;; esac
}

control() { supervisorctl -c "$TANDEM_ROOT/deploy/$TANDEM_MACHINE/supervisord.conf" "$@"; }

ctl() {
	known_machine "${1:-}"
	on "$1" control "${@:2}"
}

logs() {
	known_machine "${1:-}"
	[ -e "$TANDEM_HOME/$1/log/${2:-}.log" ] || die "there is no log of '${2:-}': $(cd "$TANDEM_HOME/$1/log" && ls ./*.log | sed 's|./||;s|.log$||' | tr '\n' ' ')" 2
	exec tail -n 50 -F "$TANDEM_HOME/$1/log/$2.log"
}

supervised() { [ -S "$TANDEM_STATE/supervisor.sock" ] && control pid >/dev/null 2>&1; }

# program TAB port TAB path that answers when it is healthy, for each program of the machine
programs() {
	printf '%s\t%s\t%s\n' nats "$TANDEM_NATS_PORT" "" pushgateway 9091 /-/healthy alertmanager 9093 /-/healthy prometheus 9090 /-/ready \
		"$TANDEM_HUB" "$TANDEM_HUB_PORT" /actuator/health \
		failover "$TANDEM_FAILOVER_PORT" /actuator/health health-sync "$TANDEM_HEALTH_SYNC_PORT" /actuator/health
}

ports() {
	programs | cut -f 1,2
	printf '%s\t%s\n' 'nats (monitor)' "$TANDEM_NATS_MONITOR_PORT" 'alertmanager (mesh)' 9094
	[ "$TANDEM_MACHINE" != mainpc ] || printf 'nats (leaf)\t7422\n'
}

need_ports() {
	local name port taken
	while IFS=$'\t' read -r name port; do
		python3 - "$TANDEM_ADDRESS" "$port" <<-'PY' || {
			import socket, sys
			s = socket.socket()
			s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
			try:
			    s.bind((sys.argv[1], int(sys.argv[2])))
			except OSError as e:
			    sys.exit(1)
		PY
			taken=$(ss -Hltnp "sport = :$port" 2>/dev/null | sed -n 's/.*users:((\("[^"]*"\),pid=\([0-9]*\).*/ by \1 (pid \2)/p' | head -n 1)
			die "port $TANDEM_ADDRESS:$port, which $name of $TANDEM_MACHINE needs, is taken$taken: stop that program, or give the machine another address (TANDEM_${TANDEM_MACHINE^^}_ADDRESS)"
		}
	done < <(ports)
}

start_machine() {
	mkdir -p "$TANDEM_STATE"/{log,nats,prometheus,alertmanager}
	[ ${#TANDEM_STATE} -le 80 ] || die "the path $TANDEM_STATE is too long for a socket: choose a shorter one by TANDEM_HOME"
	"${SUPERVISORD:-supervisord}" -c "$TANDEM_ROOT/deploy/$TANDEM_MACHINE/supervisord.conf" >"$TANDEM_STATE/log/start.log" 2>&1 ||
		{ cat "$TANDEM_STATE/log/start.log" >&2; die "supervisord of $TANDEM_MACHINE did not start"; }
}

# is_healthy PORT PATH: whether the program that listens there answers as healthy; without a path it is enough that it listens
is_healthy() {
	if [ -z "$2" ]; then
		(exec 3<>"/dev/tcp/$TANDEM_ADDRESS/$1") 2>/dev/null
	else
		local ask=curl scheme=http
		case $2 in /actuator/*) ask=service_curl scheme=${TANDEM_SCHEME:-http} ;; esac
		"$ask" -fs -m 2 -o /dev/null "$scheme://$TANDEM_ADDRESS:$1$2"
	fi
}

# One program is asked at a time, because asking all takes from the processor that they need to start.
await_health() {
	local machine
	for machine in "${MACHINES[@]}"; do on "$machine" await_programs $((SECONDS + ${TANDEM_START_SECONDS:-120})) || return 1; done
}

await_programs() {
	local name port path
	while IFS=$'\t' read -r name port path; do
		until is_healthy "$port" "$path"; do
			[ $SECONDS -lt "$1" ] || { say "not healthy in time: $name of $TANDEM_MACHINE; see ./tandem logs $TANDEM_MACHINE $name"; return 1; }
			sleep 0.5
		done
	done < <(programs)
}

up() {
	local machine running=()
	need_disk 2000
	need_runtime_packages
	build
	for machine in "${MACHINES[@]}"; do on "$machine" need_secrets; done
	for machine in "${MACHINES[@]}"; do on "$machine" supervised && running+=("$machine"); done
	if [ ${#running[@]} -lt ${#MACHINES[@]} ]; then
		for machine in "${MACHINES[@]}"; do on "$machine" supervised || on "$machine" need_ports; done
		for machine in "${MACHINES[@]}"; do on "$machine" supervised || on "$machine" start_machine; done
	fi
	step "starting ${MACHINES[*]}" "$TANDEM_HOME/log/start.log" await_health
	say ''
	for machine in "${MACHINES[@]}"; do on "$machine" urls; done
	say "next: ./tandem demo    ./tandem status    ./tandem down"
}

urls() {
	local at=http://$TANDEM_ADDRESS ours=${TANDEM_SCHEME:-http}://$TANDEM_ADDRESS
	cat <<-TEXT
	${BOLD}$TANDEM_MACHINE${PLAIN}
	  console             $ours:$TANDEM_HUB_PORT/
	  push metrics here   $ours:$TANDEM_FAILOVER_PORT/api/v1/write   $ours:$TANDEM_FAILOVER_PORT/metrics/job/<job>
	  health              $ours:$TANDEM_HEALTH_SYNC_PORT/api/v1/health
	  ${TANDEM_HUB}$(printf '%*s' $((20 - ${#TANDEM_HUB})) '')$ours:$TANDEM_HUB_PORT/metrics$([ "$TANDEM_HUB" != central-hub ] || printf '   %s/api/v1/ledger' "$ours:$TANDEM_HUB_PORT")
	  Prometheus          $at:9090
	  Pushgateway         $at:9091
	  Alertmanager        $at:9093

	TEXT
}

down() {
	local machine
	for machine in "${MACHINES[@]}"; do on "$machine" stop_machine; done
	if [ "${1:-}" = --wipe ]; then
		for machine in "${MACHINES[@]}"; do rm -rf "${TANDEM_HOME:?}/$machine"; done
		say "data removed"
	fi
}

stop_machine() {
	local pid
	supervised || { say "$TANDEM_MACHINE is not running"; return; }
	pid=$(control pid)
	control shutdown >/dev/null
	step "stopping $TANDEM_MACHINE" "$TANDEM_HOME/log/stop.log" tail --pid="$pid" -f /dev/null
}

status() {
	local machine down=0
	for machine in "${MACHINES[@]}"; do on "$machine" machine_status || down=3; done
	return $down
}

machine_status() {
	local name state rest port path since address health all=0
	supervised || { printf '%s%-8s%s is not running (./tandem up)\n' "$BOLD" "$TANDEM_MACHINE" "$PLAIN"; return 1; }
	printf '%s%s%s  %s\n' "$BOLD" "$TANDEM_MACHINE" "$PLAIN" "$(route)"
	while read -r name state rest; do
		IFS=$'\t' read -r _ port path < <(programs | grep -P "^$name\t")
		since=''
		if [[ $rest =~ pid\ ([0-9]+) ]]; then since=$(date -d "$(ps -o lstart= -p "${BASH_REMATCH[1]}")" '+%F %T' 2>/dev/null || true); fi
		health=$GREEN$state$PLAIN
		[ "$state" = RUNNING ] || { health=$RED$state$PLAIN; all=1; }
		if [ "$state" = RUNNING ] && ! is_healthy "$port" "$path"; then
			health=${YELLOW}UNHEALTHY$PLAIN
			all=1
		fi
		printf '  %-13s %s%*s up since %-19s  %s:%s\n' "$name" "$health" $((10 - ${#health} + $([ -n "$PLAIN" ] && echo 9 || echo 0))) '' "${since:--}" "$TANDEM_ADDRESS" "$port"
	done < <(control status || true)
	freshness
	return $all
}

# freshness: what this machine shows of itself or another one that is old, in the words of its health-sync-service
freshness() {
	local answer
	answer=$(service_curl -fs -m 2 "${TANDEM_SCHEME:-http}://$TANDEM_ADDRESS:$TANDEM_HEALTH_SYNC_PORT/api/v1/health") || return 0
	python3 -c 'import json, sys
for machine in json.load(sys.stdin)["machines"].values():
    if machine.get("note"): print("  health: " + machine["note"])' <<<"$answer"
}

# route: where the machine's records go now, in the words of its failover-service
route() {
	local answer
	answer=$(service_curl -fs -m 2 "${TANDEM_SCHEME:-http}://$TANDEM_ADDRESS:$TANDEM_FAILOVER_PORT/api/v1/routes") || { printf 'route unknown: failover-service does not answer'; return; }
	python3 -c 'import json, sys
r = json.load(sys.stdin)
print("route: %s (%s) since %s, %d records waiting%s" % (r["tier"], r["target"], r["since"], r["backlogRecords"], ", " + r["reason"] if r.get("reason") else ""))' <<<"$answer"
}

demo() { play demo.Demo "$@"; }

# play CLASS OPTION...: simulated agents on the running stack
play() {
	local machine
	need_java
	[ ${#MACHINES[@]} = 2 ] || die "the demo plays the agents of both machines, and here is only ${MACHINES[*]}" 2
	for machine in "${MACHINES[@]}"; do on "$machine" supervised || die "$machine is not running: start both machines with ./tandem up"; done
	build
	on mainpc run_played "$@"
}

run_played() {
	exec "$TANDEM_JAVA_HOME/bin/java" -Xmx384m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
		-Dtandem.fleet-file="${TANDEM_FLEET:-$TANDEM_ROOT/deploy/fleet.yaml}" -cp "$TANDEM_ROOT/acceptance/target/lib/*" "io.tandem.acceptance.$1" \
		--mainpc="${TANDEM_MAINPC_ADDRESS:-127.0.0.1}" --pc2="${TANDEM_PC2_ADDRESS:-127.0.0.2}" "${@:2}"
}

# load hub|gateway [REQUESTS [SERIES [SENDERS]]]: remote write to mainpc as fast as it answers, with the CPU of each process on its way
load() {
	local port
	case ${1:-} in hub) port=TANDEM_HUB_PORT ;; gateway) port=TANDEM_FAILOVER_PORT ;; *) die "say where the load goes: hub or gateway" 2 ;; esac
	need_java
	on mainpc supervised || die "mainpc is not running: start both machines with ./tandem up"
	on mainpc run_load "$port" "${2:-5000}" "${3:-500}" "${4:-4}"
}

run_load() {
	local name processes=()
	for name in failover central-hub nats prometheus; do processes+=("$name=$(control pid "$name")"); done
	"$TANDEM_JAVA_HOME/bin/java" -Xmx384m -XX:+UseSerialGC -cp "$TANDEM_ROOT/acceptance/target/lib/*" \
		io.tandem.acceptance.load.RemoteWriteLoad "${TANDEM_SCHEME:-http}://$TANDEM_ADDRESS:${!1}/api/v1/write" "$2" "$3" "$4" "${processes[@]}"
}

spool() {
	need_java
	[ -e "$APP/java.args" ] || build
	exec "$TANDEM_JAVA_HOME/bin/java" @"$APP/java.args" -XX:TieredStopAtLevel=1 io.tandem.failover.spool.SpoolTool "$@"
}

# fleet check FILE | fleet graph FILE [--format dot|mermaid]: looks at a fleet file before a service does
fleet() {
	need_java
	[ -e "$APP/java.args" ] || build
	exec "$TANDEM_JAVA_HOME/bin/java" @"$APP/java.args" -XX:TieredStopAtLevel=1 io.tandem.fleet.FleetTool "$@"
}
