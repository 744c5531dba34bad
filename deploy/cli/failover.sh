# What decides where records go: how it stands, and a human's word to it.

# failover status|decisions|pin|off|auto|what-if ...
failover() {
	local verb=${1:-}
	[ $# -gt 0 ] && shift
	case $verb in
		status) failover_status "$@" ;;
		decisions) failover_decisions "$@" ;;
		pin) failover_take pin "$@" ;;
		off) failover_take off "$@" ;;
		auto) failover_auto "$@" ;;
		what-if) failover_what_if "$@" ;;
		*) die "say what: ./tandem failover status [MACHINE] [--json] | decisions MACHINE [N] | pin MACHINE TIER --for 30m --reason TEXT | off MACHINE --for 30m --reason TEXT | auto MACHINE [--reason TEXT] | what-if TRACE ..." 2 ;;
	esac
}

api_url() { printf '%s://%s:%s/api/v1' "${TANDEM_SCHEME:-http}" "$TANDEM_ADDRESS" "$TANDEM_FAILOVER_PORT"; }

# failover_ask PATH CURL_OPTION...: the answer; with a problem its words, and status 1 (3 if nobody answers)
failover_ask() { api_ask "/failover$1" "${@:2}"; }

api_ask() {
	local path=$1 answer status
	shift
	answer=$(service_curl -sS -m 5 -w '\n%{http_code}' "$@" "$(api_url)$path" 2>/dev/null) || { printf '%standem: the %s of %s does not answer (./tandem status)%s\n' "$RED" "${TANDEM_ASKED:-failover-service}" "$TANDEM_MACHINE" "$PLAIN" >&2; return 3; }
	status=${answer##*$'\n'}
	answer=${answer%$'\n'*}
	case $status in
		2*) [ -z "$answer" ] || printf '%s\n' "$answer" ;;
		*)
			python3 -c '
import json, sys
text = sys.stdin.read()
try:
    p = json.loads(text)
    print("tandem: %s: %s" % (p.get("title", "refused"), p.get("detail", text)), file=sys.stderr)
except ValueError:
    print("tandem: " + (text.strip() or "no words"), file=sys.stderr)' <<<"$answer"
			return 1
			;;
	esac
}

# failover_status [MACHINE] [--json]: status 3 if a machine does not answer
failover_status() {
	local machines=() json='' each worst=0 first=1
	for each in "$@"; do
		case $each in
			--json) json=yes ;;
			*) known_machine "$each"; machines+=("$each") ;;
		esac
	done
	[ ${#machines[@]} -gt 0 ] || machines=("${MACHINES[@]}")
	if [ -n "$json" ]; then printf '['; fi
	for each in "${machines[@]}"; do
		if [ -n "$json" ]; then [ $first = 1 ] || printf ','; first=0; fi
		on "$each" failover_machine "$json" || worst=3
	done
	if [ -n "$json" ]; then printf ']\n'; fi
	return $worst
}

failover_machine() {
	local state decisions peers
	if ! state=$(failover_ask /state); then
		[ -z "$1" ] || printf '{"machine":"%s","answers":false}' "$TANDEM_MACHINE"
		return 3
	fi
	decisions=$(failover_ask '/decisions?limit=5' 2>/dev/null) || decisions='{"decisions":[]}'
	peers=$(api_ask /partition 2>/dev/null) || peers='{"peers":[]}'
	if [ -n "$1" ]; then
		python3 -c 'import json, sys
s, d, p = (json.loads(each) for each in sys.argv[1:])
s["decisions"], s["partition"] = d["decisions"], p["peers"]
print(json.dumps(s), end="")' "$state" "$decisions" "$peers"
		return
	fi
	BOLD=$BOLD PLAIN=$PLAIN RED=$RED GREEN=$GREEN YELLOW=$YELLOW python3 "$TANDEM_ROOT/deploy/cli/failover_words.py" state "$state" "$decisions" "$peers"
}

# failover_decisions MACHINE [N]: the newest decisions in words, newest last
failover_decisions() {
	known_machine "${1:-}"
	[[ ${2:-20} =~ ^[0-9]+$ ]] || die "say how many as a number: ./tandem failover decisions $1 20" 2
	local answer
	answer=$(on "$1" failover_ask "/decisions?limit=${2:-20}") || return $?
	BOLD=$BOLD PLAIN=$PLAIN RED=$RED GREEN=$GREEN YELLOW=$YELLOW python3 "$TANDEM_ROOT/deploy/cli/failover_words.py" decisions "$answer"
}

# failover_take pin MACHINE TIER | off MACHINE, then --for 30m --reason TEXT
failover_take() {
	local verb=$1 machine=${2:-} tier='' length='' reason='' body
	known_machine "$machine"
	shift 2
	if [ "$verb" = pin ]; then
		case ${1:-} in '' | --*) die "name a tier, for example: ./tandem failover pin $machine peer-hub --for 30m --reason 'disk swap'" 2 ;; esac
		tier=$1
		shift
	fi
	while [ $# -gt 0 ]; do
		case $1 in
			--for) length=${2:-} ;;
			--reason) reason=${2:-} ;;
			*) die "there is no option '$1'; there are --for and --reason" 2 ;;
		esac
		[ $# -ge 2 ] || die "$1 needs a value" 2
		shift 2
	done
	[ -n "$reason" ] || die "say why: --reason TEXT" 2
	[[ ${length:-1h} =~ ^[0-9]+[smh]$ ]] || die "say for how long as 90s, 30m or 2h: --for 30m" 2
	body=$(python3 -c 'import json, sys
tier, length, reason = sys.argv[1:]
body = {"reason": reason, "for": "PT" + length.upper()}
body.update({"tier": tier} if tier else {"automation": "off"})
print(json.dumps(body))' "$tier" "${length:-1h}" "$reason")
	on "$machine" failover_ask /override -X POST -H 'Content-Type: application/json' -d "$body" | python3 -c 'import json, sys
text = sys.stdin.read()
if text.strip():
    o = json.loads(text)
    print("%s until %s: %s" % (("pinned to " + o["tier"]) if o["tier"] else "automation is off", o["until"], o["reason"]))'
	return "${PIPESTATUS[0]}"
}

# failover_auto MACHINE [--reason TEXT]: gives back
failover_auto() {
	local machine=${1:-} reason=''
	known_machine "$machine"
	shift
	while [ $# -gt 0 ]; do
		case $1 in
			--reason) reason=${2:-} ;;
			*) die "there is no option '$1'; there is --reason" 2 ;;
		esac
		[ $# -ge 2 ] || die "$1 needs a value" 2
		shift 2
	done
	on "$machine" failover_ask "/override?$(python3 -c 'import sys, urllib.parse
print(urllib.parse.urlencode({"reason": sys.argv[1]} if sys.argv[1] else {}))' "$reason")" -X DELETE || return $?
	say "$machine decides by itself again"
}

# failover_what_if TRACE [OPTION...]: what would have been decided with other thresholds
failover_what_if() {
	need_java
	[ -e "$APP/java.args" ] || build
	exec "$TANDEM_JAVA_HOME/bin/java" @"$APP/java.args" -XX:TieredStopAtLevel=1 io.tandem.failover.decision.trace.WhatIf "$@"
}
