# Moving agents from the path they had before to Tandem's own.

# migrate check|start|status|todo|approve|rollback|gates|rehearse ...
migrate() {
	local verb=${1:-}
	[ $# -gt 0 ] && shift
	case $verb in
		check) migrate_check "$@" ;;
		start) migrate_start "$@" ;;
		status | todo) migrate_show "$verb" ;;
		gates) migrate_gates "$@" ;;
		approve) migrate_tell approve '' "$@" ;;
		rollback)
			case ${1:-} in batch | week | phase) ;; *) die "say how much: ./tandem migrate rollback batch|week|phase [--reason TEXT]" 2 ;; esac
			migrate_tell rollback "level=$1&" "${@:2}"
			;;
		rehearse) migrate_rehearse "$@" ;;
		*) die "say what: ./tandem migrate check FILE | start FILE [--time-scale N] | status | todo | gates [--history] [--json] | approve [--reason TEXT] | rollback batch|week|phase [--reason TEXT] | rehearse" 2 ;;
	esac
}

# migrate_check FILE: every fault of a campaign file, or what it does (exit codes: 0 good, 1 faults, 2 not to be read)
migrate_check() {
	[ $# = 1 ] || die "name a campaign file: ./tandem migrate check deploy/campaigns/phase2.yaml" 2
	need_java
	[ -e "$APP/java.args" ] || build
	exec "$TANDEM_JAVA_HOME/bin/java" @"$APP/java.args" -XX:TieredStopAtLevel=1 io.tandem.centralhub.migration.CampaignTool check "$1" "${TANDEM_FLEET:-$TANDEM_ROOT/deploy/fleet.yaml}"
}

# centre_ask PATH CURL_OPTION...: the central hub's answer; with a problem its words, and status 1 (3 if nobody answers)
centre_ask() { on mainpc centre_ask_here "$@"; }

# ... by the same way as the failover-service is asked
centre_ask_here() {
	TANDEM_FAILOVER_PORT=$TANDEM_HUB_PORT TANDEM_ASKED=$TANDEM_HUB api_ask "$@"
}

migrate_start() {
	local file=${1:-} scale='' answer
	[ -r "$file" ] || die "name a campaign file: ./tandem migrate start deploy/campaigns/phase2.yaml" 2
	shift
	case ${1:-} in
		'') ;;
		--time-scale) [[ ${2:-} =~ ^[0-9.]+$ ]] || die "--time-scale needs a number" 2; scale="?timeScale=$2" ;;
		*) die "there is no option '$1'; there is --time-scale" 2 ;;
	esac
	answer=$(centre_ask "/migrations$scale" -m 30 -X POST -H 'Content-Type: application/octet-stream' --data-binary "@$file") || return $?
	migrate_words status <<<"[$answer]"
}

# migrate_id: the campaign under way, or the last one
migrate_id() {
	local id
	id=$(centre_ask /migrations | python3 -c 'import json, sys
all = json.load(sys.stdin)
print(all[0]["id"] if all else "")') || return $?
	[ -n "$id" ] || die "no campaign was started: ./tandem migrate start deploy/campaigns/phase2.yaml" 1
	printf '%s' "$id"
}

migrate_show() {
	local id
	case $1 in
		status) centre_ask /migrations | migrate_words status ;;
		todo) id=$(migrate_id) || return $?; centre_ask "/migrations/$id/todo" | migrate_words todo ;;
	esac
	return "${PIPESTATUS[0]}"
}

# migrate_gates [--history] [--json]: whether it may go on, or what was decided of each week
migrate_gates() {
	local words=gates path=/gates json='' answer
	while [ $# -gt 0 ]; do
		case $1 in
			--history) words=history; path=/gates/history ;;
			--json) json=yes ;;
			*) die "there is no option '$1'; there are --history and --json" 2 ;;
		esac
		shift
	done
	answer=$(centre_ask "$path") || return $?
	if [ -n "$json" ]; then printf '%s\n' "$answer"; return; fi
	migrate_words "$words" <<<"$answer"
}

# migrate_tell VERB QUERY [--reason TEXT]
migrate_tell() {
	local verb=$1 query=$2 reason='' id answer
	shift 2
	case ${1:-} in
		'') ;;
		--reason) reason=${2:-} ;;
		*) die "there is no option '$1'; there is --reason" 2 ;;
	esac
	id=$(migrate_id) || return $?
	query+=$(python3 -c 'import sys, urllib.parse
print(urllib.parse.urlencode({"reason": sys.argv[1]}))' "$reason")
	# a look at the facts may be under way, and waits for whoever does not answer
	answer=$(centre_ask "/migrations/$id/$verb?$query" -m 30 -X POST) || return $?
	migrate_words status <<<"[$answer]"
}

migrate_words() {
	BOLD=$BOLD PLAIN=$PLAIN RED=$RED GREEN=$GREEN YELLOW=$YELLOW python3 "$TANDEM_ROOT/deploy/cli/migrate_words.py" "$1"
}

# migrate_rehearse [--time-scale N]: the whole campaign on simulated agents of the running stack
migrate_rehearse() {
	play migration.Rehearsal --campaign="$TANDEM_ROOT/deploy/campaigns/phase2.yaml" --tandem="$TANDEM_ROOT/tandem" "$@"
}
