package io.tandem.failover.decision.trace;

import io.tandem.failover.decision.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the command line asks for. Immutable.
 *
 * @param changes the settings that shall differ, by the name of the option
 * @param isAll whether every change of a tier is printed, not only those of the route
 */
record Options(Path trace, Map<String, String> changes, boolean isAll) {

	static final String USAGE = """
			usage: what-if TRACE [--probe-interval 1s] [--failures 5] [--silence 2s] [--hard-span 200ms]
			       [--peer-hold 0ms] [--settle 300ms] [--hold-down 10s] [--recover-successes 5]
			       [--flap-within 5m] [--start-grace 3s] [--all]""";

	private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m)");

	/** Where each option is found in the settings; the last two are special. */
	private static final Map<String, String> PLACES = Map.of("--failures", "failures", "--recover-successes",
			"recoverSuccesses", "--silence", "silence", "--hard-span", "hardSpan", "--peer-hold", "peerHold",
			"--settle", "settle", "--flap-within", "flapWithin", "--hold-down", "holdDown", "--start-grace",
			"startGrace", "--probe-interval", "steady");

	/**
	 * @throws IllegalArgumentException if it is not understood
	 */
	static Options parse(String[] args) {
		@Nullable Path trace = null;
		Map<String, String> changes = new LinkedHashMap<>();
		boolean all = false;
		for (int i = 0; i < args.length; i++) {
			String arg = args[i];
			if (arg.equals("--all")) {
				all = true;
			}
			else if (PLACES.containsKey(arg)) {
				if (i + 1 == args.length) {
					throw new IllegalArgumentException(arg + " needs a value");
				}
				changes.put(arg, args[++i]);
			}
			else if (arg.startsWith("-") || trace != null) {
				throw new IllegalArgumentException("not understood: " + arg);
			}
			else {
				trace = Path.of(arg);
			}
		}
		if (trace == null) {
			throw new IllegalArgumentException("which trace?");
		}
		return new Options(trace, Map.copyOf(changes), all);
	}

	/** Returns how far apart probes shall be; null if that is not asked. */
	@Nullable Duration probeInterval() {
		String value = this.changes.get("--probe-interval");
		return (value != null) ? duration("--probe-interval", value) : null;
	}

	/**
	 * Returns the settings with what shall differ.
	 * @throws IllegalArgumentException if they do not fit
	 */
	EngineSettings changed(EngineSettings recorded) {
		ObjectNode all = TraceLines.JSON.valueToTree(recorded);
		ObjectNode watch = (ObjectNode) all.get("watch");
		this.changes.forEach((option, value) -> {
			String place = PLACES.get(option);
			switch (option) {
				case "--failures", "--recover-successes" -> watch.put(place, count(option, value));
				case "--start-grace" -> all.put(place, duration(option, value).toString());
				case "--hold-down" -> range(watch, place, duration(option, value), recorded.watch().holdDown().max());
				case "--probe-interval" ->
					range(watch, place, duration(option, value), recorded.watch().steady().max());
				default -> watch.put(place, duration(option, value).toString());
			}
		});
		try {
			return TraceLines.JSON.treeToValue(all, EngineSettings.class);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(Trace.reason(ex), ex);
		}
	}

	private static void range(ObjectNode watch, @Nullable String place, Duration min, Duration max) {
		watch.putObject(place).put("min", min.toString()).put("max", ((min.compareTo(max) > 0) ? min : max).toString());
	}

	private static int count(String option, String value) {
		if (!value.matches("\\d{1,6}")) {
			throw new IllegalArgumentException(option + " is a whole number: " + value);
		}
		return Integer.parseInt(value);
	}

	private static Duration duration(String option, String value) {
		Matcher matcher = DURATION.matcher(value);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(option + " is a time such as 500ms, 1.5s or 2m: " + value);
		}
		double factor = switch (matcher.group(2)) {
			case "ms" -> 1;
			case "s" -> 1000;
			default -> 60_000;
		};
		return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * factor * 1e6));
	}

}
