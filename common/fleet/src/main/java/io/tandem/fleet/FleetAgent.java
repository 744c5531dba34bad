package io.tandem.fleet;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One agent of the fleet. Immutable.
 *
 * @param name unique in the fleet; 1 to 64 of {@code [A-Za-z0-9_-]}, dots only between
 * them
 * @param machine the machine it lives on
 * @param criticality how much its records matter
 * @param batch the step of a migration in which it moves, or null
 * @param reportInterval within which a health report of it is expected
 * @param dependencies whom it needs, each once, in the file's order
 * @param isPilot whether it moves before its batch, to try the way
 */
public record FleetAgent(String name, String machine, Criticality criticality, @Nullable String batch,
		Duration reportInterval, List<Dependency> dependencies, boolean isPilot) {

	/** What is expected of an agent of which the file says nothing else. */
	public static final Duration DEFAULT_REPORT_INTERVAL = Duration.ofSeconds(60);

	private static final int MAX_NAME_LENGTH = 64;

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

	public FleetAgent {
		dependencies = List.copyOf(dependencies);
	}

	/** Tells whether an agent may be called so. */
	public static boolean isName(String name) {
		return name.length() <= MAX_NAME_LENGTH && NAME.matcher(name).matches();
	}

	/** Tells whether its records are written to both hubs at once. */
	public boolean isCritical() {
		return this.criticality == Criticality.CRITICAL;
	}

	/** Returns the names of those it needs, with or without a fallback. */
	public List<String> dependsOn() {
		return this.dependencies.stream().map(Dependency::agent).toList();
	}

}
