package io.tandem.failover.partition;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is held of a peer, for whoever asks while the judge goes on. Thread-safe.
 */
final class PeerHeld {

	private final String peer;

	private final Set<Sense> senses;

	private volatile Held now;

	PeerHeld(String peer, Set<Sense> senses, Held now) {
		this.peer = peer;
		this.senses = senses;
		this.now = now;
	}

	String peer() {
		return this.peer;
	}

	Set<Sense> senses() {
		return this.senses;
	}

	Held now() {
		return this.now;
	}

	void hold(Held now) {
		this.now = now;
	}

	/**
	 * All of it at one moment.
	 *
	 * @param since since when the judgement holds, by the wall clock
	 * @param looks the last one by each sense
	 * @param failures looks in vain in a row by each sense
	 * @param lastPulseAt by the monotonic clock; null if none ever came
	 * @param roundTripNanos -1 while unknown
	 * @param expected datagrams that loss is told from
	 * @param lost of those
	 * @param at when that was, by the monotonic clock
	 */
	record Held(PeerJudge.Judgement judgement, Instant since, Facts facts, Map<Sense, Look> looks,
			Map<Sense, Integer> failures, @Nullable Long lastPulseAt, long roundTripNanos, int expected, int lost,
			long at) {

		static Held of(PeerJudge judge, Set<Sense> senses, Instant since, long now) {
			Map<Sense, Look> looks = new EnumMap<>(Sense.class);
			Map<Sense, Integer> failures = new EnumMap<>(Sense.class);
			for (Sense sense : senses) {
				Look last = judge.of(sense).last();
				if (last != null) {
					looks.put(sense, last);
				}
				failures.put(sense, judge.of(sense).failures());
			}
			return new Held(judge.judgement(), since, judge.facts(now), looks, failures, judge.lastPulseAt(),
					judge.track().roundTripNanos(), judge.track().expected(), judge.track().lost(), now);
		}

	}

}
