# How available the system was, and the figures it is promised by, as the central hub judges them.

# slo [--window 168h] [--json] [--evidence FILE.zip]; exit codes: 0 met, 1 missed or unknown, 3 no answer
slo() {
	local window='' json='' file='' answer
	while [ $# -gt 0 ]; do
		case $1 in
			--window) window=${2:-}; shift 2 || die "--window needs a time, as 168h" 2 ;;
			--evidence) file=${2:-}; shift 2 || die "--evidence needs a file" 2 ;;
			--json) json=yes; shift ;;
			*) die "there is no option '$1'; there are --window, --json and --evidence" 2 ;;
		esac
	done
	if [ -n "$file" ]; then
		on mainpc slo_evidence "$window" "$file"
		return
	fi
	slo_show /slo slo "$window" "$json"
}

# kpis [--window 168h] [--json]; exit codes as of slo
kpis() {
	local window='' json=''
	while [ $# -gt 0 ]; do
		case $1 in
			--window) window=${2:-}; shift 2 || die "--window needs a time, as 168h" 2 ;;
			--json) json=yes; shift ;;
			*) die "there is no option '$1'; there are --window and --json" 2 ;;
		esac
	done
	slo_show /kpis kpis "$window" "$json"
}

# slo_show PATH WORDS WINDOW JSON
slo_show() {
	local answer
	answer=$(centre_ask "$1${3:+?window=$3}" -m 60) || return $?
	if [ -n "$4" ]; then printf '%s\n' "$answer"; return; fi
	BOLD=$BOLD PLAIN=$PLAIN RED=$RED GREEN=$GREEN YELLOW=$YELLOW python3 "$TANDEM_ROOT/deploy/cli/slo_words.py" "$2" <<<"$answer"
}

# the archive is not text, so it does not go through a variable
slo_evidence() {
	TANDEM_FAILOVER_PORT=$TANDEM_HUB_PORT
	local url
	url=$(api_url)/slo/evidence${1:+?window=$1}
	service_curl -sSf -m 60 -o "$2" "$url" || die "the central hub gives no evidence: ./tandem slo says more" 3
	say "written: $2 (slo.json, kpis.json, index.html and their checksums)"
}
