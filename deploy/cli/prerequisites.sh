# What must be on the computer: a JDK and Maven (yours), programs from Debian (installed here), room on the disk.

# need_java: finds a JDK of 25 or newer and exports TANDEM_JAVA_HOME and JAVA_HOME
need_java() {
	local candidate
	for candidate in "${TANDEM_JAVA_HOME:-}" "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || true)")")")" \
		/usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* /opt/*jdk* /opt/java/*; do
		[ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] || continue
		if [ "$(java_version "$candidate")" -ge 25 ]; then
			export TANDEM_JAVA_HOME=$candidate JAVA_HOME=$candidate
			return
		fi
	done
	die "no JDK of version 25 or newer was found: install one (for example Temurin 25), or set TANDEM_JAVA_HOME to its folder"
}

java_version() {
	local version
	version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)
	printf '%s' "${version:-0}"
}

need_maven() {
	command -v mvn >/dev/null || die "Maven was not found: install it (apt-get install maven), 3.8 or newer"
}

# need_packages 'PROGRAM PACKAGE'...: installs from Debian the packages of the programs that are missing
need_packages() {
	local pair missing=()
	for pair in "$@"; do
		command -v "${pair% *}" >/dev/null || [ -x "/usr/sbin/${pair% *}" ] || missing+=("${pair#* }")
	done
	[ ${#missing[@]} = 0 ] && return
	command -v apt-get >/dev/null || die "these programs are missing, and there is no apt-get to install them: ${missing[*]}"
	[ "$(id -u)" = 0 ] || die "these packages are missing; install them with: sudo apt-get install --no-install-recommends ${missing[*]}"
	say "installing Debian packages: ${missing[*]}"
	step "apt-get update" "$TANDEM_HOME/log/apt.log" apt-get -q update
	step "apt-get install" "$TANDEM_HOME/log/apt.log" install_without_starting "${missing[@]}"
}

# Debian would start what it installs, on the very ports that are needed here.
install_without_starting() {
	local ours=
	if [ ! -e /usr/sbin/policy-rc.d ]; then
		printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
		chmod +x /usr/sbin/policy-rc.d
		ours=yes
	fi
	local status=0
	DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@" || status=$?
	[ -z "$ours" ] || rm -f /usr/sbin/policy-rc.d
	return $status
}

need_runtime_packages() {
	need_packages 'nats-server nats-server' 'prometheus prometheus' 'prometheus-pushgateway prometheus-pushgateway' \
		'prometheus-alertmanager prometheus-alertmanager' 'supervisord supervisor' 'curl curl' 'python3 python3' 'setpriv util-linux'
}

need_test_packages() {
	need_packages 'vmagent victoria-metrics' 'amtool prometheus-alertmanager' 'promtool prometheus'
}

# need_disk MEBIBYTES
need_disk() {
	local free
	mkdir -p "$TANDEM_HOME" || die "cannot make the folder $TANDEM_HOME: choose another by TANDEM_HOME"
	free=$(df -Pm "$TANDEM_HOME" | awk 'NR == 2 {print $4}')
	[ "$free" -ge "$1" ] || die "the disk of $TANDEM_HOME has $free MiB free and $1 MiB are needed: make room, or choose another folder by TANDEM_HOME"
}
