package io.tandem.console.view;

import io.tandem.console.source.HealthAnswers.Incident;
import io.tandem.console.source.HealthAnswers.Incidents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people are or were called for.
 *
 * @param open those that are not over, the newest first
 * @param over those that are, the newest first
 */
public record IncidentsPage(Panel panel, List<IncidentLine> open, List<IncidentLine> over) {

	static IncidentsPage of(FleetSource.Answered<Incidents> answered, Instant now) {
		Times times = new Times(now);
		Panel panel = Panel.of("The health-sync-service of " + answered.by(), answered.seen(), times);
		Incidents incidents = answered.seen().value();
		List<Incident> all = (incidents != null) ? incidents.incidents() : List.of();
		return new IncidentsPage(panel,
				all.stream().filter(Incident::isOpen).map((incident) -> IncidentLine.of(incident, times)).toList(),
				all.stream()
					.filter((incident) -> !incident.isOpen())
					.map((incident) -> IncidentLine.of(incident, times))
					.toList());
	}

	/**
	 * An incident in a list.
	 *
	 * @param extent how much is in it
	 * @param answers what people have said of it; null for nothing
	 */
	public record IncidentLine(Level level, String root, String machine, String severity, String phase, When opened,
			@Nullable When closed, String lasted, String extent, @Nullable String answers, String href) {

		static IncidentLine of(Incident incident, Times times) {
			Instant closed = incident.closedAt();
			Duration lasted = Duration.between(incident.openedAt(), (closed != null) ? closed : times.now());
			return new IncidentLine(incident.isOpen() ? Level.ofSeverity(incident.severity()) : Level.GOOD,
					incident.root(), incident.machine(), incident.severity(), incident.phase().toLowerCase(Locale.ROOT),
					times.at(incident.openedAt()), times.when(closed), Times.lasted(lasted),
					incident.isOpen() ? incident.failing().size() + " of " + incident.members().size() + " fail"
							: incident.members().size() + " failed",
					answers(incident, times), "/console/incidents/" + incident.id());
		}

		static @Nullable String answers(Incident incident, Times times) {
			StringBuilder words = new StringBuilder();
			if (incident.acknowledged() != null) {
				words.append("acknowledged by ").append(incident.acknowledged().by());
			}
			if (incident.silenced() != null) {
				words.append(words.isEmpty() ? "" : ", ").append("silenced by ").append(incident.silenced().by());
				if (incident.silenced().until() != null) {
					words.append(" until ").append(times.at(incident.silenced().until()).text());
				}
			}
			return words.isEmpty() ? null : words.toString();
		}

	}

}
