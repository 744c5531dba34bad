package io.tandem.failover.control;

import io.tandem.failover.control.FailoverView.TierWord;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Via;
import io.tandem.failover.detection.Tier;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes the views of the peers, however they come, and turns each into observations in
 * this machine's names. A view that was long under way, came twice, or is of a machine
 * that is none of the peers says nothing about now and is only counted. Thread-safe,
 * guarded by itself.
 */
public final class PeerBook {

	private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(3);

	private final Plan plan;

	private final Consumer<Observation> observations;

	private final WallClock clock;

	private final ControlMeters meters;

	private final Map<String, SenderClock> senders = new LinkedHashMap<>();

	private final Map<String, Map<Via, Heard>> heard = new LinkedHashMap<>();

	PeerBook(Plan plan, List<String> peers, Consumer<Observation> observations, WallClock clock, ControlMeters meters) {
		this.plan = plan;
		this.observations = observations;
		this.clock = clock;
		this.meters = meters;
		for (String peer : peers) {
			this.senders.put(peer, new SenderClock());
			this.heard.put(peer, new EnumMap<>(Via.class));
		}
	}

	/** Returns the peers' names. */
	public List<String> peers() {
		return List.copyOf(this.senders.keySet());
	}

	/** Returns what a peer said last on this way. */
	public synchronized Optional<Heard> last(String peer, Via via) {
		return Optional.ofNullable(this.heard.getOrDefault(peer, Map.of()).get(via));
	}

	/**
	 * Returns how long ago a peer said what it said last, in seconds; NaN if it never
	 * did.
	 */
	double ageSeconds(String peer, Via via) {
		return last(peer, via).map((word) -> word.ageNanos(this.clock.nanos()) / 1e9).orElse(Double.NaN);
	}

	/** Takes a view. */
	void take(String peer, Via via, FailoverView view) {
		String outcome = accept(peer, via, view);
		this.meters.peerAnswer(peer, outcome);
	}

	private synchronized String accept(String peer, Via via, FailoverView view) {
		SenderClock sender = this.senders.get(peer);
		Map<Via, Heard> ways = this.heard.get(peer);
		if (sender == null || ways == null || !peer.equals(view.machine())) {
			return "foreign";
		}
		Heard before = ways.get(via);
		if (before != null && before.view().boot().equals(view.boot()) && before.view().sequence() >= view.sequence()) {
			return "repeated";
		}
		long now = this.clock.nanos();
		long delay = sender.delay(view.boot(), view.uptimeMillis(), now);
		if (delay > STALE_NANOS) {
			return "stale";
		}
		ways.put(via, new Heard(view, now, delay));
		view.tiers().forEach((word) -> observe(peer, via, word, delay, now));
		return Words.of(via);
	}

	private void observe(String peer, Via via, TierWord word, long delay, long now) {
		Long since = word.sinceSuccessMillis();
		long age = (since == null) ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(since) + delay;
		try {
			this.plan.translate(peer, Tier.parse(word.tier()))
				.ifPresent((tier) -> this.observations
					.accept(new Observation.PeerView(peer, via, tier, word.state(), age, now)));
		}
		catch (IllegalArgumentException ex) {
			// a newer peer may know tiers that this one does not
			this.meters.peerAnswer(peer, "unknown-tier");
		}
	}

	/**
	 * A peer's word.
	 *
	 * @param at when it came, in nanoseconds of the monotonic clock
	 * @param delayNanos by how much later than the fastest one
	 */
	public record Heard(FailoverView view, long at, long delayNanos) {

		/** Returns how old what it says is. */
		public long ageNanos(long now) {
			return now - this.at + this.delayNanos;
		}

	}

}
