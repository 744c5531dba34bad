# The fleet's secrets: files below TANDEM_SECRETS (.tandem/secrets), which deploy/cli/fleet_secrets.py makes. Without any, machines start on
# loopback addresses only.

# secrets init|show|check [MACHINE=ADDRESS...] [--json]
secrets() {
	local command=${1:-} each named=no words=()
	case $command in
		init | show | check) ;;
		*) die "say what to do with the secrets: ./tandem secrets init|show|check [--json]" 2 ;;
	esac
	shift
	for each in "$@"; do
		case $each in --*) [ "$each" = --json ] || die "there is no option '$each'; there is --json" 2 ;; *) named=yes ;; esac
		words+=("$each")
	done
	if [ $named = no ] && [ "$command" != show ]; then
		for each in "${MACHINES[@]}"; do words+=("$each=$(on "$each" printenv TANDEM_ADDRESS)"); done
	fi
	need_packages 'openssl openssl' 'python3 python3'
	python3 "$TANDEM_ROOT/deploy/cli/fleet_secrets.py" "${TANDEM_SECRETS:-$TANDEM_HOME/secrets}" "$command" "${words[@]}"
}

# has_secrets: whether this machine's programs have their part of them
has_secrets() { [ -e "$TANDEM_SECRETS/$TANDEM_MACHINE/tokens.json" ]; }

# need_secrets: no machine listens where others can reach it while everything is open
need_secrets() {
	case $TANDEM_ADDRESS in 127.* | ::1 | localhost) return ;; esac
	has_secrets || [ "${TANDEM_UNPROTECTED:-}" = yes ] ||
		die "$TANDEM_MACHINE listens on $TANDEM_ADDRESS, where others can reach it, and there are no secrets in $TANDEM_SECRETS/$TANDEM_MACHINE: make them with ./tandem secrets init"
}
