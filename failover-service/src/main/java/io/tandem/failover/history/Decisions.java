package io.tandem.failover.history;

import io.tandem.database.Worker;
import io.tandem.failover.decision.Transition;
import io.tandem.failover.detection.Observation;
import io.tandem.retry.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores transitions in their order. Thread-safe; the caller's order is kept for calls
 * that follow one another.
 *
 * <p>
 * What the disk does not take is held in memory and written later, 1,000 of them at most;
 * then the oldest are lost, and counted. A number that no disk has taken before the
 * process ends can be given again.
 */
public final class Decisions implements AutoCloseable {

	static final int MOST_WAITING = 1000;

	private static final int AT_ONCE = 100;

	/** One that nobody waits for is in time if it is stored within this. */
	private static final Duration UNHURRIED = Duration.ofSeconds(1);

	private static final Duration LAST_TRY = Duration.ofSeconds(3);

	private static final Logger logger = LoggerFactory.getLogger(Decisions.class);

	private final HistoryStore store;

	private final LastNumber lastNumber;

	private final Incidents incidents;

	private final HistoryMeters meters;

	private final String epoch = UUID.randomUUID().toString();

	/** Runs longer than the rest of the service: there is to store until the very end. */
	private final Worker worker = new Worker("history-writer", LAST_TRY) {

		@Override
		protected Duration work() {
			return write();
		}

	};

	private final Trouble trouble = new Trouble(logger, "Cannot store decisions; they are held in memory",
			"Decisions are stored again", Duration.ofSeconds(5));

	private final Trouble numberTrouble = new Trouble(logger, "Cannot keep the last number beside the database",
			"The last number is kept again", Duration.ofSeconds(5));

	private final long number;

	private final Observation.@Nullable Pin override;

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private volatile Runnable onStored = () -> {
	};

	private volatile Runnable onIncident = () -> {
	};

	private boolean isRehearsed;

	/** Since when the writer has been at one write; 0 while it is at none. */
	private volatile long writingSince;

	private Decisions(HistoryStore store, HistoryStore.Kept kept, long number, LastNumber lastNumber,
			Incidents incidents, HistoryMeters meters, Instant now) {
		this.store = store;
		this.lastNumber = lastNumber;
		this.incidents = incidents;
		this.meters = meters;
		this.number = number;
		Observation.Pin last = kept.override();
		this.override = (last != null && last.until().isAfter(now)) ? last : null;
		incidents.resume(kept.incidents(), this.override);
		meters.watch(this, incidents);
	}

	/**
	 * Goes on from what is stored, and starts the writer.
	 * @param databaseWasLost whether numbers may have been given that neither the
	 * database nor the file beside it knows of
	 */
	static Decisions open(HistoryStore store, LastNumber lastNumber, boolean databaseWasLost, Incidents incidents,
			HistoryMeters meters, InstantSource clock) {
		HistoryStore.Kept kept = store.load();
		long number = Math.max(kept.lastNumber(), lastNumber.get());
		if (databaseWasLost) {
			number += MOST_WAITING;
		}
		Decisions decisions = new Decisions(store, kept, number, lastNumber, incidents, meters, clock.instant());
		decisions.worker.start();
		return decisions;
	}

	/**
	 * Stores transitions, and waits for that at most so long. While the disk is known not
	 * to take anything, it does not wait.
	 * @param transitions decided together, in their order
	 * @param at when they were decided, by the wall clock
	 * @param within how long to wait; zero to have them stored without waiting
	 * @return whether all are durable; if not, they will be stored later
	 */
	public boolean store(List<Transition> transitions, Instant at, Duration within) {
		CountDownLatch stored = new CountDownLatch(transitions.size());
		int lost = 0;
		synchronized (this.waiting) {
			for (Transition transition : transitions) {
				if (this.waiting.size() >= MOST_WAITING) {
					this.waiting.removeFirst();
					lost++;
				}
				this.waiting.addLast(new Waiting(transition, at, within, System.nanoTime(), stored));
			}
		}
		if (lost > 0) {
			this.meters.lost(lost);
		}
		boolean incident = false;
		for (Transition transition : transitions) {
			incident |= this.incidents.decided(transition, at);
		}
		this.worker.wake();
		if (incident) {
			this.onIncident.run();
		}
		if (!within.isPositive() || this.trouble.isOn() || isStuck(within)) {
			return stored.getCount() == 0;
		}
		try {
			return stored.await(within.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private boolean isStuck(Duration within) {
		long since = this.writingSince;
		return since != 0 && System.nanoTime() - since > within.toNanos();
	}

	/** Returns the highest number there was before this process started; 0 for none. */
	public long lastNumber() {
		return this.number;
	}

	/**
	 * Returns the override that was in force when this process started; null if there was
	 * none, or it has run out since.
	 */
	public Observation.@Nullable Pin override() {
		return this.override;
	}

	/** Returns this life of the service; a new one at each start. */
	String epoch() {
		return this.epoch;
	}

	/** Has the changes of incidents stored, soon. */
	void storeIncidents() {
		this.worker.wake();
	}

	void onStored(Runnable action) {
		this.onStored = action;
	}

	void onIncident(Runnable action) {
		this.onIncident = action;
	}

	int waiting() {
		synchronized (this.waiting) {
			return this.waiting.size();
		}
	}

	private Duration write() {
		if (!this.isRehearsed) {
			this.isRehearsed = true;
			rehearse();
		}
		while (true) {
			List<Waiting> batch = batch();
			Collection<Incident> changed = this.incidents.unsaved();
			if (batch.isEmpty() && changed.isEmpty()) {
				return Duration.ofMinutes(1);
			}
			this.writingSince = System.nanoTime();
			try {
				this.store.save(
						batch.stream().map((each) -> Decision.of(each.transition(), each.at(), this.epoch)).toList(),
						changed);
			}
			catch (RuntimeException ex) {
				raiseNumber(batch);
				return this.trouble.failed(reason(ex), ex);
			}
			finally {
				this.writingSince = 0;
			}
			this.trouble.succeeded();
			this.incidents.saved(changed);
			stored(batch);
			raiseNumber(batch);
		}
	}

	private void rehearse() {
		try {
			this.store.rehearse();
		}
		catch (RuntimeException ex) {
			// what is wrong comes out when there is something to store
			logger.debug("rehearsal failed", ex);
		}
	}

	private List<Waiting> batch() {
		synchronized (this.waiting) {
			return this.waiting.stream().limit(AT_ONCE).toList();
		}
	}

	private void stored(List<Waiting> batch) {
		long now = System.nanoTime();
		List<Waiting> kept = new ArrayList<>();
		synchronized (this.waiting) {
			for (Waiting each : batch) {
				// one that was pushed out meanwhile has been counted as lost already
				Waiting first = this.waiting.peekFirst();
				if (first != null && first.transition().number() == each.transition().number()) {
					this.waiting.removeFirst();
					kept.add(each);
				}
			}
		}
		for (Waiting each : kept) {
			long nanos = now - each.since();
			Duration limit = each.within().isPositive() ? each.within() : UNHURRIED;
			this.meters.stored(nanos, nanos <= limit.toNanos());
			each.stored().countDown();
		}
		if (!batch.isEmpty()) {
			this.onStored.run();
		}
	}

	private void raiseNumber(List<Waiting> batch) {
		if (batch.isEmpty()) {
			return;
		}
		try {
			this.lastNumber.raise(batch.getLast().transition().number());
			this.numberTrouble.succeeded();
		}
		catch (IOException ex) {
			this.numberTrouble.failed(ex.toString(), ex);
		}
	}

	static String reason(Throwable thrown) {
		Throwable cause = thrown;
		while (cause.getCause() != null && cause.getCause() != cause) {
			cause = cause.getCause();
		}
		// H2 puts the whole statement behind the first line
		return Decision.cut(cause.toString().lines().findFirst().orElse(""), 200);
	}

	/**
	 * Stores what waits, if the disk takes it within 3 s; the rest is counted as lost.
	 */
	@Override
	public void close() {
		this.worker.stop();
		if (!isStuck(Duration.ZERO)) {
			write();
		}
		int left = waiting();
		if (left > 0) {
			this.meters.lost(left);
			logger.atError().addKeyValue("decisions", left).log("Decisions were never stored");
		}
		try {
			this.lastNumber.close();
		}
		catch (IOException ex) {
			logger.atWarn().setCause(ex).log("The file of the last number did not close");
		}
	}

	/** A transition that is not stored yet. */
	private record Waiting(Transition transition, Instant at, Duration within, long since, CountDownLatch stored) {
	}

}
