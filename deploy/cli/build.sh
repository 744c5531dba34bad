# From sources to one class path with its cache.

APP=$TANDEM_ROOT/deploy/dist/target

# build: builds what has changed since the last time, without tests
build() {
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
	make_cache
}

# version: the commit that is built, "-dirty" with changes; what git does not know is told by its day
version() { git -C "$TANDEM_ROOT" describe --always --dirty 2>/dev/null || date -u +%Y%m%d; }

# make_cache: one AOT cache for all services, made by running them once; made again when any jar or the JDK is another
make_cache() {
	local fingerprint
	fingerprint=$( (stat -c '%n %s %Y' "$APP"/lib/*.jar; cat "$TANDEM_JAVA_HOME/release") | sha256sum)
	[ -s "$APP/tandem.aot" ] && [ "$(cat "$APP/tandem.fingerprint" 2>/dev/null)" = "$fingerprint" ] && return
	{
		printf -- '-cp\n%s\n' "$(printf '%s\n' "$APP"/lib/*.jar | LC_ALL=C sort | paste -sd:)"
		printf '%s\n' -XX:+UseSerialGC -Xss512k --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
			-XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true
	} > "$APP/java.train.args"
	step "training the start-up cache" "$TANDEM_HOME/log/cache.log" train_cache
	# C2 waits until code is hot under load: compiling it while six services start takes the processor that they start on
	{
		cat "$APP/java.train.args"
		printf '%s\n' "-XX:AOTCache=$APP/tandem.aot" -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 \
			-XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000
	} > "$APP/java.args"
	printf '%s' "$fingerprint" > "$APP/tandem.fingerprint"
}

train_cache() {
	local scratch status=0 port
	scratch=$(mktemp -d)
	port=$(free_port)
	nats-server -a 127.0.0.1 -p "$port" -js -sd "$scratch/nats" &
	local nats=$!
	rm -f "$APP/tandem.aot"
	TANDEM_STATE=$scratch TANDEM_MACHINE=training TANDEM_ADDRESS=127.0.0.1 \
		"$TANDEM_JAVA_HOME/bin/java" @"$APP/java.train.args" -Xmx512m -XX:AOTCacheOutput="$APP/tandem.aot" \
		io.tandem.dist.CacheTraining "--nats.spring.server=nats://127.0.0.1:$port" || status=$?
	kill -9 "$nats"
	wait "$nats" 2>/dev/null || true
	rm -rf "$scratch"
	return $status
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
