package io.tandem.agent.health;

import io.tandem.wire.health.HealthStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The aggregate of all health indicators, as {@code /actuator/health} shows it; the
 * message names those that are not up. {@code OUT_OF_SERVICE} is DOWN; a status of the
 * application's own is DEGRADED if it is called so, else UNKNOWN.
 */
public final class ContributedHealth implements AgentHealth {

	private final HealthContributors contributors;

	private final StatusAggregator aggregator;

	public ContributedHealth(HealthContributors contributors, StatusAggregator aggregator) {
		this.contributors = contributors;
		this.aggregator = aggregator;
	}

	@Override
	public State check() {
		Map<String, Status> found = new LinkedHashMap<>();
		collect("", this.contributors, found);
		if (found.isEmpty()) {
			return State.of(HealthStatus.UP, null);
		}
		List<String> troubled = new ArrayList<>();
		found.forEach((name, status) -> {
			if (!status.equals(Status.UP)) {
				troubled.add(name + ": " + status.getCode());
			}
		});
		Set<Status> statuses = found.values().stream().collect(Collectors.toSet());
		return State.of(status(this.aggregator.getAggregateStatus(statuses)),
				troubled.isEmpty() ? null : String.join(", ", troubled));
	}

	private static void collect(String prefix, HealthContributors contributors, Map<String, Status> found) {
		for (HealthContributors.Entry entry : contributors) {
			String name = prefix + entry.name();
			switch (entry.contributor()) {
				case HealthIndicator indicator -> {
					Health health = indicator.health();
					if (health != null) {
						found.put(name, health.getStatus());
					}
				}
				case CompositeHealthContributor composite -> collect(name + "/", composite, found);
				default -> {
				}
			}
		}
	}

	private static HealthStatus status(Status status) {
		return switch (status.getCode()) {
			case "UP" -> HealthStatus.UP;
			case "DOWN", "OUT_OF_SERVICE" -> HealthStatus.DOWN;
			case "DEGRADED" -> HealthStatus.DEGRADED;
			default -> HealthStatus.UNKNOWN;
		};
	}

}
