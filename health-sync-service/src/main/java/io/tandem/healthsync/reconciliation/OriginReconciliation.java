package io.tandem.healthsync.reconciliation;

import io.tandem.healthsync.history.HistoryEvent;
import io.tandem.healthsync.history.HistoryMinutes;
import io.tandem.healthsync.history.MinuteDigest;
import io.tandem.healthsync.reconciliation.MinuteVerdict.State;
import io.tandem.healthsync.state.MachineHealth;
import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.InvalidHealthReportException;
import io.tandem.wire.subject.Machine;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares this machine's history of one origin with the origin's own, and fetches what
 * is missing. Only minutes are compared that both have read to their end. Confined to its
 * thread, but for {@link #last}.
 */
final class OriginReconciliation {

	/** What is about to be deleted on one machine may be gone on the other. */
	private static final Duration PRUNED_WITHIN = Duration.ofMinutes(15);

	private static final int MOST_SHOWN = 100;

	private final Machine origin;

	private final URI url;

	private final HistoryMinutes history;

	private final MachineHealth state;

	private final PeerHistory peer;

	private final ReconciliationProperties settings;

	private final ReconciliationMeters meters;

	/** Of the minutes that differ, or did; a day of them at most. */
	private final Map<Instant, MinuteVerdict> verdicts = new TreeMap<>();

	private long repaired;

	private volatile OriginComparison last = OriginComparison.NONE;

	OriginReconciliation(Machine origin, URI url, HistoryMinutes history, MachineHealth state, PeerHistory peer,
			ReconciliationProperties settings, ReconciliationMeters meters) {
		this.origin = origin;
		this.url = url;
		this.history = history;
		this.state = state;
		this.peer = peer;
		this.settings = settings;
		this.meters = meters;
		meters.watch(origin.name(), this::last);
	}

	/** Returns how the last comparison ended. */
	OriginComparison last() {
		return this.last;
	}

	/**
	 * Compares, and repairs as far as the pages for one comparison go.
	 * @param isWhole whether all that is kept is compared, not only the last minutes
	 * @return whether this machine has read as far as the origin, so that nothing was
	 * left out
	 * @throws IOException if the origin does not answer, or with what is none
	 */
	boolean compare(boolean isWhole, Instant now) throws IOException {
		Duration back = this.history.retainFor().minus(PRUNED_WITHIN);
		if (!isWhole && this.settings.recent().compareTo(back) < 0) {
			back = this.settings.recent();
		}
		Instant from = now.minus(back).truncatedTo(ChronoUnit.MINUTES);
		Instant here = this.history.completeTo(this.origin.name());
		if (here == null) {
			this.last = this.last.failed("nothing of it is in the history here yet");
			return false;
		}
		OriginMinutes theirs = this.peer.minutes(this.url, this.origin.name(), from, now.plus(PRUNED_WITHIN));
		Instant there = theirs.completeTo();
		Instant to = earlier(here, (there != null) ? there : Instant.EPOCH).truncatedTo(ChronoUnit.MINUTES);
		Map<Instant, MinuteDigest> origin = byMinute(theirs.minutes());
		Map<Instant, MinuteDigest> own = byMinute(this.history.digests(this.origin.name(), from, to));
		Set<Instant> minutes = new TreeSet<>(Comparator.reverseOrder());
		minutes.addAll(origin.keySet());
		minutes.addAll(own.keySet());
		minutes.removeIf((minute) -> minute.isBefore(from) || !minute.isBefore(to));
		Pages pages = new Pages(this.settings.maxPages());
		for (Instant minute : minutes) {
			judge(origin.getOrDefault(minute, none(minute)), own.getOrDefault(minute, none(minute)), pages);
		}
		this.verdicts.keySet().removeIf((minute) -> minute.isBefore(now.minus(this.history.retainFor())));
		show(now, from, to, minutes.size());
		return there != null && !to.isBefore(there.truncatedTo(ChronoUnit.MINUTES));
	}

	void failed(String problem) {
		this.last = this.last.failed(problem);
	}

	private void judge(MinuteDigest there, MinuteDigest here, Pages pages) throws IOException {
		MinuteVerdict before = this.verdicts.get(there.minute());
		if (there.digest().equals(here.digest())) {
			if (before != null && before.state() != State.REPAIRED) {
				this.verdicts.remove(there.minute());
			}
			return;
		}
		if (before != null && before.state() != State.MISSING && before.isOf(there, here)) {
			return;
		}
		int repairedBefore = (before != null) ? before.repaired() : 0;
		this.verdicts.put(there.minute(), new MinuteVerdict(there, here, State.MISSING, repairedBefore));
		Integer fetched = repair(there.minute(), pages);
		if (fetched == null) {
			return;
		}
		List<MinuteDigest> after = this.history.digests(this.origin.name(), there.minute(), end(there.minute()));
		this.verdicts.put(there.minute(),
				new MinuteVerdict(there, after.isEmpty() ? none(there.minute()) : after.getFirst(),
						(fetched + repairedBefore > 0) ? State.REPAIRED : State.MORE, fetched + repairedBefore));
	}

	/**
	 * Fetches what is missing in a minute.
	 * @return how much that was; null if there are no pages left for it now
	 */
	private @Nullable Integer repair(Instant minute, Pages pages) throws IOException {
		Set<String> known = new HashSet<>();
		List<HistoryEvent> own;
		int read = 0;
		do {
			own = this.history.page(this.origin.name(), minute, read, ReconciliationProperties.MOST_EVENTS);
			own.forEach((event) -> known.add(event.line()));
			read += own.size();
		}
		while (own.size() == ReconciliationProperties.MOST_EVENTS);
		int fetched = 0;
		Integer offset = 0;
		while (offset != null) {
			if (!pages.take()) {
				return null;
			}
			OriginEvents page = this.peer.events(this.url, this.origin.name(), minute, offset,
					this.settings.pageEvents());
			List<HistoryEvent> missing = new ArrayList<>();
			for (HistoryEvent event : page.events()) {
				boolean isOfMinute = event.storedAt().truncatedTo(ChronoUnit.MINUTES).equals(minute);
				if (isOfMinute && known.add(event.line())) {
					missing.add(event);
				}
			}
			add(missing);
			fetched += missing.size();
			offset = page.next();
		}
		return fetched;
	}

	private void add(List<HistoryEvent> missing) throws IOException {
		if (missing.isEmpty()) {
			return;
		}
		try {
			this.history.add(this.origin.name(), missing);
			for (HistoryEvent event : missing) {
				this.state.restore(new ReceivedReport(
						HealthReports.read(event.report().getBytes(StandardCharsets.UTF_8)), this.origin.healthStream(),
						new StreamPosition(event.streamSequence(), event.storedAt()), event.storedAt(), true));
			}
		}
		catch (InvalidHealthReportException | IllegalArgumentException ex) {
			throw new IOException("sent what is no report of it", ex);
		}
		this.repaired += missing.size();
		this.meters.repaired(this.origin.name(), missing.size());
	}

	private void show(Instant now, Instant from, Instant to, int minutes) {
		List<MinuteVerdict> differing = new ArrayList<>(this.verdicts.values()).reversed();
		this.last = new OriginComparison(now, from, to, minutes, count(State.MISSING), count(State.MORE), this.repaired,
				List.copyOf(differing.subList(0, Math.min(MOST_SHOWN, differing.size()))), null);
	}

	private int count(State state) {
		return (int) this.verdicts.values().stream().filter((verdict) -> verdict.state() == state).count();
	}

	private static Map<Instant, MinuteDigest> byMinute(List<MinuteDigest> minutes) {
		Map<Instant, MinuteDigest> byMinute = new TreeMap<>();
		minutes.forEach((minute) -> byMinute.put(minute.minute(), minute));
		return byMinute;
	}

	private static MinuteDigest none(Instant minute) {
		return new MinuteDigest(minute, 0, "");
	}

	private static Instant end(Instant minute) {
		return minute.plus(1, ChronoUnit.MINUTES);
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

	/** So many pages may still be fetched. */
	private static final class Pages {

		private int left;

		private Pages(int most) {
			this.left = most;
		}

		private boolean take() {
			return this.left-- > 0;
		}

	}

}
