# From sources to one class path with its cache.

APP=$TANDEM_ROOT/deploy/dist/target

# build: builds what has changed since the last time, without tests, and the cache to start it by
build() {
	build_jars
	make_cache
}

build_jars() {
	need_java
	need_maven
	local stamp=$APP/built
	if [ "${TANDEM_BUILD:-yes}" = no ]; then
		:
	elif [ ! -e "$stamp" ] || [ -n "$(find "$TANDEM_ROOT" \( -name target -o -name .git -o -name .tandem \) -prune -o \
		\( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$stamp" -print -quit)" ]; then
		[ -d "$HOME/.m2/repository/org/springframework/boot" ] || say "the first build downloads its libraries: some minutes"
		step "building" "$TANDEM_HOME/log/build.log" mvn -B -q -T1C -f "$TANDEM_ROOT/pom.xml" package -DskipTests -Dspring-javaformat.validate.skip
		version > "$APP/version"
		touch "$stamp"
	fi
}

# version: the commit that is built, "-dirty" with changes; what git does not know is told by its day
version() { git -C "$TANDEM_ROOT" describe --always --dirty 2>/dev/null || date -u +%Y%m%d; }

# make_cache: one AOT cache for all services, made by running them once; made again when any jar, the JDK or the way it is made is another
make_cache() {
	local fingerprint
	fingerprint=$( (stat -c '%n %s %Y' "$APP"/lib/*.jar; cat "$TANDEM_JAVA_HOME/release" "$TANDEM_ROOT/deploy/bin/train-cache") | sha256sum)
	[ -s "$APP/tandem.aot" ] && [ "$(cat "$APP/tandem.fingerprint" 2>/dev/null)" = "$fingerprint" ] && return
	step "training the start-up cache" "$TANDEM_HOME/log/cache.log" "$TANDEM_ROOT/deploy/bin/train-cache" "$APP" "$TANDEM_JAVA_HOME" "$(free_port)"
	printf '%s' "$fingerprint" > "$APP/tandem.fingerprint"
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# run_tests: every test there is
run_tests() {
	need_java
	need_maven
	need_disk 3000
	need_runtime_packages
	need_test_packages
	cd "$TANDEM_ROOT"
	mvn -B -ntp -T2 verify "$@"
}
