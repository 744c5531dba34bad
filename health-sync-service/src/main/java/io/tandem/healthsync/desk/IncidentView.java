package io.tandem.healthsync.desk;

import io.tandem.healthsync.correlation.RootCause.Suspect;
import io.tandem.healthsync.incident.Answer.Acknowledgement;
import io.tandem.healthsync.incident.Answer.Silence;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.incident.Phase;
import io.tandem.healthsync.streams.Freshness;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident as it is shown.
 *
 * @param asOf when its machine was last heard of; null in what is told as it changes, and
 * for a link
 * @param note says so for a person, while what is shown may be old; null else
 * @param kind what the root is: {@code agent}, {@code hub}, {@code broker},
 * {@code machine} or {@code link}
 * @param severity {@code warning}, {@code degradation} or {@code critical}
 * @param members all that failed in it, by name
 * @param failing those that fail now
 * @param told whether people were called for it by itself
 * @param pagedAs the root that people were told of first; null if they were not
 * @param acknowledged who works on it, and on which machine that was said; null for
 * nobody
 * @param silenced who wants nobody to be told more of it, until when, and on which
 * machine that was said; null for nobody
 */
record IncidentView(@Nullable Instant asOf, @Nullable String note, String id, String root, String kind, String machine,
		String severity, Phase phase, Instant openedAt, @Nullable Instant closedAt, List<String> members,
		List<String> failing, double confidence, List<Suspect> alternatives, int reopened, boolean told,
		@Nullable String pagedAs, @Nullable Acknowledgement acknowledged, @Nullable Silence silenced,
		List<Incident.Entry> timeline) {

	static IncidentView of(Incident incident) {
		return of(incident, new Freshness(null, null));
	}

	/**
	 * @param fresh how old what is known of its machine is
	 */
	static IncidentView of(Incident incident, Freshness fresh) {
		Incident.Told told = incident.told();
		return new IncidentView(fresh.asOf(), fresh.note(), incident.id(), incident.root(), incident.kind().word(),
				incident.machine(), incident.severity().word(), incident.phase(), incident.openedAt(),
				incident.closedAt(), incident.members().stream().sorted().toList(),
				incident.failing().stream().sorted().toList(), incident.confidence(), incident.alternatives(),
				incident.reopened(), told != null, (told != null) ? told.root() : null, incident.acknowledged(),
				incident.silenced(), incident.timeline());
	}

}
