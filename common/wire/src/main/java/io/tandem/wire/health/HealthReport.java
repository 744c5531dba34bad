package io.tandem.wire.health;

import io.tandem.wire.health.InvalidHealthReportException.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says of itself at one time. Immutable.
 *
 * @param agent the agent's name, {@code [A-Za-z0-9_.-]{1,64}}
 * @param machine the machine it runs on, {@code [a-z0-9-]{1,32}}
 * @param status how it is
 * @param timestamp when it found that, by its own clock
 * @param sequence counts the agent's reports up from any number, at least 0; a hole means
 * a lost report
 * @param epoch the life of the agent that counts, {@code [A-Za-z0-9_-]{1,64}}; null where
 * the agent does not tell one life from the next
 * @param metrics up to {@value #MAX_METRICS} finite figures by name, sorted; names are
 * {@code [A-Za-z_][A-Za-z0-9_.:-]{0,127}}
 * @param message up to {@value #MAX_MESSAGE_LENGTH} characters for a human, or null
 */
public record HealthReport(String agent, String machine, HealthStatus status, Instant timestamp, long sequence,
		@Nullable String epoch, Map<String, Double> metrics, @Nullable String message) {

	public static final int MAX_METRICS = 100;

	public static final int MAX_MESSAGE_LENGTH = 1024;

	private static final NameForm AGENT = NameForm.of("[A-Za-z0-9_.-]", 64);

	private static final NameForm MACHINE = NameForm.of("[a-z0-9-]", 32);

	private static final NameForm EPOCH = NameForm.of("[A-Za-z0-9_-]", 64);

	private static final NameForm METRIC = NameForm.of("[A-Za-z_]", "[A-Za-z0-9_.:-]", 128);

	/**
	 * @throws IllegalArgumentException if any field is out of its bounds, naming all that
	 * are
	 */
	public HealthReport {
		metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
		List<Fault> faults = new ArrayList<>();
		check("agent", agent, AGENT, faults);
		check("machine", machine, MACHINE, faults);
		if (sequence < 0) {
			faults.add(new Fault("sequence", "must be at least 0: " + sequence));
		}
		if (epoch != null) {
			check("epoch", epoch, EPOCH, faults);
		}
		checkMetrics(metrics, faults);
		checkMessage(message, faults);
		if (!faults.isEmpty()) {
			throw new IllegalArgumentException(faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
		}
	}

	static void checkAgent(String value, List<Fault> faults) {
		check("agent", value, AGENT, faults);
	}

	static void checkMachine(String value, List<Fault> faults) {
		check("machine", value, MACHINE, faults);
	}

	static void checkEpoch(String value, List<Fault> faults) {
		check("epoch", value, EPOCH, faults);
	}

	static void checkMetrics(Map<String, Double> metrics, List<Fault> faults) {
		if (metrics.size() > MAX_METRICS) {
			faults.add(new Fault("metrics", "at most " + MAX_METRICS + " are taken: " + metrics.size()));
			return;
		}
		metrics.forEach((name, value) -> {
			if (!METRIC.matches(name)) {
				check("metrics." + shorten(name) + " (name)", name, METRIC, faults);
			}
			if (!Double.isFinite(value)) {
				faults.add(new Fault("metrics." + shorten(name), "must be a finite number: " + value));
			}
		});
	}

	static void checkMessage(@Nullable String message, List<Fault> faults) {
		if (message != null && message.length() > MAX_MESSAGE_LENGTH) {
			faults.add(new Fault("message",
					"at most " + MAX_MESSAGE_LENGTH + " characters are taken: " + message.length()));
		}
	}

	private static void check(String field, String value, NameForm form, List<Fault> faults) {
		if (!form.matches(value)) {
			faults.add(new Fault(field, "must match " + form + ": '" + shorten(value) + "'"));
		}
	}

	static String shorten(String value) {
		return (value.length() <= 64) ? value : value.substring(0, 64) + "…";
	}

}
