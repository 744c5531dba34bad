package io.tandem.failover.partition;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.tandem.wire.subject.Machine;
import java.util.concurrent.TimeUnit;

/** Shows what is held of the peers, and counts what it is made from. Thread-safe. */
final class PartitionMeters {

	private final Machine self;

	private final MeterRegistry registry;

	private final Counter dropped;

	private final Counter stalls;

	PartitionMeters(Machine self, MeterRegistry registry) {
		this.self = self;
		this.registry = registry;
		this.dropped = Counter.builder("tandem.partition.sightings.dropped")
			.description("Looks and pulses thrown away because the judge was late")
			.register(registry);
		this.stalls = Counter.builder("tandem.partition.stalls")
			.description("Times the judge stood still, and threw away what it had seen meanwhile")
			.register(registry);
	}

	/** Shows a peer from now on. */
	void watch(PeerHeld held) {
		for (Verdict verdict : Verdict.values()) {
			Gauge
				.builder("tandem.partition.verdict", held,
						(peer) -> (peer.now().judgement().verdict() == verdict) ? 1 : 0)
				.description("1 for the verdict that holds of a peer")
				.tag("peer", held.peer())
				.tag("link", this.self.linkTo(new Machine(held.peer())))
				.tag("verdict", verdict.word())
				.register(this.registry);
		}
		for (Sense sense : held.senses()) {
			Gauge.builder("tandem.partition.sense", held, (peer) -> value(peer, sense))
				.description("1 if it answered when it was looked at last, 0 if not, nothing while unknown")
				.tag("peer", held.peer())
				.tag("sense", sense.word())
				.register(this.registry);
		}
		TimeGauge
			.builder("tandem.partition.round.trip", held, TimeUnit.NANOSECONDS,
					(peer) -> (peer.now().roundTripNanos() < 0) ? Double.NaN : peer.now().roundTripNanos())
			.description("Median round trip of the newest datagrams")
			.tag("peer", held.peer())
			.register(this.registry);
		Gauge
			.builder("tandem.partition.loss", held,
					(peer) -> (peer.now().expected() == 0) ? Double.NaN
							: (double) peer.now().lost() / peer.now().expected())
			.description("Share of the newest datagrams of a peer that did not come")
			.tag("peer", held.peer())
			.register(this.registry);
	}

	private static double value(PeerHeld held, Sense sense) {
		Look last = held.now().looks().get(sense);
		if (last == null || last.outcome() == Look.Outcome.UNKNOWN) {
			return Double.NaN;
		}
		return (last.outcome() == Look.Outcome.ANSWERED) ? 1 : 0;
	}

	void look(String peer, Look look) {
		Counter.builder("tandem.partition.looks")
			.description("Looks at the peers' parts")
			.tag("peer", peer)
			.tag("sense", look.sense().word())
			.tag("outcome", look.outcome().word())
			.register(this.registry)
			.increment();
	}

	/**
	 * Counts a datagram.
	 * @param outcome {@code sent}, {@code unsent}, {@code taken} or {@code foreign}
	 */
	void pulse(String outcome) {
		Counter.builder("tandem.partition.pulses")
			.description("Datagrams to and from the peers")
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

	/**
	 * Counts verdicts.
	 * @param stored {@code in-time}, {@code late} or {@code lost}
	 */
	void verdict(String stored) {
		Counter.builder("tandem.partition.verdicts")
			.description("Changes of verdict by whether the disk took them before they were told")
			.tag("stored", stored)
			.register(this.registry)
			.increment();
	}

	void event(boolean isTaken) {
		Counter.builder("tandem.partition.events")
			.description("Tries to tell the machine's event stream of a verdict")
			.tag("outcome", isTaken ? "stored" : "failed")
			.register(this.registry)
			.increment();
	}

	void dropped() {
		this.dropped.increment();
	}

	void stalled() {
		this.stalls.increment();
	}

}
