# The machines as containers: the image of the services, and a test of the compose files that needs no registry.

# containers build | test [--fresh]
containers() {
	case ${1:-} in
		build) [ $# = 1 ] || die "./tandem containers build takes no option" 2; containers_build ;;
		test)
			case ${2:-} in '' | --fresh) ;; *) die "there is no option '$2'; there is --fresh" 2 ;; esac
			containers_test "${2:-}" ;;
		*) die "say what to do with containers: ./tandem containers build, or ./tandem containers test [--fresh]" 2 ;;
	esac
}

# containers_build: the image tandem:latest (TANDEM_IMAGE), from jars that are built here and from two public images
containers_build() {
	command -v docker >/dev/null || die "docker was not found: install it, or start the machines without containers (./tandem up)"
	docker info >/dev/null 2>&1 || die "no Docker daemon answers: start it, or see docker info"
	build_jars
	docker build -t "${TANDEM_IMAGE:-tandem:latest}" -f "$TANDEM_ROOT/deploy/containers/Dockerfile" \
		--build-arg "JRE_IMAGE=${TANDEM_JRE_IMAGE:-eclipse-temurin:25-jre}" --build-arg "NATS_IMAGE=${TANDEM_NATS_IMAGE:-nats:2.10.27-alpine}" \
		--build-arg "TANDEM_VERSION=$(cat "$APP/version")" "$TANDEM_ROOT/deploy"
}

# containers_test [--fresh]: a Docker daemon of the test's own, in namespaces of its own, so that whatever ends this, kill -9 included, ends all
# of it. What stays is the cache of packages and images in TANDEM_HOME/containers; --fresh makes these anew.
containers_test() {
	local home=$TANDEM_HOME/containers status=0
	[ "$(id -u)" = 0 ] || die "the test makes namespaces and runs a Docker daemon, so it needs root: sudo ./tandem containers test"
	need_packages 'dockerd docker.io' 'docker docker.io' 'iptables iptables' 'ip iproute2' 'nsenter util-linux' 'curl curl' 'python3 python3' 'openssl openssl'
	docker compose version >/dev/null 2>&1 || need_packages 'docker-compose docker-compose'
	grep -q ' cgroup2\? ' /proc/mounts || die "no control groups are mounted here, which containers need: install cgroupfs-mount, or run this where Docker runs"
	need_disk 4000
	build_jars
	[ "${1:-}" != --fresh ] || rm -rf "$home"
	mkdir -p "$home"
	exec 8>"$home/lock"
	flock -n 8 || die "another test of containers is running"
	step "fetching Debian packages for local images" "$home/packages.log" "$TANDEM_ROOT/deploy/containers/local-images" fetch "$home/packages"
	# those of a run that was killed
	remove_groups
	setpriv --pdeathsig KILL -- unshare --net --mount --pid --fork --mount-proc --kill-child -- \
		bash "$TANDEM_ROOT/deploy/containers/journey" "$home" &
	wait $! || status=$?
	remove_groups
	[ $status = 0 ] || die "the test of containers failed (status $status)" 1
}

# remove_groups: the control groups of the test's containers. Those of a run that goes on are not empty, and stay.
remove_groups() { find /sys/fs/cgroup -depth -type d -path '*/tandem-containers-test*' -exec rmdir {} + 2>/dev/null || true; }
