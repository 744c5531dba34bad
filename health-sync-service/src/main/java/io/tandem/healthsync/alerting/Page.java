package io.tandem.healthsync.alerting;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people are called for: one cause, not its symptoms. Two pages with the same cause,
 * kind, machine, node and severity are one alert to whoever is called, whichever machine
 * tells of them; so these come from facts that both machines see alike. Immutable.
 *
 * @param incident which incident it is; the same each time it is told, never used again
 * for another, 1 to 100 letters, digits and {@code . _ : -}
 * @param cause what is wrong, in one stable word such as {@code AgentSilent}: a letter,
 * then up to 63 letters, digits and underscores; becomes the {@code alertname}
 * @param machine on which the cause is
 * @param node the cause's name, for example the agent's
 * @param severity as the incident itself is; that nobody has acknowledged it is added by
 * the escalation
 * @param endedAt null while it is open; a time before the start, as after a clock was set
 * back, is taken as the start
 * @param summary one sentence
 * @param description what is known; may be empty
 * @param url where to read on; null for nowhere
 * @param acknowledged null while nobody has taken it on
 */
public record Page(String incident, String cause, NodeKind kind, String machine, String node, Severity severity,
		Instant startedAt, @Nullable Instant endedAt, String summary, String description, @Nullable URI url,
		@Nullable Acknowledgement acknowledged) {

	private static final Pattern INCIDENT = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

	private static final Pattern CAUSE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

	private static final Pattern MACHINE = Pattern.compile("[a-z0-9-]{1,32}");

	private static final int MAX_NODE = 200;

	/**
	 * @throws IllegalArgumentException if a name is not as it must be
	 */
	public Page {
		require("incident", incident, INCIDENT);
		require("cause", cause, CAUSE);
		require("machine", machine, MACHINE);
		if (node.isBlank() || node.length() > MAX_NODE) {
			throw new IllegalArgumentException("a page's node must have 1 to " + MAX_NODE + " characters: incident="
					+ incident + " length=" + node.length());
		}
		Objects.requireNonNull(startedAt, "startedAt");
		if (endedAt != null && endedAt.isBefore(startedAt)) {
			endedAt = startedAt;
		}
	}

	private static void require(String name, String value, Pattern pattern) {
		if (!pattern.matcher(value).matches()) {
			throw new IllegalArgumentException(
					"a page's " + name + " must match " + pattern + ": " + name + "=" + value);
		}
	}

	/** Returns it as ended. */
	public Page ended(Instant at) {
		return new Page(this.incident, this.cause, this.kind, this.machine, this.node, this.severity, this.startedAt,
				at, this.summary, this.description, this.url, this.acknowledged);
	}

	/** Returns it as taken on by somebody. */
	public Page acknowledged(String by, Instant at) {
		return new Page(this.incident, this.cause, this.kind, this.machine, this.node, this.severity, this.startedAt,
				this.endedAt, this.summary, this.description, this.url, new Acknowledgement(by, at));
	}

	/** Returns it with another severity of the incident itself. */
	public Page with(Severity severity) {
		return new Page(this.incident, this.cause, this.kind, this.machine, this.node, severity, this.startedAt,
				this.endedAt, this.summary, this.description, this.url, this.acknowledged);
	}

	/** Tells whether it has not ended. */
	public boolean isOpen() {
		return this.endedAt == null;
	}

	/** Returns what makes it one alert with another page, at one level. */
	Map<String, String> labels(Severity level) {
		return Map.of("alertname", this.cause, "severity", level.word(), "kind", this.kind.word(), "machine",
				this.machine, "node", this.node);
	}

	/**
	 * Somebody has taken it on, so it is not escalated any more.
	 *
	 * @param by who
	 * @param at when
	 */
	public record Acknowledgement(String by, Instant at) {
	}

}
