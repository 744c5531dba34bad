# Benchmarks under faults: both machines in network namespaces of their own, joined by a bridge, with an HAProxy on each beside the
# gateway. Needs root. Whatever ends it, it leaves nothing behind but its results.

BENCH_BRIDGE=tandem0
BENCH_RELAY=10.77.0.254
BENCH_PEER=10.77.0.3

# bench SCENARIO [WORD...]: see the usage
bench() {
	local needs out needed fault
	case ${1:-} in
		replay) bench_replay "${@:2}" ;;
		store-order) bench_store_order "${@:2}" ;;
	esac
	[ "$(id -u)" = 0 ] || die "the benchmark makes network namespaces and packet filter rules, so it needs root: sudo ./tandem bench ..."
	need_java
	need_runtime_packages
	need_packages 'haproxy haproxy' 'iptables-restore iptables' 'ip iproute2' 'mkfs.ext4 e2fsprogs'
	[ "${1:-}" != ingest ] || need_packages 'vmagent victoria-metrics' 'victoria-metrics victoria-metrics'
	build
	needed=$(bench_java "$(bench_class "${1:-}")" needs "$@") || exit $?
	exec 9>/tmp/tandem-bench.lock
	flock -n 9 || die "another benchmark is running"
	TANDEM_HOME=$(mktemp -d /tmp/tandem-bench.XXXX)
	export TANDEM_START_SECONDS=${TANDEM_START_SECONDS:-300} TANDEM_HOME TANDEM_BUILD=no TANDEM_UNPROTECTED=yes TANDEM_MAINPC_ADDRESS=10.77.0.1 TANDEM_PC2_ADDRESS=10.77.0.2 TANDEM_BENCH_NEEDS
	trap bench_end EXIT
	need_disk 8000
	out=$TANDEM_ROOT/acceptance/target/benchmarks
	mkdir -p "$out"
	bench_machine "$@" | tee "$out/$1-machine.md"
	bench_network
	case $1 in
		failover)
			rm -f "$out/failover.json"
			# a hub that fails thirty times in a row would be kept away for longer each time; here each run is to begin alike
			export TANDEM_FAILOVER_THRESHOLDS_FLAPWITHIN=1s
			for needs in nothing relay small-disk; do
				mapfile -t fault < <(sed -n "s/^$needs //p" <<<"$needed")
				[ ${#fault[@]} = 0 ] || bench_with "$needs" failover "${fault[@]}" $(bench_options "${@:2}") --out "$out"
			done
			;;
		gray) bench_with relay "$@" --out "$out" ;;
		health) bench_with nothing "$@" --out "$out" ;;
		ingest)
			# what others make
			bench_namespace peer "$BENCH_PEER"
			TANDEM_SINK_URL=http://$BENCH_PEER:8428/api/v1/write bench_with nothing "$@" --out "$out"
			;;
		partition) bench_with receiver "$@" --fleet "${TANDEM_FLEET:-$TANDEM_ROOT/deploy/fleet.yaml}" --out "$out" ;;
		*) bench_with nothing "$@" --out "$out" ;;
	esac
	say "results: $out/$1.md"
}

# how long a day of health reports takes to be read again; needs no root and none of the rest
bench_replay() {
	need_java
	need_packages 'nats-server nats-server'
	build
	exec "$TANDEM_JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -cp "$TANDEM_ROOT/acceptance/target/lib/*" \
		io.tandem.acceptance.replay.ReplayBench --app "$APP/lib" --fleet "${TANDEM_FLEET:-$TANDEM_ROOT/deploy/fleet.yaml}" "$@"
}

# what a Prometheus loses that is killed after several have written the same series at once; needs no root and none of the rest
bench_store_order() {
	need_java
	need_packages 'prometheus prometheus'
	build
	exec "$TANDEM_JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$TANDEM_ROOT/acceptance/target/lib/*" \
		io.tandem.acceptance.store.StoreOrderBench "$@"
}

# the words that are no faults
bench_options() {
	while [ $# -gt 0 ]; do
		case $1 in --*) printf '%s %s ' "$1" "$2"; shift 2 ;; *) shift ;; esac
	done
}

# bench_with NEEDS WORD...: starts the machines as the faults need them, measures, stops them
bench_with() {
	TANDEM_BENCH_NEEDS=$1
	bench_stop
	bench_start
	case $2 in health) bench_nice -10 ;; esac
	bench_java "$(bench_class "$2")" "${@:2}" &
	BENCH_JOB=$!
	wait "$BENCH_JOB"
	BENCH_JOB=
	bench_stop
}

# bench_nice N: the weight of all that this shell has started against each machine's; what takes the time of a report must not wait for what it measures
bench_nice() { echo "$1" > /proc/self/autogroup 2>/dev/null || true; }

bench_class() {
	case $1 in health | partition) echo health.Bench ;; ingest) echo ingest.IngestBench ;; *) echo failover.Bench ;; esac
}

# bench_java CLASS WORD...: threads that measure come before those that load (as root, priorities are kept)
bench_java() {
	exec "$TANDEM_JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -XX:ThreadPriorityPolicy=1 --enable-native-access=ALL-UNNAMED \
		-Dtandem.fleet-file="${TANDEM_FLEET:-$TANDEM_ROOT/deploy/fleet.yaml}" -cp "$TANDEM_ROOT/acceptance/target/lib/*" "io.tandem.acceptance.$1" "${@:2}"
}

bench_network() {
	local machine
	ip link add "$BENCH_BRIDGE" type bridge
	ip address add "$BENCH_RELAY/24" dev "$BENCH_BRIDGE"
	ip link set "$BENCH_BRIDGE" up
	for machine in "${MACHINES[@]}"; do bench_namespace "$machine" "$(on "$machine" printenv TANDEM_ADDRESS)"; done
}

# bench_namespace NAME ADDRESS: a network namespace tandem-NAME of its own, joined to the bridge
bench_namespace() {
	ip netns add "tandem-$1"
	ip link add "td-$1" type veth peer name eth0 netns "tandem-$1"
	ip link set "td-$1" master "$BENCH_BRIDGE" up
	ip -n "tandem-$1" address add "$2/24" dev eth0
	ip -n "tandem-$1" link set eth0 up
	ip -n "tandem-$1" link set lo up
}

bench_start() {
	local machine
	for machine in "${MACHINES[@]}"; do
		on "$machine" bench_start_machine
		bench_haproxy "$machine" > "$TANDEM_HOME/$machine/haproxy.cfg"
		ip netns exec "tandem-$machine" haproxy -db -f "$TANDEM_HOME/$machine/haproxy.cfg" > "$TANDEM_HOME/$machine/log/haproxy.log" 2>&1 9>&- &
		disown
	done
	step "starting mainpc and pc2" "$TANDEM_HOME/log/start.log" await_health
}

# in place of the program, for start_machine
supervisord_in_namespace() {
	(
		exec 9>&-
		local what
		if [ "${TANDEM_BENCH_GROUPS:-}" = yes ]; then
			for what in disk memory; do echo "$BASHPID" > "$(bench_group "$TANDEM_MACHINE" $what)/cgroup.procs"; done
		fi
		exec ip netns exec "tandem-$TANDEM_MACHINE" env "${BENCH_CLOCK[@]}" supervisord "$@"
	)
}

# bench_group MACHINE disk|memory: the control group of all its programs, by which its disk or memory is limited
bench_group() {
	local root=/sys/fs/cgroup
	if [ -e $root/cgroup.controllers ]; then
		echo $root/tandem-$1
	else
		case $2 in disk) echo $root/blkio/tandem-$1 ;; memory) echo $root/memory/tandem-$1 ;; esac
	fi
}

bench_groups() {
	local what
	[ "${TANDEM_BENCH_GROUPS:-}" = yes ] || return 0
	[ ! -e /sys/fs/cgroup/cgroup.controllers ] || echo '+io +memory' > /sys/fs/cgroup/cgroup.subtree_control
	for what in disk memory; do
		mkdir -p "$(bench_group "$TANDEM_MACHINE" $what)" || die "this kernel has no control groups to limit $what by"
	done
}

bench_start_machine() {
	mkdir -p "$TANDEM_STATE/nats"
	if [ "$TANDEM_BENCH_NEEDS" = receiver ]; then bench_secrets; fi
	if [ "$TANDEM_MACHINE" = pc2 ]; then
		case $TANDEM_BENCH_NEEDS in
			relay) export TANDEM_DELIVERY_HUB_URL=http://$BENCH_RELAY:9101/api/v1/write ;;
			small-disk) bench_small_disk 1G ;;
			receiver) [ -z "${TANDEM_BENCH_DISK:-}" ] || bench_small_disk "$TANDEM_BENCH_DISK" ;;
		esac
	fi
	bench_clock
	bench_groups
	SUPERVISORD=supervisord_in_namespace start_machine
}

# A wall clock of their own for the services of pc2, which can be moved; see deploy/chaos/clock.c
bench_clock() {
	BENCH_CLOCK=()
	if [ "$TANDEM_MACHINE" = pc2 ] && [ "${TANDEM_BENCH_CLOCK:-}" = yes ]; then
		if [ ! -e "$TANDEM_HOME/clock" ]; then
			cc -O2 -shared -fPIC -o "$TANDEM_HOME/clock.so" "$TANDEM_ROOT/deploy/chaos/clock.c"
			bench_set_clock 0
		fi
		BENCH_CLOCK=("LD_PRELOAD=$TANDEM_HOME/clock.so" "TANDEM_CLOCK=$TANDEM_HOME/clock")
	fi
}

# bench_set_clock SECONDS: how far the wall clock of pc2's services is ahead; written over, because they have the file mapped
bench_set_clock() { python3 -c 'import struct, sys; open(sys.argv[1], "r+b" if sys.argv[3] else "wb").write(struct.pack("=q", int(sys.argv[2])))' "$TANDEM_HOME/clock" "$1" "${2:-}"; }

# bench_small_disk SIZE: a file system of its own for the broker
bench_small_disk() {
	truncate -s "$1" "$TANDEM_HOME/small-disk"
	mkfs.ext4 -q -F -m 0 "$TANDEM_HOME/small-disk"
	mount -o loop "$TANDEM_HOME/small-disk" "$TANDEM_STATE/nats"
}

# The machine's Alertmanager calls the benchmark instead of people. It is reached over the bridge, also while the machines are cut off.
bench_secrets() {
	local channel
	export TANDEM_SECRETS=$TANDEM_HOME/$TANDEM_MACHINE/secrets
	mkdir -p "$TANDEM_SECRETS"
	for channel in slack sms phone; do
		(umask 077; echo "http://$BENCH_RELAY:9400/$TANDEM_MACHINE/$channel" > "$TANDEM_SECRETS/$channel-url")
	done
}

# bench_haproxy MACHINE: its own hub first; whatever fails there is tried at the other one at once
bench_haproxy() {
	local first='server pc2 10.77.0.2:9100' second='server mainpc 10.77.0.1:9000'
	[ "$TANDEM_BENCH_NEEDS" != relay ] || first="server pc2 $BENCH_RELAY:9101"
	[ "$1" = pc2 ] || { local swap=$first; first=$second; second=$swap; }
	cat <<-TEXT
	global
	  maxconn 8192
	defaults
	  mode http
	  timeout client 15s
	  timeout http-request 5s
	  timeout http-keep-alive 60s
	  timeout connect 300ms
	  timeout queue 1s
	  timeout server 1200ms
	  timeout check 400ms
	  retries 3
	  option redispatch 1
	  option http-buffer-request
	  retry-on all-retryable-errors
	frontend agents
	  bind $(on "$1" printenv TANDEM_ADDRESS):8080
	  default_backend hubs
	backend hubs
	  balance first
	  http-reuse always
	  option httpchk
	  http-check send meth GET uri /actuator/health
	  http-check expect status 200
	  http-response set-header X-Served-By %s
	  default-server check inter 500ms fastinter 50ms downinter 500ms fall 3 rise 3 observe layer7 error-limit 10 on-error mark-down maxconn 2000
	  $first
	  $second
	TEXT
}

# Everything in the namespaces is ours, and its data go too: there is nothing to be ended gently.
bench_stop() {
	local machine pids
	for machine in "${MACHINES[@]}"; do
		pids=$(ip netns pids "tandem-$machine" 2>/dev/null || true)
		[ -z "$pids" ] || kill -9 $pids 2>/dev/null || true
	done
	sleep 0.3
	umount "$TANDEM_HOME/pc2/nats" 2>/dev/null || true
	for machine in "${MACHINES[@]}"; do
		rm -rf "${TANDEM_HOME:?}/$machine"
		rmdir "$(bench_group "$machine" disk)" "$(bench_group "$machine" memory)" 2>/dev/null || true
	done
	rm -f "$TANDEM_HOME/small-disk"
}

bench_end() {
	trap '' INT TERM
	bench_nice 0
	[ -z "${STEP_JOB:-}" ] || kill "$STEP_JOB" 2>/dev/null || true
	[ -z "${BENCH_JOB:-}" ] || kill "$BENCH_JOB" 2>/dev/null || true
	bench_stop
	local machine
	kill -9 $(ip netns pids tandem-peer 2>/dev/null) 2>/dev/null || true
	for machine in "${MACHINES[@]}" peer; do ip netns delete "tandem-$machine" 2>/dev/null || true; done
	ip link delete "$BENCH_BRIDGE" 2>/dev/null || true
	rm -rf "${TANDEM_HOME:?}"
}

# bench_machine WORD...: what the figures were taken on
bench_machine() {
	cat <<-TEXT
	Measured on $(date -u '+%F %H:%M UTC') by \`./tandem bench $*\`: $(nproc) cores ($(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)), $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo) memory,
	Linux $(uname -r), $("$TANDEM_JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p), $(nats-server --version), $(haproxy -v | head -n 1 | cut -d ' ' -f 1-3), $(prometheus --version 2>&1 | head -n 1 | cut -d ' ' -f 1-3).
	TEXT
}
