# The fleet's secrets: files below TANDEM_SECRETS (.tandem/secrets), which deploy/cli/fleet_secrets.py makes. Without any, machines start on
# loopback addresses only.

# secrets init|show|check [MACHINE=ADDRESS...] [--json]
secrets() {
	local command=${1:-} each named=no words=()
	case $command in
		init | show | check) ;;
		rotate) shift; rotate "$@"; return ;;
		*) die "say what to do with the secrets: ./tandem secrets init|show|check|rotate [--json]" 2 ;;
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
has_secrets() { [ -n "${TANDEM_SECURITY_FOLDER:-}" ]; }

# need_secrets: no machine listens where others can reach it while everything is open
need_secrets() {
	case $TANDEM_ADDRESS in 127.* | ::1 | localhost) return ;; esac
	has_secrets || [ "${TANDEM_UNPROTECTED:-}" = yes ] ||
		die "$TANDEM_MACHINE listens on $TANDEM_ADDRESS, where others can reach it, and there are no secrets in $TANDEM_SECRETS/$TANDEM_MACHINE: make them with ./tandem secrets init"
}

# service_curl CURL_OPTION...: asks a service of this machine, with the best token there is here. curl reads it from a file: arguments can be
# seen by everybody.
service_curl() {
	local token
	[ -n "${TANDEM_SECURITY_FOLDER:-}" ] || { curl "$@"; return; }
	for token in "${TANDEM_TOKEN_FILE:-}" "$TANDEM_SECRETS"/clients/{operator,viewer}.token; do
		[ -r "$token" ] || continue
		curl --cacert "$TANDEM_SECURITY_FOLDER/ca.crt" -H @<(printf 'Authorization: Bearer %s' "$(<"$token")") "$@"
		return
	done
	curl --cacert "$TANDEM_SECURITY_FOLDER/ca.crt" "$@"
}

# rotate [begin|switch|finish] [--overlap SECONDS]: without a step all three, for machines that both run here. Services look at what they accept
# once a second, and read a certificate ten seconds after it has changed.
rotate() {
	local step=all overlap=15
	while [ $# -gt 0 ]; do
		case $1 in
			begin | switch | finish) step=$1; shift ;;
			--overlap) [[ ${2:-} =~ ^[0-9]+$ ]] || die "--overlap needs a number of seconds" 2; overlap=$2; shift 2 ;;
			*) die "./tandem secrets rotate [begin|switch|finish] [--overlap SECONDS]" 2 ;;
		esac
	done
	if [ $step != all ]; then rotate_step $step; return; fi
	rotate_step begin
	sleep 3
	rotate_step switch
	sleep "$overlap"
	rotate_step finish
}

rotate_step() {
	local machine
	python3 "$TANDEM_ROOT/deploy/cli/fleet_secrets.py" "${TANDEM_SECRETS:-$TANDEM_HOME/secrets}" rotate "$1" || exit $?
	# a broker reads its users and certificates when it is told to; it lets go of whoever came with a password that is no longer there
	for machine in "${MACHINES[@]}"; do on "$machine" supervised && on "$machine" control signal HUP nats >/dev/null; done
	return 0
}
