package io.tandem.healthsync.desk;

import io.tandem.healthsync.alerting.Page;
import io.tandem.healthsync.alerting.Pager;
import io.tandem.healthsync.incident.Command;
import io.tandem.healthsync.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has people told what the engine has decided, in the log, by pages, and on open streams.
 * Confined to the desk's thread.
 */
final class Telling {

	private static final Logger logger = LoggerFactory.getLogger(Telling.class);

	private final Pager pager;

	private final Changes changes;

	private final DeskMeters meters;

	private final String self;

	private final Duration summaryFor;

	private final List<Page> summaries = new ArrayList<>();

	Telling(Pager pager, Changes changes, DeskMeters meters, String self, Duration summaryFor) {
		this.pager = pager;
		this.changes = changes;
		this.meters = meters;
		this.self = self;
		this.summaryFor = summaryFor;
	}

	void tell(List<Command> commands, Instant now) {
		for (Command command : commands) {
			this.meters.count(command);
			if (command instanceof Command.Summarise summary) {
				summarise(summary);
			}
			Incident incident = Records.incident(command);
			if (incident != null) {
				log(command, incident);
				IncidentPages.of(incident).ifPresent(this.pager::tell);
				this.changes.incident(incident);
			}
		}
		this.summaries.removeIf((page) -> {
			Page next = StoredPages.asOf(page, this.summaryFor, now);
			if (!next.isOpen()) {
				this.pager.tell(next);
			}
			return !next.isOpen();
		});
	}

	/** Sees to the end of what an earlier life has told. */
	void resume(List<Page> summaries) {
		this.summaries.addAll(summaries);
	}

	private void summarise(Command.Summarise summary) {
		Page page = IncidentPages.of(summary, this.self);
		logger.atWarn().addKeyValue("incidents", page.description()).log(page.summary());
		this.summaries.add(page);
		this.pager.tell(page);
	}

	private static void log(Command command, Incident incident) {
		String what = switch (command) {
			case Command.Open open -> "An incident is open";
			case Command.Escalate escalate -> "An incident has become more urgent";
			case Command.Close close -> "An incident is over";
			default -> null;
		};
		if (what != null) {
			logger.atWarn()
				.addKeyValue("incident", incident.id())
				.addKeyValue("root", incident.root())
				.addKeyValue("severity", incident.severity().word())
				.addKeyValue("members", incident.members().size())
				.addKeyValue("told", incident.wasTold())
				.log(what);
		}
	}

}
