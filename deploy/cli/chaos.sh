# Scenarios of faults, each judged by what agents were answered and what is stored: both machines in network namespaces of their own,
# as for the benchmarks. Needs root. Whatever ends it, kill -9 included, leaves nothing behind but its results.

CHAOS_SCENARIOS=$TANDEM_ROOT/deploy/chaos
CHAOS_SHORT=(hub-crash link-cut)

# chaos [SCENARIO...|random] [--list] [--short] [--untimed] [--write-docs] [--seed N] [--count N] [--seconds N]; chaos start-machine MACHINE is its own
chaos() {
	local out scenarios=() options=() each
	if [ "${1:-}" = start-machine ]; then TANDEM_BENCH_NEEDS=receiver on "$2" bench_start_machine; return; fi
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
	build
	(bench_java chaos.Chaos check "${options[@]}" "${scenarios[@]}") || exit $?
	exec 9>/tmp/tandem-bench.lock
	flock -n 9 || die "a benchmark or another scenario is running"
	TANDEM_HOME=$(mktemp -d /tmp/tandem-bench.XXXX)
	export TANDEM_START_SECONDS=${TANDEM_START_SECONDS:-300} TANDEM_HOME TANDEM_BUILD=no TANDEM_MAINPC_ADDRESS=10.77.0.1 TANDEM_PC2_ADDRESS=10.77.0.2 TANDEM_BENCH_NEEDS=receiver
	trap bench_end EXIT
	need_disk 3000
	out=$TANDEM_ROOT/acceptance/target/chaos
	mkdir -p "$out"
	bench_machine chaos | sed 's/^Measured on/Run on/; s/bench chaos/chaos/' > "$out/machine.txt"
	: > "$TANDEM_HOME/undo.journal"
	setsid bash "$TANDEM_ROOT/deploy/cli/chaos-watchdog.sh" $$ "$TANDEM_HOME" 9>&- </dev/null >/dev/null 2>&1 &
	disown
	: > "$TANDEM_HOME/namespaces"
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
