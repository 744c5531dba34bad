package io.tandem.healthsync.desk;

import io.tandem.healthsync.alerting.Page;
import io.tandem.healthsync.incident.Command;
import io.tandem.healthsync.incident.Incident;
import io.tandem.retry.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the engine has decided. What cannot be stored is tried again at the next
 * call, each incident as it is then. Confined to the desk's thread.
 */
final class Records {

	private static final Logger logger = LoggerFactory.getLogger(Records.class);

	private static final Duration BEAT = Duration.ofSeconds(5);

	private static final Duration PRUNE = Duration.ofHours(1);

	/** What was over before that does not come back, and has no page any more. */
	private static final Duration REMEMBERED = Duration.ofHours(1);

	private static final int MOST_SUMMARIES = 100;

	/** The engine has no more than so many active ones; older ones give way. */
	private static final int MOST_UNSAVED = 1_000;

	private final JpaIncidentStore store;

	private final String self;

	private final Duration retainFor;

	private final DeskMeters meters;

	private final Map<String, Incident> unsaved = new LinkedHashMap<>();

	/** Summaries that are not stored yet. */
	private final List<Page> summaries = new ArrayList<>();

	private final Trouble trouble = new Trouble(logger, "Cannot store incidents; people are told all the same",
			"Incidents are stored again", Duration.ofSeconds(10));

	private Instant retryAt = Instant.MIN;

	private Instant beatAt = Instant.MIN;

	private Instant pruneAt = Instant.MIN;

	Records(JpaIncidentStore store, String self, Duration retainFor, DeskMeters meters) {
		this.store = store;
		this.self = self;
		this.retainFor = retainFor;
		this.meters = meters;
	}

	/** Returns what is stored; null if it cannot be read now. */
	@Nullable Start start(Instant now) {
		try {
			Instant lastBeat = this.store.lastBeat();
			Start start = new Start(this.store.active(),
					(lastBeat != null) ? this.store.closedSince(lastBeat.minus(REMEMBERED)) : List.of(), lastBeat,
					this.store.summariesSince(now.minus(REMEMBERED)));
			this.trouble.succeeded();
			return start;
		}
		catch (RuntimeException ex) {
			failed(ex);
			return null;
		}
	}

	/**
	 * Stores the incidents of these commands, and until when all is known.
	 * @param isAllKnown whether no history is being read, but of machines that are cut
	 * off
	 */
	void keep(List<Command> commands, boolean isAllKnown, Instant now) {
		for (Command command : commands) {
			Incident incident = incident(command);
			if (command instanceof Command.Summarise summary && this.summaries.size() < MOST_SUMMARIES) {
				this.summaries.add(IncidentPages.of(summary, this.self));
			}
			if (incident != null) {
				this.unsaved.remove(incident.id());
				if (this.unsaved.size() >= MOST_UNSAVED) {
					this.unsaved.remove(this.unsaved.keySet().iterator().next());
					this.meters.dropped();
				}
				this.unsaved.put(incident.id(), incident);
			}
		}
		if (this.retryAt.isAfter(now)) {
			return;
		}
		try {
			save(isAllKnown, now);
			this.trouble.succeeded();
		}
		catch (RuntimeException ex) {
			this.retryAt = now.plus(failed(ex));
		}
	}

	private void save(boolean isAllKnown, Instant now) {
		if (!this.unsaved.isEmpty() || !this.summaries.isEmpty()) {
			this.store.save(List.copyOf(this.unsaved.values()), List.copyOf(this.summaries));
			this.unsaved.clear();
			this.summaries.clear();
		}
		if (isAllKnown && !this.beatAt.isAfter(now)) {
			this.store.beat(now);
			this.beatAt = now.plus(BEAT);
		}
		if (!this.pruneAt.isAfter(now)) {
			this.store.prune(now.minus(this.retainFor));
			this.pruneAt = now.plus(PRUNE);
		}
	}

	private Duration failed(RuntimeException ex) {
		this.meters.failed();
		return this.trouble.failed(ex.getClass().getSimpleName(), ex);
	}

	static @Nullable Incident incident(Command command) {
		return switch (command) {
			case Command.Open(Incident incident) -> incident;
			case Command.Update(Incident incident) -> incident;
			case Command.Escalate(Incident incident) -> incident;
			case Command.Close(Incident incident) -> incident;
			case Command.Summarise summary -> null;
		};
	}

	/**
	 * What an earlier life has left.
	 *
	 * @param closed incidents that were over lately, the newest last
	 * @param lastBeat until when all was known; null if nothing ever was
	 * @param summaries what people were told lately of what happened unseen
	 */
	record Start(List<Incident> active, List<Incident> closed, @Nullable Instant lastBeat, List<Page> summaries) {
	}

}
