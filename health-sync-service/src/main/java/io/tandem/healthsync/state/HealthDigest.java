package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthReport;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Tells in one word what is known of a machine's agents, equal on every machine that has
 * read the same reports: SHA-256 over one line for each agent, with nothing in it but
 * what is in the stream. An agent whose latest report is older than agents are kept,
 * counted back from where the stream has been read to, is not in it, so that it does not
 * matter when somebody gets to forget it.
 */
final class HealthDigest {

	private HealthDigest() {
	}

	static String of(MachineRecord machine, Duration keep) {
		StreamPosition newest = machine.newest();
		Instant since = (newest != null) ? newest.storedAt().minus(keep) : Instant.MIN;
		MessageDigest digest = sha256();
		machine.agents()
			.stream()
			.map(AgentHealth::latest)
			.filter((latest) -> !latest.position().storedAt().isBefore(since))
			.sorted(Comparator.comparing((ReceivedReport latest) -> latest.report().agent()))
			.map(HealthDigest::line)
			.forEach((line) -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
		return HexFormat.of().formatHex(digest.digest());
	}

	/** Returns the digest of several machines' digests. */
	static String of(Map<String, String> digests) {
		MessageDigest digest = sha256();
		new TreeMap<>(digests)
			.forEach((machine, of) -> digest.update((machine + " " + of + "\n").getBytes(StandardCharsets.UTF_8)));
		return HexFormat.of().formatHex(digest.digest());
	}

	/** No field before the metrics has a space or line end in it. */
	private static String line(ReceivedReport latest) {
		HealthReport report = latest.report();
		return String.join(" ", report.agent(), Objects.requireNonNullElse(report.epoch(), "-"),
				Long.toString(report.sequence()), report.status().name(), report.timestamp().toString(),
				Long.toString(latest.position().sequence()), latest.position().storedAt().toString(),
				report.metrics().toString(), Objects.requireNonNullElse(report.message(), "")) + "\n";
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
