# Moving agents from the path they had before to Tandem's own.

# migrate check FILE
migrate() {
	local verb=${1:-}
	[ $# -gt 0 ] && shift
	case $verb in
		check) migrate_check "$@" ;;
		*) die "say what: ./tandem migrate check FILE" 2 ;;
	esac
}

# migrate_check FILE: every fault of a campaign file, or what it does (exit codes: 0 good, 1 faults, 2 not to be read)
migrate_check() {
	[ $# = 1 ] || die "name a campaign file: ./tandem migrate check deploy/campaigns/phase2.yaml" 2
	need_java
	[ -e "$APP/java.args" ] || build
	exec "$TANDEM_JAVA_HOME/bin/java" @"$APP/java.args" -XX:TieredStopAtLevel=1 io.tandem.centralhub.migration.CampaignTool check "$1" "${TANDEM_FLEET:-$TANDEM_ROOT/deploy/fleet.yaml}"
}
