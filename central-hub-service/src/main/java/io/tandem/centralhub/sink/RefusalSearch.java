package io.tandem.centralhub.sink;

import io.tandem.centralhub.sink.SinkOutcome.Refused;
import io.tandem.wire.remotewrite.WriteRequests;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages in one request where it can. A receiver refuses a request as a whole
 * for one bad sample, so a refused one is halved until the messages are found, and within
 * a message the series; everything else is stored. Only what is refused by itself becomes
 * a dead letter. Halving n series costs at most 2n - 1 requests, so the search needs no
 * limit. Confined to one thread.
 */
final class RefusalSearch {

	private final PatientSink sink;

	private final DeadLetters deadLetters;

	private final SinkMeters meters;

	private final Runnable keepAlive;

	private final Map<Pending, String> refused = new IdentityHashMap<>();

	private final Set<String> origins = new HashSet<>();

	/** Set by the first refusal: every request from there on is one of the search. */
	private boolean searching;

	RefusalSearch(PatientSink sink, DeadLetters deadLetters, SinkMeters meters, Runnable keepAlive) {
		this.sink = sink;
		this.deadLetters = deadLetters;
		this.meters = meters;
		this.keepAlive = keepAlive;
	}

	/**
	 * Writes in the order given.
	 * @return the reason for each message of which something was refused; that is a dead
	 * letter now. All else is stored
	 */
	Map<Pending, String> write(List<Pending> messages) throws StoppedException {
		if (!messages.isEmpty()) {
			messages.forEach((message) -> this.origins.add(message.origin()));
			halve(messages);
		}
		return this.refused;
	}

	private void halve(List<Pending> messages) throws StoppedException {
		List<byte[]> bodies = messages.stream().map((pending) -> pending.message().body()).toList();
		byte[] body = (bodies.size() == 1) ? bodies.getFirst() : join(bodies);
		Refused refusal = (body.length > 0) ? refusal(body) : null;
		if (body.length > 0 && refusal == null) {
			return;
		}
		if (messages.size() > 1) {
			halve(messages.subList(0, messages.size() / 2));
			halve(messages.subList(messages.size() / 2, messages.size()));
		}
		else {
			search(messages.getFirst(), (refusal != null) ? refusal : new Refused(400, "empty body"));
		}
	}

	/** Returns why the store refuses it; null once it is stored. */
	private @Nullable Refused refusal(byte[] body) throws StoppedException {
		if (this.searching) {
			this.meters.searched();
		}
		if (this.sink.write(body, this.origins, this.keepAlive) instanceof Refused refusal) {
			this.searching = true;
			return refusal;
		}
		return null;
	}

	/** Returns nothing where the bodies cannot be joined: they must go one by one. */
	private static byte[] join(List<byte[]> bodies) {
		try {
			return WriteRequests.join(bodies);
		}
		catch (RuntimeException ex) {
			return new byte[0];
		}
	}

	private void search(Pending message, Refused refusal) throws StoppedException {
		SeriesParts parts = SeriesParts.of(message.message().body()).orElse(null);
		if (parts == null || parts.size() < 2) {
			give(message, message.message().body(), refusal.reason());
			return;
		}
		SeriesSearch search = new SeriesSearch(parts, refusal);
		search.halve(0, parts.size());
		if (!search.bad.isEmpty()) {
			boolean all = search.bad.size() == parts.size();
			give(message, all ? message.message().body() : parts.body(search.bad),
					search.last.reason() + " (" + search.bad.size() + " of " + parts.size() + " series)");
		}
	}

	private void give(Pending message, byte[] body, String reason) throws StoppedException {
		this.deadLetters.give(message, body, reason, this.keepAlive);
		this.refused.put(message, reason);
	}

	/** Finds the refused series of a message that was refused as a whole. */
	private final class SeriesSearch {

		private final SeriesParts parts;

		private final List<Integer> bad = new ArrayList<>();

		private Refused last;

		SeriesSearch(SeriesParts parts, Refused refusal) {
			this.parts = parts;
			this.last = refusal;
		}

		/** The series from one index to before another are refused together. */
		void halve(int from, int to) throws StoppedException {
			if (to - from == 1) {
				this.bad.add(from);
				return;
			}
			int middle = (from + to) >>> 1;
			write(from, middle);
			write(middle, to);
		}

		private void write(int from, int to) throws StoppedException {
			Refused refusal = refusal(this.parts.body(from, to));
			if (refusal != null) {
				this.last = refusal;
				halve(from, to);
			}
		}

	}

}
