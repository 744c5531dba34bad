# What is wrong, and what someone who helps needs to see.

# chosen_machines [MACHINE...]: those that are named, or all
chosen_machines() {
	local each
	for each in "$@"; do known_machine "$each"; done
	CHOSEN=("$@")
	[ ${#CHOSEN[@]} -gt 0 ] || CHOSEN=("${MACHINES[@]}")
}

# doctor [MACHINE...] [--json]: status 1 if anything is wrong
doctor() {
	local each form=words named=() CHOSEN=()
	for each in "$@"; do
		case $each in
			--json) form=json ;;
			-*) die "there is no option '$each'; there is --json" 2 ;;
			*) named+=("$each") ;;
		esac
	done
	chosen_machines "${named[@]}"
	command -v python3 >/dev/null || die "python3 is missing: sudo apt-get install python3"
	{ findings computer && for each in "${CHOSEN[@]}"; do on "$each" findings machine; done; } |
		BOLD=$BOLD PLAIN=$PLAIN RED=$RED GREEN=$GREEN YELLOW=$YELLOW python3 "$TANDEM_ROOT/deploy/cli/doctor.py" $form
}

# findings computer|machine: as JSON
findings() (
	export TANDEM_MACHINES_HERE=${#MACHINES[@]} TANDEM_RUNS=no
	(need_java) 2>/dev/null && need_java
	[ "$1" = computer ] || ! supervised || TANDEM_RUNS=yes
	python3 "$TANDEM_ROOT/deploy/cli/doctor.py" "$1"
)

# support_bundle [MACHINE...] [--output FILE] [--json]: writes what someone who helps needs to see, without secrets
support_bundle() {
	local file form=words named=() CHOSEN=() each scratch status=0 held
	file=$PWD/tandem-support-$(date -u +%Y%m%dT%H%M%SZ).tar.gz
	while [ $# -gt 0 ]; do
		case $1 in
			--json) form=json ;;
			--output)
				file=${2:-}
				[[ $file == *.tar.gz ]] || die "say which file to write: --output NAME.tar.gz" 2
				shift
				;;
			-*) die "there is no option '$1'; there are --output and --json" 2 ;;
			*) named+=("$1") ;;
		esac
		shift
	done
	chosen_machines "${named[@]}"
	[ ! -e "$file" ] || die "$file is there already: name another by --output"
	scratch=$(mktemp -d)
	mkdir "$scratch/computer"
	collect computer "$scratch" || status=$?
	for each in "${CHOSEN[@]}"; do on "$each" collect machine "$scratch" || status=$?; done
	doctor --json "${CHOSEN[@]}" >"$scratch/computer/doctor.json" || true
	held=$(TANDEM_SECRETS=${TANDEM_SECRETS:-$TANDEM_HOME/secrets} python3 "$TANDEM_ROOT/deploy/cli/support_bundle.py" pack "$scratch" "$file") || status=$?
	rm -rf "$scratch"
	[ $status = 0 ] || return 1
	if [ $form = json ]; then say "$held"; else python3 "$TANDEM_ROOT/deploy/cli/support_bundle.py" words <<<"$held"; fi
}

collect() (
	export TANDEM_RUNS=no TANDEM_SECRETS=${TANDEM_SECRETS:-$TANDEM_HOME/secrets}
	(need_java) 2>/dev/null && need_java
	[ "$1" = computer ] || ! supervised || TANDEM_RUNS=yes
	python3 "$TANDEM_ROOT/deploy/cli/support_bundle.py" "$1" "$2"
)

# runbooks [--check] [PAGE...]: runs what runbooks, and other pages with commands in them, say, on both machines as they run here
runbooks() {
	local what=run each pages=()
	if [ "${1:-}" = --check ]; then
		what=check
		shift
	fi
	cd "$TANDEM_ROOT"
	for each in "$@"; do
		[ -e "docs/runbooks/$each.md" ] || [ -e "docs/$each.md" ] || die "there is no page '$each'; docs/runbooks/README.md names all runbooks" 2
		[ -e "docs/runbooks/$each.md" ] && pages+=("docs/runbooks/$each.md") || pages+=("docs/$each.md")
	done
	[ ${#pages[@]} -gt 0 ] || pages=(docs/runbooks/*.md docs/quick-start.md docs/capacity.md docs/scaling.md)
	[ $what = check ] || for each in "${MACHINES[@]}"; do on "$each" supervised || die "$each is not running: start both machines with ./tandem up" 3; done
	python3 deploy/cli/runbooks.py $what "${pages[@]}"
}

# get MACHINE PROGRAM PATH: what a service answers, asked with what this computer may ask with; status 1 with a problem's words, 3 without an answer
get() {
	[ $# = 3 ] || die "say whom and what: ./tandem get MACHINE hub|failover|health-sync PATH, for example: ./tandem get pc2 failover /api/v1/spool" 2
	known_machine "$1"
	[[ $3 == /* ]] || die "a path begins with /: $3" 2
	on "$1" get_from "$2" "$3"
}

get_from() {
	local port
	case $1 in
		hub | "$TANDEM_HUB") port=$TANDEM_HUB_PORT ;;
		failover) port=$TANDEM_FAILOVER_PORT ;;
		health-sync) port=$TANDEM_HEALTH_SYNC_PORT ;;
		*) die "$TANDEM_MACHINE has no service '$1': hub, failover, health-sync" 2 ;;
	esac
	api_url() { printf '%s://%s:%s' "${TANDEM_SCHEME:-http}" "$TANDEM_ADDRESS" "$port"; }
	TANDEM_ASKED="$1" api_ask "$2"
}
