package io.tandem.healthsync.desk;

import io.tandem.healthsync.alerting.NodeKind;
import io.tandem.healthsync.alerting.Page;
import io.tandem.healthsync.alerting.Page.Acknowledgement;
import io.tandem.healthsync.alerting.Severity;
import io.tandem.healthsync.incident.Answer;
import io.tandem.healthsync.incident.Command.Summarise;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.incident.Incident.Told;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says an incident as a page. What makes the page one alert comes from what people were
 * told first, so that an incident whose root is judged otherwise later stays one alert.
 */
final class IncidentPages {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final int NAMES = 10;

	private IncidentPages() {
	}

	/** Returns the page; empty for an incident of which people were not told. */
	static Optional<Page> of(Incident incident) {
		Told told = incident.told();
		if (told == null) {
			return Optional.empty();
		}
		String id = (told.time() == 1) ? incident.id() : incident.id() + "." + told.time();
		return Optional.of(new Page(id, cause(told), NodeKind.valueOf(told.kind().name()), told.machine(), told.root(),
				Severity.valueOf(incident.severity().name()), told.at(), incident.closedAt(), summary(incident),
				description(incident), runbook(cause(told)), acknowledgement(incident)));
	}

	/** One that is silenced is taken on by whoever silenced it: nobody raises it. */
	private static @Nullable Acknowledgement acknowledgement(Incident incident) {
		Answer.Acknowledgement taken = incident.acknowledged();
		if (taken != null) {
			return new Acknowledgement(taken.by(), taken.at());
		}
		Answer.Silence silence = incident.silenced();
		return (silence != null) ? new Acknowledgement("a silence until " + silence.until(), silence.at()) : null;
	}

	/** Where the documentation says what to do, from the root of the checkout. */
	private static URI runbook(String cause) {
		return URI.create("docs/runbooks/" + cause + ".md");
	}

	private static String cause(Told told) {
		return switch (told.kind()) {
			case AGENT -> "AgentFailing";
			case HUB -> "HubDown";
			case BROKER -> "BrokerDown";
			case MACHINE -> "MachineSilent";
			case LINK -> "LinkCut";
		};
	}

	private static String summary(Incident incident) {
		int others = incident.members().size() - (incident.members().contains(incident.root()) ? 1 : 0);
		String what = switch (incident.kind()) {
			case AGENT -> incident.root() + " on " + incident.machine() + " fails";
			case HUB -> "The hub of " + incident.machine() + " is down";
			case BROKER -> "The broker of " + incident.machine() + " is down";
			case MACHINE -> "No agent of " + incident.machine() + " is heard";
			case LINK -> "The link " + incident.machine() + " is cut, or the other machine is gone";
		};
		return (others > 0) ? what + ", and " + others + " with it" : what;
	}

	private static String description(Incident incident) {
		String also = incident.alternatives()
			.stream()
			.map((suspect) -> String.format(Locale.ROOT, "%s (%.0f %%)", suspect.node(), suspect.likelihood() * 100))
			.collect(Collectors.joining(", "));
		String members = incident.members().stream().sorted().limit(NAMES).collect(Collectors.joining(", "));
		String more = (incident.members().size() > NAMES) ? " and " + (incident.members().size() - NAMES) + " more"
				: "";
		return String.format(Locale.ROOT, "Incident %s. Root: %s, %.0f %% sure%s. Failed: %s%s.", incident.id(),
				incident.root(), incident.confidence() * 100, also.isEmpty() ? "" : "; or " + also, members, more);
	}

	/**
	 * Returns the page that tells once what happened unseen. What others saw and paged
	 * for by themselves calls nobody again.
	 */
	static Page of(Summarise summary, String self) {
		Severity severity = summary.incidents()
			.stream()
			.filter((incident) -> incident.isActive() && summary.machines().contains(self))
			.map((incident) -> Severity.valueOf(incident.severity().name()))
			.max(Comparator.naturalOrder())
			.orElse(Severity.WARNING);
		String machines = summary.machines().stream().sorted().collect(Collectors.joining(", "));
		List<Incident> incidents = summary.incidents();
		String text = "While cut off from %s, %s to %s: %s, %d still open".formatted(machines,
				TIME.format(summary.from()), TIME.format(summary.to()),
				(incidents.size() == 1) ? "1 incident" : incidents.size() + " incidents", summary.stillOpen());
		String each = Stream
			.concat(incidents.stream().filter(Incident::isActive),
					incidents.stream().filter((incident) -> !incident.isActive()))
			.limit(NAMES)
			.map((incident) -> incident.root() + " (" + incident.severity().word() + ", "
					+ TIME.format(incident.openedAt()) + (incident.isActive() ? ", open" : "") + ")")
			.collect(Collectors.joining(", "));
		return new Page("summary-" + self + "-" + summary.to().getEpochSecond(), "HappenedUnseen", NodeKind.SUMMARY,
				self, machines, severity, summary.to(), null, text, each, runbook("HappenedUnseen"), null);
	}

}
