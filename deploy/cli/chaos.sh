# Scenarios of faults, each judged by what agents were answered and what is stored: both machines in network namespaces of their own,
# as for the benchmarks. Needs root. Whatever ends it, kill -9 included, leaves nothing behind but its results.

CHAOS_SCENARIOS=$TANDEM_ROOT/deploy/chaos
CHAOS_SHORT=(hub-crash link-cut)

# chaos limit|unlimit MACHINE disk|memory [N], clock SECONDS, slow-link MILLISECONDS and pid MACHINE PROGRAM are their own too
# chaos [SCENARIO...|random] [--list] [--short] [--untimed] [--write-docs] [--seed N] [--count N] [--seconds N]; chaos start-machine MACHINE is its own
chaos() {
	local out scenarios=() options=() each
	if [ "${1:-}" = start-machine ]; then TANDEM_BENCH_NEEDS=receiver on "$2" bench_start_machine; return; fi
	case ${1:-} in limit | unlimit | clock | slow-link | pid) "chaos_${1//-/_}" "${@:2}"; return ;; esac
	while [ $# -gt 0 ]; do
		case $1 in
			--list) chaos_list; return ;;
			--write-docs)
				need_java
				build
				(bench_java chaos.Chaos --out "$TANDEM_ROOT/acceptance/target/chaos" --write-docs "$TANDEM_ROOT/docs/resilience.md") || exit $?
				say "written: docs/resilience.md"
				return ;;
			--untimed) options+=(--untimed); shift ;;
			--short) scenarios+=("${CHAOS_SHORT[@]}"); shift ;;
			--seed | --count | --seconds)
				[[ ${2:-} =~ ^[0-9]+$ ]] || die "$1 needs a number" 2
				options+=("$1" "$2"); shift 2 ;;
			-*) die "there is no option '$1'; there are --list, --short, --untimed, --write-docs, --seed N, --count N and --seconds N" 2 ;;
			*) scenarios+=("$1"); shift ;;
		esac
	done
	[ ${#scenarios[@]} -gt 0 ] || mapfile -t scenarios < <(chaos_names)
	for each in "${!scenarios[@]}"; do
		[ "${scenarios[each]}" = random ] && continue
		[ -e "${scenarios[each]}" ] || scenarios[each]=$CHAOS_SCENARIOS/${scenarios[each]}.chaos
		[ -e "${scenarios[each]}" ] || die "there is no scenario '$(basename "${scenarios[each]}" .chaos)'; ./tandem chaos --list names them" 2
	done
	[ "$(id -u)" = 0 ] || die "scenarios make network namespaces and packet filter rules, so they need root: sudo ./tandem chaos ..."
	need_java
	need_runtime_packages
	need_packages 'haproxy haproxy' 'iptables-restore iptables' 'ip iproute2' 'mkfs.ext4 e2fsprogs' 'prlimit util-linux'
	if grep -qs '^at .* fill ' "${scenarios[@]}"; then export TANDEM_BENCH_DISK=2G; fi
	if grep -qs '^at .* \(disk\|memory\) of ' "${scenarios[@]}" || [[ " ${scenarios[*]} " = *' random '* ]]; then export TANDEM_BENCH_GROUPS=yes; fi
	if grep -qs '^at .* jump ' "${scenarios[@]}"; then
		need_packages 'cc gcc' 'gencat libc6-dev'
		export TANDEM_BENCH_CLOCK=yes
	fi
	if grep -qs '^at .* delay ' "${scenarios[@]}"; then need_packages 'cc gcc' 'gencat libc6-dev'; fi
	build
	(bench_java chaos.Chaos check "${options[@]}" "${scenarios[@]}") || exit $?
	exec 9>/tmp/tandem-bench.lock
	flock -n 9 || die "a benchmark or another scenario is running"
	TANDEM_HOME=$(mktemp -d /tmp/tandem-bench.XXXX)
	export TANDEM_START_SECONDS=${TANDEM_START_SECONDS:-300} TANDEM_HOME TANDEM_BUILD=no TANDEM_UNPROTECTED=yes TANDEM_MAINPC_ADDRESS=10.77.0.1 TANDEM_PC2_ADDRESS=10.77.0.2 TANDEM_BENCH_NEEDS=receiver
	trap bench_end EXIT
	need_disk 3000
	out=$TANDEM_ROOT/acceptance/target/chaos
	mkdir -p "$out"
	bench_machine chaos | sed 's/^Measured on/Last run on/; s/bench chaos/chaos/' > "$out/machine.txt"
	: > "$TANDEM_HOME/undo.journal"
	setsid bash "$TANDEM_ROOT/deploy/cli/chaos-watchdog.sh" $$ "$TANDEM_HOME" 9>&- </dev/null >/dev/null 2>&1 &
	disown
	: > "$TANDEM_HOME/namespaces"
	# the end of a call is told sooner than it is deployed, so that the next scenario's calls are its own
	export TANDEM_ESCALATION=$TANDEM_HOME/escalation.toml
	sed '/^severity = "\(degradation\|critical\)"/,/^interval/ s/^interval = .*/interval = "20s"/' "$TANDEM_ROOT/deploy/alertmanager/escalation.toml" > "$TANDEM_ESCALATION"
	bench_network
	bench_start
	bench_java chaos.Chaos "${options[@]}" --out "$out" "${scenarios[@]}" 9>&- &
	BENCH_JOB=$!
	local status=0
	wait "$BENCH_JOB" || status=$?
	BENCH_JOB=
	say "results: $out/*.json"
	return $status
}

chaos_names() {
	local file
	for file in "$CHAOS_SCENARIOS"/*.chaos; do basename "$file" .chaos; done
}

chaos_list() {
	local name
	for name in $(chaos_names); do printf '%-24s %s\n' "$name" "$(sed -n 's/^title //p' "$CHAOS_SCENARIOS/$name.chaos")"; done
	printf '%-24s %s\n' random "two to five faults by lot: --seed N, --count N, --seconds N"
}

# chaos_pid MACHINE PROGRAM: its process, without asking the supervisor; waits for one that is being started
chaos_pid() {
	local pid words name tries=120
	case $2 in
		central-hub) name=CentralHubService ;; edge-hub) name=EdgeHubService ;; failover) name=FailoverService ;; health-sync) name=HealthSyncService ;;
		nats) name=nats-server ;; *) name=$2 ;;
	esac
	while [ $((tries -= 1)) -gt 0 ]; do
		for pid in $(ip netns pids "tandem-$1"); do
			mapfile -d '' -t words < "/proc/$pid/cmdline" || continue
			case ${words[0]##*/},${words[*]} in java,*".$name" | "$name,"* | "prometheus-$name,"*) echo "$pid"; return ;; esac
		done 2>/dev/null
		sleep 0.25
	done
	die "$2 of $1 does not run"
}

# chaos_clock SECONDS: how far the clock of pc2's services is ahead of the real one
chaos_clock() {
	[ -e "$TANDEM_HOME/clock" ] || die "pc2 was not started with a clock of its own"
	bench_set_clock "$1" again
}

# chaos_slow_link MILLISECONDS: each packet between the machines takes so much longer, until slow-link is ended; see deploy/chaos/slow-link.c
chaos_slow_link() {
	local machine peer addresses=()
	[ -x "$TANDEM_HOME/slow-link" ] || cc -O2 -o "$TANDEM_HOME/slow-link" "$CHAOS_SCENARIOS/slow-link.c"
	"$TANDEM_HOME/slow-link" "$1" "tandem-${MACHINES[0]}" "tandem-${MACHINES[1]}"
	for machine in "${MACHINES[@]}"; do addresses+=("$(on "$machine" printenv TANDEM_ADDRESS)"); done
	for machine in 0 1; do
		peer=$((1 - machine))
		ip -n "tandem-${MACHINES[machine]}" link set tandem-slow up
		ip -n "tandem-${MACHINES[machine]}" route replace "${addresses[peer]}/32" dev tandem-slow src "${addresses[machine]}"
	done
}

# chaos_limit MACHINE disk|memory N: all programs of the machine together may write so often a second, or use so many hundredths of the
# memory they use now; chaos_unlimit MACHINE disk|memory takes it back, also if it was never set
chaos_limit() {
	local group
	group=$(bench_group "$1" "$2")
	[ -d "$group" ] || die "$1 was not started in a control group"
	case $2,$(chaos_hierarchy) in
		disk,*) chaos_write_rate "$1" "$3" ;;
		memory,unified) echo $(($(awk '/^anon / {print $2}' "$group/memory.stat") * $3 / 100)) > "$group/memory.max" ;;
		memory,legacy) chaos_squeeze "$group" $(($(awk '/^total_rss / {print $2}' "$group/memory.stat") * $3 / 100)) ;;
	esac
}

chaos_unlimit() {
	local group
	group=$(bench_group "$1" "$2")
	[ -d "$group" ] || return 0
	case $2,$(chaos_hierarchy) in
		disk,unified) chaos_write_rate "$1" max ;;
		disk,legacy) chaos_write_rate "$1" 0 ;;
		memory,unified) echo max > "$group/memory.max" ;;
		memory,legacy) echo -1 > "$group/memory.limit_in_bytes" ;;
	esac
}

# chaos_hierarchy: of control groups
chaos_hierarchy() { if [ -e /sys/fs/cgroup/cgroup.controllers ]; then echo unified; else echo legacy; fi; }

# chaos_write_rate MACHINE N: of each of its disks, writes a second
chaos_write_rate() {
	local group device
	group=$(bench_group "$1" disk)
	for device in $(chaos_devices "$1"); do
		case $(chaos_hierarchy) in
			unified) echo "$device wiops=$2" > "$group/io.max" ;;
			legacy) echo "$device $2" > "$group/blkio.throttle.write_iops_device" ;;
		esac
	done
}

# chaos_devices MACHINE: where its data are; its broker may have a disk of its own
chaos_devices() {
	df --output=source "$TANDEM_HOME" "$TANDEM_HOME/$1/nats" | tail -n +2 | sort -u | xargs lsblk -dno MAJ:MIN
}

# chaos_squeeze GROUP BYTES: where the kernel refuses a limit below what is used, whoever uses the most goes first, as with the others
chaos_squeeze() {
	local tries=20
	until echo "$2" > "$1/memory.limit_in_bytes"; do
		[ $((tries -= 1)) -gt 0 ] || die "the memory of $1 could not be limited to $2 bytes"
		kill -KILL "$(ps -o pid= --sort=-rss -p "$(paste -sd, "$1/cgroup.procs")" | head -n 1 | tr -d ' ')"
		sleep 0.2
	done 2>/dev/null
}
