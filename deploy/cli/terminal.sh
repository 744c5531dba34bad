# What the script says, and how it ends.

if [ -t 1 ]; then BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' GREEN=$'\e[32m' YELLOW=$'\e[33m' PLAIN=$'\e[0m'; else BOLD='' DIM='' RED='' GREEN='' YELLOW='' PLAIN=''; fi

say() { printf '%s\n' "$*"; }

# die TEXT [STATUS]: one line that says what is wrong and what to do
die() {
	printf '%standem: %s%s\n' "$RED" "$1" "$PLAIN" >&2
	exit "${2:-1}"
}

# step TEXT LOG COMMAND...: runs the command with its output in LOG, shows that it goes on, and shows the log's end if it fails
step() {
	local text=$1 log=$2 started=$SECONDS shown=0 status=0
	shift 2
	mkdir -p "$(dirname "$log")"
	"$@" >"$log" 2>&1 </dev/null &
	local job=$!
	STEP_JOB=$job
	while kill -0 "$job" 2>/dev/null; do
		if [ -t 1 ]; then
			printf '\r%s ... %ds ' "$text" $((SECONDS - started))
		elif [ $((SECONDS - started)) -ge $shown ]; then
			[ $shown = 0 ] && printf '%s ...\n' "$text" || printf '  %ds\n' $((SECONDS - started))
			shown=$((shown + 15))
		fi
		sleep 0.2
	done
	wait "$job" || status=$?
	STEP_JOB=
	if [ $status != 0 ]; then
		[ -t 1 ] && printf '\n'
		tail -n 25 "$log" >&2
		die "$text failed (status $status); the whole output is in $log" "$status"
	fi
	if [ -t 1 ]; then printf '\r\e[K%s: %ds\n' "$text" $((SECONDS - started)); else printf '%s: done in %ds\n' "$text" $((SECONDS - started)); fi
}

trap '[ -z "${STEP_JOB:-}" ] || kill "$STEP_JOB" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
